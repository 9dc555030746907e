"""Offers that come to nothing by themselves: their last day passes, or their candidacy ends."""

from datetime import date

import sqlalchemy as sa

from workflows import waits
from workflows.acting import act
from workflows.db import db
from workflows.offers.machine import OfferState
from workflows.offers.queries import late, live_offer
from workflows.offers.records import Offer
from workflows.permits import Actor, System, allow, system
from workflows.recruiting.machine import CandidacyClosed
from workflows.waits import Wait

allow("offer.lapse", system)


def lapse_offers(day: str) -> None:
    """Every day: an offer whose last day has passed where the candidate lives waits for no answer; its candidacy waits
    for another offer."""
    waiting = sa.exists().where(Wait.record_kind == Offer.KIND, Wait.record_id == Offer.id, Wait.ended_at.is_(None))
    for offer in db.session.scalars(sa.select(Offer).where(
            Offer.state == OfferState.sent, Offer.expires_on < date.fromisoformat(day), waiting)).all():
        if late(offer) is None:
            continue
        with act(System("offers.lapse"), "offer.lapse", offer) as this:
            waits.end(this.session, offer.KIND, offer.id)
            this.moved.append(offer.candidacy)
            this.note(candidacy_id=offer.candidacy_id)


def withdraw_offer_of(system: Actor, event: CandidacyClosed) -> None:
    """A candidacy ended: its offer, signed or not, is withdrawn, so that another can follow if it goes on again.

    The mail about the end says so.
    """
    offer = live_offer(event.candidacy_id)
    if offer is None:
        return
    with act(system, "offer.withdraw", offer) as this:
        this.move(reason="The candidacy ended.")
