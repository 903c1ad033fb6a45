"""Read a record by taking things out of it; what is left over is a surprise."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from polemos.core import ParseError


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
        try:
            return float(text)
        except ValueError:
            raise ParseError(
                f"{self._where}: expected a number in {name!r}, found {text!r}"
            ) from None

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
