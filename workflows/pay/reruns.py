"""Re-running a closed period: what was stated stays, and only the difference lands in the open one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workflows.pay.facts import Adjustment, Carried
from workflows.pay.trace import Bucket, Line, Statement


def differences(stated: Statement, again: Statement) -> tuple[Adjustment, ...]:
    """Line by line what a re-run of the same period found; their sum is the difference in pay."""
    old, new = _amounts(stated.lines), _amounts(again.lines)
    return tuple(Adjustment(stated.period, key, old[key], new[key])
                 for key in sorted({*old, *new}) if old[key] != new[key])


def carried_after_rerun(stated: Statement, again: Statement, open_before: Carried) -> Carried:
    """What the open period starts with: the state the re-run leaves, and the differences as adjustments.

    `open_before` is what the open period would have started with; its own earlier adjustments are kept.
    """
    return replace(again.carried, adjustments=(*open_before.adjustments, *differences(stated, again)))


def _amounts(lines: Sequence[Line]) -> Counter[str]:
    found: Counter[str] = Counter()
    for line in lines:
        if line.bucket is Bucket.earned:
            found[line.key] += line.minor
    return found
