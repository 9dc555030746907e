"""Sentences about checkpoint attempts and certificates: what waits for somebody, and what stands in the way."""

from workflows.words import N_

SENTENCES = {
    "attempt.to-schedule": N_("Schedule “%(checkpoint)s” with %(rep)s"),
    "attempt.to-assess": N_("Assess %(rep)s at “%(checkpoint)s”"),
    "attempt.to-approve": N_("Approve or send back the scores of %(rep)s for “%(checkpoint)s”"),
    "attempt.ones-own": N_("This is about yourself. Somebody else has to do it."),
    "attempt.assesses-self": N_("%(name)s cannot assess themselves. Choose another assessor."),
    "attempt.not-an-assessor": N_("%(name)s is not an assessor of this team. Choose one who is, "
                                  "or ask operations for the role."),
    "attempt.in-the-past": N_("That moment has passed. Choose a later one."),
    "attempt.before-first-day": N_("The first day is %(start_on)s. Assess on it or later."),
    "attempt.levels-missing": N_("Choose a level for: %(criteria)s."),
    "attempt.evidence-missing": N_("Write what you saw or heard for: %(criteria)s."),
    "attempt.approver-is-assessor": N_("Who assessed cannot approve as well. Choose another person."),
    "attempt.approver-is-rep": N_("Nobody approves their own scores. Choose another person."),
    "attempt.approver-not-entitled": N_("%(name)s is no assessor, coach or leader of this team. Choose one who is."),
    "attempt.locked": N_("The scores are not open. They can be changed while the assessment runs or "
                         "after they were sent back."),
    "attempt.mark-not-reached": N_("The score is %(score_bp)s; %(pass_mark_bp)s are needed."),
    "attempt.criteria-too-low": N_("Below level %(level)s: %(criteria)s. No criterion may be."),
    "attempt.mark-reached": N_("The score of %(score_bp)s reaches the mark. Certify it, or send it back "
                               "and say what you doubt."),
    "attempt.reason-missing": N_("Say why another attempt is needed."),
    "attempt.cool-down": N_("The next attempt opens on %(opens_on)s. Practise until then."),
    "attempt.all-used": N_("All %(attempts)s attempts are used. A leader can open one more, with a reason."),
    "attempt.certificate-valid": N_("The certificate holds through %(last_on)s. "
                                    "It can be renewed in its last 60 days."),
    "attempt.plan-cancelled": N_("The plan is cancelled; nothing is assessed in it any more."),
    "attempt.oral-check": N_("The score is within %(within_bp)s of the mark, which is as exact as a rating can be. "
                             "Hold a short oral check before you decide; if it shows something else, "
                             "send the scores back with what it showed."),
    "certificate.competency-unknown": N_("The certificate proves something the company has no words for yet: "
                                         "%(competencies)s. Load the question bank first."),
}
