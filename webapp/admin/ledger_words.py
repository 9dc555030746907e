"""The ledger's verbs and records as people call them."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from webapp.admin.jobs import WORDS
from webapp.translating import gettext as _
from workflows.flow import FLOWS
from workflows.ledger import AuditEntry

KINDS: Mapping[str, str] = {
    "assignment": _l("Module of a plan"), "attempt": _l("Checkpoint attempt"), "candidacy": _l("Candidacy"),
    "candidate": _l("Candidate"), "certificate": _l("Certificate"), "coaching_plan": _l("Coaching plan"),
    "content_version": _l("Content"), "debrief": _l("Debrief"), "dispute": _l("Dispute"),
    "fit": _l("Comparison of interviewers"),
    "goal": _l("Goal"),
    "help_call": _l("Call for help"), "hire": _l("Hire"), "import_batch": _l("Import"), "interview": _l("Interview"),
    "interview_plan": _l("Interview plan"), "interviewer_training": _l("Interviewer training"), "job": _l("Job"),
    "kudos": _l("Kudos"), "offer": _l("Offer"), "one_time_link": _l("Link that signs in"), "opening": _l("Opening"),
    "outbox_message": _l("Mail"), "plan": _l("Onboarding plan"), "profile": _l("Profile"),
    "quiz_attempt": _l("Quiz"), "ramp": _l("Ramp"), "reading": _l("Reading"), "requisition": _l("Requisition"),
    "resume": _l("Résumé"), "role_grant": _l("Role"), "scorecard": _l("Scorecard"), "sign_in": _l("Sign-in"),
    "statement": _l("Commission statement"), "target": _l("Target"), "team": _l("Team"), "user": _l("Person"),
    "vision": _l("Vision"), "absence": _l("Absence"), "acknowledgement": _l("Signature"),
    "coaching_note": _l("Coaching note"), "comment": _l("Comment"), "file": _l("File"),
    "goal_review": _l("Review of a goal"), "holiday": _l("Day off"), "pay_assignment": _l("Pay plan of a person"),
    "ramp_event": _l("Step of a ramp"), "reading_policy": _l("How readings are weighed"),
    "role_play": _l("Role-play"), "sign_off": _l("Sign-off"), "setting": _l("Setting")}

DEEDS: Mapping[str, str] = {
    "sign_in.start": _l("Signed in"), "sign_in.revoke": _l("Signed out"), "user.invite": _l("Invited"),
    "user.invite_again": _l("Invited again"), "user.add": _l("Added"), "user.deactivate": _l("Closed the account"),
    "user.reactivate": _l("Opened the account again"), "user.let_in_again": _l("Let in again after failed tries"),
    "user.set_password": _l("Set the password"), "user.change_password": _l("Changed the password"),
    "user.edit_own": _l("Changed their own details"), "user.sign_out_elsewhere": _l("Signed out everywhere else"),
    "user.come_by_link": _l("Came in by a link"), "user.ask_reset": _l("Asked for a new password"),
    "user.change_email": _l("Changed the e-mail address"), "user.hand_over": _l("Handed over"),
    "ramp.bring_in": _l("Brought in"),
    "user.set_up": _l("Set Onramp up"),
    "setting.name_company": _l("Named the company"), "role_grant.give": _l("Gave a role"), "role_grant.take_back": _l(
        "Took a role back"), "team.create": _l("Made"), "team.change": _l("Changed"),
    "content_version.load": _l("Loaded"), "one_time_link.issue": _l("Sent out"), "one_time_link.consume": _l("Used"),
    "candidacy.apply": _l("Applied"), "candidacy.add": _l("Added by hand"), "comment.add": _l("Commented"),
    "requisition.request": _l("Asked for a seat"), "requisition.revise": _l("Changed"),
    "opening.publish": _l("Published"), "opening.revise": _l("Changed"), "opening.close": _l("Closed"),
    "hire.make": _l("Hired"), "plan.open": _l("Opened"), "ramp.open": _l("Opened"), "vision.write": _l("Wrote"),
    "target.set": _l("Set"), "reading.record": _l("Recorded readings"), "resume.read": _l("Read"),
    "job.retry": _l("Let it be done again"), "outbox_message.retry": _l("Tried again"),
    "fit.compute": _l("Worked out"), "import_batch.take": _l("Took in"), "help_call.ask": _l("Asked for help"),
    "debrief.convene": _l("Called together"), "holiday.add": _l("Added a day off"),
    "holiday.remove": _l("Removed a day off"),
    "assignment.acknowledge": _l("Signed"),
    "assignment.move_due": _l("Moved the due date"), "assignment.tick": _l("Ticked off"),
    "attempt.open": _l("Opened an attempt"), "attempt.save": _l("Kept the scores"),
    "calibration.ask": _l("Asked for the calibration"), "calibration.compute": _l("Worked out the calibration"),
    "candidacy.tell": _l("Told the candidate"), "candidate.send_link": _l("Sent a fresh link"),
    "certificate.remind": _l("Reminded of its end"), "coaching_note.share": _l("Shared a note"),
    "coaching_note.write": _l("Wrote a note"), "coaching_plan.open": _l("Opened coaching"),
    "dispute.open": _l("Disputed"), "goal.escalate": _l("Told the leader"), "goal.review": _l("Reviewed"),
    "goal.set": _l("Set a goal"), "goal_review.finish": _l("Finished the follow-up"),
    "import_batch.ask": _l("Asked for it"), "import_batch.look": _l("Looked at the files"),
    "import_batch.confirm": _l("Confirmed"), "interview.add": _l("Added an interview"),
    "interview.prepare": _l("Prepared the interviews"), "interview.swap": _l("Changed the interviewer"),
    "interview_plan.edit": _l("Changed the interview plan"), "interview_plan.make": _l("Made the interview plan"),
    "interviewer_training.begin": _l("Began to train an interviewer"),
    "interviewer_training.limit": _l("Limited the interviews a week"), "kudos.give": _l("Gave kudos"),
    "offer.change": _l("Changed the terms"), "offer.draft": _l("Drafted an offer"),
    "offer.lapse": _l("Noted that its last day passed"), "one_time_link.begin_setup": _l("Began the setup"),
    "opening.open_again": _l("Opened again"), "pay_assignment.acknowledge": _l("Acknowledged the pay plan"),
    "pay_assignment.make": _l("Put on a pay plan"), "plan.replan": _l("Planned anew"),
    "profile.shape": _l("Changed what the job needs"), "quiz_attempt.answer": _l("Kept an answer"),
    "quiz_attempt.begin": _l("Began a quiz"), "quiz_attempt.hand_in": _l("Handed in a quiz"),
    "ramp.extend": _l("Extended the ramp"), "ramp.remind": _l("Reminded of the ramp"),
    "ramp.sign_off": _l("Signed off"), "reading.correct": _l("Corrected a reading"),
    "reading_policy.set": _l("Set how readings are weighed"), "role_play.observe": _l("Observed a role-play"),
    "scorecard.remind": _l("Reminded of the scorecard"), "scorecard.save": _l("Kept the scorecard"),
    "statement.compute": _l("Computed a statement"), "statement.compute_month": _l("Asked for the month's statements")}
CAUSES: Mapping[str, str] = {
    "debrief.convene": _l("Debrief called together"), "interview.cancel": _l("Interview cancelled"),
    "interview.swap": _l("Interviewer changed"), "interviewing.remind": _l("Reminder of a scorecard"),
    "scorecard.submit": _l("Scorecard handed in")}
"""What lets Onramp act by itself, beside the jobs, where its name in the code is no words."""
NO_DEEDS = {"requisition.see_salary", "team.see_levels", "team.see_week"}
"""Permits to look: nothing is done, so no entry ever says so."""


def cause_word(cause: str) -> str:
    """What made Onramp act by itself, in words: an event (CandidacyClosed), a job (pay.compute_month) or a name."""
    if known := CAUSES.get(cause) or WORDS.get(cause):
        said = str(known)
        return said[:1].lower() + said[1:]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cause).replace("_", " ").replace(".", ": ")
    return spaced.lower() if spaced != cause else cause


def kind_word(kind: str) -> str:
    """The record's kind as people call it; empty for an entry about no record."""
    if not kind:
        return ""
    return str(KINDS.get(kind) or _(kind.replace("_", " ").capitalize()))


def deed(entry: AuditEntry) -> str:
    """What was done: the move's own words, else the verb's."""
    kind, _dot, verb = entry.verb.partition(".")
    flow = FLOWS.get(kind)
    if flow is not None and verb in flow.moves:
        return str(_(flow.moves[verb].label))
    return str(DEEDS.get(entry.verb) or verb.replace("_", " ").replace("-", " ").capitalize())


def states(entry: AuditEntry) -> tuple[str, str] | None:
    """From which state to which a record went, as people call them."""
    flow = FLOWS.get(entry.record_kind)
    before, after = entry.facts.get("before"), entry.facts.get("after")
    if flow is None or not isinstance(before, str) or not isinstance(after, str) or not {before, after} <= set(
            flow.states):
        return None
    return str(_(flow.labels[flow.states(before)])), str(_(flow.labels[flow.states(after)]))
