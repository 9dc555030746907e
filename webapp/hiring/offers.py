"""Pages: offers, from the debrief's decision to the hire."""

from datetime import timedelta

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from webapp import flows
from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import VersionedForm
from webapp.hiring import bp
from webapp.hiring.interviews import ReasonForm
from webapp.hiring.offer_letter import letter, months
from webapp.numbers import version_seen
from webapp.paging import paged
from webapp.papers import pdf_answer
from webapp.translating import gettext as _
from workflows import clock, files
from workflows.content.records import PackKind
from workflows.errors import NotFound
from workflows.money import Money
from workflows.offers import queries
from workflows.offers.actions import drafting, hiring, sending
from workflows.offers.machine import OfferState
from workflows.people.queries import holders
from workflows.permits import Role, may
from workflows.reasons import Reason

OVER = (OfferState.declined, OfferState.withdrawn)
MOST = NumberRange(min=0, max=100_000_000)


class OfferForm(VersionedForm):
    salary = DecimalField(_l("Salary per year"), [InputRequired(), MOST], places=2)
    full_quota = DecimalField(_l("Full quota per month"), [InputRequired(), MOST], places=2,
                              description=_l("What a fully ramped rep sells in a month; the ramp takes shares of it."))
    start_on = DateField(_l("First day"), [InputRequired()])
    expires_on = DateField(_l("Open until"), [InputRequired()],
                           description=_l("The last day on which it can be signed."))
    curriculum = SelectField(_l("Curriculum"), [InputRequired()], coerce=int)
    ramp_shape = SelectField(_l("Ramp"), [InputRequired()], coerce=int)
    pay_plan = SelectField(_l("Pay plan"), [InputRequired()], coerce=int)
    coach = SelectField(_l("Coach"), [InputRequired()], coerce=int)
    approver = SelectField(_l("Approver"), [InputRequired()], coerce=int)
    terms = TextAreaField(_l("Further terms"), [Length(max=4000)], description=_l("Printed in the letter as written."))

    def fill(self, team_id: int) -> "OfferForm":
        """The choices this team has."""
        for field, kind in ((self.curriculum, PackKind.curriculum), (self.ramp_shape, PackKind.ramp_shape),
                            (self.pay_plan, PackKind.pay_plan)):
            field.choices = [SelectChoice(each.id, each.title) for each in queries.versions(kind)]
        self.coach.choices = [SelectChoice(each.id, each.name) for each in holders(Role.coach, team_id)]
        approvers = {each.id: each for role in (Role.leader, Role.operations) for each in holders(role, team_id)}
        self.approver.choices = [SelectChoice(each.id, each.name) for each in approvers.values()
                                 if each.id != actor().user_id]
        return self

    def as_terms(self, currency: str) -> drafting.OfferTerms:
        def minor(amount):
            return Money.of(amount, currency).minor
        return drafting.OfferTerms(
            salary_minor=minor(self.salary.data), full_quota_minor=minor(self.full_quota.data),
            start_on=self.start_on.data, expires_on=self.expires_on.data, coach_id=self.coach.data,
            approver_id=self.approver.data, curriculum_version_id=self.curriculum.data,
            ramp_shape_version_id=self.ramp_shape.data, pay_plan_version_id=self.pay_plan.data,
            terms=self.terms.data or "")


def _given(offer) -> dict:
    return {"salary": Money(offer.salary_minor, offer.currency).major,
            "full_quota": Money(offer.full_quota_minor, offer.currency).major,
            "start_on": offer.start_on, "expires_on": offer.expires_on, "curriculum": offer.curriculum_version_id,
            "ramp_shape": offer.ramp_shape_version_id, "pay_plan": offer.pay_plan_version_id, "coach": offer.coach_id,
            "approver": offer.approver_id, "terms": offer.terms, "version": str(offer.version)}


@bp.get("/offers")
@needs(*queries.READERS)
def offers():
    found, pages = paged(lambda number: queries.offers_for(actor(), number), queries.PER_PAGE)
    return page("hiring/offers.html", offers=found, pages=pages)


@bp.route("/debriefs/<int:debrief_id>/offer", methods=["GET", "POST"])
@needs(Role.hiring_manager)
def draft_offer(debrief_id: int):
    debrief = queries.debrief_for_offer(actor(), debrief_id)
    opening, last = debrief.candidacy.opening, queries.last_offer(debrief.candidacy_id)
    start = {"start_on": opening.requisition.start_on, "expires_on": clock.today() + timedelta(days=7)}
    given = _given(last) | {"expires_on": start["expires_on"]} if last else start
    form = OfferForm(data=given | {"version": ""}).fill(opening.team_id)
    if form.validate_on_submit():
        with form.asking():
            offer = drafting.draft_offer(actor(), debrief, terms=form.as_terms(opening.requisition.currency))
            return done(url_for(".offer", offer_id=offer.id), _("The offer is drafted."))
    return page("hiring/offer_form.html", form=form, candidacy=debrief.candidacy, requisition=opening.requisition,
                submit=_("Draft the offer"), back=url_for(".debrief", debrief_id=debrief_id))


