"""Sitting a quiz: drawn by the blueprint, on the server's clock, answer by answer, graded at the end."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from curricula.items import Item, item_from_json
from curricula.quiz import Graded, draw, grade, quiz_score
from workflows import clock, jobs, permits
from workflows.acting import act, draft, get
from workflows.content.records import ItemVersion
from workflows.db import db
from workflows.errors import Refused
from workflows.onboarding import queries, rules
from workflows.onboarding.actions.plans import close
from workflows.onboarding.authored_modules import QuizRules, quiz_rules
from workflows.onboarding.machine import AssignmentState
from workflows.onboarding.records import Assignment, QuizAnswer, QuizAttempt
from workflows.permits import Actor, System, is_
from workflows.reasons import Reason

permits.allow("quiz_attempt.begin", is_("owner_id"))
permits.allow("quiz_attempt.answer", is_("assignment.owner_id"))
permits.allow("quiz_attempt.hand_in", is_("assignment.owner_id"))

GRACE = timedelta(seconds=30)
END = "onboarding.end_attempt"


def attempts(assignment_id: int) -> list[QuizAttempt]:
    """All sittings of a quiz, first to last, with their answers."""
    return list(db.session.scalars(sa.select(QuizAttempt).where(QuizAttempt.assignment_id == assignment_id)
                                   .options(selectinload(QuizAttempt.answers)).order_by(QuizAttempt.number)))


def running(sat: list[QuizAttempt]) -> QuizAttempt | None:
    """The sitting whose time is not over, if any."""
    return next((each for each in sat if ended_at(each) is None), None)


def ended_at(attempt: QuizAttempt) -> datetime | None:
    """When it was handed in, or its time was over although nobody has graded it yet; None while it runs."""
    last = _last_moment(attempt)
    return attempt.handed_in_at or (last if last is not None and clock.now() > last else None)


def items_of(attempt: QuizAttempt) -> list[tuple[int, Item]]:
    """(item version id, item) in the order to ask them."""
    found = {row.id: item_from_json(row.body) for row in
             db.session.scalars(sa.select(ItemVersion).where(ItemVersion.id.in_(attempt.items)))}
    return [(item_id, found[item_id]) for item_id in attempt.items]


def begin_attempt(actor: Actor, assignment: Assignment) -> QuizAttempt:
    """A new sitting, or the one that is running. Items not seen before come first.

    A sitting whose time is over is graded before, whatever is refused then. Refused while something has to be done
    first, when all attempts are used, or too soon after the last.
    """
    for late in attempts(assignment.id):
        end_if_over(late)
    with act(actor, "quiz_attempt.begin", subject=assignment, lock=(assignment,)) as this:
        quiz = quiz_rules(assignment.module)
        sat = attempts(assignment.id)
        now = clock.now()
        if (open_one := running(sat)) is not None:
            return open_one
        this.require(Reason("assignment.closed") if assignment.state in queries.CLOSED else None,
                     queries.blocked(assignment),
                     rules.attempt_blockers(quiz, [each.handed_in_at for each in sat if each.handed_in_at], now))
        attempt: QuizAttempt = this.create(QuizAttempt(
            assignment_id=assignment.id, number=len(sat) + 1, items=_drawn(assignment, quiz, sat),
            deadline_at=now + timedelta(minutes=quiz.minutes) if quiz.minutes else None))
        this.require(None if attempt.items else Reason("quiz.without-items"))
        if (last := _last_moment(attempt)) is not None:
            jobs.enqueue(END, after=last + timedelta(seconds=1), attempt_id=attempt.id)
        if assignment.state is AssignmentState.assigned:
            assignment.started_at = now
            with act(actor, "assignment.start", assignment) as begun:
                begun.move()
        this.note(assignment_id=assignment.id, number=attempt.number)
    return attempt


def save_answer(actor: Actor, attempt: QuizAttempt, *, item_version_id: int, response: Any) -> None:
    """Keep one answer while it is given. Refused after the deadline or handing in."""
    with draft(actor, "quiz_attempt.answer", attempt):
        if ended_at(attempt) is not None:
            raise Refused(Reason("quiz.time-is-up"))
        if item_version_id not in attempt.items:
            return
        kept = next((each for each in attempt.answers if each.item_version_id == item_version_id), None)
        if kept is None:
            db.session.add(QuizAnswer(attempt_id=attempt.id, item_version_id=item_version_id, response=response))
        else:
            kept.response = response


def hand_in_attempt(actor: Actor, attempt: QuizAttempt) -> QuizAttempt:
    """Grade what is there. Handing in twice changes nothing; after the deadline what was saved in time counts."""
    with act(actor, "quiz_attempt.hand_in", attempt, lock=(attempt.assignment,)) as this:
        if attempt.handed_in_at is None:
            _grade(this, attempt, quiz_rules(attempt.assignment.module))
    return attempt


def end_if_over(attempt: QuizAttempt) -> bool:
    """Hand in for somebody whose time ran out; whether it did."""
    if attempt.handed_in_at is None and ended_at(attempt) is not None:
        hand_in_attempt(System("time is up"), attempt)
        return True
    return False


def end_attempt(attempt_id: int) -> None:
    """As soon as the time of a sitting is over: what was kept until then is handed in."""
    end_if_over(get(QuizAttempt, attempt_id))


def graded(attempt: QuizAttempt) -> list[tuple[Item, Any, Graded]]:
    """(item, response, what it is worth) in the order asked."""
    given = {each.item_version_id: each.response for each in attempt.answers}
    return [(item, given.get(item_id), grade(item, given.get(item_id))) for item_id, item in items_of(attempt)]


def _grade(this: Any, attempt: QuizAttempt, quiz: QuizRules) -> None:
    results = graded(attempt)
    for answer in attempt.answers:
        worth = dict(zip(attempt.items, results, strict=True)).get(answer.item_version_id)
        answer.score_bp = worth[2].score_bp if worth else 0
    score = quiz_score([worth for _, _, worth in results])
    attempt.score_bp, attempt.passed = score, score >= quiz.pass_mark_bp
    attempt.handed_in_at = ended_at(attempt) or clock.now()
    this.note(attempt_id=attempt.id, score_bp=score, passed=attempt.passed)
    assignment = attempt.assignment
    scores = [each.score_bp for each in attempts(assignment.id) if each.score_bp is not None]
    assignment.score_bp = rules.counted(quiz, scores)
    if assignment.state not in queries.CLOSED and (assignment.score_bp or 0) >= quiz.pass_mark_bp:
        close(this, assignment, "finish", score_bp=assignment.score_bp)


def _drawn(assignment: Assignment, quiz: QuizRules, sat: list[QuizAttempt]) -> list[int]:
    pool = {row.id: item_from_json(row.body) for row in db.session.scalars(
        sa.select(ItemVersion).where(ItemVersion.content_version_id == assignment.module.content_version_id,
                                     ItemVersion.quiz == quiz.key))}
    ids = {item.key: item_id for item_id, item in pool.items()}
    seen = [pool[item_id].key for each in sat for item_id in each.items if item_id in pool]
    return [ids[key] for key in draw(pool.values(), quiz.blueprint, seen, f"{assignment.id}:{len(sat) + 1}")]


def _last_moment(attempt: QuizAttempt) -> datetime | None:
    return attempt.deadline_at + GRACE if attempt.deadline_at else None

