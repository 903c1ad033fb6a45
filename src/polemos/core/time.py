"""Two clocks: the period a number is about, and the moment it became known."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

EVER = datetime.max.replace(tzinfo=UTC)  # after all that is known: clocks may go back


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open run of days, `start <= day < end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an empty or backward period."""
        if self.end <= self.start:
            raise ValueError(f"period ends before it starts: {self.start}..{self.end}")

    @classmethod
    def day(cls, day: date) -> Self:
        """Make the one-day period of `day`."""
        return cls(day, day + timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """Make a calendar month."""
        first = date(year, month, 1)
        return cls(first, first + timedelta(days=monthrange(year, month)[1]))

    @classmethod
    def month_before(cls, first: date) -> Self:
        """Make the month that a stock dated the first of the next month closes."""
        last = first - timedelta(days=1)
        return cls.month(last.year, last.month)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """Make a calendar quarter, 1 to 4."""
        end = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
        return cls(date(year, quarter * 3 - 2, 1), end)

    @classmethod
    def year(cls, year: int) -> Self:
        """Make a calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def week(cls, year: int, week: int) -> Self:
        """Make an ISO week, Monday to Sunday."""
        monday = date.fromisocalendar(year, week, 1)
        return cls(monday, monday + timedelta(days=7))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` writes of a period; ValueError if it is anything else."""
        first, dots, last = text.partition("..")
        match text.split("-"):
            case _ if dots:
                made = cls(
                    date.fromisoformat(first),
                    date.fromisoformat(last) + timedelta(days=1),
                )
            case [year]:
                made = cls.year(int(year))
            case [year, quarter] if quarter.startswith("Q"):
                made = cls.quarter(int(year), int(quarter[1:]))
            case [year, month]:
                made = cls.month(int(year), int(month))
            case _:
                made = cls.day(date.fromisoformat(text))
        if str(made) != text:
            raise ValueError(f"expected a period such as {made}, found {text!r}")
        return made

    @property
    def last(self) -> date:
        """Give the last day, which is what a reader thinks of."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """Count the days."""
        return (self.end - self.start).days

    def shifted(self, *, months: int = 0, days: int = 0) -> Self:
        """Move by whole months (then by days); a whole month stays a whole month."""
        return type(self)(
            _shift(self.start, months) + timedelta(days=days),
            _shift(self.end, months) + timedelta(days=days),
        )

    def __str__(self) -> str:
        """Write the shortest ISO form: 2025, 2025-Q1, 2025-02, 2025-02-24, or a..b."""
        s, e = self.start, self.end
        if self.days == 1:
            return s.isoformat()
        if s.day == 1 and e.day == 1:
            months = (e.year - s.year) * 12 + e.month - s.month
            if months == 1:
                return f"{s:%Y-%m}"
            if months == 3 and s.month % 3 == 1:  # noqa: PLR2004 a quarter
                return f"{s.year}-Q{s.month // 3 + 1}"
            if months == 12 and s.month == 1:  # noqa: PLR2004 a year
                return f"{s.year}"
        return f"{s.isoformat()}..{self.last.isoformat()}"


def _shift(day: date, months: int) -> date:
    """Move a date by months, clipping to the length of the month it lands in."""
    y, m = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(y, m + 1, min(day.day, monthrange(y, m + 1)[1]))


def utc(moment: datetime) -> datetime:
    """Insist on an aware moment and give it in UTC."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment!r}: say which zone")
    return moment.astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Give the last moment of a day in UTC: what an as-of date means."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def start_of_day(day: date) -> datetime:
    """Give the first moment of a day in UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC)
