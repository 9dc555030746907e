"""Whatever is put into a form: a clear answer, nothing lost, nothing doubled, nothing changed by a refusal."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import cycle, islice

import pytest
from werkzeug.datastructures import MultiDict

from tests.bad_values import FILES, HUGE, LONG, MARKS, TEXTS, WRONG, Turns, plausible, spoilable, spoiled
from tests.conftest import Clock
from tests.demo_forms import CANDIDATE
from tests.siege import Outcome, Siege
from webapp.forms import one_line, readable

COUNTED = ("account.sign_in", "account.my_password")
KEPT_AS_DRAFT = "hiring.scorecard"
TYPED = (*TEXTS, "number", "date", "datetime-local", "month")
FILLED_WITH_DEFAULTS = {"admin.new_import", "admin.settings", "desk.set_goal", "ramp.compute_month", "ramp.open_ramp"}
QUERIES = ("page", "team", "rep", "id", "period", "from", "until", "value", "gap", "line", "under", "state")
TWICE = ("apply.application", "hiring.add_comment", "desk.set_goal", "hiring.request_seat_for", "desk.readings",
         "ramp.kudos", "desk.vision", "ramp.write_coaching_note", "ramp.open_dispute", "learning.call_for_help",
         "ramp.open_coaching", "hiring.draft_offer", "hiring.decide_debrief", "apply.decline_offer", "admin.new_team",
         "hiring.write_first", "learning.send_module_back", "ramp.close_coaching")


@pytest.fixture(autouse=True)
def clock() -> Clock:
    """Not stopped: the demo lives in the time in which it was built."""
    return Clock()


@pytest.fixture(scope="module")
def siege(demo) -> Siege:
    return Siege(demo)


@pytest.fixture(scope="module")
def outcomes(siege) -> list[Outcome]:
    """What came of every form of the demo, each spoiled in some ways, all of them together in every way."""
    ordered = sorted(siege.forms.values(), key=lambda form: (form.stage, form.endpoint, form.action))
    turns = Turns(ordered)
    return [siege.send(form, data, how) for form in ordered for how, data in spoiled(form, turns)]


def test_the_demo_offers_too_few_forms_to_judge_by(siege):
    assert len({form.endpoint for form in siege.forms.values() if form.method == "POST"}) >= 100
    assert len({form.visitor for form in siege.forms.values()}) >= 8


def test_a_kind_of_nonsense_never_meets_a_kind_of_field_alone(outcomes):
    alone = {(each.kind, value) for outcome in outcomes for each in spoilable(outcome.form)
             for value in outcome.sent.getlist(each.name) if outcome.how == f"{each.name} {value[:12]!r}"}
    kinds = {each.kind for outcome in outcomes for each in spoilable(outcome.form)}
    assert {(kind, value) for kind in kinds for value in WRONG[kind]} - alone == set()
    assert len(kinds) >= 10


def test_bad_input_breaks_a_page(outcomes):
    assert [f"{each}" for each in outcomes if each.status >= 500] == []
    assert len(outcomes) > 1_000


def test_a_refusal_does_not_say_what_to_do(outcomes):
    refused = [each for each in outcomes if each.status >= 400]
    assert [f"{each}" for each in refused if each.page is None or not said(each)] == []
    assert len(refused) > 500


def said(outcome: Outcome) -> str:
    """What the page says is wrong, and the one heading over it."""
    assert outcome.page is not None
    told = outcome.page.xpath("//*[@role='alert' or @data-refusal or contains(@class, 'invalid-feedback')]")
    return " ".join(each.text_content() for each in told).strip() if len(outcome.page.xpath("//h1")) == 1 else ""


def test_a_refused_form_changes_something(outcomes):
    wrote = [each for each in outcomes if each.status >= 400 and each.rows]
    assert {each.form.endpoint for each in wrote} <= {*COUNTED, KEPT_AS_DRAFT}
    drafts = [each for each in wrote if each.form.endpoint == KEPT_AS_DRAFT]
    assert [f"{each} {each.rows}" for each in drafts if set(each.rows) - {"", "jobs"}] == []


def test_what_was_typed_is_gone_after_a_refusal(outcomes):
    refused = [each for each in outcomes if 400 <= each.status < 500 and each.form.method == "POST"]
    assert [f"{each}: {lost}" for each in refused for lost in gone(each)] == []


def gone(outcome: Outcome) -> list[str]:
    """The text fields whose words are nowhere on the page; short words only where the form is shown again."""
    shown, lost = outcome.words, []
    for each in outcome.form.inputs:
        typed = " ".join(str(one_line(readable(outcome.sent.get(each.name, "")))).split())
        long_enough = outcome.status == 422 or len(typed.split()) > 2
        if each.kind in TEXTS and each.kind != "password" and long_enough and typed not in shown:
            lost.append(each.name)
    return lost


def test_a_row_holds_what_postgresql_would_refuse(outcomes):
    taken = [each for each in outcomes if each.rows]
    assert [f"{each}: {each.unfit}" for each in taken if each.unfit] == []
    assert len(taken) > 100


def test_blanks_pass_for_an_answer(outcomes):
    needed = [(each, field.name) for each in outcomes if each.rows and each.status < 400
              for field in each.form.inputs if field.required and field.kind in TEXTS]
    assert [f"{each}: {name}" for each, name in needed if not each.sent.get(name, "").strip()] == []


def test_somebody_changes_a_record_they_never_met(siege):
    """Whoever is not in charge of everything: an id that no page led them to is not there for them."""
    let_in = []
    for form in siege.forms.values():
        if form.method == "POST" and (form.visitor == CANDIDATE or form.visitor.endswith("@example.com")):
            for url in elsewhere(form.action):
                about = re.match(r"/[a-z-]+(/[a-z-]+)?/\d+", url)
                if about and not any(re.match(about[0] + r"\b", path) for path in siege.met[form.visitor]):
                    outcome = siege.send(form, plausible(form), url, url)
                    let_in += [f"{outcome}"] if outcome.status not in (403, 404) or outcome.rows else []
    assert let_in == []


def elsewhere(action: str) -> list[str]:
    """The same address with other numbers in it."""
    return [f"{action[:found.start()]}/{number}{action[found.end():]}" for found in re.finditer(r"/\d+", action)
            for number in (1, 2, 3, 7, HUGE)]


def test_a_made_up_number_in_an_address_is_no_clear_no(siege):
    odd = []
    for form in siege.forms.values():
        for url in elsewhere(form.action):
            if HUGE in url:
                outcome = siege.send(form, plausible(form), url, url)
                odd += [] if outcome.status == 404 and said(outcome) and not outcome.rows else [f"{outcome}"]
    assert odd == []


def test_a_form_without_its_token_or_from_another_site_is_taken(siege):
    taken = []
    for form in siege.forms.values():
        if form.method != "POST":
            continue
        bare = plausible(form)
        bare.pop("csrf_token")
        tries = [siege.send(form, bare, "no token"),
                 siege.send(form, plausible(form), "old browser", Origin="https://evil.example"),
                 siege.send(form, plausible(form), "new browser", **{"Sec-Fetch-Site": "cross-site"})]
        taken += [f"{each}" for each in tries if each.status != 400 or each.rows or not said(each)]
    assert taken == []


NOTED = {"audit_entries", "audit_texts", "sign_in_attempts"}
"""What is written down about a second click without making anything: who tried, and how often."""


@pytest.mark.parametrize("endpoint", TWICE)
def test_a_double_click_makes_two(siege, endpoint):
    form = siege.of(endpoint)
    once = siege.send(form, plausible(form), "once")
    assert once.status == 303, said(once)
    siege.open(form, plausible(form))
    siege.stage, before = form.stage, siege.counts()
    again = siege.send(form, plausible(form), "again")
    siege.stage, after = "", siege.counts()
    assert once.rows
    assert {name for name in after if after[name] != before[name]} <= NOTED
    assert again.status == 303 or (again.status in (409, 422) and said(again) and not gone(again))


def test_somebody_elses_change_is_overwritten_by_an_old_form(siege):
    versioned = [form for form in siege.forms.values() if form.held.get("version")]
    overwritten = []
    for form in versioned:
        data = plausible(form)
        data["version"] = "0"
        outcome = siege.send(form, data, "an old version")
        overwritten += [f"{outcome}"] if outcome.status not in (409, 422) or outcome.rows else []
    assert overwritten == []
    assert len(versioned) > 15


def test_a_form_that_forgot_on_its_way_what_it_was_undoes_a_change(siege):
    forms = [(form, name) for form in siege.forms.values() for name in ("was", "seen")
             if form.method == "POST" and form.held.get(name)]
    odd = []
    for (form, name), nonsense in zip(forms, cycle(("²", MARKS, LONG, "")), strict=False):
        data = plausible(form)
        data[name] = nonsense
        outcome = siege.send(form, data, f"{name} {nonsense[:9]!r}")
        stale = outcome.status == 422 and "in the meantime" in said(outcome) and not gone(outcome)
        odd += [] if stale and not outcome.rows else [f"{outcome}"]
    assert odd == []
    assert len(forms) > 15


def test_a_version_of_an_offer_that_is_not_there_yet_is_taken(siege):
    form = siege.of("hiring.draft_offer")
    for nonsense in ("²", "7"):
        data = plausible(form)
        data["version"] = nonsense
        outcome = siege.send(form, data, nonsense)
        assert (outcome.status, outcome.rows, gone(outcome)) == (422, {}, [])
        assert "in the meantime" in said(outcome)


def test_a_form_filled_with_what_is_there_does_not_know_what_it_was(siege):
    """Whoever sends it later would undo, unseen, what somebody else changed: see SeenForm and VersionedForm."""
    filled = [form for form in siege.forms.values() if form.method == "POST" and any(
        form.held.get(each.name) for each in form.inputs if each.kind in TYPED)]
    blind = {form.endpoint for form in filled if not {"version", "was"} & {each.name for each in form.inputs}}
    assert " ".join(sorted(blind - FILLED_WITH_DEFAULTS)) == ""
    assert len(filled) > 15


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_not_what_it_says_gets_in_or_costs_what_was_typed(siege, what):
    content, name = FILES[what]
    forms = [form for form in siege.forms.values() if any(each.kind == "file" for each in form.inputs)]
    odd = []
    for form in forms:
        data, file = plausible(form), next(each.name for each in form.inputs if each.kind == "file")
        data.setlist(file, [(BytesIO(content), name)])
        outcome = siege.send(form, data, what)
        odd += [] if outcome.status == 422 and said(outcome) and not gone(outcome) and not outcome.rows else [
            f"{outcome} {outcome.rows}"]
    assert odd == []
    assert len(forms) >= 6


@pytest.mark.parametrize("number", ["0", "999999", HUGE])
def test_an_import_that_nobody_asked_for_is_taken(siege, number):
    asks = siege.of("admin.new_import")
    form = replace(asks, endpoint="admin.take_import", action=f"/imports/{number}/take", inputs=())
    outcome = siege.send(form, MultiDict({"csrf_token": asks.held["csrf_token"], "pipeline": "1"}), number)
    assert (outcome.status, outcome.rows) == (404, {})


def test_a_number_in_a_query_breaks_a_page(siege):
    broken, nonsense = [], cycle((HUGE, "-1", "²", "%00", "2147483647"))
    for visitor in siege.met:
        for path in sorted({path.split("?")[0] for path in siege.met[visitor] if not re.search(r"\d|\.", path)}):
            for value in islice(nonsense, 2):
                asked = "&".join(f"{name}={value}" for name in QUERIES)
                answer = siege.browser(visitor).open(f"{path}?{asked}", method="GET")
                broken += [f"{path} {value}"] if answer.status_code not in (200, 303, 403, 404) else []
    assert broken == []
