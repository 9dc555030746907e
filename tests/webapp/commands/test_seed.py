"""`onramp seed` and what its story is made of: days, words, résumés."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from question_banks.loader import SALES, read_off_limits, read_phrases
from question_banks.notes import read_evidence, read_note
from question_banks.reading import read_resume
from webapp.commands.demo import applying, evidence, observations
from webapp.commands.demo.calendar import Workdays
from webapp.commands.demo.meeting import OVERALL, nth_level
from webapp.commands.demo.panels import KEYS, LEVELS, VERDICTS
from webapp.commands.demo.story import FIRST_DAY, Story
from webapp.commands.seed import CHAPTERS
from workflows.people.records import Team
from workflows.people.workdays import public
from workflows.sales.periods import add_months

SENTENCES = [sentence for bands in evidence.SEEN.values() for said in bands.values() for sentence in said]
FITTING = [sentence for said in evidence.OTHERWISE.values() for sentence in said]
OFF_LIMITS = read_off_limits(SALES)


def told_on(day: datetime) -> Story:
    story = Story(day, Team(region="US"), day)
    story.workdays = Workdays(public("US", day.year) | public("US", day.year - 2))
    return story


def test_a_database_without_tables_ends_in_a_traceback(tmp_path):
    seeded = subprocess.run([Path(sys.executable).with_name("onramp"), "seed", "--until", "company"], text=True,
                            env={**os.environ, "ONRAMP_INSTANCE": str(tmp_path / "new"), "DATABASE_URL": ""},
                            capture_output=True, check=False)
    assert (seeded.returncode, seeded.stderr) == (0, "")
    assert "lena@halden.example" in (tmp_path / "new" / "sign-ins.txt").read_text()


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_on_some_day_of_the_year_the_demo_works_on_a_free_day_or_in_the_wrong_order(year):
    for number in range(366):
        day = datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
        story, last = told_on(day), None
        for chapter in CHAPTERS.values():
            for days in (chapter.days,) if chapter.happens else sorted(chapter.happenings, reverse=True):
                found = story.workday(days)
                assert found in story.workdays
                assert (last or found) <= found <= day.date()
                last = found
            assert last <= max(story.day(chapter.last), story.workday(chapter.last))


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_on_some_day_of_the_year_mayas_ramp_is_held_too_early_or_not_at_all(year):
    """Her ramp asks for a certificate every month; the third one comes late, and only that."""
    for number in range(366):
        story = told_on(datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=number))
        begins = story.monday(FIRST_DAY)
        assert begins.weekday() <= 1
        assert story.workday(129) < add_months(begins, 1)
        assert story.workday(97) < add_months(begins, 2)
        assert add_months(begins, 3) < story.workday(59) < story.workday(52)


@pytest.mark.parametrize("sentence", [*SENTENCES, *FITTING, *observations.SAW.values(), observations.OTHERWISE])
def test_the_product_finds_fault_with_the_demos_evidence(sentence):
    assert read_evidence(sentence, OFF_LIMITS) == ()


def test_the_product_finds_fault_with_the_demos_reasons():
    levels = [dict(zip(KEYS, given, strict=True)) for panel in LEVELS.values() for given in panel.values()]
    said = [evidence.overall(each, voice) for each in levels for voice in range(3)]
    said += [text for verdict in VERDICTS.values() for text in (verdict.words, verdict.reason)]
    assert [flag for text in said for flag in read_note(text, OFF_LIMITS)] == []


def test_two_levels_apart_are_told_in_the_same_words():
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert {key: {band: len(said) for band, said in bands.items()} for key, bands in evidence.SEEN.items()
            if set(bands) != set(evidence.Band) or min(map(len, bands.values())) < 3} == {}
    assert evidence.seen("discovery", 2, 0) != evidence.seen("discovery", 3, 0) != evidence.seen("discovery", 4, 0)


def test_an_overall_reason_praises_the_weakest():
    assert evidence.overall({"negotiation": 5, "discovery": 2, "drive": 4, "forecasting": 3}) == (
        "Strongest in negotiation: trades where others give. Weakest in discovery: stays at the first answer.")


def test_three_interviewers_write_one_sentence():
    """Whatever they saw: no two share words for the same competency at the same level."""
    alike = {"negotiation": 4, "discovery": 4, "drive": 4, "forecasting": 2}
    halves = [part for voice in range(3) for part in evidence.overall(alike, voice).rstrip(".").split(". ")]
    assert len({half.partition(": ")[2] for half in halves}) == len(halves) == 6
    assert [(key, band) for key, bands in evidence.MADE_OF_IT.items() for band, said in bands.items()
            if len(set(said)) != len(evidence.VOICES)] == []


def test_a_second_question_leaves_the_scale_or_changes_who_is_good():
    assert [nth_level(level, 1) for level in range(1, 6)] == [2, 3, 3, 3, 4]
    assert [nth_level(level, 2) for level in range(1, 6)] == [1, 2, 3, 4, 5]
    assert [least for least, _ in OVERALL] == sorted((least for least, _ in OVERALL), reverse=True)


@pytest.mark.parametrize(("name", "kind"), [("Maya Chen", "pdf"), ("Jakob Lind", "docx"), ("Tara Singh", "txt")])
def test_a_resume_of_the_demo_says_nothing_for_a_kit_to_quote(name, kind):
    read = read_resume(f"{name}.{kind}", applying.WRITERS[kind](applying.resume(name)), read_phrases(SALES))
    assert (read.problem, read.remarks, read.kind) == (None, (), kind)
    assert (read.fields["name"].value, read.fields["email"].value) == (name, f"{name.split()[0].lower()}@example.com")
    quoted = {key for key in KEYS if read.evidence[key]}
    assert {"discovery", "negotiation", "forecasting"} <= quoted
    assert read.text.count("\n") >= 12
