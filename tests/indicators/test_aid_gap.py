"""What goes missing if one donor stops, and what another makes up."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import Measure, NotYetKnown, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 8, 22, tzinfo=UTC)
BASE = [Period.month(2022, 2).shifted(months=i) for i in range(35)]
SINCE = [Period.month(2025, 1).shifted(months=i) for i in range(16)]


def new(values: Mapping[Period, float]) -> Series:
    points = tuple(Point(p, v, NOW) for p, v in sorted(values.items()))
    return Series("made/up@X", Unit.parse("bn EUR"), Measure.FLOW, points, NOW)


def months(base: float | Mapping[int, float], after: list[float]) -> Series:
    """Give a base month, the same or by year, and what came after."""
    before = {
        p: base if isinstance(base, float | int) else base[p.start.year] for p in BASE
    }
    return new(before | dict(zip(SINCE, after, strict=False)))


def made(name: str, usa: Series, europe: Series) -> Series:
    one = all_indicators()[name]
    stored = {
        "kiel/aid.new.military@USA": usa,
        "kiel/aid.new.military@EUROPE": europe,
    }
    inputs = (stored[u] if u in stored else made(u, usa, europe) for u in one.uses)
    return one(*inputs)


def test_the_base_is_the_mean_of_its_months_with_the_range_of_its_years() -> None:
    usa = months({2022: 1, 2023: 2, 2024: 4}, [9])
    [base] = made("polemos/aid.base.military@USA", usa, usa).points
    assert base.value == pytest.approx((11 + 24 + 48) / 35)
    assert (base.low, base.high) == (1, 4)
    assert str(base.period) == "2022-02-01..2024-12-31"


def test_a_base_with_a_month_too_few_is_refused() -> None:
    usa = months(1, [0])
    short = usa.made(p for p in usa if p.period != BASE[7])
    with pytest.raises(NotYetKnown, match="found 34"):
        made("polemos/aid.base.military@USA", short, short)


def test_what_is_missing_and_what_is_added() -> None:
    usa = months({2022: 2, 2023: 3, 2024: 4}, [0.5, 0])
    mean = (22 + 36 + 48) / 35
    missing = made("polemos/aid.missing.military@USA", usa, usa)
    assert [p.value for p in missing] == pytest.approx([mean - 0.5, mean])
    assert [(p.low, p.high) for p in missing] == [(1.5, 3.5), (2, 4)]
    added = made("polemos/aid.added.military@EUROPE", usa, usa)
    assert [p.value for p in added] == pytest.approx([0.5 - mean, -mean])
    assert [(p.low, p.high) for p in added] == [(-3.5, -1.5), (-4, -2)]


def test_what_is_covered_to_date_with_its_interval() -> None:
    usa = months({2022: 2, 2023: 2, 2024: 4}, [0, 0])
    europe = months(1, [2, 4])
    covered = made("polemos/aid.covered.military@EUROPE", usa, europe).last()
    mean = (22 + 24 + 48) / 35
    assert str(covered.period) == "2025-01-01..2025-02-28"
    assert covered.value == pytest.approx(100 * 4 / (2 * mean))
    assert (covered.low, covered.high) == (pytest.approx(50), pytest.approx(100))


def test_a_gap_ends_the_sum() -> None:
    usa = months(3, [0, 0, 0, 0])
    gap = usa.made(p for p in usa if p.period != SINCE[2])
    to_date = made("polemos/aid.missing.to_date.military@USA", gap, gap)
    assert [p.value for p in to_date] == pytest.approx([3, 6])


def test_months_to_cover_at_the_pace_of_a_year() -> None:
    usa, europe = months(3, [0] * 12), months(1, [2] * 12)
    to_cover = made("polemos/aid.months_to_cover.military@EUROPE", usa, europe)
    [p] = to_cover.points  # there is no pace before the twelfth month
    assert p.value == pytest.approx((36 - 12) / 1)
    year = made("polemos/aid.covered.last_year.military@EUROPE", usa, europe).last()
    assert year.value == pytest.approx(100 / 3)


def test_all_covered_is_nothing_to_cover_and_nothing_added_is_no_pace() -> None:
    name = "polemos/aid.months_to_cover.military@EUROPE"
    usa = months(3, [0] * 12)
    assert made(name, usa, months(1, [5] * 12)).last().value == 0
    assert made(name, usa, months(1, [0.5] * 12)).points == ()


amounts = st.floats(0, 20)


@given(
    st.lists(amounts, min_size=16, max_size=16), st.floats(0.5, 10), st.floats(0.5, 10)
)
def test_europe_covers_all_exactly_where_both_give_what_both_gave(
    after: list[float], usa: float, europe: float
) -> None:
    """Where Europe gives both donors' base, whatever else: covered is 100."""
    gone = months(usa, [0.0] * 16)
    both = months(europe, [usa + europe] * 16)
    for p in made("polemos/aid.covered.military@EUROPE", gone, both):
        assert p.value == pytest.approx(100)
    added = made("polemos/aid.added.to_date.military@EUROPE", gone, months(1, after))
    assert added.last().value == pytest.approx(sum(after) - 16, abs=1e-9)