@bp.get("/offers/<int:offer_id>")
@needs()
def offer(offer_id: int):
    found = queries.offer_for(actor(), offer_id)
    late = queries.late(found)
    blockers = {"send": (late,) if late else ()}
    return page("hiring/offer.html", offer=found, moves=flows.buttons(actor(), found, blockers), months=months(found),
                hire=queries.hire_of(offer_id), debrief=queries.debrief_behind(actor(), found),
                may_hire=may(actor(), "hire.make", found), may_change=may(actor(), "offer.change", found),
                drafts=found.state in OVER and may(actor(), "offer.draft", found))


@bp.route("/offers/<int:offer_id>/change", methods=["GET", "POST"])
@needs(Role.hiring_manager)
def change_offer(offer_id: int):
    found = queries.offer_for(actor(), offer_id)
    before_asking("offer.change", found)
    form = OfferForm(data=_given(found)).fill(found.team_id)
    if form.validate_on_submit():
        with form.asking(found):
            drafting.change_offer(actor(), found, terms=form.as_terms(found.currency), version=form.seen)
            return done(url_for(".offer", offer_id=offer_id), _("The terms are changed."))
    return page("hiring/offer_form.html", form=form, candidacy=found.candidacy, submit=_("Change the terms"),
                requisition=found.candidacy.opening.requisition, back=url_for(".offer", offer_id=offer_id))


def _plain_move(offer_id: int, action, message: str, **more):
    found = queries.offer_for(actor(), offer_id)
    action(actor(), found, version=version_seen(request.form.get("version")), **more)
    return done(url_for(".offer", offer_id=offer_id), message)


@bp.post("/offers/<int:offer_id>/submit")
@needs(Role.hiring_manager)
def submit_offer(offer_id: int):
    return _plain_move(offer_id, drafting.submit_offer, _("The approver has it on their desk."))


@bp.post("/offers/<int:offer_id>/approve")
@needs()
def approve_offer(offer_id: int):
    return _plain_move(offer_id, drafting.approve_offer, _("Approved. It can be sent."))


@bp.post("/offers/<int:offer_id>/send")
@needs(Role.hiring_manager, Role.recruiter)
def send_offer(offer_id: int):
    made = letter(queries.offer_for(actor(), offer_id))
    return _plain_move(offer_id, sending.send_offer, _("The letter is on its way."), letter=made)


REASONED = {"send_back": (drafting.send_back_offer, _l("Send the offer back"), _l("The author reads your reason.")),
            "withdraw": (sending.withdraw_offer, _l("Withdraw the offer"), _l("The reason stays with us.")),
            "decline": (sending.decline_offer, _l("Note that the candidate declined"), _l("In the candidate's words."))}


def _reasoned(offer_id: int, trigger: str):
    found, form = queries.offer_for(actor(), offer_id), ReasonForm()
    before_asking(f"offer.{trigger}", found)
    action, title, lead = REASONED[trigger]
    back = url_for(".offer", offer_id=offer_id)
    if form.validate_on_submit():
        with form.asking():
            action(actor(), found, reason=form.reason.data)
            return done(back, _("Done, with its reason."))
    return page("hiring/give_reason.html", form=form, title=title, submit=title, back=back, lead=lead,
                kind="danger" if trigger == "withdraw" else "primary",
                crumbs=[(_("Offers"), url_for(".offers")), (found.candidacy.candidate.name, back), (title, None)])


@bp.route("/offers/<int:offer_id>/send-back", methods=["GET", "POST"])
@needs()
def send_back_offer(offer_id: int):
    return _reasoned(offer_id, "send_back")


@bp.route("/offers/<int:offer_id>/withdraw", methods=["GET", "POST"])
@needs(Role.hiring_manager)
def withdraw_offer(offer_id: int):
    return _reasoned(offer_id, "withdraw")


@bp.route("/offers/<int:offer_id>/decline", methods=["GET", "POST"])
@needs(Role.hiring_manager, Role.recruiter)
def decline_offer(offer_id: int):
    return _reasoned(offer_id, "decline")


@bp.get("/offers/<int:offer_id>/letter")
@needs()
def offer_letter(offer_id: int):
    return letter_file(queries.offer_for(actor(), offer_id))


@bp.post("/offers/<int:offer_id>/hire")
@needs(Role.hiring_manager)
def hire(offer_id: int):
    found = queries.offer_for(actor(), offer_id)
    hiring.hire(actor(), found)
    return done(url_for(".offer", offer_id=offer_id), _("Hired. Account, invitation and plan are ready."))


def letter_file(offer):
    """The stored letter, exactly as it was sent."""
    if offer.letter is None:
        raise NotFound(Reason("record.gone"))
    return pdf_answer(files.read(offer.letter), offer.letter.name)
