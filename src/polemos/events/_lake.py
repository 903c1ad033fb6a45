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
from polemos.events._unpack import unpacked

EPOCH = date(1970, 1, 5)  # a Monday: weeks are counted from here
_MEMORY = "1536MB"  # of the two gigabytes that a load may take
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
        self._db.execute(f"SET memory_limit='{_MEMORY}'; SET TimeZone='UTC'")
        self._db.execute("SET preserve_insertion_order=false")

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
                digest = md5(body, usedforsecurity=False).hexdigest()
                try:
                    with path.open("wb") as out:
                        out.writelines(unpacked(body))
                    rows, rejected = self._checked(path, slot)
                except ParseError as error:
                    found[slot] = self.hold(slot, body, str(error))
                    continue
                paths[slot] = path
                found[slot] = Slot(State.LOADED, rows, rejected, digest)
            if paths:
                self._write(day, paths, Path(work))
        return found

    def _checked(self, path: Path, slot: datetime) -> tuple[int, int]:
        """Count the rows of a file that are right and those that are not."""
        try:
            right, every = self._db.execute(
                f"SELECT count(*) FILTER ({self._right}), count(*) "
                f"FROM ({self._lines([path])})"
            ).fetchone() or (0, 0)
        except duckdb.Error as error:
            first = str(error).strip().partition("\n")[0]
            raise ParseError(
                f"{slot:%F %H:%M}: expected {self.layout.width} columns parted by "
                f"tabs, found {first}"
            ) from error
        if every and every - right > max(_MOST_BAD * every, 1):
            raise ParseError(
                f"{slot:%F %H:%M}: expected rows of {self.layout.id}, found "
                f"{every - right:,} of {every:,} that are none"
            )
        return int(right), int(every - right)

    def _lines(self, paths: Sequence[Path]) -> str:
        """Give the columns of files that are kept, still as text."""
        names = {f"c{n}": "VARCHAR" for n in range(self.layout.width)}
        listed = ", ".join(f"'{_quoted(p)}'" for p in paths)
        # a quote in an article's name is a letter, and no row is mended by guessing
        read = (
            f"read_csv([{listed}], delim='\t', header=false, quote='', escape='', "
            f"columns={names}, strict_mode=true, null_padding=false, "
            f"max_line_size={_LONGEST}, auto_detect=false, nullstr='', filename='file')"
        )
        slot = "strptime(regexp_extract(file, '([0-9]{14})[.]tsv$', 1), '%Y%m%d%H%M%S')"
        taken = ", ".join(f"c{at} AS {name}" for name, at in self.layout.at.items())
        return f"SELECT {taken}, {slot} AS slot FROM {read}"

    @property
    def _right(self) -> str:
        """Say which rows are events, of the slot that their file is of."""
        wanted = [
            "TRY_CAST(id AS BIGINT) >= 0",
            f"try_strptime(day, '%Y%m%d') >= TIMESTAMP '{_EARLIEST}'",
            f"try_strptime(known, '{self.layout.added}') = slot",
            "root IN ('0', '1')",
            "regexp_full_match(coalesce(code, '---'), '[0-9]{2,4}|---|X')",
            "(quad IS NULL OR TRY_CAST(quad AS TINYINT) BETWEEN 0 AND 4)",
            "(goldstein IS NULL OR TRY_CAST(goldstein AS DOUBLE) BETWEEN -10 AND 10)",
            "TRY_CAST(sources AS INTEGER) BETWEEN 0 AND 1000000",
            "TRY_CAST(mentions AS INTEGER) BETWEEN 0 AND 100000000",
            "(tone IS NULL OR TRY_CAST(tone AS DOUBLE) BETWEEN -100 AND 100)",
            "coalesce(regexp_full_match(a, '[A-Z]{3}'), true)",
            "coalesce(regexp_full_match(b, '[A-Z]{3}'), true)",
        ]
        return " AND ".join(wanted)

    def _write(self, day: date, paths: Mapping[datetime, Path], work: Path) -> None:
        """Put slots into the file of their day, in the place of what it has of them."""
        added = f"try_strptime(known, '{self.layout.added}')"
        made = (
            "SELECT TRY_CAST(id AS BIGINT) AS id, "
            f"{added} AS known, CAST(try_strptime(day, '%Y%m%d') AS DATE) AS day, "
            f"CAST(date_diff('day', DATE '{EPOCH}', CAST({added} AS DATE)) // 7 "
            "AS INTEGER) AS week, a, b, root = '1' AS root, "
            # an article that says one thing of a pair twice says it once
            "row_number() OVER (PARTITION BY known, a, b, left(code, 2), url "
            "ORDER BY TRY_CAST(id AS BIGINT)) > 1 AS again, code, "
            "TRY_CAST(coalesce(quad, '0') AS TINYINT) AS quad, "
            "TRY_CAST(coalesce(goldstein, '0') AS DOUBLE) AS goldstein, "
            "TRY_CAST(sources AS INTEGER) AS sources, "
            "TRY_CAST(mentions AS INTEGER) AS mentions, "
            "TRY_CAST(coalesce(tone, '0') AS DOUBLE) AS tone, place, url "
            f"FROM ({self._lines(list(paths.values()))}) WHERE {self._right}"
        )
        old, names = self.file_of(day), ", ".join(KEPT)
        if old.exists():
            gone = ", ".join(f"TIMESTAMP '{s:%F %T}'" for s in paths)
            made = (
                f"SELECT {names} FROM ({made}) UNION ALL SELECT {names} FROM "
                f"read_parquet('{_quoted(old)}') WHERE known NOT IN ({gone})"
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
