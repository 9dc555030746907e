"""Asking for seats, approving them, and the opening that an approval publishes in the same act."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from workflows import clock, outbox, permits
from workflows.acting import Act, act
from workflows.db import db
from workflows.people import queries_gaps
from workflows.people.records import Profile, Team, User
from workflows.permits import Actor, Role, is_, role, system
from workflows.reasons import Reason, Reasons
from workflows.recruiting import rules
from workflows.recruiting.actions.openings import publish
from workflows.recruiting.machine import CandidacyState, RequisitionState
from workflows.recruiting.queries import approver_ids, opening_of
from workflows.recruiting.records import Candidacy, Opening, Requisition

managers = role(Role.hiring_manager, Role.leader)
permits.allow("requisition.request", managers)
permits.allow("requisition.revise", managers | is_("requested_by_id"))
permits.allow("requisition.see_salary", role(Role.hiring_manager, Role.recruiter, Role.operations)
              | is_("approver_id") | is_("requested_by_id") | system)


def request_seat(actor: Actor, team: Team, *, profile: Profile, title: str, salary_min_minor: int,
                 salary_max_minor: int, start_on: date, why: str, approver_id: int, seats: int = 1,
                 currency: str | None = None) -> Requisition:
    """A draft request for `seats` in `team`. Refused for a band that is none, a start in the past, a wrong approver.

    The same draft asked for twice within a minute is one.
    """
    asked = _facts(title=title, why=why, seats=seats, salary_min_minor=salary_min_minor, start_on=start_on,
                   salary_max_minor=salary_max_minor, approver_id=approver_id)
    with act(actor, "requisition.request", subject=team, lock=(team,)) as this:
        this.require(_blockers(team.id, actor.user_id, asked))
        facts = {"state": RequisitionState.draft, "team_id": team.id, "profile_id": profile.id,
                 "requested_by_id": actor.user_id, "currency": currency or team.currency, **asked}
        made: Requisition = this.just_made(Requisition, **facts) or this.create(Requisition(**facts))
        this.note(team_id=team.id, profile_id=profile.id, seats=seats)
    return made


def revise(actor: Actor, requisition: Requisition, *, version: int | None = None, profile: Profile | None = None,
           **changed: Any) -> None:
    """Change a draft: any of the facts of `request_seat`. Refused once it was handed in."""
    with act(actor, "requisition.revise", requisition, version=version) as this:
        if requisition.state is not RequisitionState.draft:
            this.require(Reason("requisition.not-a-draft"))
        asked = _facts(**{name: changed.get(name, getattr(requisition, name)) for name in _ASKED})
        this.require(_blockers(requisition.team_id, requisition.requested_by_id, asked))
        for name, value in asked.items():
            setattr(requisition, name, value)
        if profile is not None:
            requisition.profile_id = profile.id
        this.note(changed=sorted(changed))


def submit(actor: Actor, requisition: Requisition, *, version: int | None = None) -> None:
    """Ask the approver. Refused when the profile needs no competency yet: there would be no gap to hire for."""
    with act(actor, "requisition.submit", requisition, version=version) as this:
        this.require(submit_blockers(requisition))
        this.move()
        requisition.submitted_at = clock.now()
        _tell(requisition.approver, "requisition_to_approve", requisition, who=actor.name)


def approve(actor: Actor, requisition: Requisition, *, version: int | None = None) -> Opening:
    """Approve, and publish the opening with the team's gaps of today. Approving twice is refused."""
    with act(actor, "requisition.approve", requisition, version=version, lock=(requisition.team,)) as this:
        this.move()
        requisition.approved_at = clock.now()
        opening = publish(actor, requisition, queries_gaps.team_gaps(requisition.team_id, clock.today()))
        this.note(opening_id=opening.id)
        _tell(requisition.requested_by, "requisition_approved", requisition, who=actor.name)
    return opening


def send_back(actor: Actor, requisition: Requisition, *, reason: str | None, version: int | None = None) -> None:
    """Back to the requester with what is missing."""
    with act(actor, "requisition.send_back", requisition, version=version) as this:
        this.move(reason=reason)
        requisition.submitted_at = None
        _tell(requisition.requested_by, "requisition_sent_back", requisition, who=actor.name, reason=reason)


