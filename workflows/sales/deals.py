"""What a deal is to the rest of the product, whichever system it came from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.money import Money


class DealStage(StrEnum):
    prospecting = "prospecting"
    engaging = "engaging"
    won = "won"
    lost = "lost"

    @property
    def closed(self) -> bool:
        return self not in OPEN


OPEN = (DealStage.prospecting, DealStage.engaging)


@dataclass(frozen=True)
class ImportedRep:
    name: str
    manager: str
    region: str


@dataclass(frozen=True)
class ImportedProduct:
    name: str
    series: str
    list_price: Money


@dataclass(frozen=True)
class ImportedDeal:
    """One opportunity. `digest` is over its meaning, not its spelling: equal digests are the same deal unchanged.

    `number` is its line in the file. Open deals may lack dates and have no value; an account may be unknown.
    """

    reference: str
    rep: str
    product: str
    account: str
    stage: DealStage
    engaged_on: date | None
    closed_on: date | None
    value: Money | None
    digest: str
    number: int
