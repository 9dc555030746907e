import csv
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from workflows.errors import Refused
from workflows.measurement.variance import Method, fit_variance

SAMPLE = Path(__file__).parents[3] / "docs" / "samples" / "variance.csv"
# Davies & Goldsmith (1972): yield of dyestuff from six batches; strength of a paste from three casks in ten batches.
DYESTUFF = [1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
            1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445]
BATCHES = [batch for batch in "ABCDEF" for _ in range(5)]
PASTES = [62.8, 62.6, 60.1, 62.3, 62.7, 63.1, 60.0, 61.4, 57.5, 56.9, 61.1, 58.9, 58.7, 57.5, 63.9, 63.1, 65.4, 63.7,
          57.1, 56.4, 56.9, 58.6, 64.7, 64.5, 55.1, 55.1, 54.7, 54.2, 58.8, 57.5, 63.4, 64.9, 59.3, 58.1, 60.5, 60.0,
          62.5, 62.6, 61.0, 58.7, 56.9, 57.7, 59.2, 59.4, 65.2, 66.0, 64.8, 64.1, 54.8, 54.8, 64.0, 64.0, 57.7, 56.8,
          58.3, 59.3, 59.2, 59.2, 58.9, 56.6]


def penicillin():
    with SAMPLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [float(row["diameter"]) for row in rows], {name: [row[name] for row in rows] for name in ("plate", "sample")}


def ratings(seed, candidates=40, interviewers=12, each=3, competencies=4):
    """Candidates seen by some interviewers each, who rate every competency: the design of the product."""
    dice = np.random.default_rng(seed)
    able, severe = dice.normal(0, 0.5, candidates), dice.normal(0, 0.4, interviewers)
    own = dice.normal(0, 0.4, (candidates, competencies))
    rows = [(f"c{c}", f"i{i}", f"k{k}", 3 + able[c] + own[c, k] - severe[i] + halo + dice.normal(0, 0.7))
            for c in range(candidates) for i in dice.choice(interviewers, each, replace=False)
            for halo in [dice.normal(0, 0.4)] for k in range(competencies)]
    names = ("candidate", "interviewer", "competency")
    return [row[3] for row in rows], {name: [row[n] for row in rows] for n, name in enumerate(names)}


def dense(y, columns, random, fit, method):
    """Deviance by the definition, from the whole n × n covariance."""
    y, n = np.asarray(y), len(y)
    total = fit.variance("residual") * np.eye(n)
    for name in random:
        labels = np.array([":".join(row) for row in zip(*(columns[part] for part in name.split(":")), strict=True)])
        total += fit.variance(name) * (labels[:, None] == labels[None, :])
    one = np.ones((n, 1))
    weight = one.T @ np.linalg.solve(total, one)
    mean = float((one.T @ np.linalg.solve(total, y))[0] / weight[0, 0])
    deviance = -2 * multivariate_normal(np.full(n, mean), total).logpdf(y)
    return deviance + (np.log(weight[0, 0]) - np.log(2 * np.pi) if method is Method.REML else 0.0)


def test_penicillin_gives_the_published_deviances():
    y, columns = penicillin()
    found = [fit_variance(y, columns, ["plate", "sample"], method=each).deviance for each in (Method.ML, Method.REML)]
    assert found == pytest.approx([332.188349, 330.860589], abs=1e-6)


def test_penicillin_gives_the_published_variances():
    y, columns = penicillin()
    fit = fit_variance(y, columns, ["plate", "sample"])
    assert [each.sd for each in fit.components] == pytest.approx([0.84670, 1.93156, 0.54992], abs=2e-5)
    assert (fit.fixed[0].estimate, fit.fixed[0].standard_error) == pytest.approx((22.9722, 0.808573), abs=1e-4)


@pytest.mark.parametrize(("method", "deviance", "batch"), [(Method.ML, 327.32706, 1388.3333),
                                                           (Method.REML, 319.65428, 1764.05)])
