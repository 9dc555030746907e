"""Sentences of permits: what is not for whoever is here, and for whom it is."""

from webapp.roles import ROLES
from webapp.translating import gettext
from workflows.permits import Role
from workflows.words import N_

SENTENCES = {
    "permit.sign-in": N_("Please sign in first."),
    "permit.sign-in-again": N_("You are signed out, so this was not kept. Sign in, then send it again."),
    "permit.page": N_("This page is for: %(who)s. Ask operations if it should be yours."),
    "permit.page-of-people": N_("This page is for people who work here. Your own page tells how your application "
                                "stands."),
    "permit.page-of-candidates": N_("This page is for candidates, who come to it by the link in their mail."),
    "permit.not-yours": N_("This is for: %(who)s. Ask one of them; operations gives out the roles."),
    "permit.own-matter": N_("This is about yourself, so somebody else does it. It is for: %(who)s."),
    "permit.by-itself": N_("Nobody does this by hand; Onramp does it by itself."),
}
OF_THE_COMPANY = " of the company"
# Whom a record names, by the attribute that keeps them.
NAMED = {
    "anyone": N_("everyone who works here"), "candidate_id": N_("the candidate"), "id": N_("the person themselves"),
    "user_id": N_("the person it is about"), "owner_id": N_("the person it belongs to"),
    "author_id": N_("the person who wrote it"), "coach_id": N_("the coach"), "manager_id": N_("the manager"),
    "approver_id": N_("the person who approves it"), "assessor_id": N_("the assessor"),
    "interviewer_id": N_("the interviewer"), "decider_id": N_("the person who decides"),
    "requested_by_id": N_("the person who asked for it"), "follow_up_owner_id": N_("the person who follows it up"),
}


def named(who: str) -> str:
    """A role or a person of the record as people call them; `who` is an entry of a predicate's `who`."""
    if who in NAMED:
        return gettext(NAMED[who])
    called = str(ROLES[Role(who.removesuffix(OF_THE_COMPANY))])
    return gettext("%(role)s of the whole company", role=called) if who.endswith(OF_THE_COMPANY) else called
