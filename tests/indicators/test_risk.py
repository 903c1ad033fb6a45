"""Geopolitical risk: a year's change, and the rank of a month among those before."""

from datetime import UTC, datetime

import pytest

from polemos.core import Measure, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 8, 22, tzinfo=UTC)


def monthly(unit: str, **values: float) -> Series:
    points = tuple(
        Point(Period.month(int(k[1:5]), int(k[5:])), v, NOW)
        for k, v in sorted(values.items())
    )
    return Series("made/up@X", Unit.parse(unit), Measure.RATE, points, NOW)


def test_the_change_is_on_the_same_month_and_in_points_for_a_share() -> None:
    share = monthly("percent", m202504=0.2, m202505=0.9, m202604=0.3)
    made = all_indicators()["polemos/risk.country.gain_year@TWN"](share)
    (point,) = made.points
    assert str(point.period) == "2026-04"
    assert point.value == pytest.approx(0.1)
    assert made.unit == Unit.parse("points")


def test_a_month_is_ranked_among_all_before_it_and_none_after() -> None:
    index = monthly("index", m202110=50, m202111=100, m202112=150, m202201=120)
    index = index.made((*index.points, Point(Period.month(2022, 2), 500, NOW)))
    made = all_indicators()["polemos/risk.percentile@WORLD"](index)
    assert [(str(p.period), p.value) for p in made] == [
        ("2022-01", pytest.approx(200 / 3)),
        ("2022-02", 100),
    ]
