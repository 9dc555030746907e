"""One more interview of one candidate: what it asks, and who cannot hold it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.builders.people import person
from workflows.acting import maintenance
from workflows.errors import NotPermitted, Refused
from workflows.interviewing.actions import debriefs, further, interviews, scorecards, training
from workflows.interviewing.records import Decision, Interview
from workflows.ledger import AuditEntry
from workflows.permits import Role

TITLE = "One more interview"


def said(refusal) -> list[tuple[str, dict]]:
    return [(reason.code, reason.params) for reason in refusal.value.reasons]


def give(panel, who, *, minutes=30, title=TITLE):
    return further.one_more_interview(build.actor(panel.recruiter), panel.candidacy, interviewer_id=who.id,
                                      minutes=minutes, title=title)


@pytest.fixture
def panel(session, clock):
    """Two have asked about both competencies; nobody's week is near."""
    clock.travel(days=14)
    made = build.in_debrief((4, 2), about=build.bank(each=8))
    clock.travel(days=14)
    return made


@pytest.fixture
def raj(panel):
    return person(Role.interviewer, team=panel.opening.team, name="Raj Patel")


def about(interview) -> list[str]:
    return [each.gap.competency.name for each in interview.kit]


def test_the_kit_asks_again_what_was_asked(session, panel, raj):
    before = {each.question.lineage for interview in panel.interviews for each in interview.kit}
    made = give(panel, raj)
    assert {each.question.lineage for each in made.kit} & before == set()
    assert sum(each.question.minutes for each in made.kit) <= made.minutes == 30
    assert [(each.gap.competency_id, each.gap.opening_id) for each in made.kit] == [
        (each.question.competency_id, panel.opening.id) for each in made.kit]
    assert [(r.kit_question_id, r.level) for r in made.scorecard.ratings] == [(each.id, None) for each in made.kit]
    assert (made.state, made.interviewer_id, made.plan_round_id, made.title) == ("planned", raj.id, None, TITLE)


def test_what_fewest_have_an_opinion_on_is_left_for_last(session, clock):
    negotiation, discovery = build.bank(each=5)
    panel = build.planned(2, about=(negotiation, discovery), minutes=20)
    for interview in panel.interviews:
        interviews.schedule(build.actor(panel.recruiter), interview, place="Room 4",
                            starts_at=clock.now + timedelta(days=1, hours=interview.id))
    clock.travel(days=14)
    for card in panel.cards:
        given = build.written(card)
        blanks = {rating.id: scorecards.Given(None, build.Blank.not_asked, "") for rating in card.ratings
                  if rating.competency_id == discovery.id}
        author = build.actor(card.author)
        scorecards.save_scorecard(author, card, scorecards.Written({**given.ratings, **blanks}, given.overall, "Calm."))
        scorecards.submit_scorecard(author, card)
    made = give(panel, person(Role.interviewer, team=panel.opening.team), minutes=10)
    assert about(made) == ["Discovery"]


def test_a_must_have_without_a_second_opinion_is_left_for_last(session, clock):
    bank = build.bank(each=5)
    panel = build.scheduled(2, about=bank)
    scorecards.excuse_scorecard(build.actor(panel.recruiter), panel.cards[1], reason="Ill.")
    with maintenance("the team lacks far more in Discovery"):
        panel.opening.gaps[1].gap = 5.0
    made = give(panel, person(Role.interviewer, team=panel.opening.team), minutes=10)
    assert about(made) == ["Negotiation"]


def test_somebody_asks_about_what_they_are_not_qualified_for(session, panel, raj):
    manager = build.actor(panel.manager)
    found = training.begin_training(manager, raj, panel.opening.gaps[1].competency)
    for trigger in ("reverse", "qualify"):
        training.move_training(manager, found, trigger)
    assert set(about(give(panel, raj))) == {"Discovery"}


def test_somebody_who_is_qualified_for_nothing_gets_an_empty_kit(session, panel, raj):
    training.begin_training(build.actor(panel.manager), raj, panel.opening.gaps[1].competency)
    with pytest.raises(Refused) as refusal:
        give(panel, raj)
    assert said(refusal) == [("interview.nothing-to-ask", {"name": "Raj Patel", "minutes": 30})]


