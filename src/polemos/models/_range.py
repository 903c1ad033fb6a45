"""What two sides could divide rather than fight another year, as series."""

from collections.abc import Iterator
from functools import partial

from polemos.core import (
    PERCENT,
    Agenda,
    NotYetKnown,
    Point,
    Stake,
    Text,
    View,
    join,
)
from polemos.models._derived import Derived
from polemos.models.bargaining import bargaining_range

_FEARON = (
    "Fearon's range: the share that would be held after another year of war, "
    "less what that year costs the first side, or more what it costs the "
    "other, as shares of what the whole is worth to each; that worth, in years "
    "of its own GDP, is assumed"
)


def from_stake(agenda: Agenda, view: View) -> Iterator[tuple[str, Derived]]:
    """Tell both ends of the range of what is at stake, if anything is."""
    stake = agenda.stake
    if stake is None:
        return
    first, other = (agenda.actors[a] for a in stake.sides)
    least = Text(
        f"Least that {first.en} would take rather than fight a year",
        f"{first.zh}寧可停戰所能接受的最低比例",
    )
    most = Text(
        f"Most that {other.en} would leave rather than fight a year",
        f"{other.zh}寧可停戰所能讓出的最高比例",
    )
    uses = partial(iter, (stake.expected, *stake.costs))
    for end, title in (("low", least), ("high", most)):
        points = partial(_range, view, stake, end == "high")
        yield f"range.{end}", Derived(title, _FEARON, points, uses, PERCENT)


def _range(view: View, stake: Stake, high: bool) -> Iterator[Point]:
    expected = view.series(stake.expected).last()
    day = expected.period.last
    costs = [view.series(name).on(day) for name in stake.costs]
    ends = []
    for worth in stake.worth:
        shares = (c.value / 100 / worth for c in costs)
        found = bargaining_range(expected.value / 100, (*shares,))  # type: ignore[arg-type]
        if found is None:
            raise NotYetKnown("fighting costs nothing: no range is told")
        ends.append(100 * (found.high if high else found.low))
    yield join(expected.period, ends[1], (expected, *costs), min(ends), max(ends))
