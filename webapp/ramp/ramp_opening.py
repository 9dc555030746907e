"""Page: a ramp for somebody who was here before, with an onboarding plan if they are new to the job; hires get theirs
by themselves."""

from collections.abc import Collection

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import Form
from webapp.ramp import bp
from webapp.ramp.ramp_moves import KEEPERS
from webapp.translating import gettext as _
from workflows import clock
from workflows.content.records import ContentVersion, PackKind
from workflows.money import Money
from workflows.offers.queries import versions
from workflows.onboarding.queries import coaches_in
from workflows.people.records import User
from workflows.ramp import queries
from workflows.ramp.actions.bringing_in import bring_in
from workflows.ramp.actions.opening import open_ramp as open_it

NONE = 0


class OpenForm(Form):
    rep = SelectField(_l("Rep"), [InputRequired()], coerce=int,
                      description=_l("Reps of your teams who have no ramp that still runs."))
    shape = SelectField(_l("Ramp"), [InputRequired()], coerce=int)
    full_quota = DecimalField(_l("Full quota per month"), [InputRequired(), NumberRange(min=0, max=100_000_000)],
                              description=_l("In the currency of the rep's team."))
    start_on = DateField(_l("First day of the ramp"), [InputRequired()])
    step = IntegerField(_l("Stands at step"), [InputRequired(), NumberRange(1, 50)], default=1,
                        description=_l("1 for somebody who begins; later steps only once the first day has passed."))
    exemption = StringField(_l("Why is there no hire for it?"), [InputRequired(), Length(max=120)],
                            description=_l("Such as: here before Onramp."))
    curriculum = SelectField(_l("Onboarding plan"), [InputRequired()], coerce=int,
                             description=_l("For somebody who still has to learn the job. Its due dates count from "
                                            "the first day, or from today when that has passed."))
    coach = SelectField(_l("Coach"), [InputRequired()], coerce=int, description=_l("Looks at the work of the plan."))

    def offer(self, reps: Collection[User], shapes: Collection[ContentVersion],
              curricula: Collection[ContentVersion], coaches: Collection[User]) -> None:
        self.rep.choices = [SelectChoice(each.id, each.name) for each in reps]
        self.shape.choices = [SelectChoice(each.id, each.title) for each in shapes]
        self.curriculum.choices = [SelectChoice(NONE, _("None, they know the job")),
                                   *(SelectChoice(each.id, each.title) for each in curricula)]
        self.coach.choices = [SelectChoice(NONE, _("Nobody, there is no plan")),
                              *(SelectChoice(each.id, each.name) for each in coaches)]


@bp.route("/ramps/open", methods=["GET", "POST"])
@needs(*KEEPERS)
def open_ramp():
    form = OpenForm()
    reps = {each.id: each for each in queries.reps_without_ramp(actor()) if each.id != actor().user_id}
    shapes = {each.id: each for each in versions(PackKind.ramp_shape)}
    curricula = {each.id: each for each in versions(PackKind.curriculum)}
    coaches = {each.id: each for each in coaches_in({each.team_id for each in reps.values() if each.team_id})}
    form.offer(reps.values(), shapes.values(), curricula.values(), coaches.values())
    form.start_on.data = form.start_on.data or clock.today()
    if form.validate_on_submit():
        with form.asking():
            made = _open(form, reps[form.rep.data], shapes[form.shape.data], curricula.get(form.curriculum.data),
                         coaches.get(form.coach.data))
            return done(url_for("ramp.ramp", ramp_id=made.id), _("The ramp is open."))
    return page("ramp/open.html", form=form, reps=reps)


def _open(form: OpenForm, rep: User, shape: ContentVersion, curriculum: ContentVersion | None, coach: User | None):
    assert rep.team is not None  # only reps of a team are offered
    currency = rep.team.currency
    facts = {"user": rep, "team": rep.team, "shape_version": shape, "currency": currency,
             "full_quota_minor": Money.of(form.full_quota.data, currency).minor,
             "start_on": form.start_on.data, "exemption": form.exemption.data, "step": form.step.data - 1}
    return bring_in(actor(), **facts, curriculum=curriculum, coach=coach) if curriculum else open_it(actor(), **facts)
