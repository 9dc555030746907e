"""Reads about teams as those see them who belong to them: vision, members, profiles, readings with their history."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from workflows import permits
from workflows.db import db
from workflows.errors import NotFound
from workflows.ledger import AuditEntry
from workflows.people.queries import OWN_TEAM, TEAMS_WITHIN, part_of
from workflows.people.records import (
    Competency,
    Priority,
    Profile,
    ProfileNeed,
    Reading,
    RoleGrant,
    Target,
    Team,
    User,
    Vision,
)
from workflows.permits import Actor, Predicate, Role, role
from workflows.reasons import Reason

sees_levels = role(Role.leader, Role.hiring_manager, Role.coach, Role.operations)
permits.allow("team.see_levels", sees_levels)


@dataclass(frozen=True)
class Entry:
    """One reading in a person's history. `correction` is the row that replaced it, `reason` why it did."""

    reading: Reading
    recorded_by: str
    correction: Reading | None
    reason: str


ONE_TEAM = TEAMS_WITHIN.where(Team.id == sa.bindparam("team_id"))
HOME_TEAM = TEAMS_WITHIN.order_by(sa.case((Team.id == OWN_TEAM.scalar_subquery(), 0), else_=1), Team.name).limit(1)


def team_for(actor: Actor, team_id: int) -> Team:
    """A team in which this person has any part, or NotFound."""
    found = db.session.scalar(ONE_TEAM, part_of(actor) | {"team_id": team_id})
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def team_led(actor: Actor, team_id: int, verb: str) -> Team:
    """As `team_for`, when the person may do `verb` there; else NotFound."""
    team = team_for(actor, team_id)
    if not permits.may(actor, verb, team):
        raise NotFound(Reason("record.gone"))
    return team


def home_team(actor: Actor) -> Team | None:
    """The team one belongs to, else the first one has a part in."""
    return db.session.scalars(HOME_TEAM, part_of(actor)).first()


def visions(team_id: int) -> list[Vision]:
    """All the team's visions with their priorities, the one in force first."""
    return list(db.session.scalars(
        sa.select(Vision).where(Vision.team_id == team_id).order_by(Vision.id.desc()).limit(20)
        .options(selectinload(Vision.priorities).joinedload(Priority.competency))))


VISION = (
    sa.select(Vision)
    .where(Vision.id == sa.select(sa.func.max(Vision.id)).where(Vision.team_id == sa.bindparam("team_id"))
           .scalar_subquery())
    .options(joinedload(Vision.priorities).joinedload(Priority.competency).load_only(Competency.name)))


def vision_of(team_id: int) -> Vision | None:
    """The vision in force, with its priorities."""
    return db.session.scalars(VISION, {"team_id": team_id}).unique().first()


REPS = (
    sa.select(User)
    .where(User.team_id == sa.bindparam("team_id"), User.deactivated_at.is_(None),
           sa.or_(User.id.in_(sa.select(RoleGrant.user_id).where(RoleGrant.role == Role.rep,
                                                                 RoleGrant.revoked_at.is_(None))),
                  User.id.in_(sa.select(Reading.user_id))))
    .order_by(User.name, User.id))


def reps_of(team_id: int) -> list[User]:
    """Active people of the team who sell or whose level somebody has measured, by name."""
    return list(db.session.scalars(REPS, {"team_id": team_id}))


def shown_levels(team_id: int, seen: int) -> dict[tuple[int, int], Reading]:
    """(user id, competency id) → what a grid showed that knew the rows up to the id `seen`: the reading taken last."""
    corrected = sa.select(Reading.corrects_id).where(Reading.corrects_id.is_not(None), Reading.id <= seen)
    rows = db.session.scalars(
        sa.select(Reading).join(User, User.id == Reading.user_id)
        .where(User.team_id == team_id, Reading.id <= seen, Reading.id.not_in(corrected))
        .order_by(Reading.taken_on, Reading.id))
    return {(row.user_id, row.competency_id): row for row in rows}


def newest_reading() -> int:
    """The id up to which rows are known now."""
    return db.session.scalar(sa.select(sa.func.max(Reading.id))) or 0


def competencies(team_id: int | None = None) -> list[Competency]:
    """Those in use, by name; the team's targets first, the heaviest on top."""
    weight = sa.select(Target.weight_bp).where(Target.team_id == team_id, Target.replaced_at.is_(None),
                                               Target.competency_id == Competency.id).scalar_subquery()
    return list(db.session.scalars(sa.select(Competency).where(Competency.retired_at.is_(None))
                                   .order_by(sa.func.coalesce(weight, -1).desc(), Competency.name)))


def profiles() -> list[Profile]:
    """All profiles with their needs, by name."""
    return list(db.session.scalars(sa.select(Profile).order_by(Profile.name).options(
        selectinload(Profile.needs).joinedload(ProfileNeed.competency))))


def has_profiles() -> bool:
    """Whether there is any: they come with the first question bank, and without one no seat can be asked for."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Profile.id.is_not(None)))))


def profile(profile_id: int) -> Profile:
    found = db.session.scalar(sa.select(Profile).where(Profile.id == profile_id).options(
        selectinload(Profile.needs).joinedload(ProfileNeed.competency)))
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found


def person_measured(actor: Actor, user_id: int) -> User:
    """Somebody whose readings this person may see: one's own, or of people one leads or coaches. Else NotFound."""
    found = db.session.scalar(sa.select(User).where(User.id == user_id).options(joinedload(User.team)))
    if found is None or not (actor.user_id == user_id or sees_levels(actor, found)):
        raise NotFound(Reason("record.gone"))
    return found


def reading_for(actor: Actor, reading_id: int, may: Predicate = sees_levels) -> Reading:
    """One reading of a person whose levels one may see, or NotFound."""
    found = db.session.scalar(sa.select(Reading).where(Reading.id == reading_id).options(
        joinedload(Reading.user), joinedload(Reading.competency)))
    if found is None or not may(actor, found):
        raise NotFound(Reason("record.gone"))
    return found


def history(user_id: int, limit: int = 200) -> list[Entry]:
    """Everything that was measured of one person, newest first, with corrections and why."""
    by, correction = aliased(User), aliased(Reading)
    rows = db.session.execute(
        sa.select(Reading, by.name, correction).outerjoin(by, by.id == Reading.recorded_by_id)
        .outerjoin(correction, correction.corrects_id == Reading.id).where(Reading.user_id == user_id)
        .options(joinedload(Reading.competency))
        .order_by(Reading.taken_on.desc(), Reading.id.desc()).limit(limit)).all()
    reasons = _reasons_of({reading.id for reading, _, replaced in rows if replaced is not None})
    return [Entry(reading, name or "", replaced, reasons.get(reading.id, "")) for reading, name, replaced in rows]


def _reasons_of(corrected: set[int]) -> dict[int, str]:
    """Why readings were corrected, from the ledger's erasable side."""
    if not corrected:
        return {}
    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.verb == "reading.correct", AuditEntry.record_kind == Reading.KIND,
                                    AuditEntry.record_id.in_(corrected)).options(joinedload(AuditEntry.text)))
    return {entry.record_id: entry.text.body.get("reason", "") for entry in entries
            if entry.text is not None and entry.record_id is not None}
