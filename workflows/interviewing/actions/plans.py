"""An opening's interview plan: made by the planner, changed by a person, made again with what was pinned."""

from collections.abc import Iterable, Sequence

from workflows import permits
from workflows.acting import Act, act
from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.interviewing.machine import organisers
from workflows.interviewing.planning import Person, Round, in_words, problem_of, shortened
from workflows.interviewing.queries.interviews import people_for
from workflows.interviewing.queries.plans import askable, asked_by, asked_lately, newest_plan, versions, with_load
from workflows.interviewing.records import InterviewPlan, PlanQuestion, PlanRound
from workflows.interviewing.rules import round_blockers
from workflows.measurement.interview_plan import InterviewPlan as Answer
from workflows.measurement.interview_plan import Solver, plan_interviews
from workflows.permits import Actor, system
from workflows.reasons import Reason
from workflows.recruiting.records import Opening, OpeningGap

permits.allow("interview_plan.make", organisers | system)
permits.allow("interview_plan.edit", organisers | system)

SECONDS = 2.0


def make_plan(actor: Actor, opening: Opening, rounds: Sequence[tuple[str, int, int | None]], *,
              pins: Iterable[tuple[int, int]] = (), solver: Solver = Solver.MILP) -> InterviewPlan:
    """Choose questions by the opening's gaps within each round's minutes; a new plan, and the newest counts.

    `rounds` are (title, minutes, interviewer id or None); an interviewer given is pinned, else whoever fits best is
    chosen. `pins` are (round number from 0, question version id). What no plan can keep is stored as `broken`, what
    else to know as `reasons`. Once candidates were given the last plan, its questions are the core of the new one.
    Refused without a complete round, a gap or a question.
    """
    with act(actor, "interview_plan.make", subject=opening) as this:
        this.require(round_blockers(rounds))
        questions = askable({gap.competency_id for gap in opening.gaps})
        this.require(None if opening.gaps else Reason("interview_plan.no-gaps"),
                     None if questions or not opening.gaps else Reason("interview_plan.no-questions"))
        wanted = [Round(title.strip(), minutes, person) for title, minutes, person in rounds]
        pinned, last = list(pins), newest_plan(opening.id)
        core = _core(last) if last is not None and asked_by(last.id) else set()
        kept = {question_id for _, question_id in pinned} | core
        questions += versions(kept - {q.id for q in questions}, {gap.competency_id for gap in opening.gaps})
        people = with_load(people_for(opening.team_id, [r.interviewer_id for r in wanted if r.interviewer_id]))
        answer = plan_interviews(
            problem_of(opening.gaps, questions, wanted, people, pins=pinned, core=core,
                       asked=asked_lately({q.lineage for q in questions}, besides=opening.id)),
            solver, seconds=SECONDS)
        plan = _write(this, opening, (last.number if last else 0) + 1, answer, wanted, pinned)
        plan.broken, plan.reasons = _said(answer, questions, wanted, people)
        this.note(opening_id=opening.id, number=plan.number, solver=answer.solver, questions=len(answer.asks),
                  broken=len(plan.broken))
    return plan


def resolve_plan(actor: Actor, plan: InterviewPlan, *, also: tuple[int, int] | None = None) -> InterviewPlan:
    """The plan again, around what was pinned: a new plan with the same rounds; `also` is one pin more."""
    pins = [(round_.position, each.question_version_id) for round_ in plan.rounds for each in round_.questions
            if each.pinned and (also is None or each.question_version_id != also[1])]
    rounds = [(r.title, r.minutes, r.interviewer_id if r.interviewer_pinned else None) for r in plan.rounds]
    return make_plan(actor, plan.opening, rounds, pins=[*pins, also] if also else pins)