def test_two_presses_give_two_interviews(session, panel, raj):
    give(panel, raj)
    with pytest.raises(Refused) as refusal:
        give(panel, raj)
    assert said(refusal) == [("interview.met-already", {"name": "Raj Patel"})]
    assert session.scalar(sa.select(sa.func.count()).select_from(Interview)) == 3


def test_a_second_interview_cannot_be_told_from_the_first(session, panel, raj):
    titles = [give(panel, who).title for who in (raj, person(Role.interviewer, team=panel.opening.team))]
    assert titles == [TITLE, "One more interview 2"]


def test_a_full_week_gets_one_more(session, panel, raj):
    manager = build.actor(panel.manager)
    for gap in panel.opening.gaps:
        found = training.begin_training(manager, raj, gap.competency)
        for trigger in ("reverse", "qualify"):
            training.move_training(manager, found, trigger)
    training.limit_load(manager, raj, weekly=1)
    other = build.Panel(panel.opening, build.candidacy(panel.opening, name="Kim Lee", owner=panel.recruiter),
                        panel.manager, panel.recruiter, [raj])
    first = give(other, raj)
    interviews.schedule(build.actor(panel.recruiter), first, place="Room 4",
                        starts_at=build.clock.now() + timedelta(days=2))
    with pytest.raises(Refused) as refusal:
        give(panel, raj)
    assert said(refusal) == [("interview.days-full", {"name": "Raj Patel", "taken": 1, "limit": 1})]


@pytest.mark.parametrize("state", ["applied", "screen", "offer"])
def test_somebody_who_is_not_interviewed_is_given_an_interview(session, state):
    place = build.opening()
    manager = place.requisition.requested_by
    who = build.candidacy(place, owner=manager, state=state)
    with pytest.raises(Refused) as refusal:
        further.one_more_interview(build.actor(manager), who, interviewer_id=manager.id, minutes=30, title=TITLE)
    assert said(refusal) == [("interview.no-more-now", {})]


def test_a_stranger_or_an_interviewer_adds_an_interview(session, panel, raj):
    with pytest.raises(Refused) as refusal:
        give(panel, person(), minutes=4)
    assert [code for code, _ in said(refusal)] == ["interview_plan.round-incomplete", "interview.not-an-interviewer"]
    with pytest.raises(NotPermitted):
        further.one_more_interview(build.actor(raj), panel.candidacy, interviewer_id=raj.id, minutes=30, title=TITLE)


def test_the_decision_does_not_wait_for_the_added_card(session, panel, raj):
    made = give(panel, raj)
    manager = build.actor(panel.manager)
    with pytest.raises(Refused) as refusal:
        debriefs.decide(manager, panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    assert [code for code, _ in said(refusal)] == ["debrief.scorecards-missing"]
    scorecards.excuse_scorecard(manager, made.scorecard, reason="Not needed any more.")
    debriefs.decide(manager, panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    assert panel.candidacy.state == "offer"


def test_the_audit_does_not_say_about_which_gaps(session, panel, raj):
    made = give(panel, raj)
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "interview.add")).one()
    assert (entry.record_kind, entry.record_id, entry.facts["gap_ids"]) == (
        "interview", made.id, sorted({each.opening_gap_id for each in made.kit}))


def test_an_added_interview_stands_for_a_round_of_the_plan(session, panel):
    kim = build.candidacy(panel.opening, name="Kim Lee", owner=panel.recruiter)
    other = build.Panel(panel.opening, kim, panel.manager, panel.recruiter, panel.interviewers)
    give(other, person(Role.interviewer, team=panel.opening.team), title="Interview 1")
    assert len(interviews.prepare_interviews(build.actor(panel.recruiter), kim)) == 3


def test_an_interview_too_short_for_any_question_gets_an_empty_kit(session, panel, raj):
    with pytest.raises(Refused) as refusal:
        give(panel, raj, minutes=5)
    assert said(refusal) == [("interview.nothing-to-ask", {"name": "Raj Patel", "minutes": 5})]
