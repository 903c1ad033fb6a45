"""The tables' columns, and the ways into and out of them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from polemos.core import (
    Area,
    Coding,
    Event,
    Finding,
    Forecast,
    Observation,
    Record,
    Snapshot,
    SnapshotNote,
    Statement,
    Step,
    StoreError,
    Told,
)
from polemos.store._lake import plainly

_KINDS: Mapping[str, type[Record]] = {
    "observation": Observation,
    "area": Area,
    "event": Event,
    "step": Step,
    "coding": Coding,
    "statement": Statement,
    "forecast": Forecast,
    "finding": Finding,
}
# What makes a telling unlike any other of its snapshot; `known_at` comes with each.
KEYS: Mapping[str, str] = {
    "observation": "series, starts, ends",
    "area": "layer, cell, since",
    "event": "id",
    "step": "commitment, starts, ends",
    "coding": "series, starts, ends",
    "statement": "id",
    "forecast": "model, target, horizon, origin, output_type, output_type_id",
    "finding": "snapshot, id",
}
MADE = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 32768)"


def read_kinds() -> tuple[str, ...]:
    """Name the kinds of record that a store takes in."""
    return tuple(_KINDS)


def connect() -> duckdb.DuckDBPyConnection:
    """Open an engine that holds nothing, in UTC."""
    con = duckdb.connect(":memory:")
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    con.execute("SET GLOBAL parquet_metadata_cache = true")
    return con


@cache
def definition() -> str:
    """Give the definition of every table."""
    return (files("polemos.store") / "schema.sql").read_text("utf-8")


def make_tables(db: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make every table, empty, in a schema of its own, and use that."""
    db.execute(f"CREATE SCHEMA {schema}; USE {schema}")
    db.execute(definition())


def columns(db: duckdb.DuckDBPyConnection, kind: str) -> dict[str, str]:
    """Give the columns of a table with their types."""
    return {r[0]: r[1] for r in db.execute(f"DESCRIBE {kind}").fetchall()}


def _row(r: Record) -> Sequence[Any]:
    match r:
        case Observation():
            p = r.period
            return (
                *(r.series, p.start, p.end, r.value, r.low, r.high),
                *(r.known_at, r.known_by.value, r.snapshot),
            )
        case Area():
            return (r.layer, r.cell, r.since, r.inside, r.known_at, r.snapshot)
        case Event() | Step() | Coding():
            return _negotiated(r)
        case Statement():
            return (
                *(r.id, r.speaker, r.said_on, r.text, r.lang, r.url),
                *(r.known_at, r.snapshot),
            )
        case Forecast():
            q = r.question
            return (
                *(r.model, r.seed, q.target, q.series, q.how.value, str(q.horizon)),
                *(q.origin, q.base.start, q.base.end, q.period.start, q.period.end),
                *(q.due, q.slack, r.output_type.value, r.output_type_id, r.value),
                *(r.known_at, r.snapshot),
            )
        case Finding():
            return _finding(r)


def _negotiated(r: Event | Step | Coding) -> Sequence[Any]:
    when, words = (r.period.start, r.period.end), (r.text.en, r.text.zh)
    heard = (r.known_at, r.snapshot)
    match r:
        case Event():
            where = (list(r.actors), list(r.issues), r.weight, r.before, r.after)
            return (r.id, r.act.value, *when, *where, *words, *_told(r.told), *heard)
        case Step():
            why = (r.reason.en, r.reason.zh) if r.reason else (None, None)
            stage = r.stage and r.stage.value
            ends = (r.due, *why, *words, *_told(r.told), *heard)
            return (r.commitment, stage, *when, *ends)
        case Coding():
            who = (r.coder, r.coded, list(r.evidence))
            return (r.series, *when, *who, *words, *heard)


def _told(told: Told) -> Sequence[Any]:
    return (told.source, told.url, told.confidence.value, told.recalled)


