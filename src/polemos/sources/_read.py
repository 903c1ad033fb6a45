"""Open what publishers send: text, CSV, workbooks; numbers and dates as they write."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from polemos.core import ParseError, Snapshot

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
    snap: Snapshot, *, encoding: str = "utf-8-sig", delimiter: str = ","
) -> Iterator[dict[str, str]]:
    """Read a CSV with a header, refusing ragged lines."""
    reader = csv.DictReader(StringIO(text(snap, encoding)), delimiter=delimiter)
    for row in reader:
        if None in row or None in row.values():
            raise ParseError(
                f"{snap.source} {snap.name}:{reader.line_num}: expected "
                f"{len(reader.fieldnames or ())} cells"
            )
        yield row


def sheet(snap: Snapshot, name: str) -> list[list[Cell]]:
    """Read one sheet of a workbook as rows of cells."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(snap.body))
    except CalamineError as error:
        raise ParseError(
            f"{snap.source} {snap.name}: expected a workbook: {error}"
        ) from error
    if name not in book.sheet_names:
        raise ParseError(
            f"{snap.source} {snap.name}: expected a sheet {name!r}, "
            f"found {book.sheet_names}"
        )
    return list(book.get_sheet_by_name(name).to_python(skip_empty_area=False))


def comma(number: str) -> float:
    """Read a number with a decimal comma and spaces between thousands."""
    plain = number.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    return float(plain.replace(",", "."))
