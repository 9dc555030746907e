"""What a résumé is said to say, and that every quote stands where its place says."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_banks.reading import ResumeReading, finder_for, read_resume, read_text
from question_banks.resumes.documents import Extracted, UploadKind
from question_banks.resumes.lines import Quote
from question_banks.resumes.tidy import tidied
from tests import documents
from workflows.reasons import Reason

PHRASES = {
    "account-planning": ["account planning", "account plan", "account plans"],
    "prospecting": ["cold calling", "social selling", "booked meetings"],
    "negotiation": ["price negotiation"],
}


def reading(text: str, phrases: dict[str, list[str]] = PHRASES) -> ResumeReading:
    return read_text(Extracted("cv.txt", UploadKind.TXT, tidied(text)), finder_for(phrases))


def said(text: str, name: str) -> tuple[str, Any]:
    field = reading(text).fields[name].as_json()
    return field["said"], field["value"]


def quotes_in(value: Any) -> Iterator[Quote]:
    if isinstance(value, Quote):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from quotes_in(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from quotes_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from quotes_in(item)


def test_a_pdf_resume_is_read_wrongly():
    got = read_resume("maria.pdf", documents.resume_pdf(), PHRASES)
    assert (got.problem, got.kind) == (None, UploadKind.PDF)
    assert got.resume == {
        "basics": {
            "name": "Maria Lindqvist",
            "email": "maria.lindqvist@example.com",
            "phone": "+46 70 123 45 67",
            "profiles": [
                {
                    "network": "LinkedIn",
                    "url": "https://www.linkedin.com/in/maria-lindqvist",
                    "username": "maria-lindqvist",
                }
            ],
        },
        "work": [
            {
                "name": "Northwind Systems AB",
                "position": "Senior Account Executive",
                "startDate": "2020-03",
                "highlights": [
                    "Closed 132 % of a $900k quota in 2022 and 118 % of $1.1M in 2023.",
                    "Built account plans for 14 enterprise customers; account planning reviews every quarter.",
                    "Ran discovery calls with three economic buyers before every proposal.",
                ],
            },
            {
                "name": "Contoso GmbH",
                "position": "Sales Development Representative",
                "startDate": "2017-06",
                "endDate": "2020-02",
                "highlights": ["Booked 22 qualified meetings a month by cold calling and social selling."],
            },
        ],
        "education": [
            {
                "institution": "Lund University",
                "studyType": "BSc",
                "area": "Business Administration",
                "startDate": "2013",
                "endDate": "2016",
            }
        ],
        "languages": [
            {"language": "Swedish", "fluency": "native"},
            {"language": "English", "fluency": "fluent"},
            {"language": "German", "fluency": "B2"},
        ],
    }


def test_the_same_resume_reads_differently_as_text_and_as_pdf():
    pdf = read_resume("maria.pdf", documents.resume_pdf(), PHRASES)
    text = read_resume("maria.txt", documents.RESUME_TEXT.encode(), PHRASES)
    for part in ("work", "education", "languages"):
        assert pdf.resume[part] == text.resume[part]


def test_a_figure_of_an_achievement_is_misread():
    achievement = reading(documents.RESUME_TEXT).achievements[0].as_json()
    assert achievement["quote"]["text"] == "Closed 132 % of a $900k quota in 2022 and 118 % of $1.1M in 2023."
    assert achievement["percents"] == ["132", "118"]
    assert achievement["amounts"] == [{"value": "900000", "currency": "$"}, {"value": "1100000", "currency": "$"}]
    assert (achievement["of_quota"], achievement["ranked"]) == (True, False)


@pytest.mark.parametrize(
    ("text", "percents", "amounts"),
    [
        ("Won €1.2m of new business", [], [("1200000", "EUR")]),
        ("Sold 1.200.000 EUR in 2020", [], [("1200000", "EUR")]),
        ("Sold £450,000 against target", [], [("450000", "GBP")]),
        ("Revenue of 2,5 Mio. € in a year", [], [("2500000", "EUR")]),
        ("Reached 1.3x quota", ["130"], []),
        ("Grew pipeline by 12.5 percent", ["12.5"], []),
    ],
)
def test_an_amount_is_off_by_its_commas_or_its_scale(text, percents, amounts):
    (achievement,) = reading(text).achievements
    got = achievement.as_json()
    assert got["percents"] == percents
    assert [(amount["value"], amount["currency"]) for amount in got["amounts"]] == amounts


@pytest.mark.parametrize("text", ["Spent 20% of my time travelling", "Born in 1990", "Managed the till of 3 shops"])
def test_any_figure_counts_as_an_achievement(text):
    assert reading(text).achievements == ()


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("email", "Ann Lee\nann@example.com", "found"),
        ("email", "Ann Lee\nE-mail: ann (at) example", "not-found"),
        ("email", "Ann Lee", "not-said"),
        ("phone", "Ann Lee\nTel 030 1234567", "found"),
        ("phone", "Ann Lee\nMobile: ask me", "not-found"),
        ("phone", "Ann Lee\nContoso 2015 - 2019, 12.05.2019", "not-said"),
        ("links", "Ann Lee\nSee my LinkedIn", "not-found"),
        ("work", "Ann Lee\nExperience\nvarious shops", "not-found"),
        ("work", "Ann Lee", "not-said"),
        ("education", "Ann Lee\nEducation\nself-taught", "not-found"),
        ("education", "Ann Lee", "not-said"),
        ("languages", "Ann Lee\nI am bilingual.", "not-found"),
        ("languages", "Ann Lee\nFluent in Spanish and conversational German.", "found"),
        ("achievements", "Ann Lee\nAlways exceeded my quota", "not-found"),
        ("achievements", "Ann Lee", "not-said"),
    ],
)
def test_silence_is_taken_for_a_failure_to_read_or_the_reverse(name, text, status):
    assert said(text, name)[0] == status


@pytest.mark.parametrize(
    ("lines", "job"),
    [
        (
            "Account Manager | Globex Corporation | 03/2021 - current",
            ("Globex Corporation", "Account Manager", "2021-03", None),
        ),
        ("Best Buy, Inc. — Austin   2016 – 18\nSales Associate", ("Best Buy, Inc.", "Sales Associate", "2016", "2018")),
        (
            "Store Supervisor\nCorner Shop\nJune 2018 - May '21",
            ("Corner Shop", "Store Supervisor", "2018-06", "2021-05"),
        ),
        ("Cashier at Tesco plc\n'16 - 2018", ("Tesco plc", "Cashier", "2016", "2018")),
        ("Account Executive, EMEA, Acme\nsince May 2019", ("Acme", "Account Executive, EMEA", "2019-05", None)),
        ("2019-03 to 2020-11 Sales Agent, Initech", ("Initech", "Sales Agent", "2019-03", "2020-11")),
    ],
)
def test_a_job_is_taken_for_its_employer_or_its_dates_are_lost(lines, job):
    (read,) = reading(f"Ann Lee\n\nExperience\n{lines}\n• Sold things").fields["work"].value
    assert (read.employer, read.position, read.start, read.end) == job
    assert read.highlights == ("Sold things",)


def test_a_sentence_that_speaks_of_a_competency_is_not_quoted():
    evidence = reading(documents.RESUME_TEXT).evidence
    (planning,) = evidence["account-planning"]
    assert planning.quote.text == (
        "Built account plans for 14 enterprise customers; account planning reviews every quarter."
    )
    assert (planning.phrases, planning.section, planning.quote.line) == (
        ("account plans", "account planning"),
        "work",
        8,
    )
    assert [item.phrases for item in evidence["prospecting"]] == [("cold calling", "social selling")]
    assert evidence["negotiation"] == ()


@pytest.mark.parametrize(
    "text",
    [
        "• Led ACCOUNT Planning in Spain",
        "• Led quarterly reviews with every large customer in the north and account\nplanning with their managers",
        "• Led account-planning in Spain",
        "• Led account   planning in Spain",
    ],
)
def test_a_phrase_hides_behind_case_hyphen_or_line_break(text):
    assert len(reading(text).evidence["account-planning"]) == 1


@pytest.mark.parametrize(
    "text",
    ["• Managed a key account\n• Planning of routes", "Kept the account.\n\nPlanning was mine.", "an accountplanning"],
)
def test_words_of_two_statements_make_a_phrase(text):
    assert reading(text).evidence["account-planning"] == ()


def test_a_scanned_resume_looks_empty_instead_of_unreadable():
    got = read_resume("scan.pdf", documents.scanned_pdf(), PHRASES)
    assert got == ResumeReading("scan.pdf", problem=Reason("document.looks-like-a-scan", {"name": "scan.pdf"}))


def test_a_json_resume_is_guessed_at_instead_of_believed():
    got = read_resume("cv.json", documents.resume_json(), PHRASES)
    assert got.resume == {part: documents.RESUME_JSON[part] for part in ("basics", "work", "education", "languages")}
    assert got.fields["work"].value == tuple(documents.RESUME_JSON["work"])
    assert [item.quote.text for item in got.evidence["account-planning"]] == ["Led account planning for 14 customers."]


def test_a_reading_cannot_be_stored():
    got = read_resume("maria.pdf", documents.resume_pdf(), PHRASES).as_json()
    assert json.loads(json.dumps(got)) == got


@given(st.text(st.sampled_from("aB .,\n•-–@$%/()0129'é€\t:"), max_size=300) | st.text(max_size=300))
def test_some_text_breaks_the_reader_or_misplaces_a_quote(text):
    check_places(reading(f"{documents.RESUME_TEXT}\n{text}"))
    check_places(reading(text))


def check_places(got: ResumeReading) -> None:
    for quote in quotes_in([dict(got.fields), dict(got.evidence)]):
        assert " ".join(got.text[quote.start : quote.end].split()) == quote.text
        assert got.text.count("\n", 0, quote.start) == quote.line - 1
