"""Drawing the items of an attempt and grading what was answered. Pure: the same input gives the same result."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from random import Random

from curricula.items import BlueprintLine, Item, ItemKind

WHOLE_BP = 10_000
LONGEST_TEXT = 200
LONGEST_NUMBER = 40
_NUMBER = re.compile(r"[^0-9.,+-]*([+-]?(?:[0-9]|[0-9.,'’ ](?=[0-9.,'’ ]*[0-9]))+)[^0-9]*")
_COMMAS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")


@dataclass(frozen=True)
class Graded:
    """`score_bp` of the item's worth, 10,000 for all of it; `feedback` as sentences, empty when nothing was chosen."""

    score_bp: int
    correct: bool
    feedback: tuple[str, ...] = ()


def draw(
    items: Iterable[Item], blueprint: Sequence[BlueprintLine], seen: Sequence[str], seed: int | str
) -> tuple[str, ...]:
    """Keys of the items of one attempt, in the order to ask them.

    Each line takes its count from its competency and difficulty: items not in `seen` first, at random; when none is
    left, those seen longest ago (`seen` is oldest first). A cell with too few items gives what it has.
    """
    chance = Random(f"draw:{seed}")
    last_seen = {key: position for position, key in enumerate(seen)}
    pool = sorted(items, key=lambda item: item.key)
    drawn: list[str] = []
    for line in blueprint:
        cell = [item.key for item in pool
                if (item.competency, item.difficulty) == (line.competency, line.difficulty) and item.key not in drawn]
        chance.shuffle(cell)
        cell.sort(key=lambda key: last_seen.get(key, -1))
        drawn += cell[: line.count]
    chance.shuffle(drawn)
    return tuple(drawn)


def presented(item: Item, seed: int | str) -> tuple[str, ...]:
    """The keys of an item's choices in the order to show them, so that no position gives an answer away."""
    keys = sorted(item.choices)
    Random(f"present:{seed}:{item.key}").shuffle(keys)
    return tuple(keys)


def grade(item: Item, response: object) -> Graded:
    """What a response is worth. Anything may be given: what cannot be an answer is worth nothing, and never raises.

    Responses: a key; a list of keys; true or false (also as text); a number (also as text); a text; prompt → choice.
    """
    return _GRADERS[item.kind](item, response)


def quiz_score(graded: Sequence[Graded]) -> int:
    """The mean of the items in basis points, rounded down; 0 for none."""
    return sum(each.score_bp for each in graded) // len(graded) if graded else 0


def _one(item: Item, response: object) -> Graded:
    chosen = response[0] if isinstance(response, list | tuple) and len(response) == 1 else response
    if not isinstance(chosen, str) or chosen not in item.choices:
        return _nothing()
    return _all_or_none(chosen == item.answer, item.feedback.get(chosen, ""))


def _several(item: Item, response: object) -> Graded:
    """Right choices less wrong ones, over all right ones; never under 0."""
    chosen = {key for key in _keys(response) if key in item.choices}
    if not chosen:
        return _nothing()
    right = set(item.answer) if isinstance(item.answer, tuple) else set()
    score = max(0, len(chosen & right) - len(chosen - right)) * WHOLE_BP // max(1, len(right))
    said = tuple(item.feedback[key] for key in item.choices if key in chosen | right and key in item.feedback)
    return Graded(score, chosen == right, said)


def _true_false(item: Item, response: object) -> Graded:
    told = response if isinstance(response, bool) else {"true": True, "false": False}.get(_plain(response))
    if told is None:
        return _nothing()
    return _all_or_none(told == item.answer, item.feedback.get("true" if told else "false", ""))


def _numeric(item: Item, response: object) -> Graded:
    readings = _numbers(response)
    if not readings:
        return _nothing()
    answer, tolerance = Decimal(str(item.answer)), Decimal(item.tolerance or "0")
    return _right_or_wrong(item, any(abs(number - answer) <= tolerance for number in readings))


def _short_text(item: Item, response: object) -> Graded:
    text = _plain(response).strip(" .,;:!?\"'“”‘’")
    if not text:
        return _nothing()
    fits = any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in item.patterns)
    return _right_or_wrong(item, len(text) <= LONGEST_TEXT and fits)


def _ordering(item: Item, response: object) -> Graded:
    """Every right neighbour counts: of n steps there are n − 1. Steps left out or named twice are no order."""
    given, answer = _keys(response), item.answer if isinstance(item.answer, tuple) else ()
    if sorted(given) != sorted(answer):
        return _nothing()
    pairs = set(pairwise(answer))
    kept = sum(pair in pairs for pair in pairwise(given))
    return _partly(item, kept, len(pairs))


def _matching(item: Item, response: object) -> Graded:
    answer = item.answer if isinstance(item.answer, Mapping) else {}
    if not isinstance(response, Mapping):
        return _nothing()
    given = {prompt: response.get(prompt) for prompt in answer}
    if not any(isinstance(choice, str) and choice in item.choices for choice in given.values()):
        return _nothing()
    return _partly(item, sum(given[prompt] == choice for prompt, choice in answer.items()), len(answer))


def _nothing() -> Graded:
    return Graded(0, False)


def _all_or_none(correct: bool, feedback: str) -> Graded:
    return Graded(WHOLE_BP if correct else 0, correct, (feedback,) if feedback else ())


def _right_or_wrong(item: Item, correct: bool) -> Graded:
    return _all_or_none(correct, item.feedback.get("right" if correct else "wrong", ""))


def _partly(item: Item, right: int, of: int) -> Graded:
    whole = _right_or_wrong(item, right == of)
    return Graded(right * WHOLE_BP // max(1, of), whole.correct, whole.feedback)


def _keys(response: object) -> list[str]:
    listed = response if isinstance(response, list | tuple | set | frozenset) else [response]
    return [key for key in listed if isinstance(key, str)]


def _plain(response: object) -> str:
    """Lower-case text with single spaces; empty for anything that is no text or far too long to be an answer."""
    if not isinstance(response, str) or len(response) > 2 * LONGEST_TEXT:
        return ""
    return " ".join(unicodedata.normalize("NFKC", response).casefold().split())


def _numbers(response: object) -> set[Decimal]:
    """How a number may be meant: “131,100” is read both as thousands and as a decimal fraction."""
    if isinstance(response, bool) or not isinstance(response, str | int | float | Decimal):
        return set()
    try:
        text = str(response)
    except ValueError:  # an int beyond the interpreter's limit of digits
        return set()
    written = _NUMBER.fullmatch(_plain(text).replace("−", "-")) if len(text) <= LONGEST_NUMBER else None
    if not written:
        return set()
    digits = re.sub(r"['’ ]", "", written[1])
    forms = {digits.replace(",", "") if digits.rfind(",") < digits.rfind(".") else digits.replace(".", "")}
    forms |= {re.sub(r"[.,]", "", digits)} if _is_grouped(digits.lstrip("+-")) else set()
    return {number for form in forms if (number := _decimal(form.replace(",", "."))) is not None}


def _is_grouped(digits: str) -> bool:
    return bool(_COMMAS.fullmatch(digits) or _POINTS.fullmatch(digits))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


_GRADERS: Mapping[ItemKind, Callable[[Item, object], Graded]] = {
    ItemKind.MULTIPLE_CHOICE: _one,
    ItemKind.MULTIPLE_RESPONSE: _several,
    ItemKind.TRUE_FALSE: _true_false,
    ItemKind.NUMERIC: _numeric,
    ItemKind.SHORT_TEXT: _short_text,
    ItemKind.ORDERING: _ordering,
    ItemKind.MATCHING: _matching,
}
