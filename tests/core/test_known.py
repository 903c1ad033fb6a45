"""When a number counts as known: release, assumed release, fetch; never too early."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import (
    Basis,
    Cadence,
    KnownBy,
    Measure,
    Period,
    SeriesSpec,
    Snapshot,
    Text,
    Unit,
)

FETCHED = datetime(2025, 9, 2, 8, tzinfo=UTC)
RELEASED = datetime(2025, 1, 17, 16, tzinfo=UTC)
DECEMBER = Period.month(2024, 12)


def spec(lag_days: int | None) -> SeriesSpec:
    return SeriesSpec(
        id="a/money@LIL",
        title=Text("Money", "貨幣"),
        unit=Unit("RUB"),
        measure=Measure.STOCK,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        lag_days=lag_days,
    )


def copy(published_at: datetime | None = None) -> Snapshot:
    return Snapshot("a", "a.csv", "https://a.example/", FETCHED, b"", published_at)


def test_a_told_release_time_wins() -> None:
    assert spec(31).known(DECEMBER, copy(), RELEASED) == (RELEASED, KnownBy.PUBLISHED)


def test_else_the_period_end_and_the_documented_lag() -> None:
    expected = datetime(2025, 1, 31, tzinfo=UTC), KnownBy.ASSUMED
    assert spec(31).known(DECEMBER, copy()) == expected


def test_but_never_an_assumed_date_after_the_copy() -> None:
    august = Period.month(2025, 8)
    assert spec(31).known(august, copy()) == (FETCHED, KnownBy.FETCHED)


@pytest.mark.parametrize(
    ("published_at", "how"), [(None, KnownBy.FETCHED), (RELEASED, KnownBy.PUBLISHED)]
)
def test_without_a_lag_the_file_dates_its_values(
    published_at: datetime | None, how: KnownBy
) -> None:
    moment = published_at or FETCHED
    assert spec(None).known(DECEMBER, copy(published_at)) == (moment, how)


@given(
    st.dates(date(2015, 1, 1), date(2025, 12, 1)),
    st.one_of(st.none(), st.integers(0, 400)),
)
def test_nothing_is_known_before_its_period_ends_or_after_the_copy(
    day: date, lag_days: int | None
) -> None:
    period = Period.month(day.year, day.month)
    at, how = spec(lag_days).known(period, copy())
    assert at <= FETCHED
    if how is KnownBy.ASSUMED:
        assert at.date() == period.last + timedelta(days=lag_days or 0)