def _finding(r: Finding) -> Sequence[Any]:
    c, base = r.claim, r.claim.base
    return (
        *(c.id, c.text, str(c.stated), str(c.step), str(c.unit)),
        *(c.series, c.period.start, c.period.end, c.how.value),
        *((base.start, base.end) if base else (None, None)),
        *(c.relation.value, c.as_of, c.lang, c.where),
        *(r.verdict.value, r.actual, r.note, r.known_at, r.snapshot),
    )


def fill(db: duckdb.DuckDBPyConnection, records: Iterable[Record]) -> None:
    """Put records into the tables of their kinds."""
    rows: dict[str, list[Sequence[Any]]] = {}
    names = {made: kind for kind, made in _KINDS.items()}
    for r in records:
        rows.setdefault(names[type(r)], []).append(_row(r))
    for kind, found in rows.items():
        with db.appender(kind) as table:
            table.append_rows(found)


def fill_snapshots(
    db: duckdb.DuckDBPyConnection, snapshots: Iterable[Snapshot | SnapshotNote]
) -> None:
    """Put what is remembered of snapshots into their table."""
    rows = [
        (
            *(s.id, s.source, s.name, s.url, s.fetched_at, s.published_at),
            s.media_type,
            len(s.body) if isinstance(s, Snapshot) else s.size,
            s.published_at or s.fetched_at,
        )
        for s in snapshots
    ]
    with db.appender("snapshot") as table:
        table.append_rows(rows)


def pour(db: duckdb.DuckDBPyConnection, kind: str, table: object) -> None:
    """Let a Parquet file, or anything that speaks Arrow, stand for the table."""
    if kind not in _KINDS:
        raise StoreError(f"expected a table of {', '.join(_KINDS)}, found {kind!r}")
    wanted = columns(db, kind)
    drop(db, kind)
    try:
        if isinstance(table, Path):
            relation = f"read_parquet({quoted(str(table))})"
        else:
            relation = "poured"
            db.register(relation, table)
        found = set(columns(db, f"FROM {relation}"))
        if found != set(wanted):
            raise StoreError(
                f"{kind}: expected columns {', '.join(wanted)}; missing "
                f"{sorted(set(wanted) - found)}, unknown {sorted(found - set(wanted))}"
            )
        casts = ", ".join(
            f'"{name}"::{as_} AS "{name}"' for name, as_ in wanted.items()
        )
        # a stream can be read once; a file is left where it is
        made = "VIEW" if isinstance(table, Path) else "TABLE"
        db.execute(f"CREATE {made} {kind} AS SELECT {casts} FROM {relation}")
        if made == "TABLE":
            db.unregister(relation)
    except duckdb.Error as error:
        raise StoreError(
            f"{table if isinstance(table, Path) else kind}: expected a table of "
            f"{kind}s, found {str(error).partition(chr(10))[0]}"
        ) from error


def drop(db: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Take a table away, or the view that stands for it."""
    (made,) = db.execute(
        "SELECT table_type FROM information_schema.tables"
        " WHERE table_schema = current_schema() AND table_name = ?",
        [kind],
    ).fetchall()[0]
    db.execute(f"DROP {'VIEW' if made == 'VIEW' else 'TABLE'} {kind}")


def write_table(kind: str, records: Iterable[Record], path: Path) -> int:
    """Write records of one kind as Parquet, the same bytes for the same records."""
    if kind not in _KINDS:
        raise StoreError(f"expected a kind of {', '.join(_KINDS)}, found {kind!r}")
    rows = list(records)
    for r in rows:
        if not isinstance(r, _KINDS[kind]):
            raise StoreError(f"expected {kind}s, found {type(r).__name__.lower()}")
    with connect() as con, plainly(f"write {kind}s", path):
        con.execute("SET threads = 1")  # one hand writes the same bytes every time
        make_tables(con, "written")
        fill(con, rows)
        con.execute(
            f"COPY (FROM {kind} ORDER BY ALL) TO {quoted(str(path))}"
            " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)"
        )
    return len(rows)


def quoted(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"
