"""How somebody becomes a candidate: by the careers page with consent, or by hand."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from workflows import clock, files, jobs, outbox, permits, uploads
from workflows.acting import Act, act
from workflows.db import db, insert_unless_there
from workflows.people.actions.accounts import normalise_email, place_key, tries
from workflows.people.queries import hash_token, holders
from workflows.people.records import SignInAttempt, User
from workflows.permits import Actor, Role, System, role, system
from workflows.reasons import Reason, Reasons, reasons
from workflows.recruiting import rules
from workflows.recruiting.actions import letters
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.queries import is_published
from workflows.recruiting.records import Candidacy, CandidacyMove, Candidate, Opening, OpeningStage, Resume
from workflows.uploads import UploadKind

MOST_FROM_ONE_PLACE, WINDOW = 20, timedelta(hours=1)
FIRST_STAGE = sa.select(OpeningStage).where(OpeningStage.opening_id == sa.bindparam("opening_id"),
                                            OpeningStage.kind == CandidacyState.applied)

permits.allow("candidacy.apply", system)
permits.allow("candidacy.add", role(Role.hiring_manager, Role.recruiter) | system)
permits.allow("candidate.send_link", role(Role.hiring_manager, Role.recruiter) | system)


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: its name and all of its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Person:
    """Who applies, as given. Without a time zone of theirs, that of who asked for the seat is taken."""

    name: str
    email: str
    phone: str = ""
    locale: str = "en"
    time_zone: str = ""


def apply(opening: Opening, person: Person, *, resume: Upload | None, consent: bool,
          address: str = "") -> tuple[Candidacy, bool]:
    """An application by the careers page from a network `address`; returns the candidacy and whether it is new.

    The same address again changes nothing and is answered by mail only, so that nobody learns who has applied.
    Refused without consent, for a résumé we cannot take, when the opening no longer takes applications, and when 20
    came from the same address within an hour.
    """
    site = System("careers page")
    with act(site, "candidacy.apply", lock=(opening,), subject=opening) as this:
        this.require(reasons(None if is_published(opening) else Reason("opening.closed", {"title": opening.title}),
                             None if consent else Reason("candidate.consent-missing")))
        this.require(_blockers(person), _flood(this, address))
        kind = uploads.inspect(resume.name, resume.data) if resume else None
        candidate, new = _candidate(person, opening, consented_at=clock.now())
        known = None if new else _candidacy(opening, candidate)
        if known is not None:
            _tell_again(this, known)
            return known, False
        candidate.consented_at = candidate.consented_at or clock.now()
        made = _begin(this, opening, candidate, source="careers page", resume=resume, kind=kind)
        letters.write_with_link(made, "application_received", first=new)
    return made, True


def add_candidate(actor: Actor, opening: Opening, person: Person, *, source: str, consent_by_hand: str,
                  resume: Upload | None = None) -> Candidacy:
    """A candidate entered by a colleague, who says how consent was given. Refused when already in this opening."""
    with act(actor, "candidacy.add", lock=(opening,), subject=opening) as this:
        this.require(_blockers(person))
        this.require(None if consent_by_hand.strip() else Reason("candidate.consent-by-hand-missing"))
        kind = uploads.inspect(resume.name, resume.data) if resume else None
        candidate, _ = _candidate(person, opening)
        if _candidacy(opening, candidate) is not None:
            this.require(Reason("candidacy.already-here", {"name": candidate.name, "title": opening.title}))
        candidate.consent_by_hand = candidate.consent_by_hand or consent_by_hand.strip()[:200]
        return _begin(this, opening, candidate, source=source.strip() or "by hand", resume=resume, kind=kind,
                      by=actor.name)


def send_link(actor: Actor, candidacy: Candidacy) -> None:
    """Mail the candidate a fresh link to their own page; the earlier link stops working."""
    with act(actor, "candidate.send_link", subject=candidacy) as this:
        letters.write_with_link(candidacy, "candidate_link")
        this.note(candidacy_id=candidacy.id)


def _blockers(person: Person) -> Reasons:
    unknown = person.time_zone and person.time_zone not in clock.zones()
    return (*rules.contact_blockers(person.name, person.email),
            *reasons(Reason("user.zone-unknown", {"zone": person.time_zone}) if unknown else None))


def _flood(this: Act, address: str) -> Reason | None:
    """Counts the applications from one place, and says when they are too many for people to have written them."""
    if not address:
        return None
    key = hash_token("apply:" + place_key(address))
    sent = tries(key, WINDOW)
    this.add(SignInAttempt(key=key))
    return Reason("candidacy.too-many-from-here") if sent >= MOST_FROM_ONE_PLACE else None


def _candidate(person: Person, opening: Opening, **facts: Any) -> tuple[Candidate, bool]:
    """The candidate with this address, and whether they are new: then made from what was given, and `facts`."""
    key = normalise_email(person.email)
    made = insert_unless_there(Candidate, "email", email=key, name=person.name.strip()[:160],
                               phone=person.phone.strip()[:40], locale=person.locale,
                               time_zone=person.time_zone or opening.requisition.requested_by.time_zone, **facts)
    if made is not None:
        return made, True
    return db.session.scalars(sa.select(Candidate).where(Candidate.email == key)).one(), False


def _candidacy(opening: Opening, candidate: Candidate) -> Candidacy | None:
    return db.session.scalar(sa.select(Candidacy).where(Candidacy.opening_id == opening.id,
                                                        Candidacy.candidate_id == candidate.id))


def _begin(this: Act, opening: Opening, candidate: Candidate, *, source: str, resume: Upload | None,
           kind: UploadKind | None, by: str = "") -> Candidacy:
    made = Candidacy(state=CandidacyState.applied, opening=opening, candidate=candidate, source=source[:80],
                     owner=_owner(opening), stage=db.session.scalar(FIRST_STAGE, {"opening_id": opening.id}))
    made.moves = [CandidacyMove(before=None, after=made.state, actor_name=by[:160])]
    row = _resume(made, resume, kind) if resume is not None and kind is not None else None
    this.create(made)
    if row is not None:
        jobs.enqueue("recruiting.read_resume", once_key=f"resume:{row.id}", resume_id=row.id)
    this.note(opening_id=opening.id, source=source[:80], resume=resume is not None)
    this.remember(name=candidate.name, email=candidate.email)
    return made


def _resume(candidacy: Candidacy, resume: Upload, kind: UploadKind) -> Resume:
    kept = files.keep(resume.data, name=uploads.safe_name(resume.name, kind), media_type=uploads.MEDIA_TYPES[kind],
                      purpose="resume")
    row = Resume(candidacy=candidacy, file=kept)
    db.session.add(row)
    return row


def _owner(opening: Opening) -> User:
    """Whoever has to act first: a recruiter of the team, else who asked for the seat."""
    recruiters = holders(Role.recruiter, opening.team_id)
    return recruiters[0] if recruiters else opening.requisition.requested_by


def _tell_again(this: Act, known: Candidacy) -> None:
    """At most one mail a day, so that the form cannot be used to flood somebody; none to who only pressed twice."""
    once = f"application-again:{known.id}:{clock.today().isoformat()}"
    this.note(candidacy_id=known.id, again=True)
    if this.just_made(Candidacy, id=known.id) is not None:
        return
    if db.session.scalar(sa.select(outbox.OutboxMessage.id).where(outbox.OutboxMessage.once_key == once)) is None:
        letters.write_with_link(known, "application_again", once_key=once)
