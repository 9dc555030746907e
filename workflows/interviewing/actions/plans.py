"""An opening's interview plan: made by the planner, changed by a person, made again with what was pinned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workflows import permits
from workflows.acting import Act, act
from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.errors import Refused
from workflows.interviewing.machine import organisers
from workflows.interviewing.planning import Person, Round, in_words, problem_of, shortened
from workflows.interviewing.queries.interviews import people_for
from workflows.interviewing.queries.plans import askable, asked_by, asked_lately, newest_plan, versions, with_load
from workflows.interviewing.records import InterviewPlan, PlanQuestion, PlanRound
from workflows.interviewing.rules import round_blockers
from workflows.measurement.interview_plan import InterviewPlan as Answer
from workflows.measurement.interview_plan import Solver, plan_interviews
from workflows.permits import Actor, system
from workflows.reasons import Reason, Reasons, reasons
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
    The choosing itself holds no lock. Refused without a complete round, a gap or a question, for somebody who may not
    interview for the team, and when what it was chosen from, the last plan included, changed meanwhile.
    """
    permits.require(actor, "interview_plan.make", opening)
    chosen = _choose(opening, rounds, list(pins), solver)
    with act(actor, "interview_plan.make", subject=opening, lock=[opening]) as this:
        this.require(chosen.blockers)
        if chosen.answer is None or _basis(opening, chosen.basis.kept) != chosen.basis:
            raise Refused(Reason("interview_plan.changed-meanwhile"))
        plan = _write(this, opening, chosen, chosen.answer)
        this.note(opening_id=opening.id, number=plan.number, solver=plan.solver, questions=len(chosen.answer.asks),
                  broken=len(plan.broken))
    return plan


@dataclass(frozen=True)
class _Basis:
    """All that a plan is chosen from and that others may change meanwhile, by ids; `core` are the question versions
    that candidates were given, `kept` those and the pinned ones."""

    number: int
    core: frozenset[int]
    kept: frozenset[int]
    gaps: tuple[tuple[int, float, int, bool], ...]
    questions: tuple[int, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True)
class _Chosen:
    basis: _Basis
    rounds: list[Round]
    pins: list[tuple[int, int]]
    blockers: Reasons
    answer: Answer | None = None
    broken: list[dict[str, object]] = field(default_factory=list)
    notes: list[dict[str, object]] = field(default_factory=list)


def _choose(opening: Opening, rounds: Sequence[tuple[str, int, int | None]], pins: list[tuple[int, int]],
            solver: Solver) -> _Chosen:
    wanted = [Round(title.strip(), minutes, person) for title, minutes, person in rounds]
    basis = _basis(opening, {question_id for _, question_id in pins})
    questions, people = versions(set(basis.questions)), list(basis.people)
    able = {person.id for person in people}
    blockers = (*round_blockers(rounds), *reasons(
        None if opening.gaps else Reason("interview_plan.no-gaps"),
        None if questions or not opening.gaps else Reason("interview_plan.no-questions"),
        Reason("interview.not-an-interviewer") if {r.interviewer_id for r in wanted} - able - {None} else None))
    if blockers:
        return _Chosen(basis, wanted, pins, blockers)
    problem = problem_of(opening.gaps, questions, wanted, people, pins=pins, core=basis.core,
                         asked=asked_lately({q.lineage for q in questions}, besides=opening.id))
    answer = plan_interviews(problem, solver, seconds=SECONDS)
    return _Chosen(basis, wanted, pins, (), answer, *_said(answer, questions, wanted, people))


def _basis(opening: Opening, kept: Iterable[int]) -> _Basis:
    last, about = newest_plan(opening.id), {gap.competency_id for gap in opening.gaps}
    core = _core(last) if last is not None and asked_by(last.id) else frozenset()
    keeping = frozenset(kept) | core
    questions = {q.id for q in askable(about)} | {q.id for q in versions(keeping) if q.competency_id in about}
    return _Basis(last.number if last else 0, core, keeping,
                  tuple((gap.id, gap.gap, gap.weight_bp, gap.must_have) for gap in opening.gaps),
                  tuple(sorted(questions)), tuple(with_load(people_for(opening.team_id))))


def resolve_plan(actor: Actor, plan: InterviewPlan, *, also: tuple[int, int] | None = None) -> InterviewPlan:
    """The plan again, around what was pinned: a new plan with the same rounds; `also` is one pin more.

    Who does not interview for the team any more is let go.
    """
    pins = [(round_.position, each.question_version_id) for round_ in plan.rounds for each in round_.questions
            if each.pinned and (also is None or each.question_version_id != also[1])]
    able = {each.id for each in people_for(plan.opening.team_id)}
    rounds = [(r.title, r.minutes, r.interviewer_id if r.interviewer_pinned and r.interviewer_id in able else None)
              for r in plan.rounds]
    return make_plan(actor, plan.opening, rounds, pins=[*pins, also] if also else pins)


def swap_question(actor: Actor, planned: PlanQuestion, *, question_version_id: int, reason: str = "") -> None:
    """Ask another question about the same competency instead, and pin it.

    Refused for another competency's question, one that the plan has already, when the minutes do not suffice, and,
    once candidates were given the plan, without a reason: those after them are asked something else.
    """
    plan = planned.round.plan
    with act(actor, "interview_plan.edit", plan) as this:
        other = db.session.get(QuestionVersion, question_version_id)
        if other is None or not other.current or other.competency_id != planned.gap.competency_id:
            this.require(Reason("interview_plan.other-competency"))
            return
        taken = {q.question_version_id for r in plan.rounds for q in r.questions if q is not planned}
        minutes = sum(q.question.minutes for q in planned.round.questions if q is not planned) + other.minutes
        given = asked_by(plan.id)
        this.require(Reason("interview_plan.asked-already") if other.id in taken else None,
                     Reason("interview_plan.too-long", {"minutes": minutes, "most": planned.round.minutes,
                                                        "title": planned.round.title})
                     if minutes > planned.round.minutes else None,
                     Reason("interview_plan.swap-without-reason", {"count": given})
                     if given and not reason.strip() else None)
        this.note(before=planned.question_version_id, after=other.id, given=given)
        if reason.strip():
            this.remember(reason=reason.strip())
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


def _core(plan: InterviewPlan) -> frozenset[int]:
    return frozenset(each.question_version_id for round_ in plan.rounds for each in round_.questions)


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


def _write(this: Act, opening: Opening, chosen: _Chosen, answer: Answer) -> InterviewPlan:
    plan: InterviewPlan = this.create(InterviewPlan(
        opening_id=opening.id, number=chosen.basis.number + 1, solver=answer.solver, proven_gap=answer.gap,
        author_id=this.actor.user_id or opening.requisition.requested_by_id))
    plan.broken, plan.reasons = chosen.broken, chosen.notes
    by_key: dict[str, OpeningGap] = {gap.competency.key: gap for gap in opening.gaps}
    for n, each in enumerate(chosen.rounds):
        held_by = answer.staff.get(str(n))
        row = PlanRound(plan_id=plan.id, position=n, title=each.title, minutes=each.minutes,
                        interviewer_id=int(held_by) if held_by else each.interviewer_id,
                        interviewer_pinned=each.interviewer_id is not None)
        row.questions = [PlanQuestion(question_version_id=int(ask.question), opening_gap_id=by_key[ask.competency].id,
                                      position=place, pinned=(n, int(ask.question)) in chosen.pins)
                         for place, ask in enumerate(a for a in answer.asks if a.interview == str(n))]
        this.add(row)
    return plan
