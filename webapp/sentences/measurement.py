"""Sentences of gaps, matches, interview plans, agreement and variances. Adjusted scores have their own."""

from workflows.words import N_

SENTENCES = {
    "reading.not-a-level": N_("“%(level)s ± %(standard_error)s” is not a level. Give a level and an error of 0 "
                              "or more."),
    "reading.after-today": N_("%(person)s: the level in %(competency)s of %(taken_on)s is later than today and does "
                              "not count yet."),
    "gap.no-target": N_("No target asks for %(competencies)s, so what is known about it counts nowhere."),
    "gap.not-a-number": N_("The target for %(competency)s is incomplete. Give a level, a number of people and a "
                           "weight of 0 or more."),
    "match.no-gap": N_("The team has what its targets ask for: there is no gap to close."),
    "match.not-rated": N_("%(competency)s: nobody has rated it yet, so nothing is known."),
    "match.single-opinion": N_("%(competency)s: one person rated it. A single opinion counts in no sum; a second "
                               "interviewer would settle it."),
    "match.must-have-not-known": N_("%(competency)s at level %(level)s is a must-have and not known yet. Plan an "
                                    "interview about it before deciding."),
    "match.must-have-short": N_("%(competency)s at level %(level)s is a must-have and the chance is %(chance_bp)s. "
                                "Strength elsewhere does not make up for it."),
    "match.partly-judged": N_("This judges %(share_bp)s of the gap; the rest has fewer than two opinions."),
    "plan.negative-weight": N_("The weight of %(competency)s is not a number of 0 or more. Correct it."),
    "plan.no-minutes": N_("The question “%(question)s” takes no time. Give its minutes."),
    "plan.no-worth": N_("The worth of the question “%(question)s” must be above 0. Correct it."),
    "plan.unknown-question": N_("The plan names the question “%(question)s”, which is not in the bank. Unpin it."),
    "plan.unknown-interview": N_("The plan names the interview “%(interview)s”, which does not exist. Remove the pin."),
    "plan.unknown-interviewer": N_("The plan names %(interviewer)s, who is no interviewer here. Remove the pin."),
    "plan.named-twice": N_("Two things of the kind “%(kind)s” have one name. Rename one."),
    "plan.information-not-concave": N_("Each further opinion or question must be worth at most as much as the one "
                                       "before. Order the values from high to low."),
    "plan.must-have-too-few-qualified": N_("%(competency)s is a must-have and needs %(needed)s interviewers, but "
                                           "%(qualified)s with time left are qualified. Qualify or free one more."),
    "plan.must-have-too-few-questions": N_("%(competency)s is a must-have and needs %(needed)s different questions; "
                                           "%(questions)s may be asked. Add one, or wake a resting one."),
    "plan.must-have-does-not-fit": N_("%(competency)s is a must-have and needs %(needed)s interviewers; only "
                                      "%(opinions)s fit in. Lengthen an interview, add one, or remove a pin."),
    "plan.core-nobody-qualified": N_("The core question “%(question)s” is left out: nobody with time left is qualified "
                                     "for %(competency)s."),
    "plan.core-too-long": N_("The core question “%(question)s” is left out: it is longer than any interview."),
    "plan.core-does-not-fit": N_("The core question “%(question)s” is left out: the minutes are used up. Lengthen an "
                                 "interview or remove a pin."),
    "plan.pin-question-rests": N_("“%(question)s” is pinned but rests, because it was asked too often lately."),
    "plan.pin-too-long": N_("“%(question)s” is pinned to “%(interview)s” but is longer than that interview."),
    "plan.pin-not-qualified": N_("“%(question)s” is pinned to “%(interview)s”, but nobody who could hold it is "
                                 "qualified for its competency."),
    "plan.pin-question-does-not-fit": N_("“%(question)s” is pinned to “%(interview)s” but does not fit with the other "
                                         "rules. Remove a pin or lengthen the interview."),
    "plan.pin-interviewer-does-not-fit": N_("%(interviewer)s is pinned to “%(interview)s”, which does not fit with the "
                                            "other pins: one interview has one interviewer, and one person sees a "
                                            "candidate once."),
    "plan.pin-no-load-left": N_("%(interviewer)s is pinned to “%(interview)s” but has no interview left this week."),
    "plan.interview-unstaffed": N_("Nobody is free for “%(interview)s”. Free an interviewer or drop the interview."),
    "plan.interview-not-needed": N_("“%(interview)s” has no question: everything worth asking is asked elsewhere."),
    "plan.questions-rest": N_("These questions were asked often lately and rest: %(questions)s."),
    "agreement.scored-twice": N_("%(rater)s scored “%(unit)s” twice. Keep one of the scores."),
    "agreement.ratio-negative": N_("A ratio scale has no negative scores. Choose the interval level instead."),
    "agreement.too-few": N_("Agreement needs two people rated by the same two interviewers; there are %(units)s people "
                            "and %(raters)s interviewers with all scores."),
    "agreement.too-few-scores": N_("There are %(scores)s scores; agreement needs at least three."),
    "agreement.units-left-out": N_("Left out because scores are missing: %(count)s."),
    "agreement.all-equal": N_("All scores are equal: nobody can tell from them whether the interviewers agree."),
    "agreement.nothing-pairable": N_("No one was scored by two interviewers, so there is nothing to compare."),
    "agreement.negative-variance": N_("Interviewers differ more about one person than people differ from each other. "
                                      "That part is reported as 0: %(coefficients)s."),
    "agreement.restricted-range": N_("The interviewers agree; the people they rated are too alike for it to show."),
    "agreement.raters-differ": N_("The interviewers differ about the same person. Compare their evidence and anchors."),
    "variance.unknown-column": N_("There is no column “%(column)s”. Check its name."),
    "variance.scores-not-numbers": N_("Some scores are missing or no numbers. Correct or remove them."),
    "variance.too-few-scores": N_("%(scores)s scores are too few for %(fixed)s fixed effects."),
    "variance.fixed-aliased": N_("“%(column)s” says nothing that the columns before it do not say. It is left out."),
    "variance.one-level": N_("“%(factor)s” is the same everywhere, so how much it varies cannot be estimated."),
    "variance.one-score-a-level": N_("“%(factor)s” has one score each, so it cannot be told from chance."),
    "variance.same-groups": N_("“%(factor)s” and “%(other)s” group the scores alike and cannot be told apart."),
    "variance.all-equal": N_("All scores are equal: there is nothing to divide."),
    "variance.no-residual": N_("The groups explain every score wholly, so chance cannot be estimated."),
    "variance.not-settled": N_("The estimate did not settle in %(steps)s steps. Leave out a random effect."),
    "variance.too-many-levels": N_("%(levels)s crossed levels are more than the %(most)s that fit in memory. Leave out "
                                   "a random effect."),
    "variance.zero": N_("No variation was found for: %(factors)s. It is reported as 0."),
}
