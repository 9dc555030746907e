"""What goes into an opening's fit, and the stored fit that fits what is there now."""

import hashlib
from collections.abc import Iterable, Sequence, Set
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
from workflows.jobs import Job
from workflows.measurement.gap_closure import Gap, Level
from workflows.people.queries_gaps import levels_by_team
from workflows.people.records import Profile
from workflows.recruiting.records import Candidacy, Opening, OpeningGap, Requisition

WORK, READERS_WORK = "interviewing.fit_opening", "interviewing.fit_readers"
LOOKED_THROUGH = 200
"""Among how many of an opening's newest fits one is looked for that does instead of the exact one."""


@dataclass(frozen=True)
class Counted:
    """One submitted scorecard that counts, by the version that is in force; its content never changes."""

    opening_id: int
    candidacy_id: int
    version_id: int
    submitted_at: datetime | None


@dataclass(frozen=True)
class Basis:
    """Which scorecards, each in which version, and which targets there are to compute from.

    `left_out` are the candidacies whose scorecards there are but were left out.
    """

    digest: str
    versions: tuple[int, ...]
    latest_submitted_at: datetime | None
    left_out: frozenset[int] = frozenset()

    @property
    def scorecards(self) -> int:
        return len(self.versions)


COUNTS = sa.and_(Scorecard.state == ScorecardState.submitted, Interview.state != InterviewState.cancelled)
OF_OPENING: sa.BindParameter[int] = sa.bindparam("opening_id")
GAPS = (sa.select(OpeningGap).where(OpeningGap.opening_id == OF_OPENING).options(joinedload(OpeningGap.competency))
        .order_by(OpeningGap.weight_bp.desc(), OpeningGap.id))
COUNTED = (
    sa.select(Candidacy.opening_id, Candidacy.id, sa.func.max(ScorecardVersion.id), Scorecard.submitted_at)
    .join(Interview, Interview.candidacy_id == Candidacy.id).join(Scorecard, Scorecard.interview_id == Interview.id)
    .join(ScorecardVersion, ScorecardVersion.scorecard_id == Scorecard.id)
    .where(Candidacy.opening_id.in_(sa.bindparam("opening_ids", expanding=True)), COUNTS)
    .group_by(Candidacy.opening_id, Candidacy.id, Scorecard.id, Scorecard.submitted_at).order_by(Scorecard.id))
EXACT = (sa.select(Fit).where(Fit.opening_id == OF_OPENING, Fit.purpose == FitPurpose.panel,
                              Fit.basis_sha256 == sa.bindparam("digest")).options(undefer(Fit.answer)))


def gaps_of(opening_id: int) -> list[OpeningGap]:
    """The opening's gaps, heaviest first, with their competencies."""
    return list(db.session.scalars(GAPS, {"opening_id": opening_id}))


def counted_in(*opening_ids: int) -> list[Counted]:
    """Every scorecard of these openings that counts now."""
    return [Counted(*row) for row in db.session.execute(COUNTED, {"opening_ids": opening_ids})]


def basis_of(opening_id: int, gaps: Sequence[OpeningGap], without: Set[int] = frozenset()) -> Basis:
    """The same as long as nobody submits or re-opens a scorecard; `without` are candidacies to leave out."""
    return basis_from(counted_in(opening_id), gaps, without)


def basis_from(counted: Iterable[Counted], gaps: Sequence[OpeningGap], without: Set[int] = frozenset()) -> Basis:
    """As `basis_of`, for whoever has read already what counts. Two who leave out other candidates but are left with the
    same scorecards have one basis."""
    given = list(counted)
    used = [each for each in given if each.candidacy_id not in without]
    versions = tuple(each.version_id for each in used)
    targets = [(gap.competency_id, gap.level, gap.weight_bp, gap.target_people, gap.expected_people, gap.must_have)
               for gap in sorted(gaps, key=lambda gap: gap.competency_id)]
    digest = hashlib.sha256(repr((versions, targets)).encode()).hexdigest()
    return Basis(digest, versions, max((each.submitted_at for each in used if each.submitted_at), default=None),
                 frozenset(each.candidacy_id for each in given) & without)


