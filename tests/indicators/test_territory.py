from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from polemos import wars
from polemos.core import (
    KnownBy,
    Measure,
    Observation,
    Period,
    Point,
    Series,
    Unit,
    start_of_day,
)
from polemos.indicators import all_indicators
from polemos.indicators._spans import gained
from polemos.indicators.minerals import SITES
from polemos.indicators.territory import AREA
from polemos.sources import _ground

KM2, NOW = Unit("km²"), datetime(2027, 1, 1, tzinfo=UTC)


def stock(
    values: Mapping[date, float], unit: Unit = KM2, m: Measure = Measure.STOCK
) -> Series:
    made = []
    for day, value in sorted(values.items()):
        period = Period.day(day)
        o = Observation(
            "x/y@Z", period, value, start_of_day(day), "s", known_by=KnownBy.PUBLISHED
        )
        made.append(Point.of(o))
    return Series("x/y@Z", unit, m, tuple(made), NOW)


def run(name: str, *inputs: Series) -> dict[date, float]:
    return {p.period.last: p.value for p in all_indicators()[name](*inputs)}


DAY = date(2025, 2, 24)


def test_the_share_has_the_recognised_area_below_it() -> None:
    found = run("polemos/territory.held.share@RUS", stock({DAY: 112_382.98}))
    assert found[DAY] == pytest.approx(18.618, abs=5e-4)


def test_without_crimea_both_numerator_and_denominator_lose_it() -> None:
    held, crimea = stock({DAY: 112_383}), stock({date(2024, 1, 1): 27_178})
    found = run("polemos/territory.held.share_without_crimea@RUS", held, crimea)
    assert found[DAY] == pytest.approx((112_383 - 27_178) / 576_683 * 100)


def test_the_parts_sum_to_the_whole() -> None:
    held = stock({DAY: 112_383})
    crimea, donbas = stock({DAY: 27_178}), stock({date(2025, 1, 1): 16_805})
    before = all_indicators()["polemos/territory.held.before_2022@RUS"]
    since = all_indicators()["polemos/territory.held.since_2022@RUS"]
    b = before(held, crimea, donbas)
    assert b.last().value == 27_178 + 16_805
    assert since(held, b).last().value + b.last().value == 112_383


def test_no_part_is_carried_back_before_it_was_known() -> None:
    held, crimea = stock({DAY: 112_383}), stock({DAY + timedelta(1): 27_178})
    assert not run("polemos/territory.held.share_without_crimea@RUS", held, crimea)


def test_a_gain_spans_the_days_between_the_two_maps() -> None:
    s = stock({DAY - timedelta(8): 100, DAY - timedelta(1): 103, DAY: 110})
    (point,) = [p for p in gained(s, 7) if p.period.last == DAY]
    assert point.value == 10  # no map seven days before, so the day before that
    assert point.period == Period(DAY - timedelta(7), DAY + timedelta(1))
    assert len(point.evidence) == 2


def test_a_gain_needs_a_map_that_is_old_enough_and_not_too_old() -> None:
    assert not gained(stock({DAY - timedelta(11): 1, DAY: 2}), 7).points
    assert not gained(stock({DAY - timedelta(6): 1, DAY: 2}), 7).points
    assert gained(stock({DAY - timedelta(10): 1, DAY: 2}), 7).points


def test_one_map_alone_shows_no_gain() -> None:
    """The day of the first map is a day like any other: nothing is said of it."""
    assert not gained(stock({DAY: 1}), 7).points
    assert not gained(stock({}), 7).points


def test_a_month_runs_from_first_to_first() -> None:
    s = stock(
        {
            date(2025, 8, 31): 90,
            date(2025, 9, 1): 100,
            date(2025, 9, 30): 150,
            date(2025, 10, 1): 164,
        }
    )
    name = "polemos/territory.gain.month@RUS"
    assert run(name, s) == {date(2025, 9, 30): 64}
    unfinished = s.between(last=date(2025, 9, 30))
    assert not run(name, unfinished)


def test_a_month_whose_first_day_lacks_a_map_takes_the_eve() -> None:
    s = stock({date(2024, 12, 31): 90, date(2025, 2, 1): 100})
    assert run("polemos/territory.gain.month@RUS", s) == {date(2025, 1, 31): 10}


def test_a_share_of_an_oblast_is_not_clipped() -> None:
    """An outline too wide must show, not hide behind a hundred."""
    held = stock({DAY: 26_684 * 1.01})
    found = run("polemos/territory.held.share.luhansk@RUS", held)
    assert found[DAY] == pytest.approx(101)


def test_the_denominator_is_the_area_that_the_war_s_file_gives() -> None:
    assert wars.load("rus-ukr").area_km2 == AREA


def test_the_economist_is_corrected_apart_and_never_in_place() -> None:
    held = stock({DAY: 116_211})
    name = "polemos/territory.economist.{}@RUS"
    assert run(name.format("share"), held)[DAY] == pytest.approx(19.252, abs=1e-3)
    corrected = run(name.format("corrected"), held)[DAY]
    assert corrected == pytest.approx(112_499, abs=1)


def test_a_cost_needs_enough_ground_and_counts_near_both_ends() -> None:
    name = "polemos/cost.casualties_per_km2@RUS"
    start = DAY - timedelta(84)
    held = stock({start: 100, DAY: 200})
    lost = stock({start: 1000, DAY: 11_000}, Unit("persons"), Measure.CUMULATIVE)
    assert run(name, held, lost) == {DAY: 100}
    little = stock({start: 100, DAY: 149})
    assert not run(name, little, lost)
    early = date(2022, 6, 1)
    drawn = stock({early - timedelta(84): 100, early: 9000})
    assert not run(name, drawn, stock({early - timedelta(84): 0, early: 9}))
    for late in (2, 14, 20):
        stale = stock({start: 1000, DAY - timedelta(late): 11_000}, Unit("persons"))
        assert not run(name, held, stale)


def test_the_sites_counted_are_those_of_the_list() -> None:
    assert {m: n for m, (n, _) in SITES.items()} == {
        m: len(places) for m, places in _ground.sites().items()
    }


def test_a_share_of_sites() -> None:
    held = stock({DAY: 1}, Unit("sites"))
    sites = all_indicators()["polemos/minerals.lithium.sites@UKR"](held)
    found = run("polemos/minerals.lithium.held.share@RUS", held, sites)
    assert found == {DAY: 25}


def test_what_was_stopped_is_a_share_of_what_was_launched() -> None:
    weapons = Unit("weapons")
    launched = stock({DAY: 200}, weapons, Measure.FLOW)
    stopped = stock({DAY: 150}, weapons, Measure.FLOW)
    name = "polemos/strikes.stopped_share.drones@RUS"
    assert run(name, stopped, launched) == {DAY: 75}
    rest = run("polemos/strikes.not_stopped@RUS", launched, stopped, stopped)
    assert rest == {DAY: -100}
