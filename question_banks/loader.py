"""Reading a bank's folder: everything is checked, all problems are reported together, or the whole bank is returned.

    bank.toml               what the bank is
    competencies.toml       abilities with five levels
    profiles.toml           jobs and what they need
    questions/<competency>.toml
    phrases.toml            wording that shows a competency in a résumé (may be left out)
    off_limits.toml         what must not be asked or noted (may be left out)
"""

import re
from collections.abc import Collection
from pathlib import Path

from question_banks.bank import (
    ANCHORED,
    LEVELS,
    WHOLE_BP,
    Avoid,
    Bank,
    Competency,
    Need,
    OffLimit,
    Profile,
    Question,
    QuestionKind,
    part_hash,
)
from question_banks.writer import write_bank
from workflows.authored import Checker, Problem, read_document, refuse_problems

__all__ = [
    "Avoid",
    "Bank",
    "Competency",
    "Need",
    "OffLimit",
    "Profile",
    "Question",
    "QuestionKind",
    "part_hash",
    "read_bank",
    "read_off_limits",
    "read_phrases",
    "write_bank",
]

SALES = Path(__file__).parent / "sales"
FEWEST_QUESTIONS = 5
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


def read_bank(folder: Path) -> Bank:
    """The bank in `folder`, in the author's order. Raises AuthoredInvalid with every problem of every file."""
    pack = _Pack(folder)
    head = pack.open("bank.toml")
    competencies = _competencies(pack)
    known = tuple(competency.key for competency in competencies)
    bank = Bank(
        key=head.key("key"),
        title=head.text("title", maximum=80),
        language=_language(head),
        note=head.text("note"),
        competencies=competencies,
        profiles=_profiles(pack, known),
        questions=_questions(pack, known),
        phrases=_phrases(pack, known) if pack.has("phrases.toml") else {},
        off_limits=_off_limits(pack) if pack.has("off_limits.toml") else (),
    )
    pack.finish()
    return bank


def read_phrases(folder: Path) -> dict[str, tuple[str, ...]]:
    """Per competency the phrases that show it in a résumé, in the bank's order of competencies."""
    pack = _Pack(folder)
    phrases = _phrases(pack, tuple(competency.key for competency in _competencies(pack)))
    pack.finish()
    return phrases


def read_off_limits(folder: Path) -> tuple[OffLimit, ...]:
    """The topics that must not be asked about or noted down."""
    pack = _Pack(folder)
    off_limits = _off_limits(pack)
    pack.finish()
    return off_limits


class _Pack:
    """The files opened so far, with one list of problems for all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.opened: list[Checker] = []

    def open(self, name: str) -> Checker:
        self.opened.append(Checker(read_document(self.folder / name, self.folder), self.problems))
        return self.opened[-1]

    def has(self, name: str) -> bool:
        return (self.folder / name).exists()

    def finish(self) -> None:
        for checker in self.opened:
            checker.unknown()
        refuse_problems(self.problems)


def _language(head: Checker) -> str:
    language = head.text("language")
    if language and not _LANGUAGE.fullmatch(language):
        head.fail("language", f"“{language}” is not a language; write “en” or “en-GB”")
    return language


def _competencies(pack: _Pack) -> tuple[Competency, ...]:
    taken: dict[str, str] = {}
    return tuple(
        Competency(
            key=part.key("key", taken),
            name=part.text("name", maximum=60),
            summary=part.text("summary", minimum=20),
            levels=tuple(part.text(("levels", str(level)), minimum=20) for level in LEVELS),
        )
        for part in pack.open("competencies.toml").items("competencies")
    )


def _profiles(pack: _Pack, known: Collection[str]) -> tuple[Profile, ...]:
    taken: dict[str, str] = {}
    return tuple(
        Profile(
            key=part.key("key", taken),
            name=part.text("name", maximum=60),
            family=part.text("family", maximum=60),
            summary=part.text("summary", minimum=20),
            competencies=_needs(part, known),
        )
        for part in pack.open("profiles.toml").items("profiles")
    )


def _needs(profile: Checker, known: Collection[str]) -> tuple[Need, ...]:
    needs: list[Need] = []
    for part in profile.items("competencies"):
        competency = _reference(part, "competency", known)
        if competency and competency in (need.competency for need in needs):
            part.fail("competency", f"“{competency}” is in this profile already")
        level, weight_bp = part.whole("level", LEVELS[0], LEVELS[-1]), part.whole("weight_bp", 1, WHOLE_BP)
        needs.append(Need(competency, level, weight_bp, part.flag("must_have")))
    total = sum(need.weight_bp for need in needs)
    if needs and total != WHOLE_BP:
        profile.fail("competencies", f"weights sum to {total:,}; they must sum to {WHOLE_BP:,}")
    return tuple(needs)


def _reference(part: Checker, name: str, known: Collection[str]) -> str:
    """A competency's key; when none could be read, that is the problem to report, not each mention of one."""
    return part.choice(name, known) if known else part.key(name)


