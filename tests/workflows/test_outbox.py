"""Mail that is to be sent: never of what did not happen, never lost, tried again, visible when stuck."""

import pytest

from tests.builders.people import acting as person
from tests.watching import together
from workflows import outbox
from workflows.acting import act
from workflows.errors import NotPermitted, Refused
from workflows.outbox import Delivery, OutboxMessage
from workflows.permits import Role, System, allow, declared, system
from workflows.reasons import Reason

pytestmark = pytest.mark.both_databases

if "outbox_test.post" not in declared():
    allow("outbox_test.post", system)


class Server:
    """Takes every letter while it is there; keeps Message-IDs in the order of the tries."""

    def __init__(self) -> None:
        self.there, self.seen, self.taken = True, [], []

    def send(self, message: OutboxMessage) -> None:
        self.seen.append(message.message_id)
        if not self.there:
            raise ConnectionRefusedError("nobody listens")
        self.taken.append(message.to)


@pytest.fixture
def server() -> Server:
    return Server()


def post(to: str = "ana@example.com", **more) -> OutboxMessage | None:
    with act(System("a test"), "outbox_test.post"):
        return outbox.post(to, "candidate_link", params={"name": "Ana"}, **more)


def test_mail_goes_out_about_what_was_rolled_back(session, server):
    def refuse():
        with act(System("a test"), "outbox_test.post") as this:
            outbox.post("ana@example.com", "candidate_link", params={})
            this.require(Reason("record.gone"))

    with pytest.raises(Refused):
        refuse()
    assert (outbox.deliver_due(server.send), server.seen) == (0, [])


def test_a_letter_goes_out_twice_or_not_at_all(session, server, clock):
    post("ana@example.com")
    post("raj@example.com")
    assert outbox.deliver_due(server.send) == 2
    clock.travel(days=2)
    assert outbox.deliver_due(server.send) == 0
    assert server.taken == ["ana@example.com", "raj@example.com"]


def test_a_server_that_is_away_is_asked_without_pause_or_given_another_letter(session, server, clock):
    message = post()
    server.there = False
    tries = []
    for _ in range(5):
        outbox.deliver_due(server.send)
        tries.append((message.tries, message.next_try_at - clock.now, message.state))
        clock.to(message.next_try_at)
    pauses = [*outbox.BACK_OFF[:5]]
    assert [pause for _, pause, _ in tries] == pauses == sorted(pauses)
    assert [state for *_, state in tries] == [Delivery.waiting] * 4 + [Delivery.stuck]
    assert message.last_error == "ConnectionRefusedError: nobody listens"
    assert set(server.seen) == {message.message_id}
    clock.travel(days=9)
    assert outbox.deliver_due(server.send) == 0


def test_a_letter_is_tried_before_its_pause_is_over(session, server, clock):
    post()
    server.there = False
    outbox.deliver_due(server.send)
    clock.travel(seconds=59)
    assert outbox.deliver_due(server.send) == 0
    clock.travel(seconds=1)
    server.there = True
    assert (outbox.deliver_due(server.send), server.taken) == (1, ["ana@example.com"])


def test_one_broken_letter_holds_up_the_others(session, server):
    def send(message: OutboxMessage) -> None:
        if message.to == "ana@example.com":
            raise RuntimeError("its template is broken")
        server.send(message)

    broken = post("ana@example.com")
    post("raj@example.com")
    assert outbox.deliver_due(send) == 2
    assert (server.taken, broken.last_error) == (["raj@example.com"], "RuntimeError: its template is broken")


def test_a_worker_killed_while_it_sends_loses_the_letter(session, server, clock):
    def die(message: OutboxMessage) -> None:
        raise KeyboardInterrupt

    post()
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_due(die)
    assert outbox.deliver_due(server.send) == 0
    clock.travel(minutes=1)
    assert (outbox.deliver_due(server.send), server.taken) == (1, ["ana@example.com"])


def test_two_workers_send_the_same_letter(app, session, server):
    for number in range(6):
        post(f"person{number}@example.com")
    together(app, *[lambda: outbox.deliver_due(server.send)] * 3)
    assert sorted(server.taken) == [f"person{number}@example.com" for number in range(6)]


def test_a_reminder_is_sent_again_by_the_next_run(app, session):
    assert post(once_key="reminder:1") is not None
    assert post(once_key="reminder:1") is None
    assert post(once_key="reminder:2") is not None
    session.rollback()
    results = together(app, *[lambda: post(once_key="reminder:3") is not None] * 5)
    assert sorted(results) == [False] * 4 + [True]


def test_a_stuck_letter_stays_stuck_for_ever(session, server, clock):
    message, operations = post(), person(Role.operations)
    server.there = False
    while message.state is not Delivery.stuck:
        outbox.deliver_due(server.send)
        clock.travel(days=1)
    server.there = True
    with pytest.raises(NotPermitted):
        outbox.retry(person(Role.leader), message)
    outbox.retry(operations, message)
    assert (outbox.deliver_due(server.send), message.state) == (1, Delivery.sent)
    with pytest.raises(Refused) as refusal:
        outbox.retry(operations, message)
    assert refusal.value.reasons == (Reason("mail.sent-already"),)
    assert server.taken == ["ana@example.com"]
