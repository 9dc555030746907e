"""Sentences about ramps: what opens a step, what a shape must say, and what a rep is told."""

from workflows.words import N_

GATES = {
    "ramp.certificate-lapsed": N_("The certificate “%(certificate)s” ran out on %(until_on)s. Renew it."),
    "ramp.certificate-missing": N_("The certificate “%(certificate)s” is still to be earned."),
    "ramp.certificate-not-yet": N_("The certificate “%(certificate)s” is valid from %(from_on)s."),
    "ramp.certificate-revoked": N_("The certificate “%(certificate)s” was withdrawn. It has to be earned again."),
    "ramp.certificate-score-low": N_(
        "“%(certificate)s” was passed with %(score_bp)s; this step asks for %(minimum_bp)s. Repeat the checkpoint."),
    "ramp.coverage-low": N_("The open pipeline covers %(coverage_bp)s of the next quota; %(minimum_bp)s are needed."),
    "ramp.coverage-unknown": N_("The open pipeline is not known. Bring in the deals; %(minimum_bp)s are needed."),
    "ramp.hold-open": N_("An earlier hold is still open: %(holds)s."),
    "ramp.hold-past-maximum": N_(
        "Held since %(held_on)s, longer than the %(days)s days a hold may last. Decide now: open the step, or "
        "change the plan."),
    "ramp.modules-open": N_("Still to be completed: %(modules)s."),
    "ramp.sign-off-missing": N_("The manager has not signed off yet: %(about)s."),
}

SHAPES = {
    "terms.field-missing": N_("“%(field)s” is missing. Wanted: %(wanted)s."),
    "terms.field-unknown": N_("“%(field)s” is no field here. There are: “%(known)s”."),
    "terms.field-wrong": N_("“%(field)s” is “%(given)s”. Wanted: %(wanted)s."),
    "ramp.event-impossible": N_("“%(move)s” is not possible for a ramp that is %(standing)s."),
    "ramp.event-out-of-order": N_("“%(move)s” on %(move_on)s would lie before the last change on %(after_on)s."),
    "ramp.first-step-gated": N_("The first step begins with the job and can have no gates."),
    "ramp.full-quota-currencies": N_("Full quota must be in one currency, %(currency)s."),
    "ramp.hold-without-maximum": N_("A hold needs a longest length of at least one day."),
    "ramp.last-step-not-full": N_("The last step must be 100%% of full quota, not %(share_bp)s."),
    "ramp.no-steps": N_("“%(shape)s” has no steps."),
    "ramp.season-not-average": N_("The twelve season weights must be 100%% on average."),
    "ramp.shares-not-rising": N_("Steps must rise from 0 to 100%%, not %(shares_bp)s."),
    "ramp.step-unknown": N_("There is no such step ahead; the ramp has %(steps)s steps."),
    "ramp.step-without-length": N_("Step %(step)s needs a length in months or days."),
}

TOLD = {
    "ramp.told-start": N_("Your ramp begins on %(from_on)s with step %(step)s of %(steps)s."),
    "ramp.told-start-with-quota": N_(
        "Your ramp begins on %(from_on)s with step %(step)s of %(steps)s. The quota of %(month_on)s "
        "is %(after_minor)s."),
    "ramp.told-advance": N_("From %(from_on)s you are at step %(step)s of %(steps)s, %(share_bp)s of full quota."),
    "ramp.told-advance-with-quota": N_(
        "From %(from_on)s you are at step %(step)s of %(steps)s, %(share_bp)s of full quota. The quota of "
        "%(month_on)s changes from %(before_minor)s to %(after_minor)s."),
    "ramp.told-complete": N_("From %(from_on)s you carry full quota, and your accelerators are open. Well done."),
    "ramp.told-complete-with-quota": N_(
        "From %(from_on)s you carry full quota, and your accelerators are open. The quota of "
        "%(month_on)s changes from %(before_minor)s to %(after_minor)s. Well done."),
    "ramp.told-hold": N_(
        "Your next step waits. %(because)s Your quota stays as it is; by %(hold_ends_on)s at the latest your leader"
        " decides."),
    "ramp.told-hold-with-quota": N_(
        "Your next step waits. %(because)s The quota of %(month_on)s changes from %(before_minor)s "
        "to %(after_minor)s; by %(hold_ends_on)s at the latest your leader decides."),
    "ramp.told-pause": N_("Your ramp rests from %(from_on)s. No quota counts while you are away."),
    "ramp.told-pause-with-quota": N_(
        "Your ramp rests from %(from_on)s. No quota counts while you are away. The quota of "
        "%(month_on)s changes from %(before_minor)s to %(after_minor)s."),
    "ramp.told-resume": N_("Welcome back. From %(from_on)s your ramp goes on at step %(step)s of %(steps)s."),
    "ramp.told-resume-with-quota": N_(
        "Welcome back. From %(from_on)s your ramp goes on at step %(step)s of %(steps)s. The quota of "
        "%(month_on)s changes from %(before_minor)s to %(after_minor)s."),
    "ramp.told-exit": N_("Your ramp ends on %(from_on)s."),
    "ramp.told-exit-with-quota": N_(
        "Your ramp ends on %(from_on)s. The quota of %(month_on)s changes from %(before_minor)s to "
        "%(after_minor)s."),
}

RENEWALS = {
    "ramp.told-renewal-hold": N_(
        "A certificate of your ramp was not renewed in time. %(because)s Your quota stays as it is; by "
        "%(hold_ends_on)s at the latest your leader decides."),
    "ramp.told-renewed": N_("From %(from_on)s your hold is over: your certificates are valid again. Quota unchanged."),
}

