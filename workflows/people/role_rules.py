"""Judgements about roles: who may hand out which."""

from workflows.permits import Actor, ActorKind, Role
from workflows.reasons import Reason, Reasons, reasons

ASSIGNABLE = tuple(role for role in Role if role is not Role.candidate)


def grant_blockers(actor: Actor, given: Role, team_id: int | None) -> Reasons:
    """Why `actor` may not give or take this role there: nobody hands out more than they hold."""
    if actor.kind is ActorKind.system:
        return ()
    reach = actor.teams(Role.operations, Role.admin)
    return reasons(
        Reason("role.none-such") if given not in ASSIGNABLE else None,
        Reason("role.admin-only") if given is Role.admin and not actor.holds(Role.admin, None) else None,
        Reason("role.not-your-team") if reach is not None and team_id not in reach else None)
