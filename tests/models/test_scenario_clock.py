"""Laws of the clock: what it draws is what its laws say, within what luck allows."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.core import Phase, WarError
from polemos.models.scenarios import Clock, Law, Paths, Tail, follow

PATHS = 20_000
WAR, TALKS, CALM, WIDE = range(4)
PHASES = (Phase.FIGHTING, Phase.FIGHTING, Phase.HALTED, Phase.WIDER)
EVER = np.inf
NEVER = Tail(Law.EXPONENTIAL, 1e12)
RECORD = Tail(Law.LOGNORMAL, 5.0686, 1.47005)  # interstate wars to 2007
AT_ONCE = (-12.0, 0.01)  # a millionth of a day, or so


def clock(
    tail: Tail,
    holds: dict[int, tuple[float, ...]] | None = None,
    moves: dict[int, int] | None = None,
    widens: float = 0.0,
) -> Clock:
    """Make a clock of four states, each held for ever unless told otherwise."""
    held = np.array([(EVER, 1.0, 1.0)] * 4)
    into = np.eye(4)
    for state, law in (holds or {}).items():
        held[state] = (*law, law[-1]) if len(law) == 2 else law
    for state, to in (moves or {}).items():
        into[state] = np.eye(4)[to]
    return Clock(PHASES, held, into, np.eye(4)[CALM], widens, tail)


def share(found: np.ndarray, expected: float) -> None:
    """Hold a share against what it should be, four times its error apart at most."""
    error = sqrt(expected * (1 - expected) / found.size)
    assert found.mean() == pytest.approx(expected, abs=4 * error + 1e-9)


def walked(
    told: Clock,
    days: list[float],
    *,
    state: int = WAR,
    held: float = 0.0,
    lasted: float = 0.0,
    paths: int = PATHS,
    seed: int = 7,
) -> Paths:
    rng = np.random.default_rng(seed)
    return follow(told, state, held, lasted, days, paths, rng)


def test_without_memory_the_share_halted_is_exponential() -> None:
    days = [30.0, 182.0, 365.0, 1000.0]
    found = walked(clock(Tail(Law.EXPONENTIAL, 400.0)), days, lasted=1000)
    for day, row in zip(days, found.states, strict=True):
        share(row == CALM, 1 - exp(-day / 400))
        assert ((found.halted <= day) == (row == CALM)).all()


@pytest.mark.parametrize("lasted", [0, 90, 1096, 1734])
def test_the_share_halted_is_what_the_law_says_of_a_war_so_long(lasted: int) -> None:
    days = [60.0, 365.0]
    found = walked(clock(RECORD), days, lasted=lasted)
    for day, row in zip(days, found.states, strict=True):
        share(row == CALM, RECORD.ends_within(day, lasted))


def test_fighting_of_another_kind_does_not_turn_the_clock_back() -> None:
    told = clock(RECORD, {WAR: (3.0, 1.0), TALKS: (3.5, 1.0)}, {WAR: TALKS, TALKS: WAR})
    found = walked(told, [365.0], lasted=1096)
    share(found.halted <= 365, RECORD.ends_within(365, 1096))


def test_after_a_halt_the_war_begins_anew() -> None:
    told = clock(RECORD, {CALM: AT_ONCE}, {CALM: WAR})
    found = walked(told, [365.0], state=CALM, held=1e-6, lasted=1096)
    share(found.halted <= 365, RECORD.ends_within(365, 0))


def test_a_war_that_had_widened_is_no_young_war() -> None:
    told = clock(RECORD, {WIDE: AT_ONCE}, {WIDE: WAR})
    found = walked(told, [365.0], state=WIDE, held=1e-6, lasted=1096)
    share(found.halted <= 365, RECORD.ends_within(365, 1096))


def test_a_state_is_held_as_long_as_its_law_says_given_how_long_it_was() -> None:
    law = (5.0, 0.8)
    for held in (0.0, 40.0, 300.0):
        told = clock(NEVER, {WAR: law}, {WAR: TALKS})
        found = walked(told, [50.0, 200.0], held=held, lasted=1000)
        for day, row in zip((50.0, 200.0), found.states, strict=True):
            expected = Tail(Law.LOGNORMAL, *law).ends_within(day, held)
            share(row == TALKS, expected)


def test_times_are_spread_as_far_below_the_median_and_above_as_is_told() -> None:
    """A tenth falls short of the lower end and a tenth passes the upper one."""
    low, middle, high = 20.0, 100.0, 1_500.0
    decile = 1.2815515655
    law = (log(middle), log(middle / low) / decile, log(high / middle) / decile)
    told = clock(NEVER, {WAR: law}, {WAR: TALKS})
    found = walked(told, [low, middle, high], lasted=1000)
    for row, expected in zip(found.states, (0.1, 0.5, 0.9), strict=True):
        share(row == TALKS, expected)
    later = walked(told, [middle - low, high - low], held=low, lasted=1000)
    for row, expected in zip(later.states, (4 / 9, 8 / 9), strict=True):
        share(row == TALKS, expected)  # of the nine tenths that held for so long


@pytest.mark.parametrize("widens", [1.0, 1.5, -0.1, float("nan")])
def test_a_chance_to_widen_that_is_none_is_refused(widens: float) -> None:
    with pytest.raises(WarError, match="expected a chance to widen"):
        clock(NEVER, widens=widens)


def test_a_state_held_for_ever_stays() -> None:
    for state in range(4):
        found = walked(clock(NEVER), [1.0, 1e4], state=state, paths=50)
        assert (found.states == state).all()
        assert not np.isfinite(found.halted).any()


def test_it_widens_at_the_yearly_rate() -> None:
    days = [365.0, 730.0]
    found = walked(clock(NEVER, widens=0.3), days)
    share(found.states[0] == WIDE, 0.3)
    share(found.states[1] == WIDE, 1 - 0.7**2)


def test_what_comes_first_of_halting_and_widening_comes() -> None:
    # Two rates without memory: by a year one of them has come with the sum of both.
    rate, widens = 1 / 400, 0.3
    found = walked(clock(Tail(Law.EXPONENTIAL, 400.0), widens=widens), [365.0])
    still = exp(-365 * rate) * (1 - widens)
    share(found.states[0] == WAR, still)
    other = -np.log(1 - widens) / 365
    share(found.states[0] == CALM, (1 - still) * rate / (rate + other))


def test_moves_are_drawn_by_their_chances() -> None:
    told = clock(NEVER, {WAR: AT_ONCE})
    told.moves[WAR] = [0.0, 0.6, 0.1, 0.3]
    found = walked(told, [1.0])
    assert (found.states[0] != WAR).all()
    for state, chance in ((TALKS, 0.6), (CALM, 0.1), (WIDE, 0.3)):
        share(found.states[0] == state, chance)


def test_what_halts_later_than_was_looked_has_not_halted() -> None:
    found = walked(clock(Tail(Law.EXPONENTIAL, 400.0)), [100.0])
    told = np.isfinite(found.halted)
    share(told, 1 - exp(-100 / 400))
    assert (found.halted[told] <= 100).all()


# -- any clock -----------------------------------------------------------------------


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    holds = np.stack([rng.uniform(2, 7, 4), *rng.uniform(0.2, 2, (2, 4))], axis=-1)
    holds[draw(st.lists(st.integers(0, 3), max_size=2)), 0] = EVER
    tail = Tail(Law.LOGNORMAL, rng.uniform(3, 7), rng.uniform(0.5, 2))
    return Clock(
        PHASES,
        holds,
        rng.dirichlet(np.ones(4), 4),
        np.eye(4)[CALM],
        draw(st.sampled_from((0.0, 0.1, 0.9))),
        tail,
    )


@settings(max_examples=30)
@given(clocks(), st.integers(0, 3), st.floats(0, 2000), st.integers(0, 99))
def test_shares_sum_to_one_on_each_day_and_a_seed_gives_the_same(
    told: Clock, state: int, lasted: float, seed: int
) -> None:
    days = [0.0, 10.0, 100.0, 700.0]
    kwargs = {"state": state, "lasted": lasted, "paths": 200, "seed": seed}
    found, again = walked(told, days, **kwargs), walked(told, days, **kwargs)
    shares = found.shares(4)
    assert shares.shape == (4, 4)
    assert (shares >= 0).all()
    assert shares.sum(axis=-1) == pytest.approx(1)
    assert shares[0][state] == 1  # nothing has happened yet
    assert (found.states == again.states).all()
    assert (found.halted == again.halted).all()


@settings(max_examples=30)
@given(clocks(), st.integers(0, 99))
def test_to_look_on_more_days_changes_nothing_on_one(told: Clock, seed: int) -> None:
    one = walked(told, [300.0], paths=200, seed=seed)
    more = walked(told, [5.0, 77.0, 300.0], paths=200, seed=seed)
    assert (one.states[0] == more.states[2]).all()


def test_another_seed_gives_other_paths() -> None:
    one = walked(clock(RECORD), [365.0], lasted=1096)
    other = walked(clock(RECORD), [365.0], lasted=1096, seed=8)
    assert (one.halted != other.halted).any()


def test_two_clocks_have_the_same_luck() -> None:
    days = [5000.0]
    slow, fast = (
        walked(clock(Tail(Law.EXPONENTIAL, mean)), days, lasted=1000)
        for mean in (800.0, 400.0)
    )
    both = np.isfinite(slow.halted)
    assert both.mean() > 0.99
    assert slow.halted[both] == pytest.approx(2 * fast.halted[both])
    longer = walked(clock(RECORD), days, lasted=1734).halted
    shorter = walked(clock(RECORD), days, lasted=1096).halted
    assert (longer >= shorter).all()  # path by path, and not on the whole alone
