"""Events on disk: a Parquet file for each day on which they were added, and a book.

A day's file is replaced whole by one rename, so that a reader sees the old or the new
one. A slot that is loaded again takes the place of itself: nothing is doubled.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from polemos.core import ParseError, StoreError
from polemos.events._columns import KEPT, Layout
from polemos.events._engine import bounded
from polemos.events._unpack import unpacked

EPOCH = date(1970, 1, 5)  # a Monday: weeks are counted from here
_MOST_BAD = 0.01  # of the rows of a file: with more it is of another shape
_LONGEST = 1 << 20  # bytes of a line
_EARLIEST = "1900-01-01"


class State(StrEnum):
    """What became of a slot."""

    LOADED = "loaded"
    MISSING = "missing"  # the publisher has none
    HELD = "held"  # it is not what it should be, and is kept aside


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of the book: what became of it, rows taken and rejected, and why."""

    state: State
    rows: int = 0
    rejected: int = 0
    md5: str = ""
    why: str = ""


@dataclass(frozen=True)
class EventLake:
    """A folder of events of one layout."""

    path: Path
    layout: Layout
    _db: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)

    def __post_init__(self) -> None:
        """Bound the memory of the engine that reads files."""
        bounded(self._db)

    @property
    def home(self) -> Path:
        """Give the folder of this layout."""
        return self.path / self.layout.id

    def file_of(self, day: date) -> Path:
        """Give the file of the events that were added on a day."""
        return self.home / f"added={day}" / "events.parquet"

    def files(self, first: date = date.min, last: date = date.max) -> Sequence[Path]:
        """Give the files of the days from one to another, in order."""
        days = {
            date.fromisoformat(p.parent.name.partition("=")[2]): p
            for p in self.home.glob("added=*/events.parquet")
        }
        return [days[d] for d in sorted(days) if first <= d <= last]

    # -- the book ----------------------------------------------------------------------

    def book(self, day: date) -> Mapping[datetime, Slot]:
        """Give what became of the slots of a day, those that were asked for."""
        file = self._book_of(day)
        if not file.exists():
            return {}
        told = json.loads(file.read_text("utf-8"))
        return {
            datetime.fromisoformat(key): Slot(**{**one, "state": State(one["state"])})
            for key, one in told.items()
        }

    def note(self, slots: Mapping[datetime, Slot]) -> None:
        """Write what became of slots beside what the book holds."""
        by: dict[date, dict[datetime, Slot]] = {}
        for key, one in slots.items():
            by.setdefault(key.date(), {})[key] = one
        for day, told in by.items():
            every = {**self.book(day), **told}
            rows = {
                key.isoformat(): {
                    **{"state": one.state, "rows": one.rows, "rejected": one.rejected},
                    **{"md5": one.md5, "why": one.why},
                }
                for key, one in sorted(every.items())
            }
            file = self._book_of(day)
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, json.dumps(rows, indent=0).encode())

    def _book_of(self, day: date) -> Path:
        return self.home / "book" / f"{day}.json"

    # -- loading -----------------------------------------------------------------------

    def load(self, files: Mapping[datetime, bytes]) -> Mapping[datetime, Slot]:
        """Take in exports, zipped or not, by the slot that each is of; a file or none.

        What is not of the layout is held aside with its bytes; rows that are not are
        counted, and left out. Gives what became of each slot, as the book now says.
        """
        by: dict[date, dict[datetime, bytes]] = {}
        for slot, body in files.items():
            by.setdefault(slot.astimezone(UTC).date(), {})[slot] = body
        found: dict[datetime, Slot] = {}
        for day in sorted(by):
            found |= self._load_day(day, by[day])
        self.note(found)
        return found

    def _load_day(
        self, day: date, files: Mapping[datetime, bytes]
    ) -> Mapping[datetime, Slot]:
        self.home.mkdir(parents=True, exist_ok=True)
        found: dict[datetime, Slot] = {}
        with TemporaryDirectory(dir=self.home, prefix=".load.") as work:
            paths: dict[datetime, Path] = {}
            for slot, body in sorted(files.items()):
                path = Path(work) / f"{slot:%Y%m%d%H%M%S}.tsv"
                try:
                    with path.open("wb") as out:
                        out.writelines(unpacked(body))
                    paths[slot] = path
                except ParseError as error:
                    found[slot] = self.hold(slot, body, str(error))
            broken = self._read(paths)
            counts = self._counted()
            for slot in paths:
                right, every = counts.get(slot, (0, 0))
                why = broken.get(slot) or self._doubt(slot, right, every)
                if why:
                    found[slot] = self.hold(slot, files[slot], why)
                    continue
                digest = md5(files[slot], usedforsecurity=False).hexdigest()
                found[slot] = Slot(State.LOADED, right, every - right, digest)
            loaded = [s for s, one in found.items() if one.state is State.LOADED]
            if loaded:
                self._write(day, loaded, Path(work))
        return found

    def _read(self, paths: Mapping[datetime, Path]) -> Mapping[datetime, str]:
        """Read files into the table `told`; say of each that is none what is wrong.

        All at once; where one is of another shape, each by itself to find it.
        """
        try:
            self._db.execute(self._told(list(paths.values())))
        except duckdb.Error as error:
            if len(paths) > 1:
                broken: dict[datetime, str] = {}
                for slot, path in paths.items():
                    broken |= self._read({slot: path})
                left = {s: p for s, p in paths.items() if s not in broken}
                return {**broken, **self._read(left)}
            self._db.execute(self._told([]))
            first = str(error).strip().partition("\n")[0]
            return {
                slot: f"{slot:%F %H:%M}: expected {self.layout.width} columns parted "
                f"by tabs, found {first}"
                for slot in paths
            }
        return {}

    def _counted(self) -> Mapping[datetime, tuple[int, int]]:
        """Count the rows of each slot that are right, and all of them."""
        told = self._db.execute(
            "SELECT slot, count(*) FILTER (ok), count(*) FROM told GROUP BY slot"
        ).fetchall()
        return {s.replace(tzinfo=UTC): (right, every) for s, right, every in told}

    def _doubt(self, slot: datetime, right: int, every: int) -> str:
        """Say why a file is not of the layout, if too few of its rows are."""
        if every - right <= max(_MOST_BAD * every, 1) and (right or not every):
            return ""
        return (
            f"{slot:%F %H:%M}: expected rows of {self.layout.id}, found "
            f"{every - right:,} of {every:,} that are none"
        )

    def _told(self, paths: Sequence[Path]) -> str:
        """Say how `told` is made: typed rows, their slot, and whether they are right.

        A quote in an article's name is a letter, and no row is mended by guessing. What
        is empty is nothing; what is no number is none either, and then not right.
        """
        names = {f"c{n}": "VARCHAR" for n in range(self.layout.width)}
        listed = ", ".join(f"'{_quoted(p)}'" for p in paths)
        read = (
            f"read_csv([{listed}], delim='\t', header=false, quote='', escape='', "
            f"columns={names}, strict_mode=true, null_padding=false, "
            f"max_line_size={_LONGEST}, auto_detect=false, nullstr='', filename='file')"
        )
        if not paths:
            empty = ", ".join(f"NULL::VARCHAR AS {name}" for name in (*names, "file"))
            read = f"(SELECT {empty} LIMIT 0)"
        at = {name: f"c{n}" for name, n in self.layout.at.items()}
        typed = {
            "id": f"TRY_CAST({at['id']} AS BIGINT)",
            "known": f"try_strptime({at['known']}, '{self.layout.added}')",
            "day": f"CAST(try_strptime({at['day']}, '%Y%m%d') AS DATE)",
            **{name: at[name] for name in ("a", "b", "code", "place", "url")},
            "root": f"{at['root']} = '1'",
            **{
                name: f"TRY_CAST(coalesce({at[name]}, '0') AS {KEPT[name][0]})"
                for name in ("quad", "goldstein", "tone")
            },
            **{
                name: f"TRY_CAST({at[name]} AS INTEGER)"
                for name in ("sources", "mentions")
            },
            "slot": (
                "strptime(regexp_extract(file, '([0-9]{14})[.]tsv$', 1), "
                "'%Y%m%d%H%M%S')"
            ),
        }
        right = (
            *("id >= 0", f"day >= DATE '{_EARLIEST}'", "known = slot"),
            *(f"{at['root']} IN ('0', '1')", "quad BETWEEN 0 AND 4"),
            "regexp_full_match(coalesce(code, '---'), '[0-9]{2,4}|---|X')",
            *("goldstein BETWEEN -10 AND 10", "tone BETWEEN -100 AND 100"),
            *("sources BETWEEN 0 AND 1000000", "mentions BETWEEN 0 AND 100000000"),
            *(
                f"(length({x}) = 3 AND {x} SIMILAR TO '[A-Z]+' OR {x} IS NULL)"
                for x in "ab"
            ),
        )
        columns = ", ".join(f"{how} AS {name}" for name, how in typed.items())
        return (
            "CREATE OR REPLACE TEMP TABLE told AS SELECT * EXCLUDE "
            f"({at['root']}), coalesce({' AND '.join(right)}, false) AS ok "
            f"FROM (SELECT {columns}, {at['root']} FROM {read})"
        )

    def _write(self, day: date, slots: Sequence[datetime], work: Path) -> None:
        """Put slots into the file of their day, in the place of what it has of them."""
        listed = ", ".join(f"TIMESTAMP '{s:%F %T}'" for s in slots)
        extra = {
            "week": (
                f"CAST(date_diff('day', DATE '{EPOCH}', CAST(known AS DATE)) // 7 AS "
                "INTEGER)"
            ),
            # an article that says one thing of a pair twice says it once
            "again": (
                "row_number() OVER (PARTITION BY known, a, b, left(code, 2), url "
                "ORDER BY id) > 1"
            ),
        }
        columns = ", ".join(f"{extra.get(name, name)} AS {name}" for name in KEPT)
        made = f"SELECT {columns} FROM told WHERE ok AND slot IN ({listed})"
        old, names = self.file_of(day), ", ".join(KEPT)
        if old.exists():
            made = (
                f"{made} UNION ALL SELECT {names} FROM read_parquet('{_quoted(old)}', "
                f"hive_partitioning=false) WHERE known NOT IN ({listed})"
            )
        new = work / "events.parquet"
        try:
            self._db.execute(
                f"COPY (SELECT * FROM ({made}) ORDER BY known, id) TO '{_quoted(new)}' "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 131072)"
            )
            old.parent.mkdir(parents=True, exist_ok=True)
            _sync(new)
            new.replace(old)
        except (OSError, duckdb.Error) as error:
            raise StoreError(
                f"{old}: expected to write the events of {day}, and nothing was "
                f"changed: {str(error).partition(chr(10))[0]}"
            ) from error

    def hold(self, slot: datetime, body: bytes, why: str) -> Slot:
        """Keep aside the bytes of a file that is not what it should be, and say why."""
        file = self.home / "held" / f"{slot:%Y%m%d%H%M%S}.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, body)
        digest = md5(body, usedforsecurity=False).hexdigest()
        return Slot(State.HELD, md5=digest, why=why)


def week_of(day: date) -> int:
    """Count the weeks from Monday 5 January 1970 to a day."""
    return (day - EPOCH).days // 7


def monday_of(week: int) -> date:
    """Give the Monday of a week that was so counted."""
    return EPOCH + timedelta(weeks=week)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _replace(file: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(body)
        _sync(part)
        part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink()
