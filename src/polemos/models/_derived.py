"""How a series that a view works out is told: its words, its unit, its points."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from polemos.core import SCALE, Point, Text, Unit


@dataclass(frozen=True, slots=True)
class Derived:
    """A series that is worked out: its words, what it is made of, and its points."""

    title: Text
    definition: str
    points: Callable[[], Iterable[Point]]
    uses: Callable[[], Iterable[str]]
    unit: Unit = SCALE
