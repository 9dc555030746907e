"""Pages: the scorecard, kit and form on one screen; read-only once it is locked."""

from flask import Response, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking, buttons
from webapp.forms import DraftForm
from webapp.hiring import bp
from webapp.hiring.interviews import ReasonForm
from webapp.hiring.kits import ask_of, purpose_of
from webapp.translating import gettext as _
from workflows import clock
from workflows.errors import NotFound
from workflows.interviewing.actions import scorecards as actions
from workflows.interviewing.machine import ScorecardState
from workflows.interviewing.queries.blindness import card_to_submit, own_scorecard, scorecard_for
from workflows.interviewing.queries.interviews import interview_for, resume_quotes
from workflows.interviewing.queries.readings import wording
from workflows.interviewing.records import Blank, Overall
from workflows.interviewing.rules import not_held_yet
from workflows.permits import Role
from workflows.reasons import Reason

TAKING_PART = (Role.interviewer, Role.recruiter, Role.hiring_manager)
BLANKS = {Blank.not_asked: (_l("Not asked"), _l("There was no time, or it did not come up.")),
          Blank.no_evidence: (_l("Asked, no evidence"), _l("The answer named nothing one could judge.")),
          Blank.no_decision: (_l("No decision"), _l("There is evidence for both; I cannot decide."))}
OVERALL = {Overall.strong_yes: _l("Strong yes"), Overall.yes: _l("Yes"), Overall.no: _l("No"),
           Overall.strong_no: _l("Strong no")}
LONGEST = Length(max=actions.LONGEST)


class ScorecardForm(DraftForm):
    """Overall and notes; `form_for` adds a level and an evidence field per rating."""

    overall = RadioField(_l("Overall"), [Optional()])
    overall_reason = TextAreaField(_l("Why this overall?"), [LONGEST])
    notes = TextAreaField(_l("Notes for yourself"), [LONGEST],
                          description=_l("Nobody sees them before you submit; then they belong to the scorecard."))
    kept_reason = TextAreaField(_l("Why must the wording that is off limits stay?"), [LONGEST],
                                description=_l("Better take it out. What you write here goes in with the scorecard."))
    confirmed = BooleanField(_l("I read the hints; the evidence stays as it is."))
    unread_ok = BooleanField(_l("Submit without waiting until the wording is read."))

    def changed_words(self) -> list[tuple[str, str]]:
        """Label and text of what says something else than the scorecard."""
        return [(each.label.text, each.data) for each in self
                if isinstance(each, TextAreaField) and each.data and each.data != each.object_data]


def form_for(card) -> ScorecardForm:
    """The form of one scorecard, as it stands or as it was just sent."""
    fields, held = {}, {"overall": card.overall, "overall_reason": card.overall_reason, "notes": card.notes,
                    "kept_reason": card.kept_reason}
    levels = [SelectChoice(str(n), str(n)) for n in range(1, 6)]
    blanks = [SelectChoice(blank.value, label) for blank, (label, _hint) in BLANKS.items()]
    for number, rating in enumerate(card.ratings, start=1):
        name = {"number": number, "competency": rating.competency.name}
        fields[f"level_{rating.id}"] = RadioField(_("Question %(number)s, level in %(competency)s", **name),
                                                  [Optional()], choices=[*levels, *blanks])
        fields[f"evidence_{rating.id}"] = TextAreaField(_("Evidence for question %(number)s", **name), [LONGEST])
        held[f"level_{rating.id}"] = str(rating.level) if rating.level else rating.blank
        held[f"evidence_{rating.id}"] = rating.evidence
    form = type("CardForm", (ScorecardForm,), fields)(card, held)
    for each in form:
        each.flags.required = each.name.startswith(("level", "evidence", "overall")) or None
    form.overall.choices = [SelectChoice(each.value, label) for each, label in OVERALL.items()]
    return form


def written(card, form) -> actions.Written:
    """What the form holds, as the action wants it."""
    return actions.Written({rating.id: _given(form, rating.id) for rating in card.ratings},
                           Overall(form.overall.data) if form.overall.data else None,
                           form.overall_reason.data or "", form.notes.data or "", form.kept_reason.data or "")


def _given(form, rating_id: int) -> actions.Given:
    chosen, evidence = form[f"level_{rating_id}"].data, form[f"evidence_{rating_id}"].data or ""
    if not chosen:
        return actions.Given(None, None, evidence)
    if chosen.isdigit():
        return actions.Given(int(chosen), None, evidence)
    return actions.Given(None, Blank(chosen), evidence)


