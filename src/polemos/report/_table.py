"""Lay out a declared table: every number through the door."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from polemos.core import Text, Unit
from polemos.report import _say
from polemos.report._doc import UNKNOWN, Run, TableBlock, TableCell, plain
from polemos.report._door import Door
from polemos.report._figure import (
    Cell,
    Day,
    Num,
    Quote,
    SignedBar,
    Span,
    Table,
    Whole,
)
from polemos.report._scales import width
from polemos.report._tell import Teller

_PAGE, _INSET = 54.0, 0.95  # ems of a printed line; and about what a cell holds
_LEAST = 13.0  # ems for a column of words
_MOST = 36.0  # ems after which a column's width counts no more
_TIGHT = 10.5  # ems up to which a column never wraps: a date in either language,
_SPAN = 16.0  # and up to which one of numbers does not: a number with its interval
_HEAD = 5.0  # ems up to which a head takes one line …
_BOLD = 1.06  # … and by how much bold is wider
_SEAM = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])"
)
_GAP = 0.25  # ems that print leaves at such a seam
Rows = tuple[tuple[TableCell, ...], ...]


def lay_out(table: Table, tell: Teller) -> tuple[Rows, tuple[str, ...]]:
    """Give the cells in the door's language, and the series behind them."""
    tops = [_top(table, column) for column in range(len(table.head))]
    rows = tuple(
        _led(row, [_cell(c, tell, top) for c, top in zip(row, tops, strict=True)])
        for row in table.rows
    )
    return rows, tuple(dict.fromkeys(_series(table)))


def _led(row: Sequence[Cell], cells: Sequence[TableCell]) -> tuple[TableCell, ...]:
    """Read a date that names its row from the left, as a name is."""
    if not isinstance(row[0], Day):
        return tuple(cells)
    return (replace(cells[0], numeric=False), *cells[1:])


def _series(table: Table) -> Iterator[str]:
    for row in table.rows:
        for c in row:
            if isinstance(c, (Num, Whole, Span, Day, SignedBar)):
                yield c.fact.series


def _top(table: Table, column: int) -> float:
    """Give the largest bar of a column, which the others are drawn against."""
    cells = (row[column] for row in table.rows)
    sizes = [
        abs(c.fact.value * c.fact.unit.factor(c.unit or c.fact.unit))
        for c in cells
        if isinstance(c, SignedBar)
    ]
    return max(sizes, default=0.0)


def _cell(  # noqa: PLR0911 one for each kind of cell
    cell: Cell, tell: Teller, top: float
) -> TableCell:
    door = tell.door
    match cell:
        case None:
            return TableCell((Run(UNKNOWN),))
        case Quote():
            return TableCell((Run(cell.text.in_(door.lang)),))
        case Num():
            told = tell(cell.fact, cell.digits, cell.sign, cell.unit)
            return _number(told, door, cell.lead)
        case Whole():
            return _number(tell.whole(cell.fact, cell.digits), door, cell.lead)
        case Span():
            return _span(cell, tell)
        case Day():
            text = _say.day(cell.fact.point.period.last, door.lang)
            mark = door.dated(cell.fact)
            return TableCell((Run(text, mark=mark),), numeric=True)
        case SignedBar():
            unit: Unit = cell.unit or cell.fact.unit
            made = _number(tell(cell.fact, cell.digits, "+", unit), door)
            size = cell.fact.value * cell.fact.unit.factor(unit)
            return replace(made, bar=size / top if top else 0.0)
        case _:
            return TableCell((Run(door.label(cell)),))


def _span(cell: Span, tell: Teller) -> TableCell:
    """Write both ends, with a word between where a dash would read as a minus."""
    told = []
    for fact in (cell.fact, cell.low, cell.high):
        text = tell(fact, cell.digits, cell.sign)
        told.append(Run(text, mark=tell.door.marks[-1]))
    zh, signed = tell.door.lang == "zh", cell.sign or cell.low.value < 0
    between = (" 至 " if zh else " to ") if signed else "–"
    opened, closed = ("（", "）") if zh else (" (", ")")
    value, low, high = told
    runs = (value, Run(opened), low, Run(between), high, Run(closed))
    return TableCell(runs, numeric=True)


def _number(told: str, door: Door, lead: Text | None = None) -> TableCell:
    """Write the number that was told last, after the words that lead to it."""
    number = Run(told, mark=door.marks[-1])
    before = (Run(f"{door.label(lead)} "),) if lead else ()
    return TableCell((*before, number), numeric=True)


@dataclass(frozen=True, slots=True)
class Column:
    """How wide a column is, in ems; one that is not tight shares what room is left."""

    ems: float
    tight: bool


def columns(table: TableBlock) -> list[Column]:
    """Let narrow columns be as wide as what they hold; share the rest by need.

    A date or a number that wraps is read wrongly; a head may take two lines. Where
    numbers with their intervals leave too little to words, the widest of them wrap.
    """
    cells = [[plain(row[i].inline) for row in table.rows] for i in _over(table)]
    ems = [
        max(
            *(_ems(head) / 2, _BOLD * _ems(head) * (_ems(head) <= _HEAD)),
            *map(_ems, (*column, *head.split())),
        )
        for column, head in zip(cells, table.head, strict=True)
    ]
    tight = [
        w <= (_SPAN if number else _TIGHT)
        for w, number in zip(ems, table.right(), strict=True)
    ]
    if all(tight):
        tight[0] = False
    for i in sorted(_over(table), key=ems.__getitem__, reverse=True):
        free = [w for w, t in zip(ems, tight, strict=True) if not t]
        taken = sum(w + _INSET for w in ems) - sum(free)
        if _PAGE - taken >= sum(min(w, _LEAST) for w in free):
            break
        tight[i] = tight[i] and ems[i] <= _TIGHT
    return [
        Column(round(w if t else min(w, _MOST), 2), t)
        for w, t in zip(ems, tight, strict=True)
    ]


def _ems(text: str) -> float:
    """Give the width of a line, with the room that print leaves between scripts."""
    return width(text, 1) + _GAP * len(_SEAM.findall(text))


def _over(table: TableBlock) -> range:
    return range(len(table.head))
