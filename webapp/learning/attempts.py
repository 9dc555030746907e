"""Pages: the queue of checkpoint attempts, one attempt with its rubric, its scores and what is decided."""

from collections.abc import Sequence
from datetime import UTC, date
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking, buttons
from webapp.forms import Form, VersionedForm
from webapp.learning import bp
from webapp.learning.score_sheet import score_page
from webapp.paging import paged
from webapp.translating import gettext as _
from workflows import clock
from workflows.certification import rules
from workflows.certification.actions import attempts as actions
from workflows.certification.actions import decisions
from workflows.certification.machine import AttemptState
from workflows.certification.queries import attempts as reads
from workflows.certification.queries.attempts import Queue, Sheet
from workflows.certification.queries.certificates import certificate_of
from workflows.certification.records import Attempt
from workflows.permits import Role, may
from workflows.reasons import Reason, Reasons

KEEPERS = (Role.assessor, Role.coach, Role.leader)
DECIDING = (Role.assessor, Role.coach, Role.leader)
QUEUES = {Queue.open: _l("Everything open"), Queue.mine: _l("Waiting for me"), Queue.to_schedule: _l("To schedule"),
          Queue.scheduled: _l("Scheduled"), Queue.in_assessment: _l("In assessment"),
          Queue.to_approve: _l("To approve"), Queue.decided: _l("Decided")}


class ScheduleForm(VersionedForm):
    at = DateTimeLocalField(_l("Begins at"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    assessor = SelectField(_l("Who assesses?"), [InputRequired()], coerce=int)


class ReasonForm(Form):
    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=500)])


@bp.get("/attempts")
@needs(*KEEPERS)
def attempts():
    """What waits, since when, for whom."""
    asked = request.args.get("show", Queue.open.value)
    queue = Queue(asked) if asked in set(Queue) else Queue.open
    rows, pages = paged(lambda number: reads.attempts_for(actor(), queue, number), reads.PER_PAGE)
    tabs = [{"label": label, "href": url_for(".attempts", show=each.value), "current": each is queue}
            for each, label in QUEUES.items()]
    return page("learning/attempts.html", rows=rows, tabs=tabs, queue=queue, pages=pages,
                now=clock.now())


@bp.route("/attempts/<int:attempt_id>", methods=["GET", "POST"])
@needs()
def attempt(attempt_id: int):
    """The rubric: to be filled in by its assessor, to be read by the others."""
    found = reads.attempt_for(actor(), attempt_id)
    if found.state is AttemptState.in_assessment and found.assessor_id == actor().user_id:
        return score_page(found)
    sheet, tries = reads.sheet_for(actor(), found), reads.tries(found.plan_id, found.checkpoint_version_id)
    return page("learning/attempt.html", attempt=found, sheet=sheet, tries=tries, next=_next(found, tries),
                moves=buttons(actor(), found, _in_the_way(found, sheet)), certificate=certificate_of(found.id),
                own=found.user_id == actor().user_id, near=near(sheet), again_on=again_on(sheet, tries))


def near(sheet: Sheet) -> Reason | None:
    """What the score's nearness to the mark asks for."""
    if sheet.outcome is None or not sheet.outcome.near_mark:
        return None
    return Reason("attempt.oral-check", {"within_bp": sheet.gate.oral_check_within_bp})


def again_on(sheet: Sheet, tries: Sequence[Attempt]) -> date | None:
    """The day on which the next attempt opens after a "not yet"; none when nothing failed or none is left."""
    failed = reads.failed_since_passed(tries)
    return rules.opens_on(max(failed), sheet.gate) if failed and len(failed) < sheet.gate.attempts else None


def _in_the_way(found: Attempt, sheet: Sheet) -> dict[str, Reasons]:
    own = rules.ones_own(actor().user_id, found.user_id)
    if found.state in (AttemptState.eligible, AttemptState.scheduled):
        first = reads.first_to_do(found.plan_id, found.checkpoint)
        early = rules.not_before(found.plan.start_on, clock.today())
        mine = (own,) if own else ()
        return {"schedule": (*mine, *first), "assess": (*mine, *first, *((early,) if early else ())), "annul": mine}
    if sheet.outcome is None:
        return {"annul": (own,) if own else ()}
    reached = Reason("attempt.mark-reached", {"score_bp": sheet.outcome.score_bp})
    return {"certify": sheet.outcome.blockers, "fail": (reached,) if sheet.outcome.passes else ()}


