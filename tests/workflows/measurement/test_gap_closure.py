import math
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import Refused
from workflows.measurement.gap_closure import (
    Gap,
    Reading,
    Score,
    Verdict,
    closure,
    current_level,
    expected_count,
    gap,
)
from workflows.reasons import Reason

TODAY = date(2026, 3, 1)
NEGOTIATION = Gap("negotiation", level=4, people=3, expected=1.4)


def reading(person="Ana", level=4.0, error=0.5, on=TODAY):
    return Reading(person, level, error, on)


def phi(z):
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def test_team_of_three_counts_each_person_by_their_chance():
    team = [reading("Ana", 4.5), reading("Raj", 4.0), reading("Kim", 3.0, error=0.0)]
    assert expected_count(team, 4, TODAY, drift=0.3) == pytest.approx(phi(1.0) + 0.5 + 0.0)


def test_person_without_readings_counts_as_nobody():
    assert expected_count([], 4, TODAY, drift=0.3) == 0


def test_certain_reading_at_the_level_counts_as_one():
    assert expected_count([reading(error=0.0)], 4, TODAY, drift=0.0) == 1


def test_old_reading_says_less_but_not_something_else():
    known = current_level([reading(level=4.5, error=0.5, on=date(2024, 2, 29))], TODAY, drift=0.3)
    years = (TODAY - date(2024, 2, 29)).days / 365.25
    assert (known.mean, known.sd) == pytest.approx((4.5, math.sqrt(0.25 + 0.09 * years)))


def test_two_readings_of_one_day_are_averaged_by_precision():
    known = current_level([reading(level=3, error=1.0), reading(level=4, error=0.5)], TODAY, drift=0.3)
    assert (known.mean, known.sd) == pytest.approx((3.8, math.sqrt(1 / 5)))


def test_newer_of_two_equally_good_readings_weighs_more():
    old, new = reading(level=2, on=date(2024, 3, 1)), reading(level=4, on=TODAY)
    assert current_level([new, old], TODAY, drift=0.5).mean > 3.2
    assert current_level([new, old], TODAY, drift=0.0).mean == pytest.approx(3)


def test_drift_since_two_old_readings_is_not_averaged_away():
    same_day = [reading(on=date(2024, 3, 1)), reading(on=date(2024, 3, 1))]
    years = (TODAY - date(2024, 3, 1)).days / 365.25
    assert current_level(same_day, TODAY, drift=0.5).sd == pytest.approx(math.sqrt(0.125 + 0.25 * years))


def test_reading_of_tomorrow_is_not_known_today():
    assert current_level([reading(on=date(2026, 3, 2))], TODAY, drift=0.3) is None


def test_two_certain_readings_that_disagree_give_a_number():
    assert current_level([reading(level=3, error=0), reading(level=4, error=0)], TODAY, drift=0.0).mean == 3.5


def test_reading_with_negative_error_is_refused():
    with pytest.raises(Refused) as refusal:
        reading(error=-0.1)
    assert refusal.value.reasons == (Reason("reading.not-a-level", {"level": "4.0", "standard_error": "-0.1"}),)


def test_surplus_is_no_negative_gap():
    assert (gap(3, 1.4), gap(3, 4.2)) == (pytest.approx(1.6), 0)


def test_maya_is_seventy_percent_likely_to_be_one_of_three():
    maya = closure([NEGOTIATION], {"negotiation": Score(4.0 + 0.5244005 * 0.4, 0.4, raters=3)})
    assert maya.parts[0].chance == pytest.approx(0.70)
    assert maya.parts[0].verdict is Verdict.MEETS
    assert maya.mean == pytest.approx(0.70 / 1.6)
    assert (maya.low, maya.high) == pytest.approx((0, 1 / 1.6), abs=1e-3)


def test_gap_is_not_closed_twice():
    nearly_there = Gap("discovery", level=3, people=2, expected=1.8)
    assert closure([nearly_there], {"discovery": Score(5, 0.1)}).mean == 1.0


