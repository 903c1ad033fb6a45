from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import Period, end_of_day, utc

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period.day(date(2025, 2, 24)), "2025-02-24"),
        (Period.month(2025, 2), "2025-02"),
        (Period.quarter(2025, 4), "2025-Q4"),
        (Period.year(2025), "2025"),
        (Period.week(2025, 9), "2025-02-24..2025-03-02"),
        (Period(date(2024, 3, 1), date(2025, 3, 1)), "2024-03-01..2025-02-28"),
    ],
)
def test_a_period_prints_its_shortest_form(period: Period, text: str) -> None:
    assert str(period) == text
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    "text", ["", "soon", "2025-13", "2025-Q5", "2025-2", "2025-02-24..", "2025-1-1"]
)
def test_what_no_period_prints_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.parse(text)


def test_a_stock_dated_the_first_closes_the_month_before() -> None:
    assert Period.month_before(date(2025, 1, 1)) == Period.month(2024, 12)
    assert Period.month_before(date(2025, 1, 1)).last == date(2024, 12, 31)


@given(days, st.integers(-60, 60))
def test_a_whole_month_stays_a_whole_month_when_moved(day: date, months: int) -> None:
    month = Period.month(day.year, day.month)
    moved = month.shifted(months=months)
    assert moved == Period.month(moved.start.year, moved.start.month)
    assert moved.shifted(months=-months) == month


@given(days, st.integers(1, 4))
def test_quarters_tile_a_year(day: date, quarter: int) -> None:
    q = Period.quarter(day.year, quarter)
    year = Period.year(day.year)
    assert year.start <= q.start < q.end <= year.end
    assert q.end == (
        year.end if quarter == 4 else Period.quarter(day.year, quarter + 1).start
    )


def test_an_empty_or_backward_period_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period(date(2025, 1, 2), date(2025, 1, 2))


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        utc(datetime(2025, 1, 1))  # noqa: DTZ001
    taipei = timezone(timedelta(hours=8))
    assert utc(datetime(2025, 1, 1, 8, tzinfo=taipei)) == datetime(
        2025, 1, 1, tzinfo=UTC
    )


def test_an_as_of_day_reaches_its_last_moment() -> None:
    assert end_of_day(date(2025, 2, 24)) == datetime(
        2025, 2, 24, 23, 59, 59, 999999, tzinfo=UTC
    )
