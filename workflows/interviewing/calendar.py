"""iCalendar texts (RFC 5545, RFC 5546): one event, one recipient. A change keeps the UID and raises the SEQUENCE."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

if TYPE_CHECKING:
    from icalendar import vCalAddress

@dataclass(frozen=True)
class Invitation:
    """One event as one person gets it; moments aware, `sequence` counts the changes."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    place: str
    organiser: tuple[str, str]
    attendee: tuple[str, str]


def request(invitation: Invitation) -> str:
    """An invitation, or with a higher sequence the change of one."""
    return _calendar("REQUEST", "CONFIRMED", invitation)


def cancel(invitation: Invitation) -> str:
    return _calendar("CANCEL", "CANCELLED", invitation)


def attachment(text: str) -> dict[str, str]:
    """The text as a mail carries it."""
    return {"name": "invite.ics", "media_type": "text/calendar", "text": text}


def written_out(at: datetime, zone: str, locale: str) -> str:
    """A moment in the reader's zone and language, so that a mail says the same however late it leaves."""
    return str(format_datetime(at, "EEEE d MMMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=locale))


def _calendar(method: str, status: str, invitation: Invitation) -> str:
    from icalendar import Calendar, Event, vText  # slow import

    calendar = Calendar()
    calendar.add("prodid", "-//Onramp//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp)
    event.add("dtstart", invitation.starts_at)
    event.add("dtend", invitation.ends_at)
    event.add("summary", invitation.summary)
    event.add("description", invitation.description)
    event.add("location", invitation.place)
    event.add("status", status)
    event["organizer"] = _address(invitation.organiser)
    attendee = _address(invitation.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _address(person: tuple[str, str]) -> "vCalAddress":
    from icalendar import vCalAddress, vText  # slow import

    name, email = person
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address
