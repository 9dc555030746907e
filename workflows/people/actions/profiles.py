"""What a job needs: competencies with levels, weights and must-haves."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows import permits
from workflows.acting import act
from workflows.db import db
from workflows.people.records import Profile, ProfileNeed
from workflows.permits import Actor, Role, company, system, those
from workflows.reasons import Reason, Reasons, reasons

WHOLE = 10_000
keepers = (those("a leader", lambda actor, record: actor.holds_anywhere(Role.leader), Role.leader.value)
           | company(Role.operations) | system)

permits.allow("profile.shape", keepers)


@dataclass(frozen=True)
class Need:
    """A competency at `level` or above; `weight_bp` is its share of the profile."""

    level: int
    weight_bp: int
    must_have: bool = False


def shape(actor: Actor, profile: Profile, *, name: str, summary: str, needs: Mapping[int, Need]) -> None:
    """Give a profile its needs by competency id. Openings keep what they were approved with.

    Refused without a name, without a need, for levels outside 1 to 5, and when the weights do not make 100 %.
    """
    with act(actor, "profile.shape", profile) as this:
        this.require(_faults(name, needs))
        profile.name, profile.summary = name.strip(), summary.strip()
        there = {each.competency_id: each for each in profile.needs}
        for gone in there.keys() - needs.keys():
            profile.needs.remove(there[gone])
        db.session.flush()
        for competency_id, need in needs.items():
            row = there.get(competency_id) or ProfileNeed(profile_id=profile.id, competency_id=competency_id)
            row.level, row.weight_bp, row.must_have = need.level, need.weight_bp, need.must_have
            this.add(row)
        this.note(needs=[{"competency_id": key, "level": each.level, "weight_bp": each.weight_bp,
                          "must_have": each.must_have} for key, each in needs.items()])


def _faults(name: str, needs: Mapping[int, Need]) -> Reasons:
    total = sum(each.weight_bp for each in needs.values())
    return reasons(
        None if name.strip() else Reason("profile.name-missing"),
        None if needs else Reason("profile.empty"),
        None if all(1 <= each.level <= 5 for each in needs.values()) else Reason("target.level"),
        Reason("profile.weights", {"total_bp": total}) if needs and total != WHOLE else None)
