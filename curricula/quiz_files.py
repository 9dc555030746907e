"""Reading a quiz's file: items, answers among choices, and a blueprint its items can fill."""

import re
from collections import Counter
from collections.abc import Collection
from decimal import Decimal, InvalidOperation

from curricula.items import Answer, BlueprintLine, Counts, Difficulty, Feedback, Item, ItemKind, Quiz
from curricula.rubrics import WHOLE_BP
from workflows.authored import Checker

CHOOSING = (ItemKind.MULTIPLE_CHOICE, ItemKind.MULTIPLE_RESPONSE, ItemKind.ORDERING, ItemKind.MATCHING)


def read_quiz(head: Checker, competencies: Collection[str]) -> Quiz:
    """The quiz in an opened document; problems go to the document's list."""
    taken: dict[str, str] = {}
    items = tuple(_item(part, competencies, taken) for part in head.items("items"))
    quiz = Quiz(
        key=head.key("key"), title=head.text("title", maximum=120),
        pass_mark_bp=head.whole("pass_mark_bp", 1, WHOLE_BP),
        attempts=head.whole("attempts", 1, 50), cool_down_hours=head.whole("cool_down_hours", 0, 1000),
        minutes=head.whole("minutes", 1, 240), counts=Counts(head.choice("counts", list(Counts)) or "best"),
        feedback=Feedback(head.choice("feedback", list(Feedback)) or "never"),
        blueprint=tuple(_line(part, competencies, items) for part in head.items("blueprint")), items=items)
    return quiz


def _line(part: Checker, competencies: Collection[str], items: tuple[Item, ...]) -> BlueprintLine:
    line = BlueprintLine(part.choice("competency", competencies),
                         Difficulty(part.choice("difficulty", list(Difficulty)) or "easy"), part.whole("count", 1, 50))
    have = Counter((item.competency, item.difficulty) for item in items)[line.competency, line.difficulty]
    if have < line.count:
        part.fail("count", f"asks for {line.count} items; the file has {have} of this competency and difficulty")
    return line


def _item(part: Checker, competencies: Collection[str], taken: dict[str, str]) -> Item:
    kind = ItemKind(part.choice("kind", list(ItemKind)) or "true-false")
    choices = {name: part.text(("choices", name)) for name in part.names("choices")} if kind in CHOOSING else {}
    matching = kind is ItemKind.MATCHING
    prompts = {name: part.text(("prompts", name)) for name in part.names("prompts")} if matching else {}
    feedback = {name: part.text(("feedback", name)) for name in part.names("feedback")}
    patterns = part.texts("patterns") if kind is ItemKind.SHORT_TEXT else ()
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as fault:
            part.fail("patterns", f"“{pattern}” is not a regular expression: {fault}")
    return Item(
        key=part.key("key", taken), kind=kind, competency=part.choice("competency", competencies),
        difficulty=Difficulty(part.choice("difficulty", list(Difficulty)) or "easy"),
        stem=part.text("stem", minimum=10), answer=_answer(part, kind, choices, prompts),
        feedback=feedback, choices=choices, prompts=prompts,
        patterns=patterns, tolerance=_decimal(part, "tolerance") if kind is ItemKind.NUMERIC else "",
        unit=part.text("unit", minimum=0, maximum=40) if kind is ItemKind.NUMERIC else "")


def _answer(part: Checker, kind: ItemKind, choices: dict[str, str], prompts: dict[str, str]) -> Answer:
    if kind is ItemKind.TRUE_FALSE:
        if not part.has("answer"):
            part.fail("answer", "is missing")
        return part.flag("answer")
    if kind is ItemKind.NUMERIC:
        return _decimal(part, "answer")
    if kind is ItemKind.SHORT_TEXT:
        return part.text("answer")
    if kind is ItemKind.MULTIPLE_CHOICE:
        return part.choice("answer", choices)
    if kind is ItemKind.MATCHING:
        return {prompt: part.choice(("answer", prompt), choices) for prompt in prompts}
    chosen = part.texts("answer")
    for each in chosen:
        if each not in choices:
            part.fail("answer", f"“{each}” is not one of the choices")
    if kind is ItemKind.ORDERING and set(chosen) != set(choices):
        part.fail("answer", "must hold every choice once, in order")
    return tuple(sorted(chosen)) if kind is ItemKind.MULTIPLE_RESPONSE else chosen


def _decimal(part: Checker, name: str) -> str:
    text = part.text(name, maximum=40)
    try:
        Decimal(text)
    except InvalidOperation:
        part.fail(name, f"“{text}” is not a decimal number; write it as text, such as \"12.5\"")
    return text
