"""What the sale of something means to others."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CreditsChanged:
    """An import credited or reversed something; half-open [from_on, until_on) covers every day it touched."""

    batch_id: int
    user_ids: tuple[int, ...]
    from_on: date
    until_on: date
