"""What an append must pass before it is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from polemos.core import KnownBy, Snapshot, SnapshotNote, Source, StoreError
from polemos.store._reading import Reading
from polemos.store._tables import (
    KEYS,
    MADE,
    drop,
    fill_snapshots,
    make_tables,
    quoted,
    read_kinds,
)

_NUMBERS = count()
# What can be wrong with a record: a condition that holds for it, and the words.
_OF_OBSERVATIONS: Mapping[str, str] = {
    "starts >= ends": "a period that starts before it ends",
    # not by comparing the moment with the date, which reads the calendar of the zone
    "epoch_us(known_at) < epoch_us(starts)": "known_at not before the period begins",
    f"known_by NOT IN {tuple(k.value for k in KnownBy)}": "a way of knowing",
    "isnan(value) OR isnan(low) OR isnan(high)": "numbers, or nothing",
    "low > value OR value > high": "low <= value <= high",
}
_OF_FORECASTS: Mapping[str, str] = {
    "starts >= ends OR base_starts >= base_ends": "periods that start before they end",
    "origin >= ends": "an origin before the period is over",
    "due < ends OR slack < 0": "to be settled after the period, with a slack",
    "how NOT IN ('level', 'change')": "a level or a change",
    "epoch_us(known_at) < epoch_us(origin)": "known_at not before the origin",
    "value IS NULL OR NOT isfinite(value)": "a number",
}
_FAULTS = {"observation": _OF_OBSERVATIONS, "forecast": _OF_FORECASTS}


class Intake:
    """A schema of its own, in which an append is gathered, checked and written."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        reading: Reading,
        sources: Mapping[str, Source],
    ) -> None:
        self._db, self._reading, self._sources = con.cursor(), reading, sources
        self._schema = f"intake_{next(_NUMBERS)}"
        self._order = dict.fromkeys(read_kinds(), "")  # needed to sort each kind

    def __enter__(self) -> Self:
        """Make the tables."""
        make_tables(self._db, self._schema)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the tables."""
        self._db.execute(f"USE memory.main; DROP SCHEMA {self._schema} CASCADE")
        self._db.close()

    def _ask(self, sql: str, values: Mapping[str, Any] | None = None) -> list[Any]:
        try:
            return self._db.execute(sql, values).fetchall()
        except duckdb.IOException:
            raise  # the disk's, which the lake puts in plain words
        except duckdb.Error as error:
            raise StoreError(
                "expected tables that can be read, found "
                f"{str(error).partition(chr(10))[0]}; nothing was appended"
            ) from error

    def take(
        self,
        snapshots: Sequence[Snapshot | SnapshotNote],
        told: Callable[[duckdb.DuckDBPyConnection], None],
    ) -> int:
        """Gather an append, refuse what cannot be, drop what is held; count rows."""
        fill_snapshots(self._db, snapshots)
        told(self._db)
        self._check_snapshots()
        for kind in read_kinds():
            if self._count(kind):
                self._check(kind)
        self._check_series()
        self._drop_held()
        return sum(self._count(kind) for kind in read_kinds())

    @property
    def news(self) -> bool:
        """Say whether any snapshot is new, or newly read."""
        return self._count("snapshot") > 0

    def write(self, work: Path) -> None:
        """Write each table that has rows, sorted."""
        for kind in (*read_kinds(), "snapshot", "heard"):
            if not self._count(kind):
                continue
            query = f"SELECT * FROM {kind} ORDER BY ALL"
            if kind in self._order:
                query = (
                    f"SELECT t.*, s.heard_at FROM {kind} t JOIN snapshot s"
                    f" ON s.id = t.snapshot {self._order[kind]}"
                )
            file = quoted(str(work / f"{kind}.parquet"))
            self._ask(f"COPY ({query}) TO {file} {MADE}")

    def _count(self, kind: str) -> int:
        return int(self._ask(f"SELECT count(*) FROM {kind}")[0][0])

    def _check_snapshots(self) -> None:
        self._ask("CREATE OR REPLACE TABLE snapshot AS SELECT DISTINCT * FROM snapshot")
        for (source,) in self._ask("SELECT DISTINCT source FROM snapshot ORDER BY ALL"):
            if source not in self._sources:
                raise StoreError(
                    f"expected snapshots of {', '.join(sorted(self._sources))}, "
                    f"found one of {source!r}"
                )
        twice = self._ask(
            "SELECT id, any_value(name) FROM snapshot GROUP BY id HAVING count(*) > 1"
        )
        if twice:
            raise StoreError(
                f"expected each snapshot once in an append, found {twice[0][1]} "
                f"({twice[0][0][:12]}) heard twice: append the two one after the other"
            )

    def _check(self, kind: str) -> None:
        """Refuse strays, gaps in what names a telling, duplicates, false numbers."""
        names = f"{KEYS[kind]}, known_at, snapshot"
        columns = names.split(", ")
        faults = {
            " OR ".join(f"{name} IS NULL" for name in columns): f"{names} of each"
            f" {kind}",
            "snapshot NOT IN (SELECT id FROM snapshot)": f"{kind}s of the snapshots"
            " that are appended with them",
        }
        faults |= _FAULTS.get(kind, {})
        if self._ask(f"SELECT 1 FROM {kind} WHERE {_any(faults)} LIMIT 1"):
            for fault, words in faults.items():
                self._refuse(f"FROM {kind} t WHERE {fault}", words)
        before = ", ".join(f"lag({name}) OVER ()" for name in columns)
        rising = not self._ask(
            f"SELECT 1 FROM (SELECT row({names}) AS this, row({before}) AS last,"
            f" row_number() OVER () AS n FROM {kind}) WHERE n > 1 AND this <= last"
            " LIMIT 1"
        )
        if not rising:  # else it is sorted, and nothing is in it twice
            self._order[kind] = f"ORDER BY {names}"
            self._refuse(
                f"FROM (SELECT any_value(t) AS t FROM {kind} t GROUP BY {names}"
                " HAVING count(*) > 1)",
                f"one {kind} of a key, known_at and snapshot",
            )

    def _refuse(self, bad: str, words: str) -> None:
        """Raise if such rows are found."""
        found = self._ask(f"SELECT t {bad} LIMIT 1")
        if found:
            row = {k: v for k, v in found[0][0].items() if v is not None}
            told = ", ".join(f"{k} {v}" for k, v in row.items())
            raise StoreError(f"expected {words}, found {told}; nothing was appended")

    def _check_series(self) -> None:
        """Note which snapshot told which series, and hold them to what is promised."""
        self._ask(
            "INSERT INTO heard SELECT o.series, s.id, s.heard_at, s.source IN (SELECT"
            " unnest($whole)), s.published_at IS NOT NULL FROM"
            " (SELECT DISTINCT series, snapshot FROM observation) o"
            " JOIN snapshot s ON s.id = o.snapshot",
            {"whole": [s.id for s in self._sources.values() if s.complete]},
        )
        promised = {p.id for source in self._sources.values() for p in source.series}
        for (series,) in self._ask("SELECT DISTINCT series FROM heard"):
            if series not in promised:
                raise StoreError(
                    f"expected series that a source promises, found {series!r}; "
                    "nothing was appended"
                )

    def _drop_held(self) -> None:
        """Drop the snapshots of which the lake holds this very reading."""
        look, mine = self._reading, self._schema
        held = f"hearing SEMI JOIN {mine}.snapshot USING (id, source, heard_at)"
        txs = [tx for (tx,) in look.ask(f"SELECT DISTINCT tx FROM {held}")]
        if not txs:
            return  # the usual case
        look.ask(f"CREATE TABLE {mine}.held AS FROM {held}")
        look.ask(
            f"CREATE TABLE {mine}.unchanged AS SELECT DISTINCT id FROM {mine}.held"
            f" WHERE id NOT IN (SELECT snapshot FROM ({self._changed(txs)}))"
        )
        for kind in (*read_kinds(), "heard", "snapshot"):
            name = "id" if kind == "snapshot" else "snapshot"
            self._ask(
                f"CREATE TABLE news AS SELECT t.* FROM {kind} t"
                f" ANTI JOIN unchanged u ON u.id = t.{name}"
            )
            drop(self._db, kind)
            self._ask(f"ALTER TABLE news RENAME TO {kind}")

    def _changed(self, txs: Sequence[str]) -> str:
        """Write the query over the held snapshots that now read otherwise."""
        mine = self._schema
        parts = ["SELECT '' AS snapshot"]
        for kind in read_kinds():
            if self._count(kind) or self._reading.has(kind):
                new = (
                    f"SELECT t.* FROM {mine}.{kind} t SEMI JOIN {mine}.held h"
                    " ON h.id = t.snapshot"
                )
                old = (
                    "SELECT t.* EXCLUDE (heard_at, tx) FROM"
                    f" {self._reading.rows(kind, txs)} t SEMI JOIN {mine}.held h"
                    " ON (h.tx, h.id, h.heard_at) = (t.tx, t.snapshot, t.heard_at)"
                )
                parts += [
                    f"SELECT snapshot FROM (({a}) EXCEPT ({b}))"
                    for a, b in ((new, old), (old, new))
                ]
        return " UNION ALL ".join(parts)


def _any(faults: Iterable[str]) -> str:
    return " OR ".join(f"({fault})" for fault in faults)
