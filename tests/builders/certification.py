"""Checkpoints of a plan, attempts at every stage, certificates."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

from tests.builders import offers, onboarding
from tests.builders.people import BUILDER, person
from workflows import clock
from workflows.acting import act
from workflows.certification.actions import attempts, decisions
from workflows.certification.records import Attempt, Certificate
from workflows.certification.rules import Given
from workflows.content.records import CheckpointVersion, ContentVersion
from workflows.db import db
from workflows.onboarding.actions import modules
from workflows.onboarding.queries import CLOSED
from workflows.onboarding.records import Plan
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Team, User
from workflows.permits import Role

FIRST_DAY = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
CRITERIA = (("opening", "Opening", 4000), ("numbers", "From event to number", 6000))


def checkpoint(curriculum: ContentVersion, *proves: tuple[Competency, int], key: str = "discovery-certified",
               requires: tuple[str, ...] = ("first-reading",), valid_days: int = 365, **body: Any) -> CheckpointVersion:
    """A gate at 75 %, no criterion under 3, cool-down 5 days, 2 attempts; `proves` (competency, level)."""
    criteria = [{"key": each, "title": title, "competency": "discovery", "weight_bp": weight,
                 "levels": {str(level): f"{title} at {level}." for level in range(1, 6)}}
                for each, title, weight in CRITERIA]
    given = {"key": key, "summary": "May hold first conversations alone.", "minutes": 45, "no_criterion_below": 3,
             "oral_check_within_bp": 300, "cool_down_days": 5, "attempts": 2, "requires": list(requires),
             "proves": {about.key: level for about, level in proves}, "criteria": criteria, **body}
    with act(BUILDER, "offer.draft", None) as this:
        made = CheckpointVersion(content_version_id=curriculum.id, lineage=key, content_hash="0" * 64, position=1,
                                 title="Discovery certified", pass_mark_bp=7500, valid_days=valid_days, body=given)
        this.add(made)
    return made


def plan(*modules: tuple[str, dict[str, Any]], proves: tuple[tuple[Competency, int], ...] = (),
         gates: tuple[dict[str, Any], ...] = ({},), **given: Any) -> Plan:
    """A hired rep's plan with one reading and one checkpoint that asks for it; `gates` are facts of `checkpoint`."""
    pack = onboarding.curriculum()
    for each in gates:
        checkpoint(pack, *(proves or ((offers.competency("discovery"), 4),)), **each)
    return onboarding.plan(*modules, pack=pack, **given)


def on_first_day() -> AbstractContextManager[None]:
    """Everything inside happens on the plan's first day, or now when that is later."""
    return clock.at(max(clock.now(), FIRST_DAY))


def eligible(made: Plan | None = None) -> Attempt:
    """The first attempt of a plan whose modules are done."""
    made = made or plan()
    for each in made.assignments:
        if each.state not in CLOSED:
            modules.finish_reading(onboarding.rep_of(made), each)
    return db.session.query(Attempt).filter_by(plan_id=made.id).order_by(Attempt.id).first()


def assessor(attempt: Attempt, *roles: Role) -> User:
    """Somebody else of the team, by default an assessor."""
    return person(*(roles or (Role.assessor,)), team=db.session.get(Team, attempt.team_id))


def in_assessment(attempt: Attempt | None = None, *, by: User | None = None) -> Attempt:
    attempt = attempt or eligible()
    with on_first_day():
        attempts.begin(actor_for(by or assessor(attempt)), attempt)
    return attempt


def scores(*levels: int) -> dict[str, Given]:
    """A level per criterion in order, each with evidence."""
    return {key: Given(level, f"Seen at {title}.") for (key, title, _), level in zip(CRITERIA, levels, strict=False)}


def to_approve(attempt: Attempt | None = None, *, levels: tuple[int, ...] = (4, 4), notes: str = "Ask for figures.",
               by: User | None = None, approver: User | None = None) -> Attempt:
    attempt = in_assessment(attempt, by=by)
    author = actor_for(attempt.assessor)
    with on_first_day():
        attempts.save_scores(author, attempt, scores(*levels), notes=notes)
        attempts.hand_in(author, attempt, approver_id=(approver or assessor(attempt, Role.leader)).id)
    return attempt


def failed(attempt: Attempt | None = None, **given: Any) -> Attempt:
    attempt = to_approve(attempt, **{"levels": (4, 3), **given})
    with on_first_day():
        decisions.fail(actor_for(attempt.approver), attempt)
    return attempt


def certified(made: Plan | None = None, **given: Any) -> Certificate:
    """Walked from an open plan: modules finished, assessed, approved; on the first day, or now when that is later."""
    attempt = to_approve(eligible(made), **given)
    with on_first_day():
        return decisions.certify(actor_for(attempt.approver), attempt)
