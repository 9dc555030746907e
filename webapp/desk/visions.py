"""Pages: writing a team's vision, and those it had before."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.desk import bp
from webapp.desk.teams import crumbs
from webapp.forms import SeenForm
from webapp.translating import gettext as _
from workflows.people import queries_teams as reads
from workflows.people.actions import teams as actions
from workflows.people.records import Vision
from workflows.permits import Role, may


class VisionForm(SeenForm):
    """Statement and day; `form_for` adds a title and a competency per priority."""

    statement = TextAreaField(_l("What is the team to be?"), [InputRequired(), Length(max=actions.MOST_WORDS)],
                              description=_l("One or two sentences that everybody can repeat. They stand on top of "
                                             "every desk in the team."))
    by_on = DateField(_l("By when?"), [InputRequired()])

    def priorities(self) -> list[tuple[str, int | None]]:
        """(title, competency id or None) of the rows that have a title."""
        rows = [(self[f"title_{n}"].data or "", self[f"competency_{n}"].data)
                for n in range(1, actions.MOST_PRIORITIES + 1)]
        return [(title.strip(), int(competency) if competency else None) for title, competency in rows if title.strip()]


def form_for(vision: Vision | None) -> VisionForm:
    """The form, holding what is in force."""
    choices = [SelectChoice("", _("No single competency")),
               *(SelectChoice(str(each.id), each.name) for each in reads.competencies())]
    fields = {}
    for n in range(1, actions.MOST_PRIORITIES + 1):
        fields[f"title_{n}"] = StringField(_("Priority %(number)s", number=n), [Length(max=200)])
        fields[f"competency_{n}"] = SelectField(_("Competency behind priority %(number)s", number=n), choices=choices)
    held = {"statement": vision.statement, "by_on": vision.by_on} if vision else {}
    for n, each in enumerate(vision.priorities if vision else [], 1):
        held |= {f"title_{n}": each.title, f"competency_{n}": str(each.competency_id or "")}
    return type("TeamVisionForm", (VisionForm,), fields)(data=held)


@bp.route("/teams/<int:team_id>/vision", methods=["GET", "POST"])
@needs(Role.leader)
def vision(team_id: int):
    """A new vision; the former one stays readable."""
    team = reads.team_led(actor(), team_id, "vision.write")
    in_force = reads.vision_of(team_id)
    form = form_for(in_force)
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(in_force, "vision.write")
            actions.write_vision(actor(), team, statement=form.statement.data, by_on=form.by_on.data,
                                 priorities=form.priorities())
            return done(url_for(".team", team_id=team_id), _("The vision is in force. It stands on every desk now."))
    return page("desk/vision_form.html", form=form, team=team, crumbs=crumbs(team, _("Vision")),
                rows=range(1, actions.MOST_PRIORITIES + 1))


@bp.get("/teams/<int:team_id>/visions")
@needs()
def vision_history(team_id: int):
    """What the team wanted to be, the newest first."""
    team = reads.team_for(actor(), team_id)
    return page("desk/visions.html", team=team, visions=reads.visions(team_id), crumbs=crumbs(team, _("Visions")),
                writes=may(actor(), "vision.write", team))
