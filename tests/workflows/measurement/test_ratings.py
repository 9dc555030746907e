"""What a debrief reads, on panels as they come: small, lopsided, broken apart, renamed."""

import json
from dataclasses import replace

import numpy as np
import pytest

from workflows.errors import Refused
from workflows.measurement.ratings import Rating, fit
from workflows.measurement.ratings_next import next_interview, next_interviews
from workflows.reasons import Reason, codes

PEOPLE, INTERVIEWERS, SKILLS = ("Ana", "Ben", "Cleo", "Dev", "Eli", "Fay"), ("Ivo", "Jan", "Kim"), ("ask", "close")


def scored(candidate, interviewer, score, competency="ask", question=None):
    return Rating(candidate, interviewer, competency, score, question)


def crossed(people=PEOPLE, interviewers=INTERVIEWERS, skills=SKILLS, *, score=None, seed=3):
    """Everybody rates everybody; scores are given, or made from clear differences between people."""
    generator = np.random.default_rng(seed)
    level = dict(zip(people, np.linspace(1.8, 4.2, len(people)), strict=True))
    return [Rating(c, i, k, score or float(np.clip(np.rint(level[c] + generator.normal(0, .6)), 1, 5)), f"{k}?")
            for c in people for i in interviewers for k in skills]


SHAPES = {
    "nobody": [],
    "present but unrated": [scored("Ana", "Ivo", None)],
    "one rating": [scored("Ana", "Ivo", 3)],
    "one interviewer": crossed(interviewers=("Ivo",)),
    "one candidate": crossed(people=("Ana",)),
    "all ratings equal": crossed(score=3.0),
    "all ratings at the top": crossed(score=5.0),
    "a competency rated once": [*crossed(), scored("Ana", "Ivo", 4, "forecast")],
    "a candidate with none": [*crossed(), scored("Zoe", "Ivo", None)],
    "the same rating fifty times": [*crossed(), *[scored("Ana", "Ivo", 4)] * 50],
    "two panels apart": [*crossed(PEOPLE[:3], ("Ivo", "Jan")), *crossed(PEOPLE[3:], ("Kim", "Lea"))],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_any_panel_gives_numbers_or_reasons_and_never_nan(shape):
    answer = fit(SHAPES[shape], candidates=["Somebody else"]).as_json()
    json.dumps(answer, allow_nan=False)
    for one in [*answer["estimates"], *answer["totals"]]:
        numbers = [one[name] for name in ("adjusted_mean", "sd", "low", "high")]
        assert numbers.count(None) == (4 if one["reasons"] else 0)
        assert one["reasons"] or one["low"] <= one["adjusted_mean"] <= one["high"]
    for pair in answer["pairs"]:
        assert bool(pair["reasons"]) == (pair["better"] is None)


@pytest.mark.parametrize(("shape", "expected"), [
    ("nobody", ["ratings.nothing-to-compare"]),
    ("one interviewer", ["ratings.nothing-to-compare"]),
    ("all ratings equal", ["ratings.reliability-low"]),
    ("all ratings at the top", ["ratings.reliability-low", "ratings.scale-ends-crowded"]),
])
def test_panel_that_cannot_order_says_why(shape, expected):
    answer = fit(SHAPES[shape])
    assert list(codes(answer.ordering)) == expected
    assert [pair.better for pair in answer.pairs] == [None] * len(answer.pairs)


def test_clear_difference_is_declared_and_small_one_is_not():
    answer = fit(crossed())
    better = {(pair.a, pair.b): pair.better for pair in answer.pairs}
    assert (better["Ana", "Fay"], better["Eli", "Fay"]) == ("Fay", None)
    assert answer.ordering == ()
    total = next(one for one in answer.totals if one.candidate == "Fay")
    assert {pair.a for pair in answer.pairs if pair.better == "Fay"} == set(total.over)


def test_tiers_only_cut_where_everyone_above_is_declared_over_everyone_below():
    answer = fit([*crossed(people=("A1", "A2"), score=2.0), *crossed(people=("B1", "B2"), score=4.0)])
    assert answer.tiers == ((("B1", "B2"), ("A1", "A2")),)
    assert answer.leading == ("B1", "B2")


def test_single_opinion_has_its_raw_mean_and_no_number():
    answer = fit(SHAPES["a competency rated once"])
    one = next(one for one in answer.estimates if (one.candidate, one.competency) == ("Ana", "forecast"))
    assert (one.raw_mean, one.adjusted_mean, one.at_least) == (4, None, {})
    assert one.reasons == (Reason("ratings.single-opinion", {"candidate": "Ana", "competency": "forecast"}),)
    total = next(one for one in answer.totals if one.candidate == "Ana")
    assert total.judged == pytest.approx(2 / 3)


def test_candidates_no_interviewer_links_are_not_compared():
    answer = fit(SHAPES["two panels apart"])
    across = next(pair for pair in answer.pairs if (pair.a, pair.b) == ("Ana", "Fay"))
    assert (across.p, across.better) == (None, None)
    assert across.reasons == (Reason("ratings.pair-not-connected", {"a": "Ana", "b": "Fay"}),)
    assert answer.remarks == (Reason("ratings.panels-not-connected", {"components": 2}),)
    assert sorted(name for tier in answer.tiers for group in tier for name in group) == list(PEOPLE)
    assert len(answer.tiers) == 2


def test_repeating_a_rating_does_not_make_it_count_more():
    once, often = fit([*crossed(), scored("Ana", "Ivo", 4)]), fit(SHAPES["the same rating fifty times"])
    assert often.estimates == once.estimates
    assert often.remarks == (Reason("ratings.duplicates-merged", {"ratings": 49}),)


def test_adjustments_sum_to_the_difference_from_the_raw_mean():
    answer = fit(crossed(seed=8))
    for one in answer.estimates:
        assert sum(part.points for part in one.adjustments) == pytest.approx(one.adjusted_mean - one.raw_mean)
        assert all(part.why.params["points"] == round(abs(part.points), 2) for part in one.adjustments)


def test_candidate_of_a_severe_panel_is_raised():
    harsh = [replace(rating, score=max(1.0, rating.score - 1.0)) if rating.interviewer == "Kim" else rating
             for rating in crossed(people=[f"P{n}" for n in range(12)], interviewers=("Ivo", "Jan", "Kim", "Lea"))]
    met = [rating for rating in harsh if (int(rating.candidate[1:]) % 2 == 0) == (rating.interviewer != "Lea")]
    answer = fit(met + [rating for rating in harsh if rating.interviewer == "Lea"])
    kim = next(one for one in answer.severities if one.interviewer == "Kim")
    assert (kim.tends, kim.candidates) == ("low", 6)
    raised = [part.points for one in answer.estimates if one.candidate == "P6" for part in one.adjustments
              if part.why.code == "ratings.raised-for-severity" and part.why.params["interviewer"] == "Kim"]
    assert len(raised) == 2
    assert min(raised) > .05


def test_interviewer_of_four_candidates_is_not_called_severe():
    answer = fit(crossed(people=PEOPLE[:4]))
    assert [one.tends for one in answer.severities] == [None] * 3
    assert answer.severities[0].reasons == (Reason("ratings.severity-few-candidates", {
        "interviewer": "Ivo", "candidates": 4, "least": 5}),)
    assert not [part for one in answer.estimates for part in one.adjustments if part.why.code.endswith("-severity")]


def test_two_openings_with_the_same_ratings_share_their_draws():
    first, again, other = (fit(crossed(), opening=name) for name in ("7", "7", "8"))
    assert first == again
    assert first.seed != other.seed
    for mine, theirs in zip(first.estimates, other.estimates, strict=True):
        assert mine.adjusted_mean == pytest.approx(theirs.adjusted_mean, abs=0.05)


def numbers(answer, *, names=lambda name: name, shift=0.0):
    estimates = {(names(one.candidate), names(one.competency)): (one.adjusted_mean - shift, one.sd, one.low - shift,
                                                                one.high - shift) for one in answer.estimates}
    pairs = {}
    for pair in answer.pairs:
        pairs[names(pair.a), names(pair.b)] = pair.p
        pairs[names(pair.b), names(pair.a)] = 1 - pair.p
    return estimates, pairs


def assert_same(first, second):
    for mine, other in zip(first, second, strict=True):
        assert mine.keys() == other.keys()
        for key in mine:
            assert mine[key] == pytest.approx(other[key], abs=1e-5)


def test_same_ratings_in_another_order_give_exactly_the_same_answer():
    given = crossed()
    assert fit(given) == fit(given[::-1])


def test_renaming_everybody_changes_no_number():
    given = crossed()
    other = {name: f"{index:02}{name}" for index, name in enumerate([*PEOPLE, *INTERVIEWERS, *SKILLS][::-1])}
    back = {new: old for old, new in other.items()}
    renamed = [Rating(other[r.candidate], other[r.interviewer], other[r.competency], r.score, f"new {r.question}")
               for r in given]
    assert_same(numbers(fit(renamed), names=back.get), numbers(fit(given)))


def test_scale_from_zero_to_four_gives_the_same_numbers_one_lower():
    given = crossed()
    lower = fit([replace(r, score=r.score - 1) for r in given], scale=(0, 4))
    assert_same(numbers(lower, shift=-1), numbers(fit(given)))
    assert [one.at_least.keys() for one in lower.estimates[:1]] == [{1: 0, 2: 0, 3: 0, 4: 0}.keys()]


def test_chance_of_a_level_falls_as_the_level_rises():
    answer = fit(crossed(), levels={"ask": 4})
    for one in answer.estimates:
        chances = list(one.at_least.values())
        assert chances == sorted(chances, reverse=True)
        assert one.p_level == (one.at_least[4] if one.competency == "ask" else None)


def test_weights_decide_what_the_sum_is_about():
    answer = fit(crossed(), weights={"close": 3})
    close = [one for one in answer.estimates if one.competency == "close"]
    assert [one.candidate for one in answer.totals] == [one.candidate for one in close]
    for number in ("adjusted_mean", "raw_mean", "sd", "low", "high"):
        assert [getattr(one, number) for one in answer.totals] == pytest.approx([getattr(one, number) for one in close])


@pytest.mark.parametrize(("given", "options", "code"), [
    ([scored("Ana", "Ivo", 6)], {}, "ratings.score-off-scale"),
    ([scored("Ana", "Ivo", float("nan"))], {}, "ratings.score-off-scale"),
    ([scored("Ana", "Ivo", 3)], {"scale": (5, 1)}, "ratings.scale-empty"),
    ([scored("Ana", "Ivo", 3)], {"weights": {"ask": -1}}, "ratings.weights-unusable"),
    ([scored("Ana", "Ivo", 3)], {"weights": {"other": 0}}, "ratings.weights-unusable"),
])
def test_unusable_input_is_refused_with_a_reason(given, options, code):
    with pytest.raises(Refused) as refused:
        fit(given, **options)
    assert list(codes(refused.value.reasons)) == [code]


def test_suggested_interviews_are_for_pairs_left_open_and_by_somebody_who_has_not_met_them():
    given = [r for r in crossed() if (r.candidate, r.interviewer) not in {("Ben", "Kim"), ("Cleo", "Ivo")}]
    answer = fit(given)
    left_open = {frozenset((pair.a, pair.b)) for pair in answer.pairs if pair.better is None}
    suggested = next_interviews(answer, limit=99)
    assert {frozenset((one.candidate, one.versus)) for one in suggested} == left_open
    assert {one.interviewer for one in suggested} <= {"Kim", "Ivo", None}
    chances = [one.chance_settled for one in suggested]
    assert chances == sorted(chances, reverse=True)
    assert max(chances) < 1


def test_second_interviewer_tells_more_than_the_first_one_again():
    answer = fit(crossed())
    again, other = (next_interview(answer, "Ana", who).sd_after for who in ("Ivo", None))
    assert other < again


def test_interview_of_somebody_unknown_is_refused():
    with pytest.raises(Refused) as refused:
        next_interview(fit(crossed()), "Nobody", "Ivo")
    assert list(codes(refused.value.reasons)) == ["ratings.name-unknown"]
