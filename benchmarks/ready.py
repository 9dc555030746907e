"""Buttons that are ready to be pressed: a scorecard is written to its end, an offer signed, a checkpoint assessed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from webapp.commands.demo import learning
from webapp.commands.demo.story import Story
from workflows import clock
from workflows.certification.records import Certificate
from workflows.db import db
from workflows.interviewing.actions import scorecards
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.records import Interview, Scorecard, ScorecardVersion
from workflows.offers.actions import sending
from workflows.offers.machine import OfferState
from workflows.offers.records import Hire, Offer
from workflows.onboarding.actions.plans import begin_plans
from workflows.people.queries import actor_for
from workflows.people.records import Team, User
from workflows.permits import Actor, ActorKind
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy


@dataclass(frozen=True)
class Button:
    """Whose it is, where it is posted to, which page holds its form, and what counts what came of it."""

    name: str
    user_id: int
    path: str
    form: str
    came_of_it: Callable[[], str]
    fields: dict[str, str] = field(default_factory=dict)


def buttons() -> list[Button]:
    return [_submit(), _hire(), _certify()]


def open_card() -> Scorecard:
    """The scorecard of the latest interview that was held; opened again when it was submitted."""
    db.session.rollback()
    card = db.session.scalars(sa.select(Scorecard).join(Interview).join(Candidacy).where(
        Candidacy.state == CandidacyState.interview, Interview.starts_at < clock.now())
        .order_by(Interview.starts_at.desc(), Scorecard.id).limit(1)).one()
    if card.state is not ScorecardState.draft:
        scorecards.reopen_scorecard(actor_for(card.author), card, reason="Sent once more.")
    return card


def written(card: Scorecard) -> dict[str, str]:
    """A scorecard's form, filled in to its end."""
    levels = {f"level_{each.id}": "4" for each in card.ratings}
    evidence = {f"evidence_{each.id}": "Asked who signs, then named the budget owner." for each in card.ratings}
    return {**levels, **evidence, "overall": "yes", "overall_reason": "Asks before telling.", "confirmed": "y",
            "unread_ok": "y"}


def _submit() -> Button:
    card = open_card()
    page, versions = f"/scorecards/{card.id}", sa.select(ScorecardVersion).where(
        ScorecardVersion.scorecard_id == card.id)
    before = _count(versions)
    return Button("Submit the scorecard", card.author_id, page, page,
                  lambda: f"{_count(versions) - before} more version of the scorecard", written(card))


def _hire() -> Button:
    offer = db.session.scalars(sa.select(Offer).where(Offer.state == OfferState.sent)).one()
    candidate = offer.candidacy.candidate
    sending.sign_offer(Actor(ActorKind.candidate, candidate.id, candidate.name), offer, typed_name=candidate.name)
    page, number = f"/offers/{offer.id}", offer.id
    return Button("Hire", offer.author_id, f"{page}/hire", page,
                  lambda: f"{_count(sa.select(Hire).where(Hire.offer_id == number))} hire")


def _certify() -> Button:
    """Daniel has learnt everything, Raj has assessed him, Carla is asked to approve."""
    story = Story(clock.now(), db.session.scalars(sa.select(Team).order_by(Team.id).limit(1)).one())
    story.crew = {user.name.split()[0].lower(): user for user in db.session.scalars(sa.select(User))}
    begin_plans(clock.today().isoformat())
    learning.learn_all(story, "daniel")
    attempt = learning.assess(story, "daniel", "discovery-certified")
    page, number = f"/attempts/{attempt.id}", attempt.id
    return Button("Approve and certify", attempt.approver_id or 0, f"{page}/certify", page,
                  lambda: f"{_count(sa.select(Certificate).where(Certificate.attempt_id == number))} certificate")


def _count(query: sa.Select[Any]) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