def test_surplus_elsewhere_never_offsets_a_short_must_have():
    gaps = [Gap("negotiation", 4, 2, 1, must_have=True), Gap("discovery", 3, 3, 3, weight=9.0)]
    maya = closure(gaps, {"negotiation": Score(2, 0.3), "discovery": Score(5, 0.1)})
    assert maya.mean == pytest.approx(0, abs=1e-9)
    assert not maya.must_haves_met
    assert [reason.code for reason in maya.reasons] == ["match.must-have-short"]


def test_single_opinion_counts_in_no_sum_and_the_match_says_how_much_it_judged():
    gaps = [Gap("negotiation", 4, 3, 1), Gap("discovery", 3, 2, 1, weight=2.0)]
    maya = closure(gaps, {"negotiation": Score(5, 0.0, raters=2), "discovery": Score(5, 0.0, raters=1)})
    assert (maya.mean, maya.judged, maya.of_all) == (0.5, 0.5, 0.25)
    assert [part.verdict for part in maya.parts] == [Verdict.MEETS, Verdict.NOT_KNOWN]
    assert [reason.code for reason in maya.reasons] == ["match.single-opinion", "match.partly-judged"]


def test_candidate_nobody_rated_has_no_number():
    maya = closure([Gap("negotiation", 4, 3, 1, must_have=True)], {})
    assert (maya.mean, maya.low, maya.high, maya.judged) == (None, None, None, 0)
    assert [r.code for r in maya.reasons] == ["match.not-rated", "match.must-have-not-known", "match.partly-judged"]


def test_team_that_has_enough_has_nothing_to_close():
    maya = closure([Gap("negotiation", 4, 1, 2)], {"negotiation": Score(5, 0.1)})
    assert (maya.mean, maya.reasons) == (None, (Reason("match.no-gap"),))
    assert maya.parts[0].verdict is Verdict.MEETS


def test_interval_is_that_of_every_way_the_candidate_may_turn_out():
    gaps = [Gap(name, 4, 3, 1, weight=weight) for name, weight in (("a", 1.0), ("b", 2.0), ("c", 4.0))]
    scores = {"a": Score(4.2, 0.5), "b": Score(3.8, 0.4), "c": Score(4.9, 0.5)}
    chances = [scores[name].chance_at_least(4) for name in "abc"]
    ways = sorted((sum(w for w, there in zip((1, 2, 4), way, strict=True) if there) / 14,
                   math.prod(p if there else 1 - p for p, there in zip(chances, way, strict=True)))
                  for way in product((0, 1), repeat=3))
    low = next(share for i, (share, _) in enumerate(ways) if sum(p for _, p in ways[:i + 1]) >= 0.05)
    high = next(share for i, (share, _) in enumerate(ways) if sum(p for _, p in ways[:i + 1]) >= 0.95)
    found = closure(gaps, scores, common=0.0)
    assert (found.low, found.high) == pytest.approx((low, high), abs=3e-3)


def test_shared_error_widens_the_interval():
    gaps = [Gap(name, 4, 3, 1) for name in "abcdefgh"]
    scores = {name: Score(4.3, 0.5) for name in "abcdefgh"}
    alone, together = closure(gaps, scores, common=0.0), closure(gaps, scores, common=0.8)
    assert together.high - together.low > alone.high - alone.low
    assert together.mean == alone.mean


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9), st.floats(0, 9), st.floats(1, 5), st.floats(0, 2),
                          st.integers(0, 4), st.booleans()), max_size=7))
def test_share_is_always_between_its_range_and_never_past_the_gap(rows):
    gaps = [Gap(str(i), 4, people, expected, weight, must) for i, (people, expected, weight, *_, must)
            in enumerate(rows)]
    scores = {str(i): Score(mean, sd, raters) for i, (_, _, _, mean, sd, raters, _) in enumerate(rows)}
    found = closure(gaps, scores)
    if found.mean is not None:
        assert 0 <= found.low <= found.mean <= found.high <= 1
        assert 0 <= found.of_all <= found.mean + 1e-12
    assert 0 <= found.judged <= 1
