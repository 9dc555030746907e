"""Reading a curriculum's folder: everything is checked, all problems are reported together, or all of it is returned.

    curriculum.toml         stages, week cards, modules
    modules/*.md, tasks/*.md
    quizzes/*.toml  role_plays/*.toml  checklists/*.toml  checkpoints.toml
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from curricula.pack import Pack
from curricula.parts import (
    MODULE_KINDS,
    OWNERS,
    STATUS_RULES,
    ChecklistItem,
    Checkpoint,
    Curriculum,
    Module,
    Scenario,
    Stage,
    WeekCard,
)
from curricula.quiz_files import read_quiz
from curricula.rubrics import WHOLE_BP, read_criteria
from workflows.authored import Checker

ACCOUNT_EXECUTIVE = Path(__file__).parent / "account-executive"
FEWEST_READING_WORDS, FEWEST_TASK_WORDS = 500, 60


def read_curriculum(folder: Path) -> Curriculum:
    """The curriculum in `folder`, in the author's order. Raises AuthoredInvalid with every problem of every file."""
    pack = Pack(folder)
    head = pack.open("curriculum.toml")
    competencies = head.texts("competencies", maximum=30)
    quizzes = tuple(read_quiz(pack.open(name), competencies) for name in pack.names("quizzes", ".toml"))
    scenarios = tuple(_scenario(pack.open(name), competencies) for name in pack.names("role_plays", ".toml"))
    checklists = dict(_checklist(pack.open(name)) for name in pack.names("checklists", ".toml"))
    weeks = head.whole("weeks", 1, 52)
    stages = tuple(_stage(part) for part in head.items("stages"))
    known = tuple(stage.key for stage in stages)
    uses = {"quiz": {quiz.key for quiz in quizzes}, "role-play": {each.key for each in scenarios},
            "checklist": set(checklists)}
    parts = head.items("modules")
    modules = tuple(_module(pack, part, known, weeks, competencies, uses) for part in parts)
    _check_graph(parts, modules)
    gates = pack.open("checkpoints.toml")
    keys = tuple(module.key for module in modules)
    curriculum = Curriculum(
        key=head.key("key"), title=head.text("title", maximum=120), profile=head.key("profile"), weeks=weeks,
        summary=head.text("summary"), stages=stages,
        week_cards=tuple(_week_card(part, known, weeks) for part in head.items("week_cards")),
        modules=modules, quizzes=quizzes, scenarios=scenarios, checklists=checklists,
        checkpoints=tuple(_checkpoint(part, keys, competencies) for part in gates.items("checkpoints")))
    pack.finish()
    return curriculum


def _stage(part: Checker) -> Stage:
    weeks = tuple(part.whole(("weeks", index), 1, 52) for index, _ in enumerate(_weeks(part)))
    return Stage(part.key("key"), part.text("title", maximum=80), weeks, part.text("goal", maximum=300))


def _weeks(part: Checker) -> list[object]:
    stages = part.document.data.get("stages", [])
    mine = next((each for each in stages if isinstance(each, dict) and each.get("key") == part.key("key")), {})
    value = mine.get("weeks")
    return value if isinstance(value, list) else []


def _week_card(part: Checker, stages: Collection[str], weeks: int) -> WeekCard:
    return WeekCard(part.whole("week", 1, weeks), part.choice("stage", stages), part.text("title", maximum=80),
                    part.texts("expected"), part.texts("not_yet", minimum=0), part.texts("measured", minimum=0))


