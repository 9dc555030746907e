"""A line of a statement as reasons, one sentence each, so that a rep can check it by hand with a pocket calculator.

Parameters follow the house's endings: `_minor` is money in `currency` (a whole number, or text where an exact amount
has parts of a minor unit), `_on` a day, `_bp` a share.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from workflows.money import WHOLE_BP, exponent
from workflows.pay.settlement import rate_text
from workflows.pay.tiers import PartKind, TierPart
from workflows.pay.trace import Bucket, Considered, Inputs, Line, LineKind, Statement, note
from workflows.reasons import Reason

_EVENT_RULES = {"pay.rule-booked", "pay.rule-not-earlier", "pay.rule-not-reversed"}


def explain(line: Line, currency: str) -> tuple[Reason, ...]:
    """What came in, what was asked, how it was worked out, how it was rounded; in the order to read them."""
    return (*_inputs(line, currency), *(considered_reason(each) for each in line.considered
                                        if each.rule not in _EVENT_RULES), *_working(line, currency), *line.notes)


def summary(statement: Statement) -> tuple[Reason, ...]:
    """The statement's head: attainment, what is paid, what is still open, what the plan left unsaid."""
    said: list[Reason] = []
    money = {"currency": statement.currency}
    if statement.quota is not None and statement.attainment_bp is not None:
        percent = rate_text(statement.attainment_bp.quantize(Decimal(1)))
        said.append(note("pay.attainment", credit_minor=shown(statement.credit, statement.currency),
                         quota_minor=statement.quota.minor, percent=percent, **money))
    else:
        said.append(note("pay.no-attainment", credit_minor=shown(statement.credit, statement.currency), **money))
    said.append(note("pay.total", amount_minor=statement.buckets.paid, **money))
    for name in ("pending", "waiting", "withheld"):
        if amount := getattr(statement.buckets, name):
            said.append(note(f"pay.bucket-{name}", amount_minor=amount, **money))
    return (*said, *_carried(statement, money), *statement.notes)


def considered_reason(considered: Considered) -> Reason:
    """One rule with what it expected and what it found; a met one and an unmet one have sentences of their own."""
    return Reason(considered.rule + ("" if considered.met else "-unmet"),
                  {**_named("expected", considered.expected), **_named("actual", considered.actual)})


def shown(exact: Decimal, currency: str) -> int | str:
    """Whole minor units as they are; parts of one written out in major units, to six further digits."""
    if exact == exact.to_integral_value():
        return int(exact)
    places = Decimal(1).scaleb(-6)
    major = exact.quantize(places).scaleb(-exponent(currency)).normalize()
    return f"{major:,f} {currency}"


def _inputs(line: Line, currency: str) -> Iterator[Reason]:
    inputs = line.inputs
    if inputs is None:
        return
    value = {"deal": line.deal, "value_minor": inputs.value.minor, "currency": inputs.value.currency}
    if inputs.commission_bp == WHOLE_BP:
        yield note("pay.deal-value", **value)
    else:
        yield note("pay.deal-shared", share_minor=inputs.share.minor, share=rate_text(Decimal(inputs.commission_bp)),
                   **value)
    if inputs.rate:
        yield _converted(inputs, currency)
    if inputs.reversed_bp:
        yield note("pay.deal-partly-reversed", undone=rate_text(Decimal(inputs.reversed_bp)),
                   left_minor=shown(inputs.base, currency), currency=currency)
    if inputs.credit != inputs.base:
        yield note("pay.deal-credit", credit_minor=shown(inputs.credit, currency), currency=currency,
                   share=rate_text(Decimal(inputs.credit_bp)))


def _converted(inputs: Inputs, currency: str) -> Reason:
    rate = inputs.rate
    return note("pay.deal-converted", base_minor=shown(inputs.base, currency), currency=currency,
                rate=f"{rate.rate:f}" if rate else "", rate_on=rate.on.isoformat() if rate else "",
                source=rate.source if rate else "", from_currency=inputs.value.currency)


def _working(line: Line, currency: str) -> Iterator[Reason]:
    money = {"currency": currency}
    if line.before is not None and line.after is not None:
        yield note("pay.position", before_minor=shown(line.before, currency),
                   after_minor=shown(line.after, currency), **money)
    for part in line.parts:
        yield _part(part, currency)
    if line.factor != 1:
        yield note("pay.weighed", percent=rate_text(line.factor * WHOLE_BP), exact_minor=shown(line.exact, currency),
                   **money)
    if line.kind in {LineKind.deal, LineKind.spiff}:
        whole = line.exact == line.minor
        code = "pay.amount" if whole else "pay.rounded"
        yield note(code, exact_minor=shown(line.exact, currency), amount_minor=line.minor, **money)
    if line.bucket is not Bucket.earned:
        yield note(f"pay.line-{line.bucket.value}")


def _part(part: TierPart, currency: str) -> Reason:
    said: dict[str, Any] = {"base_minor": shown(part.base, currency), "rate": rate_text(part.rate_bp),
                            "exact_minor": shown(part.exact, currency), "currency": currency,
                            "from_minor": shown(part.from_, currency)}
    if part.kind is not PartKind.tier:
        return Reason(f"pay.part-{part.kind.value}", said)
    if part.to is None:
        return Reason("pay.part-tier-open", said)
    return Reason("pay.part-tier", {**said, "to_minor": shown(part.to, currency)})


def _carried(statement: Statement, money: Mapping[str, Any]) -> Iterator[Reason]:
    carried = statement.carried
    if carried.owed_minor:
        yield note("pay.carried-owed", amount_minor=carried.owed_minor, **money)
    if advanced := sum(each.minor for each in carried.advances):
        yield note("pay.carried-advances", amount_minor=advanced, **money)


def _named(prefix: str, value: Any) -> dict[str, Any]:
    """Days as `_on`, shares written out in percent, the rest as it is; a yes or no is the sentence itself."""
    if isinstance(value, Mapping):
        ((name, inner),) = value.items()
        value = inner
        if name.endswith("_bp"):
            return {prefix: rate_text(Decimal(value)) if value is not None else "–"}
    if isinstance(value, bool):
        return {}
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return {f"{prefix}_on": value}
    return {prefix: value}
