"""Whether a quiz can be passed by the look of its choices."""

from collections.abc import Callable

import pytest

from curricula.items import Item, ItemKind, Quiz
from curricula.loader import ACCOUNT_EXECUTIVE, read_curriculum

MOST_SHARE = 0.45
QUIZZES = read_curriculum(ACCOUNT_EXECUTIVE).quizzes


def guessed(quiz: Quiz, pick: Callable[[list[int]], int]) -> tuple[list[str], list[Item]]:
    """Keys of the single-choice items whose right choice has the picked length, as a tie too, and all of them."""
    items = [item for item in quiz.items if item.kind is ItemKind.MULTIPLE_CHOICE]
    return [item.key for item in items
            if len(item.choices[str(item.answer)]) == pick([len(text) for text in item.choices.values()])], items


@pytest.mark.parametrize("quiz", QUIZZES, ids=lambda quiz: quiz.key)
@pytest.mark.parametrize("pick", [max, min], ids=["longest", "shortest"])
def test_the_right_choice_shows_by_its_length(quiz, pick):
    found, items = guessed(quiz, pick)
    assert len(items) >= 7
    assert len(found) <= MOST_SHARE * len(items), found
