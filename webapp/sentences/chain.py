"""Sentences of one rep's chain, from the gap that asked the question to the gap as it is now."""

from workflows.words import N_

SENTENCES = {
    "chain.gap": N_("People needed at level %(level)s in %(competency)s: %(people)s. About %(expected)s were there, "
                    "%(gap)s were missing."),
    "chain.gap-without-target": N_("The job asks for level %(level)s in %(competency)s; the team had set no target."),
    "chain.seat-requested": N_("%(who)s asked for the seat: %(title)s."),
    "chain.seat-approved": N_("%(who)s approved it; the opening kept the gap of that day."),
    "chain.question": N_("The gap chose a question for %(who)s, “%(title)s”: “%(question)s”"),
    "chain.rating": N_("%(who)s saw level %(level)s: “%(evidence)s”"),
    "chain.rating-blank": N_("%(who)s could give no level. %(evidence)s"),
    "chain.questions-closed": N_("Questions that this gap chose: %(count)s. What was asked and seen is open to those "
                                 "who hire."),
    "chain.line-meets": N_("Read together: %(raters)s interviewers, %(mean)s on average, so level %(level)s is met."),
    "chain.line-short": N_("Read together: %(raters)s interviewers, %(mean)s on average, short of level %(level)s."),
    "chain.line-not-known": N_("Read together: with %(raters)s levels given, nobody could tell. One opinion is none."),
    "chain.line-meets-adjusted": N_(
        "Read together: %(raters)s interviewers, %(mean)s on average. Allowing for how strict each of them is, the "
        "level is about %(adjusted)s (probably between %(low)s and %(high)s), so level %(level)s is met."),
    "chain.line-short-adjusted": N_(
        "Read together: %(raters)s interviewers, %(mean)s on average. Allowing for how strict each of them is, the "
        "level is about %(adjusted)s (probably between %(low)s and %(high)s), short of level %(level)s."),
    "chain.line-not-known-adjusted": N_(
        "Read together: %(raters)s interviewers, %(mean)s on average. Allowing for how strict each of them is, the "
        "level is about %(adjusted)s (probably between %(low)s and %(high)s), which leaves open whether level "
        "%(level)s is met."),
    "chain.decided": N_("%(who)s decided to make an offer."),
    "chain.decided-because": N_("%(who)s decided to make an offer: “%(reason)s”"),
    "chain.offer-sent": N_("The offer was sent."),
    "chain.offer-signed": N_("%(who)s signed it."),
    "chain.hired": N_("Seat %(seat)s of the opening is filled; the first day is %(start_on)s."),
    "chain.module-open": N_("Because of it “%(module)s” is in the plan, due on %(due_on)s."),
    "chain.module-done": N_("Because of it “%(module)s” was in the plan, and is done."),
    "chain.module-waived": N_("Because of it “%(module)s” is not needed."),
    "chain.module-seen": N_("“%(module)s” is not needed: %(at_level)s of %(raters)s interviewers saw %(competency)s at "
                            "level %(level)s or above."),
    "chain.attempt": N_("“%(checkpoint)s”, attempt %(number)s: %(state)s."),
    "chain.certificate": N_("Certificate “%(checkpoint)s”, valid through %(last_on)s."),
    "chain.certificate-level": N_("Certificate “%(checkpoint)s”, valid through %(last_on)s. It stands for level "
                                  "%(level)s in %(competency)s."),
    "chain.certificate-revoked": N_("Certificate “%(checkpoint)s”, revoked since."),
    "chain.ramp": N_("The ramp: %(state)s, step %(step)s."),
    "chain.ramp-opened": N_("The ramp: %(state)s, step %(step)s, opened by %(certificates)s."),
    "chain.quota": N_("Quota of %(month_on)s: %(amount_minor)s."),
    "chain.quota-replaced": N_("Quota of %(month_on)s as it was for a statement: %(amount_minor)s. A later step "
                               "replaced it."),
    "chain.credit": N_("%(amount_minor)s credited: %(product)s for %(account)s."),
    "chain.attained": N_("In %(from_month)s: %(credit_minor)s of %(quota_minor)s quota, %(attainment_bp)s."),
    "chain.attained-so-far": N_("In %(from_month)s: %(credit_minor)s of %(quota_minor)s quota, %(attainment_bp)s. The "
                                "pay plan's period so far: %(all_credit_minor)s of %(all_quota_minor)s."),
    "chain.credited": N_("In %(from_month)s: %(credit_minor)s credited, without a quota."),
    "chain.coaching-begun": N_("A hold opened coaching with %(coach)s."),
    "chain.coaching-agreed": N_("Agreed with %(coach)s: “%(step)s”"),
    "chain.coaching-closed": N_("With %(coach)s: “%(step)s” What came of it: “%(outcome)s”"),
    "chain.now": N_("People needed today at level %(level)s in %(competency)s: %(people)s. About %(expected)s are "
                    "there, %(gap)s are missing; then it was %(before)s."),
    "chain.now-smaller": N_("People needed today at level %(level)s in %(competency)s: %(people)s. About %(expected)s "
                            "are there, %(gap)s are still missing; then it was %(before)s."),
    "chain.now-closed": N_("People needed today at level %(level)s in %(competency)s: %(people)s. About %(expected)s "
                           "are there: the gap is closed; then %(before)s were missing."),
    "chain.no-gap": N_("The opening kept no gap."),
    "chain.no-opening": N_("Nobody asked for a seat."),
    "chain.no-question": N_("No question of the interviews was chosen by this gap."),
    "chain.no-debrief": N_("The debrief has not decided."),
    "chain.no-hire": N_("Nobody was hired."),
    "chain.no-module": N_("No module of the plan goes back to this gap: the curriculum's core covers it, or nothing "
                          "was short."),
    "chain.no-certificate": N_("No checkpoint yet. The modules before it come first."),
    "chain.no-ramp": N_("The ramp has not begun."),
    "chain.no-quota": N_("No quota yet: the first ramp step brings it."),
    "chain.no-sale": N_("Nothing credited by a statement yet. The first statement after the first deal shows it."),
    "chain.no-coaching": N_("No hold, so no coaching came of the ramp."),
    "chain.no-now": N_("The team has no target for this competency any more."),
}
