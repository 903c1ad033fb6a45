from datetime import UTC, datetime

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def stock(*values: float) -> Series:
    points = tuple(
        Point.of(
            Observation("a/b@RUS", Period.month(2021, 12 - 1 + i), v, NOW, "x")
            if i < 2
            else Observation("a/b@RUS", Period.month(2022, i - 1), v, NOW, "x")
        )
        for i, v in enumerate(values)
    )
    return Series("a/b@RUS", Unit.parse("bn RUB"), Measure.STOCK, points, NOW)


def test_the_fund_is_held_against_the_end_of_2021() -> None:
    liquid = stock(70.0, 80.0, 60.0)  # November, December, January
    growth = all_indicators()["polemos/nwf.liquid.growth_since_war@RUS"](liquid)
    assert [p.value for p in growth] == [pytest.approx(-25)]
    gain = all_indicators()["polemos/nwf.liquid.gain_since_war@RUS"](liquid)
    assert gain.last().value == -20


def test_the_liquid_share_is_of_the_whole() -> None:
    share = all_indicators()["polemos/nwf.liquid.share@RUS"]
    assert share(stock(30.0), stock(120.0)).last().value == 25


def test_gold_is_held_against_its_first_figure_of_the_war() -> None:
    gold = [(2022, 9, 550.0), (2022, 10, 550.0), (2022, 11, 440.0)]
    held = Series(
        "a/b@RUS",
        Unit.parse("tonnes"),
        Measure.STOCK,
        tuple(
            Point.of(Observation("a/b@RUS", Period.month(y, m), v, NOW, "x"))
            for y, m, v in gold
        ),
        NOW,
    )
    made = "polemos/nwf.gold.{}_since_september_2022@RUS"
    gain = all_indicators()[made.format("gain")](held)
    growth = all_indicators()[made.format("growth")](held)
    assert (gain.last().value, growth.last().value) == (-110, pytest.approx(-20))
