"""Pages: the interview plan of an opening: made from its gaps, changed, made again."""

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import FieldList, FormField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import Cleaning, Form, VersionedForm
from webapp.hiring import bp
from webapp.translating import gettext as _
from workflows.acting import what_changed
from workflows.errors import Refused, Stale
from workflows.interviewing.actions import plans
from workflows.interviewing.planning import pins_kept, shortened
from workflows.interviewing.queries import plans as reads
from workflows.interviewing.queries.interviews import people_for
from workflows.permits import Role
from workflows.reasons import Reason

HIRING = (Role.recruiter, Role.hiring_manager)
MOST_ROUNDS = 6
VERBS = ("interview_plan.make", "interview_plan.edit")
IN_ROUND = '{}<span class="visually-hidden">, {}</span>'


class RoundForm(Form):
    class Meta(Cleaning):
        csrf = False

    title = StringField(_l("Title"), [Optional(), Length(max=120)])
    minutes = IntegerField(_l("Minutes for questions"), [Optional(), NumberRange(5, 480)])
    interviewer_id = SelectField(_l("Interviewer"), coerce=int)


class PlanForm(VersionedForm):
    """The interviews of the next plan; `version` is the number it is to have."""

    rounds = FieldList(FormField(RoundForm, label=_l("Interview")), label=_l("Interviews"), min_entries=MOST_ROUNDS,
                       max_entries=MOST_ROUNDS)

    def offer(self, people) -> None:
        choices = [SelectChoice(0, _("Whoever fits best")), *(SelectChoice(p.id, p.name) for p in people)]
        for number, entry in enumerate(self.rounds, start=1):
            entry.label.text = _("Interview %(number)s", number=number)
            entry.form.interviewer_id.choices = choices
            for each in (entry.form.title, entry.form.minutes, entry.form.interviewer_id):
                each.label.text = Markup(IN_ROUND).format(each.label.text, entry.label.text)

    @property
    def asked(self) -> list[tuple[str, int, int | None]]:
        filled = [each.form for each in self.rounds if (each.form.title.data or "").strip() or each.form.minutes.data]
        return [(f.title.data or "", f.minutes.data or 0, f.interviewer_id.data or None) for f in filled]


class SwapForm(Form):
    question = RadioField(_l("Ask instead"), [InputRequired()], coerce=int)


class SwapLaterForm(SwapForm):
    """Once candidates were given the plan."""

    reason = TextAreaField(_l("Why are the next candidates asked something else?"), [InputRequired(), Length(max=500)],
                           description=_l("It is kept in the history of the plan."))


class PinForm(Form):
    question_id = SelectField(_l("Question that must be asked here"), [InputRequired()], coerce=int)


def _form(opening, plan) -> PlanForm:
    given = [{"title": r.title, "minutes": r.minutes,
              "interviewer_id": (r.interviewer_pinned and r.interviewer_id) or 0}
             for r in (plan.rounds if plan else [])] or [{"title": _("First interview"), "minutes": 45},
                                                         {"title": _("Second interview"), "minutes": 45}]
    form = PlanForm(data={"rounds": given, "version": str(plan.number + 1 if plan else 1)})
    form.offer(people_for(opening.team_id))
    return form


@bp.route("/openings/<int:opening_id>/interview-plan", methods=["GET", "POST"])
@needs(*HIRING)
def interview_plan(opening_id: int):
    """The newest plan, and the form that makes a new one."""
    opening = reads.opening_for(actor(), opening_id)
    plan = reads.newest_plan(opening_id)
    form = _form(opening, plan)
    if form.validate_on_submit():
        with form.asking():
            _refuse_if_changed(form, plan)
            pins = pins_kept(_pinned(plan), [title for title, *_rest in form.asked])
            plans.make_plan(actor(), opening, form.asked, pins=pins)
            return done(url_for(".interview_plan", opening_id=opening_id), _("The plan is made."))
    asked = reads.asked_by(plan.id) if plan else 0
    return page("hiring/interview_plan.html", opening=opening, plan=plan, form=form, asked=asked)


