"""`act`: the one way to change anything. Lock, permit, require, move, note, announce, commit once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from workflows import clock, ledger, permits, waits
from workflows.db import WRITES, Drafted, Record, db
from workflows.errors import NotFound, Refused, Stale
from workflows.flow import FLOWS
from workflows.permits import Actor, System
from workflows.reasons import Reason

A_MOMENT = timedelta(minutes=1)
Handler = Callable[[Actor, Any], None]


class Act:
    """What an action holds while it runs; see `act`."""

    def __init__(self, actor: Actor, verb: str, record: Any, cause_id: int | None) -> None:
        self.actor, self.verb, self.record, self.cause_id = actor, verb, record, cause_id
        self.facts: dict[str, Any] = {}
        self.personal: dict[str, Any] = {}
        self.events: list[Any] = []
        self.moved: list[Any] = []
        self.new: set[Any] = set()
        self.session = db.session()

    def require(self, *found: Reason | Iterable[Reason] | None) -> None:
        """Refuse with every reason given; nothing given means go on."""
        flat: list[Reason] = []
        for each in found:
            if isinstance(each, Reason):
                flat.append(each)
            elif each is not None:
                flat += each
        if flat:
            raise Refused(*flat)

    def lock(self, record: Record) -> None:
        """Nobody else acts on `record` until this action has ended."""
        _reload(record)

    def create(self, record: Any) -> Any:
        """Add a new record with its id and begin what its first state waits for; it becomes the audited record."""
        self.session.add(record)
        self.session.flush()
        if self.record is None:
            self.record = record
        if getattr(record, "state", None) is not None and record.KIND in FLOWS:
            self.moved.append(record)
            self.new.add(record)
        return record

    def just_made(self, kind: type[Record], **facts: Any) -> Any:
        """The record with these facts made less than a minute ago, or None: a form sent twice makes one.

        Needs the lock of what the record belongs to, or two presses at the same moment both find none.
        """
        alike = (getattr(kind, name) == value for name, value in facts.items())
        return self.session.scalar(sa.select(kind).where(kind.created_at > clock.now() - A_MOMENT, *alike)
                                   .order_by(kind.id.desc()).limit(1))

    def add(self, *records: Any) -> None:
        """Add rows that belong to the audited record."""
        self.session.add_all(records)

    def move(self, record: Any = None, trigger: str | None = None, *, reason: str | None = None) -> None:
        """Fire a declared move (the verb's own by default); a move that needs a reason is refused without one."""
        record = self.record if record is None else record
        trigger = trigger or self.verb.split(".")[1]
        flow = FLOWS[record.KIND]
        before = record.state
        if flow.moves[trigger].needs_reason and not (reason or "").strip():
            raise Refused(Reason("flow.reason-missing", {"move": flow.moves[trigger].label}))
        flow.fire(record, trigger)
        self.moved.append(record)
        self.note(move=trigger, before=before.value, after=record.state.value)
        if reason:
            self.remember(reason=reason.strip())

    def note(self, **facts: Any) -> None:
        """Put plain, impersonal facts (codes, ids, numbers) into the audit row."""
        self.facts.update(facts)

    def remember(self, **personal: Any) -> None:
        """Put personal or free text into the audit row's erasable side."""
        self.personal.update(personal)

    def announce(self, event: Any) -> None:
        """Tell the reactions, in this transaction, after this action's own facts are set."""
        self.events.append(event)

    def settle(self) -> None:
        """Flush, write waits and the audit row, run the reactions."""
        self.session.flush()
        for record in dict.fromkeys(self.moved):
            waits.renew(self.session, record, new=record in self.new)
            self.new.discard(record)
        kind, record_id, team = getattr(self.record, "KIND", ""), getattr(self.record, "id", None), None
        if self.record is not None:
            team = getattr(self.record, "team_id", None)
        self.cause_id = ledger.write(self.session, self.actor, self.verb, kind, record_id, team_id=team,
                                     facts=self.facts, personal=self.personal, cause_id=self.cause_id)
        for event in self.events:
            for handler in _reactions.get(type(event), ()):
                handler(System(type(event).__name__), event)


_current: ContextVar[Act | None] = ContextVar("onramp_act", default=None)
_reactions: Mapping[type, tuple[Handler, ...]] = {}


def install_reactions(table: Mapping[type, tuple[Handler, ...]]) -> None:
    """Connect events to handlers; called once by create_app with `workflows.reactions.TABLE`."""
    global _reactions
    _reactions = table


@contextmanager
def act(actor: Actor, verb: str, record: Any = None, *, version: int | None = None,
        lock: Iterable[Any] = (), subject: Any = None) -> Iterator[Act]:
    """One action by `actor`: "noun.verb" on `record` (None when it creates one).

    Takes the write lock, reloads `record` and everything in `lock`, asks the permit (of `record`, or of `subject`
    when the permit is about another record, such as the team something is created in), compares `version` (what
    the person saw) and commits once with all reactions. Inside another act it joins that transaction.
    Raises NotPermitted, Stale, Refused, NotFound; then nothing has happened.
    """
    outer = _current.get()
    with _transaction(joined=outer is not None):
        for each in (record, *lock):
            if each is not None:
                _reload(each)
        permits.require(actor, verb, record if subject is None else subject)
        if version is not None and record.version != version:
            raise Stale(what_changed(record))
        this = Act(actor, verb, record, outer.cause_id if outer else None)
        this.new = outer.new if outer else this.new
        token = _current.set(this)
        try:
            yield this
            this.settle()
        finally:
            _current.reset(token)


@dataclass(frozen=True)
class Window:
    """A page on which a draft is written: its own mark, and the marks of the windows whose words it began with."""

    mark: str
    after: frozenset[str]


def go_on(record: Drafted, window: Window | None) -> None:
    """Within `draft`: this window wrote last from now on. Stale when another one wrote since its page was read.

    A window that sends again, or what was on its way when its page was loaded anew, is no other one.
    """
    if window is None:
        return
    if record.written_in not in {window.mark, *window.after}:
        raise Stale(Reason("draft.elsewhere"))
    record.written_in = window.mark


@contextmanager
def draft(actor: Actor, verb: str, record: Any) -> Iterator[None]:
    """Autosave: permitted like an action, not audited, and never a decision."""
    with _transaction(joined=_current.get() is not None):
        _reload(record)
        permits.require(actor, verb, record)
        yield


@contextmanager
def maintenance(reason: str) -> Iterator[None]:
    """Writes that no person decides: leases, deliveries, seals, migrations. `reason` says which."""
    if not reason:
        raise ValueError("maintenance needs its reason")
    with _transaction(joined=_current.get() is not None):
        yield


def acting() -> Act | None:
    """The action that is running, if any."""
    return _current.get()


@contextmanager
def _transaction(*, joined: bool) -> Iterator[None]:
    session = db.session
    if joined:
        yield
        return
    session.rollback()
    session.connection(execution_options={WRITES: True})
    try:
        yield
        session.commit()
    except StaleDataError:
        session.rollback()
        raise Stale(Reason("record.changed-meanwhile")) from None
    except BaseException:
        session.rollback()
        raise


def _reload(record: Any) -> None:
    db.session.flush()
    alone = db.session.get_bind().dialect.name == "sqlite"  # its one writer needs no lock, which costs more reading
    try:
        db.session.refresh(record, with_for_update=None if alone else {"of": type(record)})
    except sa.exc.InvalidRequestError:  # deleted, or never added
        raise NotFound(Reason("record.gone")) from None


def what_changed(record: Any, *verbs: str) -> Reason:
    """Who changed the record last, by any verb or one of `verbs`; None for verbs that are about no single record."""
    query = sa.select(ledger.AuditEntry).where(ledger.AuditEntry.record_kind == getattr(record, "KIND", ""),
                                               ledger.AuditEntry.record_id == getattr(record, "id", None))
    if verbs:
        query = query.where(ledger.AuditEntry.verb.in_(verbs))
    entry = db.session.scalar(query.order_by(ledger.AuditEntry.id.desc()).limit(1))
    if entry is None:
        return Reason("record.changed-meanwhile")
    who = entry.text.body.get("actor", "") if entry.text else ""
    return Reason("record.changed-by", {"who": who, "verb": entry.verb, "at": entry.at.isoformat()})


def writing() -> bool:
    """Whether the running transaction is one that `act`, `draft` or `maintenance` opened."""
    return bool(db.session.connection().get_execution_options().get(WRITES))


def get(kind: type[Record], record_id: int) -> Any:
    """The record with this id, or NotFound. For actions and jobs; pages load through a scope instead."""
    found = db.session.get(kind, record_id)
    if found is None:
        raise NotFound(Reason("record.gone"))
    return found
