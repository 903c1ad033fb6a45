"""Read a record by taking things out of it; what is left over is a surprise."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self

from polemos.core import ParseError, Period
from polemos.sources import _read


class Row:
    """One record of a source, emptied as it is read."""

    def __init__(self, where: str, cells: Mapping[str, str]) -> None:
        self._where, self._cells = where, dict(cells)

    def take(self, name: str) -> str:
        """Give a cell and remove it; a missing one stops the source."""
        try:
            return self._cells.pop(name)
        except KeyError:
            raise ParseError(
                f"{self._where}: expected a column {name!r}, "
                f"found {sorted(self._cells)}"
            ) from None

    def number(self, name: str) -> float | None:
        """Take a number; an empty cell is None, anything else is an error."""
        text = self.take(name).strip()
        if not text:
            return None
        return _read.number(f"{self._where} {name!r}", text)

    def whole(self, name: str) -> int:
        """Take a whole number, such as a year."""
        text = self.take(name)
        if not (text.isascii() and text.isdigit()):
            raise ParseError(
                f"{self._where}: expected a whole number in {name!r}, found {text!r}"
            )
        return int(text)

    def day(self, name: str) -> date:
        """Take a day as 2025-02-24."""
        return _read.day(f"{self._where} {name!r}", self.take(name))

    def month(self, name: str) -> Period:
        """Take a month as 2025-02."""
        return _read.month(f"{self._where} {name!r}", self.take(name))

    def ignore(self, *names: str) -> None:
        """Say out loud that these cells are not ours."""
        for name in names:
            self.take(name)

    def __enter__(self) -> Self:
        """Begin to read."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Refuse to leave anything unread."""
        if kind is None and self._cells:
            raise ParseError(
                f"{self._where}: unread {self._cells}; "
                "the publisher added a column: read it, or ignore it by name"
            )


def rows(where: str, records: Iterable[Mapping[str, str]]) -> Iterator[Row]:
    """Number records from 2, the line below a header, so that errors say where."""
    for line, cells in enumerate(records, 2):
        yield Row(f"{where}:{line}", cells)
