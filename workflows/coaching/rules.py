"""Where to look first: results, effort, knowledge, skills, in this order. The first layer that fails is the one focus.

Facts in, findings with their evidence out. A layer without data is said to be without data; it neither holds nor fails.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto

from workflows.coaching.records import Layer
from workflows.ramp.shapes import GateKind
from workflows.reasons import Reason, Reasons


class Standing(StrEnum):
    holds = auto()
    fails = auto()
    unknown = auto()


class Answer(StrEnum):
    """What a diagnosis comes to. `unknown` only when no layer at all has data."""

    focus = auto()
    nothing_fails = auto()
    unknown = auto()


@dataclass(frozen=True)
class CoachingPolicy:
    """Where each layer begins to fail. Shares in basis points; a level fails that is surely below its target.

    `surely` is how many standard errors a reading must lie below the target.
    """

    attainment_least_bp: int = 8_000
    coverage_least_bp: int = 30_000
    activity_days: int = 30
    engaged_least: int = 3
    quiz_least_bp: int = 7_500
    surely: float = 1.0


@dataclass(frozen=True)
class SalesMonth:
    """A closed month: credit against the ramped and the scheduled quota, minor units."""

    from_on: date
    credit_minor: int
    quota_minor: int
    scheduled_minor: int


@dataclass(frozen=True)
class QuizFact:
    title: str
    score_bp: int
    competency_id: int | None = None


@dataclass(frozen=True)
class CheckpointFact:
    """The newest decided attempt at one checkpoint."""

    title: str
    score_bp: int
    pass_mark_bp: int
    competency_id: int | None = None


@dataclass(frozen=True)
class LevelFact:
    """The newest reading of a competency beside the level the team wants of it."""

    competency_id: int
    competency: str
    level: float
    standard_error: float
    target: int


@dataclass(frozen=True)
class CoachingFacts:
    """`deals` is how many deals are known of the person at all: without any, effort is unknown rather than nil."""

    currency: str = "USD"
    months: tuple[SalesMonth, ...] = ()
    deals: int = 0
    open_deals: int = 0
    open_minor: int = 0
    engaged: int = 0
    next_quota_minor: int = 0
    modules: int = 0
    overdue: tuple[str, ...] = ()
    quizzes: tuple[QuizFact, ...] = ()
    checkpoints: tuple[CheckpointFact, ...] = ()
    levels: tuple[LevelFact, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One layer: how it stands and what shows it. `competency_id` is the weakest one, where there is one."""

    layer: Layer
    standing: Standing
    evidence: Reasons
    competency_id: int | None = None


@dataclass(frozen=True)
class Diagnosis:
    """All four layers in order, and the one focus if a layer fails."""

    findings: tuple[Finding, ...]
    focus: Finding | None = field(default=None)

    @property
    def answer(self) -> Answer:
        if self.focus:
            return Answer.focus
        known = any(each.standing is not Standing.unknown for each in self.findings)
        return Answer.nothing_fails if known else Answer.unknown

    @property
    def evidence(self) -> Reasons:
        """The focus with what shows it, or why there is none."""
        if self.focus:
            return self.focus.evidence
        return (Reason(f"coaching.{self.answer.value.replace('_', '-')}"),)

    @property
    def looked_at(self) -> Reasons:
        """What every layer showed, in order: the measure before, and again at the end."""
        return tuple(reason for finding in self.findings for reason in finding.evidence)


def diagnose(facts: CoachingFacts, policy: CoachingPolicy | None = None) -> Diagnosis:
    """The four layers of one person, and the first that fails."""
    policy = policy or CoachingPolicy()
    findings = (_results(facts, policy), _effort(facts, policy), _knowledge(facts, policy), _skills(facts, policy))
    return Diagnosis(findings, next((each for each in findings if each.standing is Standing.fails), None))


def layer_of_hold(gate_kinds: Sequence[GateKind]) -> Layer:
    """The layer that a hold's shut gates belong to, for when no layer fails by its numbers: the first of the order."""
    belongs = {GateKind.pipeline_coverage: Layer.effort, GateKind.modules: Layer.knowledge,
               GateKind.certificate: Layer.skills, GateKind.sign_off: Layer.skills}
    found = {belongs.get(kind, Layer.knowledge) for kind in gate_kinds} or {Layer.knowledge}
    return next(layer for layer in Layer if layer in found)


