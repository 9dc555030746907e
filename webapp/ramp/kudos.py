"""Pages: thanks given and got."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import Form
from webapp.ramp import bp
from webapp.translating import gettext as _
from workflows.acting import get
from workflows.coaching import queries
from workflows.coaching.actions import kudos as actions
from workflows.people.records import Competency, User

SHOWN = 50


class KudosForm(Form):
    user = SelectField(_l("Whom do you thank?"), [InputRequired()], coerce=int)
    competency = SelectField(_l("What did they show?"), [InputRequired()], coerce=int)
    text = TextAreaField(_l("What did you see?"), [InputRequired(), Length(max=500)],
                         description=_l("One thing they did, so that others can do it too. The whole team reads it."))

    def fill(self) -> "KudosForm":
        """Offer the people of the actor's teams and the competencies in use."""
        self.user.choices = [SelectChoice(value=each.id, label=each.name) for each in queries.mates_of(actor())]
        self.competency.choices = [SelectChoice(value=each.id, label=each.name) for each in queries.competencies()]
        return self


@bp.route("/kudos", methods=["GET", "POST"])
@needs()
def kudos():
    form = KudosForm().fill()
    if form.validate_on_submit():
        with form.asking():
            actions.give_kudos(actor(), get(User, form.user.data), competency=get(Competency, form.competency.data),
                               text=form.text.data)
            return done(url_for(".kudos"), _("Said. It shows on everyone's page in the team."))
    return page("ramp/kudos.html", form=form, kudos=queries.recent_kudos(actor(), SHOWN))
