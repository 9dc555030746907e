"""Sentences about offers and hires."""

from workflows.words import N_

SENTENCES = {
    "offer.salary-outside-band": N_("The salary must lie between %(least_minor)s and %(most_minor)s a year, the "
                                    "band this seat was approved for. To go beyond it, ask for the seat again."),
    "offer.start-passed": N_("The start, %(start_on)s, has passed. Choose a later day."),
    "offer.start-too-late": N_("The start, %(start_on)s, is more than a year away. Choose an earlier day."),
    "offer.expired": N_("This offer was open until %(expires_on)s. Ask for a new one."),
    "offer.expiry-after-start": N_("The answer must be in before the start on %(start_on)s."),
    "offer.quota-missing": N_("Give the full quota per month as an amount above zero; ramp and pay start from it."),
    "offer.debrief-not-for-offer": N_("The debrief has not decided for an offer. Decide there first."),
    "offer.one-is-live": N_("%(candidate)s has an offer already. Withdraw it before you draft another."),
    "offer.candidacy-elsewhere": N_("This candidacy is not at the offer stage. Its page shows where it stands."),
    "offer.not-a-draft": N_("Only a draft can be changed. Withdraw this offer and draft a new one instead."),
    "offer.person-left": N_("%(name)s no longer works here. Choose somebody else."),
    "offer.approve-oneself": N_("Nobody approves their own offer. Choose another approver."),
    "offer.approver-may-not": N_("This person may not approve offers of the team. Choose one of the list."),
    "offer.letter-missing": N_("The letter could not be made. Try again, or tell operations."),
    "offer.letter-changed": N_("The letter is not the one that was sent. Ask your contact to send it again."),
    "offer.name-differs": N_("Type your name as the letter has it: %(name)s."),
    "offer.hired-already": N_("The hire is made, so the offer stands. End what follows from it instead: the plan, or "
                              "the account of who leaves."),
    "offer.to-submit": N_("Finish the offer for %(candidate)s (%(opening)s)"),
    "offer.to-approve": N_("Approve the offer for %(candidate)s (%(opening)s)"),
    "offer.to-send": N_("Send the offer to %(candidate)s (%(opening)s)"),
    "offer.to-sign": N_("%(candidate)s decides on the offer (%(opening)s)"),
    "offer.to-hire": N_("Hire %(candidate)s, who has signed (%(opening)s)"),
    "hire.not-signed": N_("The candidate has not signed the offer yet."),
    "hire.no-seat-left": N_("Every seat of %(opening)s is taken. Ask for another seat first."),
    "hire.requisition-not-open": N_("The requisition for %(opening)s is not open. Resume or re-open it first."),
    "hire.person-hired-before": N_("%(name)s was hired before under the same address. "
                                     "Ask operations to sort out the account."),
}
