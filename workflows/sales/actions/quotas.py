"""Taking quotas from a file. What is in force is replaced, never overwritten."""

from collections.abc import Sequence

import sqlalchemy as sa

from workflows import clock
from workflows.acting import act
from workflows.db import db
from workflows.permits import Actor
from workflows.sales.actions.batches import add_quarantined, begin_batch, one_import_at_a_time
from workflows.sales.preview import quota_facts, torn_quotas
from workflows.sales.quotas import ImportedQuota, QuotaFile
from workflows.sales.records import ImportBatch, Quota
from workflows.sales.sellers import sellers_by_name
from workflows.sales.sources import SourceFile, Step, Tell, silent


def import_quotas(actor: Actor, found: QuotaFile, *, file: SourceFile, source: str = "crm",
                  batch: ImportBatch | None = None, tell: Tell = silent) -> ImportBatch:
    """Take what `read_quotas` read. The same quota again is unchanged; another amount or label replaces the old one.

    `batch` is the import that was confirmed; without it one is made. Refused when that one was taken already.
    Rows of a rep whose name two people bear are quarantined. A ramp's own quota lines go before these.
    """
    with act(actor, "import_batch.take", batch) as this:
        one_import_at_a_time()
        sellers, _ = sellers_by_name(source, {each.rep for each in found.quotas})
        clear = [each for each in found.quotas if each.rep in sellers]
        bad = [*found.quarantined, *torn_quotas(found, sellers)]
        in_force = {(each.user_id, each.month_on): each
                    for each in db.session.scalars(sa.select(Quota).where(Quota.replaced_at.is_(None)))}
        before = [in_force.get((sellers[each.rep].user_id, each.month_on)) for each in clear]
        fresh = [(each, old) for each, old in zip(clear, before, strict=True) if old is None or _differs(each, old)]
        batch = begin_batch(this, "quotas", [file], imported=sum(old is None for _, old in fresh),
                            updated=sum(old is not None for _, old in fresh), unchanged=len(clear) - len(fresh),
                            quarantined=len(bad), mended=found.mended)
        for _, old in fresh:
            if old is not None:
                old.replaced_at = clock.now()
        tell(Step.writing, 0, len(fresh))
        db.session.flush()
        this.add(*_rows(fresh, {each.rep: sellers[each.rep].user_id for each, _ in fresh}))
        add_quarantined(this, batch, bad)
    return batch


def _rows(fresh: Sequence[tuple[ImportedQuota, Quota | None]], user_ids: dict[str, int]) -> list[Quota]:
    return [Quota(user_id=user_ids[each.rep], month_on=each.month_on, amount_minor=each.amount.minor,
                  currency=each.amount.currency, label=each.label) for each, _ in fresh]


def _differs(new: ImportedQuota, old: Quota) -> bool:
    return (new.amount.minor, new.amount.currency, new.label) != quota_facts(old)
