"""Whose eyes an opening's figures are for: each reader's rest on the scorecards that this reader may see, no others."""

from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from workflows.db import db
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.queries.blindness import hidden_among, takes_part
from workflows.interviewing.queries.fits import Basis, Counted, basis_from, counted_in
from workflows.interviewing.records import Debrief, Fit, Interview, Scorecard, ScorecardVersion
from workflows.people.records import RoleGrant, User
from workflows.permits import Actor, ActorKind, Role
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Candidacy, Opening, OpeningGap, Requisition

MOST_BASES, OVERNIGHT = 12, 100
"""So many distinct sets of scorecards are computed beside the full one when something changes, and once a day; until
then other readers get what fits them best."""


def hidden_from(actor: Actor, opening_id: int) -> frozenset[int]:
    """The candidacies of the opening with scorecards that say nothing to `actor`, not even through a number."""
    return hidden_among(actor, {each.candidacy_id for each in counted_in(opening_id)})


def sees_all_of(actor: Actor, fit: Fit) -> bool:
    """Whether `actor` may see what every scorecard says that went into this fit. One query if `versions` are loaded."""
    used = (sa.select(Interview.candidacy_id).join(Scorecard, Scorecard.interview_id == Interview.id)
            .join(ScorecardVersion, ScorecardVersion.scorecard_id == Scorecard.id)
            .where(ScorecardVersion.id.in_(fit.versions)))
    return not hidden_among(actor, used)


def bases_of_readers(opening: Opening, gaps: Sequence[OpeningGap], most: int = MOST_BASES) -> list[Basis]:
    """The sets of scorecards, fewer than there are, that people who take part may see: without repetition, those of
    most people first, at most so many. Empty where everybody sees everything or nothing."""
    counted = counted_in(opening.id)
    there = {each.candidacy_id for each in counted}
    asked = Counter(hidden_among(reader, there) for reader in _readers(opening)) if len(there) > 1 else Counter()
    found = {basis.digest: basis for basis in _most_asked(asked, counted, gaps) if basis.versions and basis.left_out}
    return list(found.values())[:most]


def openings_to_look_at() -> list[int]:
    """The openings still to be filled for which somebody has been interviewed."""
    return list(db.session.scalars(
        sa.select(Opening.id).join(Requisition, Requisition.id == Opening.requisition_id)
        .where(Requisition.state == RequisitionState.open, Opening.id.in_(
            sa.select(Candidacy.opening_id).join(Interview, Interview.candidacy_id == Candidacy.id)
            .join(Scorecard, Scorecard.interview_id == Interview.id)
            .where(Scorecard.state == ScorecardState.submitted))).order_by(Opening.id)))


def versions_withheld(actor: Actor) -> frozenset[int]:
    """All versions of the scorecards, anywhere, about candidates with whom `actor` has to do but of whom they may see
    nothing that colleagues say: for what rests on all openings and is not shown candidate by candidate."""
    rows = db.session.execute(
        sa.select(Candidacy.id, ScorecardVersion.id).join(Interview, Interview.candidacy_id == Candidacy.id)
        .join(Scorecard, Scorecard.interview_id == Interview.id)
        .join(ScorecardVersion, ScorecardVersion.scorecard_id == Scorecard.id).where(takes_part(actor))).all()
    hidden = hidden_among(actor, {candidacy_id for candidacy_id, _ in rows}) if rows else frozenset()
    return frozenset(version_id for candidacy_id, version_id in rows if candidacy_id in hidden)


def _most_asked(asked: Counter[frozenset[int]], counted: Sequence[Counted], gaps: Sequence[OpeningGap],
                ) -> Iterable[Basis]:
    return (basis_from(counted, gaps, hidden)
            for hidden, _ in sorted(asked.items(), key=lambda each: (-each[1], sorted(each[0]))))


def _readers(opening: Opening) -> list[Actor]:
    """Whoever interviews or decides for this opening, by id and roles. Others see every scorecard of it, or none."""
    here = sa.select(Candidacy.id).where(Candidacy.opening_id == opening.id)
    authors = (sa.select(Scorecard.author_id).join(Interview, Interview.id == Scorecard.interview_id)
               .where(Interview.candidacy_id.in_(here)))
    deciders = sa.select(Debrief.decider_id).where(Debrief.candidacy_id.in_(here))
    asker = sa.select(Requisition.requested_by_id).where(Requisition.id == opening.requisition_id)
    rows = db.session.execute(
        sa.select(User.id, RoleGrant.role, RoleGrant.team_id)
        .outerjoin(RoleGrant, sa.and_(RoleGrant.user_id == User.id, RoleGrant.revoked_at.is_(None)))
        .where(User.deactivated_at.is_(None), User.id.in_(sa.union_all(authors, deciders, asker))).order_by(User.id))
    held: dict[int, set[tuple[Role, int | None]]] = {}
    for user_id, role, team_id in rows:
        held.setdefault(user_id, set()).update([(role, team_id)] if role else [])
    return [Actor(ActorKind.person, user_id, "", frozenset(grants)) for user_id, grants in held.items()]
