"""What a ramp letter says, as plain data: where the rep stands, the months ahead, what opens the next step."""

from collections.abc import Sequence
from typing import Any

from webapp.figures import day, money, percent_bp
from webapp.look import said
from webapp.ramp.ramp_sheet import months, next_gates
from workflows import clock
from workflows.ramp import queries
from workflows.ramp.events import Standing
from workflows.ramp.outlook import outlooks
from workflows.ramp.records import Ramp, RampEvent

MONTHS = 6


def letter_data(ramp: Ramp, told: Sequence[RampEvent]) -> dict[str, Any]:
    """`told` are the ramp's events, newest first."""
    seen = outlooks([ramp], clock.today(), told[::-1])[0]
    coming = [row for row in months(seen, queries.lines_of(ramp)) if not row.ended][:MONTHS]
    rows = [[day(row.on, "MMMM yyyy"), money(row.quota_minor, ramp.currency, True),
             money(row.scheduled_minor, ramp.currency, True), ", ".join(said(part) for part in row.parts)]
            for row in coming]
    return {"recipient": {"name": ramp.user.name, "lines": [ramp.team.name]}, "dated": clock.today(),
            "currency": ramp.currency, "full_minor": ramp.full_quota_minor, "shape": seen.shape.title,
            "step": seen.at.step + 1, "steps": len(seen.shape.steps), "share": percent_bp(seen.share_bp),
            "full_on": seen.full_on, "held": seen.at.standing is Standing.held and not ramp.full_on,
            "rests": seen.at.standing is Standing.paused,
            "sentence": said(told[0].sentence) if told else "", "quota_rows": rows,
            "gates": [{"wants": said(gate.wants), "has": said(gate.has), "who": "" if gate.met else said(gate.who)}
                      for gate in next_gates(seen)]}
