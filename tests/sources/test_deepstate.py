"""Squares of our own stand in for the map, whose polygons we may not copy."""

import csv
import gzip
import json
import lzma
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from polemos.core import Area, KnownBy, Observation, ParseError, Snapshot
from polemos.sources import _ground, deepstate

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
HELD = "deepstate/territory.held@RUS"


def square(west: float, south: float, side: float = 0.5) -> str:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "MultiPolygon", "coordinates": [[ring]]})


def feature(properties: dict[str, object], shape: str) -> str:
    told = json.dumps(properties)
    return f'{{"type":"Feature","properties":{told},"geometry":{shape}}}'


def snap(name: str, *lines: str) -> Snapshot:
    at = datetime(2026, 8, 22, 12, tzinfo=UTC)
    body = "\n".join(lines).encode()
    return Snapshot("deepstate", name, "https://example.org", at, body)


def daily(*days: tuple[str, str]) -> Snapshot:
    lines = (feature({"date": d}, shape) for d, shape in days)
    return snap("deepstate_daily.ndjson", *lines)


def history(day: str, ts: int, **classes: str) -> Iterator[str]:
    for kind, shape in classes.items():
        yield feature({"date": day, "ts": ts, "class": kind}, shape)


def values(records: Iterable[Observation | Area], series: str) -> dict[date, float]:
    return {
        r.period.last: r.value
        for r in records
        if isinstance(r, Observation) and r.series == series and r.value is not None
    }


def test_a_square_has_the_area_that_the_sphere_gives_it() -> None:
    found = values(deepstate.parse(daily(("2025-02-24", square(38, 48)))), HELD)
    # half a degree each way at 48.25°: 55.6 km by 37.1 km on the ellipsoid
    assert found[date(2025, 2, 24)] == pytest.approx(2062, rel=0.005)


def test_what_overlaps_counts_once() -> None:
    one = values(deepstate.parse(daily(("2025-02-24", square(38, 48)))), HELD)
    two = snap(
        "deepstate_history.ndjson",
        *history(
            "2023-06-30",
            1688158800,
            occupied=square(38, 48),
            ordlo=square(38.1, 48.1, 0.1),
            crimea=square(38, 48),
        ),
    )
    assert values(deepstate.parse(two), HELD)[date(2023, 6, 30)] == pytest.approx(
        one[date(2025, 2, 24)]
    )


def test_a_day_is_known_when_its_copy_was_taken() -> None:
    first = next(iter(deepstate.parse(daily(("2025-02-24", square(38, 48))))))
    assert isinstance(first, Observation)
    assert first.known_at == datetime(2025, 2, 24, 3, tzinfo=UTC)
    assert first.known_by is KnownBy.PUBLISHED


def test_the_parts_by_oblast_sum_to_the_whole() -> None:
    records = list(deepstate.parse(daily(("2025-02-24", square(36.9, 46.6, 2)))))
    parts = [
        r.value
        for r in records
        if isinstance(r, Observation)
        and r.series.startswith("deepstate/territory.held.")
        and r.value
    ]
    whole = values(records, HELD)[date(2025, 2, 24)]
    assert len(parts) >= 3
    assert sum(parts) == pytest.approx(whole, rel=1e-6)


def test_cells_come_whole_once_and_then_as_changes() -> None:
    told = list(
        deepstate.parse(
            daily(
                ("2025-02-23", square(38, 48)),
                ("2025-02-24", square(38, 48)),
                ("2025-02-25", square(38.1, 48)),
            )
        )
    )
    areas = [r for r in told if isinstance(r, Area)]
    by_day = {d: [a for a in areas if a.since == d] for d in {a.since for a in areas}}
    assert set(by_day) == {date(2025, 2, 23), date(2025, 2, 25)}
    assert len(by_day[date(2025, 2, 23)]) == len(_ground.cells())
    moved = by_day[date(2025, 2, 25)]
    assert {a.inside for a in moved} == {True, False}
    first = {a.cell for a in by_day[date(2025, 2, 23)] if a.inside}
    assert {a.cell for a in moved if a.inside}.isdisjoint(first)
    assert {a.cell for a in moved if not a.inside} <= first


