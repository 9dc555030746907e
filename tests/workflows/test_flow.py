"""The workflow engine: what is declared can be done, nothing else, and nothing sticks to a record."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum, auto
from types import SimpleNamespace

import pytest

from tests.builders import recruiting
from workflows import permits
from workflows.errors import Refused
from workflows.flow import FLOWS, Flow, Move, Waits
from workflows.permits import Role, anyone, role
from workflows.reasons import Reason
from workflows.recruiting.machine import RequisitionState


class Lamp(StrEnum):
    off = auto()
    on = auto()
    broken = auto()


LABELS = {Lamp.off: "Off", Lamp.on: "On", Lamp.broken: "Broken"}
MOVES = [Move("light", (Lamp.off,), Lamp.on, "Light it", anyone),
         Move("put_out", (Lamp.on,), Lamp.off, "Put it out", anyone),
         Move("break_it", (Lamp.off, Lamp.on), Lamp.broken, "Break it", role(Role.admin), needs_reason=True)]


@dataclass
class Thing:
    state: Lamp = Lamp.off
    light: str = "an attribute named like a move"


@pytest.fixture
def lamp():
    known = dict(permits._permits)
    yield Flow("flow_test_lamp", Lamp, MOVES, initial=Lamp.off, labels=LABELS,
               waits={Lamp.on: Waits("lamp.to-put-out", role=Role.admin)})
    del FLOWS["flow_test_lamp"]
    permits._permits.clear()
    permits._permits.update(known)


def test_a_legal_move_does_not_change_the_state(lamp):
    thing = Thing()
    assert lamp.fire(thing, "light") is lamp.moves["light"]
    assert thing.state is Lamp.on


def test_an_illegal_move_is_made_or_not_explained(lamp):
    thing = Thing(Lamp.broken)
    with pytest.raises(Refused) as refusal:
        lamp.fire(thing, "light")
    assert refusal.value.reasons == (
        Reason("flow.not-now", {"record": "flow_test_lamp", "state": "Broken", "move": "Light it"}),)
    assert thing.state is Lamp.broken


def test_an_unknown_move_passes_for_a_refusal(lamp):
    with pytest.raises(KeyError):
        lamp.fire(Thing(), "paint")


def test_a_move_between_any_two_states_is_there_undeclared(lamp):
    for trigger in ("to_on", "to_broken"):
        with pytest.raises(KeyError):
            lamp.fire(Thing(), trigger)


def test_the_engine_leaves_something_on_the_record(lamp):
    thing = Thing()
    before = {*vars(thing), *vars(type(thing))}
    lamp.fire(thing, "light")
    assert {*vars(thing), *vars(type(thing))} == before
    assert thing.light == "an attribute named like a move"
    assert lamp._machine.models == []


def test_a_record_of_the_database_gets_attributes_or_another_state_by_looking(session):
    made = recruiting.requisition()
    session.refresh(made)
    before = set(vars(made))
    with pytest.raises(Refused):
        FLOWS["requisition"].fire(made, "approve")
    assert (set(vars(made)), made.state) == (before, RequisitionState.draft)
    assert not session().dirty


def test_threads_that_share_a_machine_disturb_each_other(lamp):
    things = [Thing() for _ in range(200)]

    def switch(thing: Thing) -> Lamp:
        for _ in range(10):
            lamp.fire(thing, "light")
            lamp.fire(thing, "put_out")
        lamp.fire(thing, "light")
        return thing.state

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(switch, things)) == {Lamp.on}


def test_a_button_is_missing_or_there_in_vain(lamp):
    assert [move.trigger for move in lamp.moves_from(Lamp.off)] == ["light", "break_it"]
    assert [move.trigger for move in lamp.moves_from(Lamp.on)] == ["put_out", "break_it"]
    assert lamp.moves_from(Lamp.broken) == ()


def test_the_diagram_leaves_a_way_out(lamp):
    assert lamp.diagram().splitlines() == [
        "stateDiagram-v2", "    [*] --> off", "    off --> on: light", "    on --> off: put_out",
        "    off --> broken: break_it", "    on --> broken: break_it", "    broken --> [*]"]


def test_a_state_without_words_is_declared():
    with pytest.raises(ValueError, match="without a label"):
        Flow("flow_test_mute", Lamp, MOVES, initial=Lamp.off, labels={Lamp.off: "Off"})
    assert "flow_test_mute" not in FLOWS


def test_a_move_can_be_made_without_a_permit(lamp):
    assert permits.declared()["flow_test_lamp.break_it"].name == "admin"
    nobody = SimpleNamespace(team_id=None)
    assert {f"{name}.{trigger}" for name, flow in FLOWS.items() for trigger in flow.moves} <= set(permits.declared())
    assert not permits.may(permits.Actor(permits.ActorKind.person, 1, "Ana"), "flow_test_lamp.break_it", nobody)
