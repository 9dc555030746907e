"""Pages: "I'm stuck", and the coach's answer."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form
from webapp.learning import bp
from webapp.learning.modules import HelpForm
from webapp.translating import gettext as _
from workflows.onboarding import queries
from workflows.onboarding.actions import help_calls as actions
from workflows.permits import may


class AnswerForm(Form):
    answer = TextAreaField(_l("Your answer"), [InputRequired(), Length(max=4000)])


@bp.route("/modules/<int:assignment_id>/help", methods=["GET", "POST"])
@needs()
def call_for_help(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), HelpForm()
    back = url_for(".module", assignment_id=assignment_id)
    before_asking("help_call.ask", found)
    if form.validate_on_submit():
        with form.asking():
            actions.call_for_help(actor(), found, text=form.text.data)
            return done(back, _("%(coach)s has it and gets a mail.", coach=found.plan.coach.name))
    return page("hiring/give_reason.html", form=form, title=_("I'm stuck: %(module)s", module=found.module.title),
                submit=_("Call for help"), back=back, crumbs=[(found.module.title, back), (_("Call for help"), None)],
                lead=_("Your coach is %(coach)s.", coach=found.plan.coach.name))


@bp.route("/help-calls/<int:help_call_id>", methods=["GET", "POST"])
@needs()
def help_call(help_call_id: int):
    found, form = queries.help_call_for(actor(), help_call_id), AnswerForm()
    if form.validate_on_submit():
        with form.asking():
            actions.answer_call(actor(), found, answer=form.answer.data)
            return done(url_for(".help_call", help_call_id=help_call_id), _("Answered. The rep gets a mail."))
    return page("learning/help_call.html", form=form, call=found, may_answer=may(actor(), "help_call.answer", found))
