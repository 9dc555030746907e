"""Pages: interviewers and what they are qualified to ask about."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking, buttons
from webapp.forms import Form, SeenForm
from webapp.hiring import bp
from webapp.hiring.interviews import ReasonForm
from webapp.translating import gettext as _
from workflows.errors import NotFound
from workflows.interviewing.actions import training as actions
from workflows.interviewing.planning import WEEKLY_LIMIT
from workflows.interviewing.queries.interviews import trainings_for
from workflows.permits import Role, may
from workflows.reasons import Reason

HIRING = (Role.recruiter, Role.hiring_manager)


class TrainingForm(Form):
    user_id = SelectField(_l("Interviewer"), [InputRequired()], coerce=int)
    competency_id = SelectField(_l("Competency"), [InputRequired()], coerce=int)


class LimitForm(SeenForm):
    weekly = IntegerField(_l("Interviews a week at most"), [InputRequired(), NumberRange(1, actions.MOST_A_WEEK)])


@bp.route("/interviewers", methods=["GET", "POST"])
@needs(Role.interviewer, *HIRING)
def interviewers():
    """Who learns what, and the form that begins a training."""
    users, trainings, competencies = trainings_for(actor())
    form = TrainingForm()
    form.user_id.choices = [SelectChoice(u.id, u.name) for u in users]
    form.competency_id.choices = [SelectChoice(c.id, c.name) for c in competencies]
    if form.validate_on_submit():
        with form.asking():
            user = next(u for u in users if u.id == form.user_id.data)
            actions.begin_training(actor(), user, next(c for c in competencies if c.id == form.competency_id.data))
            return done(url_for(".interviewers"), _("The training begins: first as a shadow."))
    moves = {each.id: buttons(actor(), each) for each in trainings}
    untrained = [user.name for user in users if user.id not in {each.user_id for each in trainings}]
    return page("hiring/interviewers.html", form=form, users=users, trainings=trainings, moves=moves, most=WEEKLY_LIMIT,
                untrained=untrained if trainings else [],
                organises=may(actor(), "interviewer_training.begin"))


def _training(training_id: int):
    found = next((each for each in trainings_for(actor())[1] if each.id == training_id), None)
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


@bp.route("/interviewer-trainings/<int:training_id>/weekly-limit", methods=["GET", "POST"])
@needs(*HIRING)
def limit_interviewer(training_id: int):
    """How many interviews a week somebody takes at most, whatever they are about."""
    found = _training(training_id)
    form = LimitForm(data={"weekly": found.weekly_limit})
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(found, "interviewer_training.limit")
            actions.limit_load(actor(), found.user, weekly=form.weekly.data)
            return done(url_for(".interviewers"), _("Plans keep to the new limit."))
    return page("hiring/limit_interviewer.html", form=form, user=found.user)


@bp.post("/interviewer-trainings/<int:training_id>/reverse")
@needs(*HIRING)
def reverse_training(training_id: int):
    actions.move_training(actor(), _training(training_id), "reverse")
    return done(url_for(".interviewers"), _("Next, somebody watches."))


@bp.post("/interviewer-trainings/<int:training_id>/qualify")
@needs(*HIRING)
def qualify_training(training_id: int):
    actions.move_training(actor(), _training(training_id), "qualify")
    return done(url_for(".interviewers"), _("Qualified."))


@bp.route("/interviewer-trainings/<int:training_id>/suspend", methods=["GET", "POST"])
@needs(*HIRING)
def suspend_training(training_id: int):
    found, form = _training(training_id), ReasonForm()
    before_asking("interviewer_training.suspend", found)
    if form.validate_on_submit():
        with form.asking():
            actions.move_training(actor(), found, "suspend", reason=form.reason.data)
            return done(url_for(".interviewers"), _("To be watched again."))
    return page("hiring/give_reason.html", form=form, title=_("Watch again"), submit=_("Watch again"),
                back=url_for(".interviewers"), lead=f"{found.user.name}: {found.competency.name}")
