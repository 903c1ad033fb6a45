"""A table of actors out of the CSV that KTAB reads."""

import csv
from collections.abc import Sequence
from io import StringIO

import numpy as np

from polemos.core import ParseError
from polemos.models.bargaining._smp import Table

_BEFORE = 3  # columns before the pairs: the actor, what it is, its capability


def table(text: str, where: str) -> Table:
    """Read a table: a line of name, words, actors and issues; a head; an actor a line.

    Each actor has its name, what it is, its capability, then for each issue a position
    and a salience, from 0 to 100. ParseError names the line and the field.
    """
    lines = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text))]
    lines = [row for row in lines if any(row)]
    counts = [int(cell) for cell in (lines[0] if lines else []) if cell.isdecimal()]
    if len(counts) < 2:  # noqa: PLR2004
        raise ParseError(
            f"{where}: line 1: expected a name, words, the number of actors and that "
            f"of issues, found {','.join(lines[0]) if lines else 'nothing'!r}"
        )
    n, dims = counts[:2]
    if len(lines) < n + 2:
        raise ParseError(
            f"{where}: expected {n} actors, found {max(0, len(lines) - 2)}"
        )
    head, rows = lines[1], lines[2 : n + 2]
    numbers = np.array(
        [_numbers(row, dims, f"{where}: line {at}") for at, row in enumerate(rows, 3)]
    )
    told = head[_BEFORE : _BEFORE + 2 * dims : 2]
    names = [*told, *(f"issue {k}" for k in range(len(told) + 1, dims + 1))]
    try:
        return Table(
            tuple(row[0] for row in rows),
            tuple(names),
            numbers[:, 0],
            numbers[:, 1::2],
            numbers[:, 2::2],
        )
    except ValueError as error:
        raise ParseError(f"{where}: {error}") from error


def _numbers(row: Sequence[str], dims: int, where: str) -> list[float]:
    wanted = row[_BEFORE - 1 : _BEFORE + 2 * dims]
    if len(wanted) != 1 + 2 * dims:
        raise ParseError(
            f"{where}: expected {_BEFORE + 2 * dims} fields, found {len(row)}"
        )
    found = []
    for at, cell in enumerate(wanted, _BEFORE):
        try:
            found.append(float(cell))
        except ValueError:
            raise ParseError(
                f"{where}: field {at}: expected a number, found {cell!r}"
            ) from None
    return found
