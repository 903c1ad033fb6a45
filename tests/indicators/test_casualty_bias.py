"""The bias of each author: ratios to a yardstick, and what they make of it now."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAY = date(2024, 1, 7)  # a Sunday
REFERENCE = "polemos/casualties.claimed@RUS"


def told(name: str, values: Mapping[int, float]) -> Series:
    """Make a series of days, counted from `DAY`."""
    points = tuple(
        Point.of(Observation(name, Period.day(DAY + timedelta(n)), v, NOW, "x"))
        for n, v in sorted(values.items())
    )
    return Series(name, Unit("persons"), Measure.CUMULATIVE, points, NOW)


def made(name: str, inputs: Mapping[str, Series]) -> Series:
    """Compute an indicator of indicators; what nobody gives is empty."""
    if name in inputs:
        return inputs[name]
    if name not in all_indicators():
        return told(name, {})
    one = all_indicators()[name]
    return one(*(made(u, inputs) for u in one.uses))


CLAIMS = told(REFERENCE, {n: 1000.0 + n for n in range(701)})


def world(**authors: Mapping[int, float]) -> dict[str, Series]:
    return {REFERENCE: CLAIMS} | {
        f"estimates/casualties.{by}@RUS": told(f"estimates/casualties.{by}@RUS", v)
        for by, v in authors.items()
    }


def test_a_bias_is_the_ratio_on_the_day_and_its_spread_in_a_year() -> None:
    bias = made(
        "polemos/casualties.bias.csis@RUS",
        world(csis={0: 500, 100: 1100, 300: 1040, 500: 1500}),
    )
    assert [p.value for p in bias] == pytest.approx([0.5, 1, 0.8, 1])
    assert (bias.points[0].low, bias.points[0].high) == (None, None)
    spread = [(p.low, p.high) for p in bias.points[1:]]
    # the last lies more than a year after the first, and no longer hears of it
    assert spread == [(0.5, 1), (0.5, 1), (0.8, 1)]
    assert bias.unit == Unit("ratio")


def test_the_numbers_of_a_year_are_counted() -> None:
    count = made(
        "polemos/casualties.bias.csis.readings@RUS",
        world(csis={0: 500, 100: 1100, 300: 1040, 500: 1500}),
    )
    assert [p.value for p in count] == [1, 2, 3, 2]  # the newest year begins at 135


def test_a_day_without_a_reference_has_no_bias() -> None:
    inputs = world(csis={-10: 500, 704: 1700})
    assert made("polemos/casualties.bias.csis@RUS", inputs).points == ()
    inputs = world(csis={703: 850})  # three days after the last claim of 1700
    [p] = made("polemos/casualties.bias.csis@RUS", inputs).points
    assert p.value == 0.5


def test_the_reference_as_an_author_counts_is_that_author_on_its_day() -> None:
    as_by = made(
        "polemos/casualties.as_by.csis@RUS", world(csis={350: 1000, 490: 1639})
    )
    found = {(p.period.start - DAY).days: p for p in as_by}
    assert found[490].value == pytest.approx(1639)
    assert found[700].value == pytest.approx(1700 * 1.1)
    assert found[700].low == pytest.approx(1700 * 1000 / 1350)
    assert found[700].high == pytest.approx(1700 * 1.1)


def test_an_author_is_not_carried_for_ever() -> None:
    as_by = made("polemos/casualties.as_by.csis@RUS", world(csis={350: 1000}))
    days = [(p.period.start - DAY).days for p in as_by]
    assert (min(days), max(days)) == (
        350,
        595,
    )  # 600 is 250 days on, but no Sunday of it


def test_the_band_names_whose_numbers_it_holds_and_averages_none() -> None:
    inputs = world(csis={693: 1693 * 1.2}, nato={693: 1693 * 0.5}, iiss={693: 1693})
    p = made("polemos/casualties.band@RUS", inputs).last()
    assert p.value == pytest.approx(1700)
    assert (p.low, p.high) == (pytest.approx(850), pytest.approx(2040))
    whose = {o.series for o in p.evidence}
    assert {"estimates/casualties.nato@RUS", "estimates/casualties.csis@RUS"} <= whose


def test_who_repeats_the_reference_is_shown_but_has_no_vote() -> None:
    band = all_indicators()["polemos/casualties.band@RUS"]
    assert "polemos/casualties.as_by.uk_mod@RUS" not in band.uses
    assert "polemos/casualties.bias.uk_mod@RUS" in all_indicators()


def test_a_band_of_nobody_else_is_no_band() -> None:
    assert made("polemos/casualties.band@RUS", world()).points == ()


@given(
    st.dictionaries(
        st.integers(0, 700), st.floats(1, 1e6, allow_subnormal=False), min_size=1
    ),
    st.floats(0.1, 10),
)
def test_a_bias_scales_with_the_author(values: dict[int, float], by: float) -> None:
    name = "polemos/casualties.bias.csis@RUS"
    one = made(name, world(csis=values))
    more = made(name, world(csis={n: v * by for n, v in values.items()}))
    assert [p.value * by for p in one] == pytest.approx([p.value for p in more])
    for p in one:
        assert p.low is None or p.low <= p.value <= (p.high or 0)
