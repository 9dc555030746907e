"""Page: all candidates of an opening against the team's gap, in tiers only as far as the evidence separates them."""

from itertools import zip_longest

from flask import render_template, request

from webapp.access import actor, needs
from webapp.answers import page
from webapp.hiring import bp
from webapp.hiring import debrief_words as words
from webapp.hiring.debrief_panel import as_of, no_order_said
from webapp.translating import gettext as _
from workflows.interviewing.queries.matches import MatchView, Row, match_view
from workflows.interviewing.queries.plans import opening_for
from workflows.interviewing.records import Standing
from workflows.permits import Role


@bp.get("/openings/<int:opening_id>/match")
@needs(Role.recruiter, Role.hiring_manager)
def match(opening_id: int):
    """The page; for htmx the table alone, which asks again until its numbers are there."""
    view = match_view(actor(), opening_for(actor(), opening_id))
    facts = {"opening": view.opening, "view": view, "as_of": as_of(view.panel),
             "no_order": _no_order(view), "words": {row.seen.candidacy_id: row_said(view, row) for row in _rows(view)},
             "sections": _sections(view), "percent": words.percent, "named": competencies_by_standing,
             "some": words.some}
    if request.headers.get("HX-Request"):
        return render_template("hiring/_match.html", **facts)
    return page("hiring/match.html", **facts)


def row_said(view: MatchView, row: Row) -> list[str]:
    """One candidate in sentences: the gap closed, what the team needs per competency, what cannot be told."""
    name = row.seen.name
    team = [words.team_said(name, gap, skill.chance) for gap, skill in zip(view.gaps, row.skills, strict=False)
            if skill.chance is not None]
    limits = words.limits_said(view.panel.names.within(row.match.reasons)) if row.match else []
    return [words.match_said(name, row.match), *team, *limits]


def competencies_by_standing(view: MatchView, row: Row) -> dict[str, list[str]]:
    """The names of the competencies a candidate meets, is short of, and about which nothing is known."""
    found: dict[str, list[str]] = {each.value: [] for each in Standing}
    for gap, skill in zip_longest(view.gaps, row.skills):
        found[skill.standing.value if skill else Standing.not_known.value].append(gap.competency.name)
    return found


def _rows(view: MatchView) -> list[Row]:
    return [*(row for group in view.groups for tier in group for row in tier), *view.apart]


def _sections(view: MatchView) -> list[tuple[str, list[Row]]]:
    """Headings with their rows: tiers where the evidence separates, one section where it does not."""
    found = []
    for number, group in enumerate(view.groups, 1):
        place = _(" (group %(number)s, met by the same interviewers)", number=number) if len(view.groups) > 1 else ""
        for step, tier in enumerate(group, 1):
            title = _("Tier %(step)s of %(steps)s", step=step, steps=len(group)) if len(group) > 1 else _("Candidates")
            found.append((title + place, tier))
    if view.apart:
        found.append((_("Not compared: nothing about them has two opinions yet"), view.apart))
    return found


def _no_order(view: MatchView) -> list[str]:
    if view.panel.answer is None:
        return []
    return no_order_said(view.panel.answer, view.panel, view.panel.among)
