"""Pages: who works here, inviting them, their roles, and what happens when they leave."""

from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length

from webapp.access import actor, needs
from webapp.admin import bp
from webapp.admin.words import role_rows
from webapp.answers import done, page
from webapp.forms import Form
from webapp.forms import asked as searched
from webapp.numbers import whole
from webapp.paging import paged
from webapp.roles import ROLES
from webapp.translating import gettext as _
from webapp.translating import ngettext
from workflows.handovers import to_hand_over
from workflows.people import queries_directory as queries
from workflows.people.actions import addresses, invitations, members
from workflows.people.role_rules import ASSIGNABLE, grant_blockers
from workflows.permits import Role

KEEPERS = (Role.operations, Role.admin)
NOBODY, EVERYWHERE = 0, 0


class InviteForm(Form):
    """Somebody new, and what they may do."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=160)])
    email = EmailField(_l("E-mail"), [InputRequired(), Length(max=320), Email(_l("This is no e-mail address."))],
                       filters=[lambda typed: (typed or "").strip()],
                       description=_l("The invitation goes there; they sign in with it."))
    job_title = StringField(_l("Job title"), [Length(max=120)])
    team_id = SelectField(_l("Team"), [InputRequired()], coerce=int)
    roles = SelectMultipleField(_l("Roles"), [InputRequired(_l("Choose at least one role."))], coerce=Role,
                                widget=widgets.ListWidget(prefix_label=False), option_widget=widgets.CheckboxInput(),
                                description=_l("What they may do in the team. One person may hold several."))
    everywhere = BooleanField(_l("In the whole company"),
                              description=_l("The roles count in every team, not only in this one."))

    def offer(self) -> "InviteForm":
        """The teams and roles that the inviting person may hand out."""
        teams = queries.keepers_teams(actor())
        self.team_id.choices = [SelectChoice(team.id, team.name) for team in teams]
        self.roles.choices = [SelectChoice(role, ROLES[role]) for role in handed_out()]
        return self


class AddressForm(Form):
    email = EmailField(_l("E-mail"), [InputRequired(), Length(max=320), Email(_l("This is no e-mail address."))],
                       filters=[lambda typed: (typed or "").strip()],
                       description=_l("They sign in with it, and mail goes there. Links sent to the old one stop "
                                      "working."))


class RoleForm(Form):
    role = SelectField(_l("Role"), [InputRequired()], coerce=Role)
    team_id = SelectField(_l("Where"), [InputRequired()], coerce=int)

    def offer(self) -> "RoleForm":
        self.role.choices = [SelectChoice(role, ROLES[role]) for role in handed_out()]
        company = [SelectChoice(EVERYWHERE, _("In the whole company"))] if actor().teams(*KEEPERS) is None else []
        self.team_id.choices = company + [SelectChoice(t.id, t.name) for t in queries.keepers_teams(actor())]
        return self


class LeavingForm(Form):
    successor_id = SelectField(_l("Who takes over what waits?"), [InputRequired()], coerce=int,
                               description=_l("It moves to this person's desk at once."))

    def offer(self, user_id: int) -> "LeavingForm":
        self.successor_id.choices = [SelectChoice(NOBODY, _("Nobody")), *(
            SelectChoice(each.id, each.name) for each in queries.successors(actor(), but=user_id))]
        return self


def handed_out() -> list[Role]:
    """The roles that this person may hand out."""
    return [role for role in ASSIGNABLE if role is not Role.admin or actor().holds(Role.admin, None)]


@bp.get("/people")
@needs(*KEEPERS)
def people():
    """Everyone one looks after, with their roles."""
    asked: dict[str, Any] = {
        "words": searched("q"), "role": searched("role"),
        "team_id": request.args.get("team", None, whole), "left": request.args.get("left") == "1"}
    rows, pages = paged(lambda number: queries.directory(actor(), **asked, page=number)[:2], queries.PAGE)
    return page("admin/people.html", rows=rows, pages=pages, **asked,
                teams=queries.keepers_teams(actor()), roles=ROLES, role_rows=role_rows)


@bp.route("/people/invite", methods=["GET", "POST"])
@needs(*KEEPERS)
def invite():
    form = InviteForm().offer()
    if form.validate_on_submit():
        settings = current_app.config["ONRAMP"]
        with form.asking():
            made = invitations.invite(
                actor(), email=form.email.data, name=form.name.data, roles=form.roles.data, team_id=form.team_id.data,
                everywhere=form.everywhere.data, job_title=form.job_title.data, time_zone=settings.time_zone,
                locale=settings.locale)
            return done(url_for(".person", user_id=made.id), _("%(name)s is invited.", name=made.name))
    return page("admin/invite.html", form=form)


@bp.get("/people/<int:user_id>")
@needs(*KEEPERS)
def person(user_id: int):
    """One person's account: roles, sign-ins, what waits."""
    return _person(user_id, RoleForm(formdata=None).offer())


