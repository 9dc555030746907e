"""All candidates of an opening against the team's gap: meets, short or not known; grouped, never ranked."""

from dataclasses import dataclass

from workflows.interviewing.panel_answer import Answer, Match, Skill
from workflows.interviewing.queries.blindness import Seen
from workflows.interviewing.queries.debriefs import COMPARED, Panel, panel_for
from workflows.interviewing.records import Standing
from workflows.permits import Actor
from workflows.recruiting.records import Opening, OpeningGap


@dataclass(frozen=True)
class Row:
    """One candidate: what is known per competency in the order of the gaps, and the gap closed as far as one can tell.

    `must_haves` is the weakest standing among the must-haves; nothing elsewhere makes up for it.
    """

    seen: Seen
    skills: list[Skill]
    match: Match | None
    must_haves: Standing


@dataclass(frozen=True)
class MatchView:
    """`groups`: per group of candidates whom interviewers link, tiers of rows; `apart` could not be compared; of
    `hidden` this person may not see numbers yet."""

    opening: Opening
    gaps: list[OpeningGap]
    panel: Panel
    groups: list[list[list[Row]]]
    apart: list[Row]
    hidden: list[Seen]


def match_view(actor: Actor, opening: Opening) -> MatchView:
    """The match as `actor` may see it. `opening` comes with its gaps."""
    gaps = sorted(opening.gaps, key=lambda gap: (-gap.weight_bp, gap.id))
    panel = panel_for(actor, opening, gaps, states=COMPARED)
    there = [each for each in panel.seen.values() if each.state in COMPARED]
    hidden = [each for each in there if not each.numbers]
    if panel.answer is None:
        return MatchView(opening, gaps, panel, [], [_row(each, gaps, None) for each in there if each.numbers], hidden)
    rows = {each.candidacy_id: _row(each, gaps, panel.answer) for each in there if each.numbers}
    groups = [[sorted((rows[each] for each in tier), key=lambda row: row.seen.name) for tier in group]
              for group in panel.answer.tiers(rows)]
    return MatchView(opening, gaps, panel, groups, [rows[each] for each in panel.answer.not_compared(rows)], hidden)


def _row(seen: Seen, gaps: list[OpeningGap], answer: Answer | None) -> Row:
    if answer is None:
        return Row(seen, [], None, Standing.not_known)
    skills = [answer.skill(seen.candidacy_id, gap.competency_id) for gap in gaps]
    needed = {skill.standing for skill, gap in zip(skills, gaps, strict=True) if gap.must_have}
    weakest = next((each for each in (Standing.short, Standing.not_known) if each in needed), Standing.meets)
    return Row(seen, skills, answer.match(seen.candidacy_id), weakest)
