"""Accounts and roles: who may hold, hand out and give up what."""

import pytest
import sqlalchemy as sa

from tests.builders.people import BUILDER, acting, person, team
from workflows.errors import Refused
from workflows.people.actions import members
from workflows.people.records import RoleGrant
from workflows.permits import Role


def codes(refusal):
    return [each.code for each in refusal.value.reasons]


def grant_of(session, user):
    return session.scalars(sa.select(RoleGrant).where(RoleGrant.user_id == user.id)).one()


def test_a_teams_administrator_stands_in_for_the_companys_last_one(session):
    last, of_a_team = person(Role.admin), person(Role.admin, team=team())
    with pytest.raises(Refused) as refusal:
        members.take_back_role(BUILDER, grant_of(session, last))
    with pytest.raises(Refused) as leaving:
        members.deactivate(BUILDER, last, successor_id=of_a_team.id)
    assert (codes(refusal), codes(leaving)) == (["role.last-admin"], ["role.last-admin"])


def test_a_teams_administrator_cannot_lose_the_role(session):
    person(Role.admin)
    grant = grant_of(session, person(Role.admin, team=team()))
    members.take_back_role(acting(Role.admin), grant)
    assert grant.revoked_at is not None
