"""What candidate and interviewer get by mail: invitations that keep their UID, each in the reader's zone and words."""

from collections.abc import Callable

from workflows import clock, outbox
from workflows.interviewing import calendar
from workflows.interviewing.calendar import Invitation
from workflows.interviewing.records import Interview
from workflows.people.records import User
from workflows.recruiting.actions import letters


def invite(interview: Interview, *, moved: bool = False) -> None:
    """Both get the interview as it is now; only the interviewer learns where the kit is."""
    _to_candidate(interview, "interview_candidate", calendar.request, moved=moved)
    _to_interviewer(interview, interview.interviewer, "interview_interviewer", calendar.request, moved=moved)


def call_off(interview: Interview) -> None:
    """Both calendars drop the interview."""
    _to_candidate(interview, "interview_called_off_candidate", calendar.cancel)
    release(interview, interview.interviewer)


def release(interview: Interview, interviewer: User) -> None:
    """Somebody no longer holds the interview: out of their calendar."""
    _to_interviewer(interview, interviewer, "interview_called_off_interviewer", calendar.cancel)


def _to_candidate(interview: Interview, template: str, make: Callable[[Invitation], str], *,
                  moved: bool = False) -> None:
    candidate, opening = interview.candidacy.candidate, interview.candidacy.opening
    owner = interview.candidacy.owner
    event = _event(interview, f"{interview.title}: {opening.title}", "", (candidate.name, candidate.email))
    letters.write(interview.candidacy, template, attachments=[calendar.attachment(make(event))], opening=opening.title,
                  title=interview.title, place=interview.place, zone=candidate.time_zone, minutes=interview.minutes,
                  when=calendar.written_out(event.starts_at, candidate.time_zone, candidate.locale), owner=owner.name,
                  interviewer=interview.interviewer.name, moved=moved)


def _to_interviewer(interview: Interview, interviewer: User, template: str, make: Callable[[Invitation], str],
                    **more: bool) -> None:
    candidate, opening = interview.candidacy.candidate, interview.candidacy.opening
    event = _event(interview, f"{interview.title}: {candidate.name}", opening.title,
                   (interviewer.name, interviewer.email))
    params = {"name": interviewer.name, "candidate": candidate.name, "opening": opening.title,
              "title": interview.title, "place": interview.place, "minutes": interview.minutes,
              "when": calendar.written_out(event.starts_at, interviewer.time_zone, interviewer.locale),
              "zone": interviewer.time_zone, "interview_id": interview.id, **more}
    outbox.post(interviewer.email, template, params=params, user_id=interviewer.id, locale=interviewer.locale,
                attachments=[calendar.attachment(make(event))])


def _event(interview: Interview, summary: str, description: str, attendee: tuple[str, str]) -> Invitation:
    starts_at, ends_at = interview.starts_at, interview.ends_at
    assert starts_at is not None
    assert ends_at is not None
    owner = interview.candidacy.owner
    return Invitation(uid=interview.ics_uid, sequence=interview.ics_sequence, stamp=clock.now(), starts_at=starts_at,
                      ends_at=ends_at, summary=summary, description=description, place=interview.place,
                      organiser=(owner.name, owner.email), attendee=attendee)