def _questions(pack: _Pack, known: Collection[str]) -> tuple[Question, ...]:
    keys: dict[str, str] = {}
    wording: dict[str, str] = {}
    names = [*known, *sorted({path.stem for path in (pack.folder / "questions").glob("*.toml")} - set(known))]
    return tuple(question for name in names if name for question in _asked_about(pack, name, known, keys, wording))


def _asked_about(
    pack: _Pack, competency: str, known: Collection[str], keys: dict[str, str], wording: dict[str, str]
) -> list[Question]:
    document = pack.open(f"questions/{competency}.toml")
    if known and competency not in known:
        document.fail((), "belongs to no competency; name the file after one")
    parts = document.items("questions", minimum=0)
    questions = [_question(part, competency, keys) for part in parts]
    if len(questions) < FEWEST_QUESTIONS:
        document.fail((), f"asks {len(questions)} questions; a competency needs at least {FEWEST_QUESTIONS}")
    for part, question in zip(parts, questions, strict=True):
        first = wording.setdefault(question.text.casefold(), question.key)
        if question.text and first != question.key:
            part.fail("text", f"is the same question as “{first}”")
    return questions


def _question(part: Checker, competency: str, keys: dict[str, str]) -> Question:
    kind = part.choice("kind", tuple(QuestionKind))
    return Question(
        key=part.key("key", keys),
        competency=competency,
        kind=QuestionKind(kind) if kind else QuestionKind.BEHAVIOURAL,
        minutes=part.whole("minutes", 1, 60),
        text=part.text("text", minimum=20, maximum=1500),
        briefing=part.text("briefing", minimum=0, maximum=3000),
        probes=part.texts("probes", 2, 6),
        anchors={level: part.text(("anchors", str(level)), minimum=20) for level in ANCHORED},
        red_flags=part.texts("red_flags", 1, 6),
        avoid=tuple(Avoid(each.text("ask"), each.text("why", minimum=20)) for each in part.items("avoid", 1, 4)),
    )


def _phrases(pack: _Pack, known: Collection[str]) -> dict[str, tuple[str, ...]]:
    document = pack.open("phrases.toml")
    names = known or document.names(())
    phrases = {name: document.texts(name, 1, 1000, 80) for name in names}
    for name, texts in phrases.items():
        for index, text in enumerate(texts):
            if " " not in text and "-" not in text:
                document.fail((name, index), f"“{text}” is a single word; it would match everywhere")
    return phrases


def _off_limits(pack: _Pack) -> tuple[OffLimit, ...]:
    taken: dict[str, str] = {}
    return tuple(
        OffLimit(
            key=part.key("key", taken),
            topic=part.text("topic", maximum=60),
            why=part.text("why", minimum=20),
            instead=part.text("instead", minimum=20),
            phrases=part.texts("phrases", 1, 1000, 80),
        )
        for part in pack.open("off_limits.toml").items("off_limits")
    )
