"""Page: a team's targets, all competencies at once."""

from flask import url_for
from markupsafe import Markup
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.desk import bp
from webapp.desk.teams import crumbs
from webapp.forms import SeenForm
from webapp.translating import gettext as _
from webapp.translating import ngettext
from workflows import clock
from workflows.people import queries_gaps
from workflows.people import queries_teams as reads
from workflows.people.actions import teams as actions
from workflows.people.actions.teams import Wanted
from workflows.people.records import Competency
from workflows.people.rules import gap_reason
from workflows.permits import Role

COUNT = (Optional(), NumberRange(0, 999))
SHARE = (Optional(), NumberRange(0, 100))


def named(word: str, competency: Competency) -> Markup:
    """A field's label in a row that shows the competency's name already: readers of the page alone hear it again."""
    return Markup('{}<span class="visually-hidden">, {}</span>').format(word, competency.name)


def form_for(competencies: list[Competency], held: dict[int, Wanted]) -> SeenForm:
    """People, level and weight per competency; the level's behaviour stands in its option."""
    fields: dict = {}
    data: dict = {}
    for each in competencies:
        fields[f"people_{each.id}"] = IntegerField(named(_("People"), each), COUNT)
        fields[f"level_{each.id}"] = SelectField(named(_("Level"), each), coerce=int, choices=[
            SelectChoice(n, _("%(level)s: %(behaviour)s", level=n, behaviour=text))
            for n, text in enumerate(each.levels, 1)])
        fields[f"weight_{each.id}"] = IntegerField(named(_("Weight"), each), SHARE)
        wanted = held.get(each.id)
        data |= {f"people_{each.id}": wanted.people if wanted else None,
                 f"level_{each.id}": wanted.level if wanted else 3,
                 f"weight_{each.id}": wanted.weight_bp // 100 if wanted else 10}
    return type("TargetsForm", (SeenForm,), fields)(data=data)


def wanted(form: SeenForm, competencies: list[Competency]) -> dict[int, Wanted | None]:
    """What the form asks for; no people means no target."""
    return {each.id: Wanted(form[f"people_{each.id}"].data, form[f"level_{each.id}"].data,
                            100 * (form[f"weight_{each.id}"].data or 0)) if form[f"people_{each.id}"].data else None
            for each in competencies}


@bp.route("/teams/<int:team_id>/targets", methods=["GET", "POST"])
@needs(Role.leader, Role.hiring_manager)
def targets(team_id: int):
    team, competencies = reads.team_led(actor(), team_id, "target.set"), reads.competencies(team_id)
    gaps = {each.competency.id: each for each in queries_gaps.team_gaps(team_id, clock.today())}
    form = form_for(competencies, {key: Wanted(each.target.people, each.level, each.weight_bp)
                                   for key, each in gaps.items()})
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(team, "target.set")
            count = actions.set_targets(actor(), team, wanted(form, competencies))
            said = ngettext("%(num)s target changed.", "%(num)s targets changed.", count)
            return done(url_for(".team", team_id=team_id), said if count else _("Nothing changed."))
    return page("desk/targets.html", form=form, team=team, competencies=competencies, crumbs=crumbs(team, _("Targets")),
                said={key: gap_reason(each) for key, each in gaps.items()})
