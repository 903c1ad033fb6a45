"""An argument held against what moves: what each indicator says of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, partial

from polemos.core import (
    Claimed,
    Column,
    Kind,
    Measure,
    NotYetKnown,
    Period,
    Point,
    Scenarios,
    Series,
    Text,
    Unit,
    UnknownSeries,
    View,
    Way,
    amount_id,
    end_of_day,
    join,
)
from polemos.models._derived import Derived

YEAR = 365  # days back that an indicator is compared with
_STILL = 0.01  # of its size: a smaller change is none
_OLD = 730  # days after which an indicator says nothing of now
_PROMISED = amount_id("")  # of what nobody had promised there was nothing
_COUNT = Unit("indicators")
_SAYS = (
    "Count of indicators under a node whose newest value lies beyond the level that "
    "confirms, or has gone the way that confirms, or the other way, in a year; a value "
    "of over two years ago says nothing. A level counts as well as a move, so that "
    "the rule leans towards confirming"
)


class Says(StrEnum):
    """What an indicator says of what it stands under."""

    CONFIRMS = "confirms"
    REFUTES = "refutes"
    STILL = "still"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator now and a year before, as known now, and what it says.

    `said` is what it said at the last edition, from what was known then. What `sums`
    up can only confirm a rise, or stand still.
    """

    node: Claimed
    now: Point | None
    then: Point | None
    says: Says
    said: Says
    sums: bool = False

    @property
    def turned(self) -> bool:
        """Say whether it says otherwise than at the last edition."""
        return self.says is not self.said

    @property
    def by_level(self) -> bool:
        """Say whether it confirms by its level alone, for it did not go that way."""
        if self.says is not Says.CONFIRMS or self.now is None:
            return False
        return _went(self.node, self.now, self.then) is not Says.CONFIRMS

    @property
    def from_nothing(self) -> bool:
        """Say whether it is of what nobody had promised a year before."""
        promised = self.node.series.startswith(_PROMISED)
        return promised and self.now is not None and self.then is None

    def stale(self, today: date) -> bool:
        """Say whether its newest value is of over a year ago."""
        return self.now is not None and (today - self.now.period.last).days > YEAR


def readings(view: View, told: Scenarios, last: date) -> Mapping[str, Reading]:
    """Read every indicator of an argument as of a view, and as of the last edition."""
    past = view.at(end_of_day(last))
    found = {}
    for node in told.tree.values():
        if node.kind is Kind.INDICATOR:
            now, then = _ends(view, node)
            says, said = (_says(node, *_ends(v, node)) for v in (view, past))
            sums = now is not None and _sums(view, node)
            found[node.id] = Reading(node, now, then, says, said, sums)
    return found


def tally(
    told: Scenarios,
    of: str,
    read: Mapping[str, Reading],
    column: Column | None = None,
) -> Mapping[Says, int]:
    """Count what the indicators under a node say, those of one column if named."""
    under = [r.says for r in _beneath(told, of, read.values(), column)]
    return {one: under.count(one) for one in Says}


def _beneath(
    told: Scenarios, of: str, read: Iterable[Reading], column: Column | None
) -> Sequence[Reading]:
    return [
        r
        for r in read
        if _under(told, r.node.id, of) and column in {None, r.node.column}
    ]


def _sums(view: View, node: Claimed) -> bool:
    series = view.series(node.series)
    promised = node.series.startswith(_PROMISED)
    return promised or series.measure is Measure.CUMULATIVE


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
            then = series.on(now.period.last - timedelta(days=YEAR))
            if (now.period.last - then.period.last).days <= _OLD:
                return now, then
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
    return _went(node, now, then)


def _went(node: Claimed, now: Point, then: Point | None) -> Says:
    """Say what its move in a year tells, whatever its level."""
    if then is None and not node.series.startswith(_PROMISED):
        return Says.SILENT
    before = 0.0 if then is None else then.value
    change = now.value - before
    if abs(change) <= _STILL * max(abs(now.value), abs(before)):
        return Says.STILL
    return Says.CONFIRMS if (change > 0) is (node.confirms is Way.UP) else Says.REFUTES


def children(told: Scenarios, of: str, kind: Kind) -> Sequence[Claimed]:
    """Give the nodes of a kind right under one, in their order."""
    return [n for n in told.tree.values() if n.parent == of and n.kind is kind]


@dataclass(frozen=True)
class Argument:
    """An argument as a view knows it, and what it comes to, as series."""

    view: View
    told: Scenarios

    @cached_property
    def read(self) -> Mapping[str, Reading]:
        """Read every indicator as of the view."""
        return readings(self.view, self.told, self.view.as_of.date())

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name: how many say what, of each column."""
        for node in self.told.tree.values():
            if node.kind is not Kind.INDICATOR:
                for column in Column:
                    for says in Says:
                        yield (
                            f"says.{node.id}.{column}.{says}",
                            self._counted(node, column, says),
                        )

    def _counted(self, node: Claimed, column: Column, says: Says) -> Derived:
        name, what = node.name, _WORDS[says]
        kind = _COLUMNS[column]
        title = Text(
            f"{name.en}: {kind.en} that {what.en}", f"{name.zh}：{what.zh}的{kind.zh}"
        )
        make = partial(self._count, node.id, column, says)
        uses = partial(self._uses, node.id, column)
        return Derived(title, _SAYS, make, uses, _COUNT)

    def _uses(self, of: str, column: Column) -> Iterator[str]:
        for one in _beneath(self.told, of, self.read.values(), column):
            yield one.node.series

    def _count(self, of: str, column: Column, says: Says) -> Iterator[Point]:
        """Count those that say so; nothing where none of them has a value by now."""
        under = _beneath(self.told, of, self.read.values(), column)
        rests = [p for r in under for p in (r.now, r.then) if p is not None]
        if rests:
            value = float(sum(r.says is says for r in under))
            yield join(Period.day(self.view.as_of.date()), value, rests)


_WORDS = {
    Says.CONFIRMS: Text("confirm", "證實"),
    Says.REFUTES: Text("refute", "反證"),
    Says.STILL: Text("stand still", "持平"),
    Says.SILENT: Text("say nothing", "無從判斷"),
}
_COLUMNS = {
    Column.MOVEMENT: Text("measures", "實際指標"),
    Column.RHETORIC: Text("words", "言詞指標"),
}
