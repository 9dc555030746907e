"""What calibration says of ratings whose sources are known because we made them."""

import random

from workflows.interviewing.calibration_fit import Practice, Scored, calibrate

PRACTICE = Practice(planned=10, rated=9, due=5, submitted=4, in_time=3, excused=1)


def simulated(candidates: int = 120, interviewers: int = 8, quarters: int = 4, *, severity: float = 0.4,
              drift: float = 0.0, seed: int = 3) -> list[Scored]:
    """Each candidate meets four interviewers, who ask one question on each of four competencies."""
    dice = random.Random(seed)
    strict = [dice.gauss(0, severity) for _ in range(interviewers)]
    moved = {(i, q): dice.gauss(0, drift) for i in range(interviewers) for q in range(quarters)}
    found = []
    for who in range(candidates):
        able, quarter = dice.gauss(3, 0.6), who * quarters // candidates
        for by in dice.sample(range(interviewers), 4):
            halo = dice.gauss(0, 0.3)
            for about in range(4):
                level = able + halo - strict[by] - moved[by, quarter] + dice.gauss(0, 0.6)
                found.append(Scored(who, by, about, f"q{about}-{by % 3}", f"2026-{quarter + 1}",
                                    min(5, max(1, round(level)))))
    return found


def sd(answer, name: str) -> float:
    return next(each["sd"] for each in answer["components"] if each["name"] == name)


def test_severity_is_taken_for_a_difference_between_candidates():
    answer = calibrate(simulated(severity=0.5), PRACTICE).answer
    assert abs(sd(answer, "candidate") - 0.6) < 0.15
    assert 0.25 < sd(answer, "interviewer") < 0.9
    assert sd(answer, "interviewer:quarter") < 0.2
    assert abs(sum(each["share"] or 0 for each in answer["components"]) - 1) < 1e-9


def test_drift_is_overlooked():
    assert sd(calibrate(simulated(interviewers=12, drift=0.5), PRACTICE).answer, "interviewer:quarter") > 0.3


def test_more_interviewers_buy_less_reliability():
    decisions = calibrate(simulated(), PRACTICE).answer["decisions"]
    assert [each["interviewers"] for each in decisions] == [2, 3, 4, 5, 6]
    for kind in ("same_panel", "any_panel"):
        shares = [each[kind] for each in decisions]
        assert shares == sorted(shares)
    assert all(each["any_panel"] <= each["same_panel"] for each in decisions)


def test_one_quarter_has_a_drift():
    answer = calibrate(simulated(quarters=1), PRACTICE).answer
    assert "interviewer:quarter" not in {each["name"] for each in answer["components"]}


def test_too_few_ratings_are_made_into_components():
    answer = calibrate(simulated(candidates=6), PRACTICE).answer
    assert (answer["components"], answer["decisions"]) == ([], [])
    assert [each["code"] for each in answer["reasons"]] == ["calibration.too-few-candidates",
                                                            "calibration.too-few-ratings"]
    assert answer["practice"] == {"planned": 10, "rated": 9, "due": 5, "submitted": 4, "in_time": 3, "excused": 1}


def test_equal_levels_break_the_calibration():
    alike = [Scored(each.candidate, each.interviewer, each.competency, each.question, each.quarter, 3)
             for each in simulated()]
    answer = calibrate(alike, PRACTICE).answer
    assert answer["decisions"] == []
    assert [each["code"] for each in answer["reasons"]] == ["variance.all-equal"]


def test_another_order_of_rows_is_other_data():
    rows = simulated()
    assert calibrate(rows, PRACTICE).data_sha256 == calibrate(rows[::-1], PRACTICE).data_sha256
