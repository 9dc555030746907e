"""What author and approver of an offer get by mail; never the terms."""

from workflows import outbox
from workflows.offers.records import Offer
from workflows.people.records import User


def tell(to: User, template: str, offer: Offer, **params: str) -> None:
    """Post a mail about the offer to a colleague, from within the running action."""
    candidacy = offer.candidacy
    outbox.post(to.email, template, user_id=to.id, locale=to.locale, params={
        "name": to.name, "candidate": candidacy.candidate.name, "opening": candidacy.opening.title,
        "offer_id": offer.id, **params})