def test_the_history_yields_to_the_daily_copy_at_the_seam() -> None:
    lines = [
        *history("2024-07-07", 1720385367, **_three()),
        *history("2024-07-08", 1720471259, **_three()),
    ]
    told = list(deepstate.parse(snap("deepstate_history.ndjson", *lines)))
    assert list(values(told, HELD)) == [date(2024, 7, 7)]
    classes = values(told, "deepstate/territory.held_before_2022.donbas@RUS")
    assert list(classes) == [date(2024, 7, 7), date(2024, 7, 8)]
    assert {r.known_at for r in told if isinstance(r, Area)} == {
        datetime.fromtimestamp(1720385367, UTC)
    }


def _three() -> dict[str, str]:
    return {
        "occupied": square(38, 48),
        "ordlo": square(38.5, 48),
        "crimea": square(34, 45),
    }


def test_sites_inside_the_ground_are_counted() -> None:
    lon, lat = min(_ground.sites()["lithium"], key=lambda place: place[1])
    there = daily(("2025-02-24", square(lon - 0.05, lat - 0.05, 0.1)))
    found = values(deepstate.parse(there), "deepstate/minerals.lithium.held@RUS")
    assert found == {date(2025, 2, 24): 1}


def test_the_keepers_own_archive_reads_the_same() -> None:
    shape = json.loads(square(38, 48))
    whole = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"date": "2025-02-24"},
                "geometry": shape,
            }
        ],
    }
    packed = gzip.compress(json.dumps(whole).encode())
    at = datetime(2025, 2, 24, 12, tzinfo=UTC)
    body = Snapshot("deepstate", "deepstate-map-data.geojson.gz", "", at, packed)
    assert values(deepstate.parse(body), HELD) == pytest.approx(
        values(deepstate.parse(daily(("2025-02-24", square(38, 48)))), HELD)
    )


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (snap("somewhere.else", "{}"), "somewhere.else"),
        (snap("deepstate_daily.ndjson"), "0 bytes"),
        (snap("deepstate_daily.ndjson", "not json"), "GeoJSON feature"),
        (
            snap(
                "deepstate_daily.ndjson",
                feature({"date": "2025-02-24", "mood": 1}, square(38, 48)),
            ),
            "mood",
        ),
        (
            snap(
                "deepstate_history.ndjson",
                *history("2023-06-30", 1, lunar=square(38, 48)),
            ),
            "lunar",
        ),
        (
            snap(
                "deepstate_history.ndjson",
                *history("2023-06-30", 1, occupied=square(38, 48)),
            ),
            "of one moment",
        ),
    ],
)
def test_what_it_does_not_know_stops_it(broken: Snapshot, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        list(deepstate.parse(broken))


def test_held_ground_in_an_oblast_that_nobody_named_stops_it() -> None:
    with pytest.raises(ParseError, match="lviv"):
        list(deepstate.parse(daily(("2025-02-24", square(24, 49.6, 0.2)))))


@pytest.mark.raw
def test_the_specimen_gives_the_reference_values() -> None:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    days = {"2024-07-08", "2025-02-24", "2025-07-01", "2025-07-02", "2026-08-22"}
    with lzma.open(RAW / "deepstate-cyterat/deepstate_daily.ndjson.xz", "rt") as file:
        lines = [line for line in file if any(f'"{d}"' in line[:60] for d in days)]
    told = list(deepstate.parse(snap("deepstate_daily.ndjson", *map(str.strip, lines))))
    held = values(told, HELD)
    with (RAW / "deepstate-cyterat" / "areas_daily.csv").open() as table:
        for row in csv.DictReader(table):
            if row["date"] in days:
                day = date.fromisoformat(row["date"])
                assert held[day] == pytest.approx(float(row["area_km2"]), abs=0.05)
    assert round(held[date(2025, 2, 24)]) == 112_383
    assert round(held[date(2026, 8, 22)]) == 116_995
    counts = {
        m: values(told, f"deepstate/minerals.{m}.held@RUS")[date(2025, 2, 24)]
        for m in _ground.sites()
    }
    assert counts["rare_earth"] == len(_ground.sites()["rare_earth"]) == 3
    assert (counts["titanium"], counts["uranium"], counts["coal"]) == (0, 0, 31)
    lithium = values(told, "deepstate/minerals.lithium.held@RUS")
    assert (lithium[date(2025, 7, 1)], lithium[date(2025, 7, 2)]) == (1, 2)
    near = values(told, "deepstate/territory.held.donetsk@RUS")[date(2025, 2, 24)]
    assert near == pytest.approx(18_335, rel=0.01)  # by finer outlines
