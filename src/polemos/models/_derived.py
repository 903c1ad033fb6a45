"""What a series that is worked out is called, and how it is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from polemos.core import SCALE, Point, Text, Unit


@dataclass(frozen=True, slots=True)
class Derived:
    """A series that is worked out: its words, its unit, its points, what it is of.

    `points` and `uses` do their work when they are called, and may raise NotYetKnown.
    """

    title: Text
    definition: str
    points: Callable[[], Iterable[Point]]
    uses: Callable[[], Iterable[str]]
    unit: Unit = SCALE
