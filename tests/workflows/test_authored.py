"""What an author of a pack reads when something is wrong with a file."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.authored import (
    AuthoredInvalid,
    Checker,
    Document,
    Problem,
    content_hash,
    joined,
    read_document,
    read_text,
    toml_field,
    toml_list,
)
from workflows.authored.lines import line_numbers

LESSON = '''# A module as an author writes it
title = "Discovery"   # shown on the plan
"odd \\u0065nd" = 1

[meta]
owner.name = "Ana"
tags = [
  "sales", # the first
  "phone",
]
point = { x = 1, label = "a } b, c" }

[[steps]]
text = """
Ask = first,
[[steps]] is not a table in here""""

[[steps.checks]]
key = 'one'

[[steps.checks]]
key = 'two # no comment'
due = 2026-05-04 08:00:00

[[steps]]
text = \'\'\'
Then listen.\'\'\'

[steps.extra]
done = true
'''


@pytest.fixture
def lesson(tmp_path: Path) -> Document:
    return read_document(written(tmp_path, LESSON))


def written(folder: Path, text: str | bytes, name: str = "lesson.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems_of(checker: Checker) -> list[str]:
    with pytest.raises(AuthoredInvalid) as refusal:
        checker.finish()
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("odd end",), 3),
        (("meta",), 5),
        (("meta", "owner", "name"), 6),
        (("meta", "tags", 1), 9),
        (("meta", "point", "label"), 11),
        (("steps",), 13),
        (("steps", 0), 13),
        (("steps", 0, "text"), 14),
        (("steps", 0, "checks", 0, "key"), 19),
        (("steps", 0, "checks", 1), 21),
        (("steps", 0, "checks", 1, "due"), 23),
        (("steps", 1), 25),
        (("steps", 1, "extra", "done"), 30),
        (("steps", 1, "missing"), 25),
        (("nothing", "like", "it"), 1),
    ],
)
def test_problem_points_at_the_wrong_line(lesson, path, line):
    assert lesson.problem is None
    found = lesson.line_of(*path)
    assert found == line, LESSON.splitlines()[found - 1]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_is_off_in_a_file_saved_on_windows(tmp_path, line_end):
    path = written(tmp_path, "\ufeff" + line_end.join(["a = 1", 'text = """', "x", '"""', "last = 2"]))
    assert read_document(path).line_of("last") == 5


@given(st.lists(st.tuples(st.text("[]{},=#.\n'a ", max_size=12), st.integers(0, 3)), max_size=8))
def test_content_of_a_text_shifts_the_lines_below(entries):
    """Whatever stands inside strings and lists, a key is found on the line where it was put."""
    rows, expected = [], {}
    for index, (text, blank_lines) in enumerate(entries):
        rows += ["# filler"] * blank_lines
        expected[f"k{index}",] = sum(row.count("\n") + 1 for row in rows) + 1
        rows.append(f'k{index} = [ """{text}""", {{ inner = "{text.replace(chr(10), "")}" }} ]')
    lines = line_numbers("\n".join(rows))
    assert {place: line for place, line in lines.items() if len(place) == 1} == expected


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('title = "Open\n', Problem("lesson.toml", 1, "", "is not valid TOML: Illegal character '\\n'")),
        ("a = 1\n\n= 2\n", Problem("lesson.toml", 3, "", "is not valid TOML: Invalid statement")),
        ('a = 1\nb = """\nx\n', Problem("lesson.toml", 3, "", "is not valid TOML: Unterminated string")),
        (b"a = 1\nname = 'Jos\xe9'\n", Problem("lesson.toml", 2, "", "is not UTF-8; save the file with that encoding")),
        (b"#" * (1024 * 1024 + 1), Problem("lesson.toml", 1, "", "is larger than 1 MiB; split it")),
        ("a = " + "[" * 5000 + "]" * 5000, Problem("lesson.toml", 1, "", "nests lists or tables too deeply")),
    ],
    ids=["open-text", "no-equals", "open-block", "latin-1", "too-large", "too-deep"],
)
def test_unreadable_file_is_reported_without_its_place(tmp_path, content, problem):
    document = read_document(written(tmp_path, content))
    assert (document.problem, document.data) == (problem, {})


def test_missing_file_stops_the_others_from_being_checked(tmp_path):
    problems: list[Problem] = []
    absent = Checker(read_document(tmp_path / "gone.toml"), problems)
    present = Checker(read_document(written(tmp_path, "title = 3")), problems)
    assert absent.text("title") == ""
    assert present.text("title") == ""
    present.unknown()
    assert problems_of(absent) == ["gone.toml:1: is missing", "lesson.toml:1: title: must be a text, not 3"]


