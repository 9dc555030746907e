"""What rep, assessor and approver get by mail; never a score, never evidence."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from workflows import clock, outbox
from workflows.certification.gates import gate
from workflows.certification.records import Attempt, Certificate
from workflows.interviewing import calendar
from workflows.interviewing.calendar import Invitation
from workflows.people.records import User


def invite(attempt: Attempt, *, moved: bool = False) -> None:
    """Both get the assessment as it is now, into their calendars."""
    assert attempt.assessor is not None
    for person, other in ((attempt.user, attempt.assessor), (attempt.assessor, attempt.user)):
        _appointment(attempt, person, other, "attempt_scheduled", calendar.request, moved=moved)


def call_off(attempt: Attempt) -> None:
    """Both calendars drop it."""
    assert attempt.assessor is not None
    _appointment(attempt, attempt.user, attempt.assessor, "attempt_called_off", calendar.cancel)
    release(attempt, attempt.assessor)


def release(attempt: Attempt, assessor: User) -> None:
    """Somebody no longer assesses it: out of their calendar."""
    _appointment(attempt, assessor, attempt.user, "attempt_called_off", calendar.cancel)


def ask_approver(attempt: Attempt) -> None:
    """The approver, who must be named, learns that an attempt waits for the decision."""
    assert attempt.approver is not None
    _post(attempt.approver, "attempt_to_approve", attempt, assessor=attempt.assessor.name if attempt.assessor else "")


def tell_sent_back(attempt: Attempt, reason: str) -> None:
    """The assessor, who must be named, learns from whom the attempt comes back, and why."""
    assert attempt.assessor is not None
    _post(attempt.assessor, "attempt_sent_back", attempt, reason=reason,
          approver=attempt.approver.name if attempt.approver else "")


def tell_not_yet(attempt: Attempt, *, opens_on: date) -> None:
    """The rep learns that it is decided and where to read what to practise."""
    _post(attempt.user, "attempt_not_yet", attempt, opens_on=format_date(opens_on, "long", locale=attempt.user.locale))


def tell_certified(certificate: Certificate) -> None:
    """The rep learns of the certificate."""
    _about(certificate, certificate.user, "certificate_issued")


def tell_revoked(certificate: Certificate) -> None:
    """The rep learns that it holds no more; the reason is on its page."""
    _about(certificate, certificate.user, "certificate_revoked")


def remind(certificate: Certificate, reader: User, days: int, once_key: str) -> None:
    """The certificate ends in so many days; once per rung of the ladder and reader."""
    _about(certificate, reader, "certificate_expiring", once_key=once_key, days=days,
           own=reader.id == certificate.user_id)


def _about(certificate: Certificate, reader: User, template: str, *, once_key: str | None = None, **more: Any) -> None:
    params = {"name": reader.name, "rep": certificate.user.name, "title": certificate.checkpoint.title,
              "certificate_id": certificate.id, **more}
    outbox.post(reader.email, template, params=params, user_id=reader.id, locale=reader.locale, once_key=once_key)


def _post(reader: User, template: str, attempt: Attempt, **more: Any) -> None:
    params = {"name": reader.name, "rep": attempt.user.name, "title": attempt.checkpoint.title,
              "attempt_id": attempt.id, **more}
    outbox.post(reader.email, template, params=params, user_id=reader.id, locale=reader.locale)


def _appointment(attempt: Attempt, reader: User, other: User, template: str, make: Callable[[Invitation], str],
                 **more: Any) -> None:
    at, minutes = attempt.scheduled_at, gate(attempt.checkpoint).minutes
    assert at is not None
    event = Invitation(uid=f"attempt-{attempt.id}@onramp", sequence=attempt.version, stamp=clock.now(), starts_at=at,
                       ends_at=at + timedelta(minutes=minutes), summary=f"{attempt.checkpoint.title}: {other.name}",
                       description="", place="", organiser=(other.name, other.email),
                       attendee=(reader.name, reader.email))
    params = {"name": reader.name, "who": other.name, "title": attempt.checkpoint.title, "minutes": minutes,
              "when": calendar.written_out(at, reader.time_zone, reader.locale), "zone": reader.time_zone,
              "attempt_id": attempt.id, **more}
    outbox.post(reader.email, template, params=params, user_id=reader.id, locale=reader.locale,
                attachments=[calendar.attachment(make(event))])
