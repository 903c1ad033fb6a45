from datetime import UTC, date, datetime, timedelta

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2025, 3, 1, tzinfo=UTC)


def claims(days: int, a_day: float) -> Series:
    first = date(2024, 12, 31)
    points = tuple(
        Point.of(
            Observation(
                "a/b@RUS", Period.day(first + timedelta(i)), 1000 + i * a_day, NOW, "x"
            )
        )
        for i in range(days)
    )
    return Series("a/b@RUS", Unit("persons"), Measure.CUMULATIVE, points, NOW)


def test_a_month_of_claims_is_the_step_between_month_ends() -> None:
    made = all_indicators()["polemos/casualties.claimed.month@RUS"]
    [january] = made(claims(40, 100)).points
    assert january.period == Period.month(2025, 1)
    assert january.value == 3100


def test_a_day_of_claims_is_the_mean_of_four_weeks() -> None:
    made = all_indicators()["polemos/casualties.claimed.day@RUS"]
    out = made(claims(30, 100))
    assert [p.value for p in out] == pytest.approx([100, 100])
