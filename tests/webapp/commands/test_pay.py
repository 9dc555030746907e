import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.commands import onramp
from webapp.commands.plain_sentences import plain
from webapp.sentences import SENTENCES, sentence
from workflows.money import Money
from workflows.ramp.events import RampEvent, RampMove, position
from workflows.ramp.rules import told_to_rep
from workflows.ramp.schedule import QuotaChange
from workflows.ramp.shapes import AfterHold, DayCount, PeriodCalendar, RampShape, Step
from workflows.reasons import Reason
from workflows.sales.periods import Period, PeriodLength

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "docs" / "samples"
EXECUTIVE = ROOT / "curricula" / "pay_plans" / "account-executive.toml"
QUARTER = ["--deals", SAMPLES / "pay-deals.csv", "--quota", SAMPLES / "pay-quota.csv", "--rates",
           SAMPLES / "pay-rates.csv", "--period", "2026-Q1", "--in-ramp", "Raj Patel"]


def run(*arguments):
    return CliRunner().invoke(onramp, [str(each) for each in arguments])


def shown(*arguments):
    result = run("pay", "run", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refusal(*arguments):
    result = run("pay", "run", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def paid(*arguments):
    found = json.loads(shown(*arguments, "--json"))
    return {each["rep"]: each["pay_minor"] for each in found["statements"]}


@pytest.mark.parametrize(("plan", "minor"), [("pay-plan-per-transaction.toml", 16_400),
                                             ("pay-plan-per-period.toml", 28_500)])
def test_the_worked_example_is_164_deal_by_deal_and_285_over_the_quarter(plan, minor):
    assert paid("--plan", SAMPLES / plan, "--deals", SAMPLES / "pay-deals-six.csv", "--period", "2026-Q1") == {
        "Ana Ruiz": minor}


def test_a_statement_can_be_checked_by_hand():
    text = shown("--plan", SAMPLES / "pay-plan-per-period.toml", "--deals", SAMPLES / "pay-deals-six.csv", "--period",
                 "2026-Q1")
    fourth = text.split("   4. ")[1].split("   5. ")[0].splitlines()
    assert [line.strip() for line in fourth[1:]] == [
        "Deal D-4 over 1,200.00 EUR.",
        "The plan pays on booking; it was booked on 17 February 2026.",
        "Credit so far goes from 2,000.00 EUR to 3,200.00 EUR.",
        "1,000.00 EUR × 2% = 20.00 EUR, in the tier from 1,000.00 EUR to 3,000.00 EUR.",
        "200.00 EUR × 3% = 6.00 EUR, in the tier from 3,000.00 EUR to 8,000.00 EUR.",
        "Commission: 26.00 EUR."]


def test_the_sample_plan_pays_splits_currencies_and_a_draw():
    assert paid("--plan", EXECUTIVE, *QUARTER) == {"Ana Ruiz": 814_700, "Raj Patel": 700_000}
    text = shown("--plan", EXECUTIVE, *QUARTER)
    for said in ("Accelerators are locked until the rep is at full quota.",
                 "At 1.0850 (sample rate, 31 March 2026), EUR becomes 32,550.00 USD.",
                 "4,992.00 USD was earned; the draw of 7,000.00 USD adds 2,008.00 USD."):
        assert said in text


def test_the_next_quarter_goes_on_from_what_the_last_one_printed(tmp_path):
    (tmp_path / "q1.json").write_text(shown("--plan", EXECUTIVE, *QUARTER, "--json"))
    quota = (SAMPLES / "pay-quota.csv").read_text().replace("2026-Q1", "2026-Q2")
    (tmp_path / "quota.csv").write_text(quota)
    text = shown("--plan", EXECUTIVE, *QUARTER, "--period", "2026-Q2", "--quota", tmp_path / "quota.csv", "--carried",
                 tmp_path / "q1.json", "--reversals", SAMPLES / "pay-reversals.csv", "--rep", "Raj Patel")
    assert "Of the 1,080.00 USD paid on 1 April 2026, at 6% then, 1,080.00 USD is taken back." in text
    assert "-1,080.00 USD was earned; the draw of 750.00 USD adds 1,830.00 USD." in text


HEADER = "deal,rep,booked_on,value,currency\n"


@pytest.mark.parametrize(("text", "said"), [
    (HEADER + "D1,Ana,2026-01-32,5,USD\n", "row 2, column booked_on: “2026-01-32” is not a day"),
    (HEADER + "D1,Ana,2026-01-02,1e5,USD\n", "row 2, column value: “1e5” is not an amount"),
    (HEADER + "D1,Ana,2026-01-02,5,XXX\n", "row 2, column value: “XXX” is not a currency code"),
    (HEADER + "D1,,2026-01-02,5,USD\n", "row 2, column rep: the cell is empty."),
    (HEADER + "D1,Ana,2026-01-02,5,USD\nD1,Raj,2026-01-02,6,USD\n",
     "row 3, column deal: “D1” says something else in row 2."),
    (HEADER + "D1,Ana,2026-01-02,5,USD\nD1,Raj,2026-01-02,5,USD\n",
     "The commission shares of deal D1 add up to 200%. Make them 100%."),
    (HEADER + "D1,Ana,2026-01-02,5,EUR\n", "Deal D1 is in EUR, and there is no rate from there to USD."),
    (HEADER.replace("\n", ",split_percent\n") + "D1,Ana,2026-01-02,5,USD,33.333\n",
     "row 2, column split_percent: “33.333” is not a percentage"),
    ("deal,rep\nD1,Ana\n", "row 1, column booked_on: there is no such column.")])
def test_a_bad_row_names_itself_and_nothing_is_printed(tmp_path, text, said):
    (tmp_path / "deals.csv").write_text(text)
    quota = ["--quota", SAMPLES / "pay-quota.csv"]
    assert said in refusal("--plan", EXECUTIVE, "--deals", tmp_path / "deals.csv", "--period", "2026-Q1", *quota)


def test_a_plan_says_everything_that_is_wrong_with_it_at_once(tmp_path):
    plan = (SAMPLES / "pay-plan-per-period.toml").read_text()
    plan = plan.replace('pay_on = "booking"\n', "").replace('"half_up"', '"up"').replace(
        "from_minor = 300000", "from_minor = 350000")
    (tmp_path / "plan.toml").write_text(plan)
    assert refusal("--plan", tmp_path / "plan.toml", "--deals", SAMPLES / "pay-deals-six.csv", "--period",
                   "2026-Q1") == (
        "Error: Tier 2 ends at 300000 and the next begins at 350000. Let them meet.\n"
        "“pay_on” is missing. Wanted: booking, invoice, cash.\n"
        "“rounding” is “up”. Wanted: half_up, half_even.\n")


@pytest.mark.parametrize(("arguments", "said"), [
    (["--period", "2026-Q5"], "“2026-Q5” is not a period."), (["--period", "2026"], "longer than one quarter"),
    (["--rep", "Nobody"], "No deal, quota or earlier statement is of Nobody."),
    (["--quota", SAMPLES / "pay-deals-six.csv"], "column period: there is no such column"),
    (["--carried", SAMPLES / "pay-rates.csv"], "this is not what `onramp pay run --json` printed")])
def test_a_wrong_option_is_answered_with_what_to_do(arguments, said):
    assert said in refusal("--plan", EXECUTIVE, *QUARTER, *arguments)


def test_tiers_by_attainment_without_a_quota_ask_for_one():
    assert "there is no quota for this rep and period" in refusal(
        "--plan", EXECUTIVE, "--deals", SAMPLES / "pay-deals.csv", "--rates", SAMPLES / "pay-rates.csv", "--period",
        "2026-Q1")


def test_every_note_of_a_statement_and_every_rule_has_its_sentence():
    text = "".join(path.read_text() for folder in ("pay", "ramp", "sales")
                   for path in (ROOT / "workflows" / folder).glob("*.py"))
    codes = set(re.findall(r'"((?:pay|ramp|sales|terms)\.[a-z][a-z-]*[a-z])"', text))
    rules = {code for code in codes if code.startswith("pay.rule-")}
    kinds = re.findall(r'^    ([a-z_]+) = "\1"$', (ROOT / "workflows/pay/terms.py").read_text().split(
        "class PayGateKind")[1].split("class ComponentKind")[0], re.M)
    rules |= {f"pay.rule-gate-{kind.replace('_', '-')}" for kind in kinds} | {
        f"pay.rule-{event}" for event in ("booking", "invoice", "cash")}
    assert len(rules) == 13
    codes |= rules | {f"{rule}-unmet" for rule in rules}
    codes |= {f"ramp.told-{move.value}{ending}" for move in RampMove for ending in ("", "-with-quota")}
    assert codes - {"ramp.to-open"} - SENTENCES.keys() == set()
    assert len(codes) > 120


def test_a_held_rep_reads_one_text_with_the_reason_inside(app):
    shape = RampShape("s", "S", (Step(0, 1), Step(10_000)), DayCount.inclusive, PeriodCalendar.gregorian,
                      PeriodLength.month, AfterHold.shift, 30, 30)
    hold = RampEvent(RampMove.hold, date(2026, 4, 16))
    at = position(shape, (RampEvent(RampMove.start, date(2026, 3, 16)), hold))
    change = QuotaChange(Period.parse("2026-05"), Money(15_000_00, "USD"), Money(0, "USD"))
    told = told_to_rep(shape, hold, at, [change], (Reason("ramp.certificate-missing", {"certificate": "Discovery"}),))
    assert plain(told) == (
        "Your next step waits. The certificate “Discovery” is still to be earned. The quota of "
        "May 2026 changes from 15,000.00 USD to 0.00 USD; by 16 May 2026 at the latest your leader decides.")
    with app.test_request_context():
        assert "The certificate “Discovery” is still to be earned. The quota" in sentence(told)
