from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DEC_2021 = Period.month(2021, 12)


def monthly(
    unit: str, first: Period, *values: float, name: str = "a/b@RUS", step: int = 1
) -> Series:
    points = []
    for i, value in zip(count(), values, strict=False):
        period = first.shifted(months=i * step)
        known = datetime.combine(period.last, time(), UTC) + timedelta(days=31)
        points.append(Point.of(Observation(name, period, value, known, "made up")))
    return Series(name, Unit.parse(unit), Measure.STOCK, tuple(points), NOW)


def values(series: Series) -> dict[str, float]:
    return {str(p.period): round(p.value, 6) for p in series}


def test_the_base_of_the_war_is_the_end_of_2021() -> None:
    m2 = monthly("bn RUB", Period.month(2021, 11), 80.0, 100.0, 90.0, 150.0)
    gain = all_indicators()["polemos/money.m2.gain_since_war@RUS"](m2)
    assert values(gain) == {"2022-01": -10, "2022-02": 50}
    growth = all_indicators()["polemos/money.m2.growth_since_war@RUS"](m2)
    assert growth.last().value == pytest.approx(50)
    base = growth.last().evidence[-1]
    assert base.period == DEC_2021


def test_a_window_is_of_three_whole_years() -> None:
    m2 = monthly("bn RUB", Period.month(1992, 12), *range(1, 50))
    growth = all_indicators()["polemos/money.m2.growth_3y@RUS"](m2)
    assert growth.points[0].period == Period.month(1995, 12)
    assert growth.points[0].value == pytest.approx((37 / 1 - 1) * 100)


def test_faster_counts_the_windows_that_were() -> None:
    growth = monthly("percent", Period.month(2024, 1), 50.0, 80.0, 60.0, 90.0)
    name = "polemos/money.m2.growth_3y.faster_since_1992@RUS"
    faster = all_indicators()[name](growth)
    assert values(faster) == {"2024-02": 0, "2024-03": 50, "2024-04": 0}


def test_a_share_named_for_this_century_leaves_the_last_one_out() -> None:
    growth = monthly("percent", Period.month(2003, 11), 900.0, 40.0, 30.0)
    name = "polemos/money.m2.growth_3y.faster_since_{}@RUS"
    every = all_indicators()[name.format(1992)](growth)
    century = all_indicators()[name.format(2000)](growth)
    assert values(every) == {"2003-12": 100, "2004-01": 100}
    assert values(century) == {"2004-01": 100}
    assert len(century.last().evidence) == 2


def test_money_is_held_against_four_whole_quarters() -> None:
    m2 = monthly("bn RUB", Period.month(2024, 12), 58.0)
    gdp = monthly("bn RUB", Period.quarter(2024, 1), 20.0, 25.0, 25.0, 30.0, step=3)
    share = all_indicators()["polemos/money.m2.gdp_share@RUS"](m2, gdp)
    assert values(share) == {"2024-12": 58}
    velocity = all_indicators()["polemos/money.m2.velocity@RUS"](m2, gdp)
    assert velocity.last().value == pytest.approx(100 / 58)
    holed = gdp.made(p for p in gdp if p.period.start != date(2024, 4, 1))
    earlier = monthly("bn RUB", Period.quarter(2023, 4), 20.0)
    broken = holed.made((*earlier.points, *holed.points))
    assert not len(all_indicators()["polemos/money.m2.gdp_share@RUS"](m2, broken))


def test_real_money_stands_at_the_prices_of_the_base() -> None:
    m2 = monthly("bn RUB", DEC_2021, 100.0, 130.0)
    cpi = monthly("index", DEC_2021, 100.0, 125.0)
    real = all_indicators()["polemos/money.m2.real@RUS"](m2, cpi)
    assert values(real) == {"2021-12": 100, "2022-01": 104}
