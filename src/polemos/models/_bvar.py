"""A Bayesian vector autoregression in closed form: Minnesota prior, normal and Wishart.

Y = X B + E, the rows of E normal with covariance Sigma. The prior is conjugate, so
that the posterior and the marginal likelihood have closed forms. How tight it is, and
how much wider errors were in months of shock, is chosen by the marginal likelihood:
Giannone, Lenza and Primiceri 2015, REStat 97:436; Lenza and Primiceri 2022, J Appl
Econom 37:688.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from polemos.models.score import Floats

_LOOSE = 1e6  # prior variance of what is not shrunk: constants and seasons
_DECAY = 0.8  # prior mode of what is left of a shock's width a month later


@dataclass(frozen=True, slots=True)
class Posterior:
    """Of `coefficients` (k, m), with row covariance `rows` (k, k), and of Sigma.

    Sigma is inverse Wishart with `scale` (m, m) and `freedom`. `evidence` is the log of
    the marginal likelihood.
    """

    coefficients: Floats
    rows: Floats
    scale: Floats
    freedom: float
    evidence: float


def lagged(y: Floats, lags: int, fixed: Floats) -> tuple[Floats, Floats]:
    """Give X (t-lags, f+m*lags) and Y (t-lags, m): what is fixed, then lag by lag."""
    past = [y[lags - i : len(y) - i] for i in range(1, lags + 1)]
    return np.hstack([fixed[lags:], *past]), y[lags:]


def minnesota(
    scales: Floats, own: Floats, lags: int, tightness: float, fixed: int
) -> tuple[Floats, Floats]:
    """Give the prior mean (k, m) and the prior row variances (k,).

    Each variable is expected to keep the share `own` of its last value, and nothing of
    the rest; lag l of variable j has variance (tightness / l)² / scales[j]² times that
    of the equation's error.
    """
    m = len(scales)
    mean = np.zeros((fixed + m * lags, m))
    mean[fixed : fixed + m] = np.diag(own)
    spread = (tightness / np.repeat(np.arange(1, lags + 1), m)) ** 2
    return mean, np.concatenate(
        [np.full(fixed, _LOOSE), spread / np.tile(scales, lags) ** 2]
    )


def posterior(
    x: Floats, y: Floats, mean: Floats, variances: Floats, scales: Floats
) -> Posterior:
    """Update the prior N(mean, Sigma x diag(variances)), IW(diag(scales²), m + 2)."""
    from scipy.special import multigammaln

    t, m = y.shape
    precision = 1 / variances
    full = x.T @ x + np.diag(precision)
    b = np.linalg.solve(full, x.T @ y + precision[:, None] * mean)
    # written as sums of squares, so that rounding cannot make it indefinite
    miss, moved = y - x @ b, b - mean
    scale = np.diag(scales**2) + miss.T @ miss + moved.T @ (precision[:, None] * moved)
    free = m + 2
    evidence = (
        multigammaln((t + free) / 2, m)
        - multigammaln(free / 2, m)
        - t * m / 2 * np.log(np.pi)
        + free * np.log(scales).sum()
        - (t + free) / 2 * np.linalg.slogdet(scale)[1]
        - m / 2 * (np.linalg.slogdet(full)[1] + np.log(variances).sum())
    )
    rows = np.asarray(np.linalg.inv(full), float)
    return Posterior(np.asarray(b, float), rows, scale, t + free, float(evidence))


def widths(months: int, shocks: Sequence[int], sizes: Floats, decay: float) -> Floats:
    """Give how many times wider than usual errors are, month by month, (months,).

    A shock at index i makes them sizes[i] times as wide; the excess decays from there.
    """
    wide = np.ones(months)
    for at, size in zip(shocks, sizes, strict=True):
        wide[at:] += (size - 1) * decay ** np.arange(months - at)
    return wide


@dataclass(frozen=True, slots=True)
class Fitted:
    """A system with the tightness and widths that its marginal likelihood prefers."""

    posterior: Posterior
    tightness: float
    sizes: Floats
    decay: float


def fit(
    y: Floats,
    fixed: Floats,
    own: Floats,
    *,
    lags: int,
    shocks: Sequence[int] = (),
) -> Fitted:
    """Fit a system to y (t, m), with `shocks` the rows at which a shock set in.

    Hyperpriors: tightness Gamma of mode 0.2 and deviation 0.4, as Giannone et al.;
    sizes Pareto(1, 1) and decay Beta of mode 0.8, as Lenza and Primiceri, but with one
    size a shock in place of three.
    """
    from scipy.optimize import minimize

    x, z = lagged(y, lags, fixed)
    scales = _scales(y)
    at = [i - lags for i in shocks if lags <= i < len(y)]

    def parts(h: Floats) -> tuple[float, Floats, float]:
        decay = 1 / (1 + np.exp(-h[1])) if at else _DECAY
        return float(np.exp(h[0])), 1 + np.exp(h[2:]), float(decay)

    def solved(h: Floats) -> tuple[Posterior, float]:
        tightness, sizes, decay = parts(h)
        prior = minnesota(scales, own, lags, tightness, fixed.shape[1])
        wide = widths(len(z), at, sizes, decay)
        p = posterior(x / wide[:, None], z / wide[:, None], *prior, scales)
        worth = p.evidence - z.shape[1] * np.log(wide).sum()
        return p, worth + _hyperprior(tightness, sizes, decay if at else None)

    start = np.array([np.log(0.2), *([1.4] if at else []), *([1.0] * len(at))])
    found = minimize(
        lambda h: -solved(h)[1],
        start,
        method="Nelder-Mead",
        options={"xatol": 0.02, "fatol": 0.02, "maxfev": 200},
    )
    return Fitted(solved(found.x)[0], *parts(found.x))


def _scales(y: Floats) -> Floats:
    """Give the residual deviation of a first-order autoregression of each variable."""
    out = []
    for column in y.T:
        x = np.column_stack([np.ones(len(y) - 1), column[:-1]])
        b = np.linalg.lstsq(x, column[1:], rcond=None)[0]
        out.append((column[1:] - x @ b).std(ddof=2))
    return np.array(out)


def _hyperprior(tightness: float, sizes: Floats, decay: float | None) -> float:
    scale = (np.sqrt(0.2**2 + 4 * 0.4**2) - 0.2) / 2  # Gamma: mode 0.2, deviation 0.4
    worth = 0.2 / scale * np.log(tightness) - tightness / scale
    worth -= 2 * np.log(sizes).sum()
    if decay is not None:  # Beta(5, 2), whose mode is 0.8
        worth += 4 * np.log(decay) + np.log1p(-decay)
    return float(worth)


def simulate(
    fitted: Fitted,
    y: Floats,
    ahead: Callable[[int], Floats],
    *,
    lags: int,
    widths_ahead: Floats,
    draws: int,
    rng: Generator,
) -> Floats:
    """Draw paths (draws, steps, m), parameters and errors both drawn.

    `ahead(i)` gives the row of what is fixed, i steps after the end of y;
    `widths_ahead` (steps,) how much wider than usual errors will be.
    """
    from scipy.stats import invwishart

    p = fitted.posterior
    k, m = p.coefficients.shape
    sigma = invwishart.rvs(p.freedom, p.scale, draws, random_state=rng)
    roots = np.linalg.cholesky(np.reshape(sigma, (draws, m, m)))
    across = roots.transpose(0, 2, 1)
    rows = np.linalg.cholesky(p.rows)
    b = p.coefficients + rows @ rng.standard_normal((draws, k, m)) @ across
    past = np.broadcast_to(y[: -lags - 1 : -1], (draws, lags, m))
    out = []
    for i, wide in enumerate(widths_ahead):
        now = np.broadcast_to(ahead(i), (draws, k - lags * m))
        x = np.concatenate([now, past.reshape(draws, -1)], axis=1)
        error = (roots @ rng.standard_normal((draws, m, 1)))[:, :, 0]
        new = np.einsum("dk,dkm->dm", x, b) + wide * error
        out.append(new)
        past = np.concatenate([new[:, None], past[:, :-1]], axis=1)
    return np.stack(out, axis=1)
