"""Sentences about plans, modules, quizzes and calls for help."""

from workflows.words import N_

SENTENCES = {
    "plan.curriculum-empty": N_("%(curriculum)s has no modules. Load its content again, or choose another curriculum."),
    "plan.not-started": N_("The first day is %(start_on)s. Everything before it is pre-boarding."),
    "plan.live-already": N_("%(rep)s has an onboarding plan that still runs. Open the ramp without another one."),
    "plan.coach-missing": N_("Choose a coach: an onboarding plan needs somebody who looks at the work."),
    "plan.coach-oneself": N_("%(rep)s cannot be their own coach. Choose somebody else."),
    "plan.closed": N_("This plan is closed. Its modules stay as they are."),
    "assignment.to-do": N_("%(module)s, in the plan of %(rep)s"),
    "assignment.to-finish": N_("Finish %(module)s, in the plan of %(rep)s"),
    "assignment.yours-to-do": N_("%(module)s, in your plan"),
    "assignment.yours-to-finish": N_("Finish %(module)s, in your plan"),
    "assignment.to-review": N_("Review what %(rep)s handed in: %(module)s"),
    "assignment.first-do": N_("First finish: %(modules)s."),
    "assignment.due-unchanged": N_("It is due on %(due_on)s already. Choose another day."),
    "assignment.due-passed": N_("%(due_on)s has passed. Choose a day from today on."),
    "assignment.due-reason-missing": N_("Say why the day moves; everyone who reads the plan sees it."),
    "assignment.closed": N_("This module is done or waived. Assign it again first."),
    "assignment.ones-own": N_("This is your own module. Somebody else has to do this for you."),
    "assignment.other-kind": N_("This module is done in another way. Open its page to see how."),
    "assignment.nothing-handed-in": N_("Write your answer or add a file before you hand in."),
    "assignment.text-too-long": N_("The text may have at most %(most)s characters. Add the rest as a file."),
    "assignment.line-of-others": N_("This line is somebody else's to tick. Call for help if it is late."),
    "acknowledgement.no-text": N_("There is no text to sign yet. Tell operations."),
    "acknowledgement.name-differs": N_("Type your name as your account has it: %(name)s."),
    "acknowledgement.text-changed": N_("The text has changed since you opened it. Read it again, then sign."),
    "role-play.levels-missing": N_("Choose a level for: %(criteria)s."),
    "role-play.evidence-missing": N_("Write what you saw or heard for: %(criteria)s."),
    "quiz.attempts-used": N_("All %(attempts)s attempts are used. Ask your coach to go through "
                                "it with you; they can sign it off."),
    "quiz.cool-down": N_("The next attempt opens in %(hours)s hours. Read the modules it is about again until then."),
    "quiz.without-items": N_("This quiz has no questions yet. Tell operations."),
    "quiz.time-is-up": N_("The time is up. What was saved before counts."),
    "help-call.to-answer": N_("%(rep)s is stuck: %(module)s"),
    "help-call.empty": N_("Write a sentence or two first."),
    "help-call.too-long": N_("Please stay under %(most)s characters."),
    "why.core": N_("Everyone in this job does it."),
    "why.added": N_("The coach added it."),
    "why.short": N_("Added because %(below)s of %(raters)s interviewers saw %(competency)s below level %(level)s of "
                    "5, which the job needs."),
    "why.short-concluded": N_("Added because the debrief found %(competency)s short of level %(level)s of 5, which "
                              "the job needs."),
    "why.not-known": N_("The interviews could not tell the level in %(competency)s, so it is learnt from the start."),
    "why.waived": N_("Not needed: %(at_level)s of %(raters)s interviewers saw %(competency)s at level %(level)s of 5 "
                     "or above."),
    "why.waived-by": N_("Not needed: %(who)s decided so. %(text)s"),
}
