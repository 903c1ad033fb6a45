"""An author's range as a share, of the months that he gives it for."""

from datetime import UTC, date, datetime

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2025, 2, 24, tzinfo=UTC)
DRAFT = Period(date(2022, 7, 1), date(2024, 12, 1))
REPORT = Period(date(2022, 7, 1), date(2025, 1, 1))


def series(*told: Observation) -> Series:
    points = tuple(map(Point.of, told))
    return Series("a/b@RUS", Unit.parse("bn USD"), Measure.FLOW, points, NOW)


def test_a_range_is_of_the_whole_of_the_same_months() -> None:
    loans = series(Observation("a/b@RUS", DRAFT, 210, NOW, "x", 210, 250))
    whole = series(
        Observation("a/c@RUS", DRAFT, 415, NOW, "x"),
        Observation("a/c@RUS", REPORT, 446, NOW, "y"),
    )
    made = all_indicators()["polemos/credit.companies.war_loans_share.kennedy@RUS"]
    (found,) = made(loans, whole)
    assert (found.low, found.high) == pytest.approx((50.60, 60.24), abs=0.005)
    assert found.ends_only
    assert not made(loans, series(whole.points[1].evidence[0])).points
