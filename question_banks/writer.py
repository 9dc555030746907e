"""Exporting a bank to the files it came from, laid out so that a review shows only what was changed."""

from collections.abc import Iterable
from pathlib import Path

from question_banks.bank import Bank, Competency, Need, OffLimit, Profile, Question
from workflows.authored import toml_field, toml_list

_HEADS = {
    "bank": "This folder is one question bank. Check it with: onramp content check",
    "competencies": (
        "What a seller must be able to do. Five levels each, written as what one can see and hear.\n"
        "1 needs someone beside them · 2 manages the simple case · 3 works alone · 4 is where others look · 5 raises "
        "the team"
    ),
    "profiles": "What each job asks for. Weights are basis points and sum to 10,000; a must-have is never offset.",
    "phrases": "Wording in a résumé that is worth reading aloud in the interview: help to look, never a score.",
    "off_limits": "What has no place in an interview or in its notes, why, and what to ask instead.",
    "questions": (
        "Questions about: {name}. Each is asked as written; probes are optional.\n"
        "Anchors say what an answer sounds like at 1, 3 and 5; 2 and 4 lie between."
    ),
}


def write_bank(bank: Bank, folder: Path) -> None:
    """Writes every file of `bank` below `folder`, which need not exist; other files there are left alone."""
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    for name, text in bank_files(bank).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def bank_files(bank: Bank) -> dict[str, str]:
    """File name to content, in reading order."""
    heading = [toml_field("key", bank.key), toml_field("title", bank.title), toml_field("language", bank.language)]
    files = {
        "bank.toml": _file("bank", ["\n".join([*heading, toml_field("note", bank.note)])]),
        "competencies.toml": _file("competencies", map(_competency, bank.competencies)),
        "profiles.toml": _file("profiles", map(_profile, bank.profiles)),
    }
    for competency in bank.competencies:
        head = _HEADS["questions"].format(name=competency.name)
        asked = map(_question, bank.questions_on(competency.key))
        files[f"questions/{competency.key}.toml"] = _file("questions", asked, head)
    if bank.phrases:
        files["phrases.toml"] = _file("phrases", (toml_list(key, texts) for key, texts in bank.phrases.items()))
    if bank.off_limits:
        files["off_limits.toml"] = _file("off_limits", map(_off_limit, bank.off_limits))
    return files


def _file(name: str, parts: Iterable[str], head: str = "") -> str:
    comment = "\n".join(f"# {line}" for line in (head or _HEADS[name]).splitlines())
    return "\n\n".join([comment, *parts]) + "\n"


def _competency(competency: Competency) -> str:
    levels = [toml_field(str(level), text) for level, text in enumerate(competency.levels, start=1)]
    return "\n".join(
        [
            "[[competencies]]",
            toml_field("key", competency.key),
            toml_field("name", competency.name),
            toml_field("summary", competency.summary),
            "",
            "[competencies.levels]",
            *levels,
        ]
    )


def _profile(profile: Profile) -> str:
    return "\n".join(
        [
            "[[profiles]]",
            toml_field("key", profile.key),
            toml_field("name", profile.name),
            toml_field("family", profile.family),
            toml_field("summary", profile.summary),
            "competencies = [",
            *map(_need, profile.competencies),
            "]",
        ]
    )


def _need(need: Need) -> str:
    must_have = ", must_have = true" if need.must_have else ""
    key = f'competency = "{need.competency}", level = {need.level}'
    return f"  {{ {key}, weight_bp = {need.weight_bp:_}{must_have} }},"


def _question(question: Question) -> str:
    rows = ["[[questions]]", toml_field("key", question.key), toml_field("kind", question.kind)]
    rows += [f"minutes = {question.minutes}"]
    rows += [toml_field("text", question.text)]
    rows += [toml_field("briefing", question.briefing)] if question.briefing else []
    rows += [toml_list("probes", question.probes)]
    rows += [toml_list("red_flags", question.red_flags), "", "[questions.anchors]"]
    rows += [toml_field(str(level), text) for level, text in question.anchors.items()]
    for avoid in question.avoid:
        rows += ["", "[[questions.avoid]]", toml_field("ask", avoid.ask), toml_field("why", avoid.why)]
    return "\n".join(rows)


def _off_limit(off_limit: OffLimit) -> str:
    return "\n".join(
        [
            "[[off_limits]]",
            toml_field("key", off_limit.key),
            toml_field("topic", off_limit.topic),
            toml_field("why", off_limit.why),
            toml_field("instead", off_limit.instead),
            toml_list("phrases", off_limit.phrases),
        ]
    )
