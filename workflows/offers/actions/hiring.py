"""The hire: seat, account, invitation, and everything that follows from Hired, in one transaction."""

import sqlalchemy as sa

from workflows import clock, outbox, permits, waits
from workflows.acting import act
from workflows.db import db
from workflows.errors import Refused
from workflows.offers import queries
from workflows.offers.actions.drafting import decision_stands
from workflows.offers.machine import Hired, OfferState, managers
from workflows.offers.records import Hire, Offer
from workflows.offers.rules import free_seat, hire_blockers
from workflows.people.actions.accounts import issue_link, normalise_email
from workflows.people.actions.members import add_user, give_role
from workflows.people.records import LinkPurpose, User
from workflows.permits import Actor, Role, System
from workflows.reasons import Reason
from workflows.recruiting.actions.candidacies import advance
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Candidate, Opening

permits.allow("hire.make", managers)


def hire(actor: Actor, offer: Offer) -> Hire:
    """Take a seat for who signed: account with the role of a rep, invitation by mail, plan and ramp by reaction.

    The last seat fills the requisition. A second call returns the hire that is there. Refused when the offer is not
    signed, its debrief is decided anew, the requisition is not open, no seat is left, or the person was hired before
    under the same address.
    """
    candidacy, opening = offer.candidacy, offer.candidacy.opening
    with act(actor, "hire.make", None, lock=(opening, opening.requisition, candidacy, offer), subject=offer) as this:
        there = queries.hire_of(offer.id)
        if there is not None:
            return there
        taken = set(db.session.scalars(sa.select(Hire.seat).where(Hire.opening_id == opening.id)))
        seat = free_seat(opening.requisition.seats, taken)
        this.require(decision_stands(offer))
        this.require(hire_blockers(opening.title, seat, opening.requisition.state is RequisitionState.open,
                                   offer.state is OfferState.signed))
        user = _account(candidacy.candidate, offer, opening)
        made: Hire = this.create(Hire(
            offer_id=offer.id, candidacy_id=candidacy.id, opening_id=opening.id, seat=seat, user_id=user.id,
            team_id=opening.team_id, manager_id=opening.team.manager_id or opening.requisition.requested_by_id,
            start_on=offer.start_on))
        candidacy.candidate.user_id = user.id
        advance(actor, candidacy, "hire")
        if len(taken) + 1 == opening.requisition.seats:
            _fill(actor, opening)
        _invite(user, made)
        waits.end(this.session, offer.KIND, offer.id)
        this.note(offer_id=offer.id, seat=seat, user_id=user.id)
        this.announce(Hired(made.id))
    return made


def _account(candidate: Candidate, offer: Offer, opening: Opening) -> User:
    """A new account, or the one that has this address already, if nobody was hired into it: then it moves to the new
    team and job."""
    cause, job = System("hire"), opening.requisition.profile.name
    user = db.session.scalar(sa.select(User).where(User.email == normalise_email(candidate.email)))
    if user is None:
        user = add_user(cause, email=candidate.email, name=candidate.name, team_id=opening.team_id,
                        job_title=job, started_on=offer.start_on, time_zone=candidate.time_zone,
                        locale=candidate.locale)
    elif db.session.scalar(sa.select(Hire.id).where(Hire.user_id == user.id)):
        raise Refused(Reason("hire.person-hired-before", {"name": user.name}))
    give_role(cause, user, given=Role.rep, team_id=opening.team_id)
    user.team_id, user.job_title, user.started_on = opening.team_id, job, offer.start_on
    return user


def _fill(actor: Actor, opening: Opening) -> None:
    with act(actor, "requisition.fill", opening.requisition) as this:
        opening.requisition.ended_at = clock.now()
        opening.closed_at = opening.closed_at or clock.now()
        this.move()


def _invite(user: User, made: Hire) -> None:
    token = issue_link(System("hire"), LinkPurpose.invitation, user_id=user.id)
    outbox.post(user.email, "hire_welcome", user_id=user.id, locale=user.locale,
                params={"name": user.name, "team": made.opening.team.name, "token": token,
                        "start_on": made.start_on.isoformat()})
