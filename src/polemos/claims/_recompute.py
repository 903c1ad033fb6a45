"""Work a quantity out of the store again, over each period that its words may mean."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from polemos.claims._bound import Way
from polemos.claims.reading import Quantity, When, WhenKind
from polemos.core import (
    PERCENT,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Reckoning,
    Series,
    Unit,
    UnknownSeries,
    View,
    join,
    reckon,
)

_NEAR_BEGAN = timedelta(days=45)  # 三年 that began so near the war are its three years
_STALE = timedelta(days=366)
_WEEK = 7
_LONG = 45  # days; a price of so long a time is also told by its mean
_YEAR = 12
_MONTH, _DAYS_OF_YEAR = 28, 366
_YEAR_DAYS = 364


@dataclass(frozen=True, slots=True)
class Worked:
    """A quantity worked out: its value in the unit of the series, and from what.

    `main` is false where the period or the base is another than the words say first.
    `months` is the length of the growths that a record was sought among, else 0.
    """

    way: Way
    point: Point
    unit: Unit
    base: Period | None = None
    main: bool = True
    months: int = 0

    @property
    def evidence(self) -> tuple[Observation, ...]:
        """Give the rows it rests on."""
        return self.point.evidence


@dataclass(frozen=True, slots=True)
class Asked:
    """When a text was written, when its war began, from which month it counts.

    `lead` is the days by which a thing may be decided before it is in force;
    `pin` is the period that a value is asked of, whatever the words say; `from_war`
    says that the words count from before the war, `decides` that they tell of a
    decision.
    """

    written: date
    began: date
    base: Period | None = None
    lead: int = 0
    pin: Period | None = None
    from_war: bool = False
    decides: bool = False


def work_out(
    q: Quantity, way: Way, view: View, asked: Asked, year_on_year: int = 0
) -> list[Worked]:
    """Give the values that a quantity may state of a series as of a view.

    Empty where the series says nothing of the period. `year_on_year` is the length in
    months that the words give a growth, or 0.
    """
    try:
        series = view.series(way.series)
    except (NotYetKnown, UnknownSeries):
        return []
    out: list[Worked] = []
    if way.how is Reckoning.LEVEL:
        for main, point in _levels(series, q.when, asked):
            out.append(Worked(way, point, series.unit, main=main))
        return out
    for main, end, base in _spans(series, q, asked, year_on_year):
        try:
            point, unit = _moved(series, end, base, way.how)
        except (NotYetKnown, ZeroDivisionError):
            continue
        out.append(Worked(way, point, unit, base.period, main))
    return out


# -- levels ----------------------------------------------------------------------------


def _levels(
    series: Series, whens: Sequence[When], asked: Asked
) -> Iterator[tuple[bool, Point]]:
    period = asked.pin or _about(whens)
    if period is None:
        if series.points:
            yield True, series.last()
            yield from ((True, p) for p in _stood(series, whens))
        return
    if asked.pin is None and period.days == 1 and asked.lead:
        decided = _in_force(series, period, asked.lead)
        yield from [(True, decided)] if decided else []
    if series.measure is Measure.CUMULATIVE and asked.pin is None:
        yield from _within(series, period)
    if exact := [p for p in series.points if p.period == period]:
        yield True, exact[0]
        return
    inside = _inside(series, period)
    if inside:
        ago = any(w.length and w.period == period for w in whens)
        yield from _of_period(series, inside, period, asked.written if ago else None)
    elif period.start <= asked.written < period.end or period.days == 1:
        standing_now = _standing(series, period)
        yield from [(True, standing_now)] if standing_now else []


def _of_period(
    series: Series, inside: Sequence[Point], period: Period, written: date | None
) -> Iterator[tuple[bool, Point]]:
    """Give the values that a named period may mean: sum, last, mean, what most stood.

    A year ago, for a text of the day `written`, may mean that day a year ago.
    """
    if series.measure is Measure.FLOW:
        parts = [p for p in inside if p.period.start >= period.start]
        if parts and parts[0].period.start == period.start:
            whole = parts[-1].period.end == period.end and all(
                a.period.end == b.period.start for a, b in pairwise(parts)
            )
            span = Period(period.start, parts[-1].period.end)
            yield whole, join(span, sum(p.value for p in parts), parts)
        return
    yield True, inside[-1]
    if series.measure is Measure.RATE and period.days >= _LONG and len(inside) > 1:
        mean = sum(p.value for p in inside) / len(inside)
        yield True, join(period, mean, inside)
        yield from ((True, p) for p in _longest(inside))
        if written is not None and period.days > _YEAR_DAYS:
            day = min(written.day, 28)
            then = written.replace(year=period.start.year, day=day)
            later = [p for p in inside if p.period.last >= then]
            yield from ((True, p) for p in later[:1])
    for p in inside[:-1] if period.days <= _LONG else ():
        yield period.days <= _WEEK, p  # touched it in the week


def _stood(series: Series, whens: Sequence[When]) -> Iterator[Point]:
    """Give the rate that stood for most of a length of time: seven months at 21%."""
    for w in whens:
        if w.kind is WhenKind.SPAN and series.measure is Measure.RATE:
            yield from _longest(
                [p for p in series.points if p.period.last >= w.period.start]
            )


def _longest(points: Sequence[Point]) -> Iterator[Point]:
    """Give the last point of the value that most of the points have, if one does."""
    if not points:
        return
    value, times = Counter(p.value for p in points).most_common(1)[0]
    if times * 2 > len(points):
        yield next(p for p in reversed(points) if p.value == value)


def _within(series: Series, period: Period) -> Iterator[tuple[bool, Point]]:
    """Give what a running total grew by within a month or more that is named."""
    if not _MONTH <= period.days <= _DAYS_OF_YEAR:
        return
    inside = _inside(series, period)
    before = [p for p in series.points if p.period.last < period.start]
    if inside and before and not _to_date(series, inside[-1]):
        end, base = inside[-1], before[-1]
        if end.period.end == period.end or period.end > series.as_of.date():
            yield True, join(period, end.value - base.value, (end, base))


def _in_force(series: Series, period: Period, lead: int) -> Point | None:
    """Give what a decision of a day came to be, so many days later at most."""
    points = series.between(last=period.last + timedelta(days=lead)).points
    return points[-1] if points else None


def standing(series: Series, period: Period, stale: timedelta = _STALE) -> Point | None:
    """Give what stood at the end of a period, if it is not of another year."""
    try:
        point = series.on(period.last)
    except NotYetKnown:
        return None
    return point if period.last - point.period.last <= stale else None


def _standing(series: Series, period: Period) -> Point | None:
    """Give a stock's newest value up to a day, where it still stood by then."""
    if series.measure is Measure.FLOW:
        return None
    return standing(series, period, timedelta(days=_LONG))


