"""One consistent look at the lake: which files there are, and how to ask them."""

import json
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import count
from pathlib import Path
from threading import RLock
from typing import Any

import duckdb

from polemos.core import StoreError
from polemos.store._lake import Lake
from polemos.store._tables import KEYS, MADE, make_tables, quoted

STATES = "series, starts, ends, since, until, value, low, high, known_by, snapshot"
FILE = ", filename = 'file'"
_NUMBERS = count()


@cache
def _rule() -> str:
    return (files("polemos.store") / "timeline.sql").read_text("utf-8")


@cache
def _rule_id() -> str:
    return sha256(_rule().encode()).hexdigest()


def parquet(paths: Iterable[Path], more: str = "") -> str:
    """Write the relation over some files."""
    return f"read_parquet([{', '.join(quoted(str(p)) for p in paths)}]{more})"


class Reading:
    """The appends of one listing, and the index where it covers some of them.

    A snapshot may be read again, by a better parser of the same source: its newest
    reading stands, and the rows of stale ones are left out.
    """

    def __init__(
        self, lake: Lake, listing: tuple[str, ...], con: duckdb.DuckDBPyConnection
    ) -> None:
        self.lake, self.listing = lake, listing
        self._db, self._lock = con.cursor(), RLock()
        self.folder, covers = self._newest_index()
        self.loose = tuple(tx for tx in listing if tx not in covers)
        self._stale = False
        make_tables(self._db, f"look_{next(_NUMBERS)}")
        self._load()

    def _newest_index(self) -> tuple[Path | None, frozenset[str]]:
        """Find the newest index whose appends are all in the listing."""
        for folder in sorted((self.lake.path / "index").iterdir(), reverse=True):
            about = folder / "about.json"
            if about.exists():
                found = json.loads(about.read_text("utf-8"))
                covers = frozenset(found["covers"])
                if covers <= set(self.listing) and found["rule"] == _rule_id():
                    return folder, covers
        return None, frozenset()

    def _load(self) -> None:
        """Load what is small: the hearings, and which series the index is behind on."""
        self.ask(f"CREATE TABLE hearing AS {self._every('snapshot')}")
        self.ask(
            "CREATE TABLE stale AS SELECT tx, id AS snapshot, heard_at FROM hearing"
            " QUALIFY tx < max(tx) OVER (PARTITION BY id, source, heard_at)"
        )
        self.ask(f"CREATE TABLE told AS {self._every('heard')}")
        self._stale = bool(self.ask("SELECT count(*) FROM stale")[0][0])
        self.ask(
            "INSERT INTO heard SELECT * EXCLUDE (tx) FROM"
            " told ANTI JOIN stale USING (tx, snapshot, heard_at)"
        )
        loose = ", ".join(quoted(tx) for tx in self.loose) or "''"
        self.ask(
            f"CREATE TABLE touched AS SELECT series FROM told WHERE tx IN ({loose})"
            " UNION SELECT series FROM told SEMI JOIN stale"
            " USING (tx, snapshot, heard_at)"
        )

    def ask(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """Run a query and give all its rows; name the file if one is damaged."""
        with self._lock:
            try:
                return self._db.execute(sql, values or None).fetchall()
            except duckdb.Error as error:
                raise self._damage(error) from error

    def rows(self, kind: str, txs: Collection[str] | None = None) -> str:
        """Write the relation of all standing rows of a kind, or of some appends."""
        every = self._every(kind, txs)
        if not self._stale:
            return f"({every})"
        return f"(FROM ({every}) ANTI JOIN stale USING (tx, snapshot, heard_at))"

    def newest(self, kind: str, until: str) -> str:
        """Write the relation of the rows of a kind in force at a moment."""
        return (
            f"(FROM {self.rows(kind)} WHERE known_at <= {until} QUALIFY row_number()"
            f" OVER (PARTITION BY {KEYS[kind]}"
            " ORDER BY known_at DESC, heard_at DESC, snapshot DESC) = 1)"
        )

    def _every(self, kind: str, txs: Collection[str] | None = None) -> str:
        """Write the query over all rows of a kind; `tx` says which append is theirs."""
        loose = self.listing if kind == "observation" else self.loose
        found = [
            file
            for tx in loose
            if txs is None or tx in txs
            if (file := self.lake.table(tx, kind)).exists()
        ]
        parts = []
        if found:
            parts.append(
                "SELECT * EXCLUDE (file), string_split(file, '/')[-2] AS tx"
                f" FROM {parquet(found, FILE)}"
            )
        if self.folder and (file := self.folder / f"{kind}.parquet").exists():
            parts.append(f"FROM {parquet([file])}")
        if not parts:
            heard = "" if kind in {"snapshot", "heard"} else "now() AS heard_at, "
            return f"SELECT *, {heard}'' AS tx FROM {kind} LIMIT 0"
        return " UNION ALL BY NAME ".join(parts)

    def timeline(self, series: str | None = None) -> str:
        """Write the query for what was in force when, of one series ($series) or all.

        What the index covers is read from it; series that were told since are worked
        out from the log.
        """
        mine = "WHERE series = $series" if series else ""
        if not self.folder:
            return self._live(mine, series)
        indexed = f"SELECT {STATES} FROM {parquet([self.folder / 'timeline.parquet'])}"
        touched = [s for (s,) in self.ask("FROM touched")]
        if not touched:
            return f"{indexed} {mine}"
        if series:
            return self._live(mine, series) if series in touched else indexed + mine
        return (
            f"({indexed} ANTI JOIN touched USING (series)) UNION ALL"
            f" ({self._live('SEMI JOIN touched USING (series)', None)})"
        )

    def write_index(self, work: Path) -> None:
        """Write everything that this reading found, merged and resolved."""
        self._copy(
            f"{self.timeline()} ORDER BY series, starts, ends, since", work, "timeline"
        )
        for kind in ("snapshot", "heard", *(k for k in KEYS if k != "observation")):
            self._copy(f"FROM ({self._every(kind)}) ORDER BY ALL", work, kind)
        about = {"covers": self.listing, "rule": _rule_id()}
        (work / "about.json").write_text(json.dumps(about), "utf-8")

    def _copy(self, query: str, work: Path, name: str) -> None:
        file = quoted(str(work / f"{name}.parquet"))
        self.ask(f"COPY ({query}) TO {file} {MADE}")

    def _live(self, chosen: str, series: str | None) -> str:
        """Write the resolution rule over the log."""
        told = self.ask(
            "SELECT DISTINCT tx FROM told WHERE $s IS NULL OR series = $s ORDER BY tx",
            {"s": series},
        )
        files = [self.lake.table(tx, "observation") for (tx,) in told]
        log = f"(FROM {self._log(files)} {chosen})"
        return _rule().format(observation=log, heard=f"(FROM heard {chosen})")

    def _log(self, files: Sequence[Path]) -> str:
        if not files:
            return "(SELECT *, now() AS heard_at FROM observation LIMIT 0)"
        if not self._stale:
            return parquet(files)
        return (
            "(SELECT * EXCLUDE (file, tx) FROM (SELECT *, string_split(file, '/')[-2]"
            f" AS tx FROM {parquet(files, FILE)})"
            " ANTI JOIN stale USING (tx, snapshot, heard_at))"
        )

    def _damage(self, error: duckdb.Error) -> StoreError:
        """Find the file that cannot be read, and say what to do about it."""
        said = str(error).partition("\n")[0]
        for file in sorted(self.lake.path.glob("[ti][xn]*/*/*.parquet")):
            try:
                self._db.execute(f"SELECT hash(COLUMNS(*)) FROM {parquet([file])}")
                self._db.fetchall()
            except duckdb.Error as found:
                derived = file.parent.parent.name == "index"
                return StoreError(
                    f"{file}: expected a sound Parquet file, found "
                    f"{str(found).partition(chr(10))[0]}; "
                    + (
                        f"remove the folder {file.parent}, it is made anew"
                        if derived
                        else "bring the file back from a copy, or move the folder "
                        f"{file.parent} away and take its sources in again"
                    )
                )
        return StoreError(f"{self.lake.path}: expected an answer, found {said}")
