"""Sentences about pay: why a plan or a deal cannot be used, and how each line of a statement came about."""

from workflows.words import N_

PLANS = {
    "pay.accelerators-not-last": N_("Accelerators must be the last tiers, and the first tier cannot be one."),
    "pay.component-twice": N_("Two components are called “%(component)s”. Give each its own key."),
    "pay.deal-rate-moment": N_("Say deal_rate_at, “before” or “after”, for the tier method per_deal and for no other."),
    "pay.last-tier-open-and-closed": N_("The last tier is open-ended, so above_last must be “open”."),
    "pay.last-tier-says-nothing-above": N_("The last tier ends. Say above_last: refuse, cap or last_rate."),
    "pay.rate-before-each-deal": N_(
        "Counting each deal from zero, the rate before a deal is always the first. Use “after”."),
    "pay.target-on-zero-quota": N_("“%(component)s” pays by quota; for no quota say zero_quota “nothing” or “refuse”."),
    "pay.target-pay-missing": N_("A component pays a part of target pay, but the plan has no target_minor."),
    "pay.target-pay-unused": N_("The plan has target pay, but no component of the kind “target” that pays it."),
    "pay.tier-empty": N_("Tier %(tier)s ends at %(to)s, not above its beginning at %(from)s."),
    "pay.tier-rate-negative": N_("Tier %(tier)s has a rate below zero."),
    "pay.tiers-empty": N_("There are no tiers."),
    "pay.tiers-not-contiguous": N_("Tier %(tier)s ends at %(to)s and the next begins at %(next_from)s. Let them meet."),
    "pay.tiers-not-from-zero": N_("The first tier begins at %(from)s. Let it begin at 0."),
    "pay.weights-not-whole": N_("The weights of target pay add up to %(sum_bp)s. Make them 100%%."),
}

RUNS = {
    "pay.above-last-tier": N_(
        "A deal goes past the plan's last tier, and the plan says to stop there. Add a tier, or let above_last be "
        "cap or last_rate."),
    "pay.deal-twice": N_("Deal %(deal)s is there twice. Remove one."),
    "pay.period-too-long": N_(
        "%(period)s is longer than one %(plan_period)s, the plan's period. Choose a shorter one."),
    "pay.quota-currency": N_("The quota is in %(quota)s, the plan in %(plan)s. Give the quota in the plan's currency."),
    "pay.quota-missing": N_("The plan's tiers are shares of the quota, and there is no quota for this rep and period."),
    "pay.quota-zero": N_("The quota is 0, and the plan says to stop then. Say zero_quota in the plan, or set a quota."),
    "pay.rate-missing": N_("Deal %(deal)s is in %(currency)s, and there is no rate from there to %(to)s."),
    "pay.rep-twice": N_("Deal %(deal)s names the same rep twice. Make it one share."),
    "pay.share-out-of-range": N_("In deal %(deal)s, %(rep)s’s share is below zero or above what the plan allows."),
    "pay.split-not-whole": N_("The commission shares of deal %(deal)s add up to %(sum_bp)s. Make them 100%%."),
    "pay.value-not-positive": N_("Deal %(deal)s needs a value above 0, and cash of no more than that."),
}

