"""A small source and what it tells, for the tests of the store."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from polemos.core import (
    Basis,
    Cadence,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = ("tiny/level.one@AAA", "tiny/level.two@AAA")
Telling = tuple[list[Snapshot], list[Observation]]


@pytest.fixture
def sources() -> Mapping[str, Source]:
    """Promise two series of one partial source."""
    specs = tuple(
        SeriesSpec(
            name,
            Text("A level", "水位"),
            Unit("persons"),
            Measure.STOCK,
            Cadence.DAY,
            Basis.COUNTED,
        )
        for name in NAMES
    )
    return {
        "tiny": Source(
            "tiny",
            Text("A source", "來源"),
            Provider("tiny", Text("Publisher", "發布者"), ""),
            "",
            "",
            Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True),
            specs,
        )
    }


@pytest.fixture
def store(tmp_path: Path, sources: Mapping[str, Source]) -> Store:
    """Open an empty store."""
    return Store.open(tmp_path / "lake", sources)


@pytest.fixture
def telling() -> Callable[[int], Telling]:
    """Give `telling(n)`: a snapshot of day n, by which every value is n."""

    def tell(n: int) -> Telling:
        known = START + timedelta(days=n)
        snap = Snapshot("tiny", f"{n}.csv", "", known, f"bytes {n}".encode())
        return [snap], [
            Observation(name, Period.day(date(2023, 12, d)), float(n), known, snap.id)
            for name in NAMES
            for d in range(1, 11)
        ]

    return tell
