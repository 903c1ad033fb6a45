"""The vector autoregression against least squares, a random walk and its own claims."""

import numpy as np
import pytest
from scipy.special import gammaln

from polemos.models._bvar import (
    Fitted,
    fit,
    lagged,
    minnesota,
    posterior,
    simulate,
    widths,
)
from polemos.models.score import Floats

A = np.array([[0.6, 0.2], [-0.1, 0.5]])


def simulated(months: int, seed: int, transition: Floats = A) -> Floats:
    rng = np.random.default_rng(seed)
    y = np.zeros((months + 50, len(transition)))
    for t in range(1, len(y)):
        y[t] = transition @ y[t - 1] + rng.standard_normal(len(transition))
    return y[50:]


def constant(y: Floats) -> Floats:
    return np.ones((len(y), 1))


def test_a_loose_prior_gives_least_squares() -> None:
    y = simulated(150, 1)
    x, z = lagged(y, 3, constant(y))
    mean, variances = minnesota(np.ones(2), np.ones(2), 3, 1e8, 1)
    variances[0] = 1e16  # the constant, which no tightness shrinks
    found = posterior(x, z, mean, variances, np.ones(2))
    least = np.linalg.lstsq(x, z, rcond=None)[0]
    assert np.abs(found.coefficients - least).max() < 1e-8


def test_a_tight_prior_gives_a_random_walk() -> None:
    y = simulated(150, 2)
    x, z = lagged(y, 3, constant(y))
    mean, variances = minnesota(np.ones(2), np.ones(2), 3, 1e-8, 1)
    found = posterior(x, z, mean, variances, np.ones(2)).coefficients
    assert np.abs(found[1:] - np.vstack([np.eye(2), np.zeros((4, 2))])).max() < 1e-8
    assert found[0] == pytest.approx((z - y[2:-1]).mean(axis=0), abs=1e-5)


def test_the_evidence_is_the_density_of_what_was_seen() -> None:
    """One variable, no lag: the product of Student's densities, one after another."""
    z = np.array([[0.3], [-1.2], [2.0]])
    x, mean, variances = np.ones((3, 1)), np.array([[0.5]]), np.array([2.0])
    told = posterior(x, z, mean, variances, np.array([1.5])).evidence
    added = 0.0
    for i in range(len(z)):
        now = posterior(x[:i], z[:i], mean, variances, np.array([1.5]))
        spread = now.scale[0, 0] * (1 + now.rows[0, 0]) / now.freedom
        miss = (z[i, 0] - now.coefficients[0, 0]) ** 2 / spread
        added += (
            gammaln((now.freedom + 1) / 2)
            - gammaln(now.freedom / 2)
            - 0.5 * np.log(now.freedom * np.pi * spread)
            - (now.freedom + 1) / 2 * np.log1p(miss / now.freedom)
        )
    assert told == pytest.approx(added, abs=1e-10)


def test_it_covers_what_it_says_on_a_system_of_its_kind() -> None:
    inside = []
    for seed in range(130):
        y = simulated(104, seed)
        past, came = y[:100], y[100:]
        fitted = fit(past, constant(past), np.zeros(2), lags=1)
        paths = simulate(
            fitted,
            past,
            lambda _: np.ones(1),
            lags=1,
            widths_ahead=np.ones(4),
            draws=400,
            rng=np.random.default_rng(seed),
        )
        low, high = np.quantile(paths, [0.1, 0.9], axis=0)
        inside.append(((low <= came) & (came <= high)).mean())
    assert np.mean(inside) == pytest.approx(0.8, abs=0.05)


def test_noise_is_shrunk_more_than_a_strong_system() -> None:
    strong, noise = simulated(120, 3), simulated(120, 3, np.zeros((2, 2)))
    tight = [
        fit(y, constant(y), np.zeros(2), lags=2).tightness for y in (noise, strong)
    ]
    assert tight[0] < tight[1]


def shaken(at: int) -> Floats:
    y = simulated(120, 4)
    y[at] += 15
    return y


def test_a_month_of_shock_is_found_wide_and_leaves_the_rest_alone() -> None:
    y = shaken(100)
    plain, scaled = (
        fit(y, constant(y), np.zeros(2), lags=1, shocks=s) for s in ((), (100,))
    )
    assert scaled.sizes[0] > 4
    still = simulated(120, 4)
    true = fit(still, constant(still), np.zeros(2), lags=1).posterior

    def off(f: Fitted) -> float:
        return float(np.abs(f.posterior.coefficients - true.coefficients).max())

    assert off(scaled) < off(plain)


def test_a_shock_fades() -> None:
    wide = widths(6, [2], np.array([5.0]), 0.5)
    assert wide.tolist() == [1, 1, 5, 3, 2, 1.5]


def test_same_seed_same_paths() -> None:
    y = simulated(80, 5)
    fitted = fit(y, constant(y), np.zeros(2), lags=2)

    def paths(seed: int) -> Floats:
        rng = np.random.default_rng(seed)
        return simulate(
            fitted,
            y,
            lambda _: np.ones(1),
            lags=2,
            widths_ahead=np.ones(3),
            draws=50,
            rng=rng,
        )

    assert (paths(1) == paths(1)).all()
    assert (paths(1) != paths(2)).any()
    assert paths(1).shape == (50, 3, 2)
