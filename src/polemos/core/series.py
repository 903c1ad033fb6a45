"""A series: one named quantity over time, as of one moment."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Self

from polemos.core.errors import NOTHING_YET, NotYetKnown, UnitMismatch
from polemos.core.record import Observation
from polemos.core.time import Period
from polemos.core.unit import PERCENT, Measure, Unit


@dataclass(frozen=True, slots=True)
class Point:
    """One value, its interval, when it became known, and what it was made from.

    `known_at` is the latest `known_at` of its evidence.
    """

    period: Period
    value: float
    known_at: datetime
    low: float | None = None
    high: float | None = None
    evidence: tuple[Observation, ...] = ()

    @classmethod
    def of(cls, o: Observation) -> Self:
        """Make the point of an observation that has a value."""
        if o.value is None:
            raise ValueError(f"{o.series} {o.period} was withdrawn")
        return cls(o.period, o.value, o.known_at, o.low, o.high, (o,))

    @property
    def ends(self) -> tuple[float, float]:
        """Give the interval's ends; the value stands for one that was not told."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )

    @property
    def ends_only(self) -> bool:
        """Say whether the publisher gave two ends and no number between them."""
        return self.high is not None and self.low == self.value < self.high

    def scaled(self, factor: float) -> Self:
        """Multiply value and interval by a positive number."""
        return replace(
            self,
            value=self.value * factor,
            low=None if self.low is None else self.low * factor,
            high=None if self.high is None else self.high * factor,
        )


