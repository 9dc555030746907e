"""Each reader's figures: from what they may see, and from nothing else."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.builders.people import person
from workflows import jobs
from workflows.interviewing.actions import calibration, debriefs, fits, scorecards
from workflows.interviewing.panel_answer import Answer
from workflows.interviewing.queries.assistance import register
from workflows.interviewing.queries.calibration import newest_calibration
from workflows.interviewing.queries.debriefs import Panel, panel_for
from workflows.interviewing.queries.fits import best_of, gaps_of
from workflows.interviewing.queries.further import known_about
from workflows.interviewing.queries.readers import MOST_BASES, bases_of_readers, hidden_from
from workflows.interviewing.queries.severities import own_ratings
from workflows.interviewing.records import DebriefLine, Decision, Fit
from workflows.permits import Role
from workflows.reactions import JOBS
from workflows.recruiting.actions import openings
from workflows.recruiting.records import ScoreVisibility


@pytest.fixture
def panel(session, clock):
    """Ana and Raj have written about Jo, whose debrief has its first words; Raj still owes a scorecard of Kim."""
    clock.travel(days=2)
    made = build.in_debrief((4, 2))
    made.kim = build.another(made, (1, None), name="Kim Lee", debrief=True)
    clock.travel(days=60)
    return made


def work() -> None:
    while jobs.run_next(JOBS):
        pass


def seen_by(panel, user) -> Panel:
    return panel_for(build.actor(user), panel.opening, gaps_of(panel.opening.id))


def rests_on(panel, user) -> tuple[int, ...] | None:
    """The candidates whose scorecards this person's figures know of; None without figures."""
    fit = seen_by(panel, user).fit
    return None if fit is None else tuple(Answer(fit.answer).candidacy_ids)


def all_fits(session) -> list[tuple[int, int]]:
    return [tuple(row) for row in session.execute(sa.select(Fit.scorecards, Fit.left_out).order_by(Fit.id))]


def test_somebody_who_owes_a_scorecard_gets_figures_that_know_of_the_others(session, panel):
    raj, jo, kim = panel.interviewers[1], panel.candidacy.id, panel.kim.candidacy.id
    work()
    assert all_fits(session) == [(3, 0), (2, 1)]
    assert [rests_on(panel, each) for each in (raj, panel.recruiter, panel.interviewers[0])] == [
        (jo,), (jo, kim), (jo, kim)]
    build.submit(panel.kim.cards[1])
    work()
    assert [rests_on(panel, each) for each in (raj, panel.recruiter)] == [(jo, kim), (jo, kim)]
    assert seen_by(panel, raj).current


def test_the_figures_of_everything_wait_for_those_of_readers(session, panel):
    """And readers' figures come one job each, so that a submit meanwhile waits for one of them at most."""
    while not all_fits(session):
        assert jobs.run_next(JOBS)
    assert all_fits(session) == [(3, 0)]
    assert seen_by(panel, panel.interviewers[1]).awaited


def test_the_job_computes_readers_figures_again_and_again(session, panel):
    work()
    fits.fit_opening(panel.opening.id)
    work()
    assert all_fits(session) == [(3, 0), (2, 1)]


def test_what_is_left_out_changes_the_seed_or_the_figures(session, panel):
    """The figures without Kim are those of an opening that Kim never came to."""
    work()
    full, without = session.scalars(sa.select(Fit).order_by(Fit.id))
    alone = fits.up_to_date(panel.opening, {panel.kim.candidacy.id})
    assert alone.id == without.id
    assert (without.data_sha256 == full.data_sha256, without.seed == full.seed) == (False, False)
    assert str(panel.kim.candidacy.id) not in {each["candidate"] for each in without.answer["estimates"]}