def _module(pack: Pack, part: Checker, stages: Collection[str], weeks: int, competencies: Collection[str],
            uses: Mapping[str, Collection[str]]) -> Module:
    kind = part.choice("kind", MODULE_KINDS)
    exempt = part.text("exempt", minimum=0)
    content = part.text("content", minimum=0)
    fewest = FEWEST_READING_WORDS if kind == "reading" else FEWEST_TASK_WORDS
    used = part.choice("uses", uses[kind]) if kind in uses else part.text("uses", minimum=0)
    if not content and not used:
        part.fail("content", "is missing: a module needs its text or what it uses")
    return Module(
        key=part.key("key"), title=part.text("title", maximum=120), kind=kind, exempt=exempt,
        competency="" if exempt else part.choice("competency", competencies),
        text=pack.markdown(content, fewest) if content else "", uses=used,
        minutes=part.whole("minutes", 1, 2400), stage=part.choice("stage", stages),
        week=part.whole("week", 1, weeks), due_offset=part.whole("due_offset", -30, 300),
        requires=part.texts("requires", minimum=0), owner=part.choice("owner", OWNERS),
        status_rule=part.choice("status_rule", STATUS_RULES), why=part.text("why", minimum=20),
        extra_for_short=part.flag("extra_for_short"), waivable=part.flag("waivable"))


def _check_graph(parts: list[Checker], modules: tuple[Module, ...]) -> None:
    """Unknown, doubled and circular prerequisites, the last with their path."""
    graph = {module.key: module.requires for module in modules}
    taken: dict[str, str] = {}
    for part, module in zip(parts, modules, strict=True):
        part.key("key", taken)
        for required in module.requires:
            if required not in graph:
                part.fail("requires", f"“{required}” is not a module")
        if path := _circle(graph, module.key):
            part.fail("requires", f"goes in a circle: {' → '.join(path)}")


def _circle(graph: Mapping[str, tuple[str, ...]], start: str) -> tuple[str, ...]:
    paths: list[tuple[str, ...]] = [(start, each) for each in graph[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        if path[-1] == start:
            return path
        if path[-1] not in seen:
            seen.add(path[-1])
            paths += [(*path, each) for each in graph.get(path[-1], ())]
    return ()


def _scenario(part: Checker, competencies: Collection[str]) -> Scenario:
    facts = tuple((each.text("fact"), each.text("reveal_when")) for each in part.items("hidden_facts", 0, 20))
    return Scenario(part.key("key"), part.text("title", maximum=120), part.whole("minutes", 1, 240),
                    part.texts("competencies"), part.whole("pass_mark_bp", 1, WHOLE_BP),
                    part.text("rep_briefing", 100, 4000), part.text("player_briefing", 100, 4000), facts,
                    read_criteria(part, competencies))


def _checklist(part: Checker) -> tuple[str, tuple[ChecklistItem, ...]]:
    part.text("title", maximum=120)
    taken: dict[str, str] = {}
    return part.key("key"), tuple(
        ChecklistItem(each.key("key", taken), each.text("text", maximum=300), each.choice("owner", OWNERS),
                      each.whole("due_offset", -30, 300)) for each in part.items("items"))


def _checkpoint(part: Checker, modules: Collection[str], competencies: Collection[str]) -> Checkpoint:
    proven = part.names("proves")
    proves = {name: part.whole(("proves", name), 1, 5) for name in proven}
    for name in proven:
        if name not in competencies:
            part.fail(("proves", name), "is not a competency of this curriculum")
    requires = part.texts("requires", minimum=0)
    for required in requires:
        if required not in modules:
            part.fail("requires", f"“{required}” is not a module")
    return Checkpoint(
        key=part.key("key"), title=part.text("title", maximum=120), summary=part.text("summary"),
        minutes=part.whole("minutes", 1, 480), pass_mark_bp=part.whole("pass_mark_bp", 1, WHOLE_BP),
        no_criterion_below=part.whole("no_criterion_below", 1, 5), valid_days=part.whole("valid_days", 1, 3660),
        cool_down_days=part.whole("cool_down_days", 0, 365), attempts=part.whole("attempts", 1, 20),
        oral_check_within_bp=part.whole("oral_check_within_bp", 0, WHOLE_BP), requires=requires, proves=proves,
        criteria=read_criteria(part, competencies))
