"""Pages: mail that was written, what waits, what is stuck and why."""

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l

from webapp import mail as post
from webapp.access import actor, needs
from webapp.admin import bp
from webapp.answers import done, page
from webapp.forms import asked
from webapp.paging import paged
from webapp.translating import gettext as _
from workflows import outbox
from workflows.insights import operations as queries
from workflows.outbox import Delivery, OutboxMessage
from workflows.permits import Role, may

KEEPERS = (Role.operations, Role.admin)
STATES = {Delivery.waiting: (_l("Waiting"), "wait"), Delivery.sent: (_l("Sent"), "good"),
          Delivery.stuck: (_l("Stuck"), "bad")}


@bp.get("/mail")
@needs(*KEEPERS)
def mail():
    """All mail one may see, newest first."""
    state, words = asked("state") if asked("state") in set(Delivery) else "", asked("q")
    stand = Delivery(state) if state else None
    rows, pages = paged(lambda number: queries.mails(actor(), state=stand, words=words, page=number)[:2], queries.PAGE)
    return page("admin/mail.html", rows=[(each, subject(each)) for each in rows], pages=pages, state=state, words=words,
                states=STATES, counts=queries.mail_counts(actor()), tries=len(outbox.BACK_OFF),
                embedded=not current_app.config["ONRAMP"].smtp_url)


@bp.get("/mail/<int:message_id>")
@needs(*KEEPERS)
def message(message_id: int):
    """One mail with its words. Links that sign in are for keepers of the whole company, where no server delivers."""
    found = queries.mail(actor(), message_id)
    embedded = not current_app.config["ONRAMP"].smtp_url
    secrets = embedded and any(actor().holds(each) for each in KEEPERS)
    return page("admin/message.html", message=found, subject=subject(found), body=body(found, secrets=secrets),
                label=STATES[found.state], shown=secrets, secret=any(map(is_secret, found.params)),
                may_retry=found.state is not Delivery.sent and may(actor(), "outbox_message.retry", found))


@bp.post("/mail/<int:message_id>/retry")
@needs(*KEEPERS)
def retry_mail(message_id: int):
    outbox.retry(actor(), queries.mail(actor(), message_id))
    return done(url_for(".message", message_id=message_id), _("The mail will be tried again within moments."))


def subject(found: OutboxMessage) -> str:
    """The subject line, or what kind of mail it is when it cannot be written."""
    try:
        return post.words(found)[0]
    except post.UNWRITABLE:
        return _("Cannot be written: %(template)s", template=found.template.replace("_", " "))


def body(found: OutboxMessage, *, secrets: bool) -> str:
    """The text as it goes out; without `secrets`, links that sign in lead nowhere."""
    hidden = {name: "hidden" for name in found.params if is_secret(name)}
    try:
        return post.words(found, {} if secrets else hidden, here=request.host_url)[1] + post.signature()
    except post.UNWRITABLE:
        return ""


def is_secret(name: str) -> bool:
    return "token" in name
