import numpy as np
import pytest

from workflows.measurement.generalizability import Spread, decision_study, generalizability, spread_of
from workflows.measurement.variance import fit_variance

# Shrout & Fleiss (1979), table 2: one rater and the mean of four are ICC(3,·) and ICC(2,·) of the same data.
SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
USUAL = Spread(candidate=0.25, own=0.16, interviewer=0.16, interviewer_competency=0.0625, halo=0.16, question=0.09,
               residual=0.49)


def test_one_and_four_raters_are_the_intraclass_correlations():
    found = {each.interviewers: each for each in generalizability(SHROUT_FLEISS).decisions}
    assert [round(found[n].same_panel, 2) for n in (1, 4)] == [0.71, 0.91]
    assert [round(found[n].any_panel, 2) for n in (1, 4)] == [0.29, 0.62]


def test_every_further_interviewer_buys_less():
    phi = [each.any_panel for each in decision_study(USUAL)]
    gains = np.diff(phi)
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


def test_two_interviewers_with_two_questions_have_the_errors_of_the_formula():
    found, = decision_study(USUAL, interviewers=[2], questions=2)
    relative = 0.16 / 2 + 0.49 / 4
    absolute = relative + 0.16 / 2 + 0.0625 / 2 + 0.09 / 4
    assert (found.same_panel, found.any_panel, found.sd) == pytest.approx(
        (0.41 / (0.41 + relative), 0.41 / (0.41 + absolute), absolute**0.5))


def test_halo_does_not_average_out_over_competencies():
    found, = decision_study(Spread(candidate=0.25, halo=0.16), interviewers=[2], competencies=100)
    assert found.any_panel == pytest.approx(0.25 / (0.25 + 0.08))


def test_team_whose_scores_do_not_vary_has_no_reliability():
    assert decision_study(Spread(candidate=0.0), interviewers=[2])[0].any_panel is None


def test_missing_scores_are_no_obstacle():
    table = SHROUT_FLEISS.copy()
    table[0, 0] = table[3, 2] = np.nan
    assert 0 < generalizability(table).decisions[0].same_panel < 1


@pytest.mark.parametrize("table", [np.full((4, 3), 3.0), np.array([[1.0, 2.0]]), np.full((2, 2), np.nan)])
def test_nothing_to_compare_gives_no_number_but_a_reason(table):
    found = generalizability(table)
    assert (found.unit, found.decisions) == (None, ())
    assert found.reasons


def test_parts_of_a_fit_are_found_by_their_factor():
    dice = np.random.default_rng(1)
    able = dice.normal(0, 1, 30)
    rows = [(str(c), str(k), 3 + able[c] + dice.normal(0, 0.5)) for c in range(30) for k in range(3) for _ in range(2)]
    fit = fit_variance([row[2] for row in rows], {"candidate": [row[0] for row in rows],
                                                  "competency": [row[1] for row in rows]},
                       ["candidate", "candidate:competency"])
    spread = spread_of(fit)
    assert spread.candidate == fit.variance("candidate") > 0
    assert (spread.own, spread.residual, spread.halo) == (fit.variance("candidate:competency"),
                                                          fit.variance("residual"), 0)
