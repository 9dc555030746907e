"""Pages: disputing a line, and answering."""

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp import flows
from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form, VersionedForm
from webapp.numbers import whole
from webapp.ramp import bp
from webapp.ramp.pay_sheet import ABOUT, component_titles, line_title, month_words
from webapp.translating import gettext as _
from workflows.pay import queries
from workflows.pay.actions import disputes as actions
from workflows.pay.records import DisputeAbout
from workflows.permits import Role


class DisputeForm(Form):
    about = SelectField(_l("What is it about?"), [InputRequired()])
    text = TextAreaField(_l("What is wrong, and what should it be?"), [InputRequired(), Length(max=4000)],
                         description=_l("Name the deal, the day, the amount: what operations need to check it."))


class AnswerForm(VersionedForm):
    answer = TextAreaField(_l("What did you find?"), [InputRequired(), Length(max=4000)],
                           description=_l("The rep reads it. Money follows from putting the cause right (deal, quota, "
                                          "plan) and computing the month again: the difference is paid by itself."))


@bp.route("/statements/<int:statement_id>/dispute", methods=["GET", "POST"])
@needs(Role.rep)
def open_dispute(statement_id: int):
    found, line_id = queries.statement_for(actor(), statement_id), request.args.get("line", 0, whole)
    line, form = queries.line_for(found, line_id) if line_id else None, DisputeForm()
    form.about.choices = [SelectChoice(value=key.value, label=str(label)) for key, label in ABOUT.items()]
    if form.validate_on_submit():
        with form.asking():
            made = actions.open_dispute(actor(), found, about=DisputeAbout(form.about.data), text=form.text.data,
                                        line=line)
            return done(url_for(".dispute", dispute_id=made.id), _("Operations have it, with ten days to answer."))
    about = title_of(line, found) if line else _("The statement as a whole")
    return page("ramp/open_dispute.html", form=form, statement=found, month=month_words(found), about=about, line=line)


@bp.get("/disputes/<int:dispute_id>")
@needs(Role.rep, Role.operations)
def dispute(dispute_id: int):
    found = queries.dispute_for(actor(), dispute_id)
    return page("ramp/dispute.html", dispute=found, month=month_words(found.statement), about=ABOUT[found.about],
                title=title_of(found.line, found.statement) if found.line else "", wait=queries.wait_of(found),
                moves=flows.buttons(actor(), found), own=found.by_id == actor().user_id)


def title_of(line, statement) -> str:
    return line_title(line.kind, line.trace["deal"], line.trace["component"], component_titles(statement))


def _answered(dispute_id: int, verb: str, title: str):
    found = queries.dispute_for(actor(), dispute_id)
    before_asking(f"dispute.{verb}", found)
    form = AnswerForm(data={"version": str(found.version)})
    back = url_for(".dispute", dispute_id=dispute_id)
    if form.validate_on_submit():
        with form.asking(found):
            getattr(actions, verb)(actor(), found, answer=form.answer.data, version=form.seen)
            return done(back, _("Answered. The rep has a mail."))
    return page("hiring/give_reason.html", form=form, title=title, submit=title, back=back, lead=found.text,
                crumbs=[(_("Dispute"), back), (title, None)])


@bp.route("/disputes/<int:dispute_id>/accept", methods=["GET", "POST"])
@needs(Role.operations)
def accept_dispute(dispute_id: int):
    return _answered(dispute_id, "accept", _("Accept the dispute"))


@bp.route("/disputes/<int:dispute_id>/accept-partly", methods=["GET", "POST"])
@needs(Role.operations)
def accept_dispute_partly(dispute_id: int):
    return _answered(dispute_id, "accept_partly", _("Accept the dispute in part"))


@bp.route("/disputes/<int:dispute_id>/reject", methods=["GET", "POST"])
@needs(Role.operations)
def reject_dispute(dispute_id: int):
    return _answered(dispute_id, "reject", _("Reject the dispute"))
