"""The last places of a rep's chain: the quota each step set, and what was sold against it."""

from collections.abc import Iterable, Sequence
from typing import Any

from workflows.insights.chain_facts import Fact, Sight
from workflows.insights.chain_reads import Found, Sold
from workflows.pay.records import Statement
from workflows.permits import Role
from workflows.reasons import Reason
from workflows.sales.queries import SEEING


def quota_facts(found: Found, sight: Sight) -> list[Fact]:
    """A month each, in force or what a statement was made from."""
    lines = dict.fromkeys(each.quota for each in found.sold)
    ramp_id = found.events[0].ramp_id if found.events else 0
    said = []
    for line in lines:
        params = {"month_on": line.month_on.isoformat(), "currency": line.currency, "amount_minor": line.amount_minor}
        code = "chain.quota-replaced" if line.replaced_at else "chain.quota"
        said.append(sight.fact(Reason(code, params), line.month_on, "ramp", ramp_id))
    return said


def sale_facts(found: Found, sight: Sight) -> list[Fact]:
    """The credits a statement counted, and credit against quota."""
    credits = sorted(_once(found.sold, lambda each: each.credit), key=lambda each: each.credit.credited_on)
    statements = sorted(_once(found.sold, lambda each: each.statement), key=lambda each: each.statement.from_on)
    return ([_credit(each, sight) for each in credits]
            + [_attained(each, found.sold, credits, sight) for each in statements])


def _once(sold: Iterable[Sold], key: Any) -> Iterable[Any]:
    """One row per record that `key` names; rows without it are left out."""
    return {key(each).id: each for each in sold if key(each) is not None}.values()


def _credit(each: Sold, sight: Sight) -> Fact:
    credit = each.credit
    assert credit is not None
    product = credit.deal.product.name if credit.deal.product else ""
    params = {"amount_minor": credit.amount_minor, "currency": credit.currency, "account": credit.deal.account,
              "product": product}
    return sight.fact(Reason("chain.credit", params), credit.credited_on, "deal", credit.deal_id)


def _attained(each: Sold, sold: Sequence[Sold], credits: Iterable[Sold], sight: Sight) -> Fact:
    """A statement's month: its credits against the month's quota line, and the plan's period where that is longer."""
    statement = each.statement
    assert statement is not None
    credit = sum(one.credit.amount_minor for one in credits
                 if one.credit and statement.from_on <= one.credit.credited_on < statement.until_on)
    quota = next((one.quota.amount_minor for one in sold if one.statement is statement
                  and one.quota.month_on == statement.from_on), 0)
    params: dict[str, Any] = {"from_on": statement.from_on.isoformat(), "credit_minor": credit,
                              "currency": statement.currency}
    said = Reason("chain.credited", params)
    if quota:
        params |= {"quota_minor": quota, "attainment_bp": round(10_000 * credit / quota)}
        said = Reason("chain.attained", params)
    if quota and statement.quota_minor and statement.quota_minor != quota:
        said = Reason("chain.attained-so-far", params | {
            "all_credit_minor": statement.credit_minor, "all_quota_minor": statement.quota_minor})
    if not _opens_statement(each, sight):
        return _figures(said, statement, sight)
    return sight.fact(said, statement.until_on, "statement", statement.id, opens=True)


def _figures(said: Reason, statement: Statement, sight: Sight) -> Fact:
    """Without the pay beside them: the month's figures, for those who see the rep's."""
    rep = sight.hire.user
    if not (sight.actor.user_id == rep.id or any(sight.actor.holds(each, rep.team_id) for each in SEEING)):
        return Fact(said, statement.until_on)
    return Fact(said, statement.until_on, "attainment", rep.id, {"period": f"{statement.from_on:%Y-%m}"})


def _opens_statement(each: Sold, sight: Sight) -> bool:
    """A rep opens what was released to them; operations the statements of their teams."""
    statement = each.statement
    if statement is None:
        return False
    own = sight.actor.user_id == statement.user_id and statement.released_at is not None
    return own or sight.actor.holds(Role.operations, statement.team_id)
