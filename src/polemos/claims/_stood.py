"""The series that a definition names, and what stood on both sides of a comparison."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from polemos.claims._bound import Way
from polemos.claims._lexicon import Definition, combinations
from polemos.claims._recompute import standing
from polemos.core import (
    NotYetKnown,
    Period,
    Point,
    Reckoning,
    Series,
    UnknownSeries,
    View,
)


def found(
    told: Iterable[Definition], values: Mapping[str, Sequence[str]], view: View
) -> Iterator[tuple[Definition, Series]]:
    """Give the series of definitions whose slots are filled, those that hold values."""
    for definition in told:
        for name, _ in combinations(definition, values):
            try:
                series = view.series(name)
            except (NotYetKnown, UnknownSeries):
                continue
            if series.points:
                yield definition, series


def sides_stood(
    d: Definition,
    values: Mapping[str, Sequence[str]],
    view: View,
    *,
    slot: str,
    sides: tuple[str, str],
    about: Period | None,
) -> tuple[Way, Point, Point] | None:
    """Give what stood on both sides of a slot at a time, by default the newest.

    None where a side is not told; the way is that of the first side.
    """
    if slot not in d.slots:
        return None
    a, b = (
        next((s for _, s in found([d], {**values, slot: (side,)}, view)), None)
        for side in sides
    )
    if a is None or b is None:
        return None
    at = about or min(a.last().period, b.last().period)
    p, q = standing(a, at), standing(b, at)
    if p is None or q is None:
        return None
    return Way(a.id, Reckoning.LEVEL, d.name), p, q