def _person(user_id: int, form: RoleForm):
    found = queries.person(actor(), user_id)
    uninvitable = invitations.invitation_blocker(found)
    return page("admin/person.html", person=found, account=queries.account(found), form=form, roles=ROLES,
                waiting=members.waiting_count(found.id), uninvitable=uninvitable, own=found.id == actor().id,
                rows=[(grant, grant_blockers(actor(), grant.role, grant.team_id)) for grant in found.grants])


@bp.post("/people/<int:user_id>/roles")
@needs(*KEEPERS)
def give_role(user_id: int):
    found, form = queries.person(actor(), user_id), RoleForm().offer()
    if form.validate_on_submit():
        with form.asking():
            members.give_role(actor(), found, given=form.role.data, team_id=form.team_id.data or None)
            return done(url_for(".person", user_id=user_id), _("%(name)s has the role.", name=found.name))
    return _person(user_id, form)


@bp.post("/people/<int:user_id>/roles/<int:grant_id>/take-back")
@needs(*KEEPERS)
def take_back_role(user_id: int, grant_id: int):
    grant = queries.grant_of(actor(), user_id, grant_id)
    members.take_back_role(actor(), grant)
    return done(url_for(".person", user_id=user_id), _("The role is taken back."))


@bp.route("/people/<int:user_id>/email", methods=["GET", "POST"])
@needs(*KEEPERS)
def change_email(user_id: int):
    found = queries.person(actor(), user_id)
    form, back = AddressForm(), url_for(".person", user_id=user_id)
    if form.validate_on_submit():
        with form.asking():
            addresses.change_email(actor(), found, email=form.email.data)
            return done(back, _("%(name)s signs in with the new address from now on.", name=found.name))
    return page("hiring/give_reason.html", form=form, title=_("Change the e-mail address"), back=back,
                submit=_("Change the address"), lead=_("Now it is %(email)s.", email=found.email),
                crumbs=[(found.name, back), (_("E-mail address"), None)])


@bp.post("/people/<int:user_id>/invite-again")
@needs(*KEEPERS)
def invite_again(user_id: int):
    invitations.invite_again(actor(), queries.person(actor(), user_id))
    return done(url_for(".person", user_id=user_id), _("A new invitation is on its way. The old link works no more."))


@bp.post("/people/<int:user_id>/let-in-again")
@needs(*KEEPERS)
def let_in_again(user_id: int):
    invitations.let_in_again(actor(), queries.person(actor(), user_id))
    return done(url_for(".person", user_id=user_id), _("Signing in works again at once."))


@bp.route("/people/<int:user_id>/deactivate", methods=["GET", "POST"])
@needs(*KEEPERS)
def deactivate(user_id: int):
    """Asks who takes over, then closes the account."""
    found = queries.person(actor(), user_id)
    form = LeavingForm().offer(user_id)
    if form.validate_on_submit():
        with form.asking():
            handed = members.deactivate(actor(), found, successor_id=form.successor_id.data or None)
            return done(url_for(".person", user_id=user_id),
                        ngettext("The account is closed; %(num)s thing was handed over.",
                                 "The account is closed; %(num)s things were handed over.", handed))
    return page("admin/deactivate.html", form=form, person=found, waiting=to_hand_over(user_id))


@bp.post("/people/<int:user_id>/reactivate")
@needs(*KEEPERS)
def reactivate(user_id: int):
    members.reactivate(actor(), queries.person(actor(), user_id))
    return done(url_for(".person", user_id=user_id), _("The account is open again."))
