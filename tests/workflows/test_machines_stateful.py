"""Random people make random moves on one way through an opening; whatever they do, these things stay true.

Half of the steps are the natural next one by whoever may make it, so that offers and hires are reached; the others are
anything by anybody. A refusal is a fine answer; any other fault is not.
"""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests import promises
from tests.builders import interviewing as build
from tests.builders import offers as offer_build
from tests.builders.people import person
from tests.conftest import MONDAY
from tests.natural_way import LETTER, NaturalWay
from workflows import clock
from workflows.db import db
from workflows.flow import FLOWS
from workflows.interviewing.actions import debriefs, interviews, plans, scorecards
from workflows.interviewing.records import Debrief, Decision, Interview, Scorecard
from workflows.offers.actions import drafting, hiring, sending
from workflows.offers.records import Offer
from workflows.people.queries import actor_for
from workflows.permits import Actor, ActorKind, Role
from workflows.recruiting.actions.candidacies import advance
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, ScoreVisibility

WHO = ("manager", "recruiter", "ana", "raj", "leader", "rep", "stranger", "candidate")
WRITERS = ("manager", "ana", "raj")
WORDS = ("", "Because of what was said.")


class WayToTheHire(NaturalWay, RuleBasedStateMachine):
    """One opening with one seat, one candidate, two interviewers."""

    database: Any = None

    @initialize(visibility=st.sampled_from(ScoreVisibility))
    def begin(self, visibility: ScoreVisibility) -> None:
        self.database.renew()
        self.stack = ExitStack()
        self.stack.enter_context(self.database.app.app_context())
        self.stack.enter_context(clock.at(MONDAY))
        place = build.opening(about=build.bank(("Negotiation", "Discovery"), each=2), visibility=visibility)
        manager = place.requisition.requested_by
        roles = {"recruiter": Role.recruiter, "ana": Role.interviewer, "raj": Role.interviewer, "leader": Role.leader,
                 "rep": Role.rep}
        users = {name: person(role, team=place.team) for name, role in roles.items()}
        users |= {"manager": manager, "stranger": person(*(r for r in Role if r is not Role.candidate),
                                                         team=build.team())}
        plans.make_plan(actor_for(manager), place, [("First", 20, users["ana"].id), ("Second", 20, users["raj"].id)],
                        solver=plans.Solver.GREEDY)
        self.candidacy = build.candidacy(place, owner=users["recruiter"], state=CandidacyState.applied)
        self.people = {name: actor_for(user) for name, user in users.items()}
        who = self.candidacy.candidate
        self.people["candidate"] = Actor(ActorKind.candidate, who.id, who.name)
        self.terms = offer_build.terms(place, approver=users["leader"], salary_minor=2)

    def teardown(self) -> None:
        if hasattr(self, "stack"):
            db.session.remove()
            self.stack.close()
            self.database.close()

    @invariant()
    def keeps_its_promises(self) -> None:
        if not hasattr(self, "stack"):
            return
        db.session.rollback()
        db.session.expire_all()
        promises.no_offer_without_decision()
        promises.no_hire_without_signature()
        promises.no_foreign_scorecard(self.people, self.candidacy)
        promises.history_is_complete()
        promises.every_cause_is_there()
        promises.nothing_waits_to_be_held_after_the_end(self.candidacy)

    @rule(who=st.sampled_from(WHO), move=st.sampled_from(sorted(FLOWS["candidacy"].moves)),
          reason=st.sampled_from(WORDS))
    def somebody_moves_the_candidacy(self, who: str, move: str, reason: str) -> None:
        self.attempt(advance, self.people[who], self.candidacy, move, reason=reason)

    @rule(who=st.sampled_from(WHO), number=st.integers(0, 3), reason=st.sampled_from(WORDS),
          verb=st.sampled_from(["schedule", "hold", "miss", "cancel", "swap"]))
    def somebody_touches_an_interview(self, who: str, number: int, reason: str, verb: str) -> None:
        actor, interview = self.people[who], self.one(Interview, number)
        if verb == "schedule":
            self.attempt(interviews.schedule, actor, interview, starts_at=clock.now() + timedelta(hours=1 + number),
                         place="Room 4", reason=reason)
        elif verb == "swap":
            self.attempt(interviews.swap_interviewer, actor, interview, interviewer_id=self.people["ana"].id)
        elif verb == "cancel":
            self.attempt(interviews.cancel, actor, interview, reason=reason)
        else:
            self.attempt({"hold": interviews.hold, "miss": interviews.miss}[verb], actor, interview)

    @rule(who=st.sampled_from(WHO), number=st.integers(0, 3), level=st.sampled_from([None, 1, 3, 5]),
          verb=st.sampled_from(["save", "submit", "reopen", "excuse"]), reason=st.sampled_from(WORDS))
    def somebody_touches_a_scorecard(self, who: str, number: int, level: int | None, verb: str, reason: str) -> None:
        actor, card = self.people[who], self.one(Scorecard, number)
        if verb == "save" and card is not None:
            self.attempt(scorecards.save_scorecard, actor, card, build.written(card, level=level, reason=reason))
        elif verb == "submit":
            self.attempt(scorecards.submit_scorecard, actor, card)
        elif verb in ("reopen", "excuse"):
            deed = scorecards.reopen_scorecard if verb == "reopen" else scorecards.excuse_scorecard
            self.attempt(deed, actor, card, reason=reason)

    @rule(who=st.sampled_from(WHO), verb=st.sampled_from(["open", "write", "reopen", "decide"]),
          reason=st.sampled_from(WORDS), decision=st.sampled_from(Decision))
    def somebody_touches_the_debrief(self, who: str, verb: str, reason: str, decision: Decision) -> None:
        actor, debrief = self.people[who], self.one(Debrief)
        if verb == "open":
            self.attempt(debriefs.open_debrief, actor, self.candidacy)
        elif verb == "write":
            self.attempt(debriefs.write_first, actor, debrief, words=reason)
        elif verb == "reopen":
            self.attempt(debriefs.reopen_debrief, actor, debrief, reason=reason)
        else:
            self.attempt(debriefs.decide, actor, debrief, decision=decision, reason=reason)

    @rule(who=st.sampled_from(WHO), reason=st.sampled_from(WORDS),
          verb=st.sampled_from(["draft", "submit", "approve", "send_back", "send", "sign", "decline", "withdraw",
                                "hire"]))
    def somebody_touches_the_offer(self, who: str, verb: str, reason: str) -> None:
        actor, offer = self.people[who], self.one(Offer, -1)
        if verb == "draft":
            self.attempt(drafting.draft_offer, actor, self.one(Debrief), terms=self.terms)
        elif verb == "send":
            self.attempt(sending.send_offer, actor, offer, letter=LETTER)
        elif verb == "sign":
            self.attempt(sending.sign_offer, actor, offer, typed_name="Jo Park")
        elif verb in ("send_back", "decline", "withdraw"):
            self.attempt({"send_back": drafting.send_back_offer, "decline": sending.decline_offer,
                          "withdraw": sending.withdraw_offer}[verb], actor, offer, reason=reason)
        else:
            self.attempt({"submit": drafting.submit_offer, "approve": drafting.approve_offer,
                          "hire": hiring.hire}[verb], actor, offer)

    @rule(hours=st.sampled_from([1, 3, 30]))
    def time_passes(self, hours: int) -> None:
        self.stack.enter_context(clock.at(clock.now() + timedelta(hours=hours)))

    @rule(steps=st.integers(5, 17))
    def things_go_their_way(self, steps: int) -> None:
        for _ in range(steps):
            self.next_step()
            promises.no_foreign_scorecard({who: self.people[who] for who in WRITERS}, self.candidacy)

    @rule()
    def they_go_on(self) -> None:
        self.things_go_their_way(9)


def test_random_people_break_a_promise(database, clock):
    reached: set[str] = set()

    class Way(WayToTheHire):
        def teardown(self) -> None:
            if hasattr(self, "stack"):
                db.session.rollback()
                reached.update(each.state.value for each in (*self.all(Candidacy), *self.all(Offer)))
            super().teardown()

    Way.database = database
    run_state_machine_as_test(Way, settings=settings(max_examples=12, stateful_step_count=9, deadline=None,
                                                     derandomize=True, print_blob=True))
    assert {"hired", "signed"} <= reached
