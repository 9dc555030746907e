"""Pages: one's interviews, those of a candidacy, the kit, and the calendar's side of it."""

from datetime import UTC
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking, buttons
from webapp.forms import Form, VersionedForm
from webapp.hiring import bp
from webapp.hiring.kits import kit_of, kit_paper, purpose_of
from webapp.paging import paged
from webapp.papers import pdf_answer
from webapp.translating import gettext as _
from workflows import clock
from workflows.interviewing.actions import interviews as actions
from workflows.interviewing.machine import InterviewState
from workflows.interviewing.queries import interviews as reads
from workflows.interviewing.queries.blindness import sees_numbers
from workflows.interviewing.queries.debriefs import debrief_of
from workflows.interviewing.queries.plans import newest_plan
from workflows.interviewing.rules import no_more_now, not_held_yet
from workflows.permits import Role, may

TAKING_PART = (Role.interviewer, Role.recruiter, Role.hiring_manager)
HIRING = (Role.recruiter, Role.hiring_manager)
PER_PAGE = 50


class ScheduleForm(VersionedForm):
    starts_at = DateTimeLocalField(_l("Begins at"), [InputRequired()], format="%Y-%m-%dT%H:%M")
    place = StringField(_l("Place or link to the call"), [InputRequired(), Length(max=300)])


class RescheduleForm(ScheduleForm):
    reason = TextAreaField(_l("Why does it change?"), [InputRequired(), Length(max=500)])


class SwapInterviewerForm(Form):
    interviewer_id = SelectField(_l("Who takes it over?"), [InputRequired()], coerce=int)


class ReasonForm(Form):
    """One sentence that others will read."""

    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=500)])


@bp.get("/interviews")
@needs(*TAKING_PART)
def interviews():
    """What one holds oneself, what is to do first."""
    rows, pages = paged(lambda number: reads.my_interviews(actor(), page=number, size=PER_PAGE), PER_PAGE)
    return page("hiring/interviews.html", rows=rows, pages=pages)


@bp.get("/candidacies/<int:candidacy_id>/interviews")
@needs(*TAKING_PART)
def candidacy_interviews(candidacy_id: int):
    """The panel of one candidacy."""
    candidacy = reads.candidacy_for(actor(), candidacy_id)
    rows = reads.interviews_of(actor(), candidacy_id)
    organises = may(actor(), "interview.prepare", candidacy)
    return page("hiring/candidacy_interviews.html", candidacy=candidacy, rows=rows, organises=organises,
                adds=organises and rows and not no_more_now(candidacy.state),
                unprepared=actions.unpreparable(candidacy, newest_plan(candidacy.opening_id)),
                debrief=debrief_of(candidacy_id), sees=sees_numbers(actor(), candidacy))


@bp.post("/candidacies/<int:candidacy_id>/interviews/prepare")
@needs(*HIRING)
def prepare_interviews(candidacy_id: int):
    actions.prepare_interviews(actor(), reads.candidacy_for(actor(), candidacy_id))
    return done(url_for(".candidacy_interviews", candidacy_id=candidacy_id), _("The interviews have their kits."))


@bp.get("/interviews/<int:interview_id>")
@needs(*TAKING_PART)
def interview(interview_id: int):
    """The kit, and what can be done with the interview."""
    found = reads.interview_for(actor(), interview_id)
    early = not_held_yet(found.state, found.starts_at, clock.now())
    blockers = {"hold": (early,), "miss": (early,)} if early else {}
    return page("hiring/interview.html", interview=found, kit=kit_of(found), purpose=purpose_of(found),
                moves=buttons(actor(), found, blockers), mine=found.interviewer_id == actor().user_id,
                swaps=may(actor(), "interview.swap", found) and found.state in actions.SWAPPABLE)


@bp.get("/interviews/<int:interview_id>/kit.pdf")
@needs(*TAKING_PART)
def kit_pdf(interview_id: int):
    found = reads.interview_for(actor(), interview_id)
    return pdf_answer(kit_paper(found), f"kit-{found.id}.pdf")


@bp.route("/interviews/<int:interview_id>/schedule", methods=["GET", "POST"])
@needs(*HIRING)
def schedule_interview(interview_id: int):
    """When and where; in the reader's own zone."""
    found = reads.interview_for(actor(), interview_id)
    zone, kind = ZoneInfo(actor().time_zone), ScheduleForm
    if found.state is InterviewState.scheduled:
        kind = RescheduleForm
    local = found.starts_at.astimezone(zone).replace(tzinfo=None) if found.starts_at else None
    form = kind(data={"starts_at": local, "place": found.place, "version": str(found.version)})
    if form.validate_on_submit():
        with form.asking(found):
            starts_at = form.starts_at.data.replace(tzinfo=zone).astimezone(UTC)
            actions.schedule(actor(), found, starts_at=starts_at, place=form.place.data, version=form.seen,
                             reason=form.reason.data if "reason" in form else None)
            return done(url_for(".interview", interview_id=interview_id), _("Both have their invitation by mail."))
    return page("hiring/schedule_interview.html", form=form, interview=found, zone=actor().time_zone)


@bp.route("/interviews/<int:interview_id>/interviewer", methods=["GET", "POST"])
@needs(*HIRING)
def swap_interviewer(interview_id: int):
    found = reads.interview_for(actor(), interview_id)
    form = SwapInterviewerForm()
    form.interviewer_id.choices = [SelectChoice(p.id, p.name) for p in reads.people_for(found.team_id)
                                   if p.id != found.interviewer_id]
    if form.validate_on_submit():
        with form.asking():
            actions.swap_interviewer(actor(), found, interviewer_id=form.interviewer_id.data)
            return done(url_for(".interview", interview_id=interview_id), _("The kit moved along."))
    return page("hiring/swap_interviewer.html", form=form, interview=found)


@bp.post("/interviews/<int:interview_id>/hold")
@needs(*TAKING_PART)
def hold_interview(interview_id: int):
    found = reads.interview_for(actor(), interview_id)
    actions.hold(actor(), found)
    mine = found.interviewer_id == actor().user_id
    target = url_for(".scorecard", scorecard_id=found.scorecard.id) if mine and found.scorecard else url_for(
        ".interview", interview_id=interview_id)
    return done(target, _("The interview is marked as held."))


@bp.post("/interviews/<int:interview_id>/miss")
@needs(*TAKING_PART)
def miss_interview(interview_id: int):
    actions.miss(actor(), reads.interview_for(actor(), interview_id))
    return done(url_for(".interview", interview_id=interview_id), _("Noted. It waits to be scheduled again."))


@bp.route("/interviews/<int:interview_id>/cancel", methods=["GET", "POST"])
@needs(*HIRING)
def cancel_interview(interview_id: int):
    found = reads.interview_for(actor(), interview_id)
    form, back = ReasonForm(), url_for(".interview", interview_id=interview_id)
    before_asking("interview.cancel", found)
    if form.validate_on_submit():
        with form.asking():
            actions.cancel(actor(), found, reason=form.reason.data)
            return done(back, _("The interview is called off; both know by mail."))
    return page("hiring/give_reason.html", form=form, title=_("Cancel the interview"), submit=_("Cancel the interview"),
                kind="danger", back=back,
                lead=_("Candidate and interviewer get a mail that takes it out of their calendars."),
                crumbs=[(_("My interviews"), url_for(".interviews")), (found.title, back), (_("Cancel"), None)])
