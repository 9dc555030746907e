"""Who may do what: one predicate per verb, composed with `|`, `&` and `~`, asked by buttons and actions alike."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from workflows.errors import NotPermitted
from workflows.reasons import Reason


class Role(StrEnum):
    """What a user may do, per team or in the whole company. A candidate signs in by link and holds no grant."""

    candidate = auto()
    interviewer = auto()
    hiring_manager = auto()
    recruiter = auto()
    rep = auto()
    assessor = auto()
    coach = auto()
    leader = auto()
    operations = auto()
    admin = auto()


class ActorKind(StrEnum):
    person = auto()
    candidate = auto()
    system = auto()


@dataclass(frozen=True)
class Actor:
    """Who acts: a value, safe to keep across transactions. `grants` are (role, team id or None for everywhere)."""

    kind: ActorKind
    id: int | None
    name: str
    grants: frozenset[tuple[Role, int | None]] = frozenset()
    email: str = ""
    locale: str = "en"
    time_zone: str = "UTC"

    def holds(self, role: Role, team_id: int | None = None) -> bool:
        """Whether this actor has `role` in that team, or everywhere."""
        return (role, None) in self.grants or (team_id is not None and (role, team_id) in self.grants)

    def holds_anywhere(self, *roles: Role) -> bool:
        return any(role in roles for role, _ in self.grants)

    def teams(self, *roles: Role) -> set[int] | None:
        """The teams in which one of `roles` is held; None means all teams."""
        if any(role in roles and team is None for role, team in self.grants):
            return None
        return {team for role, team in self.grants if role in roles and team is not None}

    @property
    def user_id(self) -> int | None:
        return self.id if self.kind is ActorKind.person else None

    @property
    def candidate_id(self) -> int | None:
        return self.id if self.kind is ActorKind.candidate else None


def System(cause: str) -> Actor:
    """The actor of a reaction or a job; `cause` says which."""
    return Actor(ActorKind.system, None, cause)


Test = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Predicate:
    """A yes/no about an actor and a record (which may be None for "any of its kind"), and whom it admits.

    `name` is what the documents say; `who` what a refusal does: roles, "… of the company", attributes that name people.
    `wider` answers as if nobody were excluded: it tells who may do this, but not in their own matter.
    """

    name: str
    who: tuple[str, ...]
    test: Test
    wider: Test

    def __call__(self, actor: Actor, record: Any = None) -> bool:
        return self.test(actor, record)

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(f"{self.name} or {other.name}", _both(self, other),
                         lambda a, r: self.test(a, r) or other.test(a, r),
                         lambda a, r: self.wider(a, r) or other.wider(a, r))

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(f"{self.name} and {other.name}", _both(self, other),
                         lambda a, r: self.test(a, r) and other.test(a, r),
                         lambda a, r: self.wider(a, r) and other.wider(a, r))

    def __invert__(self) -> "Predicate":
        return Predicate(f"not {self.name}", (), lambda a, r: not self.test(a, r), lambda a, r: True)


def _both(one: Predicate, other: Predicate) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.who + other.who))


def those(name: str, test: Test, *who: str) -> Predicate:
    """The predicate of one plain test; `who` says whom it admits."""
    return Predicate(name, who, test, test)


def role(*roles: Role) -> Predicate:
    """Holds one of `roles` in the record's team (`record.team_id`), or everywhere; without a record, anywhere."""
    def test(actor: Actor, record: Any) -> bool:
        if record is None:
            return actor.holds_anywhere(*roles)
        return any(actor.holds(each, record.team_id) for each in roles)
    return those("/".join(roles), test, *(each.value for each in roles))


def company(*roles: Role) -> Predicate:
    """Holds one of `roles` in the whole company, for what concerns every team."""
    return those("/".join(roles) + " of the company",
                 lambda actor, record: any(actor.holds(each, None) for each in roles),
                 *(f"{each.value} of the company" for each in roles))


def is_(attribute: str) -> Predicate:
    """The actor is the user whose id the record keeps under `attribute` (dots follow relations)."""
    def test(actor: Actor, record: Any) -> bool:
        return record is not None and actor.user_id is not None and follow(record, attribute) == actor.user_id
    return those(attribute.removesuffix("_id").replace(".", "'s "), test, attribute.rpartition(".")[2])


def is_candidate(attribute: str = "candidate_id") -> Predicate:
    """The actor is the candidate whose id the record keeps under `attribute`."""
    def test(actor: Actor, record: Any) -> bool:
        return record is not None and actor.candidate_id is not None and follow(record, attribute) == actor.candidate_id
    return those("the candidate", test, "candidate_id")


anyone = those("anyone signed in", lambda actor, record: actor.kind is ActorKind.person, "anyone")
system = those("the system", lambda actor, record: actor.kind is ActorKind.system)

_permits: dict[str, Predicate] = {}


def follow(record: Any, path: str) -> Any:
    """The value at a dotted attribute path; None as soon as a link is None."""
    for step in path.split("."):
        if record is None:
            return None
        record = getattr(record, step)
    return record


def allow(verb: str, predicate: Predicate) -> None:
    """Declare who may do `verb` ("noun.verb"). A verb is declared once."""
    if verb in _permits:
        raise ValueError(f"{verb} already has its permit")
    _permits[verb] = predicate


def declared() -> dict[str, Predicate]:
    return dict(_permits)


def may(actor: Actor, verb: str, record: Any = None) -> bool:
    """Whether `actor` may do `verb` with `record`. The system may; an undeclared verb is a programming fault."""
    return _permits[verb](actor, record) or actor.kind is ActorKind.system


def require(actor: Actor, verb: str, record: Any = None) -> None:
    """Raise NotPermitted with whom to ask: who may, others than oneself in one's own matter, nobody by hand."""
    if may(actor, verb, record):
        return
    permit = _permits[verb]
    code = "own-matter" if permit.wider(actor, record) else "not-yours" if permit.who else "by-itself"
    raise NotPermitted(Reason(f"permit.{code}", {"verb": verb, "who": list(permit.who)}))
