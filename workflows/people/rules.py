"""Judgements about what a team needs and has, and about addresses."""

from collections.abc import Sequence

from workflows.people.queries_gaps import TeamGap, biggest
from workflows.reasons import Reason


def gap_reason(gap: TeamGap) -> Reason:
    """The gap as one fact: needed, there, and whether that is enough."""
    params = {"people": gap.target.people, "level": gap.level, "competency": gap.competency.name,
              "expected": round(gap.expected, 1)}
    if not gap.measured:
        return Reason("team.gap-not-measured", params)
    if gap.gap == 0:
        return Reason("team.gap-closed", params)
    return Reason("team.gap-one" if gap.target.people == 1 else "team.gap", params)


def team_reason(gaps: Sequence[TeamGap]) -> Reason:
    """What a team lacks most, in one fact."""
    worst = biggest(gaps)
    if not gaps:
        return Reason("team.no-target")
    if worst is None:
        return Reason("team.no-gap")
    return Reason("team.biggest-gap", {"people": worst.target.people, "level": worst.level,
                                       "competency": worst.competency.name, "expected": round(worst.expected, 1)})


def address_blocker(email: str) -> Reason | None:
    """Why no mail reaches this address: imports give people one under `.invalid` (RFC 2606) until the real is known."""
    domain = email.rpartition("@")[2].casefold()
    return Reason("user.email-unreachable", {"email": email}) if domain.split(".")[-1] == "invalid" else None
