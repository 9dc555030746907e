"""A signature becomes a person with a seat, an account and a plan; all of it or nothing."""

from threading import Barrier, Thread

import pytest

from tests.builders import offers as build
from tests.builders.people import person
from workflows import acting
from workflows.db import db
from workflows.errors import OnrampError, Refused
from workflows.offers.actions.hiring import hire
from workflows.offers.machine import Hired
from workflows.offers.records import Hire, Offer
from workflows.onboarding.machine import PlanState
from workflows.onboarding.records import Plan
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.people.records import OneTimeLink, RoleGrant, User
from workflows.permits import Role
from workflows.reactions import TABLE
from workflows.recruiting.machine import CandidacyState, RequisitionState
from workflows.waits import Wait


def test_a_hire_lacks_account_seat_plan_or_invitation(session):
    made = build.hired()
    offer, user = made.offer, made.user
    assert (made.seat, made.start_on, made.manager_id) == (1, build.START, offer.author_id)
    assert (user.email, user.started_on) == (offer.candidacy.candidate.email, build.START)
    assert [(grant.role, grant.team_id) for grant in user.grants] == [(Role.rep, made.team_id)]
    assert offer.candidacy.candidate.user_id == user.id
    assert offer.candidacy.state is CandidacyState.hired
    assert made.opening.requisition.state is RequisitionState.filled
    plan = session.query(Plan).one()
    assert (plan.hire_id, plan.coach_id, plan.state) == (made.id, offer.coach_id, PlanState.preboarding)
    mail = session.query(OutboxMessage).filter_by(template="hire_welcome").one()
    link = session.query(OneTimeLink).filter_by(user_id=user.id).one()
    assert (mail.to, link.purpose.value) == (user.email, "invitation")
    assert mail.params["token"]


def test_a_double_click_hires_twice(session):
    offer = build.signed()
    first, second = hire(actor_for(offer.author), offer), hire(actor_for(offer.author), offer)
    assert (first.id, session.query(Hire).count(), session.query(Plan).count()) == (second.id, 1, 1)


def test_a_colleague_hired_for_another_job_stays_in_the_old_team(session):
    place = build.opening()
    colleague = person(name="Jo Park")
    made = build.hired(build.decided(place, email=colleague.email))
    profile = place.requisition.profile.name
    assert (made.user_id, colleague.team_id, colleague.job_title, colleague.started_on) == (
        colleague.id, place.team_id, profile, build.START)


def test_a_hire_without_a_signature(session):
    offer = build.sent()
    with pytest.raises(Refused) as refusal:
        hire(actor_for(offer.author), offer)
    assert [reason.code for reason in refusal.value.reasons] == ["hire.not-signed"]


def test_a_second_seat_is_filled_with_the_first(session):
    place = build.opening(seats=2)
    first = build.hired(build.decided(place))
    assert place.requisition.state is RequisitionState.open
    second = build.hired(build.decided(place, name="Kim Rosa"))
    assert ([first.seat, second.seat], place.requisition.state) == ([1, 2], RequisitionState.filled)


def test_two_people_sit_on_one_seat(session):
    place = build.opening(seats=1)
    late = build.signed(build.decided(place, name="Kim Rosa"))
    build.hired(build.decided(place))
    with pytest.raises(Refused) as refusal:
        hire(actor_for(late.author), late)
    assert [reason.code for reason in refusal.value.reasons] == ["hire.no-seat-left"]
    assert session.query(User).filter_by(email=late.candidacy.candidate.email).count() == 0


def test_a_hire_stays_when_its_plan_cannot_be_opened(session):
    offer = build.signed()

    def broken(system, event):
        raise RuntimeError("no plan")

    acting.install_reactions({Hired: (broken,)})
    try:
        with pytest.raises(RuntimeError):
            hire(actor_for(offer.author), offer)
    finally:
        acting.install_reactions(TABLE)
    found = [session.query(kind).count() for kind in (Hire, Plan, OneTimeLink)]
    mails = session.query(OutboxMessage).filter_by(template="hire_welcome").count()
    grants = session.query(RoleGrant).filter_by(role=Role.rep).count()
    assert (found[:2], mails, grants, offer.candidacy.state) == ([0, 0], 0, 0, CandidacyState.offer)


def at_once(app, offer_ids):
    """Hire these offers from one thread each, all at the same moment; the outcomes."""
    gate, outcomes = Barrier(len(offer_ids)), []

    def one(offer_id):
        with app.app_context():
            offer = db.session.get(Offer, offer_id)
            manager = actor_for(offer.author)
            gate.wait(timeout=30)
            try:
                outcomes.append(hire(manager, offer).seat)
            except OnrampError as refusal:
                outcomes.append(refusal.reasons[0].code)
            db.session.remove()

    threads = [Thread(target=one, args=(offer_id,)) for offer_id in offer_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(map(str, outcomes))


@pytest.mark.both_databases
def test_two_hires_at_the_same_moment_share_a_seat(app, session):
    place = build.opening(seats=1)
    ids = [build.signed(build.decided(place, name=name)).id for name in ("Jo Park", "Kim Rosa")]
    db.session.remove()
    assert at_once(app, ids) == ["1", "hire.no-seat-left"]
    assert (session.query(Hire).count(), session.query(Plan).count()) == (1, 1)


def test_a_hire_still_waits_for_the_hire(session):
    made = build.hired()
    open_waits = session.query(Wait).filter_by(record_kind="offer", record_id=made.offer_id, ended_at=None)
    assert open_waits.count() == 0
