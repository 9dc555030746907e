"""Buttons that are ready to be pressed: an offer is signed, a checkpoint assessed, a scorecard written to its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from webapp.commands.demo import learning
from webapp.commands.demo.story import Story
from workflows import clock
from workflows.certification.records import Certificate
from workflows.db import db
from workflows.offers.actions import sending
from workflows.offers.machine import OfferState
from workflows.offers.records import Hire, Offer
from workflows.onboarding.actions.plans import begin_plans
from workflows.people.records import Team, User
from workflows.permits import Actor, ActorKind


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
    return [_hire(), _certify()]


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


