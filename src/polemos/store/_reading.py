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
from polemos.store._tables import KEYS, MADE, definition, make_tables, quoted

STATES = "series, starts, ends, since, until, value, low, high, known_by, snapshot"
FILE = ", filename = 'file'"
_NUMBERS = count()
_FEW = 4  # series worked out one by one before all are
_SMALL = ("heard", *(kind for kind in KEYS if kind != "observation"))
_INDEXED = ("timeline", "snapshot", *_SMALL)
_BEHIND = "SEMI JOIN touched USING (series)"


@cache
def _rule() -> str:
    return (files("polemos.store") / "timeline.sql").read_text("utf-8")


@cache
def _rule_id() -> str:
    """Name what an index was made by: the rule, and the columns of the tables."""
    return sha256((_rule() + definition()).encode()).hexdigest()


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
        self._stale, self._lives, self._alone = False, False, 0
        self._touched: frozenset[str] = frozenset()
        make_tables(self._db, f"look_{next(_NUMBERS)}")
        self._check_whole()
        self._load()

    def _newest_index(self) -> tuple[Path | None, frozenset[str]]:
        """Find the newest whole index whose appends are all in the listing."""
        for about in sorted(self.lake.path.glob("index/*/about.json"), reverse=True):
            try:
                found = json.loads(about.read_text("utf-8"))
                covers, rule = frozenset(found["covers"]), found["rule"]
            except (OSError, ValueError, KeyError, TypeError):
                continue  # it is derived: go without
            if (
                covers <= set(self.listing)
                and rule == _rule_id()
                and all((about.parent / f"{t}.parquet").exists() for t in _INDEXED)
            ):
                return about.parent, covers
        return None, frozenset()

    def _check_whole(self) -> None:
        """Refuse an append of which one half is gone: values, or who told them."""
        for tx in self.loose:
            files = [self.lake.table(tx, kind) for kind in ("observation", "heard")]
            gone = [file for file in files if not file.exists()]
            if len(gone) == 1:
                raise _unsound(gone[0], "none")

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
        self.ask(  # told in a loose append, or no longer told since one
            f"CREATE TABLE touched AS SELECT series FROM told WHERE tx IN ({loose})"
            " UNION SELECT series FROM told SEMI JOIN stale"
            " USING (tx, snapshot, heard_at)"
        )
        self._touched = frozenset(s for (s,) in self.ask("FROM touched"))

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

    def has(self, kind: str) -> bool:
        """Say whether any append has rows of a kind."""
        return any(self.lake.table(tx, kind).exists() for tx in self.listing)

    def in_force(self, kind: str, until: str) -> str:
        """Write the relation of the rows of a kind in force at a moment.

        The newest telling is, but of forecasts the first: nobody edits what was issued.
        """
        order = "ASC" if kind == "forecast" else "DESC"
        return (
            f"(FROM {self.rows(kind)} WHERE known_at <= {until} QUALIFY row_number()"
            f" OVER (PARTITION BY {KEYS[kind]} ORDER BY"
            f" known_at {order}, heard_at {order}, snapshot {order}) = 1)"
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
        if self.folder and kind in _INDEXED:
            parts.append(f"FROM {parquet([self.folder / f'{kind}.parquet'])}")
        if not parts:
            heard = "" if kind in {"snapshot", "heard"} else "now() AS heard_at, "
            return f"SELECT *, {heard}'' AS tx FROM {kind} LIMIT 0"
        return " UNION ALL BY NAME ".join(parts)

    def timeline(self, series: str | None = None) -> str:
        """Write the query for what was in force when, of one series ($series) or all.

        What the index covers is read from it. Series that were told since are worked
        out from the log: the first few asked for one by one, then all, to be kept.
        """
        if series is None:
            return self._merged(f"SELECT {STATES} FROM {self._kept()}")
        if series not in self._touched and self.folder:
            return f"SELECT {STATES} FROM {self._index()} WHERE series = $series"
        if not self._lives and self._alone < _FEW:
            self._alone += 1
            return self._live("WHERE series = $series", series)
        return f"SELECT {STATES} FROM {self._kept()} WHERE series = $series"

    def _merged(self, live: str) -> str:
        """Write the query over the index and, where it is behind, what is live."""
        if not self.folder:
            return live
        indexed = f"SELECT {STATES} FROM {self._index()}"
        if not self._touched:
            return indexed
        return f"({indexed} ANTI JOIN touched USING (series)) UNION ALL ({live})"

    def _index(self) -> str:
        assert self.folder is not None
        return parquet([self.folder / "timeline.parquet"])

    def _kept(self) -> str:
        """Work out all that the index is behind on, once."""
        with self._lock:
            if not self._lives:
                self.ask(
                    f"CREATE TABLE live AS {self._live(_BEHIND)}"
                    " ORDER BY series, starts, ends, since"
                )
                self._lives = True
        return "live"

    def write_index(self, work: Path) -> None:
        """Write everything that this reading found, merged and resolved."""
        live = f"SELECT {STATES} FROM live" if self._lives else self._live(_BEHIND)
        self._copy(
            f"{self._merged(live)} ORDER BY series, starts, ends, since",
            work,
            "timeline",
        )
        for kind in _SMALL:
            self._copy(f"FROM {self.rows(kind)} ORDER BY ALL", work, kind)
        # stale hearings too, for they say which rows of the log to leave out
        self._copy("FROM hearing ORDER BY ALL", work, "snapshot")
        about = {"covers": self.listing, "rule": _rule_id()}
        (work / "about.json").write_text(json.dumps(about), "utf-8")

    def _copy(self, query: str, work: Path, name: str) -> None:
        file = quoted(str(work / f"{name}.parquet"))
        self.ask(f"COPY ({query}) TO {file} {MADE}")

    def _live(self, chosen: str, series: str | None = None) -> str:
        """Write the resolution rule over the log, for one series or all touched."""
        told = self.ask(
            "SELECT DISTINCT tx FROM told SEMI JOIN touched USING (series)"
            " WHERE $s IS NULL OR series = $s ORDER BY tx",
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
                return _unsound(file, str(found).partition("\n")[0])
        return StoreError(f"{self.lake.path}: expected an answer, found {said}")


def _unsound(file: Path, found: str) -> StoreError:
    """Say which file is not as it was written, and what to do about it."""
    return StoreError(
        f"{file}: expected a sound Parquet file, found {found}; "
        + (
            f"remove the folder {file.parent}, it is made anew"
            if file.parent.parent.name == "index"
            else "bring the file back from a copy, or move the folder "
            f"{file.parent} away and take its sources in again"
        )
    )