def swap_question(actor: Actor, planned: PlanQuestion, *, question_version_id: int) -> None:
    """Ask another question about the same competency instead, and pin it.

    Refused for another competency's question, one that the plan has already, and when the minutes do not suffice.
    """
    plan = planned.round.plan
    with act(actor, "interview_plan.edit", plan) as this:
        other = db.session.get(QuestionVersion, question_version_id)
        if other is None or not other.current or other.competency_id != planned.gap.competency_id:
            this.require(Reason("interview_plan.other-competency"))
            return
        taken = {q.question_version_id for r in plan.rounds for q in r.questions if q is not planned}
        minutes = sum(q.question.minutes for q in planned.round.questions if q is not planned) + other.minutes
        this.require(Reason("interview_plan.asked-already") if other.id in taken else None,
                     Reason("interview_plan.too-long", {"minutes": minutes, "most": planned.round.minutes,
                                                        "title": planned.round.title})
                     if minutes > planned.round.minutes else None)
        this.note(before=planned.question_version_id, after=other.id)
        planned.question_version_id, planned.pinned = other.id, True


def pin_question(actor: Actor, planned: PlanQuestion, *, pinned: bool) -> None:
    """Keep this question where it is when the plan is made again, or let it go."""
    with act(actor, "interview_plan.edit", planned.round.plan) as this:
        planned.pinned = pinned
        this.note(question_version_id=planned.question_version_id, pinned=pinned)


def pin_interviewer(actor: Actor, round_: PlanRound, *, pinned: bool) -> None:
    """Keep this interviewer here when the plan is made again, or let them go. Refused where nobody holds it yet."""
    with act(actor, "interview_plan.edit", round_.plan) as this:
        this.require(None if round_.interviewer_id else Reason("interview.no-interviewer", {"title": round_.title}))
        round_.interviewer_pinned = pinned
        this.note(round_id=round_.id, interviewer_id=round_.interviewer_id, pinned=pinned)


def _core(plan: InterviewPlan) -> set[int]:
    return {each.question_version_id for round_ in plan.rounds for each in round_.questions}


def _said(answer: Answer, questions: Sequence[QuestionVersion], rounds: Sequence[Round],
          people: Sequence[Person]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The rules broken and the notes, both with the names people know."""
    names = {"question": {str(q.id): shortened(q.text) for q in questions},
             "interview": {str(n): each.title for n, each in enumerate(rounds)},
             "interviewer": {str(p.id): p.name for p in people},
             "competency": {q.competency.key: q.competency.name for q in questions}}
    staff = {int(key) for key in answer.staff.values()}
    untrained = [p.name for p in people if p.qualified is None and p.id in staff]
    unknown = [Reason("interview_plan.training-unknown", {"names": untrained})] if untrained else []
    return ([each.as_json() for each in in_words(answer.broken, names)],
            [each.as_json() for each in (*in_words(answer.notes, names), *unknown)])


def _write(this: Act, opening: Opening, number: int, answer: Answer, rounds: Sequence[Round],
           pins: Sequence[tuple[int, int]]) -> InterviewPlan:
    plan: InterviewPlan = this.create(InterviewPlan(
        opening_id=opening.id, number=number, solver=answer.solver, proven_gap=answer.gap,
        author_id=this.actor.user_id or opening.requisition.requested_by_id))
    by_key: dict[str, OpeningGap] = {gap.competency.key: gap for gap in opening.gaps}
    for n, each in enumerate(rounds):
        chosen = answer.staff.get(str(n))
        row = PlanRound(plan_id=plan.id, position=n, title=each.title, minutes=each.minutes,
                        interviewer_id=int(chosen) if chosen else each.interviewer_id,
                        interviewer_pinned=each.interviewer_id is not None)
        row.questions = [PlanQuestion(question_version_id=int(ask.question), opening_gap_id=by_key[ask.competency].id,
                                      position=place, pinned=(n, int(ask.question)) in pins)
                         for place, ask in enumerate(a for a in answer.asks if a.interview == str(n))]
        this.add(row)
    return plan
