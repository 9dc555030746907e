"""Pages: who is on which pay plan, one's own plan in plain words, and signing it."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form
from webapp.ramp import bp
from webapp.ramp.pay_terms import terms, tiers
from webapp.translating import gettext as _
from workflows import clock
from workflows.pay import queries
from workflows.pay.actions import assignments as actions
from workflows.permits import Role
from workflows.sales.periods import add_months


class PlanForm(Form):
    version = SelectField(_l("Pay plan"), [InputRequired()], coerce=int)
    from_on = DateField(_l("From"), [InputRequired()],
                        description=_l("A first plan on any day, a later one on the first of a month."))


class SignForm(Form):
    typed_name = StringField(_l("Your full name"), [InputRequired(), Length(max=160)],
                             description=_l("Typing it says that you have read the plan."))
    shown_sha256 = HiddenField()


@bp.get("/pay/plans")
@needs(Role.operations)
def pay_plans():
    return page("ramp/pay_plans.html", people=queries.people_for(actor()))


@bp.route("/people/<int:user_id>/pay-plan", methods=["GET", "POST"])
@needs(Role.operations)
def assign_pay_plan(user_id: int):
    user, plans = queries.person_for(actor(), user_id), queries.pay_plans()
    before_asking("pay_assignment.make", user)
    form = PlanForm(data={"from_on": add_months(clock.today().replace(day=1), 1)})
    form.version.choices = [SelectChoice(value=each.id, label=_("%(title)s, version %(number)s", title=each.title,
                                                                number=each.number)) for each in plans]
    if form.validate_on_submit():
        with form.asking():
            chosen = next(each for each in plans if each.id == form.version.data)
            actions.assign_plan(actor(), user, version=chosen, from_on=form.from_on.data)
            return done(url_for(".pay_plans"), _("Done. The plan before ends on that day."))
    return page("hiring/give_reason.html", form=form, title=_("Pay plan of %(rep)s", rep=user.name),
                submit=_("Put on this plan"), back=url_for(".pay_plans"),
                crumbs=[(_("Pay plans"), url_for(".pay_plans")), (user.name, None)],
                lead=_("Months that are released keep the plan they were computed with."))


@bp.route("/pay/plan", methods=["GET", "POST"])
@needs(Role.rep)
def pay_plan():
    found = queries.assignment_of(actor().user_id or 0, clock.today())
    if found is None:
        return page("ramp/no_pay_plan.html")
    version = found.pay_plan_version
    form = SignForm(data={"shown_sha256": actions.plan_sha256(version)})
    if form.validate_on_submit():
        with form.asking():
            actions.acknowledge_plan(actor(), found, typed_name=form.typed_name.data,
                                     shown_sha256=form.shown_sha256.data or "")
            return done(url_for(".pay_plan"), _("Signed. Thank you."))
    return page("ramp/pay_plan.html", form=form, assignment=found, version=version, terms=terms(version.body),
                tiers=tiers(version.body), signed=queries.acknowledgement_of(found.user_id, version.id))
