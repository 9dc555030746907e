"""What a candidate gets by mail about a candidacy: in their language, answered to whoever owns the candidacy."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows import outbox
from workflows.acting import act, get
from workflows.people.actions.accounts import issue_link
from workflows.people.records import LinkPurpose, User
from workflows.permits import Actor, System, allow, system
from workflows.recruiting.machine import CandidacyClosed
from workflows.recruiting.records import Candidacy

allow("candidacy.tell", system)


def write(candidacy: Candidacy, template: str, *, once_key: str | None = None,
          attachments: Sequence[Mapping[str, Any]] = (), **params: Any) -> None:
    """Post a mail to the candidate from within the running action; an answer to it goes to the candidacy's owner."""
    to, opening = candidacy.candidate, candidacy.opening
    outbox.post(to.email, template, candidate_id=to.id, locale=to.locale, once_key=once_key, attachments=attachments,
                params={"name": to.name, "title": opening.title, "team": opening.team.name,
                        "reply_to": reply_to(candidacy.owner), **params})


def write_with_link(candidacy: Candidacy, template: str, *, once_key: str | None = None, first: bool = False,
                    **params: Any) -> None:
    """As `write`, with a fresh link to the candidate's own page; the earlier one ends, unless it is the `first`."""
    token = issue_link(System("candidate link"), LinkPurpose.candidate, candidate_id=candidacy.candidate_id,
                       first=first)
    write(candidacy, template, once_key=once_key, token=token, **params)


def tell_closed(system: Actor, event: CandidacyClosed) -> None:
    """The candidate learns that a candidacy ended without a hire; never why, in our words."""
    candidacy: Candidacy = get(Candidacy, event.candidacy_id)
    with act(system, "candidacy.tell", subject=candidacy) as this:
        write_with_link(candidacy, f"application_{event.state}")
        this.note(candidacy_id=candidacy.id, state=event.state)


def reply_to(person: User) -> list[str]:
    """Name and address of who gets the answer, as `webapp.mail` expects it among the parameters."""
    return [person.name, person.email]
