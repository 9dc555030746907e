"""An opening with questions, a candidate at interviews, and panels in every state, made by the slice's actions.

What comes from upstream (opening, candidate, questions) is written down directly; what this slice does, it does itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from tests.builders.people import BUILDER, person, team
from workflows import clock
from workflows.acting import maintenance
from workflows.content.records import ContentVersion, PackKind, QuestionVersion
from workflows.db import db
from workflows.interviewing.actions import debriefs, fits, interviews, plans, scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.queries.readers import MOST_BASES
from workflows.interviewing.records import Blank, Debrief, Interview, KitQuestion, Overall, Rating, Scorecard
from workflows.people.queries import actor_for
from workflows.people.records import Competency, Profile, User
from workflows.permits import Actor, Role
from workflows.recruiting.machine import CandidacyState, RequisitionState
from workflows.recruiting.records import (
    Candidacy,
    Candidate,
    Opening,
    OpeningGap,
    OpeningStage,
    Requisition,
    ScoreVisibility,
)

_numbers = count(1)
LEVELS = ["Waits to be told.", "Manages the simple case.", "Works alone.", "Others look here.", "Raises the team."]
ANCHORS = {"1": "“I would drop the price.”", "3": "Trades one thing for another.", "5": "Changes what is negotiated."}


@dataclass
class Panel:
    """One candidate and who interviews them; `manager` decides, `interviewers` in the order of the rounds."""

    opening: Opening
    candidacy: Candidacy
    manager: User
    recruiter: User
    interviewers: list[User]
    interviews: list[Interview] = field(default_factory=list)
    debrief: Debrief | None = None

    @property
    def cards(self) -> list[Scorecard]:
        return [each.scorecard for each in self.interviews]


def actor(user: User) -> Actor:
    return actor_for(user)


def stored(record: Any) -> Any:
    """A row of an upstream slice, as its own actions would have left it."""
    with maintenance("a builder's upstream row"):
        db.session.add(record)
    return record


def bank(names: Sequence[str] = ("Negotiation", "Discovery"), each: int = 3, minutes: int = 10) -> list[Competency]:
    """Competencies with `each` questions apiece."""
    number = next(_numbers)
    version = stored(ContentVersion(kind=PackKind.bank, key=f"bank-{number}", number=1, title="Bank", body={},
                                    content_hash=f"{number:064}"))
    found = []
    for name in names:
        key = f"{name.lower()}-{number}"
        competency = stored(Competency(key=key, name=name, summary=f"About {name}.", levels=LEVELS))
        for n in range(1, each + 1):
            stored(QuestionVersion(content_version_id=version.id, lineage=f"{key}-{n}", content_hash=f"{n:064}",
                                   competency_id=competency.id, kind="behavioural", minutes=minutes,
                                   text=f"{name} question {n}: tell me about it.",
                                   body={"probes": [f"{name} probe {n}?"], "anchors": ANCHORS,
                                         "red_flags": ["Never asked why."], "briefing": "",
                                         "avoid": [{"ask": "How old are you?", "why": "It is off limits."}]}))
        found.append(competency)
    return found


def opening(*, about: Sequence[Competency] = (), visibility: ScoreVisibility = ScoreVisibility.after_own,
            manager: User | None = None, level: int = 3) -> Opening:
    """An open seat whose gaps are about these competencies, the first a must-have."""
    place = team()
    manager = manager or person(Role.hiring_manager, team=place, name="Hana Berg")
    number = next(_numbers)
    profile = stored(Profile(key=f"profile-{number}", name="Account executive"))
    seat = stored(Requisition(state=RequisitionState.open, team_id=place.id, profile_id=profile.id, currency="USD",
                              title="Account executive", salary_min_minor=1, salary_max_minor=2, why="Gap.",
                              start_on=date(2026, 4, 6), requested_by_id=manager.id, approver_id=person().id,
                              approved_at=clock.now()))
    made = Opening(requisition_id=seat.id, team_id=place.id, slug=f"seat-{number}", title="Account executive",
                   visibility=visibility)
    made.gaps = [OpeningGap(competency_id=each.id, level=level, target_people=2, expected_people=1.0, gap=1.0,
                            weight_bp=5000 - n, must_have=n == 0) for n, each in enumerate(about or bank())]
    made.stages = [OpeningStage(position=n, kind=kind, name=kind.value, days=5) for n, kind in
                   enumerate((CandidacyState.interview, CandidacyState.debrief, CandidacyState.offer))]
    return stored(made)


def candidacy(place: Opening, *, name: str = "Jo Park", owner: User,
              state: CandidacyState = CandidacyState.interview) -> Candidacy:
    who = stored(Candidate(email=f"jo{next(_numbers)}@example.com", name=name, consented_at=clock.now()))
    return stored(Candidacy(state=state, opening_id=place.id, candidate_id=who.id,
                            owner_id=owner.id))


def planned(raters: int = 2, *, minutes: int = 45, visibility: ScoreVisibility = ScoreVisibility.after_own,
            manager_interviews: bool = False, about: Sequence[Competency] = (), level: int = 3) -> Panel:
    """A candidate with interviews that are to be scheduled."""
    place = opening(visibility=visibility, about=about, level=level)
    manager = place.requisition.requested_by
    recruiter = person(Role.recruiter, team=place.team, name="Rita Solis")
    people = [person(Role.interviewer, team=place.team) for _ in range(raters - manager_interviews)]
    people = [manager, *people] if manager_interviews else people
    plans.make_plan(actor(manager), place, [(f"Interview {n}", minutes, each.id) for n, each in enumerate(people, 1)])
    jo = candidacy(place, owner=recruiter)
    return Panel(place, jo, manager, recruiter, people, interviews.prepare_interviews(actor(recruiter), jo))


def scheduled(raters: int = 2, **given: Any) -> Panel:
    panel = planned(raters, **given)
    for n, each in enumerate(panel.interviews):
        interviews.schedule(actor(panel.recruiter), each, starts_at=clock.now() + timedelta(days=1, hours=n),
                            place="Room 4")
    return panel


def held(raters: int = 2, **given: Any) -> Panel:
    """All conversations took place; no scorecard is in. The clock stands after them."""
    panel = scheduled(raters, **given)
    with clock.at(clock.now() + timedelta(days=2)):
        for each in panel.interviews:
            interviews.hold(BUILDER, each)
    return panel


def about_everything(panel: Panel) -> Panel:
    """The first interview's kit asks about each competency of the opening once, more than a planner would give one."""
    first = panel.interviews[0]
    there = {asked.opening_gap_id for asked in first.kit}
    for gap in panel.opening.gaps:
        if gap.id not in there:
            question = db.session.scalars(sa.select(QuestionVersion).where(
                QuestionVersion.competency_id == gap.competency_id)).first()
            asked = stored(KitQuestion(interview_id=first.id, question_version_id=question.id, opening_gap_id=gap.id,
                                       position=len(there)))
            stored(Rating(scorecard_id=first.scorecard.id, kit_question_id=asked.id, competency_id=gap.competency_id))
    db.session.expire_all()
    return panel


