"""Pages: the grid in which a manager rates a team, a person's readings and corrections, what sources are worth."""

from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DecimalField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.access import actor, company, needs
from webapp.answers import done, page
from webapp.desk import bp
from webapp.desk.teams import crumbs
from webapp.forms import Form, SeenForm
from webapp.numbers import whole
from webapp.paging import paged
from webapp.sentences import sentence
from webapp.translating import gettext as _
from webapp.translating import ngettext
from workflows.insights.chain import open_to
from workflows.people import queries_gaps
from workflows.people import queries_teams as reads
from workflows.people.actions import readings as actions
from workflows.people.actions.readings import BY_HAND, Measured
from workflows.people.records import Competency, Reading, ReadingSource, User
from workflows.permits import Role, may
from workflows.reasons import Reason

RATERS = (Role.leader, Role.hiring_manager)
PER_PAGE = 25
SOURCES = {ReadingSource.manager_grid: _l("Manager's rating"), ReadingSource.csv: _l("File"),
           ReadingSource.interview: _l("Interviews"), ReadingSource.certificate: _l("Certificate")}


class GridForm(Form):
    """`form_for` adds a level per person and competency."""

    seen = HiddenField()
    confirm = BooleanField(_l("I looked at every level again today"),
                           description=_l("Then levels that did not change count as seen today, too. Without it only "
                                          "changed ones are kept."))

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; and who cannot say what they saw is told to look again, because every other level would count."""
        valid = super().validate(extra_validators)
        if self.seen.data == self.seen.object_data:
            return valid
        self.seen.data = self.seen.object_data
        self.form_errors = [*self.form_errors, sentence(Reason("record.changed-meanwhile"))]
        return False


class CorrectionForm(Form):
    level = DecimalField(_l("The right level"), [InputRequired(), NumberRange(1, 5)],
                         description=_l("From 1 to 5; halves are fine."))
    reason = TextAreaField(_l("What was wrong?"), [InputRequired(), Length(max=500)],
                           description=_l("It stays beside the old level."))


def others(team_id: int) -> list[User]:
    """Whom one may measure: the reps but oneself."""
    return [each for each in reads.reps_of(team_id) if each.id != actor().user_id]


def cell(user: User, competency: Competency) -> str:
    return f"level_{user.id}_{competency.id}"


def shown(reading: Reading | None) -> str:
    """The level of the grid that stands for a reading: the nearest whole one, or none."""
    return str(int(reading.level + 0.5)) if reading else ""


def form_for(people: list[User], competencies: list[Competency], there: dict[tuple[int, int], Reading],
             seen: int) -> GridForm:
    choices = [SelectChoice("", "–"), *(SelectChoice(str(n), str(n)) for n in range(1, 6))]
    fields, data = {}, {"seen": str(seen)}
    for user in people:
        for each in competencies:
            label = _("%(name)s, %(competency)s", name=user.name, competency=each.name)
            fields[cell(user, each)] = RadioField(label, [Optional()], choices=choices)
            data[cell(user, each)] = shown(there.get((user.id, each.id)))
    return type("TeamGridForm", (GridForm,), fields)(data=data)


def changed(form: GridForm, people: list[User], competencies: list[Competency],
            there: dict[tuple[int, int], Reading]) -> list[Measured]:
    """The cells that say something else than was shown, or every filled one when all were looked at again."""
    filled = [(user, each, form[cell(user, each)].data) for user in people for each in competencies]
    return [Measured(user.id, each.id, float(level)) for user, each, level in filled
            if level and (form.confirm.data or level != shown(there.get((user.id, each.id))))]


@bp.route("/teams/<int:team_id>/readings", methods=["GET", "POST"])
@needs(*RATERS)
def readings(team_id: int):
    """One competency after the other for everybody: that keeps one strong side from colouring the rest."""
    team, competencies = reads.team_led(actor(), team_id, "reading.record"), reads.competencies(team_id)
    everyone = others(team_id)
    people, pages = paged(lambda number: (everyone[(number - 1) * PER_PAGE:][:PER_PAGE], len(everyone)), PER_PAGE)
    known = request.form.get("seen", type=whole)
    seen = reads.newest_reading() if known is None else known
    there = reads.shown_levels(team_id, seen)
    form = form_for(people, competencies, there, seen)
    if form.validate_on_submit():
        with form.asking():
            kept = actions.record(actor(), team, changed(form, people, competencies, there), source=BY_HAND[0])
            return done(url_for(".team", team_id=team_id), _kept(kept.new))
    return page("desk/readings.html", form=form, team=team, people=people, competencies=competencies, there=there,
                cell=cell, pages=pages, crumbs=crumbs(team, _("Rate the team")))


def _kept(count: int) -> str:
    if not count:
        return _("Nothing changed, so nothing was added.")
    return ngettext("%(num)s reading added. The gaps are counted anew.",
                    "%(num)s readings added. The gaps are counted anew.", count)


@bp.get("/people/<int:user_id>/readings")
@needs()
def reading_history(user_id: int):
    """All that was ever measured of a person, with source, day, error and corrections."""
    person = reads.person_measured(actor(), user_id)
    return page("desk/reading_history.html", person=person, entries=reads.history(user_id), sources=SOURCES,
                by_hand=BY_HAND, corrects=may(actor(), "reading.correct", person), has_chain=open_to(actor(), person))


@bp.route("/readings/<int:reading_id>/correct", methods=["GET", "POST"])
@needs(*RATERS)
def correct_reading(reading_id: int):
    found, form = reads.reading_for(actor(), reading_id), CorrectionForm()
    back = url_for(".reading_history", user_id=found.user_id)
    if form.validate_on_submit():
        with form.asking():
            actions.correct(actor(), found, level=float(form.level.data), reason=form.reason.data)
            return done(back, _("Corrected. The old level stays readable and no longer counts."))
    return page("desk/correct_reading.html", form=form, reading=found, back=back, sources=SOURCES)


def policy_form() -> SeenForm:
    """One field per source, and the drift."""
    error = [InputRequired(), NumberRange(actions.LEAST_ERROR, actions.MOST_ERROR)]
    fields = {each.value: DecimalField(label, error, places=2) for each, label in SOURCES.items()}
    fields["drift"] = DecimalField(_l("How far may a level wander in a year?"), places=2, validators=[
        InputRequired(), NumberRange(0, actions.MOST_DRIFT)], description=_l("It makes old readings count less."))
    held = queries_gaps.standard_errors({each.value: error for each, error in actions.STANDARD_ERRORS.items()})
    return type("PolicyForm", (SeenForm,), fields)(data=held | {"drift": queries_gaps.drift_per_year()})


@bp.route("/reading-policy", methods=["GET", "POST"])
@company(Role.operations)
def reading_policy():
    """How far each source may be off."""
    form = policy_form()
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(None, "reading_policy.set")
            actions.set_policy(actor(), errors={each: float(form[each.value].data) for each in SOURCES},
                               drift_per_year=float(form.drift.data))
            return done(url_for(".teams"), _("From now on readings count by this policy."))
    return page("desk/reading_policy.html", form=form, sources=[each.value for each in SOURCES])