def _inside(series: Series, period: Period) -> Sequence[Point]:
    """Give the points whose last day lies in a period."""
    return series.between(period.start, period.last).points


def _about(whens: Sequence[When]) -> Period | None:
    for w in whens:
        if w.kind in (WhenKind.AT, WhenKind.UNTIL):
            return w.period
    return None


# -- changes ---------------------------------------------------------------------------


def _spans(
    series: Series, q: Quantity, asked: Asked, year_on_year: int
) -> Iterator[tuple[bool, Point, Point]]:
    """Give the ends and the bases that a change may be meant between."""
    whens = q.when
    about = _about(whens)
    since = next((w for w in whens if w.kind is WhenKind.SINCE), None)
    length = next((w for w in whens if w.kind is WhenKind.SPAN and w.length), None)
    end = _end(series, asked.pin or about)
    if end is None:
        return
    if q.against and not year_on_year:
        yield from _against(series, end, q.against[0])
        return
    if about is not None and about.days == 1 and asked.lead:
        end = _in_force(series, about, asked.lead) or end
        yield from _pairs(series, True, end, about.start - timedelta(days=1))
        return
    if asked.from_war and since is None:
        yield from _from_day(series, end, asked.began, asked)
        return
    if since is None and length is not None and not year_on_year:
        if abs(length.period.start - asked.began) > _NEAR_BEGAN:
            months = _months(length)
            before = end.period.shifted(months=-months).last
            yield from _pairs(series, True, end, before)
            return
        since = length
    if since is not None and not year_on_year:
        yield from _from_day(series, end, since.period.start, asked)
        return
    if asked.lead and not whens and not year_on_year:
        yield from _last_step(series, end)
    months = year_on_year or _YEAR
    if about is not None and not year_on_year and about.days < _LONG:
        before = about.start - timedelta(days=1)
        yield from _pairs(series, True, end, before)
        months = _YEAR
    start = about.start if about is not None and about.days > _LONG else None
    if start is not None and series.measure is not Measure.FLOW:
        yield from _pairs(series, True, end, start - timedelta(days=1))
    back = end.period.shifted(months=-months)
    yield from _pairs(
        series, about is None or year_on_year > 0 or start is not None, end, back.last
    )
    if not whens and not year_on_year:
        for _, e, b in _from_day(series, end, asked.began, asked):
            yield False, e, b


