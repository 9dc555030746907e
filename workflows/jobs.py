"""Work for later: a row with a lease, written in the action's transaction. The next worker does a killed one's job."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from workflows import clock, permits
from workflows.acting import act, maintenance, writing
from workflows.db import Moment, Record, db, insert_unless_there
from workflows.permits import Actor, Role, company
from workflows.reasons import Reason

LEASE = timedelta(minutes=10)
TRIES = 5
WORKER_DIED = "The worker ended in the middle of it, every time."

permits.allow("job.retry", company(Role.operations, Role.admin))
Work = Callable[..., None]


class Job(Record):
    """One piece of work. Waiting, leased, done or stuck follow from its dates; there is no state to go stale."""

    __tablename__ = "jobs"
    KIND = "job"

    work: Mapped[str] = mapped_column(sa.String(80))
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    once_key: Mapped[str | None] = mapped_column(sa.String(160), unique=True)
    run_after_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    leased_until_at: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(sa.String(32))
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    stuck_at: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    team_id: None = None

    __table_args__ = (sa.Index("ix_jobs_due", "done_at", "stuck_at", "run_after_at"),)


def enqueue(work: str, *, once_key: str | None = None, after: datetime | None = None, **params: Any) -> None:
    """Ask for `work` within the running action or draft. The same `once_key` asks once while the first is not done."""
    if not writing():
        raise RuntimeError("a job is asked for from within an action")
    asked = {"work": work, "params": params, "once_key": once_key, "run_after_at": after or clock.now()}
    asked_before = (sa.select(Job).where(Job.once_key == once_key).with_for_update()
                    .execution_options(populate_existing=True))
    while insert_unless_there(Job, "once_key", **asked) is None:
        waiting = db.session.scalar(asked_before)  # no worker takes it before what it is asked for is there
        if waiting is not None and waiting.done_at is None and waiting.lease is None:
            return
        if waiting is not None:
            waiting.once_key = None
            db.session.flush()


def ask_daily(works: Iterable[str]) -> None:
    """Ask for each of `works` once for today, in that order, whichever worker looks first; each gets its `day`."""
    today = clock.today().isoformat()
    keys = {f"{work}:{today}": work for work in works}
    if not (missing := keys.keys() - set(db.session.scalars(sa.select(Job.once_key).where(Job.once_key.in_(keys))))):
        return
    try:
        with maintenance("ask for the day's jobs"):
            db.session.add_all(Job(work=work, params={"day": today}, once_key=key) for key, work in keys.items()
                               if key in missing)
    except IntegrityError:
        return  # another worker asked in the same moment


def claim(worker: str = "") -> tuple[int, str] | None:
    """Lease the oldest due job (a lease that ran out counts as due); returns its id and the lease's token, which begins
    with the worker's name (at most 8 letters).

    A job that ended its worker at every try is not leased again but shown as stuck.
    """
    with maintenance("lease a job"):
        now = clock.now()
        job = db.session.scalar(
            sa.select(Job).where(Job.done_at.is_(None), Job.stuck_at.is_(None), Job.run_after_at <= now,
                                 sa.or_(Job.leased_until_at.is_(None), Job.leased_until_at < now))
            .order_by(Job.run_after_at, Job.id).limit(1).with_for_update(skip_locked=True))
        if job is None:
            return None
        if job.tries < TRIES:
            job.lease, job.leased_until_at, job.tries = worker + secrets.token_hex(12), now + LEASE, job.tries + 1
            return job.id, job.lease
        job.lease, job.leased_until_at, job.stuck_at, job.last_error = None, None, now, WORKER_DIED
    return claim(worker)


def release(worker: str) -> None:
    """Give back what the worker of this name held when it was killed; called by the one started in its place."""
    with maintenance("release a dead worker's leases"):
        db.session.execute(sa.update(Job).where(Job.lease.startswith(worker), Job.done_at.is_(None))
                           .values(lease=None, leased_until_at=None))


def retry(actor: Actor, job: Job) -> None:
    """Do a stuck or waiting job now, with all its tries. Refused for what is done or running."""
    with act(actor, "job.retry", job) as this:
        this.require(Reason("job.done-already") if job.done_at else None,
                     Reason("job.running") if job.leased_until_at and job.leased_until_at > clock.now() else None)
        job.tries, job.stuck_at, job.run_after_at, job.lease, job.leased_until_at = 0, None, clock.now(), None, None
        this.note(work=job.work)


def run_next(table: Mapping[str, Work], worker: str = "") -> bool:
    """Lease one job, do it, and record the outcome; False when nothing is due.

    Work is idempotent: when the lease ran out meanwhile, another worker may have done it too. A failure is recorded
    with its text and tried again with growing pauses, then shown as stuck.
    """
    claimed = claim(worker)
    if claimed is None:
        return False
    job_id, lease = claimed
    job = db.session.get_one(Job, job_id)
    error: str | None = None
    try:
        table[job.work](**job.params)
    except Exception as failure:  # noqa: BLE001 - whatever goes wrong in a job is shown on the jobs page, not lost
        error = f"{type(failure).__name__}: {failure}"[:500]
    _finish(job_id, lease, error)
    return True


def _finish(job_id: int, lease: str, error: str | None) -> None:
    with maintenance("finish a job"):
        job = db.session.get_one(Job, job_id, populate_existing=True)
        if job.lease != lease or job.done_at is not None:
            return
        job.lease, job.leased_until_at, job.last_error = None, None, error
        if error is None:
            job.done_at = clock.now()
        elif job.tries >= TRIES:
            job.stuck_at = clock.now()
        else:
            job.run_after_at = clock.now() + timedelta(seconds=10 * 4 ** job.tries)
