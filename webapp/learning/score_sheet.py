"""The form in which an assessor rates an attempt: a level and its evidence per criterion, kept while it is written."""

from flask import Response, url_for
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from curricula.rubrics import LEVELS
from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import DraftForm
from webapp.learning import bp
from webapp.translating import gettext as _
from workflows.certification.actions import attempts as actions
from workflows.certification.queries import attempts as reads
from workflows.certification.records import Attempt
from workflows.certification.rules import Given
from workflows.permits import Role

LONGEST = Length(max=actions.LONGEST)


class SheetForm(DraftForm):
    """Feedback and approver; `form_for` adds level and evidence per criterion."""

    notes = TextAreaField(_l("For %(name)s: what was good, what to practise next"), [LONGEST], description=_l(
        "Read by the rep once the result is approved."))
    approver = SelectField(_l("Who approves the scores?"), [InputRequired()], coerce=int, description=_l(
        "Another person than you: an assessor, coach or leader of the team."))


def form_for(found: Attempt, sheet: reads.Sheet, approvers) -> SheetForm:
    """The form of one attempt, as it stands or as it was just sent."""
    fields, held = {}, {"notes": sheet.notes, "approver": found.approver_id or found.plan.coach_id}
    for line in sheet.lines:
        key, name = line.criterion.key, {"title": line.criterion.title}
        fields[f"level_{key}"] = RadioField(_("Level: %(title)s", **name), [Optional()],
                                            choices=[SelectChoice(str(level), str(level)) for level in LEVELS])
        fields[f"evidence_{key}"] = TextAreaField(_("Evidence: %(title)s", **name), [LONGEST])
        held[f"level_{key}"] = str(line.level) if line.level else None
        held[f"evidence_{key}"] = line.evidence
    form = type("AttemptForm", (SheetForm,), fields)(found, held)
    for each in form:
        each.flags.required = each.name.startswith(("level_", "evidence_", "approver")) or None
    form.notes.label.text = _("For %(name)s: what was good, what to practise next", name=found.user.name)
    form.approver.choices = [SelectChoice(each.id, each.name) for each in approvers]
    return form


def score_page(found: Attempt):
    """What was typed is kept before it is judged, so a refusal loses nothing."""
    sheet = reads.sheet_for(actor(), found)
    form = form_for(found, sheet, reads.approvers_for(found))
    if form.validate_on_submit():
        with form.asking(found):
            _save(found, sheet, form)
            if not _missing(form, sheet):
                actions.hand_in(actor(), found, approver_id=form.approver.data)
                return done(url_for(".attempt", attempt_id=found.id), _("Handed in. The approver has a mail."))
    return page("learning/attempt_scores.html", attempt=found, sheet=sheet, form=form,
                sent_back=reads.sent_back_because(found))


def _missing(form: SheetForm, sheet: reads.Sheet) -> bool:
    """Whether something is still to be written; each place is marked."""
    for line in sheet.lines:
        for name, words in (("level", _("Choose a level.")), ("evidence", _("Write what you saw or heard."))):
            field = form[f"{name}_{line.criterion.key}"]
            if not (field.data or "").strip():
                field.errors = [words]
    return bool(form.errors)


@bp.post("/attempts/<int:attempt_id>/draft")
@needs(Role.assessor, Role.coach, Role.leader)
def save_attempt(attempt_id: int):
    """Autosave: 204 when it is kept, 422 when a field cannot be, 409 when another window wrote since."""
    found = reads.attempt_for(actor(), attempt_id)
    sheet = reads.sheet_for(actor(), found)
    form = form_for(found, sheet, reads.approvers_for(found))
    form.validate()
    if any(field.errors for field in form if field.name != "approver"):
        return Response(status=422)
    with form.keeping():
        _save(found, sheet, form)
    return Response(status=204)


def _save(found: Attempt, sheet: reads.Sheet, form: SheetForm) -> None:
    given = {}
    for line in sheet.lines:
        chosen = form[f"level_{line.criterion.key}"].data
        given[line.criterion.key] = Given(int(chosen) if chosen else None,
                                          form[f"evidence_{line.criterion.key}"].data or "")
    actions.save_scores(actor(), found, given, notes=form.notes.data or "", window=form.here)
