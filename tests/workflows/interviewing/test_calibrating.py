"""The calibration's job: kept once, whoever computes it."""

import pytest
import sqlalchemy as sa

from tests.builders import interviewing as build
from tests.watching import together
from workflows.interviewing.actions import calibration, interviews, scorecards
from workflows.interviewing.records import Fit, FitPurpose


def kept(session) -> list[int]:
    session.rollback()
    return list(session.scalars(sa.select(Fit.scorecards).where(Fit.purpose == FitPurpose.calibration)
                                .order_by(Fit.id)))


@pytest.mark.both_databases
def test_two_workers_keep_two_calibrations_or_fall_over(session, app, clock):
    clock.travel(days=2)
    build.in_debrief((4, 4))

    def calibrate():
        return calibration.calibrate_interviewing("2026-03-04")

    assert together(app, calibrate, calibrate, calibrate) == [None, None, None]
    assert kept(session) == [2]


def test_the_same_scorecards_stop_the_job_when_they_come_back(session, clock):
    panel = build.scheduled(2)
    recruiter = build.actor(panel.recruiter)
    calibration.calibrate_interviewing("2026-03-02")
    scorecards.excuse_scorecard(recruiter, panel.cards[0], reason="Ana is ill.")
    calibration.calibrate_interviewing("2026-03-03")
    interviews.swap_interviewer(recruiter, panel.interviews[0], interviewer_id=panel.manager.id)
    calibration.calibrate_interviewing("2026-03-04")
    assert kept(session) == [0, 0]
