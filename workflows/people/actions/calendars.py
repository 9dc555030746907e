"""The company's own days off, beside the public holidays of a region."""

from datetime import date

import sqlalchemy as sa

from workflows import permits
from workflows.acting import act
from workflows.db import db
from workflows.people.records import Holiday
from workflows.permits import Actor, Role, company, system
from workflows.reasons import Reason

permits.allow("holiday.add", company(Role.operations, Role.admin) | system)
permits.allow("holiday.remove", company(Role.operations, Role.admin) | system)


def add_holiday(actor: Actor, *, region: str, on: date, name: str) -> Holiday:
    """Nobody in the region works on this day. Refused when it is one already."""
    with act(actor, "holiday.add") as this:
        place = region.strip().upper()
        known = db.session.scalar(sa.select(Holiday).where(Holiday.region == place, Holiday.on == on))
        this.require(Reason("holiday.known", {"name": known.name, "on_on": on.isoformat()}) if known else None)
        made: Holiday = this.create(Holiday(region=place, on=on, name=name.strip()))
        this.note(region=place, on=on.isoformat())
    return made


def remove_holiday(actor: Actor, holiday: Holiday) -> None:
    """The day counts as a working day again."""
    with act(actor, "holiday.remove", holiday) as this:
        this.note(region=holiday.region, on=holiday.on.isoformat())
        db.session.delete(holiday)
