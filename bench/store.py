"""Measure the store against its budgets, and print a table.

Each line stands beside a peer that does the same work in the same run (DuckDB's own
file, a plain scan of Parquet) and, for writing, beside what the disk takes for the same
bytes. `./run bench` runs this; a line over its budget makes it fail.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from _line import Line, print_table, timed

from polemos.core import (
    Basis,
    Cadence,
    Licence,
    Measure,
    Provider,
    SeriesSpec,
    SnapshotNote,
    Source,
    Text,
    Unit,
)
from polemos.store import Store

VINTAGES = 20
PERIODS = 1000
START = datetime(2020, 1, 1, tzinfo=UTC)
HALF = START + timedelta(days=30 * VINTAGES // 2)


def source(series: int) -> Source:
    """Promise so many series, each told whole by every snapshot."""
    return Source(
        "bench",
        Text("Bench", "測試"),
        Provider("bench", Text("Bench", "測試"), ""),
        "",
        "",
        Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True),
        tuple(
            SeriesSpec(
                f"bench/level.n{n:05d}@AAA",
                Text("Level", "水位"),
                Unit("persons"),
                Measure.STOCK,
                Cadence.DAY,
                Basis.COUNTED,
            )
            for n in range(series)
        ),
        complete=True,
    )


def note(vintage: int) -> SnapshotNote:
    """Name the snapshot of a vintage."""
    heard = START + timedelta(days=30 * vintage)
    return SnapshotNote(f"{vintage:064x}", "bench", "b.csv", "", heard, None, "", 0)


def tables(folder: Path, series: int) -> list[Path]:
    """Write one Parquet file a vintage; a tenth of the values is revised in each."""
    out = []
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        for v in range(VINTAGES):
            out.append(folder / f"{v}.parquet")
            con.execute(f"""
                COPY (SELECT format('bench/level.n{{:05d}}@AAA',
                        i // {PERIODS}) AS series,
                    DATE '2015-01-01' + (i % {PERIODS})::INT AS starts,
                    DATE '2015-01-02' + (i % {PERIODS})::INT AS ends,
                    (i + CASE WHEN (i * 7 + {v}) % 10 = 0 THEN {v} ELSE 0 END)::DOUBLE
                        AS value,
                    NULL::DOUBLE AS low, NULL::DOUBLE AS high,
                    TIMESTAMPTZ '{note(v).fetched_at:%F}' AS known_at,
                    'fetched' AS known_by, '{v:064x}' AS snapshot
                FROM range({series * PERIODS}) r(i))
                TO '{out[-1]}' (FORMAT parquet, COMPRESSION zstd)""")
    return out


def filled(folder: Path, series: int, files: Sequence[Path]) -> Store:
    """Append every vintage as one transaction."""
    store = Store.open(folder, {"bench": source(series)})
    for v, file in enumerate(files):
        store.append_tables([note(v)], {"observation": file})
    return store


def appending(folder: Path, series: int = 1000) -> Iterator[Line]:
    """Append 20 vintages of a million, beside DuckDB's own file and the disk."""
    files = tables(folder, series)
    rows = VINTAGES * series * PERIODS
    taken = timed(lambda: filled(folder / "lake", series, files))

    def peer() -> None:
        with duckdb.connect(str(folder / "peer.duckdb")) as con:
            con.execute(f"CREATE TABLE t AS FROM '{files[0]}' LIMIT 0")
            for file in files:
                con.execute(f"INSERT INTO t FROM '{file}'")

    what = f"append {VINTAGES} vintages"
    yield Line(what, rows, taken, 10_000, "DuckDB's own file, INSERT", timed(peer))
    body = b"".join(f.read_bytes() for f in (folder / "lake").rglob("*.parquet"))

    def disk() -> None:
        with (folder / "disk").open("wb") as file:
            file.write(body)
            os.fsync(file.fileno())

    limit = f"the disk: its {len(body) / 1e6:,.0f} MB, fsync"
    yield Line(what, rows, taken, 10_000, limit, timed(disk))


def reading(folder: Path, series: int) -> Iterator[Line]:
    """Read one series, and the whole world, as of days in the middle."""
    rows = VINTAGES * series * PERIODS
    lake, files = folder / "lake", tables(folder, series)
    filled(lake, series, files)
    name = f"bench/level.n{series // 2:05d}@AAA"
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true")

    def plain(where: str) -> Callable[[], Any]:
        query = (
            f"CREATE OR REPLACE TABLE seen AS FROM '{lake}/tx/*/observation.parquet'"
            f" WHERE known_at <= TIMESTAMPTZ '{HALF:%F}' {where} QUALIFY row_number()"
            " OVER (PARTITION BY series, starts, ends ORDER BY known_at DESC) = 1"
        )
        return lambda: con.execute(query)

    one = "plain QUALIFY, one series", timed(plain(f"AND series = '{name}'"), 5)
    world = "plain QUALIFY, all", timed(plain(""), 3)
    days = (HALF + timedelta(days=n) for n in range(1000))

    def opened() -> Store:
        store = Store.open(lake, {"bench": source(series)})
        store.as_of(HALF)  # the first look loads the hearings
        return store

    store = opened()
    taken = timed(lambda: store.as_of(next(days)).series(name), 3)
    yield Line("one series, log alone", rows, taken, None, *one)
    taken = timed(lambda: opened().as_of(next(days)).stored())
    yield Line("whole world, log alone, first time", rows, taken, None, *world)
    yield Line("settle", rows, timed(store.settle), None, *world)
    store = opened()
    store.as_of(HALF).series(name)
    taken = timed(lambda: store.as_of(next(days)).series(name), 9)
    yield Line("one series, any day", rows, taken, 20, *one)
    taken = timed(lambda: store.as_of(next(days)).stored(), 3)
    yield Line("whole world, any day", rows, taken, 300, *world)
    taken = timed(lambda: opened().as_of(HALF).series(name), 3)
    yield Line("open a store, and one series", rows, taken, None, *one)


def lines() -> Iterator[Line]:
    """Measure each in a folder of its own."""
    for work in (appending, partial(reading, series=500), partial(reading, series=50)):
        with tempfile.TemporaryDirectory(prefix="polemos-bench-") as folder:
            yield from work(Path(folder))


if __name__ == "__main__":
    print_table("rows", lines())
