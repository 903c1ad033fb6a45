"""Days and periods that words name, counted from the day the text was written.

A word that names no year means the newest such period that has begun by then.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from polemos.core import Period


class Kind(StrEnum):
    """How the words hold their period."""

    AT = "at"  # in it, or on it: 2025年1月, last year
    SINCE = "since"  # from its first day through the day written
    UNTIL = "until"  # up to it, or as of it: the period is that month, that day
    SPAN = "span"  # a length of time; it ends on the day written unless told otherwise


class When(NamedTuple):
    """The words about time at `text[start:end]`.

    `length` of `unit` (years, months, weeks, days) where they are a length of time;
    `length` is None for "several". A length reaches back to the same day so many
    units ago and holds the day written: three years before 2025-02-24 start on
    2022-02-24. Of a time so long ago ("a year ago") they say how long.
    """

    start: int
    end: int
    period: Period
    kind: Kind = Kind.AT
    length: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader of dates is told: the day written, and days known by name."""

    written: date
    began: date | None
    names: tuple[tuple[str, date], ...]  # lower case
    # Words and the day they are counted from: prose says "last year" over and over.
    read: dict[tuple[str, date], Period] = field(default_factory=dict)

    def since(self, first: date) -> Period:
        """Give the days from `first` through the day written."""
        return Period(first, self.written + timedelta(days=1))


_REPEATS = 8  # years in which every day of a year turns up, 29 February too


def newest(make: Callable[[int], Period], by: date) -> Period:
    """Give the newest of a thing of every year that has begun `by` then."""
    for year in range(by.year, by.year - _REPEATS - 1, -1):
        try:
            period = make(year)
        except ValueError:  # no such day in that year
            continue
        if period.start <= by:
            return period
    raise ValueError("no such day in any year")


def day_of_month(day: int, by: date) -> Period:
    """Give the newest day of that number."""
    for back in range(3):
        first = Period.month(by.year, by.month).shifted(months=-back).start
        if day <= monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if found <= by:
                return Period.day(found)
    raise ValueError(f"no day {day} in a month")


def week(day: date, steps: int) -> Period:
    """Give the week, Monday to Sunday, `steps` after the one of `day`."""
    monday = day - timedelta(days=day.weekday() - 7 * steps)
    return Period(monday, monday + timedelta(days=7))


def _weekend(day: date, steps: int) -> Period:
    """Give the weekend of a week; of this week (0), the newest that has begun."""
    saturday = week(day, steps).start + timedelta(days=5)
    if steps == 0 and saturday > day:
        saturday -= timedelta(days=7)
    return Period(saturday, saturday + timedelta(days=2))


def weekday(day: date, number: int) -> Period:
    """Give the newest Monday (0) to Sunday (6)."""
    return Period.day(day - timedelta(days=(day.weekday() - number) % 7))


def months(year: int, first: int, last: int) -> Period:
    """Give the months of a year from `first` to `last`, both in."""
    return Period(Period.month(year, first).start, Period.month(year, last).end)


def century(number: int) -> Period:
    """Give a century as it is counted: the 21st starts in 2001."""
    return Period(date(number * 100 - 99, 1, 1), date(number * 100 + 1, 1, 1))


def decade(year: int) -> Period:
    """Give the ten years that start with `year`."""
    return Period(date(year, 1, 1), date(year + 10, 1, 1))


_STEPPED: Mapping[str, Callable[[date, int], Period]] = {
    "day": lambda day, steps: Period.day(day + timedelta(days=steps)),
    "week": week,
    "weekend": _weekend,
    "month": lambda day, steps: Period.month(day.year, day.month).shifted(months=steps),
    "quarter": lambda day, steps: Period.quarter(
        day.year, (day.month + 2) // 3
    ).shifted(months=3 * steps),
    "year": lambda day, steps: Period.year(day.year + steps),
    "decade": lambda day, steps: decade(day.year // 10 * 10 + 10 * steps),
    "century": lambda day, steps: century((day.year + 99) // 100 + steps),
}


def stepped(unit: str, day: date, steps: int) -> Period:
    """Give the unit of the calendar `steps` after the one that holds `day`."""
    return _STEPPED[unit](day, steps)


_MONTH, _LONG_MONTH = 28, 31
THIRDS = ("early", "mid", "late")


def edge(period: Period, part: str) -> Period:
    """Give the start or end (a month of it) or the early, mid or late third.

    A month's ends are no finer than the month; its thirds are ten days, a year's four
    months. What has no such part is given whole.
    """
    if part in ("start", "end"):
        if period.days <= _LONG_MONTH:
            return period
        day = period.start if part == "start" else period.last
        return Period.month(day.year, day.month)
    third = THIRDS.index(part)
    if _MONTH <= period.days <= _LONG_MONTH:
        first = period.start + timedelta(days=10 * third)
        end = period.end if part == "late" else first + timedelta(days=10)
        return Period(first, end)
    if period == Period.year(period.start.year):
        return months(period.start.year, 4 * third + 1, 4 * third + 4)
    return period


_REMEMBERED = 1 << 10  # prose says "three years" over and over
_MONTHS = {"years": 12, "months": 1}
_DAYS = {"months": 30, "weeks": 7, "days": 1}


def moved(day: date, count: Decimal, unit: str) -> date:
    """Move a day by a count of units; part of a month is that part of 30 days."""
    if unit not in _MONTHS:
        return day + timedelta(days=int(count * _DAYS[unit]))
    whole = int(count * _MONTHS[unit])
    rest = int((count * _MONTHS[unit] - whole) * _DAYS["months"])
    return Period.day(day).shifted(months=whole, days=rest).start


@lru_cache(maxsize=_REMEMBERED)
def span(written: date, count: Decimal, unit: str, *, ahead: bool = False) -> Period:
    """Give the length of time that ends with the day written, or that follows it."""
    if ahead:
        tomorrow = written + timedelta(days=1)
        return Period(tomorrow, moved(tomorrow, count, unit))
    return Period(moved(written, -count, unit), written + timedelta(days=1))


@lru_cache(maxsize=_REMEMBERED)
def ago(written: date, count: Decimal, unit: str) -> Period:
    """Give the calendar year, month, week or day so many units ago."""
    return stepped(unit.rstrip("s"), moved(written, -count, unit), 0)
