"""Pages: what leaders do with a ramp, and the buttons for it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form, VersionedForm
from webapp.ramp import bp
from webapp.translating import gettext as _
from workflows import clock
from workflows.errors import NotFound
from workflows.permits import Actor, Role, may
from workflows.ramp import queries
from workflows.ramp.actions import leave, moves
from workflows.ramp.events import Standing
from workflows.ramp.outlook import Outlook, outlook
from workflows.ramp.records import Ramp
from workflows.ramp.shapes import GateKind
from workflows.reasons import Reason, Reasons

KEEPERS = (Role.leader, Role.operations)
S = Standing


class SignOffForm(Form):
    note = TextAreaField(_l("What have you seen?"), [Optional(), Length(max=1000)],
                         description=_l("Kept with the sign-off."))


class DecisionForm(VersionedForm):
    because = TextAreaField(_l("Why does the step open all the same?"), [InputRequired(), Length(max=1000)],
                            description=_l("The rep and everyone who reads the ramp will see it."))


class LeaveForm(VersionedForm):
    from_on = DateField(_l("First day of leave"), [InputRequired()])
    until_on = DateField(_l("First day back"), [Optional()], description=_l("Leave it empty if it is not known yet."))
    reason = TextAreaField(_l("What is the leave for?"), [InputRequired(), Length(max=500)],
                           description=_l("Only the audit record keeps it; the ramp's history says “Leave.”"))


class BackForm(VersionedForm):
    on = DateField(_l("First day back"), [InputRequired()])


class ExitForm(VersionedForm):
    reason = TextAreaField(_l("Why does the ramp end?"), [InputRequired(), Length(max=500)])


@dataclass(frozen=True)
class Control:
    """One thing the reader could do: a POST, or a page that asks first when `asks`; not now for `reasons`."""

    label: str
    href: str
    icon: str
    reasons: Reasons = ()
    asks: bool = False
    kind: str = "secondary"


def controls(who: Actor, seen: Outlook) -> list[Control]:
    """What could be the reader's, the likeliest first; what cannot be done now says why."""
    ramp, found = seen.ramp, []
    for step, shape in enumerate(seen.shape.steps):
        asked = any(gate.kind is GateKind.sign_off for gate in shape.gates) and step not in seen.known.signed_steps
        if asked and may(who, "ramp.sign_off", ramp) and not moves.sign_off_blockers(seen, step):
            found.append(Control(_("Sign off for step %(number)s", number=step + 1),
                                 url_for("ramp.sign_off", ramp_id=ramp.id, step=step), "signature", asks=True,
                                 kind="primary"))
    if may(who, "ramp.advance", ramp):
        found += _keeping(seen)
    return found


def _keeping(seen: Outlook) -> list[Control]:
    def to(name: str) -> str:
        return url_for(f"ramp.{name}", ramp_id=seen.ramp.id)

    at, found = seen.at.standing, []
    if at is S.prestart:
        early = seen.today < seen.ramp.start_on
        reasons = (Reason("ramp.before-first-day", {"start_on": seen.ramp.start_on.isoformat()}),) if early else ()
        found.append(Control(_("Start"), to("start_ramp"), "player-play", reasons))
    if at in (S.ramping, S.held) and (seen.next_step is not None or seen.renewals):
        decides = seen.past_maximum is not None
        label = _("Open full quota") if seen.next_step in (None, seen.shape.last) else _("Open the next step")
        found.append(Control(label, to("open_step" if decides else "advance_ramp"), "lock-open",
                             () if decides else _shut(seen), asks=decides))
    if at is S.paused:
        found.append(Control(_("Leave ends"), to("end_leave"), "door-enter", asks=True, kind="primary"))
    elif at in (S.ramping, S.held, S.full):
        found.append(Control(_("Leave begins"), to("begin_leave"), "player-pause", asks=True))
    if at is not S.exited:
        found.append(Control(_("End the ramp"), to("exit_ramp"), "door-enter", asks=True, kind="quiet"))
    return found


def _shut(seen: Outlook) -> Reasons:
    due = seen.due()
    opens = due is not None and due.move.value in ("advance", "complete")
    return () if opens else moves.opening_blockers(seen)