def _refuse_if_changed(form: PlanForm, plan) -> None:
    """Stale for an older plan than the newest, and when somebody pinned an interviewer in it meanwhile."""
    if form.seen not in (None, plan.number + 1 if plan else 1):
        raise Stale(what_changed(plan, *VERBS))
    form.refuse_if_changed(plan, *VERBS)


def _pinned(plan) -> list[tuple[str, int]]:
    return [(r.title, q.question_version_id) for r in (plan.rounds if plan else []) for q in r.questions if q.pinned]


@bp.post("/openings/<int:opening_id>/interview-plan/resolve")
@needs(*HIRING)
def resolve_interview_plan(opening_id: int):
    reads.opening_for(actor(), opening_id)
    plan = reads.newest_plan(opening_id)
    if plan is None:
        raise Refused(Reason("interview.no-plan"))
    plans.resolve_plan(actor(), plan)
    return done(url_for(".interview_plan", opening_id=opening_id), _("The plan is made again around what is pinned."))


def _wanted() -> bool:
    """Pinned or not, as the pressed button said: pressed twice, it says the same."""
    return request.form.get("pinned") != "no"


@bp.post("/planned-questions/<int:plan_question_id>/pin")
@needs(*HIRING)
def pin_question(plan_question_id: int):
    planned = reads.question_for(actor(), plan_question_id)
    plans.pin_question(actor(), planned, pinned=_wanted())
    return done(url_for(".interview_plan", opening_id=planned.round.plan.opening_id))


@bp.post("/plan-rounds/<int:plan_round_id>/pin")
@needs(*HIRING)
def pin_interviewer(plan_round_id: int):
    """Keep the interviewer where the plan put them, or let them go."""
    found = reads.round_for(actor(), plan_round_id)
    plans.pin_interviewer(actor(), found, pinned=_wanted())
    return done(url_for(".interview_plan", opening_id=found.plan.opening_id))


@bp.route("/plan-rounds/<int:plan_round_id>/pin-question", methods=["GET", "POST"])
@needs(*HIRING)
def pin_another_question(plan_round_id: int):
    """A question that must be asked in this interview; the plan is made again around it."""
    found = reads.round_for(actor(), plan_round_id)
    opening, form = reads.opening_for(actor(), found.plan.opening_id), PinForm()
    fitting = [q for q in reads.askable({gap.competency_id for gap in opening.gaps}) if q.minutes <= found.minutes]
    form.question_id.choices = [
        SelectChoice(q.id, _("%(minutes)s minutes: %(text)s", minutes=q.minutes, text=shortened(q.text)),
                     optgroup=q.competency.name) for q in sorted(fitting, key=lambda q: q.competency.name)]
    back = url_for(".interview_plan", opening_id=opening.id)
    if form.validate_on_submit():
        with form.asking():
            newest = reads.newest_plan(opening.id) or found.plan
            plans.resolve_plan(actor(), newest, also=(found.position, form.question_id.data))
            return done(back, _("The question is pinned; the plan is made again around it."))
    return page("hiring/pin_question.html", form=form, round=found, back=back)


@bp.route("/planned-questions/<int:plan_question_id>/swap", methods=["GET", "POST"])
@needs(*HIRING)
def swap_question(plan_question_id: int):
    """Another question about the same competency."""
    planned = reads.question_for(actor(), plan_question_id)
    back = url_for(".interview_plan", opening_id=planned.round.plan.opening_id)
    others = [q for q in reads.askable({planned.question.competency_id}) if q.id != planned.question_version_id]
    given = reads.asked_by(planned.round.plan_id)
    form = SwapLaterForm() if given else SwapForm()
    form.question.choices = [SelectChoice(q.id, _("%(minutes)s minutes", minutes=q.minutes)) for q in others]
    if form.validate_on_submit():
        with form.asking():
            plans.swap_question(actor(), planned, question_version_id=form.question.data,
                                reason=form.reason.data if given else "")
            return done(back, _("The question is swapped and pinned."))
    return page("hiring/swap_question.html", form=form, planned=planned, others=others, back=back, given=given)
