"""Judgements about requests, applications and files: plain values in, reasons out."""

import re
import unicodedata
from datetime import date

from workflows.reasons import Reason, Reasons, reasons
from workflows.recruiting.machine import CandidacyState
from workflows.words import N_

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

# The stages every opening starts with: kind, name, days until it is late.
STAGES = ((CandidacyState.applied, N_("Applied"), 3), (CandidacyState.screen, N_("Screen"), 5),
          (CandidacyState.interview, N_("Interviews"), 14), (CandidacyState.debrief, N_("Debrief"), 3),
          (CandidacyState.offer, N_("Offer"), 5))


def seat_blockers(*, seats: int, salary_min_minor: int, salary_max_minor: int, start_on: date, today: date,
                  requested_by_id: int | None, approver_id: int, approver_ids: set[int]) -> Reasons:
    """What is wrong with a request for seats."""
    return reasons(
        Reason("requisition.no-seat") if seats < 1 else None,
        Reason("requisition.salary-band") if not 0 <= salary_min_minor <= salary_max_minor else None,
        Reason("requisition.start-past", {"start_on": start_on.isoformat()}) if start_on < today else None,
        Reason("requisition.approver-is-requester") if approver_id == requested_by_id else None,
        Reason("requisition.approver-may-not") if approver_id not in approver_ids else None)


def contact_blockers(name: str, email: str) -> Reasons:
    """What is missing to reach a candidate."""
    return reasons(Reason("candidate.name-missing") if not name.strip() else None,
                   Reason("candidate.email-wrong", {"email": email.strip()})
                   if not EMAIL.fullmatch(email.strip()) else None)


def slug(title: str, number: int) -> str:
    """A title as it stands in an address; `number` makes it unique ("account-executive-12")."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:90].strip("-")
    return f"{words or 'opening'}-{number}"