def test_dyestuff_gives_the_published_fit(method, deviance, batch):
    fit = fit_variance(DYESTUFF, {"batch": BATCHES}, ["batch"], method=method)
    assert (fit.deviance, fit.variance("batch"), fit.variance("residual")) == pytest.approx((deviance, batch, 2451.25))


def test_casks_nested_in_batches_give_the_published_fit():
    columns = {"batch": [batch for batch in "ABCDEFGHIJ" for _ in range(6)],
               "cask": [cask for _ in range(10) for cask in "aabbcc"]}
    fit = fit_variance(PASTES, columns, ["batch", "batch:cask"], method=Method.ML)
    assert fit.deviance == pytest.approx(247.9945, abs=1e-4)
    assert [each.sd for each in fit.components] == pytest.approx([1.0951, 2.9041, 0.8234], abs=1e-3)


@pytest.mark.parametrize("method", list(Method))
def test_deviance_of_a_crossed_and_nested_design_is_that_of_its_whole_covariance(method):
    y, columns = ratings(1)
    random = ["candidate", "candidate:competency", "interviewer", "candidate:interviewer"]
    fit = fit_variance(y, columns, random, method=method)
    assert fit.deviance == pytest.approx(dense(y, columns, random, fit, method), abs=1e-6)


@pytest.mark.parametrize("method", list(Method))
def test_no_other_variance_fits_better(method):
    y, columns = ratings(2, candidates=20)
    random = ["candidate", "interviewer", "candidate:interviewer"]
    fit = fit_variance(y, columns, random, method=method)
    for n, each in enumerate(fit.components):
        for change in (0.97, 1.03):
            moved = {c.name: c.variance * (change if m == n else 1) for m, c in enumerate(fit.components)}
            other = type("Moved", (), {"variance": lambda self, name, moved=moved: moved[name]})()
            assert dense(y, columns, random, other, method) > fit.deviance, each.name


@pytest.mark.parametrize("reml", [True, False])
def test_statsmodels_agrees_with_one_grouping_and_a_covariate(reml):
    y, columns = ratings(3)
    waves = [float(len(name) + n % 5) for n, name in enumerate(columns["interviewer"])]
    fit = fit_variance(y, columns, ["candidate"], {"wave": waves}, Method.REML if reml else Method.ML)
    other = sm.MixedLM(y, sm.add_constant(waves), groups=columns["candidate"]).fit(reml=reml)
    assert fit.variance("residual") == pytest.approx(other.scale, rel=1e-4)
    assert fit.variance("candidate") == pytest.approx(other.cov_re[0][0], rel=1e-3)
    assert [each.estimate for each in fit.fixed] == pytest.approx(other.fe_params, rel=1e-4)
    assert [each.standard_error for each in fit.fixed] == pytest.approx(other.bse_fe, rel=1e-3)


def test_predictions_and_their_errors_are_those_of_the_whole_covariance():
    y, columns = ratings(4, candidates=15)
    fit = fit_variance(y, columns, ["candidate", "interviewer"])
    n = len(y)
    levels = list(dict.fromkeys(columns["candidate"]))
    z = np.array([[float(name == level) for level in levels] for name in columns["candidate"]])
    w = np.array([[float(a == b) for b in columns["interviewer"]] for a in columns["interviewer"]])
    total = fit.variance("residual") * np.eye(n) + fit.variance("candidate") * z @ z.T + fit.variance("interviewer") * w
    inverse = np.linalg.inv(total)
    one = np.ones((n, 1))
    project = inverse - inverse @ one @ one.T @ inverse / (one.T @ inverse @ one)
    share = fit.variance("candidate")
    mine = [each for each in fit.effects if each.factor == "candidate"]
    assert [each.level for each in mine] == levels
    assert [each.effect for each in mine] == pytest.approx(share * z.T @ project @ np.asarray(y), abs=1e-8)
    error = np.sqrt(np.diag(share * np.eye(len(levels)) - share**2 * z.T @ project @ z))
    assert [each.sd for each in mine] == pytest.approx(error, abs=1e-8)


