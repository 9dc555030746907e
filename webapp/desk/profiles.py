"""Pages: what jobs need."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.desk import bp
from webapp.desk.targets import named
from webapp.flows import before_asking
from webapp.forms import SeenForm
from webapp.translating import gettext as _
from workflows.insights.teams import hiring_by
from workflows.people import queries_teams as reads
from workflows.people.actions import profiles as actions
from workflows.people.actions.profiles import Need
from workflows.people.records import Competency, Profile
from workflows.permits import Role, may

READERS = (Role.leader, Role.hiring_manager, Role.recruiter, Role.coach, Role.operations, Role.interviewer, Role.rep,
           Role.assessor)
SHARE = (Optional(), NumberRange(0, 100))


class ProfileForm(SeenForm):
    """Name and summary; `form_for` adds weight, level and must-have per competency."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=120)])
    summary = TextAreaField(_l("What is the job?"), [Length(max=2000)])

    def needs(self, competencies: list[Competency]) -> dict[int, Need]:
        """The competencies that have a weight."""
        return {each.id: Need(self[f"level_{each.id}"].data, 100 * self[f"weight_{each.id}"].data,
                              self[f"must_{each.id}"].data)
                for each in competencies if self[f"weight_{each.id}"].data}


def form_for(profile: Profile, competencies: list[Competency]) -> ProfileForm:
    fields: dict = {}
    data: dict = {"name": profile.name, "summary": profile.summary}
    there = {each.competency_id: each for each in profile.needs}
    for each in competencies:
        need = there.get(each.id)
        fields[f"weight_{each.id}"] = IntegerField(named(_("Weight"), each), SHARE)
        fields[f"level_{each.id}"] = SelectField(named(_("Level"), each), coerce=int, choices=[
            SelectChoice(n, _("%(level)s: %(behaviour)s", level=n, behaviour=text))
            for n, text in enumerate(each.levels, 1)])
        fields[f"must_{each.id}"] = BooleanField(named(_("A must"), each))
        data |= {f"weight_{each.id}": need.weight_bp // 100 if need else None,
                 f"level_{each.id}": need.level if need else 3, f"must_{each.id}": bool(need and need.must_have)}
    return type("NeedsForm", (ProfileForm,), fields)(data=data)


@bp.get("/profiles")
@needs(*READERS)
def profiles():
    return page("desk/profiles.html", profiles=reads.profiles())


@bp.get("/profiles/<int:profile_id>")
@needs(*READERS)
def profile(profile_id: int):
    """What one job needs, with what each level looks like."""
    found = reads.profile(profile_id)
    return page("desk/profile.html", profile=found, shapes=may(actor(), "profile.shape", found))


@bp.route("/profiles/<int:profile_id>/edit", methods=["GET", "POST"])
@needs(Role.leader, Role.operations)
def shape_profile(profile_id: int):
    found, competencies = reads.profile(profile_id), reads.competencies()
    before_asking("profile.shape", found)
    form = form_for(found, competencies)
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(found, "profile.shape")
            actions.shape(actor(), found, name=form.name.data, summary=form.summary.data or "",
                          needs=form.needs(competencies))
            return done(url_for(".profile", profile_id=found.id),
                        _("The profile is changed. Openings keep what they were approved with."))
    return page("desk/profile_form.html", form=form, profile=found, competencies=competencies,
                used=hiring_by(found.id))
