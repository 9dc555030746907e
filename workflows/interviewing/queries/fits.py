"""What goes into an opening's fit, and the stored fit that fits what is there now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from workflows import clock
from workflows.content.records import ContentVersion, ModuleVersion, PackKind
from workflows.db import db
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.panel_fit import Given, PanelData
from workflows.interviewing.queries.asking import may_interview
from workflows.interviewing.records import (
    Fit,
    FitPurpose,
    Interview,
    KitQuestion,
    Rating,
    Scorecard,
    ScorecardVersion,
)
from workflows.measurement.gap_closure import Gap, Level
from workflows.people.queries_gaps import levels_by_team
from workflows.people.records import Profile
from workflows.recruiting.records import Candidacy, Opening, OpeningGap, Requisition


@dataclass(frozen=True)
class Basis:
    """Which scorecards, each in which version, and which targets there are to compute from."""

    digest: str
    scorecards: int
    latest_submitted_at: datetime | None


def gaps_of(opening_id: int) -> list[OpeningGap]:
    """The opening's gaps, heaviest first, with their competencies."""
    return list(db.session.scalars(
        sa.select(OpeningGap).where(OpeningGap.opening_id == opening_id).options(joinedload(OpeningGap.competency))
        .order_by(OpeningGap.weight_bp.desc(), OpeningGap.id)))


def basis_of(opening_id: int, gaps: Sequence[OpeningGap]) -> Basis:
    """The same as long as nobody submits or re-opens a scorecard; a version's content never changes."""
    rows = db.session.execute(
        sa.select(Scorecard.id, Scorecard.submitted_at, sa.func.max(ScorecardVersion.number))
        .join(ScorecardVersion, ScorecardVersion.scorecard_id == Scorecard.id)
        .join(Interview, Interview.id == Scorecard.interview_id)
        .join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .where(Candidacy.opening_id == opening_id, _counts()).group_by(Scorecard.id, Scorecard.submitted_at)
        .order_by(Scorecard.id)).all()
    targets = [(gap.competency_id, gap.level, gap.weight_bp, gap.target_people, gap.expected_people, gap.must_have)
               for gap in sorted(gaps, key=lambda gap: gap.competency_id)]
    digest = hashlib.sha256(repr(([(card, number) for card, _, number in rows], targets)).encode()).hexdigest()
    return Basis(digest, len(rows), max((at for _, at, _ in rows if at), default=None))


def fit_for(opening_id: int, basis: Basis) -> Fit | None:
    """The fit of exactly this basis, else the newest one, with its answer; None when nothing was ever computed."""
    exact = sa.case((Fit.basis_sha256 == basis.digest, 0), else_=1)
    return db.session.scalar(
        sa.select(Fit).where(Fit.opening_id == opening_id, Fit.purpose == FitPurpose.panel)
        .order_by(exact, Fit.id.desc()).limit(1).options(undefer(Fit.answer)))


def panel_data(opening: Opening, gaps: Sequence[OpeningGap]) -> PanelData:
    """Every submitted level of the opening by ids, and what the team has, teaches and whom it may ask. The only read
    of the scoring code: no name, no résumé, nothing about a person but the levels they were given."""
    rows = db.session.execute(
        sa.select(Interview.candidacy_id, Scorecard.author_id, Rating.competency_id, Rating.level,
                  KitQuestion.question_version_id)
        .join(Scorecard, Scorecard.id == Rating.scorecard_id).join(Interview, Interview.id == Scorecard.interview_id)
        .join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .join(KitQuestion, KitQuestion.id == Rating.kit_question_id)
        .where(Candidacy.opening_id == opening.id, _counts()).order_by(Rating.id)).all()
    given = tuple(Given(str(who), str(by), str(about), str(asked), level)
                  for who, by, about, level, asked in rows if level is not None)
    team: dict[str, dict[object, Level]] = {}
    for (user_id, about), level in levels_by_team([opening.team_id])[opening.team_id].estimates(clock.today()).items():
        team.setdefault(str(about), {})[user_id] = level
    askable = frozenset(map(str, db.session.scalars(may_interview(opening.team_id))))
    return PanelData(given, tuple(sorted({str(who) for who, *_ in rows})), gaps_as_measured(gaps), team,
                     _taught(opening), askable, str(opening.id))


def gaps_as_measured(gaps: Sequence[OpeningGap]) -> tuple[Gap, ...]:
    """The gaps as the measuring code takes them, competencies by id."""
    return tuple(Gap(str(gap.competency_id), gap.level, gap.target_people, gap.expected_people,
                     gap.weight_bp / 10_000, gap.must_have) for gap in gaps)


def _counts() -> sa.ColumnElement[bool]:
    return sa.and_(Scorecard.state == ScorecardState.submitted, Interview.state != InterviewState.cancelled)


def _taught(opening: Opening) -> frozenset[str]:
    """The competencies that modules of the profile's newest curriculum train."""
    profile = (sa.select(Profile.key).join(Requisition, Requisition.profile_id == Profile.id)
               .where(Requisition.id == opening.requisition_id).scalar_subquery())
    newest = (sa.select(ContentVersion.id)
              .where(ContentVersion.kind == PackKind.curriculum, ContentVersion.withdrawn_at.is_(None),
                     ContentVersion.body["profile"].as_string() == profile)
              .order_by(ContentVersion.id.desc()).limit(1).scalar_subquery())
    found = db.session.scalars(sa.select(ModuleVersion.competency_id).distinct().where(
        ModuleVersion.content_version_id == newest, ModuleVersion.competency_id.is_not(None)))
    return frozenset(str(each) for each in found)
