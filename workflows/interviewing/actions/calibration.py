"""The calibration of all interviewing: computed once a day, or when operations ask."""

import time

from workflows import clock, jobs, permits
from workflows.acting import act
from workflows.interviewing.calibration_fit import METHOD, calibrate
from workflows.interviewing.queries.calibration import all_scored, calibration_basis, newest_calibration, practice
from workflows.interviewing.records import Fit, FitPurpose
from workflows.permits import Actor, Role, System, company, system

permits.allow("calibration.ask", company(Role.operations))
permits.allow("calibration.compute", system)

WORK = "interviewing.calibrate"


def ask_calibration(actor: Actor) -> None:
    """Have the worker compute it now; asking twice asks once."""
    with act(actor, "calibration.ask"):
        jobs.enqueue(WORK, once_key=WORK, day=clock.today().isoformat())


def calibrate_interviewing(day: str) -> None:
    """The job: compute what is not computed yet. With nothing new since the last time it changes nothing."""
    digest, scorecards = calibration_basis()
    known = newest_calibration()
    if known is not None and known.basis_sha256 == digest:
        return
    began = time.perf_counter()
    found = calibrate(all_scored(), practice())
    fit = Fit(purpose=FitPurpose.calibration, basis_sha256=digest, data_sha256=found.data_sha256,
              scorecards=scorecards, priors={}, seed="", method=METHOD, effective_sample_size=None,
              seconds=round(time.perf_counter() - began, 3), computed_at=clock.now(), answer=found.answer)
    with act(System(WORK), "calibration.compute") as this:
        this.create(fit)
        this.note(purpose=fit.purpose.value, data_sha256=fit.data_sha256, method=fit.method, scorecards=scorecards,
                  day=day)