def test_link_leads_out_of_the_pack(tmp_path):
    (tmp_path / "pack").mkdir()
    secret = written(tmp_path, "password = 'x'", "secret.toml")
    link = tmp_path / "pack" / "bank.toml"
    link.symlink_to(secret)
    message = "is a link that leaves the pack; put the file itself here"
    assert read_document(link).problem == Problem("bank.toml", 1, "", message)
    assert read_text(link) == ("", Problem("bank.toml", 1, "", message))


def test_all_problems_of_a_file_are_not_reported_at_once(tmp_path):
    text = """
title = ""
minutes = 90
kind = "behavioral"
key = "Two Words"
odd = "nobody asks for this"
core = "yes"
probes = ["Why?", "Why?", 7]
tiny = "no"

[[levels]]
text = "Asks."
note = "left over"

[[levels]]
"""
    checker = Checker(read_document(written(tmp_path, text)))
    assert checker.text("title") == ""
    assert checker.whole("minutes", 4, 12) == 4
    assert checker.choice("kind", ("behavioural", "situational")) == ""
    assert checker.key("key") == "Two Words"
    assert checker.flag("core") is False
    assert checker.texts("probes", 2, 4) == ("Why?",)
    assert checker.text("tiny", minimum=20) == "no"
    assert [level.text("text") for level in checker.items("levels", minimum=5)] == ["Asks.", ""]
    assert problems_of(checker) == [
        "lesson.toml:2: title: is empty",
        "lesson.toml:3: minutes: is 90; it must be from 4 to 12",
        "lesson.toml:4: kind: “behavioral” is not known; did you mean “behavioural”?",
        "lesson.toml:5: key: “Two Words” is not an id; use up to 80 lower-case letters, digits, single hyphens",
        "lesson.toml:6: odd: is not a field here",
        'lesson.toml:7: core: must be true or false, not "yes"',
        "lesson.toml:8: probes[2]: repeats “Why?”",
        "lesson.toml:8: probes[3]: must be a text, not 7",
        "lesson.toml:9: tiny: has 2 characters; at least 20 are needed to be of use",
        "lesson.toml:11: levels: has 2 entries; it must have from 5 to 1000",
        "lesson.toml:13: levels[1].note: is not a field here",
        "lesson.toml:15: levels[2].text: is missing",
    ]


def test_second_use_of_a_key_does_not_say_where_the_first_is(tmp_path):
    checker = Checker(read_document(written(tmp_path, "a = 'drive'\nb = 'drive'\n")))
    taken: dict[str, str] = {}
    checker.key("a", taken)
    checker.key("b", taken)
    assert problems_of(checker) == ["lesson.toml:2: b: “drive” is used already at lesson.toml:1"]


def test_lines_of_a_paragraph_stay_broken(tmp_path):
    checker = Checker(read_document(written(tmp_path, 'a = """\n  One\n  two.\n\n  Three.\n"""\n')))
    assert checker.text("a") == "One two.\n\nThree."
    assert checker.text("a", lines=True) == "One\n  two.\n\n  Three."


def test_control_character_reaches_the_database(tmp_path):
    checker = Checker(read_document(written(tmp_path, 'a = "x\\u0000y"\n')))
    checker.text("a")
    assert problems_of(checker) == ["lesson.toml:1: a: has a control character"]


def test_sound_file_is_refused(tmp_path):
    checker = Checker(read_document(written(tmp_path, "note = 'x'\n[named]\nb = 1\na = 2\n")))
    assert (checker.text("note"), checker.names("named"), checker.text("other", minimum=0)) == ("x", ("b", "a"), "")
    assert [checker.whole(("named", name), 0, 9) for name in checker.names("named")] == [1, 2]
    checker.finish()


def test_hash_changes_with_the_order_of_fields_or_not_with_a_word():
    assert content_hash({"a": "é", "b": [1, 2]}) == content_hash({"b": [1, 2], "a": "é"})
    assert len({content_hash(data) for data in ({"a": [1, 2]}, {"a": [2, 1]}, {"a": "1"}, {"a": 1})}) == 4


PROSE = st.text(st.sampled_from('abc "\\\n\'#é\u00a0-'), max_size=300) | st.text(
    st.characters(exclude_categories=("Cc", "Cs")), max_size=300
)


@given(PROSE, st.lists(PROSE))
def test_text_changes_on_its_way_out_and_back(text, texts):
    read = tomllib.loads(f"{toml_field('a', text)}\n{toml_list('b', texts)}\n")
    assert (joined(read["a"]), [joined(entry) for entry in read["b"]]) == (joined(text), [joined(t) for t in texts])


def test_long_text_is_written_as_one_long_line():
    rows = (toml_field("a", "word " * 60) + "\n" + toml_list("b", ["word " * 60])).splitlines()
    assert max(map(len, rows)) <= 120
    assert rows[0] == 'a = """'
    assert rows[-1] == "]"
