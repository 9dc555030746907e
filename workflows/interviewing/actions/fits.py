"""The fit of an opening's scorecards: asked for when they change, computed by the worker, kept with its particulars."""

import time
from collections.abc import Sequence, Set

import sqlalchemy as sa

from workflows import clock, jobs, permits
from workflows.acting import act, get, maintenance
from workflows.db import db
from workflows.interviewing.machine import ScorecardReopened, ScorecardSubmitted
from workflows.interviewing.panel_fit import compute_panel
from workflows.interviewing.queries.fits import (
    READERS_WORK,
    WORK,
    Basis,
    basis_of,
    exact_fit,
    fit_keys,
    gaps_of,
    panel_data,
)
from workflows.interviewing.queries.readers import MOST_BASES, OVERNIGHT, bases_of_readers, openings_to_look_at
from workflows.interviewing.records import Fit, FitPurpose, Scorecard
from workflows.permits import Actor, System, system
from workflows.recruiting.machine import CandidacyClosed
from workflows.recruiting.records import Candidacy, Opening, OpeningGap

permits.allow("fit.compute", system)

TRIES = 3


def fit_again(actor: Actor, event: ScorecardSubmitted | ScorecardReopened | CandidacyClosed) -> None:
    """What an opening's scorecards say may have changed: ask for the numbers anew, once however often it changes."""
    candidacy = get(Candidacy, event.candidacy_id) if isinstance(event, CandidacyClosed) else (
        get(Scorecard, event.scorecard_id).interview.candidacy)
    ask_for_fits(candidacy.opening_id)


def ask_for_fits(opening_id: int) -> None:
    """Within an action: what an opening's scorecards say, or who may see which of them, has changed."""
    jobs.enqueue(WORK, once_key=fit_keys(opening_id)[0], opening_id=opening_id)


def fit_opening(opening_id: int) -> None:
    """The job: compute what everything says if it is not computed yet, then leave the readers who may not see
    everything to a job of their own. A second time, or with nothing new, it changes nothing."""
    opening = get(Opening, opening_id)
    up_to_date(opening)
    if _missing(opening):
        _ask_for_readers(opening_id)


def fit_readers(opening_id: int, most: int = MOST_BASES) -> None:
    """The job: the fit of one set of scorecards that somebody may see while others are hidden from them, then the next
    set in a job again. So whoever submits meanwhile waits for one of them at most, not for all.

    A reader whose set is not among the first `most` gets the stored fit that knows of most of what they may see.
    """
    opening = get(Opening, opening_id)
    missing = _missing(opening, most)
    if missing:
        up_to_date(opening, missing[0].left_out)
    if len(missing) > 1:
        _ask_for_readers(opening_id, most)


def fit_all_readers(day: str) -> None:
    """The job of each day: ask for the fits of all readers, also for those whose sight changed without a scorecard or
    first words: by a new role, another decider, another policy of the opening."""
    for opening_id in openings_to_look_at():
        _ask_for_readers(opening_id, OVERNIGHT)


def up_to_date(opening: Opening, without: Set[int] = frozenset()) -> Fit | None:
    """The fit of the scorecards that are in now, those about candidacies `without` left out, computed if need be; None
    while none is in.

    The computing itself holds no lock. When scorecards come meanwhile it tries again, and gives up with None when they
    keep coming: each has asked for a fit of its own.
    """
    gaps = gaps_of(opening.id)
    for _ in range(TRIES):
        basis = basis_of(opening.id, gaps, without)
        if not basis.scorecards:
            return None
        known = exact_fit(opening.id, basis)
        if known is not None:
            return known
        kept = _keep(opening, gaps, basis, _computed(opening, gaps, basis))
        if kept is not None:
            return kept
    return None


def is_current(fit: Fit, without: Set[int] = frozenset()) -> bool:
    """Whether the fit of an opening is still of exactly the scorecards and targets that are there."""
    assert fit.opening_id is not None
    return basis_of(fit.opening_id, gaps_of(fit.opening_id), without).digest == fit.basis_sha256


def _missing(opening: Opening, most: int = MOST_BASES) -> list[Basis]:
    """The readers' sets of scorecards of which nothing is computed yet."""
    wanted = bases_of_readers(opening, gaps_of(opening.id), most)
    known = set(db.session.scalars(sa.select(Fit.basis_sha256).where(
        Fit.opening_id == opening.id, Fit.basis_sha256.in_([each.digest for each in wanted]))))
    return [each for each in wanted if each.digest not in known]


def _ask_for_readers(opening_id: int, most: int = MOST_BASES) -> None:
    with maintenance("ask for the fits of those who may not see everything"):
        jobs.enqueue(READERS_WORK, once_key=fit_keys(opening_id)[1], opening_id=opening_id, most=most)


def _computed(opening: Opening, gaps: Sequence[OpeningGap], basis: Basis) -> Fit:
    began = time.perf_counter()
    found = compute_panel(panel_data(opening, gaps, basis.left_out))
    return Fit(purpose=FitPurpose.panel, opening_id=opening.id, basis_sha256=basis.digest,
               data_sha256=found.data_sha256, scorecards=basis.scorecards, versions=list(basis.versions),
               left_out=len(basis.left_out), latest_submitted_at=basis.latest_submitted_at, priors=found.priors,
               seed=found.seed, method=found.method, effective_sample_size=found.effective_sample_size,
               seconds=round(time.perf_counter() - began, 3), computed_at=clock.now(), answer=found.answer)


def _keep(opening: Opening, gaps: Sequence[OpeningGap], basis: Basis, fit: Fit) -> Fit | None:
    with act(System(WORK), "fit.compute", subject=opening, lock=[opening]) as this:
        known = exact_fit(opening.id, basis)
        if known is not None:
            return known  # another worker was quicker
        if basis_of(opening.id, gaps, basis.left_out).digest != basis.digest:
            return None
        this.create(fit)
        this.note(opening_id=opening.id, purpose=fit.purpose.value, data_sha256=fit.data_sha256, seed=fit.seed,
                  method=fit.method, scorecards=fit.scorecards, left_out=fit.left_out)
    return fit
