"""Sentences of interview plans, interviews, scorecards and debriefs."""

from workflows.words import N_

SENTENCES = {
    "interview.to-schedule": N_("Schedule “%(title)s” with %(candidate)s"),
    "interview.to-hold": N_("Interview %(candidate)s: %(title)s"),
    "interview.to-reschedule": N_("%(candidate)s did not come to “%(title)s”: find a new time or cancel"),
    "scorecard.to-submit": N_("Write the scorecard for %(candidate)s (%(title)s)"),
    "debrief.to-write-first": N_("Debrief of %(candidate)s: write your own words first (%(opening)s)"),
    "debrief.to-decide": N_("Decide about %(candidate)s (%(opening)s)"),
    "interview_plan.no-rounds": N_("The plan has no interview. Give at least one a title and minutes."),
    "interview_plan.round-incomplete": N_("Each interview needs a title and between 5 and 480 minutes."),
    "interview_plan.title-twice": N_("Two interviews have the same title. Rename one, so that people can tell them "
                                     "apart."),
    "interview_plan.interviewer-twice": N_("One person holds two interviews. Choose another, for a second opinion."),
    "interview_plan.no-gaps": N_("This opening names no competency. Its profile must ask for some before it can be "
                                 "planned."),
    "interview_plan.no-questions": N_("No question is loaded about these competencies. Load a question bank first."),
    "interview_plan.other-competency": N_("This question is about another competency or no longer current. Choose "
                                          "one of "
                                          "those listed."),
    "interview_plan.asked-already": N_("This question is in the plan already. Choose another."),
    "interview_plan.too-long": N_("With this question “%(title)s” takes %(minutes)s minutes; there are %(most)s."),
    "interview_plan.changed-meanwhile": N_("While the questions were chosen, somebody made this plan or changed what "
                                           "it is made from. Look at it, then make it again if it must be."),
    "interview_plan.swap-without-reason": N_("Candidates were given this plan already (%(count)s). Say why those after "
                                             "them are asked something else."),
    "interview_plan.training-unknown": N_("No interviewer training is recorded for %(names)s; the plan takes it that "
                                          "they may ask about everything."),
    "interview.not-at-interviews": N_("The candidacy is not at interviews. Move it there first."),
    "interview.no-plan": N_("The opening has no interview plan yet. Make one first."),
    "interview.no-interviewer": N_("Nobody holds “%(title)s” yet. Name an interviewer in the plan."),
    "interview.interviews-no-more": N_("“%(title)s” is planned for %(name)s, who does not interview for the team any "
                                       "more. Choose somebody else in the plan."),
    "interview.week-full": N_("%(name)s has %(taken)s of %(limit)s interviews that week. Choose another week or "
                              "somebody else, or raise the limit on the page of interviewers."),
    "interview.days-full": N_("%(name)s has %(taken)s of %(limit)s interviews in the next seven days. Choose somebody "
                              "else, or raise the limit on the page of interviewers."),
    "interview.no-more-now": N_("One more interview can be given while the candidacy is at interviews or in its "
                                "debrief. Move it there first."),
    "interview.met-already": N_("%(name)s meets the candidate already. Choose somebody who does not, for an opinion of "
                                "their own."),
    "interview.nothing-to-ask": N_("There is nothing left that %(name)s may ask in %(minutes)s minutes and that the "
                                   "candidate was not asked yet. Allow more minutes, choose somebody else, or load "
                                   "more questions."),
    "interview.in-the-past": N_("This time is over. Choose a later one."),
    "interview.person-busy": N_("%(name)s is in another interview then. Choose another time."),
    "interview.new-person-busy": N_("This person is in another interview then. Choose somebody else or another time."),
    "interview.swap-too-late": N_("The interview was held or called off; its interviewer stays."),
    "interview.not-an-interviewer": N_("This person does not interview for the team. Ask operations for the role."),
    "interview.not-qualified": N_("%(name)s is not qualified to ask about %(competencies)s yet. Choose somebody else, "
                                  "or qualify them first."),
    "interviewer_training.none": N_("No training of %(name)s is recorded. Begin one first."),
    "interviewer_training.limit": N_("Give a number of interviews a week from 1 to %(most)s."),
    "scorecard.rating-missing": N_("Question %(number)s (%(competency)s) has no level. Choose one, or say why there "
                                   "is none."),
    "scorecard.evidence-missing": N_("Question %(number)s (%(competency)s) has a level without evidence. Write what "
                                     "the "
                                     "candidate said or did."),
    "scorecard.overall-missing": N_("Choose an overall: strong yes, yes, no or strong no."),
    "scorecard.overall-reason-missing": N_("Say in a sentence why you chose this overall."),
    "scorecard.not-scheduled": N_("The interview is not scheduled. It must be held before there is something to say."),
    "scorecard.not-held-yet": N_("The interview has not begun yet. You can prepare and take notes; they are kept."),
    "scorecard.not-read-yet": N_("The wording is still being read, which takes a few seconds. Submit again in a "
                                 "moment, or tick below to submit without waiting."),
    "scorecard.off-limits": N_("%(flag)s If it must stay, say below why."),
    "scorecard.no-behaviour": N_("The evidence for question %(number)s names nothing the candidate said or did. Write "
                                 "what you heard or saw, or tick below that it stays as it is."),
    "scorecard.locked": N_("This scorecard is locked. Re-open it with a reason if something is wrong."),
    "scorecard.excuse-own": N_("You cannot excuse yourself: ask another organiser, so that nobody looks before "
                               "writing."),
    "debrief.no-interviews": N_("Nobody has judged an interview with this candidate. Hold one first."),
    "debrief.scorecards-missing": N_("Scorecards are still to come from: %(names)s. Wait for them or excuse them."),
    "debrief.reason-missing": N_("A decision needs its reason. Write what in the evidence decided it."),
    "debrief.words-missing": N_("Write your own words first; the numbers follow."),
}
