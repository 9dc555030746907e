"""What the stored figures say, in sentences one can read aloud. Reasons have theirs; here are those about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.figures import number
from webapp.sentences import sentence
from webapp.translating import gettext as _
from webapp.translating import ngettext
from workflows.interviewing.panel_answer import Match, NextInterview, Order, Severity, Skill
from workflows.interviewing.queries.debriefs import DebriefView, Panel
from workflows.reasons import Reason, Reasons
from workflows.recruiting.records import OpeningGap

HALF_RANGE = 1.645
REPEATED = ("severity", "question", "halo")


def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole percent."""
    return _("not known") if share is None else _("%(share)s%%", share=number(round(100 * share), 0))


def likely(chance: float) -> str:
    """A chance from 0 to 1 as whole percent, never a false certainty."""
    if chance < 0.01:
        return _("under %(share)s%%", share=1)
    return _("over %(share)s%%", share=99) if chance > 0.99 else percent(chance)


def span(low: float | None, high: float | None) -> str:
    """A fair range of shares from 0 to 1; empty where there is none."""
    return "" if low is None or high is None else _("%(low)s to %(high)s", low=percent(low), high=percent(high))


def some(names: Sequence[str], most: int = 3) -> str:
    """Names in a row of a table: all when they are few, else the first and how many more."""
    if len(names) <= most:
        return ", ".join(names)
    first = ", ".join(names[:most - 1])
    return _("%(names)s and %(count)s more", names=first, count=len(names) - most + 1)


@dataclass(frozen=True)
class SkillSaid:
    """One competency of one candidate in words: the figure, what was adjusted, what the team needs, what is missing."""

    gap: OpeningGap
    skill: Skill | None
    about: str
    adjusted: tuple[str, ...]
    chance: str

    @property
    def likely(self) -> str:
        """The chance of the needed level as a figure."""
        return likely(self.skill.chance) if self.skill and self.skill.chance is not None else _("no figure")

    @property
    def closed(self) -> str:
        """How much of the gap in this competency the hire would close, in people."""
        if not self.gap.gap:
            return _("no gap")
        if self.skill is None or self.skill.closed is None:
            return _("not known")
        return _("%(closed)s of %(gap)s", closed=number(self.skill.closed, 1), gap=number(self.gap.gap, 1))


def skills_said(view: DebriefView) -> list[SkillSaid]:
    """Every competency of the opening, in the order of its weights."""
    name = view.debrief.candidacy.candidate.name
    return [_skill_said(name, gap, view.skill(gap), view.panel) for gap in view.gaps]


def _skill_said(name: str, gap: OpeningGap, skill: Skill | None, panel: Panel | None) -> SkillSaid:
    if skill is None or panel is None:
        return SkillSaid(gap, None, "", (), "")
    if skill.adjusted is None:
        about = " ".join(sentence(each) for each in panel.names.within(skill.reasons))
        return SkillSaid(gap, skill, about, (), team_said(name, gap, None))
    return SkillSaid(gap, skill, level_said(name, gap.competency.name, skill),
                     adjusted_said(skill.adjustments), team_said(name, gap, skill.chance))


def level_said(name: str, competency: str, skill: Skill) -> str:
    """“Maya in Discovery: about 3.8 of 5; a fair range is 3.3 to 4.3. Three people rated it.”"""
    return ngettext("%(name)s in %(competency)s: about %(about)s of 5; a fair range is %(low)s to %(high)s. "
                    "%(num)s person rated it; the plain mean of the levels is %(raw)s.",
                    "%(name)s in %(competency)s: about %(about)s of 5; a fair range is %(low)s to %(high)s. "
                    "%(num)s people rated it; the plain mean of their levels is %(raw)s.", skill.raters, name=name,
                    competency=competency, about=number(skill.adjusted, 1), low=number(skill.low, 1),
                    high=number(skill.high, 1), raw=number(skill.raw, 1))


def adjusted_said(found: Reasons) -> tuple[str, ...]:
    """Every cause once, largest first: what would read alike is summed, what would read “by 0.0” is left out.

    Interviewers who are not called severe or lenient stand together, as the rest where somebody else is.
    """
    parts: dict[str, list[float]] = {}
    for each in found:
        parts.setdefault(each.code, []).append(float(each.params["points"]))
    singled = any(code.endswith("-severity") for code in parts)
    said = []
    for code, points in sorted(parts.items(), key=lambda item: -sum(item[1])):
        cause = code.rpartition("-")[2]
        if number(sum(points), 1) == number(0.0, 1):
            continue
        if cause in REPEATED and len(points) > 1:
            code += "-of-several"
        elif cause == "panel" and singled:
            code = code.replace("panel", "rest")
        said.append(sentence(Reason(code, {"points": sum(points), "count": len(points)})))
    return tuple(said)


def limits_said(limits: Sequence[Reason]) -> list[str]:
    """What the figures cannot tell; what nobody has rated in one sentence, and no chance of 0 % or 100 %."""
    unrated = [str(each.params["competency"]) for each in limits if each.code == "match.not-rated"]
    said = [_limit_said(each) for each in limits if len(unrated) == 1 or each.code != "match.not-rated"]
    if len(unrated) > 1:
        said.append(_("Nobody has rated these yet, so nothing is known: %(names)s.", names=", ".join(unrated)))
    return said


