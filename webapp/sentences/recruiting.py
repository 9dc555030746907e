"""Sentences about seats, openings, applications and candidacies."""

from workflows.words import N_

SENTENCES = {
    "requisition.to-submit": N_("Finish the request “%(title)s” for %(team)s and ask for approval"),
    "requisition.to-approve": N_("Approve “%(title)s” for %(team)s, or send it back"),
    "requisition.title-missing": N_("The seat needs a title. Candidates will read it."),
    "requisition.why-missing": N_("Say why the seat is needed. The approver decides by it."),
    "requisition.no-seat": N_("Ask for at least one seat."),
    "requisition.salary-band": N_("The salary band goes from low to high. Check both figures."),
    "requisition.start-past": N_("%(start_on)s has passed. Choose a start from today on."),
    "requisition.approver-is-requester": N_("Nobody approves their own request. Choose somebody else."),
    "requisition.approver-may-not": N_("This person may not approve seats of the team. Choose one of the list."),
    "requisition.not-a-draft": N_("This request was handed in. Ask the approver to send it back if it must change."),
    "requisition.profile-empty": N_(
        "The profile “%(profile)s” names no competency yet, so there is nothing to hire for. "
        "Complete the profile first."),
    "requisition.seats-free": N_("Seats still free: %(count)s. Hire first, or cancel the request."),
    "requisition.never-approved": N_("This request was never approved. Ask for a new seat instead."),
    "opening.closed": N_("“%(title)s” no longer takes applications. Look at the other openings."),
    "opening.filled": N_("“%(title)s” is filled: somebody was hired. Look at the other openings."),
    "opening.requisition-not-open": N_("The request behind this opening is not open. Resume or re-open that first."),
    "candidate.consent-missing": N_("We may keep your application only with your consent. Tick the box to send it."),
    "candidate.consent-by-hand-missing": N_("Write how and when the candidate agreed that we keep their data."),
    "candidate.name-missing": N_("The name is missing."),
    "candidate.email-wrong": N_("“%(email)s” is not an e-mail address. Check it; we answer there."),
    "candidacy.already-here": N_("%(name)s is already a candidate for “%(title)s”. Open their page instead."),
    "candidacy.to-screen": N_("Look at the application of %(candidate)s for “%(opening)s”"),
    "candidacy.to-decide-screen": N_("Decide the screen of %(candidate)s for “%(opening)s”"),
    "candidacy.to-interview": N_("See %(candidate)s through the interviews for “%(opening)s”"),
    "candidacy.to-decide": N_("Decide about %(candidate)s for “%(opening)s”"),
    "candidacy.to-offer": N_("Make %(candidate)s an offer for “%(opening)s”"),
    "candidacy.not-by-hand": N_("A candidacy comes to its offer by the decision of a debrief, and to the hire by a "
                                "signed offer. Go on there."),
    "candidacy.too-many-from-here": N_("Many applications came from your network within the hour. Wait a while, then "
                                       "send yours again."),
    "comment.empty": N_("The comment is empty. Write a word first."),
    "comment.too-long": N_("A comment has at most %(most)s characters. Shorten it."),
}
