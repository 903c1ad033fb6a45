"""Credit beyond two counterfactuals: what must hold whatever the figures."""

from datetime import UTC, datetime

import numpy as np
import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TREND = "polemos/credit.companies_financial.beyond_trend@RUS"
SHARE = "polemos/credit.companies_financial.beyond_trend_share@RUS"
GDP = "polemos/credit.companies_financial.beyond_gdp@RUS"


def series(unit: str, first: Period, step: int, *values: float) -> Series:
    points = [
        Point.of(
            Observation("a/b@RUS", first.shifted(months=i * step), v, NOW, "made up")
        )
        for i, v in enumerate(values)
    ]
    return Series("a/b@RUS", Unit.parse(unit), Measure.STOCK, tuple(points), NOW)


def stock(growth: list[float], after: float) -> Series:
    """Make loans from the end of 2015, by growth a year in logs, in mn RUB."""
    monthly = np.repeat(np.array([*growth, after, after]) / 12, 12)
    logs = np.concatenate([[0.0], np.cumsum(monthly)])
    return series("mn RUB", Period.month(2015, 12), 1, *(40e6 * np.exp(logs)))


def test_growth_that_goes_on_is_not_beyond_the_trend() -> None:
    beyond = all_indicators()[TREND](stock([0.08, 0.12] * 3, 0.10))
    assert len(beyond) == 24
    for p in beyond:
        assert p.value == pytest.approx(0, abs=1e-9)
        assert p.low is not None
        assert p.high is not None
        assert p.low < 0 < p.high


def test_the_interval_is_that_of_a_random_walk_with_an_uncertain_mean() -> None:
    loans = stock([0.08, 0.12] * 3, 0.10)
    year = all_indicators()[TREND](loans).points[11]
    base, now = loans.points[72].value / 1e6, loans.points[84].value / 1e6
    wide = 1.4759 * np.std([0.08, 0.12] * 3, ddof=1) * np.sqrt(1 + 1 / 6)
    assert year.low == pytest.approx(now - base * np.exp(0.10 + wide))
    assert year.high == pytest.approx(now - base * np.exp(0.10 - wide))


def test_faster_growth_is_a_share_of_the_gain() -> None:
    loans = stock([0.10, 0.12] * 3, 0.30)
    beyond = all_indicators()[TREND](loans)
    share = all_indicators()[SHARE](beyond, loans)
    assert str(share.points[0].period) == "2022-12"
    last, base = loans.points[-1].value, loans.points[72].value
    expected = (last - base * np.exp(0.22)) / (last - base) * 100
    assert share.last().value == pytest.approx(expected)
    assert share.last().low is not None
    assert share.last().low < expected


def test_without_six_years_nothing_is_told() -> None:
    loans = stock([0.1] * 6, 0.3)
    short = loans.made(loans.points[1:])
    assert not all_indicators()[TREND](short).points


def test_credit_that_keeps_its_ratio_is_not_beyond_gdp() -> None:
    gdp = series("bn RUB", Period.quarter(2021, 1), 3, *([30.0] * 4), *([60.0] * 4))
    loans = series("mn RUB", Period.month(2021, 12), 1, 50e6, *([70e6] * 11), 110e6)
    beyond = {str(p.period): p.value for p in all_indicators()[GDP](loans, gdp)}
    assert beyond["2022-12"] == pytest.approx(110 - 100)
    assert set(beyond) == {"2022-03", "2022-06", "2022-09", "2022-12"}
