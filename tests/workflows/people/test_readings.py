"""Readings put down by hand and by file, corrections, and what sources are worth."""

from datetime import timedelta

import pytest

from tests.builders.people import acting, person
from tests.builders.teams import crew, measured
from workflows import clock, ledger
from workflows.errors import NotPermitted, Refused
from workflows.people import queries_teams, reading_files
from workflows.people.actions import readings
from workflows.people.actions.readings import Measured
from workflows.people.queries import actor_for
from workflows.people.records import Reading, ReadingPolicy, ReadingSource
from workflows.permits import Role

GRID, CSV = ReadingSource.manager_grid, ReadingSource.csv


def levels(session) -> list[tuple[float, int | None]]:
    return [(row.level, row.corrects_id) for row in session.query(Reading).order_by(Reading.id)]


def codes(refusal) -> list[str]:
    return [each.code for each in refusal.value.reasons]


def test_pressing_save_twice_counts_as_two_opinions(session):
    here = crew()
    given = [Measured(here.reps[0].id, here.competencies[0].id, 4)]
    assert readings.record(here.lead, here.team, given, source=GRID) == readings.Recorded(1, 0, 0)
    assert readings.record(here.lead, here.team, given, source=GRID) == readings.Recorded(0, 0, 1)
    assert levels(session) == [(4.0, None)]


def test_a_slip_mended_on_the_same_day_stays_a_second_opinion(session):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    measured(here, {here.reps[0]: 4}, here.competencies[0])
    first = session.query(Reading).order_by(Reading.id).first()
    assert levels(session) == [(2.0, None), (4.0, first.id)]


def test_another_managers_opinion_replaces_mine(session):
    here = crew()
    other = person(Role.hiring_manager, team=here.team)
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    readings.record_readings(actor_for(other), here.team, {(here.reps[0].id, here.competencies[0].id): 4})
    assert levels(session) == [(2.0, None), (4.0, None)]


def test_a_look_a_week_later_overwrites_the_first(session, clock):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    clock.travel(days=7)
    measured(here, {here.reps[0]: 3}, here.competencies[0])
    assert levels(session) == [(2.0, None), (3.0, None)]


def test_one_wrong_level_lets_the_others_in(session):
    here, stranger = crew(), crew().reps[0]
    with pytest.raises(Refused) as refusal:
        readings.record(here.lead, here.team, [
            Measured(here.reps[0].id, here.competencies[0].id, 4),
            Measured(here.reps[1].id, here.competencies[0].id, 6),
            Measured(stranger.id, here.competencies[0].id, 3, 9.0, clock.today() + timedelta(days=1))], source=GRID)
    assert codes(refusal) == ["reading.level", "reading.standard-error", "reading.to-come", "reading.not-in-team"]
    assert session.query(Reading).count() == 0


def test_a_rep_measures_themself(session):
    here = crew()
    with pytest.raises(NotPermitted):
        readings.record_readings(actor_for(here.reps[0]), here.team, {(here.reps[0].id, here.competencies[0].id): 5})


def test_a_correction_wipes_out_what_was_wrong(session):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    wrong = session.query(Reading).one()
    right = readings.correct(here.lead, wrong, level=4, reason="Mixed up two people.")
    assert (right.level, right.corrects_id, right.taken_on, right.standard_error) == (
        4, wrong.id, wrong.taken_on, wrong.standard_error)
    assert [(entry.reading.level, entry.correction and entry.correction.level, entry.reason)
            for entry in queries_teams.history(here.reps[0].id)] == [(4, None, ""), (2, 4, "Mixed up two people.")]


@pytest.mark.parametrize(("level", "reason", "code"), [
    (6, "Slip", "reading.level"), (3, " ", "reading.reason-missing"), (2, "Slip", "reading.level-unchanged")])
def test_a_correction_says_nothing(session, level, reason, code):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    with pytest.raises(Refused) as refusal:
        readings.correct(here.lead, session.query(Reading).one(), level=level, reason=reason)
    assert codes(refusal) == [code]


def test_two_corrections_of_one_reading_both_count(session):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    wrong = session.query(Reading).one()
    readings.correct(here.lead, wrong, level=4, reason="Slip")
    with pytest.raises(Refused) as refusal:
        readings.correct(here.lead, wrong, level=5, reason="Slip")
    assert codes(refusal) == ["reading.corrected-already"]


def test_a_certificates_level_is_changed_by_hand(session):
    here = crew()
    readings.record_readings(here.lead, here.team, {(here.reps[0].id, here.competencies[0].id): 4},
                             source=ReadingSource.certificate)
    with pytest.raises(Refused) as refusal:
        readings.correct(here.lead, session.query(Reading).one(), level=2, reason="I doubt it.")
    assert codes(refusal) == ["reading.not-by-hand"]


def test_the_reason_for_a_correction_lies_where_it_cannot_be_erased(session):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    readings.correct(here.lead, session.query(Reading).one(), level=4, reason="Mixed up two people.")
    entry = session.query(ledger.AuditEntry).filter_by(verb="reading.correct").one()
    assert "Mixed" not in str(entry.facts)
    assert entry.text.body["reason"] == "Mixed up two people."