def _found(ramp_id: int) -> Ramp:
    return queries.ramp_for(actor(), ramp_id)


def _back(ramp: Ramp) -> str:
    return url_for("ramp.ramp", ramp_id=ramp.id)


def _ask(ramp: Ramp, form: Form, title: str, lead: str, change, message: str, kind: str = "primary"):
    """Ask one question, then do it; a refusal becomes an error of the form."""
    if not form.is_submitted() and "version" in form:
        form["version"].data = str(ramp.version)
    if form.validate_on_submit():
        with form.asking(ramp):
            change()
            return done(_back(ramp), message)
    return page("hiring/give_reason.html", form=form, title=title, submit=title, back=_back(ramp), lead=lead,
                kind=kind,
                crumbs=[(_("Ramp of %(rep)s", rep=ramp.user.name), _back(ramp)), (title, None)])


@bp.post("/ramps/<int:ramp_id>/start")
@needs(*KEEPERS)
def start_ramp(ramp_id: int):
    found = _found(ramp_id)
    moves.start(actor(), found)
    return done(_back(found), _("The ramp has begun."))


@bp.post("/ramps/<int:ramp_id>/advance")
@needs(*KEEPERS)
def advance_ramp(ramp_id: int):
    found = _found(ramp_id)
    moves.advance(actor(), found)
    return done(_back(found), _("The step is open; the rep gets a mail."))


@bp.route("/ramps/<int:ramp_id>/open-step", methods=["GET", "POST"])
@needs(*KEEPERS)
def open_step(ramp_id: int):
    found, form = _found(ramp_id), DecisionForm()
    return _ask(found, form, _("Open the step"), _("The hold has lasted as long as it may. Say why the step opens "
                "although not everything it asks for is there."), lambda: moves.advance(
                    actor(), found, because=form.because.data, version=form.seen), _("The step is open."))


@bp.route("/ramps/<int:ramp_id>/steps/<int:step>/sign-off", methods=["GET", "POST"])
@needs()
def sign_off(ramp_id: int, step: int):
    found, form = _found(ramp_id), SignOffForm()
    before_asking("ramp.sign_off", found)
    if step >= len(outlook(found, clock.today()).shape.steps):
        raise NotFound(Reason("record.gone"))
    return _ask(found, form, _("Sign off"), _("Your word that %(rep)s is ready for step %(step)s. It is given once.",
                rep=found.user.name, step=step + 1),
                lambda: moves.sign_off(actor(), found, step=step, note=form.note.data or ""), _("Signed off."))


@bp.route("/ramps/<int:ramp_id>/begin-leave", methods=["GET", "POST"])
@needs(*KEEPERS)
def begin_leave(ramp_id: int):
    found, form = _found(ramp_id), LeaveForm()
    before_asking("ramp.pause", found)
    return _ask(found, form, _("Note the leave"), _("The ramp rests and no quota counts. It goes on at the same step, "
                "later by the days away."), lambda: leave.pause(
                    actor(), found, from_on=form.from_on.data, until_on=form.until_on.data, reason=form.reason.data,
                    version=form.seen), _("The leave is noted."))


@bp.route("/ramps/<int:ramp_id>/end-leave", methods=["GET", "POST"])
@needs(*KEEPERS)
def end_leave(ramp_id: int):
    found, form = _found(ramp_id), BackForm()
    before_asking("ramp.resume", found)
    form.on.data = form.on.data or clock.today()
    return _ask(found, form, _("End the leave"), _("The ramp goes on at the step where it rested."),
                lambda: leave.resume(actor(), found, on=form.on.data, version=form.seen), _("The ramp goes on."))


@bp.route("/ramps/<int:ramp_id>/exit", methods=["GET", "POST"])
@needs(*KEEPERS)
def exit_ramp(ramp_id: int):
    found, form = _found(ramp_id), ExitForm()
    before_asking("ramp.exit", found)
    return _ask(found, form, _("End the ramp"), _("For somebody who leaves the company. From today on no quota counts; "
                "this cannot be taken back."), lambda: moves.leave_company(
                    actor(), found, reason=form.reason.data, version=form.seen), _("The ramp has ended."), "danger")