def _next(found: Attempt, tries) -> dict | None:
    """Whether a further attempt could be the reader's to open, and what is in its way."""
    over = found.state not in reads.RUNNING and tries[-1].id == found.id
    return {"reasons": reads.again_blockers(actor(), found)} if over and may(actor(), "attempt.open", found) else None


@bp.route("/attempts/<int:attempt_id>/schedule", methods=["GET", "POST"])
@needs(*KEEPERS)
def schedule_attempt(attempt_id: int):
    """When and by whom; in the reader's own zone."""
    found, zone = reads.attempt_for(actor(), attempt_id), ZoneInfo(actor().time_zone)
    local = found.scheduled_at.astimezone(zone).replace(tzinfo=None) if found.scheduled_at else None
    form = ScheduleForm(data={"at": local, "assessor": found.assessor_id, "version": str(found.version)})
    form.assessor.choices = [SelectChoice(each.id, each.name) for each in reads.assessors_for(found)]
    if form.validate_on_submit():
        with form.asking(found):
            at = form.at.data.replace(tzinfo=zone).astimezone(UTC)
            actions.schedule(actor(), found, at=at, assessor_id=form.assessor.data, version=form.seen)
            return done(_url(found), _("Both have it in their calendars by mail."))
    return page("learning/schedule_attempt.html", form=form, attempt=found, zone=actor().time_zone)


@bp.post("/attempts/<int:attempt_id>/assess")
@needs(*KEEPERS)
def begin_attempt(attempt_id: int):
    found = reads.attempt_for(actor(), attempt_id)
    actions.begin(actor(), found)
    return done(_url(found), _("What you write is kept while you write."))


@bp.route("/attempts/<int:attempt_id>/send-back", methods=["GET", "POST"])
@needs(*DECIDING)
def send_attempt_back(attempt_id: int):
    found = reads.attempt_for(actor(), attempt_id)
    before_asking("attempt.send_back", found)
    return _ask(found, _("Send the scores back"), _("%(name)s reads it, mends the scores and hands them in again.",
                name=found.assessor.name if found.assessor else ""), actions.send_back, _("Sent back with your words."))


@bp.route("/attempts/<int:attempt_id>/annul", methods=["GET", "POST"])
@needs(*KEEPERS)
def annul_attempt(attempt_id: int):
    found = reads.attempt_for(actor(), attempt_id)
    before_asking("attempt.annul", found)
    return _ask(found, _("Void the attempt"), _("It never counted, and counts against no limit. "
                "Then another one can be opened."), actions.annul, _("The attempt is void."))


@bp.route("/attempts/<int:attempt_id>/open-next", methods=["GET", "POST"])
@needs(*KEEPERS)
def open_next_attempt(attempt_id: int):
    found = reads.attempt_for(actor(), attempt_id)
    before_asking("attempt.open", found)
    return _ask(found, _("Open another attempt"), _("%(name)s can then be assessed again.", name=found.user.name),
                actions.open_next, _("It waits to be scheduled."))


@bp.post("/attempts/<int:attempt_id>/certify")
@needs(*DECIDING)
def certify_attempt(attempt_id: int):
    proof = decisions.certify(actor(), reads.attempt_for(actor(), attempt_id))
    return done(url_for(".certificate", certificate_id=proof.id), _("Certified. The rep has it by mail."))


@bp.post("/attempts/<int:attempt_id>/fail")
@needs(*DECIDING)
def fail_attempt(attempt_id: int):
    found = reads.attempt_for(actor(), attempt_id)
    decisions.fail(actor(), found)
    return done(_url(found), _("Decided. The rep reads what to practise."))


def _url(found: Attempt) -> str:
    return url_for(".attempt", attempt_id=found.id)


def _ask(found: Attempt, title: str, lead: str, change, message: str):
    """A page that asks for the reason of one step; a new attempt is where it leads to."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.asking():
            made = change(actor(), found, reason=form.reason.data)
            return done(_url(made or found), message)
    return page("hiring/give_reason.html", form=form, title=title, submit=title, back=_url(found), lead=lead,
                crumbs=[(f"{found.checkpoint.title}: {found.user.name}", _url(found)), (title, None)])
