"""Debriefs that decided for an offer, offers at every stage, hires."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.builders.people import BUILDER, person, team
from workflows import clock
from workflows.acting import act
from workflows.content.records import ContentVersion, ModuleVersion, PackKind
from workflows.db import db
from workflows.interviewing.machine import DebriefState
from workflows.interviewing.records import Debrief, DebriefLine, Decision, Standing
from workflows.offers.actions import drafting, hiring, sending
from workflows.offers.records import Hire, Offer
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Profile, User
from workflows.permits import Actor, ActorKind, Role
from workflows.recruiting.machine import CandidacyState, RequisitionState
from workflows.recruiting.records import Candidacy, Candidate, Opening, OpeningGap, Requisition

START = date(2026, 4, 6)
LETTER = b"%PDF-1.7 a letter"
_numbers = count(1)
SHAPE = {"key": "standard", "title": "Four steps", "day_count": "inclusive", "calendar": "gregorian",
         "quota_per": "month",
         "after_hold": "shift", "hold_max_days": 45, "recertify_days": 30,
         "steps": [{"share_bp": 0, "months": 1}, {"share_bp": 5000, "months": 1}, {"share_bp": 10000}]}
PAY = {"key": "account-executive", "title": "Sample pay", "currency": "USD", "period": "month",
       "pay_on": "booking", "rounding": "half_up", "tier_basis": "attainment", "tier_method": "marginal",
       "accumulation": "period", "above_last": "open",
       "tiers": [{"from_bp": 0, "to_bp": 5000, "rate_bp": 600}, {"from_bp": 5000, "to_bp": 10000, "rate_bp": 800},
                 {"from_bp": 10000, "rate_bp": 1000}],
       "draw": {"kind": "non_recoverable", "months": [300000, 250000]}}


def version(kind: PackKind, key: str, body: dict[str, Any]) -> ContentVersion:
    with act(BUILDER, "offer.draft", None) as this:
        number = next(_numbers)
        made = ContentVersion(kind=kind, key=key, number=number, title=body.get("title", key),
                              content_hash=f"{number:064}", body=body)
        this.add(made)
    return made


def competency(key: str) -> Competency:
    with act(BUILDER, "offer.draft", None) as this:
        made = Competency(key=f"{key}-o{next(_numbers)}", name=key.replace("-", " ").capitalize(), summary=key,
                          levels=["one", "two", "three", "four", "five"])
        this.add(made)
    return made


def module(curriculum: ContentVersion, key: str, *, kind: str = "reading", about: Competency | None = None,
           due: int = 1, title: str = "", **body: Any) -> ModuleVersion:
    with act(BUILDER, "offer.draft", None) as this:
        number = next(_numbers)
        made = ModuleVersion(content_version_id=curriculum.id, lineage=key, content_hash=f"{number:064}",
                             position=number, kind=kind, title=title or key.replace("-", " ").capitalize(),
                             competency_id=about.id if about else None, minutes=15, due_offset_days=due,
                             body={"key": key, "owner": "rep", "requires": [], "why": f"Why {key} is there.", **body})
        this.add(made)
    return made


def opening(*, seats: int = 1, manager: User | None = None, region: str = "US",
            about: tuple[Competency, ...] = ()) -> Opening:
    """An approved opening; its gaps are about the given competencies."""
    place = team(region=region)
    manager, approver = manager or person(Role.hiring_manager, team=place), person()
    with act(BUILDER, "offer.draft", None) as this:
        number = next(_numbers)
        place.manager_id = manager.id
        profile = this.create(Profile(key=f"profile-o{number}", name="Account executive"))
        requisition = Requisition(
            state=RequisitionState.open, team_id=place.id, profile_id=profile.id, title="Account executive",
            seats=seats, salary_min_minor=6_000_000, salary_max_minor=8_000_000, currency="USD", start_on=START,
            why="Gap.",
            requested_by_id=manager.id, approver_id=approver.id, approved_at=clock.now())
        this.add(requisition)
        this.session.flush()
        made = Opening(requisition_id=requisition.id, team_id=place.id, slug=f"opening-{number}",
                       title="Account executive")
        made.gaps = [OpeningGap(competency_id=each.id, level=3, target_people=2, expected_people=1.0, gap=1.0,
                                weight_bp=1000) for each in about]
        this.add(made)
    return made


def decided(place: Opening | None = None, *, name: str = "Jo Park", email: str = "",
            decision: Decision = Decision.offer,
            lines: tuple[tuple[OpeningGap, Standing, int, float | None], ...] = ()) -> Debrief:
    """A debrief that decided; `lines` are (gap, standing, raters, mean)."""
    place = place or opening()
    with act(BUILDER, "offer.draft", None) as this:
        number = next(_numbers)
        manager_id = place.requisition.requested_by_id
        candidate = Candidate(email=email or f"candidate{number}@example.com", name=name, consented_at=clock.now())
        this.add(candidate)
        this.session.flush()
        candidacy = Candidacy(state=CandidacyState.debrief, opening_id=place.id, candidate_id=candidate.id,
                              owner_id=manager_id)
        this.add(candidacy)
        this.session.flush()
        made = Debrief(state=DebriefState.decided, candidacy_id=candidacy.id, decider_id=manager_id,
                       first_words="Calm and curious.", decision=decision, reason="Closes our largest gap.",
                       decided_at=clock.now())
        made.lines = [DebriefLine(opening_gap_id=gap.id, competency_id=gap.competency_id, standing=standing,
                                  raters=raters, mean=mean) for gap, standing, raters, mean in lines]
        this.add(made)
    return made


def curriculum_is_empty(curriculum: ContentVersion) -> bool:
    return not db.session.query(ModuleVersion).filter_by(content_version_id=curriculum.id).count()


def manager_of(debrief: Debrief) -> Actor:
    return actor_for(debrief.decider)


def candidate_of(debrief: Debrief) -> Actor:
    return Actor(ActorKind.candidate, debrief.candidacy.candidate_id, debrief.candidacy.candidate.name)


def terms(place: Opening, curriculum: ContentVersion | None = None, **changed: Any) -> drafting.OfferTerms:
    coach = changed.pop("coach", None) or person(Role.coach, team=place.team)
    approver = changed.pop("approver", None) or person(Role.leader, team=place.team)
    curriculum = curriculum or version(PackKind.curriculum, f"ae-{next(_numbers)}", {"title": "Eight weeks"})
    if curriculum_is_empty(curriculum):
        module(curriculum, "first-reading")
    given = {"salary_minor": 7_000_000, "start_on": START, "expires_on": clock.today() + timedelta(days=7),
             "full_quota_minor": 5_000_000, "coach_id": coach.id, "approver_id": approver.id,
             "curriculum_version_id": curriculum.id,
             "ramp_shape_version_id": version(PackKind.ramp_shape, "standard", SHAPE).id,
             "pay_plan_version_id": version(PackKind.pay_plan, "account-executive", PAY).id}
    return drafting.OfferTerms(**{**given, **changed})


def drafted(debrief: Debrief | None = None, *, curriculum: ContentVersion | None = None, **changed: Any) -> Offer:
    debrief = debrief or decided()
    given = terms(debrief.candidacy.opening, curriculum, **changed)
    return drafting.draft_offer(manager_of(debrief), debrief, terms=given)


def approved(debrief: Debrief | None = None, **given: Any) -> Offer:
    offer = drafted(debrief, **given)
    drafting.submit_offer(actor_for(offer.author), offer)
    drafting.approve_offer(actor_for(offer.approver), offer)
    return offer


def sent(debrief: Debrief | None = None, **given: Any) -> Offer:
    offer = approved(debrief, **given)
    sending.send_offer(actor_for(offer.author), offer, letter=LETTER)
    return offer


def signed(debrief: Debrief | None = None, **given: Any) -> Offer:
    offer = sent(debrief, **given)
    sending.sign_offer(candidate_of(offer.debrief), offer, typed_name=offer.candidacy.candidate.name)
    return offer


def hired(debrief: Debrief | None = None, **given: Any) -> Hire:
    offer = signed(debrief, **given)
    return hiring.hire(actor_for(offer.author), offer)
