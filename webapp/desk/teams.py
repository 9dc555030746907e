"""Pages: teams, one team with its vision, gaps, people and openings."""

from flask import url_for

from webapp import charts
from webapp.access import actor, needs
from webapp.answers import page
from webapp.desk import bp
from webapp.figures import number
from webapp.sentences import sentence
from webapp.translating import gettext as _
from workflows import clock
from workflows.insights import teams as insights
from workflows.people import queries, queries_gaps
from workflows.people import queries_teams as reads
from workflows.people.queries_gaps import TeamGap, TeamLevels
from workflows.people.records import Team, User
from workflows.people.rules import gap_reason, team_reason
from workflows.permits import may

SHOWN = 6  # competencies beside each other that still fit a page


@bp.get("/teams")
@needs()
def teams():
    """Every team one has a part in, each with what it lacks most and the seats that are open."""
    found = queries.teams_for(actor())
    ids = [team.id for team in found]
    gaps = queries_gaps.gaps_by_team(ids, clock.today())
    return page("desk/teams.html", teams=found, lacks={key: team_reason(each) for key, each in gaps.items()},
                seats=insights.open_seats(ids))


@bp.get("/teams/<int:team_id>")
@needs()
def team(team_id: int):
    """What the team wants to be, what it needs and has, who can do what, and which seats are open."""
    found = reads.team_for(actor(), team_id)
    levels = queries_gaps.levels_by_team([team_id])[team_id]
    gaps = queries_gaps.gaps_by_team([team_id], clock.today(), {team_id: levels})[team_id]
    return page("desk/team.html", team=found, vision=reads.vision_of(team_id), may=may, gaps=gaps,
                sentences=[gap_reason(each) for each in gaps], alt=_said(gaps),
                openings=insights.openings_of(team_id), **_people(found, gaps, levels))


@bp.get("/teams/<int:team_id>/gaps.svg")
@needs()
def team_gaps(team_id: int):
    reads.team_for(actor(), team_id)
    rows = [{"competency": _("%(competency)s, level %(level)s", competency=each.competency.name, level=each.level),
             "target": each.target.people, "expected": round(each.expected, 2)}
            for each in queries_gaps.team_gaps(team_id, clock.today())]
    return charts.svg_answer(charts.gap_by_competency(rows, target_label=_("Needed"), expected_label=_("Expected now"),
                                                      unit=_("people")))


def _said(gaps: list[TeamGap]) -> str:
    """The chart in words."""
    return " ".join(sentence(gap_reason(each)) for each in gaps)


def _people(team: Team, gaps: list[TeamGap], levels: TeamLevels) -> dict:
    """Who is in the team with today's levels, as far as one may see them; the competencies that matter first."""
    everyone = may(actor(), "team.see_levels", team)
    people = [each for each in reads.reps_of(team.id) if everyone or each.id == actor().user_id]
    about = {each.competency.id: each.competency.name for each in gaps}
    about |= {row.competency_id: row.competency for row in levels.readings if row.competency_id not in about}
    shown = list(about)[:SHOWN]
    estimates = levels.estimates(clock.today())
    return {"people": [(each, [_level(estimates.get((each.id, one))) for one in shown], _last(each, levels))
                       for each in people], "competencies": [about[one] for one in shown], "everyone": everyone,
            "more": len(about) - len(shown)}


def _level(estimate) -> str:
    if estimate is None:
        return "–"
    return _("%(level)s\u00a0±\u00a0%(error)s", level=number(estimate.mean, 1), error=number(estimate.sd, 1))


def _last(user: User, levels: TeamLevels):
    """The day of the newest reading."""
    return max((row.taken_on for row in levels.readings if row.user_id == user.id), default=None)


def crumbs(team: Team, here: str) -> list[tuple[str, str | None]]:
    """The way to a page of a team."""
    return [(_("Teams"), url_for(".teams")), (team.name, url_for(".team", team_id=team.id)), (here, None)]