def _limit_said(limit: Reason) -> str:
    params = dict(limit.params)
    if "chance_bp" in params:
        params["chance_bp"] = likely(params["chance_bp"] / 10_000)
    return sentence(Reason(limit.code, params))


def team_said(name: str, gap: OpeningGap, chance: float | None) -> str:
    """What the team needs in a competency, and how likely this person is one of those."""
    about = gap.competency.name
    if not gap.target_people:
        need = _("The profile asks for level %(level)s in %(competency)s.", level=gap.level, competency=about)
        one = _("%(name)s is %(chance)s likely to have it.", name=name, chance=likely(chance or 0.0))
    else:
        need = ngettext("The team needs %(num)s person at level %(level)s in %(competency)s and has about "
                        "%(expected)s.", "The team needs %(num)s people at level %(level)s in %(competency)s and has "
                        "about %(expected)s.", gap.target_people, level=gap.level, competency=about,
                        expected=number(gap.expected_people, 1))
        one = _("%(name)s is %(chance)s likely to be one.", name=name, chance=likely(chance or 0.0))
    return need if chance is None else need + " " + one


def match_said(name: str, match: Match | None) -> str:
    """How much of the gap this hire would close, and of how much one could tell."""
    if match is None or match.mean is None:
        return _("How much of the team's gap %(name)s would close is not known yet.", name=name)
    return _("Hiring %(name)s would close about %(mean)s of the gap that could be judged; a fair range is %(low)s to "
             "%(high)s. %(judged)s of the gap could be judged.", name=name, mean=percent(match.mean),
             low=percent(match.low), high=percent(match.high), judged=percent(match.judged))


def orders_said(orders: Sequence[Order], own: int, names: Mapping[int, str]) -> list[str]:
    """The orders between one candidate and the others that the evidence supports, each with how sure it is."""
    above = [_sure(names[each.worse_id], each.sure) for each in orders if each.better_id == own]
    below = [_sure(names[each.better_id], each.sure) for each in orders if each.worse_id == own]
    return [*([_("%(name)s is rated above %(others)s.", name=names[own], others=", ".join(sorted(above)))]
              if above else []),
            *([_("Rated above %(name)s: %(others)s.", name=names[own], others=", ".join(sorted(below)))]
              if below else []),
            *([_("How sure it is holds under the least favourable of three assumptions.")] if orders else [])]


def _sure(name: str, sure: float) -> str:
    return _("%(name)s (%(sure)s sure)", name=name, sure=likely(sure))


def next_said(asked: NextInterview, names: Mapping[int, str], people: Mapping[int, str]) -> str:
    """What one more interview, by whom, would bring."""
    who = people.get(asked.interviewer_id or 0) or _somebody([people[each] for each in asked.free_ids])
    before, after = (number(HALF_RANGE * each, 1) for each in (asked.sd_before, asked.sd_after))
    if asked.versus_id is None and before == after:
        return _("One more interview of %(name)s by %(who)s would hardly narrow the fair range of ± %(before)s levels.",
                 name=names[asked.candidacy_id], who=who, before=before)
    if asked.versus_id is None or asked.chance is None:
        return _("One more interview of %(name)s by %(who)s would narrow the fair range from ± %(before)s to ± "
                 "%(after)s levels.", name=names[asked.candidacy_id], who=who, before=before, after=after)
    return _("One more interview of %(name)s by %(who)s has a chance of %(chance)s to settle who of %(name)s and "
             "%(versus)s is rated higher.", name=names[asked.candidacy_id], who=who, chance=likely(asked.chance),
             versus=names[asked.versus_id])


def _somebody(free: Sequence[str]) -> str:
    """Whom to ask where the figures are the same whoever it is."""
    if not free:
        return _("somebody who has not met them yet")
    either = _("%(one)s or %(other)s", one=free[0], other=free[1]) if len(free) > 1 else free[0]
    return _("somebody who has not met them yet (%(names)s)", names=either)


def severity_said(severity: Severity) -> str:
    """To the interviewer alone: how they rate beside their peers."""
    if severity.tends is None:
        return " ".join(sentence(each) for each in severity.reasons)
    words = {"low": _("You tend to score lower than your peers"), "high": _("You tend to score higher than your peers"),
             "neither": _("It is too close to tell whether you score lower or higher than your peers")}[severity.tends]
    return _("%(words)s: about %(points)s; a fair range is %(low)s to %(high)s. It rests on %(count)s candidates.",
             words=words, points=_beside(severity.points), low=_beside(severity.low), high=_beside(severity.high),
             count=number(severity.candidates))


def _beside(points: float) -> str:
    if abs(points) < 0.05:
        return _("no difference")
    if points > 0:
        return _("%(points)s levels lower", points=number(points, 1))
    return _("%(points)s levels higher", points=number(-points, 1))


def training_said(competency: str, closed: float, gap: float) -> str:
    return _("%(competency)s: training one colleague would close about %(closed)s of the %(gap)s people missing.",
             competency=competency, closed=number(closed, 1), gap=number(gap, 1))


def lift_said(mean: float, sd: float) -> str:
    return _("We take it that training adds about %(mean)s levels, give or take %(sd)s, until readings before and "
             "after tell better.", mean=number(mean, 1), sd=number(sd, 1))