RULES = {
    "pay.rule-accelerators": N_("Accelerators are open: the rep is at full quota."),
    "pay.rule-accelerators-unmet": N_("Accelerators are locked until the rep is at full quota."),
    "pay.rule-booked": N_("It was booked on %(actual_on)s."),
    "pay.rule-booked-unmet": N_("It was booked on %(actual_on)s, after this period."),
    "pay.rule-booking": N_("The plan pays on booking; it was booked on %(actual_on)s."),
    "pay.rule-booking-unmet": N_("The plan pays on booking; it was not booked before %(expected_on)s."),
    "pay.rule-cash": N_("The plan pays on cash; it came on %(actual_on)s."),
    "pay.rule-cash-unmet": N_("The plan pays on cash; none has come before %(expected_on)s."),
    "pay.rule-clawback": N_("It came undone on %(actual_on)s, within the plan's days for taking commission back."),
    "pay.rule-clawback-unmet": N_("It came undone on %(actual_on)s, too late to take commission back."),
    "pay.rule-gate-attainment": N_("Attainment is %(actual)s, at least the %(expected)s asked for."),
    "pay.rule-gate-attainment-unmet": N_("Attainment is %(actual)s; %(expected)s are asked for."),
    "pay.rule-gate-certificate": N_("The certificate “%(expected)s” is held."),
    "pay.rule-gate-certificate-unmet": N_("The certificate “%(expected)s” is missing."),
    "pay.rule-gate-evidence": N_("The evidence “%(expected)s” is there."),
    "pay.rule-gate-evidence-unmet": N_("The evidence “%(expected)s” is missing."),
    "pay.rule-gate-full-ramp": N_("The rep is at full quota, as this component asks."),
    "pay.rule-gate-full-ramp-unmet": N_("This component asks for full quota, and the rep is still in ramp."),
    "pay.rule-gate-plan-acknowledged": N_("The rep has acknowledged the plan."),
    "pay.rule-gate-plan-acknowledged-unmet": N_("The rep has not acknowledged the plan yet."),
    "pay.rule-invoice": N_("The plan pays on the invoice; it was sent on %(actual_on)s."),
    "pay.rule-invoice-unmet": N_("The plan pays on the invoice; none was sent before %(expected_on)s."),
    "pay.rule-not-earlier": N_("It does not belong to an earlier period."),
    "pay.rule-not-earlier-unmet": N_("It belongs to an earlier period, from %(actual_on)s."),
    "pay.rule-not-reversed": N_("It stands."),
    "pay.rule-not-reversed-unmet": N_("It came undone."),
}

WORKING = {
    "pay.amount": N_("Commission: %(amount_minor)s."),
    "pay.deal-converted": N_("At %(rate)s (%(source)s, %(rate_on)s), %(from_currency)s becomes %(base_minor)s."),
    "pay.deal-credit": N_("Quota credit: %(share)s of the deal, %(credit_minor)s."),
    "pay.deal-partly-reversed": N_("%(undone)s of it came undone; %(left_minor)s is left."),
    "pay.deal-shared": N_("Deal %(deal)s over %(value_minor)s; the share of %(share)s is %(share_minor)s."),
    "pay.deal-value": N_("Deal %(deal)s over %(value_minor)s."),
    "pay.note-accelerator-locked": N_("Credit above the quota is paid at the rate below it until full quota."),
    "pay.part-above": N_("%(base_minor)s lies above the last tier at %(from_minor)s and earns nothing."),
    "pay.part-lift": N_("Everything before, %(base_minor)s, is raised by %(rate)s: %(exact_minor)s."),
    "pay.part-tier": N_(
        "%(base_minor)s × %(rate)s = %(exact_minor)s, in the tier from %(from_minor)s to %(to_minor)s."),
    "pay.part-tier-open": N_("%(base_minor)s × %(rate)s = %(exact_minor)s, in the tier from %(from_minor)s up."),
    "pay.position": N_("Credit so far goes from %(before_minor)s to %(after_minor)s."),
    "pay.rounded": N_("Exactly %(exact_minor)s; rounded with the component's other deals: %(amount_minor)s."),
    "pay.weighed": N_("Times %(percent)s, the component's weight: %(exact_minor)s."),
}

