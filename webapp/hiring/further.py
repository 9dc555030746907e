"""Pages: one more interview of one candidate, by somebody who has not met them."""

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form
from webapp.hiring import bp
from webapp.translating import gettext as _
from workflows.errors import Refused
from workflows.interviewing.actions.further import one_more_interview as give
from workflows.interviewing.queries.further import people_left
from workflows.interviewing.queries.interviews import candidacy_for
from workflows.interviewing.rules import no_more_now
from workflows.permits import Role

MINUTES = 45


class OneMoreForm(Form):
    interviewer_id = SelectField(_l("Who interviews?"), [InputRequired()], coerce=int,
                                 description=_l("Only those who do not meet the candidate anyway."))
    minutes = IntegerField(_l("Minutes for questions"), [InputRequired(), NumberRange(5, 480)])
    title = StringField(_l("Title"), [InputRequired(), Length(max=100)],
                        description=_l("The candidate reads it in the invitation."))


def _form(people) -> OneMoreForm:
    form = OneMoreForm(data={"interviewer_id": request.args.get("interviewer", type=int), "minutes": MINUTES,
                             "title": _("One more interview")})
    form.interviewer_id.choices = [SelectChoice(each.id, each.name) for each in people]
    return form


@bp.route("/candidacies/<int:candidacy_id>/interviews/one-more", methods=["GET", "POST"])
@needs(Role.recruiter, Role.hiring_manager)
def one_more_interview(candidacy_id: int):
    """Its kit asks about what is still open; `?interviewer=` is whom the debrief named."""
    candidacy = candidacy_for(actor(), candidacy_id)
    before_asking("interview.add", candidacy)
    if request.method == "GET" and (closed := no_more_now(candidacy.state)):
        raise Refused(closed)
    people = people_left(candidacy)
    form = _form(people)
    if form.validate_on_submit():
        with form.asking():
            made = give(actor(), candidacy, interviewer_id=form.interviewer_id.data, minutes=form.minutes.data,
                        title=form.title.data)
            return done(url_for(".interview", interview_id=made.id), _("The interview has its kit. Schedule it next."))
    return page("hiring/one_more_interview.html", form=form, candidacy=candidacy, people=people)
