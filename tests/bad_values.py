"""What people and attackers put into a form: a plausible filling for each field, and the many ways to spoil it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import cycle, islice
from typing import Any
from zipfile import ZipFile

from werkzeug.datastructures import MultiDict

from tests.demo_forms import Found, Input
from workflows import clock

HUGE = "999999999999999999999"
LONG = ("Quota before comfort. " * 2273)[:50_000]
MARKS = "words \x00 with \x0b signs \x1b[31m nobody \x07 can \x85 see"
SCRIPTS = "👩🏽‍🚀 \u202eשלום\u202c Ⅻ <b>² 文字</b> שלום"
TEXTS = ("text", "textarea", "email", "tel", "search", "password", "url")
NUMBERS = (HUGE, "NaN", "1e400", "-1", "²", "0.0000000001", "Infinity", "ten", "9" * 5000)
DAYS = ("9999-12-31", "0000-00-00", "0001-01-01", "10000-01-01", "tomorrow", "2026-02-30", "²")
CHOICES = (HUGE, "no-such-choice", "-1", "²", "")
WRONG: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(TEXTS, (MARKS, SCRIPTS, LONG, "   ", HUGE, "\x00")), "number": NUMBERS, "date": DAYS,
    "datetime-local": ("9999-12-31T23:59", "0001-01-01T00:00", *DAYS), "month": ("9999-12", "0001-01", *DAYS),
    "select": CHOICES, "radio": CHOICES, "checkbox": CHOICES, "hidden": ("²", "0", HUGE, "no-such-thing", MARKS, LONG),
}
ROUNDS, ALONE = 3, 2
CV = b"Jo Park\njo.park@example.com\nAccount executive at Nordwind, 2019 to 2024. Closed 12 deals a year."


def zipped() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "not a document")
    return packed.getvalue()


FILES = {"a zip called PDF": (zipped(), "cv.pdf"), "a page called CSV": (b"<!doctype html><p>Deals", "deals.csv"),
         "nothing at all": (b"", "cv.pdf"), "too much": (b"word " * (11 * 2**20 // 5), "cv.txt"),
         "noise": (bytes(range(256)) * 40, "list.csv")}


def plausible(form: Found) -> MultiDict[str, Any]:
    """What somebody in good faith would send: what the form holds, and an answer to every question left open."""
    data = MultiDict[str, Any](form.held)
    for each in form.inputs:
        if not any(data.getlist(each.name)):
            data.setlist(each.name, [answer(each, clock.today())])
    return data


def answer(each: Input, today: date) -> Any:
    later = today + timedelta(days=30)
    if each.kind in ("select", "radio"):
        return next((option for option in each.options if option not in ("", "0")), "")
    if each.kind == "checkbox":
        return each.options[0]
    known: dict[str, Any] = {
        "number": "3", "date": later.isoformat(), "datetime-local": f"{later}T10:00", "email": "sam@example.com",
        "month": (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m"), "tel": "+1 312 555 0100",
        "password": "a long enough phrase", "file": (BytesIO(CV), "cv.txt"), "hidden": ""}
    return known.get(each.kind, "Said so in the third call, and the buyer agreed."[:each.most or 80])


class Turns:
    """Whose turn it is among the values that spoil a kind of field: over all `forms` together each has one, alone."""

    def __init__(self, forms: Iterable[Found]) -> None:
        fields = Counter(each.kind for form in forms for each in one_of_a_kind(spoilable(form)))
        self.each = {kind: max(ALONE, -(-len(WRONG[kind]) // many)) for kind, many in fields.items()}
        self.next = {kind: cycle(WRONG[kind]) for kind in fields}
        self.rounds = cycle(range(max(map(len, WRONG.values()))))

    def of(self, kind: str) -> list[str]:
        return list(islice(self.next[kind], self.each[kind]))


def spoiled(form: Found, turns: Turns) -> Iterator[tuple[str, MultiDict[str, Any]]]:
    """The form sent empty; each optional field left out; each kind of field wrong in the ways whose turn it is; then
    all wrong at once, in several ways."""
    token = {name: form.held[name] for name in ("csrf_token",) if name in form.held}
    yield "empty", MultiDict[str, Any](token)
    for each in one_of_a_kind([each for each in form.inputs if not each.required and each.name != "csrf_token"]):
        data = plausible(form)
        data.poplist(each.name)
        yield f"without {each.name}", data
    wrong = spoilable(form)
    for each in one_of_a_kind(wrong):
        for value in turns.of(each.kind):
            data = plausible(form)
            data.setlist(each.name, [value])
            yield f"{each.name} {value[:12]!r}", data
    for turn in islice(turns.rounds, ROUNDS if wrong else 0):
        data = plausible(form)
        for each in wrong:
            data.setlist(each.name, [WRONG[each.kind][turn % len(WRONG[each.kind])]])
        yield f"all wrong, turn {turn}", data


def spoilable(form: Found) -> list[Input]:
    return [each for each in form.inputs if each.kind in WRONG and each.name != "csrf_token"]


def one_of_a_kind(inputs: list[Input]) -> list[Input]:
    """All fields of a short form; of a grid the first and the last of each kind."""
    if len(inputs) <= 8:
        return inputs
    ends = {each.kind: each for each in inputs} | {f"{each.kind}-first": each for each in reversed(inputs)}
    return list(dict.fromkeys(ends.values()))
