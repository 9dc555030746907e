"""Time zones as a form offers them, and the one it is filled with."""

from functools import cache
from typing import Any

from flask import current_app
from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from workflows import clock
from workflows.recruiting.records import Opening

UNSET = "UTC"


@cache
def zone_choices() -> tuple[SelectChoice, ...]:
    """Every place's zone by name, UTC first."""
    zones = sorted(zone for zone in clock.zones() if "/" in zone and not zone.startswith("Etc/"))
    return tuple(SelectChoice(zone, zone.replace("_", " ")) for zone in (UNSET, *zones))


class ZoneField(SelectField):
    """Asks for a time zone. What is sent is looked up, not compared with each of 400."""

    def __init__(self, label: Any = None, **more: Any) -> None:
        super().__init__(label, choices=zone_choices, **more)

    def pre_validate(self, form: Any) -> None:
        if self.data not in clock.zones():
            raise ValidationError(self.gettext("Not a valid choice."))


def zone_of(opening: Opening) -> str:
    """Where who applies for it probably is: this installation's zone, or where that was not set the requester's."""
    here: str = current_app.config["ONRAMP"].time_zone
    return here if here != UNSET else opening.requisition.requested_by.time_zone
