import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workflows.errors import Refused
from workflows.measurement.agreement import (
    MeasurementLevel,
    intraclass,
    krippendorff,
    range_reasons,
    score_table,
)
from workflows.reasons import Reason

NAN = float("nan")
# Shrout & Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
# Krippendorff's example of four coders, twelve units and missing cells.
CODERS = np.array([[1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
                   [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN]]).T


def test_shrout_and_fleiss_table_gives_their_six_numbers():
    found = {each.name: round(each.value, 2) for each in intraclass(SHROUT_FLEISS).coefficients}
    assert found == {"ICC(1,1)": 0.17, "ICC(2,1)": 0.29, "ICC(3,1)": 0.71,
                     "ICC(1,k)": 0.44, "ICC(2,k)": 0.62, "ICC(3,k)": 0.91}


def test_shrout_and_fleiss_table_gives_the_published_intervals():
    found = {each.name: (round(each.low, 2), round(each.high, 2)) for each in intraclass(SHROUT_FLEISS).coefficients}
    assert found == {"ICC(1,1)": (-0.13, 0.72), "ICC(2,1)": (0.02, 0.76), "ICC(3,1)": (0.34, 0.95),
                     "ICC(1,k)": (-0.88, 0.91), "ICC(2,k)": (0.07, 0.93), "ICC(3,k)": (0.68, 0.99)}


def test_shrout_and_fleiss_table_gives_their_mean_squares():
    squares = {name: round(value, 2) for name, value in intraclass(SHROUT_FLEISS).mean_squares.items()}
    assert squares == {"between": 11.24, "raters": 32.49, "within": 6.26, "error": 1.02}


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849),
                                              ("ratio", 0.797)])
def test_krippendorffs_four_coders_give_his_alpha(level, value):
    alpha = krippendorff(CODERS, MeasurementLevel(level))
    assert round(alpha.value, 3) == value
    assert (alpha.units, alpha.pairable) == (11, 40)
    assert alpha.reasons == (Reason("agreement.units-left-out", {"count": 1}),)


def test_everyone_giving_everyone_a_three_is_not_estimable_and_not_perfect():
    table = np.full((5, 3), 3.0)
    assert {each.value for each in intraclass(table).coefficients} == {None}
    assert krippendorff(table).value is None
    assert Reason("agreement.all-equal") in krippendorff(table).reasons


def test_raters_who_say_the_same_of_different_people_agree_fully_without_an_interval():
    table = np.array([[1.0, 1.0], [3.0, 3.0], [5.0, 5.0]])
    one = intraclass(table).coefficients[0]
    assert (one.value, one.low, one.high) == (pytest.approx(1), None, None)
    assert krippendorff(table).value == 1


def test_raters_who_contradict_each_other_get_zero_and_are_told_why():
    found = intraclass(np.array([[1.0, 5.0], [5.0, 1.0], [2.0, 4.0]]))
    assert found.coefficients[0].value == 0
    assert found.reasons[0].code == "agreement.negative-variance"


def test_one_rater_or_one_unit_is_too_few():
    for table in (SHROUT_FLEISS[:1], SHROUT_FLEISS[:, :1]):
        found = intraclass(table)
        assert {each.value for each in found.coefficients} == {None}
        assert [reason.code for reason in found.reasons] == ["agreement.too-few"]


def test_unit_one_rater_missed_is_left_out_and_counted():
    table = np.vstack([SHROUT_FLEISS, [3, NAN, 2, 1]])
    assert intraclass(table).coefficients == intraclass(SHROUT_FLEISS).coefficients
    assert intraclass(table).reasons == (Reason("agreement.units-left-out", {"count": 1}),)


def test_scores_that_pair_with_nothing_have_no_alpha():
    alpha = krippendorff(np.array([[1.0, NAN], [NAN, 2.0]]))
    assert (alpha.value, alpha.reasons[-1]) == (None, Reason("agreement.nothing-pairable"))


def test_people_too_alike_are_called_a_restricted_range():
    table = np.array([[4, 4, 3], [3, 4, 4], [4, 3, 4], [4, 4, 4]], float)
    coefficient = intraclass(table).coefficients[0].value
    assert [reason.code for reason in range_reasons(table, coefficient)] == ["agreement.restricted-range"]


def test_raters_far_apart_are_called_that():
    table = np.array([[1, 5, 3], [5, 2, 1], [2, 4, 5]], float)
    assert [reason.code for reason in range_reasons(table, 0.0)] == ["agreement.raters-differ"]


def test_good_agreement_needs_no_excuse():
    assert range_reasons(SHROUT_FLEISS, 0.8) == ()


def test_rater_who_scored_a_unit_twice_is_refused():
    with pytest.raises(Refused) as refusal:
        score_table(["Maya", "Maya"], ["Ana", "Ana"], [3, 4])
    assert refusal.value.reasons == (Reason("agreement.scored-twice", {"unit": "Maya", "rater": "Ana"}),)


def test_negative_ratio_scores_are_refused():
    with pytest.raises(Refused):
        krippendorff(np.array([[-1.0, 2.0]]), MeasurementLevel.RATIO)


@given(arrays(float, (5, 3), elements=st.sampled_from([NAN, 1.0, 2.0, 3.0, 4.0, 5.0])))
def test_no_table_gives_a_nan(table):
    for level in MeasurementLevel:
        alpha = krippendorff(table, level)
        assert alpha.value is None or (np.isfinite(alpha.value) and alpha.value <= 1)
    for each in intraclass(table).coefficients:
        numbers = [number for number in (each.value, each.low, each.high) if number is not None]
        assert np.isfinite(numbers).all()
        assert max(numbers, default=0) <= 1 + 1e-12


@given(st.permutations(range(6)), st.permutations(range(4)), st.floats(0.5, 3), st.floats(-5, 5))
def test_order_and_labels_of_the_scale_change_nothing(rows, columns, stretch, shift):
    other = SHROUT_FLEISS[rows][:, columns] * stretch + shift
    expected = [each.value for each in intraclass(SHROUT_FLEISS).coefficients]
    assert [each.value for each in intraclass(other).coefficients] == pytest.approx(expected)
    assert krippendorff(other).value == pytest.approx(krippendorff(SHROUT_FLEISS).value)
