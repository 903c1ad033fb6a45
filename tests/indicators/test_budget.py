from datetime import UTC, date, datetime

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def running(*totals: tuple[int, int, float]) -> Series:
    points = []
    for year, month, value in totals:
        period = Period(date(year, 1, 1), Period.month(year, month).end)
        points.append(Point.of(Observation("a/b@RUS", period, value, NOW, "x")))
    return Series(
        "a/b@RUS", Unit.parse("bn RUB"), Measure.CUMULATIVE, tuple(points), NOW
    )


YTD = running((2023, 1, 10.0), (2023, 2, 25.0), (2023, 12, 130.0), (2024, 1, 20.0))


def test_a_month_is_the_step_of_the_running_total() -> None:
    flow = all_indicators()["polemos/budget.balance@RUS"](YTD)
    found = {str(p.period): p.value for p in flow}
    assert found == {"2023-01": 10, "2023-02": 15, "2024-01": 20}


def test_twelve_months_reach_back_over_the_new_year() -> None:
    total = all_indicators()["polemos/budget.revenue.sum_12m@RUS"](YTD)
    found = {str(p.period): p.value for p in total}
    assert found == {"2023": 130, "2023-02-01..2024-01-31": 140}


def test_the_same_months_of_the_year_before() -> None:
    growth = all_indicators()["polemos/budget.spending.ytd_growth@RUS"](YTD)
    assert growth.last().value == pytest.approx(100)
    change = all_indicators()["polemos/budget.balance.ytd_change@RUS"](YTD)
    assert [p.value for p in change] == [10]


def test_the_share_of_oil_is_of_the_same_twelve_months() -> None:
    share = all_indicators()["polemos/budget.oil_gas.share@RUS"]
    revenue = running((2023, 12, 200.0))
    assert share(running((2023, 12, 50.0)), revenue).last().value == 25
