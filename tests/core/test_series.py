from datetime import UTC, date, datetime, timedelta
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import (
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Reckoning,
    Series,
    Unit,
    UnitMismatch,
    reckon,
)

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def monthly(
    values: list[float], unit: str = "bn RUB", measure: Measure = Measure.STOCK
) -> Series:
    points = []
    for i, v in enumerate(values):
        month = Period.month(2020 + i // 12, i % 12 + 1)
        known = datetime.combine(month.end, datetime.min.time(), UTC)
        points.append(Point.of(Observation("x/y@Z", month, v, known, f"s{i}")))
    return Series("x/y@Z", Unit.parse(unit), measure, tuple(points), NOW)


def daily(values: list[float], measure: Measure) -> Series:
    first = date(2024, 1, 1)
    points = tuple(
        Point.of(Observation("d/y@Z", Period.day(first + timedelta(i)), v, NOW, "s"))
        for i, v in enumerate(values)
    )
    return Series("d/y@Z", Unit("km²"), measure, points, NOW)


values = st.lists(st.floats(1, 1e6), min_size=14, max_size=40)


@given(values)
def test_change_and_growth_tell_the_same_story(vs: list[float]) -> None:
    s = monthly(vs)
    change, growth = s.change(months=12), s.growth(months=12)
    assert len(change) == len(growth) == len(vs) - 12
    for c, g in zip(change, growth, strict=True):
        base = s.at(c.period.shifted(months=-12)).value
        assert c.value == pytest.approx(g.value / 100 * base, abs=1e-6)
        assert len(c.evidence) == 2
        assert c.known_at == max(o.known_at for o in c.evidence)


def test_a_gap_leaves_a_gap_and_nothing_slides_into_it() -> None:
    s = monthly([float(i) for i in range(1, 25)], measure=Measure.FLOW)
    holed = s.made(p for p in s if p.period != Period.month(2020, 6))
    sums = holed.rolling_sum(12)
    assert [p.period.last for p in sums] == [
        Period.month(2021, m).last for m in range(6, 13)
    ]
    assert all(p.period.days in (365, 366) for p in sums)
    with pytest.raises(NotYetKnown):
        holed.change(months=1).at(Period.month(2020, 7))


def test_months_gather_flows_by_sum_and_stocks_by_their_last() -> None:
    v = [float(i) for i in range(1, 32 + 29)]
    flow = daily(v, Measure.FLOW).monthly()
    stock = daily(v, Measure.STOCK).monthly()
    assert flow.at(Period.month(2024, 1)).value == sum(range(1, 32))
    assert stock.at(Period.month(2024, 1)).value == 31
    assert len(daily(v[:-1], Measure.STOCK).monthly()) == 1  # February is not over


def test_weeks_hang_on_the_anchor() -> None:
    s = daily([float(i) for i in range(30)], Measure.STOCK).weekly(date(2024, 1, 30))
    assert [p.period.last.day for p in s] == [2, 9, 16, 23, 30]


def test_other_units_are_refused() -> None:
    with pytest.raises(UnitMismatch, match="expected x/y@Z in bn RUB"):
        monthly([1.0]).plus(monthly([1.0], "bn USD"))
    assert monthly([1.0]).to(Unit.parse("trn RUB")).last().value == 0.001


def test_points_out_of_order_are_refused() -> None:
    s = monthly([1.0, 2.0])
    with pytest.raises(ValueError, match="out of order"):
        s.made(reversed(s.points))


def test_sigma_is_of_changes_like_it_that_do_not_overlap() -> None:
    s = monthly([float(i % 2) for i in range(20)] + [100.0])
    last, before = s.points[-1].period, s.points[-2].period
    point, unit = reckon(s, last, Reckoning.SIGMA, before)
    assert str(unit) == "sigma"
    steps = [1.0 if i % 2 == 0 else -1.0 for i in range(19)]
    assert point.value == pytest.approx((99 - mean(steps)) / stdev(steps))
    short = monthly([1.0, 2.0])
    first, second = (p.period for p in short)
    with pytest.raises(NotYetKnown, match="earlier changes"):
        reckon(short, second, Reckoning.SIGMA, first)


def test_growth_on_nothing_is_not_known() -> None:
    s = monthly([0.0, 1.0])
    with pytest.raises(NotYetKnown, match="no growth"):
        reckon(s, s.points[1].period, Reckoning.GROWTH, s.points[0].period)
