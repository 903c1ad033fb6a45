"""How data and progress look on a terminal, in a file and in a pipe."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import TextIOWrapper
from time import monotonic
from typing import Any

from polemos.core import csv_text

_SPACE = "  "
_ACROSS = 100  # columns of a terminal
_BELOW = "   └ "
_PATIENCE = 5.0  # seconds of silence in a log


class Format(StrEnum):
    """How data are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def in_utf8() -> None:
    """Print on in UTF-8, which JSON and HTML are in, whatever the terminal's is."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")


def show_json(value: object) -> None:
    """Print a value as JSON, Chinese as it is."""
    in_utf8()
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str, allow_nan=False))


def named(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Give each row its names, as JSON has them."""
    return [dict(zip(head, row, strict=True)) for row in rows]


def show(head: Sequence[str], rows: Iterable[Sequence[Any]], form: Format) -> None:
    """Print rows under a head; without any, the head is still there."""
    match form:
        case Format.JSON:
            show_json(named(head, rows))
        case Format.CSV:
            in_utf8()
            sys.stdout.write(csv_text(head, rows))
        case Format.TABLE:
            _table(head, list(rows))


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Align columns by the width that a terminal gives each character."""
    from rich.cells import cell_len

    cells = [head, *([cell(v) for v in row] for row in rows)]
    right = [
        any(isinstance(v, int | float) for v in column)
        for column in (zip(*rows, strict=True) if rows else [()] * len(head))
    ]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = []
        for text, wide, number in zip(row, widths, right, strict=True):
            space = " " * (wide - cell_len(text))
            padded.append(space + text if number else text + space)
        print(_SPACE.join(padded).rstrip())
    if not rows:
        print("nothing found", file=sys.stderr)


def cell(value: object) -> str:
    """Write a value as a table does: numbers to four decimals, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)


@dataclass(frozen=True, slots=True)
class Styled:
    """A row whose cells have styles, with lines that belong below it."""

    cells: Sequence[str]
    styles: Sequence[str]
    below: Sequence[str] = ()


def show_styled(
    head: Sequence[str], rows: Sequence[Styled], most: Sequence[int | None]
) -> None:
    """Print rows in columns of at most `most`; with colour on a terminal alone.

    A column without a bound takes what the others leave. What is longer is cut; the
    lines below a row are wrapped.
    """
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True, width=_ACROSS)
    columns = zip(head, *(row.cells for row in rows), strict=True)
    full = [max(map(cell_len, column)) for column in columns]
    bound = [0 if m is None else min(m, w) for m, w in zip(most, full, strict=True)]
    rest = _ACROSS - sum(bound) - len(_SPACE) * (len(most) - 1)
    widths = [b or min(w, rest) for b, w in zip(bound, full, strict=True)]
    for row in (Styled(head, ["bold"] * len(head)), *rows):
        line = Text()
        for text, wide, style in zip(row.cells, widths, row.styles, strict=True):
            cell = Text(text, style)
            cell.truncate(wide, overflow="ellipsis", pad=True)
            line.append_text(cell).append(_SPACE)
        line.rstrip()
        console.print(line)
        for words in row.below:
            wrapped = Text(words, "dim").wrap(console, _ACROSS - len(_BELOW))
            for at, part in enumerate(wrapped):
                part.rstrip()
                mark = _BELOW if at == 0 else " " * len(_BELOW)
                console.print(Text(mark, "dim").append_text(part))


class Progress:
    """A bar on a terminal; in a log, a line now and then."""

    def __enter__(self) -> "Progress":
        """Start in silence."""
        self._bar: Any = None
        self._said = monotonic()
        return self

    def __call__(self, step: int, total: int, label: str) -> None:
        """Show that `step` of `total` is done."""
        if sys.stderr.isatty():
            self._draw(step, total, label)
        elif monotonic() - self._said > _PATIENCE:
            print(f"polemos: {step + 1} of {total}, {label}", file=sys.stderr)
            self._said = monotonic()

    def _draw(self, step: int, total: int, label: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                BarColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(label, total=total)
        self._bar.update(self._task, completed=step, total=total, description=label)

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
