"""The published side of a requisition: what was true on the day of approval, its text, its end."""

from collections.abc import Iterable

from workflows import clock, permits
from workflows.acting import act
from workflows.people.queries_gaps import TeamGap
from workflows.permits import Actor, Role, is_, role, system
from workflows.reasons import Reason
from workflows.recruiting import rules
from workflows.recruiting.machine import RequisitionState
from workflows.recruiting.records import Opening, OpeningGap, OpeningStage, Requisition, ScoreVisibility

hiring = role(Role.hiring_manager, Role.recruiter)
permits.allow("opening.publish", is_("approver_id") | system)
permits.allow("opening.revise", hiring)
permits.allow("opening.close", hiring)
permits.allow("opening.open_again", hiring)


def publish(actor: Actor, requisition: Requisition, team_gaps: Iterable[TeamGap]) -> Opening:
    """The opening of an approved requisition: gaps as of today for every competency of the profile, and its stages."""
    with act(actor, "opening.publish", subject=requisition) as this:
        opening: Opening = this.create(Opening(
            requisition_id=requisition.id, team_id=requisition.team_id, title=requisition.title,
            slug=rules.slug(requisition.title, requisition.id), description=requisition.profile.summary))
        this.add(*_gaps(opening, requisition, team_gaps))
        this.add(*(OpeningStage(opening_id=opening.id, position=position, kind=kind, name=name, days=days)
                   for position, (kind, name, days) in enumerate(rules.STAGES, start=1)))
    return opening


def revise(actor: Actor, opening: Opening, *, title: str, description: str, visibility: ScoreVisibility) -> None:
    """Change what the careers page says, and who sees whose scorecards. The snapshot of gaps never changes."""
    with act(actor, "opening.revise", opening) as this:
        if not title.strip():
            this.require(Reason("requisition.title-missing"))
        opening.title, opening.description = title.strip(), description.strip()
        opening.visibility = visibility
        this.note(visibility=visibility.value)


def close(actor: Actor, opening: Opening) -> None:
    """No more applications: off the careers page. Candidacies go on. Closing twice changes nothing."""
    with act(actor, "opening.close", opening):
        opening.closed_at = opening.closed_at or clock.now()


def open_again(actor: Actor, opening: Opening) -> None:
    """Back on the careers page. Refused while its requisition is not open."""
    with act(actor, "opening.open_again", opening) as this:
        if opening.requisition.state is not RequisitionState.open:
            this.require(Reason("opening.requisition-not-open"))
        opening.closed_at = None


def _gaps(opening: Opening, requisition: Requisition, team_gaps: Iterable[TeamGap]) -> list[OpeningGap]:
    known = {gap.competency.id: gap for gap in team_gaps}
    rows = []
    for need in requisition.profile.needs:
        gap = known.get(need.competency_id)
        target = gap.target if gap is not None else None
        rows.append(OpeningGap(
            opening_id=opening.id, competency_id=need.competency_id, weight_bp=need.weight_bp,
            must_have=need.must_have, target_id=target.id if target else None,
            level=target.level if target else need.level, target_people=target.people if target else 0,
            expected_people=gap.expected if gap is not None else 0.0, gap=gap.gap if gap is not None else 0.0))
    return rows
