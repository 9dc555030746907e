"""The fit of an opening's scorecards: asked for when they change, computed by the worker, kept with its particulars."""

import time
from collections.abc import Sequence

import sqlalchemy as sa

from workflows import clock, jobs, permits
from workflows.acting import act, get
from workflows.db import db
from workflows.interviewing.machine import ScorecardReopened, ScorecardSubmitted
from workflows.interviewing.panel_fit import compute_panel
from workflows.interviewing.queries.fits import Basis, basis_of, fit_for, gaps_of, panel_data
from workflows.interviewing.records import Fit, FitPurpose, Interview, Scorecard
from workflows.permits import Actor, System, system
from workflows.recruiting.machine import CandidacyClosed
from workflows.recruiting.records import Candidacy, Opening, OpeningGap

permits.allow("fit.compute", system)

WORK = "interviewing.fit_opening"
TRIES = 3


def fit_again(actor: Actor, event: ScorecardSubmitted | ScorecardReopened | CandidacyClosed) -> None:
    """What an opening's scorecards say may have changed: ask for the numbers anew, once however often it changes."""
    found = sa.select(Candidacy.opening_id)
    if isinstance(event, CandidacyClosed):
        found = found.where(Candidacy.id == event.candidacy_id)
    else:
        found = (found.join(Interview, Interview.candidacy_id == Candidacy.id)
                 .join(Scorecard, Scorecard.interview_id == Interview.id).where(Scorecard.id == event.scorecard_id))
    opening_id = db.session.scalar(found)
    if opening_id is not None:
        jobs.enqueue(WORK, once_key=f"{WORK}:{opening_id}", opening_id=opening_id)


def fit_opening(opening_id: int) -> None:
    """The job: compute what is not computed yet. A second time, or with nothing new, it changes nothing."""
    up_to_date(get(Opening, opening_id))


def up_to_date(opening: Opening) -> Fit | None:
    """The fit of the scorecards that are in now, computed if need be; None while none is in.

    The computing itself holds no lock. When scorecards come meanwhile it tries again, and gives up with None when they
    keep coming: each has asked for a fit of its own.
    """
    gaps = gaps_of(opening.id)
    for _ in range(TRIES):
        basis = basis_of(opening.id, gaps)
        if not basis.scorecards:
            return None
        known = fit_for(opening.id, basis)
        if known is not None and known.basis_sha256 == basis.digest:
            return known
        kept = _keep(opening, gaps, basis, _computed(opening, gaps, basis))
        if kept is not None:
            return kept
    return None


def is_current(fit: Fit) -> bool:
    """Whether the fit of an opening is still of exactly the scorecards and targets that are there."""
    assert fit.opening_id is not None
    return basis_of(fit.opening_id, gaps_of(fit.opening_id)).digest == fit.basis_sha256


def _computed(opening: Opening, gaps: Sequence[OpeningGap], basis: Basis) -> Fit:
    began = time.perf_counter()
    found = compute_panel(panel_data(opening, gaps))
    return Fit(purpose=FitPurpose.panel, opening_id=opening.id, basis_sha256=basis.digest,
               data_sha256=found.data_sha256, scorecards=basis.scorecards,
               latest_submitted_at=basis.latest_submitted_at, priors=found.priors, seed=found.seed,
               method=found.method, effective_sample_size=found.effective_sample_size,
               seconds=round(time.perf_counter() - began, 3), computed_at=clock.now(), answer=found.answer)


def _keep(opening: Opening, gaps: Sequence[OpeningGap], basis: Basis, fit: Fit) -> Fit | None:
    with act(System(WORK), "fit.compute", subject=opening, lock=[opening]) as this:
        known = fit_for(opening.id, basis)
        if known is not None and known.basis_sha256 == basis.digest:
            return known  # another worker was quicker
        if basis_of(opening.id, gaps).digest != basis.digest:
            return None
        this.create(fit)
        this.note(opening_id=opening.id, purpose=fit.purpose.value, data_sha256=fit.data_sha256, seed=fit.seed,
                  method=fit.method, scorecards=fit.scorecards)
    return fit
