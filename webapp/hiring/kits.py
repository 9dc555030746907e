"""A kit as plain data: what page and paper show of one interview."""

from dataclasses import asdict, dataclass
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale

from webapp.figures import moment
from webapp.papers import printed
from webapp.translating import gettext as _
from webapp.translating import ngettext
from workflows.content.records import QuestionVersion
from workflows.interviewing.queries.interviews import resume_quotes
from workflows.interviewing.records import Interview, KitQuestion
from workflows.recruiting.records import OpeningGap


@dataclass(frozen=True)
class Ask:
    """One question of a kit with all an interviewer needs while asking it."""

    number: int
    id: int
    competency: str
    must_have: bool
    target_level: int
    text: str
    briefing: str
    minutes: int
    probes: tuple[str, ...]
    sounds: dict[int, str]
    levels: tuple[str, ...]
    red_flags: tuple[str, ...]
    avoid: tuple[dict[str, str], ...]
    quotes: tuple[str, ...]


def kit_of(interview: Interview) -> list[Ask]:
    """The kit's questions in order, with the résumé's sentences about each competency."""
    quotes = resume_quotes(interview.candidacy_id)
    return [ask_of(number, each, quotes) for number, each in enumerate(interview.kit, start=1)]


def purpose_of(interview: Interview) -> str:
    """What the interview is to find out, and why: from the gaps of its questions alone, so nobody's scorecard shows.

    Empty for a kit without questions, which says so itself.
    """
    gaps = list({asked.opening_gap_id: asked.gap for asked in interview.kit}.values())
    if not gaps:
        return ""
    needed = _listed([_needed(gap) for gap in gaps if gap.target_people])
    also = _listed([_("level %(level)s in %(competency)s", level=gap.level, competency=gap.competency.name)
                    for gap in gaps if not gap.target_people])
    said = {"about": _listed([gap.competency.name for gap in gaps]), "people": needed, "levels": also}
    if not needed:
        return _("This interview is to find out about %(about)s: the job asks for %(levels)s.", **said)
    if not also:
        return _("This interview is to find out about %(about)s: the team needs %(people)s.", **said)
    return _("This interview is to find out about %(about)s: the team needs %(people)s; the job also asks for "
             "%(levels)s.", **said)


def _listed(parts: list[str]) -> str:
    return format_list(parts, locale=get_locale()) if parts else ""


def _needed(gap: OpeningGap) -> str:
    return ngettext("%(num)s person at level %(level)s in %(competency)s",
                    "%(num)s people at level %(level)s in %(competency)s", gap.target_people, level=gap.level,
                    competency=gap.competency.name)


def ask_of(number: int, asked: KitQuestion, quotes: dict[str, list[str]]) -> Ask:
    question: QuestionVersion = asked.question
    body: dict[str, Any] = question.body
    competency = question.competency
    return Ask(number=number, id=asked.id, competency=competency.name, must_have=asked.gap.must_have,
               target_level=asked.gap.level, text=question.text, briefing=body.get("briefing") or "",
               minutes=question.minutes, probes=tuple(body.get("probes", ())),
               sounds={int(level): text for level, text in body.get("anchors", {}).items()},
               levels=tuple(competency.levels), red_flags=tuple(body.get("red_flags", ())),
               avoid=tuple(body.get("avoid", ())), quotes=tuple(quotes.get(competency.key, ())))


def kit_paper(interview: Interview) -> bytes:
    """The kit as a PDF; it holds questions only, never a rating."""
    candidacy = interview.candidacy
    facts = [(_("Interviewer"), interview.interviewer.name), (_("When"), moment(interview.starts_at) or _("not yet")),
             (_("Minutes"), str(interview.minutes)), (_("Where"), interview.place or _("not yet"))]
    return printed("kit.html", {"title": interview.title, "candidate": candidacy.candidate.name, "facts": facts,
                                "opening": candidacy.opening.title,
                                "purpose": purpose_of(interview),
                                "questions": [asdict(each) for each in kit_of(interview)]})
