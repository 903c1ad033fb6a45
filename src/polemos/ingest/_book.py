"""A book of attempts: one line for each time that a source was asked, never changed."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from polemos.core import StoreError


class Status(StrEnum):
    """How an attempt to bring a source up to date ended."""

    NEW = "new"  # something was told that was not held
    UNCHANGED = "unchanged"  # the same bytes, or bytes that tell nothing new
    BROKEN = "broken"  # nothing came, or some of what came was refused
    SKIPPED = "skipped"  # only a person can, or a key is wanting


def gist(why: str) -> str:
    """Give the heart of a reason: what was found, without where and what to do."""
    found = why.partition("found that ")[2]
    return found.partition(";")[0] if found else why


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: of which source, in which round, when, and how it ended.

    `rows` counts what was appended; `files` gives the rows of each file that was read;
    `why` says what was wrong, empty if nothing was.
    """

    source: str
    round: str
    at: datetime
    status: Status
    rows: int = 0
    files: Mapping[str, int] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """The attempts of a lake, in a file that is only ever written to at its end.

    A line that a kill cut short is no line.
    """

    path: Path

    def write(self, attempt: Attempt) -> None:
        """Add an attempt, and wait until it is on the disk."""
        told = asdict(attempt) | {"at": attempt.at.isoformat()}
        line = json.dumps(told, ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                if file.tell() and not self._whole():
                    line = "\n" + line
                file.write(line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError(
                f"{self.path}: expected to write down an attempt, found "
                f"{error.strerror}; what was taken in stands"
            ) from error

    def _whole(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def attempts(self) -> Iterator[Attempt]:
        """Give every attempt, in their order."""
        if not self.path.exists():
            return
        for line in self.path.read_text("utf-8", "replace").splitlines():
            try:
                told = json.loads(line)
                at, status = datetime.fromisoformat(told["at"]), Status(told["status"])
                yield Attempt(**told | {"at": at, "status": status})
            except (ValueError, KeyError, TypeError):
                continue  # cut short

    def rows(self, source: str) -> Mapping[str, int]:
        """Give how many rows each file of a source had when it was last read well."""
        found: dict[str, int] = {}
        for attempt in self.attempts():
            if attempt.source == source:
                found |= attempt.files or {}
        return found
