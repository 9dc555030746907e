"""Leave that is noted for a rep, and what it makes due: the ramp rests on its first day and goes on after its last."""

from datetime import date

import sqlalchemy as sa

from workflows.db import db
from workflows.people.records import Absence
from workflows.ramp.events import RampMove, Standing
from workflows.ramp.outlook import Due, Outlook
from workflows.reasons import Reason

RESTS = (Standing.ramping, Standing.held, Standing.full)


def leave_due(seen: Outlook) -> Due | None:
    """Pause when leave has begun, resume when it has ended."""
    if seen.at.standing in RESTS and (now := current_leave(seen.ramp.user_id, seen.today)):
        return Due(RampMove.pause, max(now.from_on, seen.at.since or now.from_on), Reason("ramp.why-leave"))
    if seen.at.standing is Standing.paused and seen.at.since:
        ended = ended_leave(seen.ramp.user_id, seen.at.since, seen.today)
        if ended and not current_leave(seen.ramp.user_id, seen.today):
            return Due(RampMove.resume, max(ended, seen.at.since), Reason("ramp.why-back"))
    return None


def current_leave(user_id: int, today: date) -> Absence | None:
    return db.session.scalar(
        sa.select(Absence).where(Absence.user_id == user_id, Absence.from_on <= today,
                                 sa.or_(Absence.until_on.is_(None), Absence.until_on > today))
        .order_by(Absence.from_on, Absence.id).limit(1))


def ended_leave(user_id: int, since: date, today: date) -> date | None:
    """The last day of return among leave that covered `since` or came after it."""
    return db.session.scalar(sa.select(sa.func.max(Absence.until_on)).where(
        Absence.user_id == user_id, Absence.until_on > since, Absence.until_on <= today))
