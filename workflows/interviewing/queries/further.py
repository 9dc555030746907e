"""What is still open about one candidate, for one more interview of them alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from workflows.content.records import QuestionVersion
from workflows.db import db
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.planning import Person
from workflows.interviewing.queries.debriefs import panel_for
from workflows.interviewing.queries.interviews import people_for
from workflows.interviewing.records import Interview, KitQuestion, Rating, Scorecard
from workflows.permits import Actor
from workflows.recruiting.records import Candidacy, OpeningGap


@dataclass(frozen=True)
class Known:
    """By competency id: how many interviewers have an opinion or are about to have one, and how wide the fair range of
    the stored figures is (its standard error), where there is one."""

    opinions: dict[int, int]
    spread: dict[int, float]


def known_about(actor: Actor, candidacy: Candidacy, gaps: Sequence[OpeningGap]) -> Known:
    """What `actor` may know of this candidate, cancelled interviews and excused scorecards left out; of scorecards that
    are hidden from them only what they were to be about."""
    panel = panel_for(actor, candidacy.opening, list(gaps), besides=candidacy.id)
    hidden = not panel.seen[candidacy.id].numbers
    rows = db.session.execute(
        sa.select(Rating.competency_id, sa.func.count(sa.distinct(Scorecard.author_id)))
        .join(Scorecard, Scorecard.id == Rating.scorecard_id).join(Interview, Interview.id == Scorecard.interview_id)
        .where(Interview.candidacy_id == candidacy.id, Interview.state != InterviewState.cancelled,
               sa.or_(Scorecard.state == ScorecardState.draft,
                      sa.and_(Scorecard.state == ScorecardState.submitted,
                              sa.true() if hidden else Rating.level.is_not(None))))
        .group_by(Rating.competency_id))
    errors = {gap.competency_id: panel.answer.skill(candidacy.id, gap.competency_id).standard_error
              for gap in gaps} if panel.answer else {}
    return Known({row[0]: row[1] for row in rows}, {about: error for about, error in errors.items() if error})


def lineages_asked(candidate_id: int) -> set[str]:
    """The questions that this candidate was asked or is to be asked, in any opening and any wording."""
    return set(db.session.scalars(
        sa.select(QuestionVersion.lineage).join(KitQuestion, KitQuestion.question_version_id == QuestionVersion.id)
        .join(Interview, Interview.id == KitQuestion.interview_id)
        .join(Candidacy, Candidacy.id == Interview.candidacy_id)
        .where(Candidacy.candidate_id == candidate_id, Interview.state != InterviewState.cancelled)))


def met(candidacy_id: int) -> set[int]:
    """The ids of those who have met the candidate here, or are about to."""
    return set(db.session.scalars(sa.select(Interview.interviewer_id).where(
        Interview.candidacy_id == candidacy_id, Interview.state != InterviewState.cancelled)))


def people_left(candidacy: Candidacy) -> list[Person]:
    """Who may interview for the team and does not meet the candidate yet, by name."""
    known = met(candidacy.id)
    return [person for person in people_for(candidacy.team_id) if person.id not in known]
