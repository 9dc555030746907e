"""What is asked of a person who sets or reviews a goal."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.forms import Form, VersionedForm
from webapp.translating import gettext as _
from workflows.goals import queries
from workflows.goals.queries import GoalStanding
from workflows.goals.records import Goal
from workflows.goals.rules import LARGEST, METRIC_LABELS, Metric, NewGoal, measured
from workflows.people.records import Team

WORDS = "words"
NUMBER = NumberRange(min=Decimal(-LARGEST), max=Decimal(LARGEST), message=_l("Write a plain number below a trillion."))


class GoalForm(Form):
    title = StringField(_l("Goal"), [InputRequired(), Length(max=200)],
                        description=_l("What will be true on the day it is due."))
    owner = SelectField(_l("Owner"), [InputRequired()], coerce=int,
                        description=_l("Who answers for it and reviews it."))
    metric = SelectField(_l("Measured by"), [InputRequired()], description=_l(
        "Bookings and attainment are measured here, in the quarter the goal is due in."))
    counted = StringField(_l("What is counted?"), [Length(max=80)], description=_l(
        "Only for what is told at reviews: “people certified”, “days to first meeting”."))
    unit = StringField(_l("Unit"), [Length(max=40)], description=_l(
        "“people”, “days”. Bookings are in whole currency units, attainment in percent."))
    start_value = DecimalField(_l("Where does it stand now?"), [InputRequired(), NUMBER], default=Decimal(0),
                               places=None)
    target_value = DecimalField(_l("Target"), [InputRequired(), NUMBER], places=None)
    due_on = DateField(_l("Due on"), [InputRequired()])
    review_every_days = IntegerField(_l("Reviewed every"), [InputRequired(), NumberRange(1, 366)], default=30,
                                     description=_l("Days. A review that is missed waits for the leader."))
    priority = SelectField(_l("Priority of the vision it serves"), coerce=int)
    parent = SelectField(_l("Goal above it"), coerce=int, description=_l("It must be due on the same day or later."))

    def wanted(self) -> NewGoal:
        by_words = self.metric.data == WORDS
        return NewGoal(
            title=self.title.data, metric=(self.counted.data or "") if by_words else self.metric.data,
            unit=self.unit.data or "", start_value=float(self.start_value.data),
            target_value=float(self.target_value.data), due_on=self.due_on.data, owner_id=self.owner.data,
            priority_id=self.priority.data or None, parent_id=self.parent.data or None,
            review_every_days=self.review_every_days.data)


class ReviewForm(VersionedForm):
    value = DecimalField(_l("Where does it stand?"), [InputRequired(), NUMBER], places=None)
    note = TextAreaField(_l("Why does it stand there?"), [InputRequired(), Length(max=4000)])
    follow_up = StringField(_l("Follow-up"), [Length(max=300)], description=_l(
        "What somebody does next. Leave all three empty if nothing is needed."))
    follow_up_owner = SelectField(_l("Who"), coerce=int)
    follow_up_on = DateField(_l("By when"), [Optional()])

    def written(self, measured_now: float | None) -> dict[str, Any]:
        return {"value": float(self.value.data) if "value" in self else measured_now or 0.0, "note": self.note.data,
                "follow_up": self.follow_up.data or None, "follow_up_owner_id": self.follow_up_owner.data or None,
                "follow_up_on": self.follow_up_on.data}


def goal_form(team: Team, under: int | None) -> GoalForm:
    """The form with the team's people, priorities and goals to choose from."""
    form = GoalForm(data=None if under is None else {"parent": under})
    form.owner.choices = [SelectChoice(each.id, each.name) for each in queries.owners_of(team)]
    form.metric.choices = [*(SelectChoice(each.value, _(METRIC_LABELS[each])) for each in Metric),
                           SelectChoice(WORDS, _("Something else, told at reviews"))]
    form.priority.choices = [SelectChoice(0, _("none of them")), *(SelectChoice(each.id, each.title)
                                                           for each in queries.priorities_of(team))]
    form.parent.choices = [SelectChoice(0, _("none of them")), *(SelectChoice(each.id, each.title)
                                                         for each in queries.active_goals_of(team))]
    return form


def review_form(goal: Goal, standing: GoalStanding) -> ReviewForm:
    """What the product measures itself is not asked."""
    form = ReviewForm(data={"version": str(goal.version), "value": _plain(standing.current)})
    form.follow_up_owner.choices = [SelectChoice(0, _("nobody")), *(
        SelectChoice(each.id, each.name) for each in queries.owners_of(goal.team))]
    if measured(goal.metric):
        del form.value
    return form


def _plain(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(int(value) if value == int(value) else value))
