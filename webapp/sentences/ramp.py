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
    "terms.field-wrong": N_("“%(field)s” is “%(given)s”. Wanted: %(wanted)s."),
    "ramp.event-impossible": N_("“%(move)s” is not possible for a ramp that is %(standing)s."),
    "ramp.event-out-of-order": N_("“%(move)s” on %(move_on)s would lie before the last change on %(after_on)s."),
    "ramp.first-step-gated": N_("The first step begins with the job and can have no gates."),
    "ramp.full-quota-currencies": N_("Full quota must be in one currency, %(currency)s."),
    "ramp.hold-without-maximum": N_("A hold needs a longest length of at least one day."),
    "ramp.last-step-not-full": N_("The last step must be 100 %% of full quota, not %(share_bp)s."),
    "ramp.no-steps": N_("“%(shape)s” has no steps."),
    "ramp.season-not-average": N_("The twelve season weights must be 100 %% on average."),
    "ramp.shares-not-rising": N_("Steps must rise from 0 to 100 %%, not %(shares_bp)s."),
    "ramp.step-unknown": N_("There is no such step ahead; the ramp has %(steps)s steps."),
    "ramp.step-without-length": N_("Step %(step)s needs a length in months or days."),
}

TOLD = {
    "ramp.told-start": N_("Your ramp begins on %(from_on)s with step %(step)s of %(steps)s."),
    "ramp.told-start-with-quota": N_(
        "Your ramp begins on %(from_on)s with step %(step)s of %(steps)s. The quota of the month from %(month_on)s "
        "is %(after_minor)s."),
    "ramp.told-advance": N_("From %(from_on)s you are at step %(step)s of %(steps)s, %(share_bp)s of full quota."),
    "ramp.told-advance-with-quota": N_(
        "From %(from_on)s you are at step %(step)s of %(steps)s, %(share_bp)s of full quota. The quota of the month"
        " from %(month_on)s changes from %(before_minor)s to %(after_minor)s."),
    "ramp.told-complete": N_("From %(from_on)s you carry full quota, and your accelerators are open. Well done."),
    "ramp.told-complete-with-quota": N_(
        "From %(from_on)s you carry full quota, and your accelerators are open. The quota of the month from "
        "%(month_on)s changes from %(before_minor)s to %(after_minor)s. Well done."),
    "ramp.told-hold": N_(
        "Your next step waits. %(because)s Your quota stays as it is; by %(hold_ends_on)s at the latest your leader"
        " decides."),
    "ramp.told-hold-with-quota": N_(
        "Your next step waits. %(because)s The quota of the month from %(month_on)s changes from %(before_minor)s "
        "to %(after_minor)s; by %(hold_ends_on)s at the latest your leader decides."),
    "ramp.told-pause": N_("Your ramp rests from %(from_on)s. No quota counts while you are away."),
    "ramp.told-pause-with-quota": N_(
        "Your ramp rests from %(from_on)s. No quota counts while you are away. The quota of the month from "
        "%(month_on)s changes from %(before_minor)s to %(after_minor)s."),
    "ramp.told-resume": N_("Welcome back. From %(from_on)s your ramp goes on at step %(step)s of %(steps)s."),
    "ramp.told-resume-with-quota": N_(
        "Welcome back. From %(from_on)s your ramp goes on at step %(step)s of %(steps)s. The quota of the month "
        "from %(month_on)s changes from %(before_minor)s to %(after_minor)s."),
    "ramp.told-exit": N_("Your ramp ends on %(from_on)s."),
    "ramp.told-exit-with-quota": N_(
        "Your ramp ends on %(from_on)s. The quota of the month from %(month_on)s changes from %(before_minor)s to "
        "%(after_minor)s."),
}

WAITS = {
    "ramp.to-open": N_("The ramp of %(rep)s is held: open the next step, or change the plan"),
}

SENTENCES = {**GATES, **SHAPES, **TOLD, **WAITS}
