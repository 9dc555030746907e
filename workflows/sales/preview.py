"""What taking an export would do, without doing it: the report a person reads before they confirm."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from workflows.db import db
from workflows.people.records import Team
from workflows.reasons import Reason
from workflows.sales.crm import CrmExport
from workflows.sales.names import team_name
from workflows.sales.quotas import QuotaFile
from workflows.sales.records import Deal, Quota
from workflows.sales.rows import Quarantined
from workflows.sales.rules import import_plan
from workflows.sales.sellers import sellers_by_name
from workflows.sales.spelling import Mended

SHOWN = 50


@dataclass(frozen=True)
class Preview:
    """Counts of rows, and what else would come with them."""

    imported: int
    updated: int
    unchanged: int
    quarantined: tuple[Quarantined, ...]
    mended: tuple[Mended, ...]
    new_people: tuple[str, ...] = ()
    new_teams: tuple[str, ...] = ()
    without_deals: tuple[str, ...] = ()
    accounts_unknown: tuple[str, ...] = ()
    accounts_blank: int = 0

    def as_json(self) -> dict[str, Any]:
        """All of it, but of the rows that would be set aside only the first few (`shown`) and how many they are."""
        shown = [{"file": each.file, "line": each.number, "column": each.column, "reason": each.reason.as_json(),
                  "text": each.raw} for each in self.quarantined[:SHOWN]]
        return {**asdict(replace(self, quarantined=())), "quarantined": len(self.quarantined), "shown": shown}


def preview_deals(export: CrmExport, source: str) -> Preview:
    """What `import_deals` would do with this export now."""
    found, torn = sellers_by_name(source, {rep.name for rep in export.reps} | {rep.manager for rep in export.reps})
    new = [rep for rep in export.reps if rep.name not in found and rep.name not in torn]
    teams = {team_name(rep.manager, rep.region): rep.manager for rep in new}
    for name in db.session.scalars(sa.select(Team.name).where(Team.name.in_(teams))):
        teams.pop(name)
    managers = {manager for manager in teams.values() if manager not in found and manager not in torn}
    plan = import_plan([deal for deal in export.deals if deal.rep not in torn], known_digests(source))
    return Preview(len(plan.new), len(plan.changed), len(plan.unchanged), tuple(all_quarantined(export, torn)),
                   export.mended, tuple(sorted({rep.name for rep in new} | managers)), tuple(sorted(teams)),
                   export.reps_without_deals, export.accounts_unknown, sum(not deal.account for deal in export.deals))


def preview_quotas(found: QuotaFile, source: str) -> Preview:
    """What `import_quotas` would do with this file now."""
    sellers, _ = sellers_by_name(source, {each.rep for each in found.quotas})
    in_force = {(each.user_id, each.month_on): each
                for each in db.session.scalars(sa.select(Quota).where(Quota.replaced_at.is_(None)))}
    before = [(each, in_force.get((sellers[each.rep].user_id, each.month_on)))
              for each in found.quotas if each.rep in sellers]
    same = sum(old is not None and quota_facts(old) == (each.amount.minor, each.amount.currency, each.label)
               for each, old in before)
    new = sum(old is None for _, old in before)
    torn = torn_quotas(found, sellers)
    return Preview(new, len(before) - new - same, same, (*found.quarantined, *torn), found.mended)


def known_digests(source: str) -> dict[str, str]:
    """What is stored of a source: reference → digest."""
    query = sa.select(Deal.external_id, Deal.digest).where(Deal.source == source)
    return dict(db.session.execute(query).all())


def all_quarantined(export: CrmExport, torn: frozenset[str]) -> list[Quarantined]:
    """The rows that are not taken, those of reps whose name two people bear (`torn`) included."""
    return [*export.team_quarantined, *export.quarantined, *(
        Quarantined(deal.number, "sales_agent", Reason("sales.rep-ambiguous", {"rep": deal.rep}), deal.reference)
        for deal in export.deals if deal.rep in torn)]


def torn_quotas(found: QuotaFile, known: Collection[str]) -> tuple[Quarantined, ...]:
    """Quotas of reps that are not among `known`: their name is borne by two."""
    return tuple(Quarantined(each.number, "sales_agent", Reason("sales.rep-ambiguous", {"rep": each.rep}),
                             f"{each.rep}, {each.month_on:%Y-%m}", "quotas")
                 for each in found.quotas if each.rep not in known)


def quota_facts(quota: Quota) -> tuple[int, str, str]:
    """What makes two quotas of one person and month the same."""
    return quota.amount_minor, quota.currency, quota.label
