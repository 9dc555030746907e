"""Work for later: done once, also when a worker is killed; what keeps failing is shown."""

import pytest
import sqlalchemy as sa

from tests.builders.people import acting as person
from tests.watching import together
from workflows import jobs
from workflows.acting import act
from workflows.errors import NotPermitted, Refused
from workflows.jobs import LEASE, TRIES, WORKER_DIED, Job
from workflows.people.records import Team
from workflows.permits import Role, System, allow, declared, system
from workflows.reasons import Reason

pytestmark = pytest.mark.both_databases

for verb in ("jobs_test.ask", "jobs_test.make"):
    if verb not in declared():
        allow(verb, system)
SITE = System("a test")


def ask(work: str = "jobs_test.work", **more) -> None:
    with act(SITE, "jobs_test.ask"):
        jobs.enqueue(work, **more)


def the_job(session) -> Job:
    session.expire_all()
    return session.scalars(sa.select(Job)).one()


class Bench:
    """Work that writes down with what it was called."""

    def __init__(self) -> None:
        self.done: list[dict] = []
        self.table = {"jobs_test.work": self.work, "jobs_test.fail": self.fail}

    def work(self, **params) -> None:
        self.done.append(params)

    def fail(self, **params) -> None:
        with act(SITE, "jobs_test.make") as this:
            this.add(Team(name="Made by the failing job"))
            this.session.flush()
            raise ValueError("the file is empty")


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_work_is_done_that_was_asked_for_in_vain(session, bench):
    def refuse():
        with act(SITE, "jobs_test.ask") as this:
            jobs.enqueue("jobs_test.work")
            this.require(Reason("record.gone"))

    with pytest.raises(Refused):
        refuse()
    assert (jobs.run_next(bench.table), bench.done) == (False, [])


def test_work_is_done_twice_or_in_another_order(session, bench):
    ask(number=1)
    ask(number=2)
    while jobs.run_next(bench.table):
        pass
    assert bench.done == [{"number": 1}, {"number": 2}]


def test_work_is_done_before_its_time(session, bench, clock):
    ask(after=clock.now.replace(hour=12), number=1)
    assert not jobs.run_next(bench.table)
    clock.travel(hours=3)
    assert jobs.run_next(bench.table)
    assert bench.done == [{"number": 1}]


def test_the_work_of_a_killed_worker_is_lost_or_done_twice(session, bench, clock):
    ask(number=1)
    assert jobs.claim() is not None
    assert not jobs.run_next(bench.table)
    clock.travel(seconds=LEASE.total_seconds() + 1)
    assert jobs.run_next(bench.table)
    assert not jobs.run_next(bench.table)
    assert bench.done == [{"number": 1}]
    job = the_job(session)
    assert (job.tries, job.lease, job.done_at, job.stuck_at) == (2, None, clock.now, None)


def test_the_work_of_a_killed_worker_rests_although_another_one_took_its_place(session, bench):
    ask(number=1)
    ask(number=2)
    assert jobs.claim("here") is not None
    assert jobs.claim("there") is not None
    assert not jobs.run_next(bench.table, "here")
    jobs.release("here")
    jobs.retry(person(Role.operations), session.scalars(sa.select(Job).order_by(Job.id)).first())
    assert jobs.run_next(bench.table, "here")
    assert not jobs.run_next(bench.table, "here")
    assert bench.done == [{"number": 1}]


def test_a_slow_worker_that_lost_its_lease_overrules_the_next(session, bench, clock):
    ask("jobs_test.fail")
    slow_id, slow_lease = jobs.claim()
    clock.travel(seconds=LEASE.total_seconds() + 1)
    assert jobs.run_next({"jobs_test.fail": bench.work})
    jobs._finish(slow_id, slow_lease, "ValueError: too late")
    assert (the_job(session).done_at, the_job(session).last_error) == (clock.now, None)


