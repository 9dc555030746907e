"""From an authored ramp shape, a plain mapping as TOML or a content version holds it, to the shape the rules take."""

from collections.abc import Mapping
from typing import Any

from workflows.content.records import ContentVersion
from workflows.money import WHOLE_BP
from workflows.ramp.fields import Fields
from workflows.ramp.shapes import (
    AfterHold,
    DayCount,
    Gate,
    GateKind,
    PeriodCalendar,
    RampShape,
    Step,
    shape_problems,
)
from workflows.sales.periods import PeriodLength

_KEYS = {GateKind.modules: "modules", GateKind.sign_off: "about"}


_READ: dict[str, RampShape] = {}


def shape_of(version: ContentVersion) -> RampShape:
    """The shape of a version, which never changes, so its body is read once."""
    if version.content_hash not in _READ:
        _READ[version.content_hash] = shape_from(version.body)
    return _READ[version.content_hash]


def shape_from(authored: Mapping[str, Any]) -> RampShape:
    """The shape. Raises Refused with every missing or wrong field at once; a field is never guessed."""
    fields = Fields(authored)
    fields.also("summary", "curriculum")
    shape = RampShape(
        fields.text("key"), fields.text("title"), tuple(_step(part) for part in fields.parts("steps")),
        fields.choice("day_count", DayCount), fields.choice("calendar", PeriodCalendar),
        fields.choice("quota_per", PeriodLength), fields.choice("after_hold", AfterHold),
        fields.whole("hold_max_days"), fields.whole("recertify_days"), _season(fields))
    fields.problems += () if fields.problems else shape_problems(shape)
    fields.finish()
    return shape


def _season(fields: Fields) -> tuple[int, ...]:
    given = fields.given("season_bp")
    if given is None:
        return (WHOLE_BP,) * 12
    if not isinstance(given, (list, tuple)) or not all(isinstance(each, int) for each in given) or len(given) != 12:
        fields.wrong("season_bp", given, "twelve whole numbers, January to December")
        return (WHOLE_BP,) * 12
    return tuple(given)


def _step(part: Fields) -> Step:
    return Step(part.whole("share_bp"), part.whole("months", 0), part.whole("days", 0),
                tuple(_gate(gate) for gate in part.parts("gates")))


def _gate(part: Fields) -> Gate:
    kind = part.choice("kind", GateKind)
    if part.given("kind") != kind:
        return Gate(kind)
    if kind is GateKind.certificate:
        return Gate(kind, (part.text("checkpoint"),), part.whole_or_none("minimum_bp"))
    if kind in _KEYS:
        keys = part.texts(_KEYS[kind])
        if not keys:
            part.wrong(_KEYS[kind], part.given(_KEYS[kind]), "a list of keys")
        return Gate(kind, keys)
    return Gate(kind, minimum=part.whole("minimum_bp") if kind is GateKind.pipeline_coverage else None)
