"""A token and unusual levels are planted in one scorecard and looked for as everybody, everywhere in this slice."""

import re

import pytest

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person, team
from workflows.interviewing.actions import debriefs
from workflows.interviewing.queries.blindness import scorecards_visible_to
from workflows.ledger import AuditEntry
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.recruiting.records import ScoreVisibility
from workflows.waits import Wait

TOKEN = "TOKEN-4711"
DERIVED = re.compile(r"Raw mean|Fair range|[Gg]ap closed|Gap judged|Level 1\b|Strong no|1\.0\b|fair range is")
FILES = (".svg", ".pdf")


def pages(panel):
    found = ["/interviews", "/interviewers", f"/candidacies/{panel.candidacy.id}/interviews",
             f"/openings/{panel.opening.id}/interview-plan", f"/debriefs/{panel.debrief.id}", "/calibration",
             f"/openings/{panel.opening.id}/match", "/my-ratings", "/assistance", *files(panel)]
    for each in panel.interviews:
        found += [f"/interviews/{each.id}", f"/scorecards/{each.scorecard.id}", f"/interviews/{each.id}/excuse",
                  f"/scorecards/{each.scorecard.id}/reopen", f"/interviews/{each.id}/schedule",
                  f"/interviews/{each.id}/interviewer", f"/interviews/{each.id}/cancel"]
    return [*found, *(url + "?part" for url in found if not url.endswith(FILES))]


def files(panel):
    """They hold nothing but what is derived from scorecards, so an answer is enough to know that they are seen."""
    return [f"/debriefs/{panel.debrief.id}/ranges.svg", f"/debriefs/{panel.debrief.id}/debrief.pdf"]


def seen(app, panel, user) -> set[str]:
    """The addresses at which this person can read the planted words or anything derived from them."""
    browser, found = Browser(app).sign_in(user), set()
    for url in pages(panel):
        headers = {"HX-Request": "true"} if url.endswith("?part") else {}
        answer = browser.open(url.removesuffix("?part"), headers=headers)
        text = re.sub(r"<[^>]*>", " ", answer.get_data().decode(errors="replace"))
        main = text.partition("Skip to content")[2] or text
        shown = url.endswith(FILES) or (re.search("debriefs|match|ratings|calibration", url) and DERIVED.search(main))
        if TOKEN in text or (answer.status_code == 200 and shown):
            found.add(url)
    return found


@pytest.fixture
def panel(session, clock, request):
    """Ana has planted and submitted; Raj still writes; the debrief is open and the manager has written first."""
    made = build.held(2, **getattr(request, "param", {}))
    clock.travel(days=2)
    build.submit(made.cards[0], level=1, evidence=f"{TOKEN} said.", overall=build.Overall.strong_no,
                 reason=f"{TOKEN} overall.")
    made.debrief = debriefs.open_debrief(actor_for(made.recruiter), made.candidacy)
    build.compute(made.opening)
    return made


def own_pages(panel):
    return {f"/scorecards/{panel.cards[0].id}", f"/scorecards/{panel.cards[0].id}?part"}


def debrief_pages(panel):
    return {f"/debriefs/{panel.debrief.id}", f"/debriefs/{panel.debrief.id}?part", *files(panel)}


def match_pages(panel):
    return {f"/openings/{panel.opening.id}/match", f"/openings/{panel.opening.id}/match?part"}


def organised(panel):
    return everything(panel) | match_pages(panel)


def everything(panel):
    return own_pages(panel) | debrief_pages(panel)


def test_somebody_who_still_writes_reads_a_colleague(session, app, panel):
    assert seen(app, panel, panel.interviewers[1]) == set()
    assert [c.id for c in scorecards_visible_to(actor_for(panel.interviewers[1]), panel.candidacy)] == [
        panel.cards[1].id]
    build.submit(panel.cards[1])
    assert seen(app, panel, panel.interviewers[1]) == everything(panel)


def test_the_author_cannot_read_their_own_words(session, app, panel):
    assert seen(app, panel, panel.interviewers[0]) == everything(panel)


def test_a_colleague_learns_of_a_candidate_from_another_ones_debrief(session, app, panel):
    """Raj is done with Kim and may read all of Kim's debrief; of Jo, about whom he still writes, he learns nothing."""
    build.submit(panel.cards[1])
    kim = build.another(panel, (4, 5), name="Kim Lee", debrief=True)
    lou = build.another(panel, (1, None), name="Lou Hidden")
    build.compute(panel.opening)
    raj = Browser(app).sign_in(panel.interviewers[1])
    page = raj.get(f"/debriefs/{kim.debrief.id}")
    assert "Jo Park" in page.main
    assert "Kim Lee" in page.main
    assert "Lou Hidden" not in page.main
    build.submit(lou.cards[1])
    build.compute(panel.opening)
    assert "Lou Hidden" in raj.get(f"/debriefs/{kim.debrief.id}").main


