"""Pages: coaching plans, one plan with its evidence, agenda and notes."""

from datetime import timedelta

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp import flows
from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form, VersionedForm
from webapp.paging import paged
from webapp.ramp import bp
from webapp.translating import gettext as _
from workflows import clock
from workflows.coaching import queries
from workflows.coaching.actions import notes as note_actions
from workflows.coaching.actions import plans as actions
from workflows.coaching.records import Layer
from workflows.coaching.rules import Standing
from workflows.insights.agenda import agenda_for
from workflows.permits import Role

COACHES = (Role.coach, Role.leader)
LAYERS = {Layer.results: _l("Results"), Layer.effort: _l("Effort"), Layer.knowledge: _l("Knowledge"),
          Layer.skills: _l("Skills")}
STANDINGS = {Standing.holds: (_l("holds"), "good"), Standing.fails: (_l("fails"), "bad"),
             Standing.unknown: (_l("no data"), "neutral")}


class OpenForm(Form):
    layer = SelectField(_l("Focus"), description=_l("Choose yourself only what you saw and the data do not show."))
    because = TextAreaField(_l("What did you see?"), [Length(max=2000)],
                            description=_l("Needed when you choose the focus yourself. The rep reads it."))

    def fill(self) -> "OpenForm":
        self.layer.choices = [SelectChoice(value="", label=_("The first layer that fails")),
                              *(SelectChoice(value=key.value, label=str(label)) for key, label in LAYERS.items())]
        return self


class StepForm(VersionedForm):
    step = TextAreaField(_l("The one step"), [InputRequired(), Length(max=2000)],
                         description=_l("One thing to do differently, that can be seen on a call or in the deals."))
    due_on = DateField(_l("Measured again on"), [InputRequired()])


class ChangeForm(StepForm):
    reason = TextAreaField(_l("Why does it change?"), [InputRequired(), Length(max=500)])


class OutcomeForm(VersionedForm):
    outcome = TextAreaField(_l("What came of it?"), [InputRequired(), Length(max=2000)],
                            description=_l("The four layers are looked at again and kept beside the first look."))


class NoteForm(Form):
    text = TextAreaField(_l("Note"), [InputRequired(), Length(max=4000)])
    shared = BooleanField(_l("Share it with those who lead the team"))


@bp.get("/coaching")
@needs(Role.coach, Role.leader, Role.rep)
def coaching():
    found, pages = paged(lambda number: queries.plans_for(actor(), number), queries.PER_PAGE)
    coaches = actor().holds_anywhere(*COACHES)
    reps = queries.reps_for(actor()) if coaches else []
    return page("ramp/coaching.html", plans=found, pages=pages,
                reps=reps, live=queries.live_user_ids([each.id for each in reps]), coaches=coaches, layers=LAYERS,
                today=clock.today(), me=actor().user_id)


@bp.route("/people/<int:user_id>/coaching", methods=["GET", "POST"])
@needs(*COACHES)
def open_coaching(user_id: int):
    rep, form = queries.rep_for(actor(), user_id), OpenForm().fill()
    if form.validate_on_submit():
        with form.asking():
            made = actions.open_plan(actor(), rep, layer=Layer(form.layer.data) if form.layer.data else None,
                                     because=form.because.data or "")
            return done(url_for(".coaching_plan", coaching_plan_id=made.id), _("Open. Agree on one step next."))
    return page("ramp/open_coaching.html", form=form, rep=rep, diagnosis=queries.diagnosis_of(rep), layers=LAYERS,
                standings=STANDINGS, live=queries.live_plan(rep.id))


@bp.get("/coaching/<int:coaching_plan_id>")
@needs(Role.coach, Role.leader, Role.rep)
def coaching_plan(coaching_plan_id: int):
    return plan_page(coaching_plan_id)


def plan_page(coaching_plan_id: int, form: NoteForm | None = None):
    """One plan; `form` is a note that has to be shown again with its errors."""
    found = queries.plan_for(actor(), coaching_plan_id)
    party = actor().user_id in (found.user_id, found.coach_id)
    return page("ramp/coaching_plan.html", plan=found, layer=LAYERS[found.layer], party=party, own=found.user_id ==
                actor().user_id, moves=flows.buttons(actor(), found), notes=queries.notes_for(actor(), found),
                agenda=agenda_for(found, clock.today()) if found.closed_at is None else [],
                form=form or NoteForm(formdata=None), me=actor().user_id, today=clock.today())


def _step(coaching_plan_id: int, form: StepForm, verb: str, title: str, message: str, **more):
    found = queries.plan_for(actor(), coaching_plan_id)
    back = url_for(".coaching_plan", coaching_plan_id=coaching_plan_id)
    before_asking(f"coaching_plan.{verb}", found)
    if form.validate_on_submit():
        with form.asking(found):
            extra = {name: form[field].data for name, field in more.items()}
            getattr(actions, verb)(actor(), found, version=form.seen, **extra)
            return done(back, message)
    if not form.is_submitted():
        form.version.data = str(found.version)
    return page("hiring/give_reason.html", form=form, title=title, submit=title, back=back,
                crumbs=[(_("Coaching %(rep)s", rep=found.user.name), back), (title, None)],
                lead=_("With %(rep)s; the focus is: %(layer)s.", rep=found.user.name, layer=LAYERS[found.layer]))


@bp.route("/coaching/<int:coaching_plan_id>/agree", methods=["GET", "POST"])
@needs(*COACHES)
def agree_coaching(coaching_plan_id: int):
    form = StepForm(data={"due_on": clock.today() + timedelta(days=14)})
    return _step(coaching_plan_id, form, "agree", _("Agree on one step"),
                 _("Agreed. It is on your desk that day."), step="step", due_on="due_on")


@bp.route("/coaching/<int:coaching_plan_id>/change-step", methods=["GET", "POST"])
@needs(*COACHES)
def change_coaching_step(coaching_plan_id: int):
    found = queries.plan_for(actor(), coaching_plan_id)
    form = ChangeForm(data={"step": found.step, "due_on": found.due_on})
    return _step(coaching_plan_id, form, "change_step", _("Change the step"), _("Changed, with its reason."),
                 step="step", due_on="due_on", reason="reason")


@bp.route("/coaching/<int:coaching_plan_id>/close", methods=["GET", "POST"])
@needs(*COACHES)
def close_coaching(coaching_plan_id: int):
    return _step(coaching_plan_id, OutcomeForm(), "close", _("Measure again and close"),
                 _("Closed. What was measured stands beside the first look."), outcome="outcome")


@bp.post("/coaching/<int:coaching_plan_id>/note")
@needs(Role.coach, Role.leader, Role.rep)
def write_coaching_note(coaching_plan_id: int):
    found, form = queries.plan_for(actor(), coaching_plan_id), NoteForm()
    if form.validate_on_submit():
        with form.asking():
            note_actions.write_note(actor(), found, text=form.text.data, shared=form.shared.data)
            return done(url_for(".coaching_plan", coaching_plan_id=coaching_plan_id), _("Kept."))
    return plan_page(coaching_plan_id, form)


@bp.post("/coaching-notes/<int:note_id>/share")
@needs(Role.coach, Role.leader, Role.rep)
def share_coaching_note(note_id: int):
    note = queries.note_for(actor(), note_id)
    note_actions.share_note(actor(), note)
    return done(url_for(".coaching_plan", coaching_plan_id=note.plan_id), _("Shared."))
