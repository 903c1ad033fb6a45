"""Games over intervals: the same however they are played, and what they depend on."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.models.bargaining import (
    Ends,
    Input,
    Intervals,
    Kind,
    Meeting,
    Rules,
    Settlements,
    Table,
    apart,
    draws,
    first_order,
    games,
    importance,
    joined,
    nearest,
    one_at_a_time,
    play,
    settle,
    shares,
    sobol,
    sobol_indices,
    weighted_mean,
)
from polemos.models.bargaining import _kernel as kernel
from polemos.models.bargaining import _philox as philox
from polemos.models.bargaining._intervals import within_whole
from polemos.models.bargaining._smp import flat
from polemos.models.score import Floats


def made(n: int = 5, dims: int = 2, seed: int = 3) -> Table:
    """Make up a table."""
    rng = np.random.default_rng(seed)
    return Table(
        tuple(f"A{i}" for i in range(n)),
        tuple(f"D{k}" for k in range(dims)),
        rng.uniform(20, 100, n),
        rng.uniform(0, 100, (n, dims)).round(2),
        (90 * rng.dirichlet(np.ones(dims), n)).round(2),
    )


def around(table: Table, share: float = 0.2, points: float = 10.0) -> Intervals:
    """Put intervals around each number of a table."""
    c, x, s = table.capability, table.positions, table.salience
    low = Ends(c * (1 - share), np.maximum(x - points, 0), s * (1 - share))
    high = Ends(
        c * (1 + share), np.minimum(x + points, 100), np.minimum(s * (1 + share), 100)
    )
    return Intervals(table, low, high)


def ends(table: Table) -> Ends:
    return Ends(table.capability, table.positions, table.salience)


# -- random numbers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        (0xFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ],
)
def test_philox_gives_the_known_answers(word: int, expected: Sequence[int]) -> None:
    counter = np.full(4, word, np.uint64)
    assert philox.philox(counter, counter[:2]) == tuple(expected)  # of Random123


def test_uniform_numbers_are_even_and_their_streams_apart() -> None:
    out = np.empty((2, 4000, 3))
    for stream in (0, 1):
        philox.uniforms(0, 7, stream, out[stream])
    assert out.min() > 0
    assert out.max() < 1
    assert out.mean(axis=1) == pytest.approx(np.full((2, 3), 0.5), abs=0.02)
    assert (out**2).mean(axis=1) == pytest.approx(np.full((2, 3), 1 / 3), abs=0.02)
    apart = np.corrcoef(out.transpose(0, 2, 1).reshape(6, -1))
    assert np.abs(apart - np.eye(6)).max() < 0.06
    later = np.empty((10, 3))
    philox.uniforms(3990, 7, 0, later)
    np.testing.assert_array_equal(later, out[0, 3990:])


def test_draws_are_triangular() -> None:
    low, mode, high = (
        np.array([0.0, 2, 5]),
        np.array([1.0, 2, 5]),
        np.array([4.0, 6, 5]),
    )
    u = np.empty((40_000, 3))
    philox.uniforms(0, 1, 0, u)
    philox.triangles(low, mode, high, u)
    assert u.mean(axis=0) == pytest.approx((low + mode + high) / 3, abs=0.02)
    ranks = (u[:, 0] <= 1).mean(), (u[:, 1] <= 4).mean()
    assert ranks == pytest.approx((0.25, 0.75), abs=0.01)
    assert (u[:, 2] == 5).all()


# -- intervals -------------------------------------------------------------------------


def test_intervals_name_their_inputs_and_know_which_vary() -> None:
    table = made(2, 1)
    low = ends(table)
    high = Ends(
        table.capability + np.array([0.0, 1.0]), table.positions, table.salience
    )
    known = Intervals(table, low, high)
    assert known.varying == (1,)
    assert known.inputs[1] == Input(Kind.CAPABILITY, "A1", None)
    assert known.inputs[-1] == Input(Kind.SALIENCE, "A1", "D0")
    assert len(known.inputs) == len(known.bounds[0]) == 6


def test_what_is_no_interval_is_refused_by_its_actor() -> None:
    table = made()
    right = ends(table)
    over = right._replace(positions=table.positions + 1)
    with pytest.raises(ValueError, match="A0: expected an interval of position"):
        Intervals(table, over, right)
    with pytest.raises(ValueError, match="A0: expected an interval of capability"):
        Intervals(table, right._replace(capability=table.capability * -1), right)
    with pytest.raises(ValueError, match="salience: expected ends of shape"):
        Intervals(table, right, right._replace(salience=table.salience[:1]))
    none = replace(table, salience=table.salience * [1.0, 0.0])
    with pytest.raises(ValueError, match="D1: expected somebody who cares"):
        Intervals(none, ends(none), ends(none))


# -- games -----------------------------------------------------------------------------


def test_many_games_are_each_the_one_that_is_played_alone() -> None:
    table = made()
    known = around(table)
    inputs = draws(known, 40, seed=5)
    found = settle(inputs, 5, positions=True)
    assert found.positions is not None
    for g in range(40):
        c, x, s = inputs[g, :5], inputs[g, 5:15], inputs[g, 15:]
        salience = 100 * s.reshape(5, 2)
        salience /= np.maximum(salience.sum(axis=1, keepdims=True) / 100, 1)
        alone = play(
            replace(
                table, capability=c, positions=100 * x.reshape(5, 2), salience=salience
            )
        )
        last = alone.positions[-1]
        assert alone.turns == found.turns[g]
        assert found.settled[g] == pytest.approx(
            weighted_mean(last, c[:, None] * salience), abs=1e-9
        )
        assert found.positions[g] == pytest.approx(last, abs=1e-4)


def _same(one: Settlements, other: Settlements) -> None:
    np.testing.assert_array_equal(one.settled, other.settled)
    np.testing.assert_array_equal(one.turns, other.turns)
    np.testing.assert_array_equal(one.moves, other.moves)
    assert one.far == pytest.approx(other.far)


def test_games_are_the_same_on_any_number_of_threads() -> None:
    known = around(made(9, 3))
    one = joined(games(known, 2500, seed=11))
    _same(one, joined(games(known, 2500, seed=11, threads=3)))
    again = joined(games(known, 500, seed=11, first=2000))
    np.testing.assert_array_equal(again.settled, one.settled[2000:])
    assert again.first == 2000
    other = joined(games(known, 500, seed=12))
    assert not np.isin(other.settled, one.settled).any()


def test_games_come_in_order_and_stop_when_nobody_asks() -> None:
    known = around(made())
    many = games(known, 10**12, seed=1, threads=2)
    firsts = [next(many).first for _ in range(3)]
    assert firsts == sorted(firsts)
    many.close()  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="expected games"):
        next(games(known, 1, seed=-1))
    with pytest.raises(ValueError, match="found none"):
        joined(games(known, 0, seed=1))


def test_what_is_known_for_sure_settles_where_the_game_does() -> None:
    table = made()
    found = joined(games(Intervals(table, ends(table), ends(table)), 3, seed=1))
    game = play(table)
    mean = weighted_mean(game.positions[-1], table.capability[:, None] * table.salience)
    assert found.settled == pytest.approx(np.tile(mean, (3, 1)), abs=1e-9)
    steps = np.linalg.norm(np.diff(game.positions, axis=0), axis=2)
    assert found.far.sum(axis=0) == pytest.approx(3 * steps.sum(axis=0), abs=1e-9)
    np.testing.assert_array_equal(found.moves.sum(axis=0), 3 * (steps > 0).sum(axis=0))


@given(st.integers(0, 2**32 - 1), st.integers(2, 7), st.integers(1, 3))
def test_no_game_leaves_the_scale(seed: int, n: int, dims: int) -> None:
    found = settle(draws(around(made(n, dims, seed), 0.9, 60), 8, seed=seed), n)
    assert (found.settled >= 0).all()
    assert (found.settled <= 100).all()
    assert (found.turns >= 2).all()
    assert (found.turns <= 100).all()


def test_the_usual_rules_are_what_the_code_for_all_rules_plays() -> None:
    inputs = within_whole(draws(around(made()), 50, seed=2), 5)
    ours = settle(inputs, 5)
    finals, turns = np.empty((50, 5, 2)), np.empty(50, np.int64)
    none, aims = np.empty((0, 5)), np.empty((0, 5), np.int64)
    usual = (0, 1, 0, 0, 0, 0, 0)
    moves, far = np.zeros((5, 5), np.int64), np.zeros((5, 5))
    path = np.empty((0, 5, 2))
    kernel.play(
        kernel.lanes(5, 2, usual, 8),
        *(inputs, usual, 1 / 3, finals, turns, moves, far, path),
        *(none, aims, none, none),
    )
    np.testing.assert_array_equal(ours.turns, turns)
    np.testing.assert_array_equal(ours.moves, moves)


def test_other_rules_settle_elsewhere() -> None:
    known = around(made())
    usual = joined(games(known, 20, seed=1))
    other = joined(games(known, 20, seed=1, rules=Rules(meeting=Meeting.LINEAR)))
    assert not np.allclose(usual.settled, other.settled)


# -- named settlements -----------------------------------------------------------------


def test_the_nearest_is_so_by_what_the_issues_weigh() -> None:
    table = made(3, 2)
    weights = importance(table)
    assert weights.sum() == pytest.approx(1)
    named, settled = [[0.0, 0.0], [100.0, 100.0]], [[90.0, 5.0], [20.0, 60.0]]
    assert nearest(named, settled, [1.0, 0.0]).tolist() == [1, 0]
    assert nearest(named, settled, [0.1, 0.9]).tolist() == [0, 1]
    assert nearest(named, [[50.0, 50.0]], weights).tolist() == [0]
    with pytest.raises(ValueError, match="expected named settlements"):
        nearest(np.empty((0, 2)), settled, weights)


def test_a_settlement_is_as_far_as_on_what_it_speaks_of() -> None:
    named = [[0.0, np.nan], [30.0, 40.0]]
    far = apart(named, [[10.0, 99.0], [30.0, 40.0]], [0.5, 0.5])
    np.testing.assert_allclose(far, [[10, np.hypot(20, 59) / np.sqrt(2)], [30, 0]])
    with pytest.raises(ValueError, match="one above 0"):
        apart(named, [[10.0, 99.0]], [0.0, 1.0])  # nothing that the first says


def test_shares_have_wilsons_interval() -> None:
    found = shares([81, 263 - 81])  # Newcombe 1998, Statistics in Medicine 17: 857-872
    assert found[0] == pytest.approx((81 / 263, 0.2553, 0.3662), abs=5e-5)
    assert shares([0, 20])[0] == pytest.approx((0, 0, 0.1611), abs=5e-5)
    assert shares([0, 20])[1] == pytest.approx((1, 0.8389, 1), abs=5e-5)
    with pytest.raises(ValueError, match="expected counts"):
        shares([0, 0])


# -- sensitivity -----------------------------------------------------------------------


def test_one_at_a_time_plays_each_end_of_what_is_not_known() -> None:
    table = made()
    low, high = ends(table), ends(table)
    wide = table.capability.copy()
    wide[2] *= 40
    known = Intervals(table, low, high._replace(capability=wide))
    at, far = settle(np.stack(known.bounds[1:]), 5).settled
    found = one_at_a_time(known, {"here": at, "there": far})
    assert found.settled == pytest.approx(at)
    assert found.name == "here"
    (swing,) = found.swings
    assert swing.input == Input(Kind.CAPABILITY, "A2", None)
    assert swing.low == pytest.approx(at)
    assert swing.high == pytest.approx(far)
    assert swing.ends == ("here", "there")
    assert one_at_a_time(known).swings[0].ends == (None, None)


def _sets(n: int, many: int) -> tuple[Floats, Floats, list[Floats]]:
    one, other = np.empty((n, many)), np.empty((n, many))
    philox.uniforms(0, 1, 1, one)
    philox.uniforms(0, 1, 2, other)
    mixed = []
    for i in range(many):
        mixed.append(one.copy())
        mixed[i][:, i] = other[:, i]
    return one, other, mixed


def test_sobols_indices_are_those_of_ishigamis_function() -> None:
    def ishigami(u: Floats) -> Floats:
        x = np.pi * (2 * u - 1)
        y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2
        return (y + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]

    one, other, mixed = _sets(40_000, 3)
    found = sobol_indices(
        "abc", ishigami(one), ishigami(other), np.stack([ishigami(m) for m in mixed])
    )
    expected = [[0.3139], [0.4424], [0.0]], [[0.5576], [0.4424], [0.2437]]
    assert found.first == pytest.approx(np.array(expected[0]), abs=0.02)
    assert found.total == pytest.approx(np.array(expected[1]), abs=0.02)
    assert (np.abs(found.first - expected[0]) < 4 * found.first_error).all()
    assert (found.first_error < 0.01).all()
    given = first_order(one, ishigami(one), bins=32)
    assert given == pytest.approx(np.array(expected[0]), abs=0.02)


def test_a_sum_has_indices_by_its_squares_and_what_is_the_same_none() -> None:
    one, other, mixed = _sets(20_000, 3)
    weights = np.array([[3.0, 0], [4, 0], [0, 0]])
    found = sobol_indices(
        "abc", one @ weights, other @ weights, np.stack([m @ weights for m in mixed])
    )
    expected = np.array([9, 16, 0]) / 25
    assert found.first[:, 0] == pytest.approx(expected, abs=0.02)
    assert found.total[:, 0] == pytest.approx(expected, abs=0.02)
    assert np.isnan(found.first[:, 1]).all()
    given = first_order(one, one @ weights)
    assert given[:, 0] == pytest.approx(expected, abs=0.02)
    assert np.isnan(given[:, 1]).all()
    with pytest.raises(ValueError, match="twice as many games"):
        first_order(one[:20], (one @ weights)[:20])


def test_a_settlement_depends_on_what_varies_alone() -> None:
    table = made(4, 2)
    low, high = ends(table), ends(table)
    x, c = table.positions.copy(), table.capability.copy()
    x[1] = np.minimum(x[1] + 30, 100)
    c[0] *= 3
    known = Intervals(table, low, high._replace(positions=x, capability=c))
    found = sobol(known, 600, seed=4, by=lambda i: f"{i.actor} {i.kind}")
    assert found.names == ("A0 capability", "A1 position")
    assert found.first.shape == found.total.shape == (2, 2)
    assert (found.total > found.first - 4 * found.first_error).all()
    assert (found.total.sum(axis=0) > 0.9).all()
    assert sobol(known, 20, seed=4).names[0] == "A0 capability"
    twice = sobol(known, 600, seed=4, by=lambda i: f"{i.actor} {i.kind}", threads=2)
    np.testing.assert_array_equal(twice.first, found.first)


def test_a_game_alone_takes_the_tables_numbers() -> None:
    table = made(2, 1)
    told = flat(table.capability, table.positions, table.salience)
    assert told == pytest.approx(
        [*table.capability, *table.positions[:, 0] / 100, *table.salience[:, 0] / 100]
    )


def test_nothing_is_compiled_before_a_game_is_played() -> None:
    code = (
        "import sys, polemos.models.bargaining;"
        "sys.exit('numba' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
