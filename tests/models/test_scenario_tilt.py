"""Laws of tilting and of sharing out: nothing is made, nothing is lost."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from polemos.models.scenarios import moved, tilted

Values = NDArray[np.float64]


def cases(things: int) -> list[tuple[int, ...]]:
    return list(product((0, 1), repeat=things))


@st.composite
def tilts(draw: st.DrawFn) -> tuple[Values, Values, Values]:
    """Give base chances, odds and usual chances."""
    things, outcomes = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    raw = np.array(
        draw(st.lists(st.floats(0.01, 1), min_size=outcomes, max_size=outcomes))
    )
    size = things * outcomes
    odds = draw(st.lists(st.floats(0.05, 20), min_size=size, max_size=size))
    usual = draw(st.lists(st.floats(0.02, 0.98), min_size=things, max_size=things))
    return (
        raw / raw.sum(),
        np.array(odds).reshape(things, outcomes),
        np.array(usual),
    )


@given(tilts())
def test_at_odds_of_one_nothing_tilts(told: tuple[Values, Values, Values]) -> None:
    base, odds, usual = told
    made = tilted(base, np.ones_like(odds), usual)
    for case in cases(len(usual)):
        assert made[case] == pytest.approx(base)


@given(tilts())
def test_every_row_sums_to_one(told: tuple[Values, Values, Values]) -> None:
    base, odds, usual = told
    made = tilted(base, odds, usual)
    assert made.shape == (*(2 for _ in usual), len(base))
    assert (made >= 0).all()
    assert made.sum(axis=-1) == pytest.approx(1)


@given(tilts())
def test_at_usual_chances_the_mean_log_weight_is_the_base(
    told: tuple[Values, Values, Values],
) -> None:
    # Chances of a case are weights over their sum: what is left of a log weight is by
    # how much it is more than that of another outcome.
    base, odds, usual = told
    made = tilted(base, odds, usual)
    mean = np.zeros(len(base))
    for case in cases(len(usual)):
        chance = np.prod(
            [u if so else 1 - u for u, so in zip(usual, case, strict=True)]
        )
        mean += chance * np.log(made[case] / made[case][0])
    assert mean == pytest.approx(np.log(base / base[0]), abs=1e-9)


@given(tilts())
def test_odds_are_by_how_much_a_weight_is_larger_if_it_is_so(
    told: tuple[Values, Values, Values],
) -> None:
    base, odds, usual = told
    made = tilted(base, odds, usual)
    for case in cases(len(usual)):
        for k, so in enumerate(case):
            if so:
                continue
            other = made[(*case[:k], 1, *case[k + 1 :])]
            ratio = other / made[case]
            assert ratio / ratio[0] == pytest.approx(odds[k] / odds[k][0])


def test_draws_tilt_each_for_itself() -> None:
    rng = np.random.default_rng(0)
    base, odds = rng.dirichlet(np.ones(3), 5), rng.uniform(0.2, 5, (5, 2, 3))
    made = tilted(base, odds, [0.3, 0.6])
    for k in range(5):
        assert made[k] == pytest.approx(tilted(base[k], odds[k], [0.3, 0.6]))


def test_what_cannot_be_stays_impossible() -> None:
    made = tilted([0.0, 0.25, 0.75], [[9.0, 2.0, 1.0]], [0.5])
    assert made[..., 0].tolist() == [0, 0]
    assert made.sum(axis=-1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("odds", "usual"), [(0.0, 0.5), (-1.0, 0.5), (2.0, 0.0), (2.0, 1.0)]
)
def test_odds_and_usual_chances_that_are_none_are_refused(
    odds: float, usual: float
) -> None:
    with pytest.raises(ValueError, match="odds above 0 and usual chances between"):
        tilted([0.5, 0.5], [[odds, 1.0]], [usual])


# -- what each cause has moved -------------------------------------------------------


Game = dict[tuple[bool, ...], Values]


def game(worth: Sequence[Sequence[float]], causes: int) -> Game:
    every = product((False, True), repeat=causes)
    return {which: np.array(w) for which, w in zip(every, worth, strict=True)}


rows = st.lists(st.floats(-1, 1), min_size=2, max_size=2)
games = st.integers(1, 4).flatmap(
    lambda n: st.lists(rows, min_size=2**n, max_size=2**n).map(lambda w: game(w, n))
)


@given(games)
def test_shares_sum_to_the_change(told: Game) -> None:
    causes = len(next(iter(told)))
    shares = moved(causes, lambda which: told[tuple(which)])
    change = told[(True,) * causes] - told[(False,) * causes]
    assert shares.sum(axis=0) == pytest.approx(change, abs=1e-12)


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4), st.integers(0, 2))
def test_a_cause_that_changes_nothing_moves_nothing(
    worth: list[float], idle: int
) -> None:
    def value(which: Sequence[bool]) -> Values:
        others = [so for k, so in enumerate(which) if k != idle]
        return np.array([worth[2 * others[0] + others[1]]])

    shares = moved(3, value)
    assert shares[idle].tolist() == [0]
    assert shares.sum() == pytest.approx(worth[3] - worth[0], abs=1e-12)


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4))
def test_causes_that_do_the_same_share_alike(worth: list[float]) -> None:
    shares = moved(3, lambda which: np.array([worth[sum(which)]]))
    assert shares[:, 0] == pytest.approx([(worth[3] - worth[0]) / 3] * 3, abs=1e-12)


def test_of_causes_that_add_up_each_moves_what_it_adds() -> None:
    adds = [0.5, -0.2, 0.1]
    shares = moved(3, lambda which: np.array([np.dot(adds, which)]))
    assert shares[:, 0] == pytest.approx(adds)


def test_two_that_count_only_together_share_it_by_halves() -> None:
    # The glove game with one left and one right, and a third that does nothing.
    shares = moved(3, lambda which: np.array([float(which[0] and which[1])]))
    assert shares[:, 0] == pytest.approx([0.5, 0.5, 0])
