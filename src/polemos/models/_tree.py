"""An argument held against what moves: what each indicator says of it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from polemos.core import (
    Claimed,
    Kind,
    NotYetKnown,
    Point,
    Scenarios,
    Series,
    UnknownSeries,
    View,
    Way,
    end_of_day,
)

YEAR = 365  # days back that an indicator is compared with
_STILL = 0.01  # of its size: a smaller change is none
_OLD = 730  # days after which an indicator says nothing of now


class Says(StrEnum):
    """What an indicator says of what it stands under."""

    CONFIRMS = "confirms"
    REFUTES = "refutes"
    STILL = "still"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator now and a year before, as known now, and what it says.

    `said` is what it said at the last edition, from what was known then.
    """

    node: Claimed
    now: Point | None
    then: Point | None
    says: Says
    said: Says

    @property
    def turned(self) -> bool:
        """Say whether it says otherwise than at the last edition."""
        return self.says is not self.said


def readings(view: View, told: Scenarios, last: date) -> Mapping[str, Reading]:
    """Read every indicator of an argument as of a view, and as of the last edition."""
    past = view.at(end_of_day(last))
    found = {}
    for node in told.tree.values():
        if node.kind is Kind.INDICATOR:
            now, then = _ends(view, node)
            says, said = (_says(node, *_ends(v, node)) for v in (view, past))
            found[node.id] = Reading(node, now, then, says, said)
    return found


def tally(told: Scenarios, of: str, read: Mapping[str, Reading]) -> Mapping[Says, int]:
    """Count what the indicators under a node say."""
    under = [read[i].says for i in read if _under(told, i, of)]
    return {one: under.count(one) for one in Says}


def _under(told: Scenarios, node: str, of: str) -> bool:
    while node and node != of:
        node = told.tree[node].parent
    return node == of


def _ends(view: View, node: Claimed) -> tuple[Point | None, Point | None]:
    """Give the newest value, and the newest of a year before."""
    today = view.as_of.date()
    with suppress(NotYetKnown, UnknownSeries):
        series: Series = view.series(node.series)
        now = series.on(today)
        if (today - now.period.last).days > _OLD:
            return None, None
        with suppress(NotYetKnown):
            return now, series.on(now.period.last - timedelta(days=YEAR))
        return now, None
    return None, None


def _says(node: Claimed, now: Point | None, then: Point | None) -> Says:
    if now is None:
        return Says.SILENT
    up = node.confirms is Way.UP
    if node.beyond is not None and (
        now.value >= node.beyond if up else now.value <= node.beyond
    ):
        return Says.CONFIRMS
    if then is None:
        return Says.SILENT
    change = now.value - then.value
    if abs(change) <= _STILL * max(abs(now.value), abs(then.value)):
        return Says.STILL
    return Says.CONFIRMS if (change > 0) is up else Says.REFUTES


def children(told: Scenarios, of: str, kind: Kind) -> Sequence[Claimed]:
    """Give the nodes of a kind right under one, in their order."""
    return [n for n in told.tree.values() if n.parent == of and n.kind is kind]