def pause(actor: Actor, requisition: Requisition, *, reason: str | None, version: int | None = None) -> None:
    """Take the opening off the careers page for a while; candidacies stay where they are."""
    with act(actor, "requisition.pause", requisition, version=version) as this:
        this.move(reason=reason)


def resume(actor: Actor, requisition: Requisition, *, version: int | None = None) -> None:
    """Put a paused requisition's opening back on the careers page."""
    with act(actor, "requisition.resume", requisition, version=version) as this:
        this.move()


def cancel(actor: Actor, requisition: Requisition, *, reason: str | None, version: int | None = None) -> None:
    """Give the seats up; the opening leaves the careers page."""
    with act(actor, "requisition.cancel", requisition, version=version) as this:
        this.move(reason=reason)
        _end(this, requisition)


def fill(actor: Actor, requisition: Requisition, *, version: int | None = None) -> None:
    """All seats are taken. Refused while one is free."""
    with act(actor, "requisition.fill", requisition, version=version) as this:
        this.require(fill_blockers(requisition))
        this.move()
        _end(this, requisition)


def reopen(actor: Actor, requisition: Requisition, *, reason: str | None, version: int | None = None) -> None:
    """Open filled or cancelled seats again. Refused for what was never approved: ask for a new seat instead."""
    with act(actor, "requisition.reopen", requisition, version=version) as this:
        this.require(reopen_blockers(requisition))
        this.move(reason=reason)
        requisition.ended_at = None
        opening = opening_of(requisition)
        if opening is not None:
            opening.closed_at = None


def hired_count(requisition: Requisition) -> int:
    """Seats that are taken."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Candidacy).join(Opening).where(
        Opening.requisition_id == requisition.id, Candidacy.state == CandidacyState.hired)) or 0


def submit_blockers(requisition: Requisition) -> Reasons:
    """A draft is not approved for a profile that says nothing of what the job needs."""
    if requisition.state is not RequisitionState.draft or requisition.profile.needs:
        return ()
    return (Reason("requisition.profile-empty", {"profile": requisition.profile.name}),)


def fill_blockers(requisition: Requisition) -> Reasons:
    """Why the seats do not count as taken yet."""
    if requisition.state is not RequisitionState.open:
        return ()
    free = requisition.seats - hired_count(requisition)
    return (Reason("requisition.seats-free", {"count": free}),) if free > 0 else ()


def reopen_blockers(requisition: Requisition) -> Reasons:
    """What was cancelled before anybody approved it does not come back."""
    if requisition.state is not RequisitionState.cancelled or requisition.approved_at is not None:
        return ()
    return (Reason("requisition.never-approved"),)


_ASKED = ("title", "why", "seats", "salary_min_minor", "salary_max_minor", "start_on", "approver_id")


def _facts(**asked: Any) -> dict[str, Any]:
    return {**asked, "title": asked["title"].strip(), "why": asked["why"].strip()}


def _blockers(team_id: int, requested_by_id: int | None, asked: dict[str, Any]) -> tuple[Reason, ...]:
    judged = {name: asked[name] for name in _ASKED if name not in ("title", "why")}
    missing = tuple(Reason(f"requisition.{name}-missing") for name in ("title", "why") if not asked[name])
    return missing + rules.seat_blockers(**judged, today=clock.today(), requested_by_id=requested_by_id,
                                         approver_ids=approver_ids(team_id))


def _end(this: Act, requisition: Requisition) -> None:
    requisition.ended_at = clock.now()
    opening = opening_of(requisition)
    if opening is not None:
        opening.closed_at = opening.closed_at or clock.now()
        this.note(opening_id=opening.id)


def _tell(to: User, template: str, requisition: Requisition, **params: Any) -> None:
    outbox.post(to.email, template, user_id=to.id, locale=to.locale, params={
        "name": to.name, "title": requisition.title, "team": requisition.team.name,
        "requisition_id": requisition.id, **params})
