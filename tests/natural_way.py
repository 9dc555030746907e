"""The natural next step on the way from an application to a hire, by whoever may make it."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.builders import interviewing as build
from workflows import clock
from workflows.db import db
from workflows.errors import NotFound, NotPermitted, Refused, Stale
from workflows.interviewing.actions import debriefs, interviews, scorecards
from workflows.interviewing.machine import DebriefState, InterviewState, ScorecardState
from workflows.interviewing.records import Debrief, Decision, Interview, Scorecard
from workflows.offers.actions import drafting, hiring, sending
from workflows.offers.machine import OfferState
from workflows.offers.records import Offer
from workflows.people.queries import actor_for
from workflows.permits import Actor
from workflows.recruiting.actions.candidacies import advance
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy

LETTER = b"%PDF-1.7 a letter"
FITTING = {CandidacyState.applied: "screen", CandidacyState.screen: "interview"}
TO_SCHEDULE = (InterviewState.planned, InterviewState.no_show)


class NaturalWay:
    """`people` by what they do, one `candidacy`, the `terms` of an offer, and a `stack` of moments."""

    people: dict[str, Actor]
    candidacy: Candidacy
    terms: drafting.OfferTerms
    stack: ExitStack

    def attempt(self, deed: Callable[..., Any], *given: Any, **more: Any) -> None:
        if any(each is None for each in given):
            return
        try:
            deed(*given, **more)
        except (Refused, NotPermitted, NotFound, Stale):
            db.session.rollback()

    def all(self, kind: type) -> list[Any]:
        return list(db.session.scalars(sa.select(kind).order_by(kind.id)))

    def one(self, kind: type, number: int = 0) -> Any:
        found = self.all(kind)
        return found[number % len(found)] if found else None

    def next_step(self) -> None:
        people, candidacy = self.people, self.candidacy
        db.session.refresh(candidacy)
        if candidacy.state in FITTING:
            self.attempt(advance, people["recruiter"], candidacy, FITTING[candidacy.state])
        elif candidacy.state is CandidacyState.interview:
            self.interviews_go_on()
        elif candidacy.state is CandidacyState.debrief:
            self.the_debrief_goes_on()
        elif candidacy.state is CandidacyState.offer:
            self.the_offer_goes_on()
        elif candidacy.state is not CandidacyState.hired:
            self.attempt(advance, people["recruiter"], candidacy, "reopen", reason="Changed their mind.")

    def interviews_go_on(self) -> None:
        recruiter = self.people["recruiter"]
        waiting = [each for each in self.all(Interview) if each.state in TO_SCHEDULE]
        drafts = self.drafts()
        if waiting:
            self.attempt(interviews.schedule, recruiter, waiting[0], starts_at=clock.now() + timedelta(hours=1),
                         place="Room 4")
            self.stack.enter_context(clock.at(clock.now() + timedelta(hours=3)))
        elif drafts:
            self.submit(drafts[0])
        elif any(each.state is not InterviewState.cancelled for each in self.all(Interview)):
            self.attempt(debriefs.open_debrief, recruiter, self.candidacy)
        else:
            self.attempt(interviews.prepare_interviews, recruiter, self.candidacy)

    def drafts(self) -> list[Scorecard]:
        return [card for card in self.all(Scorecard) if card.state is ScorecardState.draft]

    def submit(self, card: Scorecard) -> None:
        author = actor_for(card.author)
        self.attempt(scorecards.save_scorecard, author, card, build.written(card))
        self.attempt(scorecards.submit_scorecard, author, card)

    def the_debrief_goes_on(self) -> None:
        manager, debrief = self.people["manager"], self.one(Debrief)
        if debrief is None:
            self.attempt(debriefs.open_debrief, self.people["recruiter"], self.candidacy)
        elif self.drafts():
            self.submit(self.drafts()[0])
        elif debrief.state is DebriefState.open:
            self.attempt(debriefs.write_first, manager, debrief, words="Calm.")
        elif debrief.state is DebriefState.opinion_written:
            self.attempt(debriefs.decide, manager, debrief, decision=Decision.offer, reason="Holds a price.")
        else:
            self.attempt(debriefs.reopen_debrief, manager, debrief, reason="New evidence.")

    def the_offer_goes_on(self) -> None:
        people, offer, debrief = self.people, self.one(Offer, -1), self.one(Debrief)
        if debrief is not None and debrief.state is DebriefState.opinion_written:
            self.attempt(debriefs.decide, people["manager"], debrief, decision=Decision.offer, reason="Holds a price.")
        elif offer is None or offer.state in (OfferState.declined, OfferState.withdrawn):
            self.attempt(drafting.draft_offer, people["manager"], debrief, terms=self.terms)
        elif offer.state is OfferState.draft:
            self.attempt(drafting.submit_offer, people["manager"], offer)
        elif offer.state is OfferState.in_approval:
            self.attempt(drafting.approve_offer, people["leader"], offer)
        elif offer.state is OfferState.approved:
            self.attempt(sending.send_offer, people["manager"], offer, letter=LETTER)
        elif offer.state is OfferState.sent:
            self.attempt(sending.sign_offer, people["candidate"], offer, typed_name="Jo Park")
        else:
            self.attempt(hiring.hire, people["manager"], offer)
