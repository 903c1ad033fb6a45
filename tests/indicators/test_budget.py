from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def running(*totals: tuple[int, int, float], first: Sequence[str] = ()) -> Series:
    """Make totals of one file, but for months first told on pages of their own."""
    points = []
    for year, month, value in totals:
        period = Period(date(year, 1, 1), Period.month(year, month).end)
        told = f"{year}-{month:02}"
        file = f"page of {told}" if told in first else "the rewritten file"
        points.append(Point.of(Observation("a/b@RUS", period, value, NOW, file)))
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


def test_no_month_is_the_step_from_a_first_figure_to_a_rewritten_one() -> None:
    months = tuple((2025, m, -1000.0 * m) for m in (1, 2, 3, 4))
    flow = all_indicators()["polemos/budget.balance@RUS"]
    found = {str(p.period): p.value for p in flow(running(*months, first=("2025-02",)))}
    assert found == {"2025-01": -1000, "2025-04": -1000}
    pages = ("2025-02", "2025-03")
    found = {str(p.period): p.value for p in flow(running(*months, first=pages))}
    assert set(found) == {"2025-01"}


def test_no_twelve_months_are_added_across_two_tellings() -> None:
    totals = (
        *((2023, 1, 10.0), (2023, 12, 130.0), (2024, 1, 20.0), (2024, 12, 150.0)),
        (2025, 1, 30.0),
    )
    total = all_indicators()["polemos/budget.revenue.sum_12m@RUS"]
    for first, found in (
        ((), ["2023", "2023-02-01..2024-01-31", "2024", "2024-02-01..2025-01-31"]),
        (("2025-01",), ["2023", "2023-02-01..2024-01-31", "2024"]),
        (("2024-12",), ["2023", "2023-02-01..2024-01-31", "2024"]),
        (("2024-01",), ["2023", "2024"]),
    ):
        assert [str(p.period) for p in total(running(*totals, first=first))] == found


def test_nothing_is_compared_across_two_tellings() -> None:
    known = all_indicators()
    ytd = running((2024, 1, 20.0), (2025, 1, 30.0), first=("2025-01",))
    assert not known["polemos/budget.spending.ytd_growth@RUS"](ytd).points
    assert not known["polemos/budget.balance.ytd_change@RUS"](ytd).points
    oil, revenue = (
        running((2023, 12, 50.0)),
        running((2023, 12, 200.0), first=("2023-12",)),
    )
    assert not known["polemos/budget.oil_gas.share@RUS"](oil, revenue).points
