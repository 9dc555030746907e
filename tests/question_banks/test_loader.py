"""What an author of a question bank sees: the sales bank that ships, and a pack with mistakes in it."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from question_banks.bank import Avoid, Bank, QuestionKind, part_hash
from question_banks.loader import SALES, read_bank, read_off_limits, read_phrases
from question_banks.writer import bank_files, write_bank
from workflows.authored import AuthoredInvalid


@pytest.fixture(scope="module")
def sales() -> Bank:
    return read_bank(SALES)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The sales bank in a folder of one's own, free to be broken."""
    return Path(shutil.copytree(SALES, tmp_path / "pack"))


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def line_with(path: Path, words: str, nth: int = 1) -> int:
    rows = [number for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in row]
    return rows[nth - 1]


def problems(folder: Path) -> list[str]:
    with pytest.raises(AuthoredInvalid) as refusal:
        read_bank(folder)
    return [str(problem) for problem in refusal.value.problems]


def test_sales_bank_is_too_thin_to_start_with(sales):
    asked = Counter(question.competency for question in sales.questions)
    assert set(asked) == {competency.key for competency in sales.competencies} == set(sales.phrases)
    assert len(asked) == 10
    assert min(asked.values()) >= 5
    assert {question.kind for question in sales.questions} == set(QuestionKind)
    assert [profile.key for profile in sales.profiles] == ["sdr", "account-executive", "account-manager"]


def test_interview_on_one_competency_is_all_of_one_kind(sales):
    for competency in sales.competencies:
        kinds = {question.kind for question in sales.questions_on(competency.key)}
        assert len(kinds) >= 3, competency.key


def test_question_cannot_be_asked_in_the_minutes_an_interview_has(sales):
    odd = [q.key for q in sales.questions if not (4 <= q.minutes <= 12 and 2 <= len(q.probes) <= 4)]
    assert odd == []


def test_role_play_starts_without_a_part_for_the_interviewer(sales):
    assert [q.key for q in sales.questions if q.kind == QuestionKind.ROLE_PLAY and not q.briefing] == []


def test_bank_repeats_itself(sales):
    texts = [
        text
        for q in sales.questions
        for text in (*q.probes, *q.red_flags, *q.anchors.values(), *(each for a in q.avoid for each in (a.ask, a.why)))
    ]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_levels_of_a_competency_read_the_same(sales):
    levels = [level for competency in sales.competencies for level in competency.levels]
    assert len(levels) == len(set(levels)) == 50


def test_bank_asks_what_it_forbids(sales):
    forbidden = [phrase for topic in sales.off_limits for phrase in topic.phrases]
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, forbidden)) + r")\b", re.IGNORECASE)
    assert pattern.search("She is married, I think")
    said = [text for q in sales.questions for text in (q.text, q.briefing, *q.probes, *q.anchors.values())]
    said += [topic.instead for topic in sales.off_limits]
    assert [text for text in said if pattern.search(text)] == []


@pytest.mark.parametrize(
    "note",
    [
        "Pipeline looks good, answer on price was too short.",
        "Their works council had to approve the roll-out; she got it in three weeks.",
        "The account is single-threaded, and he knew it. The deal was nine months old.",
        "Asked how many years they had used the old tool. Board votes for it in May.",
    ],
)
def test_honest_note_is_taken_for_an_off_limits_one(note, sales):
    found = [p for topic in sales.off_limits for p in topic.phrases if re.search(rf"\b{re.escape(p)}\b", note, re.I)]
    assert found == []


def test_topic_of_the_law_is_missing_from_off_limits():
    topics = {topic.key for topic in read_off_limits(SALES)}
    assert topics == {
        "age", "family-plans", "pregnancy", "marital-status", "health", "origin", "religion", "sexual-orientation",
        "politics-and-unions", "looks",
    }  # fmt: skip


def test_phrases_for_the_resume_reader_lack_inflections():
    phrases = read_phrases(SALES)
    assert {"account plan", "account plans", "account planning"} <= set(phrases["account-planning"])
    assert {key for key, texts in phrases.items() if not 12 <= len(texts) <= 25} == set()
    assert [text for texts in phrases.values() for text in texts if text != text.lower()] == []


def test_export_of_an_unchanged_bank_shows_up_in_a_review(sales):
    shipped = {name: (SALES / name).read_text(encoding="utf-8") for name in bank_files(sales)}
    assert bank_files(sales) == shipped
    assert {path.relative_to(SALES).as_posix() for path in SALES.rglob("*.toml")} == set(shipped)


def test_draft_loses_words_on_its_way_to_files(sales, tmp_path):
    first, *others = sales.questions
    draft = replace(
        first,
        text='Say “no” with a \\ backslash and """three quotes"" in one breath, at some length so that it wraps: ' * 2,
        probes=('Why "exactly" then?', "word " * 40 + "end"),
        briefing="One.\n\nTwo, after an empty line.",
        avoid=(Avoid("Are you # tired?", "It reads like a comment, and is none at all = no."),),
    )
    bank = replace(sales, questions=(draft, *others))
    write_bank(bank, tmp_path / "new" / "folder")
    back = read_bank(tmp_path / "new" / "folder")
    assert back.questions[0] == replace(draft, text=draft.text.strip())
    assert replace(back, questions=bank.questions) == bank


