"""Taking a CRM export: deals, who sold them, credits; one action, one audit row, nothing new the second time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from workflows import clock
from workflows.acting import Act, act
from workflows.db import db
from workflows.permits import Actor
from workflows.sales.actions.batches import add_quarantined, begin_batch, one_import_at_a_time
from workflows.sales.actions.credits import Touched, chunks, credit_deals
from workflows.sales.actions.sellers import ensure_products, ensure_sellers
from workflows.sales.crm import CrmExport
from workflows.sales.deals import ImportedDeal
from workflows.sales.events import CreditsChanged
from workflows.sales.preview import all_quarantined, known_digests
from workflows.sales.records import Deal, ImportBatch
from workflows.sales.rules import ImportPlan, import_plan
from workflows.sales.sellers import Seller
from workflows.sales.sources import SourceFile, Step, Tell, silent


def import_deals(actor: Actor, export: CrmExport, *, files: Sequence[SourceFile], currency: str, source: str = "crm",
                 batch: ImportBatch | None = None, tell: Tell = silent) -> ImportBatch:
    """Take what `read_crm` read from `files` (the pipeline first). All or nothing; taking it again changes nothing.

    `batch` is the import that was confirmed; without it one is made. Refused when that one was taken already.

    People and teams that are not known get accounts without invitation. A deal that changed keeps its row, and its
    credit is reversed and given anew where rep, value, currency or close date differ. Deals of a rep whose name two
    people bear are quarantined.
    """
    with act(actor, "import_batch.take", batch) as this:
        one_import_at_a_time()
        sellers, torn = ensure_sellers(actor, export.reps, source, currency)
        products = ensure_products(export.products)
        clear = [deal for deal in export.deals if deal.rep not in torn]
        plan = import_plan(clear, known_digests(source))
        bad = all_quarantined(export, torn)
        batch = begin_batch(this, "deals", files, updated=len(plan.changed), imported=len(plan.new),
                            unchanged=len(plan.unchanged), quarantined=len(bad), mended=export.mended)
        add_quarantined(this, batch, bad)
        written = _write(plan, batch, source, sellers, products, currency, tell)
        _announce(this, batch, credit_deals(written, tell))
    return batch


def _write(plan: ImportPlan, batch: ImportBatch, source: str, sellers: Mapping[str, Seller],
           products: Mapping[str, int], currency: str, tell: Tell) -> list[int]:
    """Insert the new, update the changed; returns the ids of both."""
    total, done = len(plan.new) + len(plan.changed), 0
    tell(Step.writing, done, total)
    for some in chunks(plan.new):
        db.session.execute(sa.insert(Deal), [
            {**_row(deal, batch, sellers, products, currency), "created_at": clock.now(), "source": source,
             "external_id": deal.reference} for deal in some])
        done += len(some)
        tell(Step.writing, done, total)
    ids: dict[str, int] = {}
    for some in chunks([deal.reference for deal in (*plan.new, *plan.changed)]):
        ids.update(db.session.execute(sa.select(Deal.external_id, Deal.id).where(
            Deal.source == source, Deal.external_id.in_(some))).all())
    for some in chunks(plan.changed):
        db.session.execute(sa.update(Deal), [
            {**_row(deal, batch, sellers, products, currency), "id": ids[deal.reference]} for deal in some])
        done += len(some)
        tell(Step.writing, done, total)
    return list(ids.values())


def _row(deal: ImportedDeal, batch: ImportBatch, sellers: Mapping[str, Seller], products: Mapping[str, int],
         currency: str) -> dict[str, Any]:
    seller = sellers[deal.rep]
    return {"user_id": seller.user_id, "team_id": seller.team_id, "agent": deal.rep, "account": deal.account,
            "product_id": products[deal.product], "stage": deal.stage, "engaged_on": deal.engaged_on,
            "closed_on": deal.closed_on, "value_minor": deal.value.minor if deal.value else None, "currency": currency,
            "digest": deal.digest, "batch_id": batch.id}


def _announce(this: Act, batch: ImportBatch, touched: Touched) -> None:
    this.note(credited=touched.credited, reversed=touched.reversed)
    if touched.days:
        this.announce(CreditsChanged(batch.id, tuple(sorted(touched.user_ids)), min(touched.days),
                                     max(touched.days) + timedelta(days=1)))
