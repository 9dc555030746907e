"""Money: whole minor units of one ISO currency, one rounding function, and splits whose parts always sum.

Amounts between two roundings are `Decimal` in minor units ("exact"); amounts a person sees or a row stores are
`int` minor units. Shares and rates are basis points: 10,000 are the whole.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from workflows.errors import Refused
from workflows.reasons import Reason

WHOLE_BP = 10_000
LARGEST_MINOR = 10**15
"""What a person may type: a quadrillion minor units. It fits a 64-bit column a thousand times over."""

# ISO 4217, by the number of digits behind the point.
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
       "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
       "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
       "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
       "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS = {code: digits for digits, listed in _DIGITS.items() for code in listed.split()}
_EXACT = Context(prec=50)
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")


class Rounding(StrEnum):
    """How half a minor unit is rounded; a field of the plan, since both are in use."""

    half_up = "half_up"
    half_even = "half_even"


_METHODS = {Rounding.half_up: ROUND_HALF_UP, Rounding.half_even: ROUND_HALF_EVEN}


def exponent(currency: str) -> int:
    """Digits behind the point: 2 for EUR, 0 for JPY, 3 for KWD. Raises Refused for a code ISO 4217 does not list."""
    if currency not in _EXPONENTS:
        raise Refused(Reason("money.currency-unknown", {"currency": currency}))
    return _EXPONENTS[currency]


def round_minor(exact: Decimal, method: Rounding = Rounding.half_up) -> int:
    """The only place where money is rounded. Half goes away from zero, so a reversal mirrors its payment."""
    return int(exact.quantize(Decimal(1), rounding=_METHODS[method], context=_EXACT))


def exact_share(minor: Decimal | int, share_bp: Decimal | int) -> Decimal:
    """`share_bp` basis points of an amount, unrounded."""
    return _EXACT.divide(_EXACT.multiply(Decimal(minor), Decimal(share_bp)), Decimal(WHOLE_BP))


def exact_ratio(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """`part ÷ whole` to 50 digits; the caller has decided what a whole of zero means."""
    return _EXACT.divide(Decimal(part), Decimal(whole))


def exact_product(*factors: Decimal | int) -> Decimal:
    product = Decimal(1)
    for factor in factors:
        product = _EXACT.multiply(product, Decimal(factor))
    return product


def exact_sum(parts: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for part in parts:
        total = _EXACT.add(total, part)
    return total


def apportion(total_minor: int, exact_parts: Sequence[Decimal]) -> tuple[int, ...]:
    """Whole parts of `total_minor`, each next to its exact part, by largest remainder (Hamilton, 1792).

    `total_minor` is the rounded sum of the parts. Equal remainders go to the earlier part, so order decides.
    """
    floors = [int(part.to_integral_value(rounding=ROUND_FLOOR)) for part in exact_parts]
    missing = total_minor - sum(floors)
    if not 0 <= missing <= len(floors):
        raise ValueError(f"{total_minor} is not the rounded sum of its parts")
    by_remainder = sorted(range(len(floors)), key=lambda at: (floors[at] - exact_parts[at], at))
    for at in by_remainder[:missing]:
        floors[at] += 1
    return tuple(floors)


def split(total_minor: int, shares_bp: Sequence[int]) -> tuple[int, ...]:
    """`total_minor` in the given shares, which must be the whole; the parts sum to the total exactly.

    A negative total is split like its opposite, so that a reversal takes back what was given.
    """
    if any(share < 0 for share in shares_bp):
        raise Refused(Reason("money.share-negative", {"shares_bp": list(shares_bp)}))
    if sum(shares_bp) != WHOLE_BP:
        raise Refused(Reason("money.shares-not-whole", {"sum_bp": sum(shares_bp)}))
    parts = apportion(abs(total_minor), [exact_share(abs(total_minor), share) for share in shares_bp])
    return parts if total_minor >= 0 else tuple(-part for part in parts)


@dataclass(frozen=True)
class Money:
    """An amount in minor units of one currency. Adding or comparing two currencies is refused, never converted."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """From "12.50" in major units; refuses separators, exponents, and more digits than the currency has."""
        cleaned = text.strip()
        if not _PLAIN_NUMBER.fullmatch(cleaned):
            raise Refused(Reason("money.not-a-number", {"text": text[:40]}))
        scaled = Decimal(cleaned).scaleb(exponent(currency))
        if scaled != scaled.to_integral_value():
            raise Refused(Reason("money.too-many-digits", {"text": text[:40], "digits": exponent(currency)}))
        if abs(scaled) > LARGEST_MINOR:
            raise Refused(Reason("money.too-large", {"text": text[:40]}))
        return cls(int(scaled), currency)

    @classmethod
    def of(cls, major: Decimal, currency: str) -> "Money":
        """From an amount in major units; what the currency has no digits for is rounded."""
        return cls(round_minor(major.scaleb(exponent(currency))), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __str__(self) -> str:
        return f"{self.major:,.{exponent(self.currency)}f} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise Refused(Reason("money.currencies-differ", {"one": self.currency, "other": other.currency}))
        return other.minor


def convert_exact(money: Money, currency: str, rate: Decimal) -> Decimal:
    """Exact minor units of `currency` for `money`, `rate` being units of `currency` for one unit of the other."""
    shift = exponent(currency) - exponent(money.currency)
    return exact_product(money.minor, rate).scaleb(shift, context=_EXACT)
