"""What waits for whom because of a ramp, besides its state: sign-offs, renewals, holds that lasted too long."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from workflows import clock, outbox, permits
from workflows.acting import Act, act
from workflows.db import db
from workflows.people.queries import holders
from workflows.permits import Role, System, system
from workflows.ramp.actions.recording import extend
from workflows.ramp.events import Standing
from workflows.ramp.gates import GateResult
from workflows.ramp.outlook import Outlook, outlook
from workflows.ramp.records import QuotaLine, Ramp, RampEvent
from workflows.ramp.rules import hold_ends_on
from workflows.ramp.shapes import GateKind
from workflows.sales.periods import Period, PeriodLength, add_months
from workflows.waits import Wait

permits.allow("ramp.remind", system)
permits.allow("ramp.extend", system)

AHEAD = timedelta(days=7)
OURS = ("ramp.to-sign-off", "ramp.to-recertify", "ramp.to-decide")


@dataclass(frozen=True)
class Wanted:
    """One thing that should wait; two with the same key are the same."""

    code: str
    due_on: date
    owner_id: int | None = None
    role: Role | None = None
    params: dict[str, Any] = field(default_factory=dict, compare=False)
    about: str = ""

    @property
    def key(self) -> tuple[str, str, int | None]:
        return self.code, self.about, self.owner_id


def remind(ramp: Ramp, today: date) -> None:
    """Begin and end what waits for people because of this ramp, and keep months ahead with a line. Idempotent."""
    seen = outlook(ramp, today)
    wanted = {each.key: each for each in (*_sign_offs(seen), *_renewals(seen), *_decisions(seen))}
    there = {(wait.code, wait.params.get("about", ""), wait.owner_id): wait for wait in _open(ramp)}
    if wanted.keys() != there.keys():
        with act(System("ramp reminders"), "ramp.remind", ramp) as this:
            for key in there.keys() - wanted.keys():
                there[key].ended_at = clock.now()
            for key in sorted(wanted.keys() - there.keys(), key=str):
                _begin(this, ramp, wanted[key])
    _look_ahead(seen)


def _sign_offs(seen: Outlook) -> list[Wanted]:
    """The manager is asked a week before the step, and until it is done."""
    step = seen.next_step
    if step is None or seen.at.standing not in {Standing.ramping, Standing.held}:
        return []
    due_on = seen.step_on(step)
    shut = [gate for gate in seen.gates_of(step) if gate.kind is GateKind.sign_off and not gate.met]
    if not shut or due_on is None or seen.today < due_on - AHEAD:
        return []
    manager = manager_id(seen.ramp)
    params = {"rep": seen.ramp.user.name, "signed": _called(seen, shut)}
    return [Wanted("ramp.to-sign-off", due_on, manager, None if manager else Role.leader, params, str(step))]


def _renewals(seen: Outlook) -> list[Wanted]:
    titles = seen.known.facts
    return [Wanted("ramp.to-recertify", each.by_on, seen.ramp.user_id, None,
                   {"certificate": titles.called(each.certificate), "lapsed_on": each.lapsed_on.isoformat(),
                    "by_on": each.by_on.isoformat()}, each.certificate) for each in seen.renewals]


def _decisions(seen: Outlook) -> list[Wanted]:
    if not seen.past_maximum or seen.at.since is None:
        return []
    params = {"rep": seen.ramp.user.name, "held_on": seen.at.since.isoformat(), "days": seen.shape.hold_max_days}
    return [Wanted("ramp.to-decide", hold_ends_on(seen.shape, seen.at.since), None, Role.operations, params,
                   seen.at.since.isoformat())]


def manager_id(ramp: Ramp) -> int | None:
    """Whose word a sign-off is: who hired, or else the team's manager."""
    return ramp.hire.manager_id if ramp.hire else ramp.team.manager_id


def _called(seen: Outlook, gates: list[GateResult]) -> list[str]:
    return [seen.known.facts.called(key) for gate in gates for key in gate.keys]


def _open(ramp: Ramp) -> list[Wait]:
    return list(db.session.scalars(sa.select(Wait).where(
        Wait.record_kind == ramp.KIND, Wait.record_id == ramp.id, Wait.ended_at.is_(None), Wait.code.in_(OURS))))


def _begin(this: Act, ramp: Ramp, wanted: Wanted) -> None:
    due_at = datetime.combine(wanted.due_on, time(17, 0), tzinfo=UTC)
    this.add(Wait(record_kind=ramp.KIND, record_id=ramp.id, owner_id=wanted.owner_id,
                  role=wanted.role.value if wanted.role else None, team_id=ramp.team_id, code=wanted.code,
                  params={**wanted.params, "about": wanted.about}, since_at=clock.now(), due_at=due_at))
    this.note(code=wanted.code)
    if wanted.code == "ramp.to-decide":
        for person in {each.id: each for role in (Role.leader, Role.operations)
                       for each in holders(role, ramp.team_id)}.values():
            outbox.post(person.email, "ramp_hold_too_long", user_id=person.id, locale=person.locale,
                        params={"name": person.name, "rep": ramp.user.name, "days": wanted.params["days"],
                                "ramp_id": ramp.id}, once_key=f"ramp-hold:{ramp.id}:{wanted.about}:{person.id}")


def _look_ahead(seen: Outlook) -> None:
    """A month or two before the lines end, the newest event gets lines for the months that follow."""
    if seen.at.standing in {Standing.prestart, Standing.exited}:
        return
    needed = add_months(Period.of(seen.today, PeriodLength.month).from_on, 2)
    last = db.session.scalar(sa.select(sa.func.max(QuotaLine.month_on)).where(
        QuotaLine.user_id == seen.ramp.user_id, QuotaLine.replaced_at.is_(None)))
    if last is not None and last >= needed:
        return
    with act(System("ramp months ahead"), "ramp.extend", seen.ramp) as this:
        newest = db.session.scalars(sa.select(RampEvent).where(RampEvent.ramp_id == seen.ramp.id)
                                    .order_by(RampEvent.id.desc()).limit(1)).one()
        this.note(months=extend(this, outlook(seen.ramp, seen.today), newest))
