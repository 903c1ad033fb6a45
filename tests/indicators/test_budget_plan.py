"""Federal spending beside its plan."""

from datetime import UTC, date, datetime

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SHARE = "polemos/budget.spending.start_plan_share@RUS"


def series(measure: Measure, *told: tuple[Period, float]) -> Series:
    points = (Point.of(Observation("a/b@RUS", p, v, NOW, "file")) for p, v in told)
    return Series("a/b@RUS", Unit.parse("bn RUB"), measure, tuple(points), NOW)


def plan(*told: tuple[int, int, float]) -> Series:
    return series(Measure.STOCK, *((Period.month(y, m), v) for y, m, v in told))


def spent(*told: tuple[int, int, float]) -> Series:
    since = ((Period(date(y, 1, 1), Period.month(y, m).end), v) for y, m, v in told)
    return series(Measure.CUMULATIVE, *since)


def test_spending_is_held_against_the_plan_of_january_though_it_was_rewritten() -> None:
    plans = plan((2024, 1, 200.0), (2024, 12, 250.0))
    found = all_indicators()[SHARE](spent((2024, 6, 90.0), (2024, 12, 240.0)), plans)
    assert [p.value for p in found] == [45, 120]


def test_a_year_whose_january_plan_is_not_known_has_no_share() -> None:
    found = all_indicators()[SHARE](spent((2025, 1, 9.0)), plan((2024, 12, 250.0)))
    assert not found.points


def test_the_plan_of_the_day_is_that_of_the_same_month() -> None:
    made = all_indicators()["polemos/budget.spending.plan_share@RUS"]
    plans = plan((2024, 1, 200.0), (2024, 12, 250.0))
    found = made(spent((2024, 6, 90.0), (2024, 12, 240.0)), plans)
    assert [p.value for p in found] == [96]


def test_a_year_is_what_was_spent_by_its_december() -> None:
    made = all_indicators()["polemos/budget.spending.year@RUS"]
    found = made(spent((2024, 11, 90.0), (2024, 12, 100.0), (2025, 1, 9.0)))
    assert [(p.period, p.value) for p in found] == [(Period.year(2024), 100)]


def test_a_plan_stands_at_100_until_it_is_rewritten() -> None:
    made = all_indicators()["polemos/budget.spending.plan.of_start@RUS"]
    found = made(plan((2024, 1, 200.0), (2024, 5, 250.0), (2025, 1, 300.0)))
    assert [p.value for p in found] == [100, 125, 100]


def test_earlier_years_are_laid_on_the_newest_months_to_come_included() -> None:
    years = (2020, 2021, 2022, 2023)
    begun = plan(*((y, 1, 100.0) for y in years))
    june = [(y, 6, 40.0 + i) for i, y in enumerate(years)]
    december = [(y, 12, 90.0 + 10 * i) for i, y in enumerate(years[:-1])]
    told = spent(*sorted(june + december))
    share = all_indicators()[SHARE](told, begun)
    low, high = (
        all_indicators()[f"{SHARE.removesuffix('@RUS')}.{end}@RUS"](share)
        for end in ("lowest", "highest")
    )
    ends = [Period(date(2023, 1, 1), date(2023, m, 1)) for m in (7,)]
    ends.append(Period(date(2023, 1, 1), date(2024, 1, 1)))
    assert [p.period for p in low] == ends
    assert [p.value for p in low] == pytest.approx([40, 90])
    assert [p.value for p in high] == pytest.approx([42, 110])


def test_two_earlier_years_make_no_range() -> None:
    begun = plan(*((y, 1, 100.0) for y in (2021, 2022, 2023)))
    told = spent((2021, 6, 40.0), (2022, 6, 41.0), (2023, 6, 42.0))
    share = all_indicators()[SHARE](told, begun)
    made = all_indicators()[f"{SHARE.removesuffix('@RUS')}.lowest@RUS"]
    assert not made(share).points