def test_the_policy_changes_what_was_measured_before(session):
    here, operations = crew(), acting(Role.operations)
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    readings.set_policy(operations, errors={GRID: 0.8, CSV: 0.4}, drift_per_year=0.2)
    readings.set_policy(operations, errors={GRID: 0.9, CSV: 0.4}, drift_per_year=0.3)
    measured(here, {here.reps[1]: 2}, here.competencies[0])
    assert [row.standard_error for row in session.query(Reading).order_by(Reading.id)] == [0.6, 0.9]
    assert [(row.source, row.standard_error, row.drift_per_year) for row in session.query(ReadingPolicy)] == [
        (GRID, 0.9, 0.3), (CSV, 0.4, 0.3)]


def test_a_teams_operations_set_the_policy_of_the_company(session):
    here = crew()
    with pytest.raises(NotPermitted):
        readings.set_policy(acting(Role.operations, team=here.team), errors={GRID: 0.8}, drift_per_year=0.2)
    with pytest.raises(Refused) as refusal:
        readings.set_policy(acting(Role.operations), errors={GRID: 0.0}, drift_per_year=3)
    assert codes(refusal) == ["reading.standard-error", "reading.drift"]


def test_what_was_downloaded_counts_twice_when_it_comes_back(session, clock):
    here = crew()
    measured(here, {here.reps[0]: 2}, here.competencies[0])
    clock.travel(days=3)
    day = session.query(Reading).one().taken_on
    given = [Measured(here.reps[0].id, here.competencies[0].id, 2, 0.6, day)]
    assert readings.record(here.lead, here.team, given, source=CSV) == readings.Recorded(0, 0, 1)


def test_one_measures_oneself(session):
    here = crew()
    both = person(Role.hiring_manager, Role.rep, team=here.team)
    with pytest.raises(Refused) as refusal:
        readings.record_readings(actor_for(both), here.team, {(both.id, here.competencies[0].id): 5})
    assert codes(refusal) == ["reading.ones-own"]


# ---- files

PEOPLE = {"ana@example.com": (1, "Ana"), "raj@example.com": (2, "Raj")}
ABOUT = {"negotiation": (7, "Negotiation"), "hold the price": (7, "Negotiation")}


def sheet(text: str) -> reading_files.Sheet:
    return reading_files.read(text, PEOPLE, ABOUT, clock.today())


def test_a_spreadsheets_semicolons_and_commas_are_not_read(session):
    found = sheet("Name;Email;Competency;Level;Date;Standard_error\n"
                  "Ana;ANA@example.com;Negotiation;3,5;2026-02-02;0,4\n")
    assert found.faults == []
    assert found.measured == [Measured(1, 7, 3.5, 0.4, clock.today() - timedelta(days=28))]


def test_a_fault_in_a_file_is_hard_to_find(session):
    found = sheet("email,competency,level,date,standard_error\n"
                  "ana@example.com,negotiation,4,,\n"
                  "who@example.com,charm,7,tomorrow,9\n"
                  "\n"
                  "ana@example.com,negotiation,5,,\n"
                  "raj@example.com,negotiation,x,2026-03-03,\n"
                  "raj@example.com,negotiation,,,\n")
    assert found.empty == 1
    assert [(each.code, each.params["row"]) for each in found.faults] == [
        ("readings-file.email", 3), ("readings-file.competency", 3), ("readings-file.level", 3),
        ("readings-file.standard-error", 3), ("readings-file.date", 3), ("readings-file.twice", 5),
        ("readings-file.level", 6), ("readings-file.date", 6)]


@pytest.mark.parametrize(("text", "code"), [
    ("email;level\nana@example.com;3\n", "readings-file.columns-missing"),
    ("email,competency,level\n", "readings-file.empty"),
    ("email,competency,level\n" + "ana@example.com,negotiation,3\n" * 2001, "readings-file.too-many-rows")])
def test_a_file_of_another_shape_is_half_imported(session, text, code):
    found = sheet(text)
    assert ([each.code for each in found.faults], list(found.lines)) == ([code], [])


@pytest.mark.parametrize(("data", "code"), [
    (b"", "readings-file.empty"), (b"\xff\xfe\x00", "readings-file.not-text"),
    (b"a\x00b", "readings-file.not-text"), (b"x" * (256 * 1024 + 1), "readings-file.too-large")])
def test_something_that_is_no_text_is_read(data, code):
    assert reading_files.decoded(data).code == code


def test_a_name_runs_as_a_formula_in_the_spreadsheet():
    written = reading_files.write([["=cmd()", "ana@example.com", "negotiation", "4", "", ""]])
    assert written.splitlines()[1] == "'=cmd(),ana@example.com,negotiation,4,,"


def test_a_leader_corrects_their_own_level(session):
    here = crew()
    leader = person(Role.leader, team=here.team)
    readings.record(here.lead, here.team, [Measured(leader.id, here.competencies[0].id, 2)], source=GRID)
    with pytest.raises(Refused) as refusal:
        readings.correct(actor_for(leader), session.query(Reading).one(), level=5, reason="I am better than that.")
    assert (codes(refusal), levels(session)) == (["reading.ones-own"], [(2.0, None)])
