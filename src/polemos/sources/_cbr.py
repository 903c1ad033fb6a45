"""What the Bank of Russia's statistical workbooks have in common."""

from collections.abc import Iterator, Mapping
from datetime import date

from polemos.core import Licence, ParseError, Period, Snapshot, Text
from polemos.sources._read import Cell, sheet

LICENCE = Licence(
    Text(
        "Bank of Russia: free use with a link to www.cbr.ru",
        "俄羅斯央行：附 www.cbr.ru 連結可自由使用",
    ),
    redistribute=True,
    url="https://www.cbr.ru/about/",
)
DATED_THE_FIRST = Text(
    "The publisher dates the stock the first of the month; it is the end of the month "
    "before.",
    "發布機構將存量標為每月 1 日，實為前一個月的月底。",
)
CORPORATE_PERIMETERS = Text(
    "One of three official perimeters of lending to companies, trillions apart: this "
    "balance sheet, the press figures on the banking sector, the table by activity.",
    "企業放款有三種官方口徑，彼此相差數兆盧布：本資產負債表、銀行業新聞稿與行業別表。",
)


def label(cell: Cell) -> str:
    """Write a row's or column's label with single spaces."""
    return " ".join(str(cell).split())


def stock_month(where: str, cell: Cell) -> Period:
    """Read the date of a stock, which must be the first of a month."""
    if not isinstance(cell, date) or cell.day != 1:
        raise ParseError(f"{where}: expected the first of a month, found {cell!r}")
    return Period.month_before(date(cell.year, cell.month, 1))


def number(where: str, cell: Cell) -> float | None:
    """Read a number; an empty cell is None, anything else is an error."""
    if cell == "":
        return None
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        raise ParseError(f"{where}: expected a number, found {cell!r}")
    return float(cell)


def stocks(
    snap: Snapshot, name: str, head: int, wanted: Mapping[str, str]
) -> Iterator[tuple[str, Period, float]]:
    """Read named rows of a sheet that has its dates across, in row `head`.

    `wanted` maps a row's label to what it is here; each must be there exactly once.
    """
    rows = sheet(snap, name, head + 1)
    where = f"{snap.source} {snap.name} {name}"
    months = [stock_month(where, cell) for cell in rows[head][1:] if cell != ""]
    by_label: dict[str, list[list[Cell]]] = {}
    for row in rows[head + 1 :]:
        by_label.setdefault(label(row[0]), []).append(row)
    for text, what in wanted.items():
        found = by_label.get(text, [])
        if len(found) != 1:
            raise ParseError(
                f"{where}: expected one row {text!r}, found {len(found)} of them"
            )
        for month, cell in zip(months, found[0][1:], strict=False):
            value = number(f"{where} {text!r} {month}", cell)
            if value is not None:
                yield what, month, value
