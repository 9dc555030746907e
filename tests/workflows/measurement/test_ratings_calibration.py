"""The model means what it says: twenty-four simulated teams with known truth. The full table is in docs."""

import numpy as np
import pytest

from benchmarks.ratings_calibration import bins, calibrate, markdown


@pytest.fixture(scope="module")
def tally():
    return calibrate(teams=24, seed=11)


def test_ranges_hold_the_truth_about_nine_times_in_ten(tally):
    assert .86 <= np.mean(tally.covered) <= .94
    assert .84 <= np.mean(tally.total_covered) <= .97


def test_stated_chances_come_true_that_often(tally):
    found = list(bins(tally))
    assert len(found) == 6
    for _, _, pairs, stated, true, error in found:
        assert pairs >= 100
        assert abs(true - stated) <= .03 + 2 * error


def test_declared_orders_are_rarely_wrong(tally):
    assert tally.orders >= 200
    assert tally.wrong / tally.orders <= .06


def test_enough_draws_count_in_every_team(tally):
    assert min(tally.effective) >= 100


def test_report_is_a_table_of_all_bins(tally):
    rows = [line for line in markdown(tally, "priors").splitlines() if line.startswith("| 0.")]
    assert [row.split(" | ")[0] for row in rows] == ["| 0.50–0.60", "| 0.60–0.70", "| 0.70–0.80", "| 0.80–0.90",
                                                    "| 0.90–0.95", "| 0.95–1.00"]
