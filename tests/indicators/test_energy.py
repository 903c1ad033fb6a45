from datetime import UTC, date, datetime, timedelta

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2025, 2, 10, tzinfo=UTC)


def rate(unit: str, *told: tuple[Period, float]) -> Series:
    points = tuple(Point.of(Observation("a/b@RUS", p, v, NOW, "x")) for p, v in told)
    return Series("a/b@RUS", Unit.parse(unit), Measure.RATE, points, NOW)


def test_a_month_is_averaged_only_when_it_is_whole() -> None:
    days = [(Period.day(date(2025, 1, 28) + timedelta(i)), 90.0 + i) for i in range(3)]
    days.append((Period.day(date(2025, 2, 4)), 200.0))
    usd = all_indicators()["polemos/fx.usd.month@RUS"](rate("RUB/USD", *days))
    assert [(str(p.period), p.value) for p in usd] == [("2025-01", 91)]


def test_a_month_whose_rates_break_off_has_no_average() -> None:
    """A copy that ends on the 22nd tells nothing of the days after it."""
    days = [(Period.day(date(2025, 1, 9) + timedelta(i)), 90.0) for i in range(14)]
    usd = all_indicators()["polemos/fx.usd.month@RUS"](rate("RUB/USD", *days))
    assert not usd.points


def test_brent_in_roubles_needs_both() -> None:
    january, february = Period.month(2025, 1), Period.month(2025, 2)
    brent = rate("USD/barrel", (january, 80.0), (february, 75.0))
    usd = rate("RUB/USD", (january, 100.0))
    rub = all_indicators()["polemos/oil.brent.rub@WORLD"](brent, usd)
    assert [(str(p.period), p.value) for p in rub] == [("2025-01", 8000)]
    assert str(rub.unit) == "RUB/barrel"


def test_the_discount_is_brent_less_urals() -> None:
    month = Period.month(2024, 12)
    brent, urals = rate("USD/barrel", (month, 73.5)), rate("USD/barrel", (month, 63.5))
    made = all_indicators()["polemos/oil.urals.discount@RUS"](brent, urals)
    assert made.last().value == pytest.approx(10)
