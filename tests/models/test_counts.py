"""Laws of counts: what they say is exact, or hangs on the seed by a hair."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from polemos import models
from polemos.core import (
    Horizon,
    Observation,
    Period,
    Reckoning,
    Target,
    Text,
    View,
    start_of_day,
)
from polemos.models import Prediction
from polemos.models._redrawn import redrawn
from polemos.models.score import LEVELS, Floats
from polemos.sources import oryx

TANKS = "oryx/losses.tank@RUS"
FIRST = date(2022, 4, 3)
ABOVE = (-1.0, 0.0, 40.0, 40.5, 400.0)
CLUMPS = np.random.default_rng(1).negative_binomial(2, 0.1, 60).astype(float)
EVEN = np.tile([20.0, 21.0], 30)
Say = Callable[..., Prediction]


@pytest.fixture
def say(memory_view: Callable[..., View]) -> Say:
    """Give `say(model, weeks, ahead, seed)`: its answer after those weekly counts."""

    def answer(
        name: str, weeks: Sequence[float] | Floats, ahead: int = 4, seed: int = 1
    ) -> Prediction:
        told = [
            Observation(TANKS, Period.day(day), float(n), start_of_day(day), "x")
            for i, n in enumerate(np.cumsum([100.0, *weeks]))
            for day in [FIRST + timedelta(weeks=i)]
        ]
        target = Target(
            *("tank@RUS", Text("Tanks", "戰車"), TANKS, Reckoning.CHANGE),
            *((Horizon(ahead, "w"),), 1, 1, 7, (name,), "last", ABOVE),
        )
        view = memory_view(told, [oryx.SOURCE], told[-1].period.last)
        (one,) = models.model_named(name)(view, target, models.ask(target, view), seed)
        return one

    return answer


def summed(law: Floats, times: int) -> Floats:
    """Give the chances of a sum of so many counts, each of chances `law`."""
    total = np.array([1.0])
    for _ in range(times):
        total = np.convolve(total, law)
    return total


def agrees(said: Prediction, law: Floats) -> None:
    """Hold quantiles and chances to chances of 0, 1, 2 … to the last digit."""
    below = np.cumsum(law)
    assert said.quantiles == tuple(float((below < level).sum()) for level in LEVELS)
    for value, chance in said.chances.items():
        passed = law[np.arange(len(law)) > value].sum()
        assert chance == pytest.approx(passed, abs=1e-9)


def test_a_sum_of_negative_binomials_is_one_exactly(say: Say) -> None:
    mean, var = CLUMPS[-26:].mean(), CLUMPS[-26:].var(ddof=1)
    size = mean**2 / (var - mean)
    week = nbinom.pmf(np.arange(2000), size, size / (size + mean))
    for ahead in (1, 4, 13):
        agrees(say("negbin", CLUMPS, ahead), summed(week, ahead))


def test_weeks_that_vary_less_than_poisson_counts_do_are_those(say: Say) -> None:
    law = poisson.pmf(np.arange(2000), 4 * 20.5)
    agrees(say("negbin", EVEN), law)
    agrees(say("poisson", EVEN), law)


def test_the_smoothed_rate_is_told_exactly(say: Say) -> None:
    weights = 0.93 ** np.arange(60)[::-1]
    mean = 4 * np.average(CLUMPS, weights=weights)
    law = nbinom.pmf(np.arange(5000), 12, 12 / (12 + mean))
    agrees(say("ewma", CLUMPS), law)


@pytest.mark.parametrize("name", ["negbin", "poisson", "ewma"])
def test_who_counted_nothing_expects_nothing(say: Say, name: str) -> None:
    said = say(name, np.zeros(60))
    assert set(said.quantiles) == {0.0}
    assert said.chances == {-1.0: 1.0, 0.0: 0.0, 40.0: 0.0, 40.5: 0.0, 400.0: 0.0}


@pytest.mark.parametrize("name", ["negbin", "poisson", "ewma"])
def test_no_seed_moves_what_is_exact(say: Say, name: str) -> None:
    assert say(name, CLUMPS, seed=1) == say(name, CLUMPS, seed=2)


@pytest.mark.parametrize("ahead", [1, 4, 13])
def test_weeks_redrawn_are_near_the_law_of_their_sum(say: Say, ahead: int) -> None:
    """The seed moves a quantile by less than a fiftieth of a deviation."""
    week = np.bincount(CLUMPS[-52:].astype(int)) / 52
    below = np.cumsum(summed(week, ahead))
    exact = np.array([(below < level - 1e-9).sum() for level in LEVELS])
    sd = CLUMPS[-52:].std() * ahead**0.5
    for seed in range(4):
        said = np.array(say("bootstrap", CLUMPS, ahead, seed).quantiles)
        assert np.abs(said - exact)[2:-2].max() <= max(1, 0.04 * sd)
        assert np.abs(said - exact).mean() < 0.02 * sd


def test_in_each_step_every_one_of_the_past_is_drawn_as_often() -> None:
    past = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0])
    drawn = redrawn(past, 5, np.random.default_rng(3))
    for step in drawn.T:
        assert len(set(np.unique(step, return_counts=True)[1])) == 1
    assert len(drawn) >= 20_000
    met = np.corrcoef(drawn.T) - np.eye(5)  # and how they meet is by chance
    assert 0 < np.abs(met).max() < 0.03
