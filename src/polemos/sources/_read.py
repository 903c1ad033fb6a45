"""Open what publishers send: text, CSV, workbooks; numbers and dates as they write."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from math import isfinite, nan

from polemos.core import ParseError, Period, Snapshot

Cell = str | float | bool | time | date | datetime | timedelta  # "" where empty


def text(snap: Snapshot, encoding: str = "utf-8-sig") -> str:
    """Decode the bytes, or say which encoding was expected."""
    if not snap.body:
        raise ParseError(f"{snap.source} {snap.name}: expected content, found 0 bytes")
    try:
        return snap.body.decode(encoding)
    except UnicodeDecodeError as error:
        raise ParseError(
            f"{snap.source} {snap.name}: expected {encoding}, found byte "
            f"{snap.body[error.start]:#04x} at {error.start}"
        ) from error


def table(
    snap: Snapshot, *, delimiter: str = ",", repeats: bool = False
) -> Iterator[dict[str, str]]:
    """Read a CSV with a header, refusing ragged lines and one without any row.

    A row that is there twice would be counted twice; `repeats` lets it pass.
    """
    reader = csv.DictReader(StringIO(text(snap)), delimiter=delimiter, strict=True)
    where, seen = f"{snap.source} {snap.name}", set[tuple[str, ...]]()
    try:
        heads = reader.fieldnames or ()
        if len(set(heads)) != len(heads):
            raise ParseError(f"{where}: expected each column once, found {heads}")
        for row in reader:
            if None in row or None in row.values():
                raise ParseError(
                    f"{where}:{reader.line_num}: expected {len(heads)} cells"
                )
            cells = tuple(row.values())
            if cells in seen and not repeats:
                raise ParseError(
                    f"{where}:{reader.line_num}: expected each row once, found "
                    f"{','.join(cells)[:80]} again"
                )
            seen.add(cells)
            yield row
    except csv.Error as error:
        raise ParseError(
            f"{where}:{reader.line_num}: expected a CSV: {error}"
        ) from error
    if not seen:
        raise ParseError(
            f"{where}: expected rows below a header, found only {str(heads)[:80]}"
        )


def sheet(snap: Snapshot, name: str, least: int = 1) -> list[list[Cell]]:
    """Read one sheet of a workbook as rows of cells, `least` of them or more."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(snap.body))
        if name not in book.sheet_names:
            raise ParseError(
                f"{snap.source} {snap.name}: expected a sheet {name!r}, "
                f"found {book.sheet_names}"
            )
        cells = list(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    except CalamineError as error:
        raise ParseError(
            f"{snap.source} {snap.name}: expected a workbook: {error}"
        ) from error
    if len(cells) < least:
        raise ParseError(
            f"{snap.source} {snap.name} {name}: expected {least} rows or more, "
            f"found {len(cells)}"
        )
    return cells


def day(where: str, text: str) -> date:
    """Read a day as 2025-02-24."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ParseError(
            f"{where}: expected a day as 2025-02-24, found {text!r}"
        ) from None


def month(where: str, text: str) -> Period:
    """Read a month as 2025-02."""
    first = day(where, f"{text.strip()}-01")
    return Period.month(first.year, first.month)


def number(where: str, text: str) -> float:
    """Read a finite number."""
    try:
        value = float(text)
    except ValueError:
        value = nan
    if not isfinite(value):
        raise ParseError(f"{where}: expected a number, found {text!r}")
    return value


def comma(where: str, text: str) -> float:
    """Read a number with a decimal comma and spaces between thousands."""
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    return number(where, plain.replace(",", "."))
