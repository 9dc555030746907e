"""Time zones as a form offers them, and the one it is filled with."""

from functools import cache

from flask import current_app
from wtforms.fields.choices import SelectChoice

from workflows import clock
from workflows.recruiting.records import Opening

UNSET = "UTC"


@cache
def zone_choices() -> tuple[SelectChoice, ...]:
    """Every place's zone by name, UTC first."""
    zones = sorted(zone for zone in clock.zones() if "/" in zone and not zone.startswith("Etc/"))
    return tuple(SelectChoice(zone, zone.replace("_", " ")) for zone in (UNSET, *zones))


def zone_of(opening: Opening) -> str:
    """Where who applies for it probably is: this installation's zone, or where that was not set the requester's."""
    here: str = current_app.config["ONRAMP"].time_zone
    return here if here != UNSET else opening.requisition.requested_by.time_zone
