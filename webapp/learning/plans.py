"""Pages: one's own onboarding, the plans of a team, due dates and waivers."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form, SeenForm
from webapp.learning import bp
from webapp.paging import paged
from webapp.translating import gettext as _
from workflows import clock
from workflows.onboarding import queries
from workflows.onboarding.actions import due_dates
from workflows.onboarding.actions import plans as actions
from workflows.onboarding.authored_modules import week_cards
from workflows.onboarding.queries_page import Ground, Row, rows_of
from workflows.onboarding.records import Assignment, Plan, WaiverReason, Why
from workflows.onboarding.rules import prerequisites
from workflows.permits import Role, may
from workflows.reasons import Reason

KEEPERS = (Role.coach, Role.leader, Role.operations)
READERS = (*KEEPERS, Role.assessor)
WAIVERS = {WaiverReason.tested_out: _l("Tested out"), WaiverReason.equivalent_module: _l("Equivalent module done"),
           WaiverReason.equivalent_experience: _l("Equivalent experience"),
           WaiverReason.administrative: _l("Administrative")}


class DueForm(SeenForm):
    due_on = DateField(_l("New due date"), [InputRequired()])
    reason = TextAreaField(_l("Why does it move?"), [InputRequired(), Length(max=500)])


class WaiveForm(Form):
    waiver = SelectField(_l("Kind of reason"), [InputRequired()])
    reason = TextAreaField(_l("What shows it?"), [InputRequired(), Length(max=500)])


class RestoreForm(Form):
    reason = TextAreaField(_l("Why is it needed again?"), [InputRequired(), Length(max=500)])


def why(ground: Ground) -> Reason:
    """Why a module is in the plan, or why it is not needed, as a sentence for the rep."""
    about, proof = {"competency": ground.competency, "level": ground.level}, ground.proof
    if ground.waiver and "line_id" in proof:
        return Reason("why.waived", {**about, "raters": proof["raters"],
                                     "at_level": proof.get("at_level", proof["raters"])})
    if ground.waiver:
        return Reason("why.waived-by", {"who": proof.get("by", ""), "text": proof.get("text", "")})
    if ground.why is Why.short and ground.of_debrief:
        return _why_short(ground, about)
    codes = {Why.not_known: "why.not-known", Why.added: "why.added"}
    return Reason(codes.get(ground.why, "why.core"), about)


def _why_short(ground: Ground, about: dict) -> Reason:
    """In numbers of interviewers, unless scorecards were changed since and nobody's says so any more."""
    if not ground.below:
        return Reason("why.short-concluded", about)
    return Reason("why.short", {**about, "below": ground.below, "raters": ground.raters})


def weeks(plan: Plan, rows: list[Row]) -> Iterator[dict]:
    """The plan week by week: its card, and each module with why, what blocks it, and whether it is late."""
    cards, today = week_cards(plan.curriculum_version), clock.today()
    closed = {row.key: (row.title, row.closed) for row in rows}
    for number in sorted({row.placing.week for row in rows} | set(cards)):
        yield {"number": number, "card": cards.get(number), "rows": [
            {"module": row, "why": why(row.ground), "late": not row.closed and row.due_on < today,
             "blocked": () if row.closed else prerequisites(row.placing.requires, closed)}
            for row in rows if row.placing.week == number]}


def _plan_page(found: Plan):
    rows = rows_of(found.id)
    return page("learning/plan.html", plan=found, weeks=list(weeks(found, rows)), modules=len(rows),
                closed=sum(row.closed for row in rows), own=found.user_id == actor().user_id)


@bp.get("/onboarding/mine")
@needs(Role.rep)
def mine():
    found = queries.my_plan(actor())
    return _plan_page(found) if found else page("learning/no_plan.html")


@bp.get("/onboarding")
@needs(*READERS)
def plans():
    found, pages = paged(lambda number: queries.plans_for(actor(), number), queries.PER_PAGE)
    return page("learning/plans.html", rows=found, pages=pages, today=clock.today())


@bp.get("/plans/<int:plan_id>")
@needs()
def plan(plan_id: int):
    return _plan_page(queries.plan_for(actor(), plan_id))


def _ask(assignment: Assignment, form: Form, title: str, lead: str, change):
    back = url_for(".module", assignment_id=assignment.id)
    if form.validate_on_submit():
        with form.asking():
            change()
            return done(back, _("Done, with its reason."))
    plan_of = _("Plan of %(name)s", name=assignment.plan.user.name)
    crumbs = [(plan_of, url_for(".plan", plan_id=assignment.plan_id)), (assignment.module.title, back), (title, None)]
    return page("hiring/give_reason.html", form=form, title=title, submit=title, back=back, lead=lead, crumbs=crumbs)


@bp.route("/modules/<int:assignment_id>/due-date", methods=["GET", "POST"])
@needs(*KEEPERS)
def move_due_date(assignment_id: int):
    found = queries.assignment_for(actor(), assignment_id)
    before_asking("assignment.move_due", found)
    form = DueForm(obj=found)

    def move() -> None:
        form.refuse_if_changed(found, "assignment.move_due")
        due_dates.move_due_date(actor(), found, due_on=form.due_on.data, reason=form.reason.data)

    return _ask(found, form, _("Move the due date"), _("Everyone who reads the plan sees the reason."), move)


@bp.route("/modules/<int:assignment_id>/waive", methods=["GET", "POST"])
@needs(*KEEPERS)
def waive(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), WaiveForm()
    before_asking("assignment.waive", found)
    form.waiver.choices = [SelectChoice(each.value, label) for each, label in WAIVERS.items()]
    return _ask(found, form, _("Waive the module"), _("The rep reads what shows that it is not needed."),
                lambda: actions.waive(actor(), found, waiver=WaiverReason(form.waiver.data), reason=form.reason.data))


@bp.route("/modules/<int:assignment_id>/restore", methods=["GET", "POST"])
@needs(*KEEPERS)
def restore(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), RestoreForm()
    before_asking("assignment.restore", found)
    return _ask(found, form, _("Assign the module again"), _("What was handed in before stays on record."),
                lambda: actions.restore(actor(), found, reason=form.reason.data))


def keeping(assignment: Assignment) -> dict[str, bool]:
    """Which of a keeper's controls could be the reader's."""
    ours = actor().user_id != assignment.plan.user_id
    open_ = assignment.state not in queries.CLOSED
    return {"due": open_ and may(actor(), "assignment.move_due", assignment),
            "waive": ours and open_ and may(actor(), "assignment.waive", assignment),
            "restore": ours and not open_ and may(actor(), "assignment.restore", assignment)}
