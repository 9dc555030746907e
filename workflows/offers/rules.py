"""When an offer may be put on paper, sent, signed and turned into a hire. Pure: pass `today`."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from workflows.reasons import Reason, Reasons, reasons

LATEST_START_DAYS = 366


@dataclass(frozen=True)
class Band:
    """The salary the requisition was approved for, per year."""

    least_minor: int
    most_minor: int
    currency: str


@dataclass(frozen=True)
class Terms:
    salary_minor: int
    start_on: date
    expires_on: date
    full_quota_minor: int


def term_blockers(terms: Terms, band: Band, today: date) -> Reasons:
    """Everything that is wrong with the terms of a draft."""
    outside = not band.least_minor <= terms.salary_minor <= band.most_minor
    late = (terms.start_on - today).days > LATEST_START_DAYS
    return reasons(
        Reason("offer.salary-outside-band", {"least_minor": band.least_minor, "most_minor": band.most_minor,
                                             "currency": band.currency}) if outside else None,
        Reason("offer.start-passed", {"start_on": terms.start_on.isoformat()}) if terms.start_on < today else None,
        Reason("offer.start-too-late", {"start_on": terms.start_on.isoformat()}) if late else None,
        expired(terms.expires_on, today),
        Reason("offer.expiry-after-start", {"start_on": terms.start_on.isoformat()})
        if terms.expires_on > terms.start_on else None,
        Reason("offer.quota-missing") if terms.full_quota_minor <= 0 else None)


def debrief_blockers(decision: str | None, decided: bool) -> Reasons:
    """An offer rests on a debrief that decided for it."""
    return () if decided and decision == "offer" else (Reason("offer.debrief-not-for-offer"),)


def expired(expires_on: date, today: date) -> Reason | None:
    """The last day itself still counts; `today` is the day where the candidate lives."""
    return Reason("offer.expired", {"expires_on": expires_on.isoformat()}) if today > expires_on else None


def sign_blockers(name: str, typed_name: str, late: Reason | None) -> Reasons:
    """The typed name must be the name on the letter; case and spacing do not matter."""
    return reasons(late, None if same_name(name, typed_name) else Reason("offer.name-differs", {"name": name}))


def same_name(name: str, typed: str) -> bool:
    return _plain(name) == _plain(typed) != ""


def free_seat(seats: int, taken: Collection[int]) -> int | None:
    """The lowest seat number from 1 that nobody has."""
    return next((seat for seat in range(1, seats + 1) if seat not in taken), None)


def hire_blockers(opening: str, seat: int | None, requisition_open: bool, signed: bool) -> Reasons:
    """Why nobody can be hired on an offer; `seat` is the one that is free, if any."""
    return reasons(None if signed else Reason("hire.not-signed"),
                   Reason("hire.no-seat-left", {"opening": opening}) if seat is None else None,
                   Reason("hire.requisition-not-open", {"opening": opening})
                   if seat is not None and not requisition_open else None)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
