"""Putting terms on paper and getting them approved."""

from dataclasses import dataclass
from datetime import date

from workflows import clock, permits, waits
from workflows.acting import act, get
from workflows.content.records import PackKind
from workflows.interviewing.records import Debrief
from workflows.offers import queries
from workflows.offers.actions.notices import tell
from workflows.offers.machine import OfferState, managers
from workflows.offers.records import Offer
from workflows.offers.rules import Band, Terms, debrief_blockers, term_blockers
from workflows.people.records import User
from workflows.permits import Actor
from workflows.reasons import Reason, Reasons
from workflows.recruiting.actions.candidacies import advance
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.queries import approver_ids
from workflows.recruiting.records import Candidacy, Requisition

permits.allow("offer.draft", managers)
permits.allow("offer.change", managers)


@dataclass(frozen=True)
class OfferTerms:
    """What a manager fills in. Money in minor units of the requisition's currency; full quota per month."""

    salary_minor: int
    start_on: date
    expires_on: date
    curriculum_version_id: int
    ramp_shape_version_id: int
    pay_plan_version_id: int
    full_quota_minor: int
    coach_id: int
    approver_id: int
    terms: str = ""


def draft_offer(actor: Actor, debrief: Debrief, *, terms: OfferTerms) -> Offer:
    """A draft because of a debrief that decided for an offer; after a declined or withdrawn one it names that one.

    From then on the offer says who has to act, and the candidacy waits for nobody until the offer comes to nothing.
    Refused when the debrief did not decide so, an offer is still live, or a term is wrong (salary outside the band).
    """
    candidacy, requisition = debrief.candidacy, debrief.candidacy.opening.requisition
    with act(actor, "offer.draft", None, lock=(candidacy,), subject=candidacy) as this:
        this.require(debrief_blockers(debrief.decision and debrief.decision.value, debrief.decided_at is not None),
                     _live(candidacy), _term_blockers(actor.user_id, terms, requisition))
        if candidacy.state is CandidacyState.debrief:
            advance(actor, candidacy, "offer")
        this.require(None if candidacy.state is CandidacyState.offer else Reason("offer.candidacy-elsewhere"))
        before = queries.last_offer(candidacy.id)
        offer: Offer = this.create(Offer(
            candidacy_id=candidacy.id, debrief_id=debrief.id, revises_id=before.id if before else None,
            author_id=actor.user_id, currency=requisition.currency, **vars(terms)))
        waits.end(this.session, candidacy.KIND, candidacy.id)
        this.note(candidacy_id=candidacy.id, debrief_id=debrief.id, revises_id=offer.revises_id)
    return offer


def change_offer(actor: Actor, offer: Offer, *, terms: OfferTerms, version: int | None = None) -> None:
    """New terms for a draft. What was approved or sent is withdrawn and drafted anew instead."""
    with act(actor, "offer.change", offer, version=version) as this:
        this.require(None if offer.state is OfferState.draft else Reason("offer.not-a-draft"),
                     _term_blockers(offer.author_id, terms, offer.candidacy.opening.requisition))
        changed = [name for name, value in vars(terms).items() if getattr(offer, name) != value]
        for name in changed:
            setattr(offer, name, getattr(terms, name))
        this.note(changed=changed)


def submit_offer(actor: Actor, offer: Offer, *, version: int | None = None) -> None:
    """Ask the approver. Refused when the terms are out of date meanwhile (a start that has passed), and while the
    debrief is decided anew."""
    with act(actor, "offer.submit", offer, version=version) as this:
        this.require(decision_stands(offer))
        this.require(_term_blockers(offer.author_id, _terms(offer), offer.candidacy.opening.requisition))
        this.move()
        tell(offer.approver, "offer_to_approve", offer, who=actor.name)


def approve_offer(actor: Actor, offer: Offer, *, version: int | None = None) -> None:
    """It may be sent; its author is told."""
    with act(actor, "offer.approve", offer, version=version) as this:
        this.move()
        tell(offer.author, "offer_approved", offer, who=actor.name)


def send_back_offer(actor: Actor, offer: Offer, *, reason: str) -> None:
    """Back to the author with a reason."""
    with act(actor, "offer.send_back", offer) as this:
        this.move(reason=reason)
        tell(offer.author, "offer_sent_back", offer, who=actor.name, reason=reason.strip())


def decision_stands(offer: Offer) -> Reasons:
    """Why an offer cannot go on: its debrief was opened again and does not decide for it any more."""
    debrief = offer.debrief
    return debrief_blockers(debrief.decision and debrief.decision.value, debrief.decided_at is not None)


def _live(candidacy: Candidacy) -> Reason | None:
    live = queries.live_offer(candidacy.id)
    return Reason("offer.one-is-live", {"candidate": candidacy.candidate.name}) if live else None


def _term_blockers(author_id: int | None, terms: OfferTerms, requisition: Requisition) -> list[Reason]:
    queries.version_of(PackKind.curriculum, terms.curriculum_version_id)
    queries.version_of(PackKind.ramp_shape, terms.ramp_shape_version_id)
    queries.version_of(PackKind.pay_plan, terms.pay_plan_version_id)
    people: tuple[User, ...] = (get(User, terms.coach_id), get(User, terms.approver_id))
    band = Band(requisition.salary_min_minor, requisition.salary_max_minor, requisition.currency)
    found = list(term_blockers(Terms(terms.salary_minor, terms.start_on, terms.expires_on, terms.full_quota_minor),
                               band, clock.today()))
    found += [Reason("offer.person-left", {"name": each.name}) for each in people if each.deactivated_at]
    if terms.approver_id == author_id:
        found.append(Reason("offer.approve-oneself"))
    elif terms.approver_id not in approver_ids(requisition.team_id):
        found.append(Reason("offer.approver-may-not"))
    return found


def _terms(offer: Offer) -> OfferTerms:
    return OfferTerms(**{name: getattr(offer, name) for name in OfferTerms.__dataclass_fields__})
