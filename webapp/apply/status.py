"""Pages for a candidate: their way in by link, how their applications stand, withdrawing."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from flask import current_app, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, candidates, public
from webapp.account.sign_in import remember
from webapp.answers import done, page
from webapp.apply import bp
from webapp.day_order import in_order
from webapp.forms import Form
from webapp.translating import gettext as _
from workflows.errors import NotFound, NotPermitted
from workflows.interviewing.queries.own_interviews import coming_interviews
from workflows.offers.machine import OfferState
from workflows.offers.queries import late, offers_to
from workflows.offers.records import Offer
from workflows.people.actions import accounts
from workflows.people.records import LinkPurpose
from workflows.reasons import Reason
from workflows.recruiting import queries
from workflows.recruiting.actions import candidacies
from workflows.recruiting.machine import ACTIVE, CandidacyState
from workflows.recruiting.records import Candidacy

C = CandidacyState
# What a candidate reads: our stages in their words, and what comes next.
WORDS = {
    C.applied: (_l("Received"), _l("We have your application. Somebody will read it within three working days.")),
    C.screen: (_l("Being read"), _l("Somebody is reading your application. We write to you either way.")),
    C.interview: (_l("Interviews"), _l("We would like to talk with you. Times come by mail.")),
    C.debrief: (_l("Decision"), _l("The conversations are done, and we are deciding. You hear from us within days.")),
    C.offer: (_l("Offer"), _l("We are preparing an offer for you. It comes by mail and appears here.")),
    C.hired: (_l("Welcome"), _l("You are joining us. Your first days are being prepared.")),
    C.declined: (_l("Not this time"), _l("We do not go on with this application. Thank you for your time.")),
    C.withdrawn: (_l("Withdrawn"), _l("This application is withdrawn. You are welcome to apply for another job.")),
    C.pooled: (_l("In touch"), _l("Not this job, but we would like to stay in touch and write when another one fits.")),
}
AT_OFFER = {
    OfferState.sent: _l("Your offer is here. Take your time to read it, then answer it."),
    OfferState.signed: _l("You have signed. Your first days are being prepared, and your invitation comes by mail."),
    OfferState.declined: _l("You declined our offer. Thank you for the time you gave us."),
}
WAY = (C.applied, C.screen, C.interview, C.debrief, C.offer)
# What waits for a candidate, by kind of record: the endpoint of their page, its parameter, and what the link says.
TO_DO = {"offer": ("apply.offer", "offer_id", _l("Read your offer and answer it"))}


class EnterForm(Form):
    """One button, so that a mail program that looks into links does not sign anybody in."""


class WithdrawForm(Form):
    reason = TextAreaField(_l("Would you tell us why?"), [InputRequired(), Length(max=500)],
                           description=_l("One sentence helps us to do better."))


@bp.route("/my/<token>", methods=["GET", "POST"])
@public
def enter(token: str):
    """The link of the mail."""
    form, link = EnterForm(), accounts.find_link(token, LinkPurpose.candidate)
    if form.validate_on_submit():
        with form.asking():
            link = accounts.consume_link(token, LinkPurpose.candidate)
            return remember(done(url_for(".status")), candidate_id=link.candidate_id)
    return page("apply/enter.html", form=form)


@bp.get("/my")
@candidates
def status():
    """Everything one applied for, in a candidate's words."""
    mine, offers, talks = queries.own_candidacies(_me()), offers_to(_me()), coming_interviews(_me())
    rows = [(each, _words(each, offers.get(each.id)), way(each),
             [talk for talk in talks if talk.candidacy_id == each.id]) for each in mine]
    return page("apply/status.html", rows=rows, active=ACTIVE, to_do=_to_do(_me()), in_zone=in_zone,
                name=mine[0].candidate.name if mine else "")


@bp.route("/my/applications/<int:candidacy_id>/withdraw", methods=["GET", "POST"])
@candidates
def withdraw(candidacy_id: int):
    found = next((each for each in queries.own_candidacies(_me()) if each.id == candidacy_id), None)
    if found is None:
        raise NotFound(Reason("record.gone"))
    form = WithdrawForm()
    if form.validate_on_submit():
        with form.asking():
            candidacies.advance(actor(), found, "withdraw", reason=form.reason.data)
            return done(url_for(".status"), _("Your application is withdrawn. Thank you for telling us."))
    return page("apply/withdraw.html", form=form, candidacy=found)


def _me() -> int:
    """The candidate who came by their link."""
    found = actor().candidate_id
    if found is None:
        raise NotPermitted(Reason("permit.sign-in"))
    return found


def _words(candidacy: Candidacy, offer: Offer | None) -> tuple[str, str]:
    """What a stage means for the candidate; at the offer it depends on what became of the one they got."""
    if candidacy.state is not C.offer or offer is None:
        return WORDS[candidacy.state]
    if offer.state is OfferState.sent and late(offer):
        return WORDS[C.offer][0], _("The last day of our offer has passed. If you are still interested, answer its "
                                    "mail.")
    return WORDS[C.offer][0], AT_OFFER[offer.state]


def in_zone(at: datetime, zone: str) -> str:
    """A moment as it is where the candidate lives, with the name of that zone."""
    locale = get_locale() or Locale("en")
    written = format_datetime(at, in_order("EEEE d MMMM y, HH:mm", locale), ZoneInfo(zone), locale)
    return f"{written} ({zone.replace('_', ' ')})"


def way(candidacy: Candidacy) -> list[dict]:
    """The steps as a candidate sees them; an end without a hire stops at the step it reached."""
    last = candidacy.state if candidacy.state in WAY else candidacy.stage.kind if candidacy.stage else C.applied
    at = len(WAY) if candidacy.state is C.hired else WAY.index(last)
    here = "stopped" if candidacy.state in candidacies.ENDED_WITHOUT_HIRE else "now"
    return [{"label": WORDS[kind][0], "state": "done" if n < at else here if n == at else "todo"}
            for n, kind in enumerate(WAY[:at + 1] if here == "stopped" else WAY)]


def _to_do(candidate_id: int) -> list[tuple[str, str]]:
    """(what to do, address) of everything that waits for this candidate."""
    found = []
    for wait in queries.waits_for_candidate(candidate_id):
        endpoint, parameter, label = TO_DO.get(wait.record_kind, ("", "", ""))
        if endpoint in current_app.view_functions:
            values: dict[str, Any] = {parameter: wait.record_id}
            found.append((label, url_for(endpoint, **values)))
    return found
