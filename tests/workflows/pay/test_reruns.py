"""Computing a released month again: what was stated stays, and only the difference is paid, once."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.builders import sales
from tests.builders import statements as build
from workflows.errors import Refused
from workflows.pay.actions import statements
from workflows.pay.machine import StatementState
from workflows.pay.records import Statement


def amounts(statement):
    return [(line.kind, line.trace["deal"], line.amount_minor) for line in statement.lines]


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_rerun_after_the_release_pays_more_than_the_difference(session):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12), "D-1")
    first = build.released(user)
    sales.sold(user, 200, date(2026, 1, 20), "D-2")
    again = build.computed(user)
    assert (first.state, again.number, again.corrects_id, again.total_minor) == (
        StatementState.released, 2, first.id, 10_000)
    before = build.computed(user, 2)
    assert amounts(before) == []
    statements.release(build.operations(user), again)
    after = session.scalars(sa.select(Statement).where(Statement.from_on == build.FEBRUARY,
                                                       Statement.state == StatementState.computed)).one()
    assert (before.state, after.total_minor, amounts(after)) == (
        StatementState.superseded, 2_000, [("adjustment", "2026-01 deal:commission:D-2", 2_000)])
    assert [line.correction_id for line in after.lines] == [again.id]
    with pytest.raises(Refused) as refused:
        statements.pay(build.operations(user), again)
    assert codes(refused) == ["statement.correction-not-paid"]


def test_a_difference_is_paid_in_two_months(session, clock):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12), "D-1")
    build.released(user)
    sales.sold(user, 200, date(2026, 1, 20), "D-2")
    build.released(user)
    february = build.released(user, 2)
    assert (february.total_minor, build.computed(user, 2).id) == (2_000, february.id)
    clock.to(clock.now.replace(month=4))
    build.computed(user, 3)
    march = session.scalars(sa.select(Statement).where(Statement.from_on == build.MARCH)).one()
    assert (march.total_minor, march.credit_minor) == (0, 100_000)


def test_a_deal_that_came_undone_is_not_taken_back_at_its_own_rate(session, clock):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12), "D-1")
    clock.to(clock.now.replace(month=2, day=3))
    build.released(user)
    team_file = f"sales_agent,manager,regional_office\n{user.name},Bo Lind,North\n"
    lost = sales.row("D-1", rep=user.name, stage="Lost", engaged="2016-01-01", closed="2026-01-12", value="0")
    sales.imported(lost, teams=team_file)
    clock.to(clock.now.replace(month=3, day=3))
    assert build.computed(user).number == 1
    assert amounts(build.computed(user, 2)) == [("clawback", "D-1", -8_000), ("owed_after", "", 8_000)]


def test_a_corrected_value_is_read_as_a_lost_deal(session, clock):
    user = build.rep()
    sales.sold(user, 800, date(2026, 1, 12), "D-1")
    clock.to(clock.now.replace(month=2, day=3))
    build.released(user)
    sales.sold(user, 900, date(2026, 1, 12), "D-1")
    again = build.computed(user)
    assert (amounts(again), again.corrects_id is None) == ([("deal", "D-1 (2)", 9_000)], False)
