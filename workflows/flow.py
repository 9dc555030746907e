"""Finite-state workflows. The only module that knows the `transitions` library.

A Flow is topology and words: which moves exist, who may make them, what people call them, whom a state waits for.
Conditions are rules and belong to actions; nothing is ever attached to a record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from transitions import Machine, MachineError

from workflows import permits
from workflows.errors import Refused
from workflows.permits import Predicate, Role
from workflows.reasons import Reason


@dataclass(frozen=True)
class Waits:
    """Whom a state waits for, and until when.

    `owner` is an attribute path to a user id (or several); `role` is used with the record's team when there is no
    owner. `due` is an attribute path to a moment, `within` counts from entering the state. `code` names the sentence.
    """

    code: str
    owner: str | None = None
    role: Role | None = None
    candidate: str | None = None
    due: str | None = None
    within: timedelta | None = None


@dataclass(frozen=True)
class Move:
    """One declared way from some states to another. `label` is the button's text (English, marked with N_)."""

    trigger: str
    sources: tuple[StrEnum, ...]
    dest: StrEnum
    label: str
    who: Predicate
    needs_reason: bool = False
    danger: bool = False


class Flow:
    """One machine for all records of a kind; `record.state` is read and set, nothing else is touched."""

    def __init__(self, name: str, states: type[StrEnum], moves: Sequence[Move], *, initial: StrEnum,
                 labels: Mapping[StrEnum, str], waits: Mapping[StrEnum, Waits] | None = None) -> None:
        missing = [state for state in states if state not in labels]
        if missing:
            raise ValueError(f"{name}: states without a label: {missing}")
        self.name, self.states, self.initial, self.labels = name, states, initial, labels
        self.waits = dict(waits or {})
        self.moves = {move.trigger: move for move in moves}
        self._machine = Machine(model=None, states=states, initial=initial, auto_transitions=False, send_event=False)
        for move in moves:
            self._machine.add_transition(move.trigger, list(move.sources), move.dest)
            if f"{name}.{move.trigger}" not in permits.declared():
                permits.allow(f"{name}.{move.trigger}", move.who)
        FLOWS[name] = self

    def fire(self, record: Any, trigger: str) -> Move:
        """Move `record`, or raise Refused saying where it stands; an unknown trigger is a programming fault."""
        event = self._machine.events[trigger]
        try:
            event.trigger(record)
        except MachineError:
            raise Refused(self.not_now(record.state, trigger)) from None
        return self.moves[trigger]

    def not_now(self, state: StrEnum, trigger: str) -> Reason:
        return Reason("flow.not-now", {"record": self.name, "state": self.labels[state],
                                       "move": self.moves[trigger].label})

    def moves_from(self, state: StrEnum) -> tuple[Move, ...]:
        """The moves that are legal from `state`, in declaration order."""
        return tuple(move for move in self.moves.values() if state in move.sources)

    def edges(self) -> Iterator[tuple[str, str, str]]:
        """(source, trigger, destination) of every legal move."""
        for move in self.moves.values():
            for source in move.sources:
                yield source.value, move.trigger, move.dest.value

    def diagram(self) -> str:
        """A mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        lines += [f"    {source} --> {dest}: {trigger}" for source, trigger, dest in self.edges()]
        ends = [s for s in self.states if not self.moves_from(s)]
        return "\n".join(lines + [f"    {end.value} --> [*]" for end in ends])


FLOWS: dict[str, Flow] = {}


def diagrams() -> str:
    """docs/machines.md: every machine as a diagram and a table of its moves."""
    parts = ["# State machines", "",
             "Generated from the declarations in `workflows/*/machine.py` by `python -m workflows.diagrams`.", ""]
    for name, flow in sorted(FLOWS.items()):
        parts += [f"## {name.replace('_', ' ')}", "", "```mermaid", flow.diagram(), "```", "",
                  "| move | from | to | who | |", "|---|---|---|---|---|"]
        parts += [f"| {m.label} | {', '.join(s.value for s in m.sources)} | {m.dest.value} | {m.who.name} "
                  f"| {'needs a reason' if m.needs_reason else ''} |" for m in flow.moves.values()]
        parts.append("")
    return "\n".join(parts)
