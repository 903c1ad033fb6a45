"""Two sources may read the same bytes: neither takes the other's place."""

from datetime import UTC, date, datetime
from pathlib import Path

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

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def source(name: str) -> Source:
    both = Text(en=name, zh="某")
    spec = SeriesSpec(
        id=f"{name}/a@X",
        title=both,
        unit=Unit("sites"),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
        basis=Basis.COUNTED,
    )
    return Source(
        id=name,
        title=both,
        provider=Provider(name, both, "https://x.example"),
        url="https://x.example",
        citation="x",
        licence=Licence(Text("CC0", "CC0"), redistribute=True),
        series=(spec,),
    )


def test_each_keeps_its_reading_and_its_address(tmp_path: Path) -> None:
    sources = {n: source(n) for n in ("one", "two")}
    store = Store.open(tmp_path, sources)
    for name in sources:
        snap = Snapshot(name, "f.csv", f"https://{name}.example/f.csv", NOW, b"same")
        told = Observation(
            f"{name}/a@X", Period.day(date(2024, 1, 1)), 1.0, NOW, snap.id
        )
        assert store.append([snap], [told]) == 1
        assert store.append([snap], [told]) == 0
    view = store.as_of(NOW)
    for name in sources:
        (point,) = view.series(f"{name}/a@X").points
        note = view.snapshot(point.evidence[0].snapshot, name)
        assert note.url == f"https://{name}.example/f.csv"
