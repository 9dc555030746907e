"""Mail: what arrives, what happens when the server is away, and that one bad letter holds up no other."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.builders import interviewing as build
from webapp.chores import do_what_is_due
from webapp.commands.demo.story import post_out
from workflows import outbox
from workflows.acting import act
from workflows.interviewing.actions import interviews
from workflows.outbox import Delivery, OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import System, allow, declared, system

LETTER = {"title": "Account executive", "team": "North", "name": "Jo Park", "token": "secret-token"}

if "mail_test.post" not in declared():
    allow("mail_test.post", system)


@dataclass
class Server:
    """A mail server that takes every letter: just enough SMTP for smtplib."""

    port: int = 0
    letters: list[bytes] = field(default_factory=list)

    def listen(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        Thread(target=self.serve, daemon=True).start()

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as talk:
                self.converse(talk)

    def converse(self, talk) -> None:
        def say(line: bytes) -> None:
            talk.write(line + b"\r\n")
            talk.flush()

        say(b"220 ready")
        for line in iter(talk.readline, b""):
            word = line[:4].upper().strip()
            if word == b"DATA":
                say(b"354 go on")
                self.letters.append(b"".join(iter(talk.readline, b".\r\n")))
            say(b"221 bye" if word == b"QUIT" else b"250 ok")


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    running.listen()
    yield running
    running.close()


@pytest.fixture
def by_server(app, server, monkeypatch) -> Server:
    """The app set to send through `server`."""
    settings = replace(app.config["ONRAMP"], smtp_url=f"smtp://127.0.0.1:{server.port}", public_url="https://onramp.example")
    monkeypatch.setitem(app.config, "ONRAMP", settings)
    return server


def post(to: str = "jo@example.com", template: str = "candidate_link", **more) -> None:
    with act(System("a test"), "mail_test.post"):
        outbox.post(to, template, params=LETTER, **more)


def stored(session) -> list[OutboxMessage]:
    session.expire_all()
    return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_letter_does_not_arrive_as_written(session, by_server):
    post(attachments=[{"name": "notes.txt", "media_type": "text/plain", "text": "Bring nothing."}])
    do_what_is_due()
    assert len(by_server.letters) == 1
    letter = message_from_bytes(by_server.letters[0], policy=policy.default)
    message = stored(session)[0]
    assert (letter["To"], letter["Subject"], letter["Message-ID"]) == (
        "jo@example.com", "Your application: Account executive", message.message_id)
    assert "https://onramp.example/my/secret-token" in letter.get_body().get_content()
    assert [(part.get_filename(), part.get_content_type()) for part in letter.iter_attachments()] == [
        ("notes.txt", "text/plain")]
    assert (message.state, message.tries, message.last_error) == (Delivery.sent, 1, None)


def test_an_invitation_arrives_as_a_file_instead_of_an_appointment(session, by_server):
    panel = build.scheduled(1)
    interviews.cancel(actor_for(panel.recruiter), panel.interviews[0], reason="The seat is gone.")
    do_what_is_due()
    letters = [message_from_bytes(each, policy=policy.default) for each in by_server.letters]
    assert len(letters) == 4
    for letter, method in zip(letters, ("REQUEST", "REQUEST", "CANCEL", "CANCEL"), strict=True):
        body, file = letter.iter_parts()
        plain, calendar = body.iter_parts()
        assert (letter.get_content_type(), body.get_content_type(), plain.get_content_type()) == (
            "multipart/mixed", "multipart/alternative", "text/plain")
        assert dict(calendar["Content-Type"].params) == {"method": method, "charset": "utf-8"}
        assert calendar.get_content_type() == "text/calendar"
        assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
        events = [Calendar.from_ical(text) for text in (calendar.get_content(), file.get_content().decode())]
        assert [str(each["METHOD"]) for each in events] == [method, method]
        assert events[0] == events[1]


def test_a_letter_is_lost_or_sent_twice_when_the_server_was_away(session, by_server, clock):
    by_server.close()
    post()
    do_what_is_due()
    waiting = stored(session)[0]
    assert (waiting.state, waiting.tries) == (Delivery.waiting, 1)
    assert waiting.last_error.startswith("ConnectionRefusedError")
    by_server.socket = socket.create_server(("127.0.0.1", by_server.port))
    Thread(target=by_server.serve, daemon=True).start()
    do_what_is_due()
    assert by_server.letters == []
    clock.travel(minutes=2)
    do_what_is_due()
    do_what_is_due()
    assert len(by_server.letters) == 1
    assert stored(session)[0].state is Delivery.sent


def test_a_letter_that_cannot_be_written_holds_up_the_next(session, by_server, clock):
    post(template="no_such_letter")
    post(to="ana@example.com")
    do_what_is_due()
    assert [message.state for message in stored(session)] == [Delivery.waiting, Delivery.sent]
    for _ in range(6):
        clock.travel(days=1)
        do_what_is_due()
    stuck = stored(session)[0]
    assert (stuck.state, stuck.tries) == (Delivery.stuck, 5)
    assert stuck.last_error == "CannotBeWritten: no_such_letter: mail/no_such_letter.txt"


def test_the_demos_letters_are_sent_to_a_real_server(session, by_server):
    post()
    post_out()
    assert by_server.letters == []
    assert stored(session)[0].state is Delivery.sent


def test_a_letter_vanishes_where_no_server_is_set(app, session):
    post()
    do_what_is_due()
    files = sorted(Path(app.config["ONRAMP"].instance, "mail").glob(f"{stored(session)[0].id:06d}-candidate_link.eml"))
    assert len(files) == 1
    assert message_from_bytes(files[0].read_bytes(), policy=policy.default)["To"] == "jo@example.com"
