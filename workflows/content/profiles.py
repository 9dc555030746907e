"""Profiles follow the bank, but not over the head of whoever shaped them in the app."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from question_banks import bank
from workflows.content.records import ContentVersion, PackKind
from workflows.db import db
from workflows.people.records import Profile, ProfileNeed

Said = dict[str, Any]


def authored(profiles: Iterable[bank.Profile]) -> dict[str, Said]:
    """What a bank says of each profile, by key, as plain JSON values."""
    return {each.key: _said(each.name, each.family, each.summary,
                            ((need.competency, need.level, need.weight_bp, need.must_have)
                             for need in each.competencies)) for each in profiles}


def before(key: str) -> dict[str, Said]:
    """What the newest loaded version of this bank says of each profile."""
    body = db.session.scalar(sa.select(ContentVersion.body).where(
        ContentVersion.kind == PackKind.bank, ContentVersion.key == key)
        .order_by(ContentVersion.number.desc()).limit(1))
    found: dict[str, Said] = (body or {}).get("profiles", {})
    return found


def shaped_here(said: Mapping[str, Said], old: Mapping[str, Said]) -> dict[str, str]:
    """Name by key of the profiles that a load leaves alone: the bank has a new text, but they were changed in the app
    since the last one."""
    return {key: row.name for key, row in _rows().items()
            if key in said and said[key] != old.get(key) and row.needs and _now(row) != old.get(key)}


def follow(said: Mapping[str, Said], old: Mapping[str, Said], kept: Iterable[str], ids: Mapping[str, int]) -> None:
    """Write down the profiles that are new in the bank or have a new text, except those in `kept`."""
    known = _rows()
    for key, text in said.items():
        if key in kept or (key in known and text == old.get(key)):
            continue
        row = known.get(key) or Profile(key=key)
        row.name, row.family, row.summary = text["name"], text["family"], text["summary"]
        db.session.add(row)
        row.needs.clear()
        db.session.flush()
        row.needs.extend(ProfileNeed(competency_id=ids[competency], level=level, weight_bp=weight, must_have=must)
                         for competency, level, weight, must in text["needs"])


def _rows() -> dict[str, Profile]:
    needs = selectinload(Profile.needs).joinedload(ProfileNeed.competency)
    return {each.key: each for each in db.session.scalars(sa.select(Profile).options(needs))}


def _now(row: Profile) -> Said:
    return _said(row.name, row.family, row.summary,
                 ((need.competency.key, need.level, need.weight_bp, need.must_have) for need in row.needs))


def _said(name: str, family: str, summary: str, needs: Iterable[tuple[str, int, int, bool]]) -> Said:
    return {"name": name, "family": family, "summary": summary, "needs": sorted(list(need) for need in needs)}
