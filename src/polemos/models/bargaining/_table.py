"""A table of actors out of the CSV that KTAB reads."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

import numpy as np

from polemos.core import ParseError, number, printable
from polemos.models.bargaining._smp import Table

_BEFORE = 3  # columns before the pairs: the actor, what it is, its capability
_MOST = 500  # actors, and issues: more than a game can be played with


def table(text: str, where: str) -> Table:
    """Read a table: a line of name, words, actors and issues; a head; an actor a line.

    Each actor has its name, what it is, its capability, then for each issue a position
    and a salience, from 0 to 100. ParseError names the line and the field.
    """
    lines = list(_lines(text, where))
    if len(lines) < 2:  # noqa: PLR2004
        raise ParseError(
            f"{where}: line 1: expected a name, words, the number of actors and that "
            f"of issues, then a head and the actors, found {len(lines)} lines"
        )
    (_, first), (at, head), *rows = lines
    n, dims = (_count(first, k, where) for k in (_BEFORE, _BEFORE + 1))
    if len(head) >= _BEFORE and number(head[_BEFORE - 1]) is not None:
        raise ParseError(f"{where}: line {at}: expected a head, found {','.join(head)}")
    if len(rows) != n:
        raise ParseError(f"{where}: expected {n} actors, found {len(rows)}")
    numbers = np.array([_numbers(row, dims, f"{where}: line {at}") for at, row in rows])
    told = [printable(cell) for cell in head[_BEFORE : _BEFORE + 2 * dims : 2]]
    issues = [*told, *(f"issue {k}" for k in range(len(told) + 1, dims + 1))]
    actors = [printable(row[0]) for _, row in rows]
    for names, what in ((actors, "actors"), (issues, "issues")):
        twice = [name for name in names if not name or names.count(name) > 1]
        if twice:
            raise ParseError(
                f"{where}: expected {what} with a name of their own, found "
                f"{twice[0]!r} {'twice' if twice[0] else 'for one'}"
            )
    try:
        return Table(
            tuple(actors),
            tuple(issues),
            numbers[:, 0],
            numbers[:, 1::2],
            numbers[:, 2::2],
        )
    except ValueError as error:
        raise ParseError(f"{where}: {error}") from error


def _lines(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Give the lines that hold anything, each with its number in the file."""
    rows = csv.reader(StringIO(text, newline=""))
    last = 0
    try:
        for row in rows:
            line, last = last + 1, rows.line_num
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield line, cells
    except csv.Error as error:
        raise ParseError(f"{where}: line {rows.line_num}: {error}") from error


def _count(cells: Sequence[str], at: int, where: str) -> int:
    told = cells[at - 1] if len(cells) >= at else ""
    if not (told.isascii() and told.isdigit() and 0 < int(told[:9]) <= _MOST):
        raise ParseError(
            f"{where}: line 1: field {at}: expected the number of "
            f"{'actors' if at == _BEFORE else 'issues'}, 1 to {_MOST}, found {told!r}"
        )
    return int(told)


def _numbers(row: Sequence[str], dims: int, where: str) -> list[float]:
    last = _BEFORE + 2 * dims
    wanted = row[_BEFORE - 1 : last]
    if len(wanted) != 1 + 2 * dims or any(row[last:]):
        raise ParseError(f"{where}: expected {last} fields, found {len(row)}")
    found = []
    for at, cell in enumerate(wanted, _BEFORE):
        value = number(cell)
        if value is None:
            raise ParseError(f"{where}: field {at}: expected a number, found {cell!r}")
        found.append(value)
    return found