def test_variance_that_is_not_there_is_zero_and_said_so():
    dice = np.random.default_rng(5)
    y = np.tile([2.0, 3.0, 4.0], 20) + dice.normal(0, 0.01, 60)
    fit = fit_variance(y, {"candidate": np.repeat(np.arange(20), 3).tolist()}, ["candidate"])
    assert fit.variance("candidate") == 0
    assert [(r.code, r.params) for r in fit.reasons] == [("variance.zero", {"factors": ["candidate"]})]
    assert {each.effect for each in fit.effects} == {0.0}


def test_words_are_contrasts_to_their_first_level_and_aliased_ones_are_named():
    y, columns = ratings(6)
    half = ["a" if n % 2 else "b" for n in range(len(y))]
    fit = fit_variance(y, columns, ["candidate"], {"half": half, "again": half})
    assert [each.name for each in fit.fixed] == ["(intercept)", "half[a]"]
    assert [(r.code, r.params) for r in fit.reasons] == [("variance.fixed-aliased", {"column": "again[a]"})]


def test_factors_that_cannot_be_told_apart_have_no_variance():
    y, columns = ratings(7, candidates=10)
    columns |= {"one": ["x"] * len(y), "row": [str(n) for n in range(len(y))], "same": columns["candidate"]}
    fit = fit_variance(y, columns, ["candidate", "one", "row", "same"])
    assert {each.name: each.variance is None for each in fit.components} == {
        "candidate": False, "one": True, "row": True, "same": True, "residual": False}
    assert [r.code for r in fit.reasons] == ["variance.one-level", "variance.one-score-a-level", "variance.same-groups"]


def test_everyone_rated_the_same_is_not_estimable():
    fit = fit_variance([3.0] * 12, {"candidate": list("aabbccddeeff")}, ["candidate"])
    assert {each.variance for each in fit.components} == {None}
    assert [r.code for r in fit.reasons] == ["variance.all-equal"]


def test_scores_a_factor_explains_wholly_leave_no_residual_to_measure_by():
    fit = fit_variance([1.0, 1.0, 3.0, 3.0, 4.0, 4.0], {"candidate": list("aabbcc")}, ["candidate"])
    assert fit.variance("candidate") is None
    assert [r.code for r in fit.reasons] == ["variance.no-residual"]


@pytest.mark.parametrize(("scores", "random", "code"), [
    ([1.0, 2.0], ["gone"], "variance.unknown-column"), ([1.0, float("nan")], [], "variance.scores-not-numbers"),
    ([1.0, 2.0], ["a"], "variance.too-few-scores")])
def test_unusable_input_is_refused(scores, random, code):
    with pytest.raises(Refused) as refusal:
        fit_variance(scores, {"a": ["x", "y"]}, random)
    assert [reason.code for reason in refusal.value.reasons] == [code]


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_order_of_rows_and_scale_change_nothing(dice):
    y, columns = ratings(8, candidates=12)
    rows = list(range(len(y)))
    dice.shuffle(rows)
    other = fit_variance([2 * y[n] - 1 for n in rows], {name: [values[n] for n in rows] for name, values in
                                                        columns.items()}, ["candidate", "interviewer"])
    expected = [4 * each.variance for each in fit_variance(y, columns, ["candidate", "interviewer"]).components]
    assert [each.variance for each in other.components] == pytest.approx(expected, rel=1e-5)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 5)), min_size=4, max_size=14))
@settings(max_examples=60, deadline=None)
def test_no_small_table_gives_a_nan(rows):
    columns = {"candidate": [row[0] for row in rows], "interviewer": [row[1] for row in rows]}
    for method in Method:
        fit = fit_variance([float(row[2]) for row in rows], columns, ["candidate", "interviewer"], method=method)
        numbers = [n for c in fit.components for n in (c.variance, c.standard_error, c.share) if n is not None]
        numbers += [n for each in fit.effects for n in (each.effect, each.sd)]
        assert np.isfinite(numbers).all()
        assert bool(fit.reasons) or all(each.variance is not None for each in fit.components)
