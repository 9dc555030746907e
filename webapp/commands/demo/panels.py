"""What each interviewer gave each candidate, and what was decided then, with the strengths and weaknesses it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workflows.interviewing.records import Decision

KEYS: Final = ("negotiation", "discovery", "drive", "forecasting")
MAYA, DANIEL, INES, HANA, TARA = "Maya Chen", "Daniel Fox", "Ines Duarte", "Hana Suzuki", "Tara Singh"
Levels = Mapping[str, tuple[int, int, int, int]]

FIRST_PANEL: Final[Mapping[str, Levels]] = {
    MAYA: {"ana": (3, 5, 5, 3), "raj": (3, 5, 4, 2)},
    "Jakob Lind": {"ana": (2, 4, 3, 3), "raj": (2, 3, 3, 3)},
    "Amira Haddad": {"ana": (2, 3, 4, 2), "raj": (1, 3, 4, 2)},
}
SECOND_PANEL: Final[Mapping[str, Levels]] = {
    DANIEL: {"ana": (5, 5, 4, 3), "raj": (5, 5, 4, 2), "marc": (5, 5, 4, 2)},
    "Omar Said": {"ana": (2, 3, 3, 2), "raj": (1, 2, 2, 2), "marc": (2, 3, 3, 2)},
    "Paul Becker": {"ana": (3, 2, 4, 3), "raj": (2, 2, 4, 2), "marc": (3, 2, 4, 2)},
}
THIRD_PANEL: Final[Mapping[str, Levels]] = {
    INES: {"ana": (5, 3, 4, 4), "raj": (5, 2, 4, 4), "marc": (5, 3, 4, 4)},
    HANA: {"ana": (3, 4, 3, 4), "raj": (3, 3, 2, 3), "marc": (3, 4, 3, 3)},
}
LAST_PANEL: Final[Mapping[str, Levels]] = {
    TARA: {"ana": (3, 4, 4, 4), "raj": (3, 4, 3, 3), "marc": (3, 4, 4, 3)},
}
LEVELS: Final = {**FIRST_PANEL, **SECOND_PANEL, **THIRD_PANEL, **LAST_PANEL}


@dataclass(frozen=True)
class Verdict:
    """First words, decision and reason. What the words and the reason praise or miss is named, by competency."""

    words: str
    decision: Decision
    reason: str
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()


VERDICTS: Final[Mapping[str, Verdict]] = {
    MAYA: Verdict(
        "Calm under pressure; she asks before she tells.", Decision.offer,
        "Both who met her saw discovery and drive above what we need. Negotiation, a must-have, and forecasting are "
        "short, and both can be taught: Carla trains her, and she quotes no price alone before the deal certificate.",
        ("discovery", "drive"), ("negotiation", "forecasting")),
    "Amira Haddad": Verdict(
        "Great company for an hour, and the discount came before the coffee.", Decision.decline,
        "Her drive is what we look for. Negotiation is what the team lacks most, and two people saw it two levels "
        "below; discovery is short as well.", ("drive",), ("negotiation", "discovery")),
    "Jakob Lind": Verdict(
        "Well prepared, and quick to give.", Decision.decline,
        "Short in negotiation with both who rated it, and discovery does not make up for it. Worth another "
        "conversation when we look for an account manager.", (), ("negotiation", "discovery")),
    DANIEL: Verdict(
        "Trades calmly, and asks better than anybody else we saw.", Decision.offer,
        "Three people saw what the team lacks most: negotiation, and discovery with it. Forecasting is short and can "
        "be learnt in the first weeks.", ("negotiation", "discovery"), ("forecasting",)),
    "Omar Said": Verdict(
        "Friendly, and waits to be asked.", Decision.decline,
        "Below the level in negotiation and in discovery with all three who rated them.",
        (), ("negotiation", "discovery")),
    "Paul Becker": Verdict(
        "All energy; he presented before the second question.", Decision.decline,
        "His drive is real. Discovery is well below what the job asks, and negotiation is short with all three.",
        ("drive",), ("discovery", "negotiation")),
    INES: Verdict(
        "Holds the price without raising her voice.", Decision.offer,
        "Negotiation above the level with three people, which is what we lack most; drive and forecasting are there. "
        "Discovery is short and a must-have: four weeks of training, and Carla listens in until it is certified.",
        ("negotiation", "drive", "forecasting"), ("discovery",)),
}
