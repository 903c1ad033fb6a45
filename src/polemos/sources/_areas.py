"""What the sources of a held area share: the promise of one series, and its rows."""

from collections.abc import Iterator

from polemos.core import (
    Basis,
    Cadence,
    Licence,
    Measure,
    ParseError,
    SeriesSpec,
    Snapshot,
    Text,
    Unit,
)
from polemos.sources._read import table
from polemos.sources._rows import Row, rows

COMPUTED_ONLY = Licence(
    Text(
        "the map has terms of its own; areas computed by us only",
        "地圖另有條款；只收錄我們計算的面積",
    ),
    redistribute=False,
)


def area(name: str, title: Text) -> SeriesSpec:
    """Promise one area, measured each day on a map and known on the day after."""
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit.parse("km²"),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
        basis=Basis.ESTIMATED,
        low=0,
        high=250_000,
        lag_days=1,
        computed=True,
    )


def measured(snap: Snapshot, file: str) -> Iterator[Row]:
    """Give the rows of a table of areas, which has one name."""
    if snap.name != file:
        raise ParseError(f"{snap.source}: expected {file}, found {snap.name}")
    yield from rows(f"{snap.source} {snap.name}", table(snap, repeats=True))
