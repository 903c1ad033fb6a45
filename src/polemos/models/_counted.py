"""What a view knows of one class: its counts, its ranges, photographs and claims."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from polemos.core import NotYetKnown, Period, Point, Series, Text, View
from polemos.models._posterior import Evidence
from polemos.models._unseen import Count
from polemos.models.score import Floats

# What a published number is held to, as a share of it: none states its error.
ERRORS = {
    **{"depot": 0.05, "fleet": 0.2, "made": 0.15, "restored": 0.15, "lost": 0.2},
    "seen": 0.1,
}
_BASE = 0.05  # and a count from before the war
_SHARE_ERROR = 0.03  # of a share of depots that is quoted without its counts
_EITHER_WAY = 0.25  # of a pace, and of a range whose author gives a number and no end
_ALL_SEEN = 100.0  # percent of losses, at the most
MONTH = 365.25 / 12  # days
_NO_COUNT = Text("no count of depots to start from", "沒有封存計數可作起點")


def evidence(view: View, inputs: Mapping[str, Any]) -> tuple[Sequence[date], Evidence]:
    """Give the ends of the months so far, and what is known of the class by now."""
    ends = month_ends(date.fromisoformat(inputs["begins"]), view)
    counts = _whole(view, inputs, "depot")
    shares = [p for s in _all(view, inputs, "depot_share") for p in s.points]
    fleet = _fleet(view, inputs)
    claimed = np.full(len(ends), np.nan)
    if "claimed" in inputs:
        claimed = _total(view, inputs["claimed"], ends)
    return ends, Evidence(
        photographed=_photographed(view, inputs["photographed"], ends),
        claimed=claimed,
        fleet=fleet,
        depot=_depot(view, inputs, counts, fleet if shares else None),
        seen=assumed(inputs, "seen"),
        built=by_year(view, inputs, "built", ends),
        capacity=between(view, inputs, "capacity"),
        depots=_counts(ends, counts, "depot"),
        shares=[
            Count(_month(ends, p.period), p.value / 100, _SHARE_ERROR) for p in shares
        ],
        good_at_most=_counts(ends, _all(view, inputs, "good_at_most"), "depot", 0),
        fleets=_counts(ends, _all(view, inputs, "fleet"), "fleet"),
        made=_flows(view, inputs, "made", ends),
        restored=_flows(view, inputs, "restored", ends),
        withdrawn=_paces(ends, _all(view, inputs, "withdrawn")),
        lost=_flows(view, inputs, "lost", ends),
        seen_shares=seen_shares(view, inputs, ends),
    )


def seen_shares(
    view: View, inputs: Mapping[str, Any], ends: Sequence[date]
) -> list[Count]:
    """Give what was published by now of the share of losses that was photographed.

    A total at or below the photographs is no total, and says nothing of the share.
    """
    told = [p for s in _all(view, inputs, "seen") for p in s.points]
    points = [p for p in told if p.value < _ALL_SEEN]
    return [
        Count(_month(ends, p.period), p.value / 100, ERRORS["seen"] * p.value / 100)
        for p in points
    ]


def assumed(inputs: Mapping[str, Any], part: str) -> tuple[float, float]:
    """Give the range that stands in for what nobody has published: ours, and vague."""
    ours = inputs.get("assumed", {})
    if part not in ours:
        raise NotYetKnown(
            f"expected a range of {part!r}, found none published and none assumed"
        )
    low, high = ours[part]
    return float(low), float(high)


def between(view: View, inputs: Mapping[str, Any], part: str) -> tuple[float, float]:
    """Give a range from the least to the most that was published by now.

    An end that nobody has published is the one that we assume.
    """
    points = [p for s in _all(view, inputs, part) for p in s.points]
    lows = [_ends(p)[0] for p in points]
    highs = [_ends(p)[1] for p in points]
    low = min((v for v in lows if v is not None), default=None)
    high = max((v for v in highs if v is not None), default=None)
    if low is None:
        low = min(assumed(inputs, part)[0], np.inf if high is None else high)
    if high is None:
        high = max(assumed(inputs, part)[1], low)
    return min(low, high), max(low, high)  # rivals may leave nothing between them


def by_year(
    view: View, inputs: Mapping[str, Any], part: str, ends: Sequence[date]
) -> Floats:
    """Give the range in each month, (2, months), from the newest year told of by then.

    An end that nobody has published of that year or one before is the one we assume.
    """
    points = [p for s in _all(view, inputs, part) for p in s.points]
    ours = assumed(inputs, part)
    told = np.empty((2, len(ends)))
    for month, day in enumerate(ends):
        for side, pick in enumerate((min, max)):
            known = [
                (p.period.start, value)
                for p in points
                if p.period.start <= day and (value := _ends(p)[side]) is not None
            ]
            newest = max((start for start, _ in known), default=None)
            values = [value for start, value in known if start == newest]
            told[side, month] = pick(values) if values else ours[side]
    return np.asarray((np.minimum(*told), np.maximum(*told)))


def _ends(p: Point) -> tuple[float | None, float | None]:
    """Give the ends of a published number; of one without any, a quarter either way."""
    if p.low is None and p.high is None:
        return p.value * (1 - _EITHER_WAY), p.value * (1 + _EITHER_WAY)
    return p.low, p.high


def _depot(
    view: View,
    inputs: Mapping[str, Any],
    counts: Sequence[Series],
    fleet: tuple[float, float] | None,
) -> tuple[float, float]:
    """Give the range of depots before the war, from a count or from what it fed."""
    if counts:
        whole = sum(s.points[0].value for s in counts)
        return whole * (1 - _BASE), whole * (1 + _BASE)
    if fleet is None:
        raise NotYetKnown(
            "expected a count of depots from before the war, found none known on "
            f"{view.as_of:%F}: how much of it is left cannot be said",
            _NO_COUNT,
        )
    least, most = assumed(inputs, "depot_by_fleet")
    return least * fleet[0], most * fleet[1]


def _fleet(view: View, inputs: Mapping[str, Any]) -> tuple[float, float] | None:
    """Give the range of the fleet before the war that rival counts leave."""
    rivals = [_parts(view, parts) for parts in inputs.get("fleet_before", ())]
    values = [sum(s.points[0].value for s in parts) for parts in rivals if parts]
    if not values:
        return None
    return min(values) * (1 - _BASE), max(values) * (1 + _BASE)


def _all(view: View, inputs: Mapping[str, Any], part: str) -> Sequence[Series]:
    return [view.series(name) for name in inputs.get(part, ())]


def _whole(view: View, inputs: Mapping[str, Any], part: str) -> Sequence[Series]:
    return _parts(view, inputs.get(part, ()))


def _parts(view: View, names: Sequence[str]) -> Sequence[Series]:
    """Give the series of all parts, or none: some of them are no count of the whole."""
    found = [view.series(name) for name in names]
    return found if all(found) else []


def month_ends(begins: date, view: View) -> Sequence[date]:
    """Give the last day of each month from one on that is over."""
    month, today = Period.month(begins.year, begins.month), view.as_of.date()
    ends = []
    while month.last <= today:
        ends.append(month.last)
        month = month.shifted(months=1)
    return ends


def _total(view: View, names: Sequence[str], ends: Sequence[date]) -> Floats:
    """Add up running totals as of each day; before the first value there is none."""
    rows = [[_on(view.series(name), day) for day in ends] for name in names]
    return np.asarray(np.sum(rows, axis=0), float)


def _photographed(view: View, names: Sequence[str], ends: Sequence[date]) -> Floats:
    """Add up photographs as of each day; NaN a month after the last that were told."""
    last = max(view.series(name).last().period.last for name in names)
    looked = np.array([(end - last).days < MONTH for end in ends])
    return np.where(looked, _total(view, names, ends), np.nan)


def _on(series: Series, day: date) -> float:
    try:
        return series.on(day).value
    except NotYetKnown:
        return 0.0


def _counts(
    ends: Sequence[date], stocks: Sequence[Series], part: str, first: int = 1
) -> list[Count]:
    """Give later counts of all stocks together, each with its error.

    Of stocks the first count is from before the war, and is no evidence here. Of two
    ends and no number between them it is the middle.
    """
    found: dict[Period, list[float]] = {}
    for s in stocks:
        for p in s.points[first:]:
            found.setdefault(p.period, []).append(_middle(p))
    return [
        Count(
            _month(ends, period),
            sum(values),
            ERRORS[part] * sum(values),
            _months(period),
        )
        for period, values in found.items()
        if len(values) == len(stocks)
    ]


def _flows(
    view: View, inputs: Mapping[str, Any], part: str, ends: Sequence[date]
) -> list[Count]:
    """Give what rivals put at a flow of the class, each a row of its own."""
    rivals = _all(view, inputs, part)
    return [count for s in rivals for count in _counts(ends, [s], part, 0)]


def _paces(ends: Sequence[date], paces: Sequence[Series]) -> list[Count]:
    """Give what was said to leave depots in a month, over the months it is said of."""
    found = []
    for p in (p for s in paces for p in s.points):
        months = _months(p.period)
        whole = p.value * months
        month = _month(ends, p.period)
        found.append(Count(month, whole, _EITHER_WAY * whole, min(months, month + 1)))
    return found


def _months(period: Period) -> int:
    """Count the months that a flow is told of."""
    return max(1, round(period.days / MONTH))


def _middle(p: Point) -> float:
    return (p.value + p.high) / 2 if p.ends_only and p.high is not None else p.value


def _month(ends: Sequence[date], period: Period) -> int:
    """Find the month that a period ends in."""
    for i, end in enumerate(ends):
        if period.last <= end:
            return i
    return len(ends) - 1
