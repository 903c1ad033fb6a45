from datetime import UTC, datetime, time, timedelta

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def monthly(unit: str, year: int, month: int, *values: float) -> Series:
    first, points = Period.month(year, month), []
    for i, value in enumerate(values):
        period = first.shifted(months=i)
        known = datetime.combine(period.last, time(), UTC) + timedelta(days=14)
        points.append(Point.of(Observation("a/b@RUS", period, value, known, "x")))
    return Series("a/b@RUS", Unit.parse(unit), Measure.RATE, tuple(points), NOW)


def test_twelve_months_are_multiplied_and_a_gap_leaves_a_gap() -> None:
    chained = all_indicators()["polemos/cpi.yoy.chained@RUS"]
    mom = monthly("percent", 2024, 1, *[1.0] * 13)
    assert [round(p.value, 4) for p in chained(mom)] == [12.6825, 12.6825]
    holed = mom.made(p for p in mom if p.period != Period.month(2024, 5))
    assert not len(chained(holed))


def test_the_official_rate_is_kept_and_only_continued() -> None:
    official = monthly("percent", 2025, 1, 9.92, 10.06)
    chained = monthly("percent", 2025, 1, 9.91, 10.05, 10.3)
    yoy = all_indicators()["polemos/cpi.yoy@RUS"]
    assert [p.value for p in yoy(official, chained)] == [9.92, 10.06, 10.3]
    assert [p.value for p in yoy(official.made(()), chained)] == [9.91, 10.05, 10.3]


def test_the_price_level_is_a_hundred_in_december_2021() -> None:
    mom = monthly("percent", 2021, 11, 5.0, 25.0, 10.0, 10.0)
    level = all_indicators()["polemos/cpi.index@RUS"](mom)
    found = {str(p.period): round(p.value, 6) for p in level}
    expected = {"2021-11": 80, "2021-12": 100, "2022-01": 110, "2022-02": 121}
    assert found == expected
    assert not len(all_indicators()["polemos/cpi.index@RUS"](mom.made(())))


def test_the_real_rate_takes_the_month_end() -> None:
    days = []
    for day, rate in ((30, 20.0), (31, 21.0)):
        period = Period.day(datetime(2025, 1, day, tzinfo=UTC).date())
        known = datetime(2025, 1, day, tzinfo=UTC)
        days.append(Point.of(Observation("k/r@RUS", period, rate, known, "x")))
    key = Series("k/r@RUS", Unit.parse("percent"), Measure.RATE, tuple(days), NOW)
    yoy = monthly("percent", 2025, 1, 9.92)
    real = all_indicators()["polemos/rate.real@RUS"](key, yoy)
    assert real.last().value == pytest.approx(11.08)
    assert real.last().known_at == datetime(2025, 2, 14, tzinfo=UTC)
