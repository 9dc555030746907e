"""What a debrief concludes, and when it may be decided."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.watching import statements
from workflows.errors import Refused
from workflows.interviewing.actions import debriefs, interviews, scorecards
from workflows.interviewing.records import DebriefLine, DebriefLineRating, Decision
from workflows.people.queries import actor_for


def codes(refusal) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_a_decision_is_made_before_all_scorecards_are_in(session, clock):
    panel = build.held(3)
    clock.travel(days=2)
    for card in panel.cards[:2]:
        build.submit(card)
    debrief = debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    manager = actor_for(panel.manager)
    debriefs.write_first(manager, debrief, words="Calm.")
    with pytest.raises(Refused) as refusal:
        debriefs.decide(manager, debrief, decision=Decision.offer, reason="Closes the gap.")
    assert [(r.code, r.params) for r in refusal.value.reasons] == [
        ("debrief.scorecards-missing", {"count": 1, "names": [panel.interviewers[2].name]})]
    scorecards.excuse_scorecard(manager, panel.cards[2], reason="Left the company.")
    debriefs.decide(manager, debrief, decision=Decision.offer, reason="Closes the gap.")
    assert panel.candidacy.state == "offer"


def test_the_conclusion_has_no_cause(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 4))
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    lines = session.scalars(sa.select(DebriefLine).order_by(DebriefLine.id)).all()
    assert [(line.standing, line.raters, line.mean) for line in lines] == [("meets", 2, 4.0), ("meets", 2, 4.0)]
    rated = sum(len(card.ratings) for card in panel.cards)
    assert session.scalar(sa.select(sa.func.count()).select_from(DebriefLineRating)) == rated


def test_a_single_opinion_is_counted_as_knowledge(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((5, None))
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.pool, reason="One opinion only.")
    lines = session.scalars(sa.select(DebriefLine)).all()
    assert {(line.standing, line.raters, line.mean, line.p_at_level) for line in lines} == {("not_known", 1, 5.0, None)}
    assert (panel.candidacy.state, panel.candidacy.end_reason) == ("pooled", "One opinion only.")


def test_a_new_decision_overwrites_the_old_lines(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 2))
    manager = actor_for(panel.manager)
    debriefs.decide(manager, panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    debriefs.reopen_debrief(manager, panel.debrief, reason="A reference contradicts us.")
    debriefs.decide(manager, panel.debrief, decision=Decision.decline, reason="The reference.")
    numbers = session.scalars(sa.select(DebriefLine.number).order_by(DebriefLine.number)).all()
    assert (numbers, panel.candidacy.state) == ([1, 1, 2, 2], "declined")


def test_further_interviews_are_asked_for_and_the_debrief_is_lost(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 2))
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.advance, reason="We differ.")
    assert panel.candidacy.state == "interview"
    again = debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    assert (again.id, again.state, again.first_words) == (panel.debrief.id, "opinion_written", "Calm and curious.")


def test_a_debrief_opens_without_any_interview(session):
    panel = build.planned(1)
    interviews.cancel(actor_for(panel.recruiter), panel.interviews[0], reason="No longer needed.")
    with pytest.raises(Refused) as refusal:
        debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
    assert codes(refusal) == ["debrief.no-interviews"]


def test_everybody_waits_while_a_decision_is_computed(session, app, clock):
    panel = build.in_debrief((4, 4))
    manager = build.actor(panel.manager)
    with statements(app, "BEGIN IMMEDIATE|INSERT INTO fits|UPDATE debriefs") as seen:
        debriefs.decide(manager, panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    assert [" ".join(each.split()[:3]) for each in seen] == [
        "BEGIN IMMEDIATE", "INSERT INTO fits", "BEGIN IMMEDIATE", "UPDATE debriefs SET"]
