"""Scenarios: what may come of a war, by arithmetic that can be checked."""

from polemos.core import Law
from polemos.models.scenarios._analogues import (
    Apart,
    Likeness,
    apart,
    counts,
    nearest,
    told_by_likeness,
    unlike,
)
from polemos.models.scenarios._clock import Clock, Paths, follow
from polemos.models.scenarios._exits import Rate, Spell, chance, exit_rate
from polemos.models.scenarios._exits import as_of as spells_as_of
from polemos.models.scenarios._network import Network, Node
from polemos.models.scenarios._scored import Gap, by_event, gap
from polemos.models.scenarios._tails import YEAR, Tail
from polemos.models.scenarios._tilt import moved, tilted

__all__ = [
    "YEAR",
    "Apart",
    "Clock",
    "Gap",
    "Law",
    "Likeness",
    "Network",
    "Node",
    "Paths",
    "Rate",
    "Spell",
    "Tail",
    "apart",
    "by_event",
    "chance",
    "counts",
    "exit_rate",
    "follow",
    "gap",
    "moved",
    "nearest",
    "spells_as_of",
    "tilted",
    "told_by_likeness",
    "unlike",
]
