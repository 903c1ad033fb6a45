"""Intervals and weights that learn from settled forecasts, on misses made up."""

import numpy as np
import pytest

from polemos.core import NotYetKnown
from polemos.models._conformal import GAMMA, half_widths, spread
from polemos.models.inflation_learned import stack
from polemos.models.score import LEVELS, Floats

SHARE = {0.5: LEVELS.index(0.75), 0.8: LEVELS.index(0.9), 0.9: LEVELS.index(0.95)}


def misses(n: int, seed: int = 1) -> Floats:
    return np.abs(np.random.default_rng(seed).standard_normal(n))


def by_hand(told: Floats, ahead: int, nominal: float) -> float:
    """Run the published recursion for one share, forecast by forecast."""
    alpha, widths = nominal, dict[int, float]()
    for now in range(23 + ahead, len(told) + ahead):
        if now - ahead in widths:
            missed = told[now - ahead] > widths[now - ahead]
            alpha += GAMMA * (nominal - missed)
        known = np.sort(told[: now - ahead + 1][-120:])
        rank = int(np.ceil((1 - alpha) * (len(known) + 1)))
        widths[now] = 0.0 if rank < 1 else float(known[min(rank, len(known)) - 1])
    return widths[len(told) + ahead - 1]


@pytest.mark.parametrize("ahead", [1, 13])
@pytest.mark.parametrize("share", SHARE)
def test_widths_are_those_of_the_published_recursion(ahead: int, share: float) -> None:
    told = misses(200)
    found = half_widths(told, ahead)[SHARE[share]]
    assert found == by_hand(told, ahead, 1 - share)


def test_below_the_point_it_is_as_wide_as_above() -> None:
    found = half_widths(misses(200), 4)
    assert found == pytest.approx(-found[::-1])
    assert found[LEVELS.index(0.5)] == 0
    assert (np.diff(found) >= 0).all()


def test_misses_that_grow_widen_it_beyond_their_share() -> None:
    """Of a scale that trebles, the last 120 misses alone would know too little."""
    told = misses(200) * np.where(np.arange(200) < 150, 1, 3)
    plain = float(np.quantile(told[-120:], 0.8))
    assert half_widths(told, 1)[SHARE[0.8]] > 1.1 * plain


def test_no_forecast_is_learned_from_before_it_is_settled() -> None:
    """Sixty ahead, none that was given an interval is settled yet: plain quantiles."""
    told = misses(80)
    ranked = np.sort(told)
    assert half_widths(told, 60)[SHARE[0.8]] == ranked[int(np.ceil(0.8 * 81)) - 1]


def test_most_outcomes_fall_in_as_many_intervals_as_they_should() -> None:
    """One forecast after another, of a scale that wanders by a factor of ten."""
    rng = np.random.default_rng(7)
    wild = np.exp(np.cumsum(rng.normal(0, 0.05, 600)))
    told = np.abs(rng.standard_normal(600)) * wild
    held = [
        told[i] <= half_widths(told[:i], 1)[SHARE[0.8]] for i in range(100, len(told))
    ]
    assert np.mean(held) == pytest.approx(0.8, abs=0.02)


def test_few_misses_are_refused() -> None:
    with pytest.raises(NotYetKnown, match="expected 24 settled forecasts, found 23"):
        half_widths(misses(23), 1)


def test_a_spread_has_the_quantiles_that_it_was_made_of() -> None:
    widths = half_widths(misses(200), 4)
    found = np.quantile(spread(10.0, widths), LEVELS)
    assert found == pytest.approx(10 + widths, abs=0.01)


def test_weights_are_the_shares_that_each_forecaster_foresees() -> None:
    rng = np.random.default_rng(3)
    came = np.where(rng.random(5000) < 0.7, 0.0, 10.0) + rng.standard_normal(5000)
    logs = np.array([-((came - middle) ** 2) / 2 for middle in (0.0, 10.0, 40.0)]).T
    assert stack(logs) == pytest.approx([0.7, 0.3, 0.0], abs=0.02)


def test_who_is_always_surer_and_right_gets_all() -> None:
    logs = np.column_stack([np.full(50, -1.0), np.full(50, -3.0)])
    assert stack(logs) == pytest.approx([1, 0], abs=1e-6)
