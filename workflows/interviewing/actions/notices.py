"""Mail to who decides: nobody is waited for any more. It says neither levels nor evidence, which its page may hide."""

import sqlalchemy as sa

from workflows import outbox
from workflows.db import db
from workflows.interviewing.machine import InterviewState, ScorecardState
from workflows.interviewing.queries.interviews import scorecards_to_come
from workflows.interviewing.records import Debrief, Interview, Scorecard
from workflows.people.records import User
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy

LATEST = (sa.select(sa.func.max(Interview.id)).join(Scorecard, Scorecard.interview_id == Interview.id)
          .where(Interview.candidacy_id == sa.bindparam("candidacy_id"), Interview.state != InterviewState.cancelled,
                 Scorecard.state == ScorecardState.submitted))


def tell_decider(candidacy: Candidacy) -> None:
    """Within an action that settled a scorecard or opened the debrief: mail when all scorecards are in, at least one
    of them submitted. Once for the same interviews, however often a card is opened again; further interviews are told
    of anew.
    """
    if candidacy.state not in (CandidacyState.interview, CandidacyState.debrief) or scorecards_to_come(candidacy.id):
        return
    latest = db.session.scalar(LATEST, {"candidacy_id": candidacy.id})
    if latest is None:
        return
    there = db.session.scalar(sa.select(Debrief).where(Debrief.candidacy_id == candidacy.id))
    convened = there if candidacy.state is CandidacyState.debrief else None
    decider = db.session.get_one(
        User, there.decider_id if there else candidacy.opening.requisition.requested_by_id)
    outbox.post(decider.email, "scorecards_in", user_id=decider.id, locale=decider.locale,
                once_key=f"scorecards-in:{candidacy.id}:{latest}",
                params={"name": decider.name, "candidate": candidacy.candidate.name, "opening": candidacy.opening.title,
                        "candidacy_id": candidacy.id, "debrief_id": convened.id if convened else None})
