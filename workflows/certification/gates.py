"""What an authored checkpoint says, read from the body its version keeps. Nothing here is about a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from curricula.rubrics import Criterion
from workflows.content.records import CheckpointVersion


@dataclass(frozen=True)
class Gate:
    """`proves` maps a competency's key to the level a certificate stands for; `requires` are keys of modules.

    Marks are in basis points of the whole rubric, `lowest` is the level no criterion may fall under.
    """

    key: str
    title: str
    summary: str
    minutes: int
    pass_mark_bp: int
    lowest: int
    oral_check_within_bp: int
    cool_down_days: int
    attempts: int
    valid_days: int
    requires: tuple[str, ...]
    proves: Mapping[str, int]
    criteria: tuple[Criterion, ...]


def gate(version: CheckpointVersion) -> Gate:
    body = version.body
    criteria = (Criterion(each["key"], each["title"], each["competency"], each["weight_bp"],
                          {int(level): text for level, text in each["levels"].items()}) for each in body["criteria"])
    return Gate(
        key=version.lineage.rsplit("/", 1)[-1], title=version.title, summary=body.get("summary") or "",
        minutes=int(body.get("minutes") or 60), pass_mark_bp=version.pass_mark_bp,
        lowest=int(body.get("no_criterion_below") or 1),
        oral_check_within_bp=int(body.get("oral_check_within_bp") or 0),
        cool_down_days=int(body.get("cool_down_days") or 0), attempts=int(body.get("attempts") or 1),
        valid_days=version.valid_days, requires=tuple(each.rsplit("/", 1)[-1] for each in body.get("requires") or ()),
        proves={key: int(level) for key, level in (body.get("proves") or {}).items()}, criteria=tuple(criteria))