def test_the_decider_gets_figures_of_somebody_before_writing_first(session, panel):
    manager, jo, kim = panel.manager, panel.candidacy.id, panel.kim.candidacy.id
    lou = build.another(panel, (5, 5), name="Lou Day", debrief=True, words=None)
    work()
    assert rests_on(panel, manager) == (jo, kim)
    debriefs.write_first(build.actor(manager), lou.debrief, words="Fast.")
    assert (rests_on(panel, manager), seen_by(panel, manager).current) == ((jo, kim, lou.candidacy.id), True)


def test_first_words_bring_no_new_figures(session, panel):
    """Words about Lou while Mo is still hidden: the set of scorecards is new, and is computed without a submit."""
    lou, mo = (build.another(panel, (5, 5), name=name, debrief=True, words=None) for name in ("Lou Day", "Mo Ray"))
    work()
    debriefs.write_first(build.actor(panel.manager), lou.debrief, words="Fast.")
    before = seen_by(panel, panel.manager)
    assert (before.fit.scorecards, before.basis.scorecards, before.awaited) == (3, 5, True)
    work()
    assert seen_by(panel, panel.manager).current
    assert mo.candidacy.id not in rests_on(panel, panel.manager)


def test_a_re_opened_scorecard_stays_in_the_figures_of_those_who_may_not_see_it(session, panel):
    """Raj re-opens what they wrote about Jo: an older fit knows of Jo and is not taken, for Raj nor for anybody."""
    raj = panel.interviewers[1]
    build.submit(panel.kim.cards[1])
    work()
    scorecards.reopen_scorecard(build.actor(raj), panel.cards[1], reason="A wrong line.")
    assert [rests_on(panel, each) for each in (raj, panel.recruiter)] == [None, None]
    work()
    assert [rests_on(panel, each) for each in (raj, panel.recruiter)] == [
        (panel.kim.candidacy.id,), (panel.candidacy.id, panel.kim.candidacy.id)]


def test_a_reader_whose_figures_are_not_computed_waits_for_ever(session, panel):
    """When nothing is being computed, the page says so instead of asking again every second."""
    fits.up_to_date(panel.opening)
    nothing_done()
    view = seen_by(panel, panel.interviewers[1])
    assert (view.fit, view.basis.scorecards, view.awaited) == (None, 2, False)


def nothing_done() -> None:
    """Every job is done, and computed nothing."""
    while jobs.run_next(dict.fromkeys(JOBS, lambda **_: None)):
        pass


def test_of_older_figures_the_poorest_are_taken():
    stored = [(1, [11, 12]), (2, [11, 12, 13]), (3, [11]), (4, [11, 12, 99]), (5, [11, 12, 13]), (6, [])]
    assert best_of(stored, [11, 12, 13, 14]) == 5
    assert best_of(stored, [11, 12]) == 1
    assert best_of(stored, [99]) is None


def test_ten_readers_with_one_set_of_scorecards_take_ten_computations(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 3, 2))
    for n in range(2):
        build.another(panel, (None, None, 3), name=f"Number {n}", debrief=True)
    gaps = gaps_of(panel.opening.id)
    assert [(each.scorecards, len(each.left_out)) for each in bases_of_readers(panel.opening, gaps)] == [(3, 2)]
    assert MOST_BASES == 12


def test_a_reader_whose_sight_changed_by_itself_gets_no_figures_overnight(session, clock):
    """The opening's policy changes, which brings no figures by itself: the job of the day does."""
    clock.travel(days=2)
    panel = build.in_debrief((4, 2), visibility=ScoreVisibility.never)
    build.another(panel, (3, None), debrief=True)
    clock.travel(days=60)
    work()
    openings.revise(build.actor(panel.manager), panel.opening, title="Seller", description="",
                    visibility=ScoreVisibility.after_own)
    assert rests_on(panel, panel.interviewers[1]) is None
    fits.fit_all_readers("2026-05-04")
    work()
    assert rests_on(panel, panel.interviewers[1]) == (panel.candidacy.id,)


