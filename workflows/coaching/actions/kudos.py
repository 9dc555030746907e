"""Kudos: thanks for something seen, tied to a competency, and those that certificates, ramps and first deals bring."""

from datetime import timedelta

import sqlalchemy as sa

from workflows import clock, permits
from workflows.acting import act, get
from workflows.certification.machine import Certified
from workflows.certification.records import Certificate
from workflows.coaching.queries import mates_of
from workflows.db import db
from workflows.errors import NotFound
from workflows.people.records import Competency, Kudos, User
from workflows.permits import Actor, anyone, system
from workflows.ramp.events import RampMove
from workflows.ramp.machine import RampMoved
from workflows.ramp.records import RampEvent
from workflows.reasons import Reason, reasons
from workflows.sales.events import CreditsChanged
from workflows.sales.records import Credit

permits.allow("kudos.give", anyone | system)

LONGEST = 500
FRESH = timedelta(days=90)
"""A first deal is celebrated while it is news; an import of old years thanks nobody."""


def give_kudos(actor: Actor, user: User, *, competency: Competency, text: str) -> Kudos:
    """Thank somebody of one's teams for what one saw. The same words to the same person on a day are one thanks.

    Refused for oneself, and without words.
    """
    with act(actor, "kudos.give", lock=(user,), subject=user) as this:
        words = text.strip()
        if user.id != actor.user_id and user.id not in {each.id for each in mates_of(actor)}:
            raise NotFound(Reason("record.gone"))
        this.require(reasons(Reason("kudos.oneself") if user.id == actor.user_id else None,
                             Reason("kudos.empty") if not words else None,
                             Reason("kudos.too-long", {"most": LONGEST}) if len(words) > LONGEST else None))
        same = db.session.scalar(sa.select(Kudos).where(
            Kudos.user_id == user.id, Kudos.giver_id == actor.user_id, Kudos.text == words,
            Kudos.given_at > clock.now() - timedelta(days=1)))
        if same is not None:
            return same
        made: Kudos = this.create(Kudos(user_id=user.id, giver_id=actor.user_id, competency_id=competency.id,
                                        text=words))
        this.note(user_id=user.id, competency_id=competency.id)
        this.remember(text=words)
    return made


def thank_for_certificate(system: Actor, event: Certified) -> None:
    """Each certificate is thanked for, about the first competency it vouches for."""
    certificate: Certificate = get(Certificate, event.certificate_id)
    about = certificate.readings[0].competency_id if certificate.readings else None
    _automatic(system, certificate.user, "kudos.certificate", certificate.checkpoint.title, about)


def thank_for_full_ramp(system: Actor, event: RampMoved) -> None:
    """Full quota for the first time; a renewal after it thanks nobody."""
    moved: RampEvent = get(RampEvent, event.ramp_event_id)
    if moved.trigger == RampMove.complete and moved.ramp.full_on == moved.effective_on:
        _automatic(system, moved.ramp.user, "kudos.full-ramp")


def thank_for_first_deals(system: Actor, event: CreditsChanged) -> None:
    """Whose first credit ever came with this import, if it is news."""
    first = (sa.select(Credit.user_id).where(Credit.user_id.in_(event.user_ids), Credit.reverses_id.is_(None))
             .group_by(Credit.user_id).having(sa.func.min(Credit.credited_on) >= clock.today() - FRESH))
    thanked = sa.select(Kudos.user_id).where(Kudos.automatic_code == "kudos.first-deal")
    for user in db.session.scalars(sa.select(User).where(User.id.in_(first), User.id.not_in(thanked))).all():
        _automatic(system, user, "kudos.first-deal")


def _automatic(system: Actor, user: User, code: str, about: str = "", competency_id: int | None = None) -> None:
    with act(system, "kudos.give", subject=user) as this:
        this.create(Kudos(user_id=user.id, competency_id=competency_id, text=about[:LONGEST], automatic_code=code))
        this.note(user_id=user.id, code=code)
