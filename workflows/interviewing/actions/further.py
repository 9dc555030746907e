"""One more interview of one candidate, about what is still open after the others."""

from workflows import permits
from workflows.acting import act, get
from workflows.interviewing.actions.fits import ask_for_fits
from workflows.interviewing.actions.kits import Asked, give_interview
from workflows.interviewing.machine import organisers
from workflows.interviewing.planning import Person, further_problem
from workflows.interviewing.queries.fits import gaps_of
from workflows.interviewing.queries.further import known_about, lineages_asked, met
from workflows.interviewing.queries.interviews import interviews_given, people_for
from workflows.interviewing.queries.loads import next_days
from workflows.interviewing.queries.plans import askable, asked_lately
from workflows.interviewing.records import Interview
from workflows.interviewing.rules import further_blockers, load_blocker
from workflows.measurement.interview_plan import plan_interviews
from workflows.people.records import User
from workflows.permits import Actor
from workflows.reasons import Reason
from workflows.recruiting.records import Candidacy

permits.allow("interview.add", organisers)


def one_more_interview(actor: Actor, candidacy: Candidacy, *, interviewer_id: int, minutes: int,
                       title: str) -> Interview:
    """One more interview for this candidate alone, to be scheduled, with a kit about what is still open.

    The kit asks what the candidate was not asked yet: first about must-haves without a second opinion, then where the
    fewest people have an opinion and the fair range is widest, by the weight of the gaps. A title that is taken gets a
    number. Refused unless the candidacy is at interviews or in its debrief; for somebody who may not interview for the
    team, meets the candidate anyway, or has no interview left in the next seven days; when nothing is left to ask.
    """
    user: User = get(User, interviewer_id)
    with act(actor, "interview.add", subject=candidacy, lock=[candidacy, user]) as this:
        person = next((each for each in people_for(candidacy.team_id) if each.id == interviewer_id), None)
        this.require(further_blockers(candidacy.state, title, minutes),
                     None if person else Reason("interview.not-an-interviewer"),
                     Reason("interview.met-already", {"name": user.name}) if user.id in met(candidacy.id) else None,
                     load_blocker(next_days(user)))
        asked = _kit(actor, candidacy, person, minutes) if person else []
        this.require(None if asked else Reason("interview.nothing-to-ask", {"name": user.name, "minutes": minutes}))
        made = give_interview(this, candidacy, asked, title=_free_title(candidacy, title.strip()), minutes=minutes,
                              interviewer_id=interviewer_id)
        ask_for_fits(candidacy.opening_id)
        this.note(candidacy_id=candidacy.id, interviewer_id=interviewer_id, minutes=minutes, questions=len(asked),
                  gap_ids=sorted({each.gap.id for each in asked}))
    return made


def _kit(actor: Actor, candidacy: Candidacy, person: Person, minutes: int) -> list[Asked]:
    gaps = gaps_of(candidacy.opening_id)
    known, asked = known_about(actor, candidacy, gaps), lineages_asked(candidacy.candidate_id)
    questions = [each for each in askable({gap.competency_id for gap in gaps}) if each.lineage not in asked]
    answer = plan_interviews(further_problem(
        gaps, questions, person, minutes, opinions=known.opinions, spread=known.spread,
        asked=asked_lately({each.lineage for each in questions}, besides=candidacy.opening_id)))
    by_key = {gap.competency.key: gap for gap in gaps}
    return [Asked(int(each.question), by_key[each.competency]) for each in answer.asks]


def _free_title(candidacy: Candidacy, title: str) -> str:
    taken = {each.title for each in interviews_given(candidacy.id)}
    numbered = (f"{title} {number}" for number in range(2, len(taken) + 2))
    return next(each for each in (title, *numbered) if each not in taken)
