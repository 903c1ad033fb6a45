"""Breaks in a pace: a known case, planted shifts, and maps that were not kept well."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.core import (
    KnownBy,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Series,
    Unit,
    start_of_day,
)
from polemos.indicators import all_indicators
from polemos.indicators.territory_breaks import FROM, PENALTIES, breaks

# Annual flow of the Nile at Aswan, 1871 to 1970, 10⁸ m³ (Cobb 1978, Biometrika 65:243).
NILE = [
    *(1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994),
    *(1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100),
    *(774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824),
    *(702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040),
    *(759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801),
    *(1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815),
    *(1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740),
]
MONDAY = FROM  # the first day of the first week that is reckoned with


def maps(values: Sequence[float], first: date, unit: str = "km²") -> Series:
    points = []
    for n, value in enumerate(values):
        day = first + timedelta(n)
        o = Observation(
            *("x/y@Z", Period.day(day), value, start_of_day(day), "s"),
            known_by=KnownBy.PUBLISHED,
        )
        points.append(Point.of(o))
    now = datetime(2030, 1, 1, tzinfo=UTC)
    return Series("x/y@Z", Unit(unit), Measure.STOCK, tuple(points), now)


def weeks(gains: Sequence[float]) -> Series:
    """Give maps of days on which ground grows evenly, week by week."""
    days = np.repeat(np.asarray(gains) / 7, 7)
    areas = np.concatenate([[100_000.0], 100_000 + np.cumsum(days)])
    return maps(areas.tolist(), MONDAY - timedelta(1))


def run(name: str, *inputs: Series) -> Series:
    return all_indicators()[f"polemos/territory.{name}@RUS"](*inputs)


def of_pace(name: str, gains: Sequence[float]) -> Series:
    return run(name, run("pace", weeks(gains)))


def test_the_nile_fell_when_the_first_dam_was_begun() -> None:
    assert (len(NILE), sum(NILE)) == (100, 91_935)
    (one,) = ruptures.Dynp("l2", min_size=4, jump=1).fit(np.array(NILE)).predict(1)[:-1]
    assert one == 28
    assert 1871 + one == 1899
    assert np.mean(NILE[:28]) == pytest.approx(1097.75)
    assert np.mean(NILE[28:]) == pytest.approx(849.972, abs=5e-4)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_nile_has_one_break_under_each_penalty(penalty: float) -> None:
    assert breaks(NILE, penalty) == [28]


@pytest.mark.filterwarnings("ignore:New behaviour")
@pytest.mark.parametrize(
    ("cost", "penalty"), [("normal", 4 * np.log(100)), ("l1", 8 * 125)]
)
def test_the_nile_s_break_does_not_hang_on_the_cost(cost: str, penalty: float) -> None:
    search = ruptures.Pelt(model=cost, min_size=4, jump=1).fit(np.array(NILE, float))
    assert search.predict(pen=penalty) == [28, 100]


def test_a_week_is_sunday_to_sunday_and_whole() -> None:
    found = run("pace", weeks([70, 70, 35]).between(last=MONDAY + timedelta(18)))
    assert [(p.period.start, p.value) for p in found] == [
        (MONDAY, pytest.approx(70)),
        (MONDAY + timedelta(7), pytest.approx(70)),
    ]


def test_a_sunday_without_a_map_takes_the_newest_of_three_days_before() -> None:
    held = weeks([70, 70])
    sunday = MONDAY + timedelta(6)

    def without(days: int) -> Series:
        gone = {sunday - timedelta(n) for n in range(days)}
        return held.made(p for p in held if p.period.last not in gone)

    assert [p.value for p in run("pace", without(3))] == pytest.approx([40, 100])
    assert not run("pace", without(4)).points


def test_a_map_that_the_next_one_undid_is_left_out() -> None:
    """Saturday's map, a kilometre short, then stands for Sunday's."""
    held = weeks([7, 7])
    points = list(held)
    for jump, first in ((600.0, 6.0), (-600.0, 6.0), (40.0, 47.0)):
        moved = replace(points[7], value=points[7].value + jump)
        told = held.made([*points[:7], moved, *points[8:]])
        assert run("pace", told).points[0].value == pytest.approx(first)
    whole = [replace(p, value=p.value + 600) for p in points[7:]]
    lasting = run("pace", held.made([*points[:7], *whole]))
    assert lasting.points[0].value == pytest.approx(607)  # it was not taken back


def test_what_was_taken_back_is_shown() -> None:
    values = [100.0] * 40
    values[20] = 180.0
    held = maps(values, MONDAY)
    found = {p.period.last: p.value for p in run("map.undone", held)}
    back = MONDAY + timedelta(21)
    assert [found[back + timedelta(n)] for n in (-1, 0, 18)] == [0, 80, 80]


def test_days_without_a_map_are_counted() -> None:
    held = maps([100.0 + n for n in range(60)], MONDAY)
    gone = {MONDAY + timedelta(n) for n in (30, 31, 40)}
    found = run("map.missing", held.made(p for p in held if p.period.last not in gone))
    assert found.points[0].period == Period(MONDAY, MONDAY + timedelta(28))
    by_day = {p.period.last: p.value for p in found}
    assert [by_day[MONDAY + timedelta(n)] for n in (29, 32, 41, 57, 58, 59)] == [
        *(0, 2, 3, 3, 2, 1)
    ]


def planted(seed: int, *parts: tuple[int, float]) -> list[float]:
    rng = np.random.default_rng(seed)
    return [float(v) for n, mean in parts for v in rng.normal(mean, 15, n)]


def test_planted_regimes_are_found_with_their_means() -> None:
    found = of_pace("pace.regime", planted(1, (30, 50), (20, 150), (30, 80)))
    starts = [(p.period.start - MONDAY).days // 7 for p in found]
    assert starts == [0, 30, 50]
    for p, mean in zip(found, (50, 150, 80), strict=True):
        assert p.value == pytest.approx(mean, abs=10)


def test_the_interval_of_a_mean_holds_it_four_times_in_five() -> None:
    hits = 0
    for seed in range(100):
        (p,) = of_pace("pace.regime", planted(seed, (30, 50))).points[:1]
        hits += p.low is not None and p.high is not None and p.low <= 50 <= p.high
    assert 70 <= hits <= 90


def test_a_planted_change_is_seen_soon_and_forgotten() -> None:
    seen = [
        [p.value for p in of_pace("pace.changed", planted(s, (40, 50), (12, 150)))]
        for s in range(5)
    ]
    change = 40 - 16 + 1  # where the first week of the new pace stands
    for values in seen:
        assert values[change - 1] < 50
        assert max(values[change : change + 3]) > 90
        assert values[-1] < 20


def test_a_steady_pace_raises_few_alarms() -> None:
    values = [
        p.value for s in range(5) for p in of_pace("pace.changed", planted(s, (80, 50)))
    ]
    assert sum(v > 80 for v in values) <= len(values) / 50


def test_nothing_is_said_of_too_few_weeks() -> None:
    with pytest.raises(NotYetKnown, match="expected 16 weeks"):
        of_pace("pace.changed", planted(0, (15, 50)))


@settings(max_examples=20)
@given(st.integers(0, 1000), st.integers(1, 10))
def test_no_later_week_moves_an_earlier_chance(seed: int, later: int) -> None:
    gains = planted(seed, (20, 50), (10, 150))
    whole, part = (of_pace("pace.changed", g) for g in (gains, gains[:-later]))
    assert [p.value for p in part] == [p.value for p in whole][: len(part)]
