"""What a debrief's page, chart and paper show of the panel, as words and figures ready to be written down."""

from dataclasses import dataclass

from webapp.figures import number
from webapp.hiring import debrief_words as words
from webapp.sentences import sentence
from webapp.translating import gettext as _
from workflows.interviewing.panel_answer import Answer, Match
from workflows.interviewing.queries.debriefs import COMPARED, DebriefView, Panel


@dataclass(frozen=True)
class Stat:
    label: str
    value: str
    sentence: str
    range: str = ""


@dataclass(frozen=True)
class Shown:
    """Everything derived, in reading order. `tiers`: per linked group, tiers of names; one tier separates nobody."""

    stats: list[Stat]
    skills: list[words.SkillSaid]
    match: str
    limits: list[str]
    tiers: list[list[list[str]]]
    no_order: list[str]
    orders: list[str]
    not_compared: list[str]
    left_out: bool
    asked_next: list[str]
    training: list[str]
    lift: str

    @property
    def compared(self) -> bool:
        """Whether anybody stands beside this candidate."""
        return any(len(tier) > 1 for group in self.tiers for tier in group) or any(len(each) > 1 for each in self.tiers)

    @property
    def ranges(self) -> list[dict]:
        """Rows of the dot-and-range chart and of its table."""
        return [{"name": each.gap.competency.name, "low": each.skill.low, "mid": each.skill.adjusted,
                 "high": each.skill.high, "n": _("%(count)s people", count=each.skill.raters)}
                for each in self.skills if each.skill and each.skill.adjusted is not None]


def shown(view: DebriefView) -> Shown | None:
    """The figures of this debrief for a reader who may see them; None while there are none."""
    if view.panel is None or view.answer is None:
        return None
    answer, panel, own = view.answer, view.panel, view.debrief.candidacy_id
    known, among = panel.names.candidates, panel.among | {own}
    share, parts = answer.trained()
    limits = [*(view.match.reasons if view.match else ()), *answer.remarks]
    return Shown(
        stats=_stats(view, answer, share if parts else None), skills=words.skills_said(view),
        match=words.match_said(view.debrief.candidacy.candidate.name, view.match),
        limits=words.limits_said(panel.names.within(limits)),
        tiers=tiers_said(answer, panel, among), no_order=no_order_said(answer, panel, among),
        orders=words.orders_said(answer.orders(own, among), own, known),
        not_compared=[known[each] for each in answer.not_compared(among)],
        left_out=any(each.state in COMPARED and not each.numbers for each in panel.seen.values()),
        asked_next=[words.next_said(each, known, view.people) for each in view.asked_next],
        training=[words.training_said(gap.competency.name, parts[gap.competency_id], gap.gap)
                  for gap in view.gaps if gap.competency_id in parts],
        lift=words.lift_said(*answer.lift))


def tiers_said(answer: Answer, panel: Panel, among: set[int]) -> list[list[list[str]]]:
    return [[sorted(panel.names.candidates[each] for each in tier) for tier in group] for group in answer.tiers(among)]


def no_order_said(answer: Answer, panel: Panel, among: set[int]) -> list[str]:
    """Why nobody is put before anybody, in words; empty when the tiers say something, or for who may see no numbers."""
    if not among:
        return []
    if answer.ordering:
        return [sentence(each) for each in panel.names.within(answer.ordering)]
    groups = answer.tiers(among)
    if not groups or any(len(group) > 1 for group in groups) or all(len(group[0]) == 1 for group in groups):
        return []
    leading = sorted(panel.names.candidates[each] for each in answer.leading(among))
    if len(leading) == sum(len(group[0]) for group in groups):
        return [_("The evidence does not separate the candidates.")]
    return [_("No line separates all above it from all below it, so there is one tier."),
            _("Some pairs are told apart: nobody is rated above %(names)s.", names=", ".join(leading))]


def as_of(panel: Panel) -> str:
    """Of which scorecards the figures are; they say so whether or not they are the newest."""
    if panel.basis.left_out:
        return _as_of_some(panel)
    if panel.fit is None:
        return _("The figures are being computed from %(count)s scorecards.", count=number(panel.basis.scorecards))
    if panel.current:
        return _("Computed from all %(count)s scorecards of this opening that are in.",
                 count=number(panel.fit.scorecards))
    return _("Computed from %(known)s scorecards; %(count)s are in now. New figures are being computed.",
             known=number(panel.fit.scorecards), count=number(panel.basis.scorecards))


def _as_of_some(panel: Panel) -> str:
    """The same for somebody from whom some candidates' scorecards are hidden: nothing of those is in the figures."""
    count = number(panel.basis.scorecards)
    if panel.fit is not None and panel.current:
        return _("Computed from the %(count)s scorecards of this opening that you may see, and from no others.",
                 count=count)
    if panel.fit is None and panel.coming:
        return _("The figures are being computed from the %(count)s scorecards that you may see.", count=count)
    if panel.fit is None:
        return _("There are no figures yet from the %(count)s scorecards that you may see. They come with the next "
                 "scorecard or first words about a candidate of this opening, at the latest overnight.", count=count)
    known = number(panel.fit.scorecards)
    if panel.coming:
        return _("Computed from %(known)s of the %(count)s scorecards that you may see. New figures are being "
                 "computed.", known=known, count=count)
    return _("Computed from %(known)s of the %(count)s scorecards that you may see. Figures from all of them come with "
             "the next scorecard or first words about a candidate of this opening, at the latest overnight.",
             known=known, count=count)


def _stats(view: DebriefView, answer: Answer, training: float | None) -> list[Stat]:
    """The same share as on the match page first; then, to be compared with training, of the whole gap."""
    match, after = view.match, answer.after_training(view.debrief.candidacy_id)
    known = match if match and match.mean is not None else None
    found = [
        Stat(_("Judged gap closed"), words.percent(known.mean if known else None),
             _("Of the part of the gap about which at least two people have an opinion. The match says the same."),
             words.span(known.low, known.high) if known else ""),
        Stat(_("Gap judged"), words.percent(match.judged if match else 0.0),
             _("The share of the gap about which at least two people have an opinion."))]
    if known is None or known.judged < 1:
        found.append(_of_whole(_("Whole gap closed by hiring"), known,
                               _("Of all that the team lacks; what could not be judged counts as not closed.")))
    if after is not None:
        found.append(_of_whole(_("Whole gap closed, hired and then trained"), after if known else None,
                               _("Of all that the team lacks, after the modules of the onboarding plan.")))
    if training is not None:
        found.append(Stat(_("Whole gap closed by training instead"), words.percent(training),
                          _("By training one colleague of the team in each competency that modules teach.")))
    return found


def _of_whole(label: str, match: Match | None, said: str) -> Stat:
    if match is None or match.low is None or match.high is None:
        return Stat(label, words.percent(None), _("Known once two people have rated something that the team lacks."))
    return Stat(label, words.percent(match.of_all), said,
                words.span(match.low * match.judged, match.high * match.judged))