WHY = {
    "ramp.why-back": N_("Back from leave."),
    "ramp.why-brought-in": N_("Here before this ramp was kept: %(exemption)s"),
    "ramp.why-decided": N_("%(who)s opened the step after the longest hold: “%(text)s”"),
    "ramp.why-first-day": N_("The first day has come."),
    "ramp.why-gates-met": N_("The step was due and everything it asks for is there."),
    "ramp.why-gates-shut": N_("The step was due; conditions still open: %(count)s."),
    "ramp.why-leave": N_("Leave."),
    "ramp.why-left": N_("Left the company."),
    "ramp.why-renewal-overdue": N_("Certificates not renewed within the time allowed: %(count)s."),
}

REFUSALS = {
    "ramp.back-ahead": N_("The day of return lies ahead. Come back to this page on the day."),
    "ramp.back-before-leave": N_("Leave began on %(from_on)s; the return cannot be before it."),
    "ramp.before-first-day": N_("The ramp starts by itself on %(start_on)s."),
    "ramp.decision-reason-missing": N_("Write why the step opens all the same; the rep reads it."),
    "ramp.exemption-missing": N_("Say why there is no hire for this ramp, such as “here before Onramp”."),
    "ramp.full-quota-missing": N_("Full quota must be above zero."),
    "ramp.leave-before-last-change": N_("The ramp changed last on %(after_on)s; leave cannot begin before that day."),
    "ramp.leave-ends-early": N_("Leave begins on %(from_on)s; choose a later day of return, or leave it open."),
    "ramp.leave-noted-already": N_("Leave is noted for these days already."),
    "ramp.leave-reason-missing": N_("Say what the leave is for; only the audit record keeps it."),
    "ramp.ones-own": N_("Nobody opens their own ramp. Ask another leader, or operations."),
    "ramp.live-already": N_("%(rep)s has a ramp that is not over. End it before a new one opens."),
    "ramp.no-next-step": N_("There is no further step to open."),
    "ramp.not-on-leave": N_("This rep is not on leave."),
    "ramp.not-running": N_("Only a ramp that has begun and is not resting can rest."),
    "ramp.nothing-to-hold": N_("Nothing is shut today: a step is held only when it is due and a gate is not met."),
    "ramp.sign-off-not-asked": N_("Step %(step)s asks for no sign-off."),
    "ramp.step-behind": N_("Step %(step)s is behind already."),
    "ramp.step-not-due": N_("The next step is due on %(due_on)s. Steps do not open early."),
}

WAITS = {
    "ramp.to-decide": N_("The hold of %(rep)s has lasted longer than %(days)s days: see that it is decided"),
    "ramp.to-open": N_("The ramp of %(rep)s is held: open the next step, or change the plan"),
    "ramp.to-recertify": N_("Renew “%(certificate)s” by %(by_on)s, or your ramp is held"),
    "ramp.to-sign-off": N_("Sign off for %(rep)s: %(signed)s"),
}

SHEET = {
    "ramp.acts-leader": N_("A leader decides"),
    "ramp.acts-manager": N_("%(manager)s signs off"),
    "ramp.acts-rep": N_("%(rep)s"),
    "ramp.acts-rep-and-assessor": N_("%(rep)s shows it, an assessor rates it"),
    "ramp.has-certificate": N_("Held with %(score_bp)s, valid through %(last_on)s"),
    "ramp.has-certificate-for-good": N_("Held with %(score_bp)s, without an end"),
    "ramp.has-coverage": N_("%(coverage_bp)s covered"),
    "ramp.has-coverage-unknown": N_("Pipeline not known"),
    "ramp.has-hold": N_("Overdue: %(holds)s"),
    "ramp.has-lapsed": N_("Ran out on %(until_on)s"),
    "ramp.has-modules": N_("%(done)s of %(all)s completed"),
    "ramp.has-no-certificate": N_("Not earned yet"),
    "ramp.has-no-hold": N_("Nothing overdue"),
    "ramp.has-no-sign-off": N_("Not given yet"),
    "ramp.has-not-yet": N_("Valid from %(from_on)s"),
    "ramp.has-revoked": N_("Withdrawn"),
    "ramp.has-sign-off": N_("Given"),
    "ramp.month-day": N_("1 day at %(share_bp)s"),
    "ramp.month-day-season": N_("1 day at %(share_bp)s, season %(season_bp)s"),
    "ramp.month-days": N_("%(days)s days at %(share_bp)s"),
    "ramp.month-days-season": N_("%(days)s days at %(share_bp)s, season %(season_bp)s"),
    "ramp.month-rest": N_("No quota counts in this month."),
    "ramp.wants-certificate": N_("Certificate “%(certificate)s”, valid on the day"),
    "ramp.wants-certificate-score": N_("Certificate “%(certificate)s”, valid on the day, with %(minimum_bp)s or more"),
    "ramp.wants-coverage": N_("Open pipeline of %(minimum_bp)s of the next quota"),
    "ramp.wants-modules": N_("Completed: %(modules)s"),
    "ramp.wants-no-hold": N_("No renewal overdue"),
    "ramp.wants-sign-off": N_("The manager’s sign-off: %(about)s"),
}

SENTENCES = {**GATES, **SHAPES, **TOLD, **RENEWALS, **WHY, **REFUSALS, **WAITS, **SHEET}
