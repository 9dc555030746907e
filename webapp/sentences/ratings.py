"""Sentences of adjusted scores: what was adjusted and why, and what the ratings cannot tell. Interviewers stay unnamed
where a sentence is read by more people than the one it is about."""

from workflows.words import N_

SENTENCES = {
    "ratings.none": N_("Nobody has rated anybody yet."),
    "ratings.panels-not-connected": N_("The candidates fall into %(components)s groups that no interviewer links. They "
                                       "are compared only inside their group."),
    "ratings.duplicates-merged": N_("%(ratings)s ratings repeat an interviewer's answer about the same question. Their "
                                    "mean counts once."),
    "ratings.nothing-to-compare": N_("There are not yet two candidates with two opinions on the same competency, so "
                                     "there is no order."),
    "ratings.reliability-low": N_("Of the differences between candidates in these ratings only %(reliability_bp)s are "
                                  "real, the rest is chance and strictness; below %(least_bp)s we give no order, only "
                                  "the evidence. (In statistics: the reliability.)"),
    "ratings.effective-draws-few": N_("The figures were tried out in too few ways to be steady: %(draws)s count, and "
                                      "it takes %(least)s, so we give no order. (In statistics: effective draws.)"),
    "ratings.scale-ends-crowded": N_("%(share_bp)s of the ratings are at an end of the scale, more than %(most_bp)s. "
                                     "Such ratings cannot tell candidates apart, so we give no order."),
    "ratings.not-rated": N_("%(candidate)s: nobody has rated %(competency)s."),
    "ratings.single-opinion": N_("%(candidate)s: one person rated %(competency)s. A single opinion gets no number; a "
                                 "second interviewer would settle it."),
    "ratings.candidate-not-rated": N_("Nobody has rated %(candidate)s yet."),
    "ratings.nothing-judged": N_("No competency of %(candidate)s has two opinions yet, so there is no sum."),
    "ratings.pair-not-connected": N_("No interviewer links %(a)s and %(b)s, so they cannot be compared."),
    "ratings.pair-nothing-in-common": N_("%(a)s and %(b)s have no competency that two people rated in both."),
    "ratings.pair-not-separated": N_("The evidence does not separate %(a)s and %(b)s."),
    "ratings.severity-few-candidates": N_("%(candidates)s candidates are too few to say how severely somebody rates; "
                                          "it takes %(least)s."),
    "ratings.raised-for-severity": N_("One of the interviewers tends to score low: raised by %(points)s."),
    "ratings.lowered-for-severity": N_("One of the interviewers tends to score high: lowered by %(points)s."),
    "ratings.raised-for-severity-of-several": N_("%(count)s of the interviewers tend to score low: raised by "
                                                 "%(points)s."),
    "ratings.lowered-for-severity-of-several": N_("%(count)s of the interviewers tend to score high: lowered by "
                                                  "%(points)s."),
    "ratings.raised-for-panel": N_("The interviewers together seem to score low: raised by %(points)s."),
    "ratings.lowered-for-panel": N_("The interviewers together seem to score high: lowered by %(points)s."),
    "ratings.raised-for-rest": N_("The other interviewers together seem to score low: raised by %(points)s."),
    "ratings.lowered-for-rest": N_("The other interviewers together seem to score high: lowered by %(points)s."),
    "ratings.raised-for-question": N_("A question was harder than most: raised by %(points)s."),
    "ratings.lowered-for-question": N_("A question was easier than most: lowered by %(points)s."),
    "ratings.raised-for-question-of-several": N_("%(count)s questions were harder than most: raised by %(points)s."),
    "ratings.lowered-for-question-of-several": N_("%(count)s questions were easier than most: lowered by %(points)s."),
    "ratings.raised-for-halo": N_("One interviewer's overall impression was lower than the others': raised by "
                                  "%(points)s."),
    "ratings.lowered-for-halo": N_("One interviewer's overall impression was higher than the others': lowered by "
                                   "%(points)s."),
    "ratings.raised-for-halo-of-several": N_("The overall impressions of %(count)s interviewers were lower than the "
                                             "others': raised by %(points)s."),
    "ratings.lowered-for-halo-of-several": N_("The overall impressions of %(count)s interviewers were higher than the "
                                              "others': lowered by %(points)s."),
    "ratings.raised-for-chance": N_("Few ratings may be low by chance; with all the others in view: raised by "
                                    "%(points)s."),
    "ratings.lowered-for-chance": N_("Few ratings may be high by chance; with all the others in view: lowered by "
                                     "%(points)s."),
    "ratings.raised-for-scale": N_("The scale begins there: raised by %(points)s."),
    "ratings.lowered-for-scale": N_("The scale ends there: lowered by %(points)s."),
    "ratings.raised-for-small-causes": N_("Several small causes together: raised by %(points)s."),
    "ratings.lowered-for-small-causes": N_("Several small causes together: lowered by %(points)s."),
    "ratings.score-off-scale": N_("%(interviewer)s gave %(candidate)s %(score)s for %(competency)s; scores go from "
                                  "%(low)s to %(high)s. Correct it."),
    "ratings.scale-empty": N_("A scale from %(low)s to %(high)s has no room. Give a highest score above the lowest."),
    "ratings.weights-unusable": N_("Weights must be numbers of 0 or more, and one of them above 0."),
    "ratings.name-unknown": N_("“%(name)s” is not among the rated names."),
}
