"""The middle chapters: a rep works through the plan day by day, is assessed, and certified."""

from datetime import timedelta

import sqlalchemy as sa

from webapp.commands.demo.observations import PLAIN_WORK, WORK, saw
from webapp.commands.demo.story import Story
from workflows import clock
from workflows.certification import rules as certification_rules
from workflows.certification.actions import attempts
from workflows.certification.actions import decisions as decide
from workflows.certification.gates import gate
from workflows.certification.records import Attempt
from workflows.db import db
from workflows.onboarding import queries
from workflows.onboarding.actions import modules, quizzes
from workflows.onboarding.authored_modules import ModuleKind, checklist, facts, key_of, lesson, role_play
from workflows.onboarding.machine import PlanState
from workflows.onboarding.records import Assignment, Plan
from workflows.people.queries import actor_for
from workflows.permits import Actor


def plan_of(story: Story, key: str) -> Plan:
    return db.session.scalars(sa.select(Plan).where(Plan.user_id == story.crew[key].id)).one()


def learn(story: Story, key: str, left: tuple[str, ...] = ()) -> None:
    """Everything that is due by tomorrow and can be done; `left` names what stays undone."""
    plan = plan_of(story, key)
    if plan.state is PlanState.completed:
        return
    for assignment in sorted(plan.assignments, key=lambda each: (each.due_on, each.position)):
        due = max(assignment.due_on - timedelta(days=1), plan.start_on)
        if due > clock.today() or assignment.state in queries.CLOSED:
            continue
        if key_of(assignment.module.lineage) not in left and not queries.blocked(assignment):
            _do(story, key, assignment)


def learn_all(story: Story, key: str, left: tuple[str, ...] = ()) -> None:
    """Everything that can be done now, due or not, but `left` and what is behind it."""
    while todo := [each for each in plan_of(story, key).assignments if each.state not in queries.CLOSED
                   and key_of(each.module.lineage) not in left and not queries.blocked(each)]:
        _do(story, key, todo[0])


def _do(story: Story, key: str, assignment: Assignment) -> None:
    kind, rep = ModuleKind(assignment.module.kind), story.as_(key)
    if kind is ModuleKind.reading:
        modules.start_module(rep, assignment)
        modules.finish_reading(rep, assignment)
    elif kind is ModuleKind.acknowledgement:
        text = queries.conduct(assignment.module.body.get("uses", ""))
        modules.acknowledge(rep, assignment, typed_name=rep.name, shown_sha256=modules.text_sha256(lesson(text.body)))
    elif kind is ModuleKind.checklist:
        for line in checklist(assignment.module):
            modules.tick(_owner(assignment, line.owner), assignment, key=line.key)
    elif kind is ModuleKind.quiz:
        _sit(rep, assignment)
    elif kind is ModuleKind.role_play:
        keys = [each.key for each in role_play(assignment.module).criteria]
        modules.observe(_owner(assignment, "coach"), assignment, levels=dict.fromkeys(keys, 4),
                        seen={each: saw(each) for each in keys})
    else:
        work, feedback = WORK.get(key_of(assignment.module.lineage), PLAIN_WORK)
        reviewer = "manager" if facts(assignment.module).owner == "manager" else "coach"
        modules.hand_in(rep, assignment, text=work)
        modules.approve(_owner(assignment, reviewer), assignment, feedback=feedback)


def _owner(assignment: Assignment, owner: str) -> Actor:
    """Whoever a line or a module is left to, as its author named them."""
    plan = assignment.plan
    return actor_for({"rep": plan.user, "coach": plan.coach, "manager": plan.manager}.get(owner, assignment.owner))


def _sit(rep: Actor, assignment: Assignment) -> None:
    """A quiz with one slip: the last answer is left out."""
    attempt = quizzes.begin_attempt(rep, assignment)
    for item_id, item in quizzes.items_of(attempt)[:-1]:
        quizzes.save_answer(rep, attempt, item_version_id=item_id, response=item.answer)
    quizzes.hand_in_attempt(rep, attempt)


def attempt_at(story: Story, key: str, checkpoint: str) -> Attempt:
    """The newest attempt at one of the rep's checkpoints."""
    found = db.session.scalars(sa.select(Attempt).where(Attempt.user_id == story.crew[key].id)
                               .order_by(Attempt.id.desc()))
    return next(each for each in found if key_of(each.checkpoint.lineage) == checkpoint)


def assess(story: Story, key: str, checkpoint: str, levels: tuple[int, ...] = (4,)) -> Attempt:
    """Raj assesses and hands in; Carla is asked to approve."""
    raj, attempt = story.as_("raj"), attempt_at(story, key, checkpoint)
    attempts.begin(raj, attempt)
    attempts.save_scores(raj, attempt, {
        each.key: certification_rules.Given(levels[n % len(levels)], saw(each.key))
        for n, each in enumerate(gate(attempt.checkpoint).criteria)})
    attempts.hand_in(raj, attempt, approver_id=story.crew["carla"].id)
    return attempt


def certify(story: Story, key: str, checkpoint: str, levels: tuple[int, ...] = (4, 5)) -> None:
    attempt = assess(story, key, checkpoint, levels)
    decide.certify(story.as_("carla"), attempt)
