"""The candidate's own offer: read the letter, sign it, or decline."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, candidates
from webapp.answers import done, page
from webapp.apply import bp
from webapp.forms import Form
from webapp.hiring.offer_letter import months
from webapp.hiring.offers import letter_file
from webapp.translating import gettext as _
from workflows.offers.actions import sending
from workflows.offers.queries import late, offer_for_candidate


class SignForm(Form):
    typed_name = StringField(_l("Your full name"), [InputRequired(), Length(max=160)],
                             description=_l("Typing it as the letter has it is your signature."))


class DeclineForm(Form):
    reason = TextAreaField(_l("Would you tell us why?"), [InputRequired(), Length(max=1000)],
                           description=_l("One sentence helps us to do better."))


@bp.route("/my/offers/<int:offer_id>", methods=["GET", "POST"])
@candidates
def offer(offer_id: int):
    found, form = offer_for_candidate(actor(), offer_id), SignForm()
    if form.validate_on_submit():
        with form.asking():
            sending.sign_offer(actor(), found, typed_name=form.typed_name.data)
            return done(url_for(".offer", offer_id=offer_id), _("Signed. We look forward to working with you."))
    return page("apply/offer.html", form=form, offer=found, months=months(found), late=late(found))


@bp.route("/my/offers/<int:offer_id>/decline", methods=["GET", "POST"])
@candidates
def decline_offer(offer_id: int):
    found, form = offer_for_candidate(actor(), offer_id), DeclineForm()
    if form.validate_on_submit():
        with form.asking():
            sending.decline_offer(actor(), found, reason=form.reason.data)
            return done(url_for(".offer", offer_id=offer_id), _("You declined. Thank you for telling us."))
    return page("apply/decline_offer.html", form=form, offer=found)


@bp.get("/my/offers/<int:offer_id>/letter")
@candidates
def offer_letter(offer_id: int):
    return letter_file(offer_for_candidate(actor(), offer_id))