def test_an_excused_scorecard_brings_no_new_figures(session, clock):
    """A manager who decides and interviews is excused about Kim, and may see Kim from then on."""
    clock.travel(days=2)
    panel = build.in_debrief((4, 2), manager_interviews=True)
    kim, lou = (build.another(panel, levels, name=name, debrief=True)
                for name, levels in (("Kim Lee", (None, 3)), ("Lou Day", (None, 5))))
    clock.travel(days=60)
    work()
    scorecards.excuse_scorecard(build.actor(panel.recruiter), kim.cards[0], reason="Was ill.")
    work()
    assert rests_on(panel, panel.manager) == (panel.candidacy.id, kim.candidacy.id)
    assert seen_by(panel, panel.manager).current
    assert lou.candidacy.id in hidden_from(build.actor(panel.manager), panel.opening.id)


def test_an_opening_that_never_shows_colleagues_is_computed_for_them(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 2), visibility=ScoreVisibility.never)
    build.another(panel, (3, 3), debrief=True)
    assert bases_of_readers(panel.opening, gaps_of(panel.opening.id)) == []
    assert len(hidden_from(build.actor(panel.interviewers[0]), panel.opening.id)) == 2


def test_a_decision_rests_on_what_the_decider_may_not_see(session, panel):
    lou = build.another(panel, (5, 5), name="Lou Day", debrief=True, words=None)
    work()
    debriefs.decide(build.actor(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes the gap.")
    fit = session.scalars(sa.select(DebriefLine)).first().fit
    assert (fit.scorecards, fit.left_out) == (3, 1)
    assert lou.candidacy.id not in Answer(fit.answer).candidacy_ids


def test_one_more_interview_is_planned_by_what_its_planner_may_not_see(session, panel):
    gaps = gaps_of(panel.opening.id)
    work()
    told, blind = (known_about(build.actor(each), panel.kim.candidacy, gaps)
                   for each in (panel.recruiter, panel.interviewers[1]))
    assert told.opinions == blind.opinions
    scorecards.reopen_scorecard(build.actor(panel.interviewers[0]), panel.kim.cards[0], reason="Nothing was asked.")
    build.submit(panel.kim.cards[0], level=None)
    work()
    now, still = (known_about(build.actor(each), panel.kim.candidacy, gaps)
                  for each in (panel.recruiter, panel.interviewers[1]))
    assert now.opinions != told.opinions
    assert (still, blind.spread) == (blind, {})


def test_a_deciders_own_severity_knows_of_somebody_before_they_write_first(session, clock):
    clock.travel(days=2)
    panel = build.in_debrief((4, 2), manager_interviews=True, words=None)
    work()
    [own] = own_ratings(build.actor(panel.manager))
    assert (own.writing, own.deciding, own.severity) == (False, True, None)
    debriefs.write_first(build.actor(panel.manager), panel.debrief, words="Calm.")
    [own] = own_ratings(build.actor(panel.manager))
    assert (own.deciding, own.severity.candidates) == (False, 1)


def test_a_calibration_knows_of_somebody_about_whom_not_all_have_written(session, panel):
    calibration.calibrate_interviewing("2026-05-03")
    [kept] = session.scalars(sa.select(Fit).where(Fit.opening_id.is_(None)))
    assert (kept.scorecards, len(kept.versions)) == (2, 2)


def test_somebody_who_has_to_write_again_reads_the_calibration(session, panel):
    """Jo counted; then Raj re-opened their scorecard of Jo, and neither calibration nor register tell Raj of it."""
    operations, raj = build.actor(person(Role.operations)), panel.interviewers[1]
    calibration.calibrate_interviewing("2026-05-03")
    fit = newest_calibration(operations)[0]
    assert [newest_calibration(build.actor(each)) for each in (raj, panel.manager)] == [(fit, False), (fit, False)]
    scorecards.reopen_scorecard(build.actor(raj), panel.cards[1], reason="A wrong line.")
    assert newest_calibration(build.actor(raj)) == (None, True)
    assert newest_calibration(operations) == (fit, False)
    assert [[each.withheld for each in register(who)[0]] for who in (operations, build.actor(raj))] == [[False], [True]]
