"""Pages: the debrief: first words, then the numbers, then a decision with its reason."""

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form, VersionedForm
from webapp.hiring import bp
from webapp.hiring.debrief_panel import as_of, shown
from webapp.hiring.interviews import ReasonForm
from webapp.hiring.scorecards import BLANKS, OVERALL
from webapp.translating import gettext as _
from workflows.interviewing.actions import debriefs as actions
from workflows.interviewing.machine import DebriefState
from workflows.interviewing.queries import debriefs as reads
from workflows.interviewing.queries.interviews import candidacy_for
from workflows.interviewing.records import Decision, Standing
from workflows.permits import Role, may

TAKING_PART = (Role.interviewer, Role.recruiter, Role.hiring_manager)
DECISIONS = {Decision.offer: _l("Go to offer"), Decision.advance: _l("Interview further"),
             Decision.pool: _l("Keep in the talent pool"), Decision.decline: _l("Decline")}
STANDINGS = {Standing.meets: (_l("Meets"), "good"), Standing.short: (_l("Short"), "warn"),
             Standing.not_known: (_l("Not known"), "neutral")}


class FirstWordsForm(Form):
    words = TextAreaField(_l("Your own words about the candidate"), [InputRequired(), Length(max=5000)],
                          description=_l("Written before you see numbers, so that they do not write it for you."))


class DecisionForm(VersionedForm):
    decision = RadioField(_l("Decision"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=500)],
                           description=_l("What in the evidence decided it. It stays with the candidacy."))


@bp.post("/candidacies/<int:candidacy_id>/debrief")
@needs(Role.recruiter, Role.hiring_manager)
def open_debrief(candidacy_id: int):
    found = actions.open_debrief(actor(), candidacy_for(actor(), candidacy_id))
    return done(url_for(".debrief", debrief_id=found.id), _("The debrief is open."))


@bp.get("/debriefs/<int:debrief_id>")
@needs(*TAKING_PART)
def debrief(debrief_id: int):
    """The page; for htmx the panel alone, which asks again until its numbers are there."""
    found = reads.debrief_for(actor(), debrief_id)
    if request.headers.get("HX-Request"):
        return render_template("hiring/_debrief_panel.html", **_facts(found, reads.debrief_view(actor(), found)))
    return _page(found, FirstWordsForm(), None)


def _page(found, words, form):
    deciding = may(actor(), "debrief.decide", found)
    if deciding and form is None and found.state is DebriefState.opinion_written:
        form = _decision_form(found)
    view = reads.debrief_view(actor(), found)
    return page("hiring/debrief.html", words=words, decision=form, deciding=deciding,
                blockers=view.blockers() if deciding else (), form=words if words.errors else form,
                **_facts(found, view))


def _facts(found, view) -> dict:
    return {"debrief": found, "view": view, "shown": shown(view), "as_of": as_of(view.panel) if view.panel else "",
            "blanks": BLANKS, "overall": OVERALL, "decisions": DECISIONS, "standings": STANDINGS,
            "adds": may(actor(), "interview.add", found.candidacy)}


def _decision_form(found) -> DecisionForm:
    form = DecisionForm(data={"version": str(found.version)})
    form.decision.choices = [SelectChoice(each.value, label) for each, label in DECISIONS.items()]
    return form


@bp.post("/debriefs/<int:debrief_id>/first-words")
@needs(Role.hiring_manager)
def write_first(debrief_id: int):
    found, form = reads.debrief_for(actor(), debrief_id), FirstWordsForm()
    if form.validate_on_submit():
        with form.asking():
            actions.write_first(actor(), found, words=form.words.data)
            return done(url_for(".debrief", debrief_id=debrief_id), _("Kept. Now the numbers."))
    return _page(found, form, None)


@bp.post("/debriefs/<int:debrief_id>/decide")
@needs(Role.hiring_manager)
def decide_debrief(debrief_id: int):
    found = reads.debrief_for(actor(), debrief_id)
    form = _decision_form(found)
    if form.validate_on_submit():
        with form.asking(found):
            actions.decide(actor(), found, decision=Decision(form.decision.data), reason=form.reason.data,
                           version=form.seen)
            return done(url_for(".debrief", debrief_id=debrief_id), _("Decided, with its reason."))
    return _page(found, FirstWordsForm(formdata=None), form)


@bp.route("/debriefs/<int:debrief_id>/reopen", methods=["GET", "POST"])
@needs(Role.hiring_manager)
def reopen_debrief(debrief_id: int):
    found, form = reads.debrief_for(actor(), debrief_id), ReasonForm()
    before_asking("debrief.reopen", found)
    back = url_for(".debrief", debrief_id=debrief_id)
    if form.validate_on_submit():
        with form.asking():
            actions.reopen_debrief(actor(), found, reason=form.reason.data)
            return done(back, _("Open again; the old conclusion is kept."))
    return page("hiring/give_reason.html", form=form, title=_("Re-open the debrief"), submit=_("Re-open it"),
                back=back, lead=_("You decide anew. What was concluded before stays on record."),
                crumbs=[(_("Debrief of %(name)s", name=found.candidacy.candidate.name), back), (_("Re-open"), None)])
