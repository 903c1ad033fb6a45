"""The break-even price of oil: an identity and its interval."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MONTHS = tuple(Period.month(2024, m) for m in range(1, 13))
YEAR = Period.year(2024)


def series(unit: str, told: dict[Period, float]) -> Series:
    points = (Point.of(Observation("a/b@RUS", p, v, NOW, "x")) for p, v in told.items())
    return Series("a/b@RUS", Unit.parse(unit), Measure.RATE, tuple(points), NOW)


def breakeven(balance: float, oil_gas: float, *urals: tuple[Period, float]) -> Series:
    return all_indicators()["polemos/budget.breakeven_oil@RUS"](
        series("bn RUB", {YEAR: balance}),
        series("bn RUB", {YEAR: oil_gas}),
        series("USD/barrel", dict.fromkeys(MONTHS, 80.0)),
        series("USD/barrel", dict(urals)),
    )


def test_a_balanced_budget_breaks_even_at_the_price_there_was() -> None:
    found = breakeven(0, 9000, (MONTHS[3], 65.0)).last()
    assert (found.low, found.value, found.high) == (65, 65, 65)


def test_a_deficit_is_made_up_by_taxed_oil() -> None:
    """At 65 dollars 50 are taxed; revenue must grow by a third of itself."""
    found = breakeven(-3000, 9000, (MONTHS[3], 65.0)).last()
    assert found.value == pytest.approx(65 + 50 / 3)
    assert found.low == pytest.approx(65 * (1 + 1 / 4.5))
    assert found.high == pytest.approx(65 * (1 + 1 / 3))


@given(st.floats(-9000, 9000), st.floats(30, 80), st.floats(30, 80))
def test_the_interval_holds_the_value(balance: float, one: float, two: float) -> None:
    p = breakeven(balance, 9000, (MONTHS[2], one), (MONTHS[8], two)).last()
    assert p.low is not None
    assert p.high is not None
    assert p.low <= p.value <= p.high


def test_no_price_of_urals_no_break_even() -> None:
    assert not breakeven(-3000, 9000, (Period.month(2020, 12), 50.0)).points
