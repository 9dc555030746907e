"""An interview given to a candidacy: with the kit of what is asked and why, and an empty scorecard."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from workflows.acting import Act
from workflows.interviewing.records import Interview, KitQuestion, Rating, Scorecard
from workflows.recruiting.records import Candidacy, OpeningGap


@dataclass(frozen=True)
class Asked:
    """One question of a kit, in exactly this wording, because of this gap."""

    question_version_id: int
    gap: OpeningGap


def give_interview(this: Act, candidacy: Candidacy, asked: Iterable[Asked], *, title: str, minutes: int,
                   interviewer_id: int, plan_round_id: int | None = None) -> Interview:
    """A new interview that is to be scheduled; `asked` in the order in which it is asked."""
    interview: Interview = this.create(Interview(
        candidacy_id=candidacy.id, plan_round_id=plan_round_id, interviewer_id=interviewer_id, title=title,
        minutes=minutes, ics_uid=f"{uuid4().hex}@onramp"))
    card = Scorecard(interview_id=interview.id, author_id=interviewer_id)
    this.add(card)
    for position, each in enumerate(asked):
        question = KitQuestion(interview_id=interview.id, question_version_id=each.question_version_id,
                               opening_gap_id=each.gap.id, position=position)
        this.add(question)
        this.session.flush()
        this.add(Rating(scorecard_id=card.id, kit_question_id=question.id, competency_id=each.gap.competency_id))
    return interview