def _last_step(series: Series, end: Point) -> Iterator[tuple[bool, Point, Point]]:
    """Give what a rate was before it last changed."""
    earlier = [p for p in series.points if p.period < end.period]
    others = [p for p in earlier if p.value != end.value]
    yield from ((True, end, p) for p in others[-1:])


def _against(
    series: Series, end: Point, w: When
) -> Iterator[tuple[bool, Point, Point]]:
    """Give the base that the words name: what stood at the end of that time."""
    if w.length is not None and w.unit in ("years", "months"):  # a year ago
        months = int(w.length * (_YEAR if w.unit == "years" else 1))
        yield from _pairs(series, True, end, end.period.shifted(months=-months).last)
        return
    base = _end(series, w.period)
    if _to_date(series, end):  # only the same months of that year compare
        years = end.period.start.year - w.period.start.year
        like = end.period.shifted(months=-_YEAR * max(1, years))
        base = next((p for p in series.points if p.period == like), None)
    if base is None and w.period.days == 1:
        base = _standing(series, w.period)
    if base is not None and base.period < end.period:
        yield True, end, base


def _months(w: When) -> int:
    """Give a length of time in months, one at least."""
    return max(1, round((w.period.end - w.period.start).days / 30.44))


def _end(series: Series, about: Period | None) -> Point | None:
    if not series.points:
        return None
    if about is None:
        return series.last()
    inside = _inside(series, about)
    if not inside:
        return None
    if series.measure is Measure.FLOW and len(inside) > 1:
        parts = [p for p in inside if p.period.start >= about.start]
        if parts:
            span = Period(parts[0].period.start, parts[-1].period.end)
            return join(span, sum(p.value for p in parts), parts)
    return inside[-1]


def _from_day(
    series: Series, end: Point, start: date, asked: Asked
) -> Iterator[tuple[bool, Point, Point]]:
    """Give the bases of a change since a day: the last value before it, first."""
    war = abs(start - asked.began) <= _NEAR_BEGAN
    if war and asked.base is not None:
        yield from _pairs(series, True, end, asked.base.last)
    if war:
        start = asked.began
    yield from _pairs(series, True, end, start - timedelta(days=1))
    within = [p for p in series.points if p.period.start <= start < p.period.end]
    for p in within:
        yield p.period.days == 1, end, p


def _pairs(
    series: Series, main: bool, end: Point, day: date
) -> Iterator[tuple[bool, Point, Point]]:
    if _to_date(series, end):
        years = max(1, end.period.last.year - day.year)
        like = end.period.shifted(months=-_YEAR * years)
        base = next((p for p in series.points if p.period == like), None)
    elif series.measure is Measure.FLOW and end.period.days > _LONG:
        months = max(1, round((end.period.last - day).days / 30.44))
        base = _end(series, end.period.shifted(months=-months))
    else:
        try:
            base = series.on(day)
        except NotYetKnown:
            return
    if base is not None and base.period < end.period:
        yield main, end, base


def _to_date(series: Series, end: Point) -> bool:
    """Say whether a series sums each year anew, so that only like periods compare."""
    starts = {p.period.start for p in series.points[-13:]}
    whole = end.period.days > _LONG or series.measure is Measure.CUMULATIVE
    first = {(day.month, day.day) for day in starts} == {(1, 1)}
    return whole and first and len(starts) > 1


def _moved(
    series: Series, end: Point, base: Point, how: Reckoning
) -> tuple[Point, Unit]:
    whole = {p.period for p in series}
    if series.measure is not Measure.FLOW or {end.period, base.period} <= whole:
        return reckon(series, end.period, how, base.period)
    if how is Reckoning.CHANGE:
        return join(end.period, end.value - base.value, (end, base)), series.unit
    return join(end.period, (end.value / base.value - 1) * 100, (end, base)), PERCENT
