"""The debrief as a chart of its own address and as a PDF; both only for those who may see what they show."""

from typing import Any

from webapp import charts
from webapp.access import actor, needs
from webapp.figures import moment, number
from webapp.hiring import bp
from webapp.hiring.debrief_panel import Shown, as_of, shown
from webapp.hiring.debriefs import DECISIONS, STANDINGS, TAKING_PART
from webapp.hiring.scorecards import BLANKS, OVERALL
from webapp.papers import pdf_answer, printed
from webapp.translating import gettext as _
from workflows.errors import NotFound
from workflows.interviewing.queries.debriefs import DebriefView, debrief_for, debrief_view
from workflows.reasons import Reason
from workflows.recruiting.records import OpeningGap


def _derived(debrief_id: int) -> tuple[DebriefView, Shown]:
    view = debrief_view(actor(), debrief_for(actor(), debrief_id))
    said = shown(view)
    if said is None:
        raise NotFound(Reason("record.gone"))
    return view, said


@bp.get("/debriefs/<int:debrief_id>/ranges.svg")
@needs(*TAKING_PART)
def debrief_ranges(debrief_id: int):
    _view, said = _derived(debrief_id)
    return charts.svg_answer(charts.dot_and_range(said.ranges, unit=_("level"), lowest=1, highest=5))


@bp.get("/debriefs/<int:debrief_id>/debrief.pdf")
@needs(*TAKING_PART)
def debrief_pdf(debrief_id: int):
    view, said = _derived(debrief_id)
    return pdf_answer(printed("debrief.html", paper_data(view, said)), f"debrief-{debrief_id}.pdf")


def paper_data(view: DebriefView, said: Shown) -> dict[str, Any]:
    """All that the paper says, as plain values."""
    from webapp.paper import chart_image  # slow import

    debrief = view.debrief
    picture = charts.dot_and_range(said.ranges, unit=_("level"), lowest=1, highest=5) if said.ranges else None
    assert view.panel is not None
    return {
        "name": debrief.candidacy.candidate.name, "opening": debrief.candidacy.opening.title,
        "facts": _facts(view), "first_words": debrief.first_words or "", "reason": debrief.reason or "",
        "chart": chart_image(charts.render_svg(picture)) if picture else "",
        "stats": [[each.label, each.value, each.range, each.sentence] for each in said.stats],
        "match": said.match, "limits": said.limits, "levels": _levels(said),
        "skills": [{"competency": each.gap.competency.name, "about": each.about, "chance": each.chance,
                    "adjusted": list(each.adjusted), "evidence": _evidence(view, each.gap)}
                   for each in said.skills if each.skill and each.skill.raters],
        "unrated": [each.gap.competency.name for each in said.skills if not (each.skill and each.skill.raters)],
        "overall": [[card.author.name, str(OVERALL[card.overall]) if card.overall else "", card.overall_reason]
                    for card in view.cards],
        "tiers": said.tiers, "compared": said.compared,
        "orders": said.orders, "no_order": said.no_order, "asked_next": said.asked_next,
        "training": said.training, "lift": said.lift, "as_of": as_of(view.panel)}


def _facts(view: DebriefView) -> list[tuple[str, str]]:
    debrief = view.debrief
    decided = [(_("Decided"), moment(debrief.decided_at)), (_("Decision"), str(DECISIONS[debrief.decision]))] \
        if debrief.decision else [(_("Decision"), _("not yet"))]
    return [(_("Opening"), debrief.candidacy.opening.title), (_("Decides"), debrief.decider.name), *decided]


def _levels(said: Shown) -> list[list[str]]:
    return [[each.gap.competency.name, number(each.gap.level), number(each.skill.raters if each.skill else 0),
             number(each.skill.raw, 1) if each.skill and each.skill.raw is not None else _("no level"),
             number(each.skill.adjusted, 1) if each.skill and each.skill.adjusted is not None else _("no figure"),
             f"{number(each.skill.low, 1)}–{number(each.skill.high, 1)}" if each.skill and each.skill.low is not None
             else "–", each.closed, str(STANDINGS[each.skill.standing][0]) if each.skill else ""]
            for each in said.skills if each.gap.must_have or (each.skill and each.skill.raters)]


def _evidence(view: DebriefView, gap: OpeningGap) -> list[list[str]]:
    return [[card.author.name, str(BLANKS[rating.blank][0]) if rating.blank else str(rating.level), rating.evidence]
            for card in view.cards for rating in card.ratings
            if rating.competency_id == gap.competency_id and (rating.level or rating.blank)]