def test_work_that_keeps_failing_is_tried_for_ever_or_hidden(session, bench, clock):
    ask("jobs_test.fail")
    pauses = []
    while jobs.run_next(bench.table):
        job = the_job(session)
        pauses.append(job.run_after_at - clock.now)
        clock.travel(hours=6)
    assert (job.tries, job.done_at, job.last_error) == (TRIES, None, "ValueError: the file is empty")
    assert job.stuck_at is not None
    assert pauses[:-1] == sorted(pauses[:-1])
    assert pauses[0].total_seconds() > 0
    assert session.scalars(sa.select(Team)).all() == []


def test_work_that_nobody_knows_stops_the_worker(session, bench):
    ask("jobs_test.unknown")
    ask(number=1)
    while jobs.run_next(bench.table):
        pass
    assert bench.done == [{"number": 1}]
    unknown = session.scalars(sa.select(Job).where(Job.work == "jobs_test.unknown")).one()
    assert unknown.last_error == "KeyError: 'jobs_test.unknown'"


def test_work_that_kills_every_worker_kills_them_for_ever(session, bench, clock):
    ask("jobs_test.work", number=1)
    ask("jobs_test.work", number=2, after=clock.now.replace(year=2027))
    for _ in range(TRIES):
        assert jobs.claim() is not None
        clock.travel(seconds=LEASE.total_seconds() + 1)
    assert not jobs.run_next(bench.table)
    first = session.scalars(sa.select(Job).order_by(Job.id)).first()
    assert (first.stuck_at, first.last_error, first.tries) == (clock.now, WORKER_DIED, TRIES)
    assert bench.done == []


def test_stuck_work_cannot_be_tried_again(session, bench, clock):
    ask("jobs_test.fail")
    while jobs.run_next(bench.table):
        clock.travel(hours=6)
    with pytest.raises(NotPermitted):
        jobs.retry(person(Role.leader), the_job(session))
    operations = person(Role.operations)
    jobs.retry(operations, the_job(session))
    assert jobs.run_next({"jobs_test.fail": bench.work})
    with pytest.raises(Refused) as refusal:
        jobs.retry(operations, the_job(session))
    assert refusal.value.reasons == (Reason("job.done-already"),)


def test_work_that_runs_is_started_a_second_time_by_impatience(session, bench):
    ask()
    jobs.claim()
    with pytest.raises(Refused) as refusal:
        jobs.retry(person(Role.operations), the_job(session))
    assert refusal.value.reasons == (Reason("job.running"),)


def test_the_same_work_is_asked_for_twice_while_it_waits(session, bench):
    ask(once_key="read:1", number=1)
    ask(once_key="read:1", number=1)
    assert jobs.run_next(bench.table)
    assert not jobs.run_next(bench.table)
    ask(once_key="read:1", number=2)
    assert jobs.run_next(bench.table)
    assert bench.done == [{"number": 1}, {"number": 2}]


def test_what_changed_while_work_ran_is_not_looked_at_again(session, bench):
    ask(once_key="read:1", number=1)
    jobs.claim()
    ask(once_key="read:1", number=2)
    assert jobs.run_next(bench.table)
    assert bench.done == [{"number": 2}]


def test_two_people_who_ask_for_the_same_work_get_a_fault(app, session):
    session.rollback()
    results = together(app, *[lambda: ask(once_key="read:1")] * 5)
    assert results == [None] * 5
    assert the_job(session).once_key == "read:1"


def test_two_workers_do_the_same_work(app, session, bench):
    for number in range(6):
        ask(number=number)

    def work() -> None:
        while jobs.run_next(bench.table):
            pass

    assert together(app, work, work, work) == [None] * 3
    assert sorted(each["number"] for each in bench.done) == list(range(6))


def test_the_days_work_is_asked_for_twice_a_day_or_only_once(app, session, bench, clock):
    session.rollback()
    together(app, *[lambda: jobs.ask_daily(["jobs_test.work"])] * 4)
    jobs.ask_daily(["jobs_test.work"])
    while jobs.run_next(bench.table):
        pass
    jobs.ask_daily(["jobs_test.work"])
    assert not jobs.run_next(bench.table)
    clock.travel(days=1)
    jobs.ask_daily(["jobs_test.work"])
    while jobs.run_next(bench.table):
        pass
    assert bench.done == [{"day": "2026-03-02"}, {"day": "2026-03-03"}]
