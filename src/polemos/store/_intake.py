"""What an append must pass before it is written."""

from collections.abc import Callable, Mapping, Sequence
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
    fill_snapshots,
    make_tables,
    quoted,
    read_kinds,
)

_NUMBERS = count()
# What can be wrong with a telling: a condition that holds for the bad, and the words.
_FAULTS: Sequence[tuple[str, str]] = (
    ("series IS NULL OR starts IS NULL OR ends IS NULL", "a series and a period"),
    ("starts >= ends", "a period that starts before it ends"),
    ("known_at IS NULL OR known_at < starts", "known_at not before its period"),
    (f"known_by NOT IN {tuple(k.value for k in KnownBy)}", "a known way of knowing"),
    ("isnan(value) OR isnan(low) OR isnan(high)", "numbers"),
    ("low > value OR value > high", "low <= value <= high"),
)


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

    def _ask(self, sql: str) -> list[Any]:
        return self._db.execute(sql).fetchall()

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
            self._check(kind)
        self._drop_held()
        return sum(self._count(kind) for kind in read_kinds())

    @property
    def news(self) -> bool:
        """Say whether any snapshot is new, or newly read."""
        return self._count("snapshot") > 0

    def write(self, work: Path) -> None:
        """Write each table that has rows, sorted."""
        whole = [quoted(s.id) for s in self._sources.values() if s.complete] or ["''"]
        self._ask(
            "INSERT INTO heard SELECT DISTINCT o.series, s.id, s.heard_at,"
            f" s.source IN ({', '.join(whole)}), s.published_at IS NOT NULL"
            " FROM (SELECT DISTINCT series, snapshot FROM observation) o"
            " JOIN snapshot s ON s.id = o.snapshot"
        )
        queries = {
            kind: f"SELECT t.*, s.heard_at FROM {kind} t JOIN snapshot s"
            f" ON s.id = t.snapshot ORDER BY {KEYS[kind]}, t.known_at, t.snapshot"
            for kind in read_kinds()
        }
        queries["snapshot"] = "FROM snapshot ORDER BY ALL"
        queries["heard"] = "FROM heard ORDER BY ALL"
        for kind, query in queries.items():
            if self._count(kind):
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
        """Refuse tellings that cannot be: strays, duplicates, numbers out of order."""
        stray = self._ask(
            f"SELECT DISTINCT snapshot FROM {kind} ANTI JOIN snapshot s"
            " ON s.id = snapshot LIMIT 1"
        )
        if stray:
            raise StoreError(
                f"expected {kind}s of the snapshots that are appended with them, "
                f"found one of {stray[0][0]}"
            )
        twice = self._ask(
            f"SELECT any_value(t) FROM {kind} t"
            f" GROUP BY {KEYS[kind]}, known_at, snapshot HAVING count(*) > 1 LIMIT 1"
        )
        if twice:
            raise StoreError(
                f"expected one {kind} of a kind in a snapshot, found two of "
                f"{_told(twice[0][0])}"
            )
        if kind != "observation":
            return
        for fault, words in _FAULTS:
            bad = self._ask(f"SELECT o FROM observation o WHERE {fault} LIMIT 1")
            if bad:
                raise StoreError(f"expected {words}, found {_told(bad[0][0])}")
        promised = {p.id for source in self._sources.values() for p in source.series}
        for (series,) in self._ask("SELECT DISTINCT series FROM observation"):
            if series not in promised:
                raise StoreError(
                    f"expected series that a source promises, found {series!r}"
                )

    def _drop_held(self) -> None:
        """Drop the snapshots of which the lake holds this very reading."""
        look, mine = self._reading, self._schema
        held = f"(FROM {mine}.snapshot SEMI JOIN hearing USING (id, heard_at))"
        txs = look.ask(
            "SELECT DISTINCT tx FROM hearing"
            f" SEMI JOIN {mine}.snapshot USING (id, heard_at)"
        )
        if not txs:
            return
        differ = " UNION ALL ".join(
            f"SELECT snapshot FROM ((({new}) EXCEPT ({old})) UNION ALL"
            f" (({old}) EXCEPT ({new})))"
            for kind in read_kinds()
            for new, old in [
                (
                    f"SELECT t.* FROM {mine}.{kind} t JOIN {held} h"
                    " ON h.id = t.snapshot",
                    f"SELECT t.* EXCLUDE (heard_at, tx) FROM"
                    f" {look.rows(kind, [tx for (tx,) in txs])} t JOIN {held} h"
                    " ON h.id = t.snapshot AND h.heard_at = t.heard_at",
                )
            ]
        )
        look.ask(
            f"CREATE TABLE {mine}.unchanged AS SELECT id FROM {held}"
            f" WHERE id NOT IN (SELECT snapshot FROM ({differ}))"
        )
        self._ask("DELETE FROM snapshot WHERE id IN (FROM unchanged)")
        for kind in read_kinds():
            self._ask(f"DELETE FROM {kind} WHERE snapshot IN (FROM unchanged)")


def _told(row: dict[str, Any]) -> str:
    """Write a row of a table in one line, without what is empty."""
    return ", ".join(f"{k}={v}" for k, v in row.items() if v is not None)
