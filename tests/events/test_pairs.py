"""Indices of a pair, reckoned by hand; a turn that was planted is found."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.core import ExpectationError
from polemos.events import (
    DuckEngine,
    EventLake,
    Pair,
    indices,
    monday_of,
    pair_of,
    shifts,
    volumes,
    week_of,
    weeks,
    young,
)

Write = Callable[..., bytes]
FIRST = week_of(date(2031, 3, 3))


def pair(
    counts: np.ndarray, a: str = "LIL", b: str = "BLE", world: float = 1000.0
) -> Pair:
    """Make a pair of weekly counts by quad class, (weeks, 4)."""
    every = np.column_stack([np.zeros(len(counts)), counts])
    return Pair(
        *(a, b, FIRST, every, every.sum(axis=1), -every.sum(axis=1)),
        np.full(len(counts), world),
    )


def test_weeks_are_counted_from_a_monday() -> None:
    assert monday_of(0) == date(1970, 1, 5)
    assert week_of(date(2031, 3, 9)) == week_of(date(2031, 3, 3))
    assert week_of(date(2031, 3, 10)) == week_of(date(2031, 3, 3)) + 1
    assert week_of(date(1970, 1, 4)) == -1


def test_goldstein_is_weighed_by_how_many_told_it(
    lake: EventLake, write: Write
) -> None:
    noon = datetime.fromisoformat("2031-03-03T12:00:00+00:00")
    told = {"known": noon, "a": "LIL", "b": "BLE"}
    lake.load(
        {
            noon: write(
                [
                    {**told, "id": 1, "goldstein": -10, "sources": 1, "quad": 4},
                    {**told, "id": 2, "goldstein": 4, "sources": 7, "url": "v"},
                    {**told, "id": 3, "goldstein": 9, "root": 0, "url": "w"},
                    {**told, "id": 4, "goldstein": 9, "b": "LIL", "url": "x"},
                    {**told, "id": 5, "goldstein": 9, "b": "", "url": "y"},
                    {**told, "id": 6, "goldstein": 9, "url": "v"},  # told again
                ]
            )
        }
    )
    on = DuckEngine()
    frame = on.scan([str(p) for p in lake.files()])
    one = pair_of(
        *(on.collect(f) for f in (weeks(frame), volumes(frame))), "LIL", "BLE"
    )
    light, heavy = np.log(2), np.log(8)
    assert one.goldstein == pytest.approx([(-10 * light + 4 * heavy) / (light + heavy)])
    assert one.counts.tolist() == [[0, 1, 0, 0, 1]]
    assert one.world.tolist() == [4]  # root events of whatever pair, each once


def test_what_was_added_later_is_not_known_then(lake: EventLake, write: Write) -> None:
    noon = datetime.fromisoformat("2031-03-03T12:00:00+00:00")
    later = noon + timedelta(hours=3)
    lake.load(
        {
            noon: write([{"id": 1, "known": noon}]),
            later: write([{"id": 2, "known": later, "day": "20310302"}]),
        }
    )
    on = DuckEngine()
    frame = on.scan([str(p) for p in lake.files()])
    for by, expected in ((noon, 1), (later, 2), (None, 2)):
        assert on.collect(weeks(frame, by=by))["events"].sum() == expected


def test_a_share_is_shrunk_to_the_year_before() -> None:
    rng = np.random.default_rng(2)
    counts = np.zeros((60, 4))
    counts[:, 0] = 40
    counts[:, 3] = rng.poisson(10, 60)
    steady = pair(counts)
    plain = counts[:, 3] / counts.sum(axis=1)
    assert np.isnan(steady.conflict[:8]).all()
    assert np.isfinite(steady.conflict[8:]).all()
    # shares that vary by no more than counting are taken to be one share
    assert steady.conflict[30:].std() < plain[30:].std() / 2
    loud = counts.copy()
    loud[59] = [0, 0, 0, 3]  # three events, all of them fights
    assert pair(loud).conflict[59] < 0.4
    # the future does not change the past
    assert np.array_equal(
        pair(loud).conflict[:59], steady.conflict[:59], equal_nan=True
    )


def test_balance_is_reckoned_with_half_of_what_was_expected() -> None:
    counts = np.tile([6.0, 2.0, 1.0, 1.0], (20, 1))
    one = pair(counts)
    assert one.balance[10] == pytest.approx(np.log((8 + 5) / (2 + 5)))
    assert one.noise[10] == pytest.approx(1 / 13 + 1 / 7)


def test_volume_is_the_share_of_the_world_over_ones_own() -> None:
    counts = np.tile([6.0, 2.0, 1.0, 1.0], (30, 1))
    one = pair(counts)
    assert one.volume[20] == pytest.approx(1)
    growing = Pair(
        *("LIL", "BLE", FIRST, one.counts * 2, one.weight, one.scale), one.world * 2
    )
    assert growing.volume[20] == pytest.approx(1)  # the press grew, and not the pair


def test_a_pair_without_an_event_is_refused(filled: EventLake) -> None:
    on = DuckEngine()
    frame = on.scan([str(p) for p in filled.files()])
    told, world = on.collect(weeks(frame)), on.collect(volumes(frame))
    with pytest.raises(ExpectationError, match="LIL-XXX: expected events of the pair"):
        pair_of(told, world, "LIL", "XXX")
    found = indices(pair_of(told, world, "LIL", "BLE"))
    assert {len(v) for v in found.values()} == {30}
    assert found["week"][0] == date(2031, 3, 3)


# -- turns -----------------------------------------------------------------------------


def drawn(
    seed: int,
    long: int = 150,
    at: int | None = None,
    ratio: float = 1.0,
    side: str = "conflict",
) -> Pair:
    """Draw a pair; from a week on one side is `ratio` times as frequent."""
    rng = np.random.default_rng(seed)
    rate = np.tile([48.0, 16.0, 20.0, 20.0], (long, 1))  # a pair that is in the news
    if at is not None:
        rate[at:, slice(2, 4) if side == "conflict" else slice(0, 2)] *= ratio
    return pair(rng.poisson(rate).astype(float), a=f"P{seed:02}")


PLACEBOS = [drawn(100 + n) for n in range(20)]


@pytest.mark.parametrize("side", ["conflict", "cooperation"])
def test_a_planted_turn_is_found_within_weeks(side: str) -> None:
    delays = []
    for seed in range(12):
        found = shifts(drawn(seed, at=100, ratio=3.0, side=side), PLACEBOS)
        turned = [s for s in found if s.week >= monday_of(FIRST + 100)]
        delays += [(s.week - monday_of(FIRST + 100)).days // 7 for s in turned[:1]]
        assert all(s.up is (side == "cooperation") for s in turned[:1])
    assert len(delays) >= 11
    assert np.mean(delays) <= 3
    assert max(delays) <= 8


def test_where_nothing_turns_alarms_are_rare() -> None:
    years = 16 * 150 / 52
    alarms = sum(len(shifts(drawn(200 + n), PLACEBOS)) for n in range(16))
    assert alarms / years < 0.3


def test_a_shock_that_moves_all_pairs_is_no_turn() -> None:
    shocked = [drawn(100 + n, at=100, ratio=3.0) for n in range(20)]
    pairs = [drawn(n, at=100, ratio=3.0) for n in range(12)]
    rung = sum(bool(shifts(one, shocked)) for one in pairs)
    alone = sum(bool(shifts(one, PLACEBOS)) for one in pairs)
    assert alone == 12
    assert rung <= 6


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 100))
def test_a_week_is_told_from_those_before_it(seed: int, cut: int) -> None:
    one = drawn(seed, long=120, at=60, ratio=2.0)
    whole, upto = (
        young(one.balance, one.noise),
        young(one.balance[:cut], one.noise[:cut]),
    )
    for a, b in zip(whole, upto, strict=True):
        assert np.allclose(a[:cut], b)
    assert ((whole[0] >= 0) & (whole[0] <= 1 + 1e-12)).all()
