"""Laws of exits: years at risk are counted once, and nothing later is known earlier."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from polemos.core import EXITS, SERVING, NotYetKnown, Tenure, WarError
from polemos.models.scenarios import Spell, chance, exit_rate
from polemos.models.scenarios import spells_as_of as as_of
from polemos.models.scenarios._exits import FLOOR, KINDS
from polemos.pipeline import World

TOLD = date(2026, 8, 1)  # the day an empty `left` was written on
START = date(1950, 1, 1)


@pytest.fixture(scope="module")
def tenures(packaged: World) -> Mapping[str, Tenure]:
    assert packaged.scenarios is not None
    return packaged.scenarios.tenures


def spell(one: Tenure) -> Spell:
    return Spell(one.entered, one.left or TOLD, one.how)


def held(years: float, how: str) -> Spell:
    return Spell(START, START + timedelta(days=round(years * 365.25)), how)


def test_a_case_reckoned_by_hand() -> None:
    # Asked at 24 the window is 19 to 34. 18 years: not in it. 20: one year, forced.
    # 29: ten, died. 33: fourteen, still there. 44: all fifteen, and left after it.
    spells = [
        *(held(18, "killed"), held(20, "ousted"), held(28.9999, "died")),
        *(held(33, SERVING), held(44, "lost")),
    ]
    rate = exit_rate(spells, 24.0)
    assert rate.window == (19.0, 34.0)
    assert (rate.rulers, rate.forced, rate.died, rate.left) == (4, 1, 1, 0)
    assert rate.years == pytest.approx(1 + 10 + 14 + 15, abs=0.01)
    assert rate.mean == pytest.approx(2.5 / 40, rel=1e-3)
    law = gamma(2.5, scale=1 / rate.years)
    assert rate.interval == pytest.approx((law.ppf(0.1), law.ppf(0.9)))
    low, mean, high = rate.of("left")
    assert mean == pytest.approx(0.5 / rate.years)
    assert low < mean < high


def test_kinds_are_all_the_ways_to_lose_power_once() -> None:
    ways = [how for hows in KINDS.values() for how in hows]
    assert sorted([*ways, SERVING]) == sorted(EXITS)


def test_years_before_the_floor_are_never_at_risk() -> None:
    rate = exit_rate([held(16, "died")], 15.0)
    assert rate.window[0] == FLOOR
    assert rate.years == pytest.approx(1, abs=0.01)


def test_who_still_serves_lowers_the_rate_and_is_no_exit() -> None:
    gone = [held(20, "ousted")]
    more = exit_rate([*gone, held(30, SERVING)], 20.0)
    assert more.exits == 1
    assert more.mean < exit_rate(gone, 20.0).mean


def test_a_window_that_nobody_reached_is_not_yet_known() -> None:
    with pytest.raises(NotYetKnown):
        exit_rate([held(16, "died")], 40.0)
    with pytest.raises(NotYetKnown, match="window"):
        exit_rate([held(16, "died")], 4.0)


def test_a_chance_of_a_year_at_a_rate() -> None:
    assert chance(0.1, 365.25) == pytest.approx(1 - exp(-0.1))
    assert chance(0.1, 0) == 0


def test_who_left_later_still_served_then() -> None:
    day = date(1970, 1, 1)
    gone, later = Spell(START, day, "died"), Spell(START, date(1971, 1, 1), "killed")
    unborn = Spell(date(1970, 1, 2), date(1990, 1, 1), "lost")
    assert as_of([gone, later, unborn], day) == (gone, Spell(START, day, SERVING))


DAYS = st.dates(date(1920, 1, 1), date(2010, 1, 1))
ENDS = st.integers(5479, 20000)


@given(
    st.lists(st.tuples(DAYS, ENDS, st.sampled_from(sorted(EXITS))), max_size=12),
    DAYS,
    st.data(),
)
def test_learning_later_exits_changes_no_earlier_answer(
    told: list[tuple[date, int, str]], day: date, data: st.DataObject
) -> None:
    spells = [Spell(d, d + timedelta(days=n), how) for d, n, how in told]
    known = as_of(spells, day)
    other = [
        Spell(
            s.entered,
            s.left + timedelta(days=data.draw(st.integers(0, 9000))),
            data.draw(st.sampled_from(sorted(EXITS))),
        )
        if s.left > day
        else s
        for s in spells
    ]
    assert as_of(other, day) == known
    assert as_of(as_of(spells, day + timedelta(days=99)), day) == known


def test_a_spell_that_cannot_be_is_refused() -> None:
    with pytest.raises(WarError, match="bored"):
        Spell(START, date(1970, 1, 1), "bored")
    with pytest.raises(WarError, match="1940-01-01"):
        Spell(START, date(1940, 1, 1), "died")


def test_every_ruler_in_the_ledger_held_on_for_fifteen_years(
    tenures: Mapping[str, Tenure],
) -> None:
    entered = [one.entered for one in tenures.values()]
    assert len(tenures) >= 60
    assert entered == sorted(entered)
    assert entered[0] >= date(1920, 1, 1)
    assert entered[-1] < date(2011, 1, 1)
    for one in tenures.values():
        assert spell(one).left <= TOLD, one
        assert spell(one).tenure >= FLOOR, one


def test_the_rate_after_a_quarter_of_a_century_is_some_percent_a_year(
    tenures: Mapping[str, Tenure],
) -> None:
    # A guard against a slip in the ledger: Archigos-like lists give a few percent.
    others = [spell(one) for key, one in tenures.items() if key != "putin"]
    rate = exit_rate(as_of(others, date(2025, 2, 24)), 25.15)
    assert 0.05 < rate.interval[0] < rate.mean < rate.interval[1] < 0.12
    assert rate.exits > 30
