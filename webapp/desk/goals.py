"""Pages: the teams' goals, one goal with its reviews, setting, reviewing and ending them."""

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.desk import bp
from webapp.desk.goal_forms import GoalForm, ReviewForm, goal_form, review_form
from webapp.flows import before_asking, buttons
from webapp.forms import VersionedForm
from webapp.numbers import whole
from webapp.paging import paged
from webapp.sentences import sentence
from webapp.translating import gettext as _
from workflows import clock
from workflows.flow import FLOWS
from workflows.goals import actions, queries
from workflows.goals.rules import METRIC_LABELS, measured
from workflows.people import queries as people
from workflows.people import queries_teams as teams
from workflows.permits import Role, may

VERBS = ("meet", "miss", "drop", "reopen")


class WhyForm(VersionedForm):
    reason = TextAreaField(_l("Why?"), [InputRequired(), Length(max=2000)], description=_l("Others will read it."))


@bp.get("/goals")
@needs()
def goals():
    """Goals of the teams one has a part in, by team and due day."""
    active = request.args.get("state") != "all"
    rows, pages = paged(lambda number: queries.goals_for(actor(), active=active, page=number), queries.PAGE)
    leads = [team for team in people.teams_for(actor()) if may(actor(), "goal.set", team)]
    return page("desk/goals.html", rows=rows, active=active, leads=leads, pages=pages)


@bp.get("/goals/<int:goal_id>")
@needs()
def goal(goal_id: int):
    """How far it is and why we say so, what history said, every review and what followed from it."""
    found = queries.goal_for(actor(), goal_id)
    above, below = queries.family(found)
    standing, *under = queries.standings([found, *below])
    return page("desk/goal.html", goal=found, standing=standing, above=above, below=under,
                moves=buttons(actor(), found, actions.blockers(standing)), metric=metric_words(found.metric),
                reviews=may(actor(), "goal.review", found) and found.ended_at is None,
                cascades=may(actor(), "goal.set", found.team) and found.ended_at is None,
                today=clock.today(), finishes=lambda review: may(actor(), "goal_review.finish", review))


@bp.route("/teams/<int:team_id>/goals/set", methods=["GET", "POST"])
@needs(Role.leader)
def set_goal(team_id: int):
    team = teams.team_for(actor(), team_id)
    before_asking("goal.set", team)
    form: GoalForm = goal_form(team, request.args.get("under", type=whole))
    if form.validate_on_submit():
        with form.asking():
            made = actions.set_goal(actor(), team, form.wanted())
            told = made.attainability["reason"] if made.attainability else None
            return done(url_for(".goal", goal_id=made.id), sentence(told) if told else _("The goal is set."))
    return page("desk/goal_form.html", form=form, team=team)


@bp.route("/goals/<int:goal_id>/review", methods=["GET", "POST"])
@needs()
def review_goal(goal_id: int):
    found = queries.goal_for(actor(), goal_id)
    before_asking("goal.review", found)
    (standing,) = queries.standings([found])
    form: ReviewForm = review_form(found, standing)
    if form.validate_on_submit():
        with form.asking(found):
            actions.review_goal(actor(), found, version=form.seen, **form.written(standing.current))
            return done(url_for(".goal", goal_id=found.id), _("The review is kept."))
    return page("desk/goal_review.html", form=form, goal=found, standing=standing)


@bp.route(f"/goals/<int:goal_id>/<any({', '.join(VERBS)}):verb>", methods=["GET", "POST"])
@needs()
def move_goal(goal_id: int, verb: str):
    """Asks for the reason where a move needs one, then makes the move."""
    found, move = queries.goal_for(actor(), goal_id), FLOWS["goal"].moves[verb]
    before_asking(f"goal.{verb}", found)
    form = (WhyForm if move.needs_reason else VersionedForm)(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.asking(found):
            actions.advance(actor(), found, verb, version=form.seen,
                            reason=form.reason.data if move.needs_reason else None)
            return done(url_for(".goal", goal_id=found.id), _("Done: %(what)s.", what=_(move.label)))
    return page("desk/goal_move.html", form=form, goal=found, move=move)


@bp.get("/goal-reviews/<int:review_id>")
@needs()
def goal_review(review_id: int):
    """Where a review and its follow-up are: on the goal's page."""
    found = queries.review_for(actor(), review_id)
    return redirect(url_for(".goal", goal_id=found.goal_id, _anchor=f"review-{found.id}"), 303)


@bp.post("/goal-reviews/<int:review_id>/finish")
@needs()
def finish_follow_up(review_id: int):
    found = queries.review_for(actor(), review_id)
    actions.finish_follow_up(actor(), found)
    return done(url_for(".goal", goal_id=found.goal_id), _("The follow-up is done."))


def metric_words(metric: str) -> str:
    known = measured(metric)
    return _(METRIC_LABELS[known]) if known else metric