def join(
    period: Period,
    value: float,
    made_of: Iterable[Point],
    low: float | None = None,
    high: float | None = None,
) -> Point:
    """Make a point from others: known when the last of them was, with all evidence."""
    parts = tuple(made_of)
    evidence = dict.fromkeys(o for p in parts for o in p.evidence)
    return Point(
        period, value, max(p.known_at for p in parts), low, high, tuple(evidence)
    )


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one quantity, ordered by period, none repeated."""

    id: str
    unit: Unit
    measure: Measure
    points: tuple[Point, ...]
    as_of: datetime

    def __post_init__(self) -> None:
        """Hold the one law every method leans on."""
        for a, b in pairwise(self.points):
            if a.period >= b.period:
                raise ValueError(f"{self.id}: {b.period} out of order or repeated")

    def __iter__(self) -> Iterator[Point]:
        """Walk the points in time order."""
        return iter(self.points)

    def __len__(self) -> int:
        """Count the points."""
        return len(self.points)

    def at(self, period: Period) -> Point:
        """Give the point for exactly this period."""
        i = bisect_left(self.points, period, key=lambda p: p.period)
        if i < len(self.points) and self.points[i].period == period:
            return self.points[i]
        raise self._nothing(f"no {period}")

    def last(self) -> Point:
        """Give the newest point."""
        if not self.points:
            raise self._nothing("no value")
        return self.points[-1]

    def on(self, day: date) -> Point:
        """Give the newest point whose period has reached its last day by `day`."""
        begun = bisect_right(self.points, day, key=lambda p: p.period.start)
        for p in (self.points[i] for i in range(begun - 1, -1, -1)):
            if p.period.last <= day:
                return p
        raise self._nothing(f"nothing up to {day}")

    def _nothing(self, what: str) -> NotYetKnown:
        words = f"{self.id} has {what} as of {self.as_of:%Y-%m-%d}"
        return NotYetKnown(words, NOTHING_YET, self.id)

    def between(self, first: date | None = None, last: date | None = None) -> Self:
        """Keep the points whose last day lies in `first..last`, both included."""
        kept = (
            p
            for p in self.points
            if (first is None or p.period.last >= first)
            and (last is None or p.period.last <= last)
        )
        return replace(self, points=tuple(kept))

    def to(self, unit: Unit) -> Self:
        """Scale to another power of ten of the same unit."""
        f = self.unit.factor(unit)
        return replace(self, unit=unit, points=tuple(p.scaled(f) for p in self.points))

    def made(
        self,
        points: Iterable[Point],
        unit: Unit | None = None,
        m: Measure | None = None,
    ) -> Self:
        """Give the same series with other points, and unit and measure if named."""
        return replace(
            self,
            points=tuple(points),
            unit=unit or self.unit,
            measure=m or self.measure,
        )

    def change(self, *, months: int = 0, days: int = 0) -> Self:
        """Give the difference from the period so far back, where there is one."""
        return self.made(
            (
                join(p.period, p.value - q.value, (p, q))
                for p, q in self._back(months, days)
            ),
            m=Measure.FLOW,
        )

    def growth(self, *, months: int = 0, days: int = 0) -> Self:
        """Give the percentage change on the period that lies so far back."""
        return self.made(
            (
                join(p.period, (p.value / q.value - 1) * 100, (p, q))
                for p, q in self._back(months, days)
                if q.value
            ),
            unit=PERCENT,
            m=Measure.RATE,
        )

    def change_since(self, day: date) -> Self:
        """Give the difference from the newest value up to `day`, for all later ones."""
        base = self.on(day)
        return self.made(
            join(p.period, p.value - base.value, (p, base))
            for p in self.points
            if p.period > base.period
        )

    def growth_since(self, day: date) -> Self:
        """Give the percentage change from the newest value up to `day`."""
        base = self.on(day)
        return self.made(
            (
                join(p.period, (p.value / base.value - 1) * 100, (p, base))
                for p in self.points
                if p.period > base.period
            ),
            unit=PERCENT,
            m=Measure.RATE,
        )

    def rolling_sum(self, months: int) -> Self:
        """Sum a monthly flow over so many months; a gap leaves a gap."""
        by = {p.period: p for p in self.points}
        out = []
        for p in self.points:
            run = [by.get(p.period.shifted(months=-i)) for i in range(months)]
            whole = [q for q in run if q is not None]
            if len(whole) == months:
                span = Period(whole[-1].period.start, p.period.end)
                out.append(join(span, sum(q.value for q in whole), whole))
        return self.made(out)

    def monthly(self, *, whole: bool = True) -> Self:
        """Gather days into calendar months: flows are summed, the rest keep the last.

        `whole=True` leaves out a month whose last day the series has not reached.
        """
        groups: dict[Period, list[Point]] = {}
        for p in self.points:
            day = p.period.last
            groups.setdefault(Period.month(day.year, day.month), []).append(p)
        out = []
        for month, ps in groups.items():
            if whole and self.points[-1].period.end < month.end:
                continue
            if self.measure is Measure.FLOW:
                out.append(join(month, sum(p.value for p in ps), ps))
            else:
                z = ps[-1]
                out.append(join(month, z.value, (z,), z.low, z.high))
        return self.made(out)

    def weekly(self, anchor: date) -> Self:
        """Take a stock or running total every seventh day, on `anchor`'s weekday."""
        if not self.points:
            return self
        first = self.points[0].period.last
        day = anchor
        out: list[Point] = []
        while day >= first:
            p = self.on(day)
            if not out or out[-1].period > p.period:
                out.append(p)
            day = date.fromordinal(day.toordinal() - 7)
        return self.made(reversed(out))

    def with_(self, other: "Series", f: Callable[[float, float], float]) -> Self:
        """Combine with another series, period by period, where both have one."""
        by = {q.period: q for q in other.points}
        pairs = ((p, by[p.period]) for p in self.points if p.period in by)
        return self.made(join(p.period, f(p.value, q.value), (p, q)) for p, q in pairs)

    def plus(self, other: "Series") -> Self:
        """Add another series of the same unit."""
        self._same(other)
        return self.with_(other, lambda a, b: a + b)

    def minus(self, other: "Series") -> Self:
        """Subtract another series of the same unit."""
        self._same(other)
        return self.with_(other, lambda a, b: a - b)

    def share_of(self, other: "Series") -> Self:
        """Give this series as a percentage of another of the same unit."""
        self._same(other)
        nonzero = other.made(q for q in other.points if q.value)
        made = self.with_(nonzero, lambda a, b: a / b * 100)
        return replace(made, unit=PERCENT, measure=Measure.RATE)

    def share_of_constant(self, whole: float) -> Self:
        """Give this series as a percentage of a constant in its own unit."""
        made = self.made(p.scaled(100 / whole) for p in self.points)
        return replace(made, unit=PERCENT, measure=Measure.RATE)

    def _same(self, other: "Series") -> None:
        if self.unit != other.unit:
            raise UnitMismatch(
                f"expected {other.id} in {self.unit} like {self.id}, found {other.unit}"
            )

    def _back(self, months: int, days: int) -> Iterator[tuple[Point, Point]]:
        by = {p.period: p for p in self.points}
        for p in self.points:
            q = by.get(p.period.shifted(months=-months, days=-days))
            if q is not None:
                yield p, q
