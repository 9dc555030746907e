"""The match on the opening: everybody against the gap, ordered only by what the evidence separates."""

import pytest

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders.people import person, team
from tests.watching import statements
from webapp.hiring.debrief_words import some
from workflows.interviewing.actions import debriefs
from workflows.interviewing.actions.scorecards import reopen_scorecard
from workflows.permits import Role


def match(app, panel, user=None):
    return Browser(app).sign_in(user or panel.recruiter).get(f"/openings/{panel.opening.id}/match")


@pytest.fixture
def panel(session, clock):
    """Jo was rated 4 and 4 by two people."""
    made = build.held(2)
    clock.travel(days=2)
    for card in made.cards:
        build.submit(card, level=4)
    return made


def test_a_candidate_is_missing_from_the_match(session, app, panel):
    build.another(panel, (2, 2), name="Ada Short")
    build.another(panel, (3, None), name="Ben Single")
    build.compute(panel.opening)
    page = match(app, panel)
    best, next_ = page.rows("Tier 1 of 2")[1], page.rows("Tier 2 of 2")[1]
    assert (best[0], best[4:]) == ("Jo Park", ["all met", "Negotiation, Discovery", "", ""])
    assert (next_[0], next_[4:]) == ("Ada Short", ["one is short", "", "Negotiation, Discovery", ""])
    apart = page.rows("Not compared: nothing about them has two opinions yet")[1]
    assert apart == ["Ben Single", "not known", "–", "0%", "not all known", "", "", "Negotiation, Discovery"]


def test_the_same_sentence_is_there_for_every_competency(session, app, panel):
    build.compute(panel.opening)
    said = [" ".join("".join(each.itertext()).split()) for each in match(app, panel).xpath("//details//li")]
    needs = [each.split(" and has ")[0] for each in said if each.startswith("The team needs")]
    assert needs == [f"The team needs 2 people at level 3 in {each}" for each in ("Negotiation", "Discovery")]


def test_seven_unrated_competencies_fill_a_row(app):
    with app.test_request_context():
        assert some(["Drive", "Pricing", "Coaching"]) == "Drive, Pricing, Coaching"
        assert some(["Drive", "Pricing", "Coaching", "Discovery"]) == "Drive, Pricing and 2 more"


def test_candidates_nobody_can_tell_apart_are_ranked(session, app, panel):
    build.another(panel, (4, 4), name="Zoe Equal")
    build.another(panel, (4, 4), name="Ann Equal")
    build.compute(panel.opening)
    page = match(app, panel)
    assert [row[0] for row in page.rows("Candidates")[1:]] == ["Ann Equal", "Jo Park", "Zoe Equal"]
    assert "Why there is no order" in page.main
    assert "Tier 1" not in page.main


def test_levels_at_the_ends_of_the_scale_make_an_order(session, app, panel):
    for name, levels in (("Ada Low", (1, 1)), ("Di High", (5, 5))):
        build.another(panel, levels, name=name)
    build.compute(panel.opening)
    page = match(app, panel)
    assert [row[0] for row in page.rows("Candidates")[1:]] == ["Ada Low", "Di High", "Jo Park"]
    assert "Such ratings cannot tell candidates apart" in page.main


def test_a_must_have_is_made_up_for_by_strength_elsewhere(session, app, panel):
    weak = build.another(panel, (None, None), name="Eve Uneven")
    for card in weak.cards:
        given = {rating.id: build.Given(1 if rating.competency.name == "Negotiation" else 5, None, "Said so.")
                 for rating in card.ratings}
        author = build.actor(card.author)
        build.scorecards.save_scorecard(author, card, build.Written(given, build.Overall.yes, "Strong.", ""))
        build.scorecards.submit_scorecard(author, card)
    build.compute(panel.opening)
    row = next(row for row in match(app, panel).rows("Candidates") if row[0] == "Eve Uneven")
    assert row[4:] == ["one is short", "Discovery", "Negotiation", ""]
    assert "Strength elsewhere does not make up for it" in match(app, panel).main


def test_the_decider_reads_the_match_before_writing(session, app, panel):
    build.compute(panel.opening)
    page = match(app, panel, panel.manager)
    assert "Candidates" not in page.main
    assert "Judged gap closed" not in page.main
    assert "Jo Park" in page.main
    debrief = debriefs.open_debrief(build.actor(panel.recruiter), panel.candidacy)
    debriefs.write_first(build.actor(panel.manager), debrief, words="Calm.")
    assert match(app, panel, panel.manager).rows("Candidates")[1][0] == "Jo Park"


def test_somebody_who_organises_elsewhere_reads_the_match(session, app, panel):
    build.compute(panel.opening)
    for who in (person(Role.recruiter, team=team()), person(Role.hiring_manager, team=team())):
        Browser(app).sign_in(who).get(f"/openings/{panel.opening.id}/match", expect=404)
    Browser(app).sign_in(panel.interviewers[0]).get(f"/openings/{panel.opening.id}/match", expect=403)


def test_old_numbers_pass_for_new_ones(session, app, panel):
    assert "Figures are being computed" in match(app, panel).main
    build.compute(panel.opening)
    assert "Computed from all 2 scorecards" in match(app, panel).main
    build.another(panel, (2, 2), name="Ada Short")
    assert "Computed from 2 scorecards; 4 are in now" in match(app, panel).main
    reopen_scorecard(build.actor(panel.interviewers[0]), panel.cards[0], reason="A wrong line.")
    assert "The figures are being computed from 3 scorecards." in match(app, panel).main


def test_nobody_is_at_interviews_and_the_page_is_blank(session, app):
    place = build.opening()
    who = person(Role.recruiter, team=place.team)
    assert "Nobody is at interviews yet" in Browser(app).sign_in(who).get(f"/openings/{place.id}/match").main


def test_the_match_asks_the_database_more_with_every_candidate(session, app, panel):
    counts = []
    for more in (0, 3):
        for n in range(more):
            build.another(panel, (3, 3), name=f"Number {n}")
        build.compute(panel.opening)
        browser = Browser(app).sign_in(panel.recruiter)
        with statements(app, "SELECT") as seen:
            browser.get(f"/openings/{panel.opening.id}/match")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
