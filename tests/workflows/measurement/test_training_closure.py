import pytest

from workflows.measurement.gap_closure import Gap, Level, Score
from workflows.measurement.training_closure import trained, training

NEGOTIATION = Gap("negotiation", level=4, people=3, expected=1.4)


def test_training_takes_the_person_it_lifts_over_the_level():
    team = {"negotiation": {"Ana": Level(4.9, 0.3), "Raj": Level(3.5, 0.3), "Kim": Level(1.5, 0.3)}}
    found, = training([NEGOTIATION], team, {"negotiation": Level(0.8, 0.2)}, places=1)
    assert found.people == ("Raj",)
    assert found.closed == pytest.approx(Level(4.3, 0.13**0.5).chance_at_least(4) - Level(3.5, 0.3).chance_at_least(4))


def test_training_more_people_than_lack_it_closes_no_more_than_the_gap():
    team = {"negotiation": {name: Level(3.5, 0.0) for name in ("Ana", "Raj", "Kim")}}
    assert training([NEGOTIATION], team, {"negotiation": Level(1, 0)}, places=3)[0].closed == pytest.approx(1.6)


def test_training_that_would_lower_a_person_is_not_proposed():
    team = {"negotiation": {"Ana": Level(4.0, 0.1)}}
    assert training([NEGOTIATION], team, {"negotiation": Level(-1, 0)})[0].people == ()


def test_competency_without_training_or_without_gap_is_left_out():
    no_gap = Gap("discovery", level=3, people=1, expected=2)
    assert training([NEGOTIATION, no_gap], {}, {"discovery": Level(1, 0)}) == ()


def test_trained_candidate_is_higher_and_less_certain():
    after = trained({"negotiation": Score(3, 0.3, 3), "drive": Score(4, 0.2, 2)}, {"negotiation": Level(0.5, 0.4)})
    assert after == {"negotiation": Score(3.5, 0.5, 3), "drive": Score(4, 0.2, 2)}
