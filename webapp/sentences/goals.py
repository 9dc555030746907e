"""Sentences about goals: what waits for somebody, how far they are, what makes no sense."""

from workflows.words import N_

SENTENCES = {
    "goal.attainability-beyond": N_("%(target)s %(unit)s was reached in none of the last %(quarters)s quarters; the "
                                    "best was %(best)s %(unit)s in %(best_in)s. Say what will be different."),
    "goal.attainability-stretch": N_("A stretch: %(target)s %(unit)s was reached in %(reached)s of the last "
                                     "%(quarters)s quarters; their median is %(median)s %(unit)s, the best %(best)s "
                                     "%(unit)s in %(best_in)s."),
    "goal.attainability-unknown": N_("History cannot say whether this can be reached: there are figures for "
                                     "%(quarters)s of the last eight quarters, and two are needed."),
    "goal.attainability-usual": N_("Within reach: %(target)s %(unit)s was reached in %(reached)s of the last "
                                   "%(quarters)s quarters; their median is %(median)s %(unit)s."),
    "goal.cadence": N_("A goal is reviewed every 1 to 366 days, not every %(days)s."),
    "goal.due-past": N_("%(due_on)s is not in the future. Choose a later day."),
    "goal.due-too-far": N_("A goal ends within %(years)s years. Put what lies further into the vision."),
    "goal.ended": N_("This goal has ended. Re-open it to review it."),
    "goal.follow-up": N_("Do what you took on for the goal “%(goal)s”: %(follow_up)s"),
    "goal.follow-up-incomplete": N_("A follow-up needs all three: what, who and by when. Or leave all three empty."),
    "goal.follow-up-past": N_("A follow-up is due today or later, not on %(on)s."),
    "goal.later-than-parent": N_("The goal above it, “%(parent)s”, is due on %(due_on)s. Choose that day or an earlier "
                                 "one."),
    "goal.metric-missing": N_("Say what is counted."),
    "goal.no-follow-up": N_("This review ended without a follow-up."),
    "goal.no-way": N_("Start and target are the same: there is no way to go."),
    "goal.not-measured": N_("There is no figure yet. Without one nobody can say that it is met."),
    "goal.not-reached": N_("It stands at %(current)s %(unit)s, the target is %(target)s %(unit)s. Review it first if "
                           "that is out of date."),
    "goal.note-missing": N_("Write a sentence about why it stands where it stands."),
    "goal.number-unusable": N_("Write a plain number below a trillion."),
    "goal.owner-elsewhere": N_("The owner must be an active person of this team or its manager."),
    "goal.parent-elsewhere": N_("The goal above it must be an active goal of the same team."),
    "goal.priority-elsewhere": N_("The priority must be one of this team’s vision in force."),
    "goal.progress-falling": N_("%(current)s %(unit)s at the review of %(last_on)s; it began at %(start)s and is to "
                                "fall to %(target)s."),
    "goal.progress-measured": N_("%(current)s of %(target)s %(unit)s by %(last_on)s, as measured here."),
    "goal.progress-no-figure": N_("No figure yet for the quarter it is due in; the target is %(target)s %(unit)s."),
    "goal.progress-not-reviewed": N_("Not reviewed yet; it began at %(current)s, the target is %(target)s %(unit)s."),
    "goal.progress-reviewed": N_("%(current)s of %(target)s %(unit)s at the review of %(last_on)s."),
    "goal.review-missed": N_("The review of “%(goal)s” was due on %(review_on)s; %(owner)s has not written it"),
    "goal.target-far-off": N_("%(target)s is more than ten times the best ever reached (%(best)s). Look at the unit: "
                              "bookings are whole currency units, attainment is percent."),
    "goal.target-not-positive": N_("A target for bookings or attainment is above 0."),
    "goal.title-missing": N_("Give the goal a title."),
    "goal.to-review": N_("Review where the goal “%(goal)s” stands"),
}
