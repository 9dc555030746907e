"""Mail on its way out: the words from `templates/mail/<template>.txt`, then a mail server or a file one can open.

A mail template's first line is its subject; at hand are the message's `params`, `url_for`, whose links come out
complete, and `on`, which writes an ISO day out as its reader does. The parameter `reply_to` (name, address) says who
gets the answer.
"""

import re
import smtplib
from collections.abc import Mapping
from datetime import date
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale
from jinja2 import TemplateError
from werkzeug.routing import BuildError

from config import Config
from webapp.figures import day
from workflows import files
from workflows.db import db
from workflows.files import StoredFile
from workflows.outbox import OutboxMessage
from workflows.people.queries_directory import company_name

WAIT = 20
METHOD = re.compile(r"^METHOD:(\w+)\r?$", re.MULTILINE)
UNWRITABLE = (TemplateError, BuildError, LookupError, TypeError, ValueError)


class CannotBeWritten(OSError):
    """A message whose template and parameters do not fit: it is shown as stuck and holds up no other."""


def send(message: OutboxMessage) -> None:
    """Deliver one message; raises OSError when that is not possible now (smtplib's errors are OSErrors)."""
    settings: Config = current_app.config["ONRAMP"]
    if settings.smtp_url:
        _by_server(_letter(message, settings), settings.smtp_url)
    else:
        keep(message)


def keep(message: OutboxMessage) -> None:
    """Put it into the instance's folder of mail, server or not."""
    settings: Config = current_app.config["ONRAMP"]
    _into_folder(_letter(message, settings), settings.instance / "mail", f"{message.id:06d}-{message.template}.eml")


def _letter(message: OutboxMessage, settings: Config) -> EmailMessage:
    try:
        return compose(message, settings)
    except UNWRITABLE as fault:
        raise CannotBeWritten(f"{message.template}: {fault}") from fault


def words(message: OutboxMessage, instead: Mapping[str, Any] | None = None, here: str = "") -> tuple[str, str]:
    """Subject and text, in the reader's language.

    To show it to somebody else, `instead` replaces parameters; `here` is where links lead without a public address.
    """
    settings: Config = current_app.config["ONRAMP"]
    with current_app.test_request_context(base_url=settings.public_url or here or "http://localhost:8000"), \
            force_locale(message.locale):
        known = {"message": message, "on": _written_out, **message.params, **(instead or {})}
        text = render_template(f"mail/{message.template}.txt", **known)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.removeprefix("Subject:").split()), body.strip() + "\n"


def signature() -> str:
    """Who writes: the company, below the line that mail programs know (RFC 3676, 4.3); nothing until it has a name."""
    name = company_name()
    return f"\n-- \n{name}\n" if name else ""


def compose(message: OutboxMessage, settings: Config) -> EmailMessage:
    """The letter as it goes out; its Message-ID is the same at every try."""
    subject, body = words(message)
    body += signature()
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_from, message.to, subject
    if answers_to := message.params.get("reply_to"):
        letter["Reply-To"] = formataddr(tuple(answers_to))
    letter["Message-ID"] = message.message_id
    letter["Date"] = formatdate(message.created_at.timestamp())
    letter.set_content(body)
    for each in sorted(message.attachments, key=lambda each: _method(each) is None):
        _attach(letter, each)
    return letter


def _attach(letter: EmailMessage, attachment: dict) -> None:
    """A calendar's message goes twice: as an alternative that calendars act on (RFC 6047), and as a file to open."""
    if method := _method(attachment):
        letter.add_alternative(attachment["text"], subtype="calendar", params={"method": method})
        letter.add_attachment(_content(attachment), maintype="application", subtype="ics", filename=attachment["name"])
        return
    main, sub = attachment["media_type"].split("/", 1)
    letter.add_attachment(_content(attachment), maintype=main, subtype=sub, filename=attachment["name"])


def _method(attachment: dict) -> str | None:
    """What a calendar asks its reader to do (REQUEST, CANCEL); None for any other attachment."""
    asked = METHOD.search(attachment["text"]) if attachment["media_type"] == "text/calendar" else None
    return asked.group(1) if asked else None


def _written_out(iso: str) -> str:
    return day(date.fromisoformat(iso))


def _content(attachment: dict) -> bytes:
    if "file_id" in attachment:
        return files.read(db.session.get_one(StoredFile, attachment["file_id"]))
    return str(attachment["text"]).encode()


def _by_server(letter: EmailMessage, url: str) -> None:
    """`smtp://user:password@host:port` (upgraded to TLS when offered) or `smtps://` (TLS from the start)."""
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=WAIT) as server:
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)


def _into_folder(letter: EmailMessage, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(bytes(letter))
