"""`onramp import`: what it reports, and what it says to a file it cannot use."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.builders import sales as build
from webapp.commands import onramp
from workflows.people.records import User
from workflows.sales.records import Credit, Quota


@pytest.fixture
def run(session, app, tmp_path, monkeypatch):
    """Runs `onramp import …` on the test's own installation, in a folder with the files of a small export."""
    (tmp_path / "deals.csv").write_text(build.HEADER + build.GOOD + build.row("D2", product="GTXPro", value="x"))
    (tmp_path / "teams.csv").write_text(build.TEAMS)
    (tmp_path / "products.csv").write_text(build.PRODUCTS)
    (tmp_path / "accounts.csv").write_text("account,sector\nIs-Dom,tools\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", app.config["ONRAMP"].database_url)
    monkeypatch.setenv("ONRAMP_INSTANCE", str(tmp_path))

    def asked(*arguments, expect=0):
        result = CliRunner().invoke(onramp, ["import", *arguments])
        assert result.exit_code == expect, result.output
        return result
    return asked


DEALS = ("--teams", "teams.csv", "--products", "products.csv", "--currency", "USD")


def test_a_report_hides_what_was_not_taken(run):
    said = run("deals", "deals.csv", *DEALS, "--accounts", "accounts.csv").stdout
    assert said.splitlines() == [
        "deals: deals.csv", "  imported           1", "  updated            0", "  unchanged          0",
        "  quarantined        1",
        "  mended: account “Isdom” read as “Is-Dom” in 1 row",
        "  accounts added, without invitation: 5 (Ana Ruiz, Bo Lind, Cy Park, Mei-Mei Johns, Uma Roy)",
        "  teams added: 2 (North · Bo Lind, South · Cy Park)", "  without any deal: 2 (Mei-Mei Johns, Uma Roy)",
        "  quarantined: pipeline line 3, close_value: “x” is not an amount. Write digits and a "
        "point only, such as 1250.50."]


def test_progress_stands_among_the_results(run):
    result = run("deals", "deals.csv", *DEALS)
    assert (result.stderr, "written" in result.stdout) == ("  1 of 1 deals written\n", False)


def test_a_dry_run_changes_something(run, session):
    assert "dry run: nothing is changed" in run("deals", "deals.csv", *DEALS, "--dry-run").stdout
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 0


def test_a_second_run_takes_deals_again(run, session):
    run("deals", "deals.csv", *DEALS)
    assert "  unchanged          1" in run("deals", "deals.csv", *DEALS).stdout
    assert session.scalars(sa.select(Credit.amount_minor)).all() == [451_450]


def test_sample_quotas_cannot_be_taken_with_the_deals(run, session):
    said = run("sample-quotas", "quotas.csv", "--deals", "deals.csv", *DEALS, "--factor", "1").stdout
    assert said == "quotas.csv: 1 sample quotas of 4,500.00 USD a month. They are no one's real quota.\n"
    said = run("deals", "deals.csv", *DEALS, "--quotas", "quotas.csv").stdout
    assert "quotas: quotas.csv\n  imported           1" in said
    assert "quotas: quotas.csv\n  imported           0" in run("quotas", "quotas.csv", "--currency", "USD").stdout
    assert session.execute(sa.select(Quota.amount_minor, Quota.label)).all() == [
        (450_000, "sample: 100 % of the median month")]


@pytest.mark.parametrize(("arguments", "said"), [
    (("deals", "teams.csv", *DEALS), "teams.csv: line 1: The pipeline file lacks these columns: opportunity_id"),
    (("deals", "deals.csv", *DEALS, "--source", "x" * 41), "Use at most 40 small letters, digits and hyphens"),
    (("deals", "deals.csv", *DEALS[:5], "XXY"), "--currency: “XXY” is not a currency code."),
    (("deals", "deals.csv", "--teams", "deals.csv", *DEALS[2:]), "deals.csv: line 1: The teams file lacks"),
    (("quotas", "deals.csv", "--currency", "USD"), "deals.csv: line 1: The quotas file lacks these columns"),
    (("deals", "nowhere.csv", *DEALS), "does not exist"),
    (("sample-quotas", "out.csv", "--deals", "deals.csv", *DEALS, "--factor", "0"), "--factor: 0 is not between"),
    (("deals", "deals.csv"), "Missing option")])
def test_bad_input_ends_in_a_traceback(run, arguments, said):
    result = run(*arguments, expect=2)
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_file_of_which_nothing_was_taken_counts_as_taken(run, tmp_path):
    (tmp_path / "bad.csv").write_text(build.HEADER + build.row("D2", value="x") + build.row("D3", value="y"))
    (tmp_path / "quotas.csv").write_text("sales_agent,month,quota,label\nNobody Here,2026-01,1000,first\n")
    for dry in (("--dry-run",), ()):
        assert "  quarantined        2" in run("deals", "bad.csv", *DEALS, *dry, expect=1).stdout
        assert "  quarantined        1" in run("quotas", "quotas.csv", "--currency", "USD", *dry, expect=1).stdout
    assert "quotas: quotas.csv" in run("deals", "deals.csv", *DEALS, "--quotas", "quotas.csv", expect=1).stdout
    assert "  unchanged          1" in run("deals", "deals.csv", *DEALS).stdout


def test_the_help_names_a_column_that_is_none(run):
    said = " ".join(run("deals", "--help").stdout.split())
    assert all(f" {column}" in said for column in build.TEAMS.splitlines()[0].split(","))


def test_a_zip_named_csv_is_read_as_text(run, tmp_path):
    (tmp_path / "zip.csv").write_bytes(b"PK\x03\x04 and so on")
    assert "zip.csv: The pipeline file is not a text table." in run("deals", "zip.csv", *DEALS, expect=2).stderr
