"""Whether our own content says what our own reader of notes would take out."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from curricula.loader import ACCOUNT_EXECUTIVE, read_curriculum
from question_banks.loader import SALES, read_bank
from question_banks.notes import read_note
from workflows.content.packaged import FOLDER

MEANT_TO_BE_BAD = ("avoid", "off_limits")


def texts(part: Any) -> Iterator[str]:
    """Every string of a pack but the examples of what not to say."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for key, each in part.items() if key not in MEANT_TO_BE_BAD for text in texts(each))
    elif isinstance(part, list | tuple):
        yield from (text for each in part for text in texts(each))


def test_what_is_packaged_breaks_its_own_rules_of_wording():
    bank, conduct = read_bank(SALES), (FOLDER / "code_of_conduct.md").read_text()
    said = [*texts(asdict(bank)), *texts(asdict(read_curriculum(ACCOUNT_EXECUTIVE))), conduct]
    assert len(said) > 1500
    assert [(flag.words, text) for text in said for flag in read_note(text, bank.off_limits)] == []