def test_bank_without_phrases_and_topics_is_refused(sales, tmp_path):
    plain = replace(sales, phrases={}, off_limits=())
    write_bank(plain, tmp_path)
    assert read_bank(tmp_path) == plain
    with pytest.raises(AuthoredInvalid, match=r"^phrases.toml:1: is missing$"):
        read_phrases(tmp_path)


def test_reworded_question_keeps_the_hash_of_the_old(sales):
    question = sales.questions[0]
    assert part_hash(question) == part_hash(replace(question))
    changed = [
        replace(question, text=question.text + " Please."),
        replace(question, anchors={**question.anchors, 5: "Something else."}),
        replace(question, probes=question.probes[::-1]),
        replace(question, minutes=question.minutes + 1),
    ]
    assert len({part_hash(version) for version in [question, *changed]}) == 5


def test_author_mends_one_mistake_and_meets_the_next(pack):
    """Mistakes in seven files come back in one list, each with its own line."""
    drive, sdr = pack / "questions/drive.toml", pack / "profiles.toml"
    edit(
        drive,
        ('key = "drive-nobody-asked"', 'key = "drive-long-drought"'),
        ('kind = "situational"', 'kind = "situation"'),
        ("minutes = 5", "minutes = 500"),
        ('[questions.anchors]\n1 = "Lists', '[questions.anchors]\n2 = "Lists'),
    )
    edit(sdr, ("weight_bp = 2_600", "weight_bp = 2_500"), ('"drive", level = 4', '"driv", level = 6'))
    edit(pack / "competencies.toml", ('key = "negotiation"', 'key = "negotiation"\nlevel = "all"'))
    edit(pack / "off_limits.toml", ('topic = "Age"\n', ""))
    edit(pack / "phrases.toml", ('"cold call"', '"calling"'))
    (pack / "questions/forecasting.toml").unlink()
    (pack / "questions/closing.toml").write_text("questions = []\n")
    anchors = line_with(drive, "[questions.anchors]", 4)
    assert problems(pack) == [
        f"competencies.toml:{line_with(pack / 'competencies.toml', 'level = ')}: competencies[5].level: "
        "is not a field here",
        "off_limits.toml:3: off_limits[1].topic: is missing",
        f"phrases.toml:{line_with(pack / 'phrases.toml', 'calling')}: prospecting[1]: “calling” is a single word; "
        "it would match everywhere",
        f"profiles.toml:{line_with(sdr, 'competencies = [')}: profiles[1].competencies: weights sum to 9,900; "
        "they must sum to 10,000",
        f"profiles.toml:{line_with(sdr, 'driv')}: profiles[1].competencies[2].competency: “driv” is not known; "
        "did you mean “drive”?",
        f"profiles.toml:{line_with(sdr, 'driv')}: profiles[1].competencies[2].level: is 6; it must be from 1 to 5",
        "questions/closing.toml:1: asks 0 questions; a competency needs at least 5",
        "questions/closing.toml:1: belongs to no competency; name the file after one",
        f"questions/drive.toml:{line_with(drive, 'drive-long-drought', 2)}: questions[2].key: “drive-long-drought” "
        f"is used already at questions/drive.toml:{line_with(drive, 'drive-long-drought')}",
        f'questions/drive.toml:{line_with(drive, "situation")}: questions[3].kind: “situation” is not known; '
        "did you mean “situational”?",
        f"questions/drive.toml:{anchors}: questions[4].anchors.1: is missing",
        f"questions/drive.toml:{anchors + 1}: questions[4].anchors.2: is not a field here",
        f"questions/drive.toml:{line_with(drive, 'minutes = 500')}: questions[6].minutes: is 500; "
        "it must be from 1 to 60",
        "questions/forecasting.toml:1: is missing",
    ]


def test_one_broken_file_buries_the_author_in_false_problems(pack):
    (pack / "competencies.toml").write_text("[[competencies]]\nkey = drive\n")
    assert problems(pack) == ["competencies.toml:2: is not valid TOML: Invalid value"]


def test_same_question_is_asked_twice_under_two_names(pack):
    path = pack / "questions/drive.toml"
    bank = read_bank(pack)
    first, second, *others = bank.questions
    write_bank(replace(bank, questions=(first, replace(second, text=first.text.upper()), *others)), pack)
    line = line_with(path, first.text.upper()[:40])
    assert problems(pack) == [
        f"questions/drive.toml:{line - 1}: questions[2].text: is the same question as “drive-long-drought”"
    ]


def test_a_mark_that_does_nothing_is_taken_silently(pack):
    edit(pack / "questions/negotiation.toml", ("kind =", "core = true\nkind ="))
    assert any("core" in each for each in problems(pack))


def test_folder_that_is_no_bank_is_reported_file_by_file(tmp_path):
    assert problems(tmp_path) == [
        "bank.toml:1: is missing",
        "competencies.toml:1: is missing",
        "profiles.toml:1: is missing",
    ]