def exact_fit(opening_id: int, basis: Basis) -> Fit | None:
    """The fit of exactly this basis, with its answer."""
    return db.session.scalar(EXACT, {"opening_id": opening_id, "digest": basis.digest})


def fit_for(opening_id: int, basis: Basis) -> Fit | None:
    """The fit of exactly this basis, else that of most of its scorecards, with its answer; None where there is none.

    A fit that knows of any scorecard outside the basis is never taken: nor one of a candidate who was left out, nor one
    that was re-opened since.
    """
    if not basis.versions:
        return None
    if (exact := exact_fit(opening_id, basis)) is not None:
        return exact
    best = best_of(newest_fits([opening_id], LOOKED_THROUGH).get(opening_id, ()), basis.versions)
    return None if best is None else db.session.scalar(
        sa.select(Fit).where(Fit.id == best).options(undefer(Fit.answer)))


def newest_fits(opening_ids: Sequence[int], most: int) -> dict[int, list[tuple[int, list[int]]]]:
    """By opening at most so many of its newest fits: id, and the versions that went in."""
    place = sa.func.row_number().over(partition_by=Fit.opening_id, order_by=Fit.id.desc()).label("place")
    newest = (sa.select(Fit.id, place).where(Fit.opening_id.in_(opening_ids), Fit.purpose == FitPurpose.panel)
              .subquery())
    rows = db.session.execute(sa.select(Fit.opening_id, Fit.id, Fit.versions).join(newest, newest.c.id == Fit.id)
                              .where(newest.c.place <= most))
    found: dict[int, list[tuple[int, list[int]]]] = {}
    for opening_id, fit_id, versions in rows:
        assert opening_id is not None
        found.setdefault(opening_id, []).append((fit_id, versions))
    return found


def best_of(stored: Iterable[tuple[int, Sequence[int]]], versions: Iterable[int]) -> int | None:
    """Of fits (id and the versions that went in) the one of most scorecards, all of them among `versions`; of several
    the newest."""
    there = frozenset(versions)
    return max(((len(used), fit_id) for fit_id, used in stored if used and there.issuperset(used)),
               default=(0, None))[1]


def fit_keys(opening_id: int) -> tuple[str, str]:
    """Under which keys an opening's fits are asked for: that of everything, and those for readers."""
    return f"{WORK}:{opening_id}", f"{READERS_WORK}:{opening_id}"


def fit_is_asked_for(opening_id: int) -> bool:
    """Whether a job that computes fits of this opening waits or runs."""
    return db.session.scalar(sa.select(Job.id).where(Job.once_key.in_(fit_keys(opening_id)), Job.done_at.is_(None),
                                                     Job.stuck_at.is_(None)).limit(1)) is not None


def panel_data(opening: Opening, gaps: Sequence[OpeningGap], without: Set[int] = frozenset()) -> PanelData:
    """Every submitted level of the opening by ids, those of candidacies `without` left out, and what the team has,
    teaches and whom it may ask. The only read of the scoring code: no name, no résumé, nothing about a person but the
    levels they were given."""
    rows = db.session.execute(
        sa.select(Interview.candidacy_id, Scorecard.author_id, Rating.competency_id, Rating.level,
                  KitQuestion.question_version_id)
        .join(Scorecard, Scorecard.id == Rating.scorecard_id).join(Interview, Interview.id == Scorecard.interview_id)
        .join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .join(KitQuestion, KitQuestion.id == Rating.kit_question_id)
        .where(Candidacy.opening_id == opening.id, COUNTS, Candidacy.id.not_in(sorted(without)))
        .order_by(Rating.id)).all()
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
