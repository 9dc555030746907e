"""The letter on its way: sent, signed, declined, withdrawn."""

from hashlib import sha256

from workflows import clock, files
from workflows.acting import act
from workflows.offers import queries
from workflows.offers.actions.drafting import decision_stands
from workflows.offers.actions.notices import tell
from workflows.offers.machine import OfferState
from workflows.offers.records import Offer
from workflows.offers.rules import sign_blockers
from workflows.permits import Actor
from workflows.reasons import Reason
from workflows.recruiting.actions import letters


def send_offer(actor: Actor, offer: Offer, *, letter: bytes, version: int | None = None) -> None:
    """Send the letter (a PDF made from exactly these terms) with the candidate's link.

    Refused when the offer is not approved, its last day has passed, or the debrief is decided anew.
    """
    candidate = offer.candidacy.candidate
    with act(actor, "offer.send", offer, version=version) as this:
        this.require(decision_stands(offer), queries.late(offer), None if letter else Reason("offer.letter-missing"))
        kept = files.store(letter, name=f"Offer for {candidate.name}.pdf", media_type="application/pdf",
                           purpose="offer letter")
        offer.letter_id, offer.sent_at = kept.id, clock.now()
        this.move()
        letters.write_with_link(offer.candidacy, "offer_sent", opening=offer.candidacy.opening.title,
                                offer_id=offer.id, expires_on=offer.expires_on.isoformat())
        this.note(letter_id=kept.id, sha256=kept.sha256)


def sign_offer(actor: Actor, offer: Offer, *, typed_name: str) -> None:
    """The candidate accepts: typed name, moment and the hash of exactly the letter that was sent.

    A second signature changes nothing. Refused after the last day, or when the name is not the one on the letter.
    """
    name = offer.candidacy.candidate.name
    with act(actor, "offer.sign", offer) as this:
        if offer.state is OfferState.signed:
            return
        this.require(sign_blockers(name, typed_name, queries.late(offer)))
        if offer.letter is None or not _is_whole(offer):
            this.require(Reason("offer.letter-changed"))
        assert offer.letter is not None
        offer.signed_at, offer.signed_name = clock.now(), " ".join(typed_name.split())
        offer.signed_sha256 = offer.letter.sha256
        this.move()
        this.note(sha256=offer.letter.sha256)
        this.remember(typed_name=offer.signed_name)
        tell(offer.author, "offer_signed", offer)


def decline_offer(actor: Actor, offer: Offer, *, reason: str) -> None:
    """The candidate says no (or somebody notes it for them), with the reason."""
    with act(actor, "offer.decline", offer) as this:
        this.move(reason=reason)
        this.moved.append(offer.candidacy)
        tell(offer.author, "offer_declined", offer)


def withdraw_offer(actor: Actor, offer: Offer, *, reason: str, version: int | None = None) -> None:
    """Take the offer back; a candidate who has it already is told, without the reason. Refused after the hire."""
    had_it = offer.sent_at is not None
    with act(actor, "offer.withdraw", offer, version=version) as this:
        this.require(Reason("offer.hired-already") if queries.hire_of(offer.id) else None)
        this.move(reason=reason)
        this.moved.append(offer.candidacy)
        if had_it:
            letters.write(offer.candidacy, "offer_withdrawn", opening=offer.candidacy.opening.title)


def _is_whole(offer: Offer) -> bool:
    """The stored letter still is what its hash says."""
    return offer.letter is not None and sha256(files.read(offer.letter)).hexdigest() == offer.letter.sha256
