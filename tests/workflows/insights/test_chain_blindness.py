"""A conclusion's figures rest on every candidate of the opening; the chain tells them to who may see all of those."""

from tests.builders import interviewing, offers
from tests.builders.people import BUILDER, person
from tests.workflows.insights.test_chain import JUNE, codes, told_to
from workflows import clock
from workflows.insights.chain import Link
from workflows.interviewing.actions import debriefs
from workflows.interviewing.records import Decision
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Role


def test_a_conclusion_gives_away_what_is_hidden_about_somebody_else(session, app):
    """Figures rest on every candidate; who hires too and still owes a scorecard of one reads the rest without them."""
    panel = interviewing.in_debrief((4, 2))
    raj = panel.interviewers[1]
    lead = person(Role.leader, Role.hiring_manager, team=panel.opening.team)
    for given in (Role.leader, Role.hiring_manager):
        members.give_role(BUILDER, raj, given=given, team_id=panel.opening.team_id)
    kim = interviewing.another(panel, (1, None), name="Kim Lee", debrief=True)
    debriefs.decide(actor_for(panel.manager), panel.debrief, decision=Decision.offer, reason="Closes our largest gap.")
    hire = offers.hired(panel.debrief, salary_minor=panel.opening.requisition.salary_min_minor)
    plain = f"chain.line-{hire.offer.debrief.lines[0].standing.value.replace('_', '-')}"

    def read_by(user: User) -> str:
        return codes(told_to(actor_for(user), hire.user, clock.now()), Link.debrief)[0]

    assert [read_by(each) for each in (lead, panel.manager, raj)] == [f"{plain}-adjusted", f"{plain}-adjusted", plain]
    with clock.at(JUNE):
        interviewing.submit(kim.cards[1])
    assert read_by(raj) == f"{plain}-adjusted"
