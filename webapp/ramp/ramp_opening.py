"""Page: a ramp for somebody who was here before; hires get theirs by themselves."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import Form
from webapp.ramp import bp
from webapp.ramp.ramp_moves import KEEPERS
from workflows import clock
from workflows.content.records import PackKind
from workflows.money import exponent, round_minor
from workflows.offers.queries import versions
from workflows.ramp import queries
from workflows.ramp.actions.opening import open_ramp as open_it


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


@bp.route("/ramps/open", methods=["GET", "POST"])
@needs(*KEEPERS)
def open_ramp():
    form, reps = OpenForm(), {each.id: each for each in queries.reps_without_ramp(actor())}
    shapes = {each.id: each for each in versions(PackKind.ramp_shape)}
    form.rep.choices = [SelectChoice(each.id, each.name) for each in reps.values()]
    form.shape.choices = [SelectChoice(each.id, each.title) for each in shapes.values()]
    form.start_on.data = form.start_on.data or clock.today()
    if form.validate_on_submit():
        with form.asking():
            made = _open(form, reps[form.rep.data], shapes[form.shape.data])
            return done(url_for("ramp.ramp", ramp_id=made.id), _("The ramp is open."))
    return page("ramp/open.html", form=form, reps=reps)


def _open(form: OpenForm, rep, shape):
    currency = rep.team.currency
    full = round_minor(form.full_quota.data.scaleb(exponent(currency)))
    return open_it(actor(), user=rep, team=rep.team, shape_version=shape, full_quota_minor=full, currency=currency,
                   start_on=form.start_on.data, exemption=form.exemption.data, step=form.step.data - 1)
