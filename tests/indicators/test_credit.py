from datetime import UTC, datetime, time, timedelta

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators
from polemos.indicators.credit import GROUPS
from polemos.sources.cbr_credit_industry import SOURCE

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def stock(name: str, *values: float) -> Series:
    first, points = Period.month(2021, 12), []
    for i, value in enumerate(values):
        period = first.shifted(months=i)
        known = datetime.combine(period.last, time(), UTC) + timedelta(days=31)
        points.append(Point.of(Observation(name, period, value, known, "x")))
    return Series(name, Unit.parse("mn RUB"), Measure.STOCK, tuple(points), NOW)


def test_a_gain_is_in_trillions_from_the_end_of_2021() -> None:
    made = all_indicators()["polemos/credit.companies_financial.gain_since_war@RUS"]
    both = all_indicators()["polemos/credit.companies_financial@RUS"](
        stock("a/b@RUS", 40e6, 60e6), stock("a/c@RUS", 8e6, 13e6)
    )
    gain = made(both)
    assert str(gain.unit) == "trn RUB"
    assert gain.last().value == pytest.approx(25)


def test_other_manufacturing_is_what_is_left() -> None:
    made = all_indicators()["polemos/credit.industry.light.gain_since_war@RUS"]
    whole = stock("a/factory@RUS", 10e6, 30e6)
    parts = [stock(f"a/p{i}@RUS", 1e6, 3e6) for i in range(len(made.uses) - 1)]
    assert made(whole, *parts).last().value == pytest.approx(20 - 2 * 5)


def test_the_groups_use_every_top_activity_once() -> None:
    """The gains of all groups must add up to the gain of the whole."""
    series = {
        s.id: stock(s.id, 100e6, 100e6 + 1e6 * i)
        for i, s in enumerate(SOURCE.series, 1)
    }
    top = [n for n in series if n.count(".") == 2 and ".all@" not in n]
    added = sum(series[n].last().value - 100e6 for n in top) / 1e6
    gains = [
        all_indicators()[f"polemos/credit.industry.{g}.gain_since_war@RUS"]
        for g in GROUPS
    ]
    total = sum(g(*(series[u] for u in g.uses)).last().value for g in gains)
    assert total == pytest.approx(added)


def test_a_share_is_of_the_gain_of_all() -> None:
    made = all_indicators()["polemos/credit.industry.mining.share_since_war@RUS"]
    share = made(stock("a/m@RUS", 1e6, 2e6), stock("a/all@RUS", 10e6, 14e6))
    assert share.last().value == pytest.approx(25)


def test_growth_of_a_group_is_of_its_own_debt() -> None:
    year = (1e6, *(1.5e6,) * 11, 1.3e6)
    made = all_indicators()["polemos/credit.industry.light.growth_year@RUS"]
    parts = [stock(f"a/p{i}@RUS", *(v / 10 for v in year)) for i in range(5)]
    growth = made(stock("a/factory@RUS", *year), *parts)
    assert [round(p.value, 9) for p in growth] == [30]
    assert {f"polemos/credit.industry.{g}.growth_year@RUS" for g in GROUPS} <= set(
        all_indicators()
    )


def test_growth_since_the_war_is_on_the_end_of_2021() -> None:
    made = all_indicators()["polemos/credit.residents.growth_since_war@RUS"]
    assert made(stock("a/b@RUS", 40e6, 60e6)).last().value == pytest.approx(50)
