"""The calibration of all interviewing: computed once a day, or when operations ask."""

import time

from sqlalchemy.exc import IntegrityError

from workflows import clock, jobs, permits
from workflows.acting import act
from workflows.interviewing.calibration_fit import METHOD, calibrate
from workflows.interviewing.queries.calibration import all_scored, calibration_basis, is_calibrated, practice
from workflows.interviewing.records import Fit, FitPurpose
from workflows.permits import Actor, Role, System, company, system

permits.allow("calibration.ask", company(Role.operations))
permits.allow("calibration.compute", system)

WORK = "interviewing.calibrate"
TRIES = 3


def ask_calibration(actor: Actor) -> None:
    """Have the worker compute it now; asking twice asks once."""
    with act(actor, "calibration.ask"):
        jobs.enqueue(WORK, once_key=WORK, day=clock.today().isoformat())


def calibrate_interviewing(day: str) -> None:
    """The job: compute what is not computed yet. With nothing new since the last time it changes nothing.

    The computing itself holds no lock. What two workers computed at once is kept once; when scorecards come meanwhile
    it tries again, and leaves it to the next day when they keep coming.
    """
    for _ in range(TRIES):
        digest, versions = calibration_basis()
        if is_calibrated(digest) or _keep(_computed(digest, versions), day):
            return


def _computed(digest: str, versions: list[int]) -> Fit:
    began = time.perf_counter()
    found = calibrate(all_scored(), practice())
    return Fit(purpose=FitPurpose.calibration, basis_sha256=digest, data_sha256=found.data_sha256,
               scorecards=len(versions), versions=versions, priors={}, seed="", method=METHOD,
               effective_sample_size=None, seconds=round(time.perf_counter() - began, 3),
               computed_at=clock.now(), answer=found.answer)


def _keep(fit: Fit, day: str) -> bool:
    """Whether it is kept, by this worker or another; not when there is something newer to compute from."""
    try:
        with act(System(WORK), "calibration.compute") as this:
            if is_calibrated(fit.basis_sha256):
                return True
            if calibration_basis()[0] != fit.basis_sha256:
                return False
            this.create(fit)
            this.note(purpose=fit.purpose.value, data_sha256=fit.data_sha256, method=fit.method,
                      scorecards=fit.scorecards, day=day)
    except IntegrityError:
        return True  # another worker was quicker, in the same moment
    return True
