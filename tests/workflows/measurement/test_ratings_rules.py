import pytest

from workflows.measurement.ratings_rules import (
    estimate_blockers,
    ordering_blockers,
    pair_blockers,
    severity_blockers,
    tiers,
    total_blockers,
)
from workflows.reasons import Reason

FINE = {"reliability": .5, "effective_draws": 100, "ends_share": .25}


def test_ratings_at_every_limit_still_order():
    assert ordering_blockers(**FINE) == ()


@pytest.mark.parametrize(("worse", "reason"), [
    ({"reliability": .49}, Reason("ratings.reliability-low", {"reliability_bp": 4900, "least_bp": 5000})),
    ({"reliability": None}, Reason("ratings.nothing-to-compare")),
    ({"effective_draws": 99.9}, Reason("ratings.effective-draws-few", {"draws": 99, "least": 100})),
    ({"ends_share": .26}, Reason("ratings.scale-ends-crowded", {"share_bp": 2600, "most_bp": 2500})),
])
def test_ratings_past_a_limit_order_nobody(worse, reason):
    assert ordering_blockers(**FINE | worse) == (reason,)


@pytest.mark.parametrize(("probabilities", "separated"), [
    ((.90, .90, .90), True), ((.95, .89, .95), False), ((.10, .05, .02), True), ((.97, .97, .03), False),
])
def test_order_needs_nine_in_ten_under_every_prior(probabilities, separated):
    expected = () if separated else (Reason("ratings.pair-not-separated", {"a": "Ana", "b": "Ben"}),)
    assert pair_blockers("Ana", "Ben", connected=True, common=True, probabilities=probabilities) == expected


@pytest.mark.parametrize(("connected", "common", "code"), [
    (False, True, "ratings.pair-not-connected"), (True, False, "ratings.pair-nothing-in-common")])
def test_pair_without_a_link_is_not_compared(connected, common, code):
    expected = (Reason(code, {"a": "Ana", "b": "Ben"}),)
    assert pair_blockers("Ana", "Ben", connected=connected, common=common, probabilities=()) == expected


@pytest.mark.parametrize(("raters", "code"), [(0, "ratings.not-rated"), (1, "ratings.single-opinion"), (2, None)])
def test_number_needs_two_opinions(raters, code):
    expected = () if code is None else (Reason(code, {"candidate": "Ana", "competency": "ask"}),)
    assert estimate_blockers("Ana", "ask", raters) == expected


def test_sum_needs_a_judged_competency():
    assert total_blockers("Ana", rated=True, judged=True) == ()
    assert total_blockers("Ana", rated=True, judged=False) == (
        Reason("ratings.nothing-judged", {"candidate": "Ana"}),)
    assert total_blockers("Ana", rated=False, judged=False) == (
        Reason("ratings.candidate-not-rated", {"candidate": "Ana"}),)


@pytest.mark.parametrize(("candidates", "labelled"), [(4, False), (5, True)])
def test_severity_needs_five_candidates(candidates, labelled):
    assert (severity_blockers("Ivo", candidates) == ()) is labelled


def test_candidates_between_two_tiers_join_them():
    means = {"Ana": 4.0, "Ben": 3.5, "Cleo": 3.0, "Dev": 2.0}
    everyone_over_dev = {(name, "Dev") for name in ("Ana", "Ben", "Cleo")}
    assert tiers(means, everyone_over_dev | {("Ana", "Cleo")}) == (("Ana", "Ben", "Cleo"), ("Dev",))
    assert tiers(means, set()) == (("Ana", "Ben", "Cleo", "Dev"),)
    assert tiers({}, set()) == ()