def written(card: Scorecard, *, level: int | None = 4, evidence: str = "Named the budget owner.",
            overall: Overall | None = Overall.yes, reason: str = "Sells calmly.") -> Written:
    """A whole scorecard with one level throughout; `level` None leaves everything asked without evidence."""
    given = Given(level, None, evidence) if level else Given(None, Blank.no_evidence, "")
    return Written({rating.id: given for rating in card.ratings}, overall, reason, "")


def submit(card: Scorecard, **given: Any) -> Scorecard:
    author = actor(card.author)
    scorecards.save_scorecard(author, card, written(card, **given))
    scorecards.submit_scorecard(author, card)
    return card


def another(panel: Panel, levels: Sequence[int | None] = (3, 3), *, name: str = "Kim Lee", debrief: bool = False,
            words: str | None = "Calm and curious.") -> Panel:
    """One more candidate of the same opening, met by the same interviewers; `None` is a scorecard still to come."""
    who = candidacy(panel.opening, name=name, owner=panel.recruiter)
    made = Panel(panel.opening, who, panel.manager, panel.recruiter, panel.interviewers,
                 interviews.prepare_interviews(actor(panel.recruiter), who))
    day = next(_numbers)
    for n, (each, level) in enumerate(zip(made.interviews, levels, strict=True)):
        interviews.schedule(actor(panel.recruiter), each, starts_at=clock.now() + timedelta(days=day, hours=n),
                            place="Room 4")
        with clock.at(clock.now() + timedelta(days=day + 1)):
            interviews.hold(BUILDER, each)
            if level is not None:
                submit(each.scorecard, level=level)
    if debrief:
        made.debrief = debriefs.open_debrief(actor(panel.recruiter), who)
        if words:
            debriefs.write_first(actor(panel.manager), made.debrief, words=words)
    return made


def compute(place: Opening) -> None:
    """What the worker does after a scorecard came in: the figures of everything, then those of each blind reader."""
    fits.fit_opening(place.id)
    for _ in range(MOST_BASES):
        fits.fit_readers(place.id)


def in_debrief(levels: Sequence[int | None] = (4, 4), *, words: str | None = "Calm and curious.",
               **given: Any) -> Panel:
    """A panel whose scorecards are in, at its debrief; with `words` None the decider has not written yet."""
    panel = held(len(levels), **given)
    for card, level in zip(panel.cards, levels, strict=True):
        submit(card, level=level)
    panel.debrief = debriefs.open_debrief(actor(panel.recruiter), panel.candidacy)
    if words:
        debriefs.write_first(actor(panel.manager), panel.debrief, words=words)
    return panel