def test_an_organiser_who_did_not_interview_sees_nothing(session, app, panel):
    assert seen(app, panel, panel.recruiter) == organised(panel)


def test_the_decider_reads_before_writing(session, app, panel):
    assert seen(app, panel, panel.manager) == set()
    debriefs.write_first(actor_for(panel.manager), panel.debrief, words="Calm.")
    assert seen(app, panel, panel.manager) == organised(panel)


def test_the_decider_reads_single_scorecards_while_there_is_no_debrief(session, app, clock):
    made = build.held(2)
    clock.travel(days=2)
    card = build.submit(made.cards[0], level=1, evidence=f"{TOKEN} said.", reason=f"{TOKEN} overall.")
    browser = Browser(app)
    assert TOKEN in browser.sign_in(made.recruiter).get(f"/scorecards/{card.id}").main
    browser.sign_in(made.manager).get(f"/scorecards/{card.id}", expect=404)
    for url in (f"/candidacies/{made.candidacy.id}/interviews", f"/interviews/{made.interviews[0].id}"):
        assert TOKEN not in browser.get(url).text
    assert scorecards_visible_to(actor_for(made.manager), made.candidacy) == []


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.candidate])
def test_somebody_of_another_team_reads_it(session, app, panel, role):
    assert seen(app, panel, person(role, team=team())) == set()


@pytest.mark.parametrize("role", [Role.rep, Role.assessor, Role.coach, Role.leader, Role.interviewer])
def test_a_colleague_of_the_team_who_did_not_interview_reads_it(session, app, panel, role):
    assert seen(app, panel, person(role, team=panel.opening.team)) == set()


@pytest.mark.parametrize("role", [Role.operations, Role.admin])
def test_operations_reads_scorecards(session, app, panel, role):
    assert seen(app, panel, person(role)) == set()


def test_a_candidate_reads_it(session, app, panel):
    browser = Browser(app).sign_in_candidate(panel.candidacy.candidate)
    answers = [browser.open(url.removesuffix("?part")).get_data().decode(errors="replace") for url in pages(panel)]
    assert not any(TOKEN in answer or DERIVED.search(answer) for answer in answers)


@pytest.mark.parametrize("panel", [{"visibility": ScoreVisibility.never}], indirect=True)
def test_an_opening_that_never_shows_colleagues_shows_them(session, app, panel):
    build.submit(panel.cards[1])
    assert seen(app, panel, panel.interviewers[1]) == set()
    assert seen(app, panel, panel.recruiter) == organised(panel)


@pytest.mark.parametrize("panel", [{"visibility": ScoreVisibility.always}], indirect=True)
def test_an_opening_that_always_shows_colleagues_hides_them(session, app, panel):
    assert seen(app, panel, panel.interviewers[1]) == everything(panel)


def test_a_manager_who_interviews_reads_the_others_first(session, app, clock):
    made = build.held(2, manager_interviews=True)
    clock.travel(days=2)
    build.submit(made.cards[1], level=1, evidence=f"{TOKEN} said.", reason=TOKEN)
    made.debrief = debriefs.open_debrief(actor_for(made.recruiter), made.candidacy)
    debriefs.write_first(actor_for(made.manager), made.debrief, words="Calm.")
    assert seen(app, made, made.manager) == set()
    build.submit(made.cards[0])
    assert f"/debriefs/{made.debrief.id}" in seen(app, made, made.manager)


def test_a_draft_is_read_by_anybody_but_its_author(session, app, clock):
    made = build.held(1)
    build.scorecards.save_scorecard(actor_for(made.interviewers[0]), made.cards[0],
                                    build.written(made.cards[0], level=1, evidence=TOKEN, reason=TOKEN))
    made.debrief = debriefs.open_debrief(actor_for(made.recruiter), made.candidacy)
    assert {url for url in seen(app, made, made.recruiter) if "scorecards" in url} == set()
    assert f"/scorecards/{made.cards[0].id}" in seen(app, made, made.interviewers[0])


def test_mail_audit_or_desk_tell_what_a_scorecard_says(session, app, panel):
    rows = [*session.query(OutboxMessage), *session.query(AuditEntry), *session.query(Wait)]
    said = [str({**vars(row), "text": vars(row.text) if getattr(row, "text", None) else ""}) for row in rows]
    assert len(said) > 10
    assert [each for each in said if TOKEN in each or "strong_no" in each] == []
