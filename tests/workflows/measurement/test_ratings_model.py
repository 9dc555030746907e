"""The equations against the same model written out plainly, and the integration against brute force."""

import numpy as np
import pytest

from workflows.measurement.ratings import Rating, fit
from workflows.measurement.ratings_draws import deviations, draw, log_prior
from workflows.measurement.ratings_model import PRIOR_SCALES, design, solve
from workflows.measurement.ratings_next import next_interview
from workflows.measurement.ratings_panel import panel
from workflows.measurement.ratings_posterior import moments, requested

SDS = np.array([[.5, .4, .3, .2, .4, .3, .6], [.3, .0, .7, .0, .1, .0, .3]])


def ratings(candidates=6, interviewers=4, competencies=3, seen_by=3, seed=1):
    generator = np.random.default_rng(seed)
    return [Rating(f"c{c}", f"i{i}", f"k{k}", float(generator.integers(1, 6)),
                   f"q{k}{generator.integers(2)}" if k else None)
            for c in range(candidates) for i in generator.choice(interviewers, seen_by, replace=False)
            for k in range(competencies)]


def same(*names):
    """1 where two rows share all the names: (n,n)."""
    codes = [np.unique(np.array(column, dtype=str), return_inverse=True)[1] for column in names]
    together = np.ones((len(codes[0]),) * 2)
    for code in codes:
        together *= code[:, None] == code[None]
    return together


def written_out(given, sds):
    """Covariance of the rows without noise, the noise's variance, and covariance of the rows with T of each row."""
    c, i = [r.candidate for r in given], [r.interviewer for r in given]
    k, q = [r.competency for r in given], [r.question or "" for r in given]
    asked = np.array([r.question is not None for r in given])
    a, g, s, sk, h, d, e = sds**2
    skill = same(k) + a * same(c) + g * same(c, k)
    full = (skill + s * same(i) + sk * same(i, k) + h * same(c, i) + d * same(q) * np.outer(asked, asked))
    return full, e + 1 / 12, skill


@pytest.mark.parametrize("sds", SDS)
def test_likelihood_equals_the_one_written_out(sds):
    given = ratings()
    covariance, noise, _ = written_out(given, sds)
    covariance += noise * np.eye(len(given))
    y = np.array([r.score for r in given]) - 3
    plain = -.5 * (len(y) * np.log(2 * np.pi) + np.linalg.slogdet(covariance)[1] + y @ np.linalg.solve(covariance, y))
    assert solve(design(panel(given)), sds[None]).log_likelihood[0] == pytest.approx(plain, rel=1e-10)


@pytest.mark.parametrize("sds", SDS)
def test_adjusted_scores_and_their_spread_equal_those_written_out(sds):
    given = ratings()
    rows, noise, skill = written_out(given, sds)
    gain = skill @ np.linalg.inv(rows + noise * np.eye(len(given)))
    mean = 3 + gain @ (np.array([r.score for r in given]) - 3)
    covariance = skill - gain @ skill
    made = design(panel(given))
    sums = requested(np.ones(3) / 3, np.ones((6, 3), dtype=bool), made.panel.component)
    found = moments(made, solve(made, sds[None]), sums)
    place = {(r.candidate, r.competency): at for at, r in enumerate(given)}
    at = np.array([[place[f"c{c}", f"k{k}"] for k in range(3)] for c in range(6)])
    assert found.adjusted[0] == pytest.approx(mean[at])
    assert found.adjusted_variance[0] == pytest.approx(np.diag(covariance)[at])
    pick = np.zeros((6, len(given)))
    for c in range(6):
        pick[c, at[c]] = 1 / 3
    total = pick @ covariance @ pick.T
    assert found.total[0] == pytest.approx(pick @ mean)
    assert found.total_variance[0] == pytest.approx(np.diag(total))
    first, second = sums.first, sums.second
    assert found.difference_variance[0] == pytest.approx(
        total[first, first] + total[second, second] - 2 * total[first, second])


def test_integration_over_deviations_equals_brute_force():
    given = ratings(candidates=4, interviewers=3, competencies=2, seen_by=2, seed=5)
    made = design(panel(given))
    generator = np.random.default_rng(0)
    sums = requested(np.ones(2) / 2, np.ones((4, 2), dtype=bool), made.panel.component)
    for prior, factor in enumerate((1.0, .5, 2.0)):
        sds = np.abs(generator.normal(size=(60_000, 7))) * PRIOR_SCALES * factor
        parts = [(solved.log_likelihood, moments(made, solved, sums).adjusted)
                 for solved in (solve(made, sds[at:at + 500]) for at in range(0, len(sds), 500))]
        weights = np.exp(np.concatenate([part[0] for part in parts]))
        brute = np.tensordot(weights / weights.sum(), np.concatenate([part[1] for part in parts]), 1)
        drawn = draw(made)
        mine = np.tensordot(drawn.weights[prior], moments(made, solve(made, drawn.sds), sums).adjusted, 1)
        assert mine == pytest.approx(brute, abs=.06)
        assert drawn.weights[prior] @ drawn.sds == pytest.approx(weights @ sds / weights.sum(), abs=.05)


def test_coordinate_makes_the_prior_standard_normal():
    generator = np.random.default_rng(0)
    sds = deviations(generator.normal(size=(40_000, 7)), PRIOR_SCALES)
    assert np.quantile(sds / PRIOR_SCALES, (.1, .5, .9)) == pytest.approx((.1257, .6745, 1.645), abs=.01)
    assert log_prior(np.zeros((1, 7)), np.ones(7))[0] == pytest.approx(7 * np.log(2 / np.pi) / 2)


@pytest.mark.parametrize("interviewer", ["i0", "i1", "i2", "i3", "somebody new"])
def test_one_more_interview_promises_the_spread_that_it_then_gives(interviewer):
    given = ratings()
    answer = fit(given)
    promised = next_interview(answer, "c0", interviewer, ["k0", "k2"], versus="c1")
    more = [Rating("c0", interviewer, k, 3.0, f"new {k}") for k in ("k0", "k2")]
    made = design(panel([*given, *more]))
    sums = requested(np.ones(3) / 3, np.ones((6, 3), dtype=bool), made.panel.component)
    found = moments(made, solve(made, answer.evidence.draws.mode[None]), sums)
    pair = next(at for at in range(len(sums.first)) if (sums.first[at], sums.second[at]) == (0, 1))
    assert promised.sd_after == pytest.approx(found.difference_variance[0, pair] ** .5)
    assert promised.sd_after < promised.sd_before