def _results(facts: CoachingFacts, policy: CoachingPolicy) -> Finding:
    quota, scheduled, credit = (sum(getattr(month, name) for month in facts.months)
                                for name in ("quota_minor", "scheduled_minor", "credit_minor"))
    if quota <= 0:
        return Finding(Layer.results, Standing.unknown, (Reason("coaching.results-unknown"),))
    share = credit * 10_000 // quota
    said = {"credit_minor": credit, "quota_minor": quota, "share_bp": share, "months": len(facts.months),
            "least_bp": policy.attainment_least_bp, "currency": facts.currency}
    low = share < policy.attainment_least_bp
    evidence = [Reason("coaching.results-low" if low else "coaching.results-hold", said)]
    if scheduled > quota:
        evidence.append(Reason("coaching.results-scheduled", {"scheduled_minor": scheduled, "currency": facts.currency,
                                                              "share_bp": credit * 10_000 // scheduled}))
    return Finding(Layer.results, Standing.fails if low else Standing.holds, tuple(evidence))


def _effort(facts: CoachingFacts, policy: CoachingPolicy) -> Finding:
    if not facts.deals:
        return Finding(Layer.effort, Standing.unknown, (Reason("coaching.effort-unknown"),))
    evidence = [Reason("coaching.effort-engaged", {"engaged": facts.engaged, "days": policy.activity_days,
                                                   "least": policy.engaged_least})]
    fails = facts.engaged < policy.engaged_least
    if facts.next_quota_minor > 0:
        coverage = facts.open_minor * 10_000 // facts.next_quota_minor
        evidence.append(Reason("coaching.effort-coverage", {
            "open": facts.open_deals, "open_minor": facts.open_minor, "coverage_bp": coverage,
            "least_bp": policy.coverage_least_bp, "currency": facts.currency}))
        fails = fails or coverage < policy.coverage_least_bp
    return Finding(Layer.effort, Standing.fails if fails else Standing.holds, tuple(evidence))


def _knowledge(facts: CoachingFacts, policy: CoachingPolicy) -> Finding:
    if not facts.quizzes and not facts.modules:
        return Finding(Layer.knowledge, Standing.unknown, (Reason("coaching.knowledge-unknown"),))
    low = sorted((each for each in facts.quizzes if each.score_bp < policy.quiz_least_bp), key=lambda e: e.score_bp)
    evidence = [Reason("coaching.quiz-low", {"quiz": each.title, "score_bp": each.score_bp,
                                             "least_bp": policy.quiz_least_bp}) for each in low]
    if facts.overdue:
        evidence.append(Reason("coaching.modules-overdue", {"count": len(facts.overdue),
                                                            "modules": list(facts.overdue)}))
    if not evidence:
        return Finding(Layer.knowledge, Standing.holds, (Reason("coaching.knowledge-holds", {
            "quizzes": len(facts.quizzes), "modules": facts.modules}),))
    return Finding(Layer.knowledge, Standing.fails, tuple(evidence), low[0].competency_id if low else None)


def _skills(facts: CoachingFacts, policy: CoachingPolicy) -> Finding:
    if not facts.checkpoints and not facts.levels:
        return Finding(Layer.skills, Standing.unknown, (Reason("coaching.skills-unknown"),))
    failed = [each for each in facts.checkpoints if each.score_bp < each.pass_mark_bp]
    low = sorted((each for each in facts.levels if each.level + policy.surely * each.standard_error < each.target),
                 key=lambda each: each.level - each.target)
    evidence = [Reason("coaching.checkpoint-low", {"checkpoint": each.title, "score_bp": each.score_bp,
                                                   "pass_mark_bp": each.pass_mark_bp}) for each in failed]
    evidence += [Reason("coaching.level-low", {"competency": each.competency, "level": round(each.level, 1),
                                               "error": round(each.standard_error, 1), "target": each.target})
                 for each in low]
    if not evidence:
        return Finding(Layer.skills, Standing.holds, (Reason("coaching.skills-hold", {
            "checkpoints": len(facts.checkpoints), "levels": len(facts.levels)}),))
    about = low[0].competency_id if low else failed[0].competency_id
    return Finding(Layer.skills, Standing.fails, tuple(evidence), about)
