"""Sentences about coaching: what a diagnosis found, why something cannot be agreed, what a talk is about, kudos."""

from workflows.words import N_

FINDINGS = {
    "coaching.results-unknown": N_("No closed month has a quota yet, so there are no results to look at."),
    "coaching.results-low": N_(
        "In the last closed months (%(months)s) credit was %(credit_minor)s of a quota of %(quota_minor)s, "
        "%(share_bp)s. At least %(least_bp)s is expected."),
    "coaching.results-hold": N_(
        "In the last closed months (%(months)s) credit was %(credit_minor)s of a quota of %(quota_minor)s, "
        "%(share_bp)s."),
    "coaching.results-scheduled": N_(
        "Without any hold the quota would have been %(scheduled_minor)s; against that it is %(share_bp)s."),
    "coaching.effort-unknown": N_("No deals of theirs have been imported, so there is no activity to look at."),
    "coaching.effort-engaged": N_(
        "Deals begun in the last %(days)s days: %(engaged)s. At least %(least)s are expected."),
    "coaching.effort-coverage": N_(
        "%(open)s open deals worth %(open_minor)s at list price cover %(coverage_bp)s of the next month's quota. At "
        "least %(least_bp)s is expected."),
    "coaching.knowledge-unknown": N_("There are no modules and no quizzes yet, so nothing is known of it."),
    "coaching.knowledge-holds": N_("Quizzes passed: %(quizzes)s; of %(modules)s modules none is overdue."),
    "coaching.quiz-low": N_("Quiz “%(quiz)s”: %(score_bp)s; at least %(least_bp)s is expected."),
    "coaching.modules-overdue": N_("Modules overdue: %(count)s (%(modules)s)."),
    "coaching.skills-unknown": N_("No checkpoint is decided and no level measured that the team has a target for."),
    "coaching.skills-hold": N_(
        "Checkpoints passed: %(checkpoints)s; levels measured against a target: %(levels)s, none surely below it."),
    "coaching.checkpoint-low": N_("Checkpoint “%(checkpoint)s”: %(score_bp)s; it asks for %(pass_mark_bp)s."),
    "coaching.level-low": N_(
        "%(competency)s: level %(level)s, give or take %(error)s; the team's target is %(target)s."),
    "coaching.nothing-fails": N_("No layer that has data fails. Choose a focus yourself and say what you saw."),
    "coaching.unknown": N_("There is not enough data on any layer. Choose a focus yourself and say what you saw."),
    "coaching.coach-saw": N_("%(coach)s saw: %(text)s"),
    "coaching.held": N_("The next step of the ramp is held."),
}

REFUSALS = {
    "coaching.day-past": N_("Choose a day that is still to come; on it you measure again."),
    "coaching.no-coach": N_("Nobody coaches %(rep)s. Give somebody in the team the role of a coach first."),
    "coaching.no-team": N_("%(rep)s belongs to no team. Give them one first."),
    "coaching.note-empty": N_("Write something to keep."),
    "coaching.step-missing": N_("Write down the one step you agree on."),
    "coaching.too-long": N_("Keep it below %(most)s characters."),
    "coaching.why-missing": N_("Say what you saw that makes this the focus."),
    "kudos.empty": N_("Say what you saw."),
    "kudos.oneself": N_("Thanks are for others."),
    "kudos.too-long": N_("Keep it below %(most)s characters."),
}

AGENDA = {
    "agenda.hold": N_("The next ramp step is held since %(held_on)s."),
    "agenda.overdue": N_("“%(module)s” was due on %(due_on)s."),
    "agenda.help": N_("A call for help with “%(module)s” has no answer yet."),
    "agenda.dispute": N_("A dispute about the statement for %(from_month)s is open."),
    "agenda.goal": N_("The goal “%(goal)s” is to be reviewed by %(due_on)s."),
    "agenda.step": N_("The agreed step is measured on %(due_on)s."),
    "agenda.to-agree": N_("One step is to be agreed on."),
}

KUDOS = {
    "kudos.certificate": N_("Earned the certificate “%(about)s”."),
    "kudos.first-deal": N_("Closed the first deal."),
    "kudos.full-ramp": N_("Carries full quota now."),
}

WAITS = {
    "coaching.to-agree": N_("Agree with %(rep)s on one step to work on"),
    "coaching.to-measure": N_("Measure again how %(rep)s is doing and close the coaching plan"),
}

SENTENCES = {**FINDINGS, **REFUSALS, **AGENDA, **KUDOS, **WAITS}
