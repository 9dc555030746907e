"""Interviews: called together, held, and rated on the same day by whoever held them; then the debrief's decision."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from webapp.commands.demo import evidence
from webapp.commands.demo.panels import KEYS, LEVELS, VERDICTS
from webapp.commands.demo.story import SEED, Story, post_out
from workflows import clock
from workflows.db import db
from workflows.interviewing.actions import debriefs, interviews, scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.records import Interview, Overall, Rating, Scorecard
from workflows.people.queries import actor_for
from workflows.recruiting.actions import candidacies
from workflows.recruiting.records import Candidacy

HOURS = (15, 17, 19)
"""Morning to early afternoon in Chicago, in UTC."""
WRITTEN_AFTER = timedelta(minutes=20)
OVERALL = ((4.25, Overall.strong_yes), (3.4, Overall.yes), (2.25, Overall.no), (0, Overall.strong_no))
APART = 5
"""How far one candidate's first sentence is from the last candidate's."""
UNKNOWN = 3
"""The level of a competency that the panel's table does not have."""


def interviews_of(candidacy: Candidacy) -> list[Interview]:
    """The candidacy's interviews in order; they were prepared when it came to this stage."""
    query = sa.select(Interview).where(Interview.candidacy_id == candidacy.id).order_by(Interview.id)
    found = list(db.session.scalars(query))
    return found or interviews.prepare_interviews(SEED, candidacy)


def invite(story: Story, *names: str) -> None:
    """One candidate a workday from the next on, each seen by everybody of the panel."""
    rita = story.as_("rita")
    for day, name in enumerate(names, 1):
        candidacies.advance(rita, story.candidacies[name], "interview")
        for hour, each in zip(HOURS, interviews_of(story.candidacies[name]), strict=False):
            interviews.schedule(rita, each, starts_at=story.later(day, hour), place="Room 4")
            story.meetings.append(each)


def meet(story: Story) -> None:
    """What was held by the end of the current day is rated, each interview a little after its end."""
    evening = min(clock.now().replace(hour=23), story.told)
    held = [(each.ends_at + WRITTEN_AFTER, each) for each in story.meetings if each.ends_at is not None]
    for written_at, each in sorted(held, key=lambda pair: pair[0]):
        if written_at < evening:
            story.meetings.remove(each)
            with clock.at(written_at):
                rate(each, submit=each not in story.unfinished)
                post_out()


def rate(interview: Interview, *, submit: bool) -> None:
    """The interview was held; a scorecard by the panel's table, with what was seen, which may stay a draft."""
    card = interview.scorecard
    assert card is not None
    author = actor_for(card.author)
    levels = dict(zip(KEYS, LEVELS[interview.candidacy.candidate.name][author.name.split()[0].lower()], strict=True))
    mean = sum(levels.values()) / len(levels)
    interviews.hold(author, interview)
    scorecards.save_scorecard(author, card, Written(
        _given(card, levels, interview.candidacy_id), next(each for least, each in OVERALL if mean >= least),
        evidence.overall(levels, _nth(interview)), ""))
    if submit:
        scorecards.submit_scorecard(author, card)


def _nth(interview: Interview) -> int:
    """Whose voice it is: the first, second, third who meets the candidate."""
    return db.session.scalar(sa.select(sa.func.count()).where(
        Interview.candidacy_id == interview.candidacy_id, Interview.id < interview.id)) or 0


def _given(card: Scorecard, levels: dict[str, int], candidacy_id: int) -> dict[int, Given]:
    """Per question a level and a sentence; no sentence twice about one candidate."""
    ratings = list(db.session.scalars(
        sa.select(Rating).join(Scorecard, Scorecard.id == Rating.scorecard_id)
        .join(Interview, Interview.id == Scorecard.interview_id).where(Interview.candidacy_id == candidacy_id)
        .order_by(Rating.id)))
    numbers, asked, given = Counter[str](), Counter[str](), {}
    for rating in ratings:
        key = rating.competency.key
        if rating.scorecard_id == card.id:
            level = nth_level(levels.get(key, UNKNOWN), asked[key])
            given[rating.id] = Given(level, None, evidence.seen(key, level, APART * candidacy_id + numbers[key]))
            asked[key] += 1
        numbers[key] += 1
    return given


def nth_level(level: int, number: int) -> int:
    """Nobody is the same in every question: in the second one about a competency, one step nearer to the middle."""
    return level if number != 1 else max(level - 1, 3) if level > 3 else min(level + 1, 3)


def decide(story: Story, names: Sequence[str]) -> None:
    """First words, then the numbers, then the decision that the verdict tells."""
    marc = story.as_("marc")
    for name in names:
        verdict, debrief = VERDICTS[name], debriefs.open_debrief(marc, story.candidacies[name])
        debriefs.write_first(marc, debrief, words=verdict.words)
        debriefs.decide(marc, debrief, decision=verdict.decision, reason=verdict.reason)