LINES = {
    "pay.line-adjustment": N_("%(period)s was computed again: a line of %(before_minor)s became %(after_minor)s."),
    "pay.line-cap": N_("The plan pays at most %(cap_minor)s for its period; %(amount_minor)s lies above."),
    "pay.line-cap-released": N_("There is room below the cap for %(amount_minor)s withheld before."),
    "pay.line-clawback": N_(
        "%(share)s of deal %(deal)s came undone (%(why)s). Of the %(paid_minor)s paid on %(paid_on)s, at %(rate)s "
        "then, %(amount_minor)s is taken back."),
    "pay.line-clawback-too-late": N_(
        "%(share)s of deal %(deal)s came undone (%(why)s). The %(paid_minor)s paid on %(paid_on)s stays paid."),
    "pay.line-draw": N_(
        "%(gross_minor)s was earned; the draw of %(draw_minor)s adds %(amount_minor)s. Still to be recovered: "
        "%(balance_minor)s."),
    "pay.line-floor": N_("The plan pays at least %(floor_minor)s for its period; %(amount_minor)s is added."),
    "pay.line-forfeited": N_("The gate is shut, and the plan pays nothing later: not in this statement's pay."),
    "pay.line-owed-after": N_("The statement is below zero; %(amount_minor)s is carried into the next one."),
    "pay.line-owed-before": N_("%(amount_minor)s was carried here from the statement before."),
    "pay.line-pending": N_("Pending: this is what it would add; it is not in this statement's pay."),
    "pay.line-recovery": N_(
        "%(gross_minor)s was earned; %(amount_minor)s pays back earlier draws. Still to be recovered: "
        "%(balance_minor)s."),
    "pay.line-released": N_(
        "Deal %(deal)s, earned in %(since)s, waited for a gate that is open now: %(amount_minor)s."),
    "pay.line-waiting": N_("Waiting for the gate's evidence: not in this statement's pay, and not lost."),
}

HEADS = {
    "pay.attainment": N_("Credit %(credit_minor)s of a quota of %(quota_minor)s: %(percent)s attainment."),
    "pay.bucket-pending": N_("Pending until invoiced or collected: %(amount_minor)s."),
    "pay.bucket-waiting": N_("Waiting for a gate's evidence: %(amount_minor)s."),
    "pay.bucket-withheld": N_("Withheld above the cap and kept: %(amount_minor)s."),
    "pay.carried-advances": N_("Draws still to be recovered: %(amount_minor)s."),
    "pay.carried-owed": N_("Carried into the next statement: %(amount_minor)s owed."),
    "pay.no-attainment": N_("Credit %(credit_minor)s; there is no quota, so no attainment."),
    "pay.plan-silent": N_("The plan does not say “%(field)s”; it was read as “%(used)s”."),
    "pay.total": N_("To be paid: %(amount_minor)s."),
    "pay.total-again": N_("The month comes to %(amount_minor)s now; only the difference is paid, with an open month."),
}

STATEMENTS = {
    "pay.no-plan": N_("There is no pay plan for %(from_month)s. Operations put people on one."),
    "pay.not-a-plan": N_("“%(title)s” is not a pay plan. Choose one."),
    "pay.plan-mid-month": N_("A change of plan begins on the first day of a month."),
    "pay.plan-month-stated": N_("Everything before %(until_on)s is released. Let the plan begin on that day or later."),
    "pay.plan-not-later": N_("The present plan holds from %(from_on)s. Let the new one begin after it."),
    "statement.correction-not-paid": N_(
        "This corrects a released statement. Only the difference is paid, with the statement for %(lands_month)s."),
    "statement.mail": N_("Your statement for %(from_month)s is ready to read:"),
    "statement.mail-again": N_(
        "%(from_month)s was computed again. Only the difference is paid, with the open month:"),
    "statement.month-open": N_("The month still runs. It can be computed from %(until_on)s on."),
    "statement.no-team": N_("%(rep)s belongs to no team. Give them one first."),
    "statement.not-computed": N_("The statement of one person could not be computed: %(why)s"),
    "statement.outdated": N_("Something it builds on has changed since. Compute the month again, then release it."),
    "statement.which-month": N_("Say which month to compute."),
    "dispute.empty": N_("Write what is wrong, or what you found."),
    "dispute.mail": N_("What you disputed in the statement for %(from_month)s has its answer:"),
    "dispute.not-released": N_("A statement can be disputed once it is released."),
    "dispute.too-long": N_("Keep it below %(most)s characters."),
    "dispute.twice": N_("This was disputed before. Read its answer; what is new is for a talk with operations."),
}

WAITS = {
    "dispute.to-answer": N_("Answer what %(rep)s disputes in the statement for %(from_month)s"),
    "statement.to-release": N_("Check and release the statement of %(rep)s for %(from_month)s"),
}

SENTENCES = {**PLANS, **RUNS, **RULES, **WORKING, **LINES, **HEADS, **STATEMENTS, **WAITS}
