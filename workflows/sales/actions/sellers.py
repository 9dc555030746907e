"""The people, teams and products that a CRM export names: found, or added without an invitation."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import sqlalchemy as sa

from workflows.db import db
from workflows.people.actions import members
from workflows.people.records import Team, User
from workflows.permits import Actor, Role
from workflows.sales.deals import ImportedProduct, ImportedRep
from workflows.sales.names import placeholder_address, team_name
from workflows.sales.records import Product
from workflows.sales.sellers import Seller, sellers_by_name


def ensure_sellers(actor: Actor, reps: Sequence[ImportedRep], source: str,
                   currency: str) -> tuple[dict[str, Seller], frozenset[str]]:
    """Within a running import: a team for each manager, an account for each name that has none yet.

    Who has an account keeps it as it is, team and roles included.
    """
    found, torn = sellers_by_name(source, {rep.name for rep in reps} | {rep.manager for rep in reps})
    missing = sorted((rep for rep in reps if rep.name not in found and rep.name not in torn), key=_crew)
    for (manager, region), crew in groupby(missing, key=_crew):
        team = _team(actor, manager, region, found, torn, source, currency)
        for rep in crew:
            user = members.add_user(actor, email=placeholder_address(rep.name, source), name=rep.name,
                                    team_id=team.id, roles=[(Role.rep, team.id)])
            found[rep.name] = Seller(user.id, team.id)
    return found, torn


def _crew(rep: ImportedRep) -> tuple[str, str]:
    return rep.manager, rep.region


def _team(actor: Actor, manager: str, region: str, found: dict[str, Seller], torn: frozenset[str], source: str,
          currency: str) -> Team:
    """The manager's team, named after region and manager; a new one gets its leader."""
    name = team_name(manager, region)
    team = db.session.scalar(sa.select(Team).where(Team.name == name))
    if team is not None:
        return team
    team = members.create_team(actor, name=name, office=region, currency=currency)
    if manager in found:
        members.give_role(actor, db.session.get_one(User, found[manager].user_id), given=Role.leader, team_id=team.id)
        team.manager_id = found[manager].user_id
    elif manager not in torn:
        user = members.add_user(actor, email=placeholder_address(manager, source), name=manager, team_id=team.id,
                                roles=[(Role.leader, team.id)])
        found[manager], team.manager_id = Seller(user.id, team.id), user.id
    return team


def ensure_products(products: Sequence[ImportedProduct]) -> Mapping[str, int]:
    """Product ids by name; a changed list price is taken over."""
    known = {product.name: product for product in db.session.scalars(sa.select(Product))}
    for each in products:
        price = each.list_price
        if each.name not in known:
            known[each.name] = Product(name=each.name, series=each.series[:80], list_price_minor=price.minor,
                                       currency=price.currency)
            db.session.add(known[each.name])
        else:
            known[each.name].series = each.series[:80]
            known[each.name].list_price_minor, known[each.name].currency = price.minor, price.currency
    db.session.flush()
    return {name: product.id for name, product in known.items()}
