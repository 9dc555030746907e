"""Plans and modules, opened through a hire."""

from typing import Any

from tests.builders import interviewing, offers
from tests.builders.people import BUILDER
from workflows.acting import act
from workflows.content.records import ContentVersion, ItemVersion, PackKind
from workflows.db import db
from workflows.interviewing.actions import debriefs
from workflows.interviewing.records import Decision, Standing
from workflows.onboarding.records import Assignment, Plan
from workflows.people.queries import actor_for
from workflows.people.records import Competency
from workflows.permits import Actor

QUIZ = {"key": "basics", "pass_mark_bp": 7500, "attempts": 2, "cool_down_hours": 24, "minutes": 20, "counts": "best",
        "feedback": "after-attempt", "blueprint": [{"competency": "drive", "difficulty": "easy", "count": 2}]}
ROLE_PLAY = {"rep_briefing": "Call the plant.", "player_briefing": "You are busy.", "pass_mark_bp": 6000,
             "hidden_facts": [], "criteria": [
                 {"key": "opening", "title": "Opening", "competency": "drive", "weight_bp": 5000,
                  "levels": {str(level): f"Opening at {level}." for level in range(1, 6)}},
                 {"key": "close", "title": "Next step", "competency": "drive", "weight_bp": 5000,
                  "levels": {str(level): f"Next step at {level}." for level in range(1, 6)}}]}
CHECKLIST = [{"key": "laptop", "text": "Laptop ready", "owner": "operations"},
             {"key": "payroll", "text": "Payroll form", "owner": "rep"}]


def curriculum() -> ContentVersion:
    return offers.version(PackKind.curriculum, "account-executive", {"title": "Eight weeks"})


def plan(*modules: tuple[str, dict[str, Any]], lines: tuple[tuple[Competency, Standing, int, float | None], ...] = (),
         region: str = "US", pack: ContentVersion | None = None, **given: Any) -> Plan:
    """A hired rep's plan; `modules` are (key, facts of `offers.module`), `lines` what the debrief concluded."""
    pack = pack or curriculum()
    for key, facts in modules or (("first-reading", {}),):
        offers.module(pack, key, **facts)
    place = offers.opening(about=tuple(about for about, *_ in lines), region=region)
    gaps = {gap.competency_id: gap for gap in place.gaps}
    debrief = offers.decided(place, lines=tuple((gaps[about.id], standing, raters, mean)
                                                for about, standing, raters, mean in lines))
    hired = offers.hired(debrief, curriculum=pack, **given)
    return db.session.query(Plan).filter_by(hire_id=hired.id).one()


def plan_of_rated(levels: tuple[int, ...], *modules: tuple[str, dict[str, Any]], needed: int = 3) -> Plan:
    """The plan of somebody whom one interviewer per level rated so throughout, in a debrief that decided for them.

    Every module is about the opening's first competency.
    """
    panel = interviewing.in_debrief(levels, level=needed)
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes our largest gap.")
    pack, about = curriculum(), panel.opening.gaps[0].competency
    for key, facts in modules:
        offers.module(pack, key, about=about, **facts)
    hired = offers.hired(panel.debrief, curriculum=pack, salary_minor=panel.opening.requisition.salary_min_minor)
    return db.session.query(Plan).filter_by(hire_id=hired.id).one()


def rep_of(plan: Plan) -> Actor:
    return actor_for(plan.user)


def coach_of(plan: Plan) -> Actor:
    return actor_for(plan.coach)


def module_of(plan: Plan, key: str) -> Assignment:
    return next(each for each in plan.assignments if each.module.lineage == key)


def quiz_items(pack: ContentVersion, count: int = 6, **body: Any) -> None:
    """Items of one cell; true or false, and the right answer is always true, unless `body` says otherwise."""
    with act(BUILDER, "offer.draft", None) as this:
        for number in range(count):
            this.add(ItemVersion(
                content_version_id=pack.id, lineage=f"item-{number}", content_hash=f"{number:064}", quiz="basics",
                kind=body.get("kind", "true-false"), difficulty="easy",
                body={"key": f"item-{number}", "kind": "true-false", "competency": "drive", "difficulty": "easy",
                      "stem": f"Statement {number}?", "answer": True, "feedback": {"false": "No.", "true": "Yes."},
                      "choices": {}, "prompts": {}, "patterns": [], "tolerance": "", "unit": ""} | body))


def conduct_text(text: str = "## We are honest\n\nAlways.") -> ContentVersion:
    return offers.version(PackKind.conduct, "code-of-conduct", {"title": "Code of conduct", "text": text})