def _asks(card) -> list:
    quotes = resume_quotes(card.interview.candidacy_id)
    return [(rating, ask_of(number, rating.kit_question, quotes)) for number, rating in enumerate(card.ratings, 1)]


@bp.route("/scorecards/<int:scorecard_id>", methods=["GET", "POST"])
@needs(*TAKING_PART)
def scorecard(scorecard_id: int):
    """Write it, or read it. A refusal keeps what was typed as a draft."""
    form = None
    if request.method == "POST":
        card = card_to_submit(actor(), scorecard_id)
        form = form_for(card)
        if form.validate():
            with form.asking(card):
                actions.hand_in(actor(), card, written(card, form), window=form.here, confirmed=form.confirmed.data,
                                unread_ok=form.unread_ok.data)
                return done(url_for(".scorecard", scorecard_id=scorecard_id), _("The scorecard is in."))
    return _shown(scorecard_for(actor(), scorecard_id), form)


def _shown(card, form):
    """The page of a scorecard: with its form for its author while it is a draft, else to be read."""
    if card.author_id != actor().user_id or card.state is not ScorecardState.draft:
        return page("hiring/scorecard_read.html", card=card, asks=_asks(card), moves=buttons(actor(), card),
                    overall=OVERALL, blanks=BLANKS, form=form)
    early = not_held_yet(card.interview.state, card.interview.starts_at, clock.now())
    return page("hiring/scorecard.html", card=card, form=form or form_for(card), asks=_asks(card), blanks=BLANKS,
                early=early, purpose=purpose_of(card.interview), wording=wording(card))


@bp.get("/scorecards/<int:scorecard_id>/wording")
@needs(*TAKING_PART)
def scorecard_wording(scorecard_id: int):
    """The part that says how the author's words read; it keeps itself fresh while they write."""
    card = scorecard_for(actor(), scorecard_id)
    if card.author_id != actor().user_id or card.state is not ScorecardState.draft:
        raise NotFound(Reason("record.gone"))
    return render_template("hiring/_wording.html", card=card, wording=wording(card))


@bp.post("/scorecards/<int:scorecard_id>/draft")
@needs(*TAKING_PART)
def save_scorecard(scorecard_id: int):
    """Autosave: 204 when it is kept, 422 when a field cannot be, 409 when another window wrote since."""
    card = own_scorecard(actor(), scorecard_id)
    form = form_for(card)
    if not form.validate():
        return Response(status=422)
    with form.keeping():
        actions.save_scorecard(actor(), card, written(card, form), window=form.here)
    return Response(status=204)


@bp.route("/scorecards/<int:scorecard_id>/reopen", methods=["GET", "POST"])
@needs(*TAKING_PART)
def reopen_scorecard(scorecard_id: int):
    card, form = scorecard_for(actor(), scorecard_id), ReasonForm()
    before_asking("scorecard.reopen", card)
    back = url_for(".interview", interview_id=card.interview_id)
    if form.validate_on_submit():
        with form.asking():
            actions.reopen_scorecard(actor(), card, reason=form.reason.data)
            return done(back, _("The scorecard is open again; the old version is kept."))
    return page("hiring/give_reason.html", form=form, title=_("Re-open the scorecard"), submit=_("Re-open it"),
                back=back, lead=_("It becomes a draft again. What was submitted stays as a version."),
                crumbs=[(_("My interviews"), url_for(".interviews")), (card.interview.title, back),
                        (_("Scorecard"), url_for(".scorecard", scorecard_id=scorecard_id)), (_("Re-open"), None)])


@bp.route("/interviews/<int:interview_id>/excuse", methods=["GET", "POST"])
@needs(Role.recruiter, Role.hiring_manager)
def excuse_scorecard(interview_id: int):
    """By the interview: who excuses may not see the draft."""
    found, form = interview_for(actor(), interview_id), ReasonForm()
    back = url_for(".candidacy_interviews", candidacy_id=found.candidacy_id)
    if found.scorecard is None:
        raise NotFound(Reason("record.gone"))
    before_asking("scorecard.excuse", found.scorecard)
    if form.validate_on_submit():
        with form.asking():
            actions.excuse_scorecard(actor(), found.scorecard, reason=form.reason.data)
            return done(back, _("The debrief no longer waits for this scorecard."))
    return page("hiring/give_reason.html", form=form, title=_("Excuse the scorecard"), submit=_("Excuse it"),
                back=back, lead=_("The debrief will go on without %(name)s's opinion.", name=found.interviewer.name),
                crumbs=[(_("Interviews"), back), (found.title, None)])
