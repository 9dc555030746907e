"""Taking a CRM export: what is stored, what a second time changes, what a changed deal does to its credit."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.builders import people
from tests.builders import sales as build
from tests.watching import together
from workflows.errors import NotPermitted
from workflows.ledger import AuditEntry
from workflows.people.records import RoleGrant, Team, User
from workflows.permits import Role
from workflows.sales.actions import deals as actions
from workflows.sales.deals import DealStage
from workflows.sales.preview import preview_deals
from workflows.sales.queries import credit_by_month
from workflows.sales.records import Credit, Deal, ImportBatch, Product, QuarantinedRow
from workflows.sales.sources import SourceFile, Step


def counts(batch):
    return batch.imported, batch.updated, batch.unchanged, batch.quarantined


def credits(session):
    return [(each.amount_minor, each.user.name, each.credited_on.isoformat(), each.reverses_id)
            for each in session.scalars(sa.select(Credit).order_by(Credit.id))]


def takes(session):
    return session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "import_batch.take")
                           .order_by(AuditEntry.id)).all()


def test_the_practice_set_does_not_reach_its_known_figures(session):
    batch = build.practice()
    assert counts(batch) == (8_800, 0, 0, 0)
    assert batch.mended == [{"column": "product", "was": "GTXPro", "now": "GTX Pro", "rows": 1_480}]
    stages = dict(session.execute(sa.select(Deal.stage, sa.func.count()).group_by(Deal.stage)).all())
    assert stages == {DealStage.won: 4_238, DealStage.lost: 2_473, DealStage.engaging: 1_589,
                      DealStage.prospecting: 500}
    assert session.execute(sa.select(sa.func.count(), sa.func.sum(Credit.amount_minor))).one() == (4_238, 1_000_553_400)
    everyone = list(session.scalars(sa.select(User.id)))
    quarters = [sum(credit_by_month(everyone, date(2017, month, 1), date(2017 + month // 10, (month + 2) % 12 + 1, 1))
                    .values()) // 100 for month in (4, 7, 10)]
    assert quarters == [3_086_111, 2_982_255, 2_802_496]
    offices = session.execute(sa.select(Team.office, sa.func.sum(Credit.amount_minor) / 100).select_from(Credit)
                              .join(User, User.id == Credit.user_id).join(Team, Team.id == User.team_id)
                              .group_by(Team.office).order_by(Team.office)).all()
    assert [(office, int(total)) for office, total in offices] == [
        ("Central", 3_346_293), ("East", 3_090_594), ("West", 3_568_647)]
    audited = len(takes(session))
    again = build.practice()
    assert counts(again) == (0, 0, 8_800, 0)
    assert session.scalar(sa.select(sa.func.count()).select_from(Credit)) == 4_238
    assert [len(takes(session)), len(session.scalars(sa.select(AuditEntry).where(AuditEntry.record_id == again.id,
            AuditEntry.record_kind == "import_batch")).all())] == [audited + 1, 1]


def test_people_of_the_export_have_no_account_or_can_be_reached_by_mail(session):
    build.imported()
    found = session.execute(sa.select(User.name, User.email, User.password_hash, Team.name, Team.office)
                            .join(Team, User.team_id == Team.id).order_by(User.name)).all()
    assert [tuple(each) for each in found] == [
        ("Ana Ruiz", "ana.ruiz@crm.invalid", None, "North · Bo Lind", "North"),
        ("Bo Lind", "bo.lind@crm.invalid", None, "North · Bo Lind", "North"),
        ("Cy Park", "cy.park@crm.invalid", None, "South · Cy Park", "South"),
        ("Mei-Mei Johns", "mei-mei.johns@crm.invalid", None, "North · Bo Lind", "North"),
        ("Uma Roy", "uma.roy@crm.invalid", None, "South · Cy Park", "South")]
    held = session.execute(sa.select(User.name, RoleGrant.role).join(RoleGrant.user).order_by(User.name)).all()
    assert [(name, role) for name, role in held] == [
        ("Ana Ruiz", Role.rep), ("Bo Lind", Role.leader), ("Cy Park", Role.leader), ("Mei-Mei Johns", Role.rep),
        ("Uma Roy", Role.rep)]
    assert {team.manager.name for team in session.scalars(sa.select(Team))} == {"Bo Lind", "Cy Park"}
    assert session.scalars(sa.select(Product.list_price_minor).order_by(Product.name)).all() == [482_100, 5_500]


def test_somebody_who_is_here_already_gets_a_second_account(session):
    hire = people.person(Role.rep, team=people.team("Plants"), name="Ana Ruiz")
    build.imported()
    (deal,) = session.scalars(sa.select(Deal))
    assert (deal.user_id, deal.team_id, deal.agent) == (hire.id, hire.team_id, "Ana Ruiz")
    assert session.scalar(sa.select(sa.func.count()).select_from(User).where(User.name == "Ana Ruiz")) == 1


def test_deals_go_to_one_of_two_people_of_the_same_name_by_chance(session):
    people.person(Role.rep, name="Ana Ruiz")
    people.person(Role.rep, name="Ana Ruiz")
    batch = build.imported(build.GOOD, build.row("D2", rep="Uma Roy"))
    assert counts(batch) == (1, 0, 0, 1)
    (bad,) = session.scalars(sa.select(QuarantinedRow))
    assert (bad.line, bad.reasons) == (2, [{"code": "sales.rep-ambiguous", "params": {"rep": "Ana Ruiz"}}])


def test_a_second_run_credits_again_or_leaves_no_trace(session):
    first = build.imported()
    assert counts(build.imported()) == (0, 0, 1, 0)
    assert credits(session) == [(451_450, "Ana Ruiz", "2026-02-01", None)]
    facts = [entry.facts for entry in takes(session)]
    assert [each["imported"] for each in facts] == [1, 0]
    assert [each["files"] for each in facts] == [{"pipeline": first.sha256}] * 2


@pytest.mark.both_databases
def test_a_changed_value_overwrites_a_credit_instead_of_reversing_it(session):
    build.imported(build.row(value="1000"))
    assert counts(build.imported(build.row(value="800", closed="2026-03-01"))) == (0, 1, 0, 0)
    assert credits(session) == [(100_000, "Ana Ruiz", "2026-02-01", None), (-100_000, "Ana Ruiz", "2026-02-01", 1),
                                (80_000, "Ana Ruiz", "2026-03-01", None)]
    (deal,) = session.scalars(sa.select(Deal))
    assert (deal.value_minor, deal.closed_on) == (80_000, date(2026, 3, 1))
    assert credit_by_month([deal.user_id], date(2026, 1, 1), date(2027, 1, 1)) == {
        (deal.user_id, date(2026, 2, 1), "USD"): 0, (deal.user_id, date(2026, 3, 1), "USD"): 80_000}


def test_a_deal_that_changes_hands_stays_with_the_first_rep(session):
    build.imported(build.row(value="10"))
    build.imported(build.row(value="10", rep="Uma Roy"))
    build.imported(build.row(value="10", rep="Uma Roy", stage="Engaging", closed=""))
    assert credits(session) == [(1_000, "Ana Ruiz", "2026-02-01", None), (-1_000, "Ana Ruiz", "2026-02-01", 1),
                                (1_000, "Uma Roy", "2026-02-01", None), (-1_000, "Uma Roy", "2026-02-01", 3)]


def test_a_corrected_customer_moves_money(session):
    build.imported(build.row(account="Isdom"))
    assert counts(build.imported(build.row(account="Isdom Ltd"))) == (0, 1, 0, 0)
    assert len(credits(session)) == 1
    assert session.scalars(sa.select(Deal.account)).all() == ["Isdom Ltd"]


def test_a_bad_row_is_lost_without_its_reason(session):
    batch = build.imported(build.GOOD, "D2,Nobody,GTX Pro,,Won,,2026-02-01,5\n",
                           teams=build.TEAMS + ",Bo Lind,North\n")
    rows = session.scalars(sa.select(QuarantinedRow).where(QuarantinedRow.batch_id == batch.id)).all()
    assert [(each.raw["file"], each.line, each.raw["column"], each.reasons[0]["code"]) for each in rows] == [
        ("teams", 5, "sales_agent", "sales.name-unusable"), ("pipeline", 3, "sales_agent", "sales.rep-unknown")]
    assert counts(batch) == (1, 0, 0, 2)


def test_looking_at_an_import_first_shows_something_else_than_taking_it(session):
    found = build.export(build.GOOD, build.row("D2", value="-1"))
    seen = preview_deals(found, "crm")
    assert (seen.imported, seen.updated, seen.unchanged, len(seen.quarantined)) == (1, 0, 0, 1)
    assert seen.new_people == ("Ana Ruiz", "Bo Lind", "Cy Park", "Mei-Mei Johns", "Uma Roy")
    assert seen.new_teams == ("North · Bo Lind", "South · Cy Park")
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
    assert counts(build.imported(build.GOOD, build.row("D2", value="-1"))) == (1, 0, 0, 1)
    seen = preview_deals(found, "crm")
    assert (seen.imported, seen.unchanged, seen.new_people, seen.new_teams) == (0, 1, (), ())


def test_operations_of_one_team_writes_for_all(session):
    one = people.acting(Role.operations, team=people.team())
    with pytest.raises(NotPermitted):
        actions.import_deals(one, build.export(), files=[SourceFile.of("pipeline", "deals.csv", b"x")], currency="USD")
    assert session.scalar(sa.select(sa.func.count()).select_from(ImportBatch)) == 0


def test_an_import_that_fails_half_way_leaves_half_of_it(session):
    def stop(step: Step, done: int, total: int) -> None:
        if step is Step.writing and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.import_deals(people.BUILDER, build.export(), currency="USD", tell=stop,
                             files=[SourceFile.of("pipeline", "deals.csv", b"x")])
    assert [session.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in (User, Deal, ImportBatch)] == [
        0, 0, 0]


@pytest.mark.both_databases
def test_two_imports_at_once_take_a_deal_twice(session, app):
    made = together(app, *[lambda: counts(build.imported())] * 2)
    assert sorted(made) == [(0, 0, 1, 0), (1, 0, 0, 0)]
    assert len(credits(session)) == 1
