"""Proper scores, their skill against a baseline, and how calibrated they are.

Every score is a loss: smaller is better, and honest odds earn the smallest on average.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# The levels of quantiles that forecast hubs exchange, from .01 to .99.
LEVELS: tuple[float, ...] = (
    *(0.01, 0.025),
    *(round(0.05 * i, 2) for i in range(1, 20)),
    *(0.975, 0.99),
)
_BATCH = 1 << 20  # numbers worked on at a time, so that memory stays flat
_DUST = 1e-9  # what a sum of chances may miss 1 by
NEEDED = 8  # fewer independent spans of time than this say nothing of skill


def crps_normal(mean: ArrayLike, sd: ArrayLike, outcome: ArrayLike) -> Floats:
    """Give the continuous ranked probability score of normal forecasts.

    Arrays of one shape (or that broadcast), in the unit of the outcome; `sd` > 0.
    Gneiting and Raftery 2007, JASA 102:359, eq. 21.
    """
    from scipy.special import ndtr

    z = (np.asarray(outcome, float) - mean) / np.asarray(sd, float)
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return np.asarray(sd * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi)))


def crps_draws(draws: ArrayLike, outcome: ArrayLike, *, fair: bool = False) -> Floats:
    """Give the CRPS of forecasts told as draws, E|X-y| - E|X-X'|/2.

    `draws` is (n, m) for n outcomes, in any order. The second term runs over all m²
    pairs; `fair=True` leaves out the pairs of a draw with itself, which is unbiased for
    the distribution that was drawn from (Ferro 2014, QJRMS 140:1917) and needs m > 1.
    Takes O(m log m) time and memory for one batch at a time.
    """
    x = np.atleast_2d(np.asarray(draws, float))
    y = np.atleast_1d(np.asarray(outcome, float))
    n, m = x.shape
    if y.shape != (n,):
        raise ValueError(
            f"expected {n} outcomes for draws of {x.shape}, found {y.shape}"
        )
    if fair and m == 1:
        raise ValueError("expected at least two draws for the fair score, found one")
    weights = 2.0 * np.arange(1, m + 1) - m - 1
    pairs = m * (m - 1) if fair else m * m
    scores = np.empty(n)
    step = max(1, _BATCH // m)
    for i in range(0, n, step):
        ranked = np.sort(x[i : i + step], axis=1)
        spread = ranked @ weights / pairs
        ranked -= y[i : i + step, None]
        scores[i : i + step] = np.abs(ranked, out=ranked).mean(axis=1) - spread
    return scores


def wis(quantiles: ArrayLike, outcome: ArrayLike) -> Floats:
    """Give the weighted interval score of forecasts told as quantiles at `LEVELS`.

    `quantiles` is (n, 23), rising along each row. It is twice the mean pinball loss.
    Bracher et al. 2021, PLoS Comput Biol 17:e1008618, eq. 4.
    """
    return _pinballs(quantiles, outcome, np.full(len(LEVELS), 1 / len(LEVELS)))


def crps_quantiles(quantiles: ArrayLike, outcome: ArrayLike) -> Floats:
    """Give the CRPS of forecasts told as quantiles at `LEVELS`, (n, 23), rising.

    Twice the integral of the pinball loss over the levels, by the trapezoid rule with
    no loss at levels 0 and 1. The outer levels lie closer than the rest, so that it
    exceeds the weighted interval score, which counts all levels alike, by about 10 %.
    """
    edges = np.concatenate(([0.0], LEVELS, [1.0]))
    return _pinballs(quantiles, outcome, (edges[2:] - edges[:-2]) / 2)


def _pinballs(quantiles: ArrayLike, outcome: ArrayLike, weights: Floats) -> Floats:
    """Give twice the weighted sum of pinball losses at `LEVELS`."""
    q = np.atleast_2d(np.asarray(quantiles, float))
    y = np.atleast_1d(np.asarray(outcome, float))
    if q.shape != (len(y), len(LEVELS)):
        raise ValueError(
            f"expected {len(y)} rows of {len(LEVELS)} quantiles, found {q.shape}"
        )
    above = weights * np.asarray(LEVELS)
    sums = np.empty(len(y))
    step = max(1, _BATCH // len(LEVELS) // 4)  # what is worked on stays in cache
    for i in range(0, len(y), step):
        gap = y[i : i + step, None] - q[i : i + step]
        # the loss is level * gap above a quantile, (level - 1) * gap below it
        sums[i : i + step] = gap @ above - np.minimum(gap, 0, out=gap) @ weights
    return 2 * sums


def pinball(quantile: ArrayLike, level: float, outcome: ArrayLike) -> Floats:
    """Give the pinball loss of one quantile, in the unit of the outcome."""
    gap = np.asarray(outcome, float) - quantile
    return np.maximum(level * gap, (level - 1) * gap)


def interval_score(
    low: ArrayLike, high: ArrayLike, outcome: ArrayLike, share: float
) -> Floats:
    """Give the score of a central interval said to hold `share` (0 to 1) of outcomes.

    Its width, and for an outcome outside 2/(1-share) times the distance. Gneiting and
    Raftery 2007, eq. 43.
    """
    a, b, y = (np.asarray(v, float) for v in (low, high, outcome))
    miss = np.maximum(a - y, 0) + np.maximum(y - b, 0)
    return np.asarray(b - a + 2 / (1 - share) * miss)


def log_normal_density(mean: ArrayLike, sd: ArrayLike, outcome: ArrayLike) -> Floats:
    """Give the logarithmic score, minus the log of the density, of normal forecasts."""
    s = np.asarray(sd, float)
    z = (np.asarray(outcome, float) - mean) / s
    return np.asarray(0.5 * z**2 + np.log(s) + 0.5 * np.log(2 * np.pi))


def log_score(chances: ArrayLike, outcome: int) -> float:
    """Give minus the log of the chance that was given to what happened.

    `chances` of exclusive and exhaustive outcomes; infinite if it was held impossible.
    """
    p = as_chances(chances)[outcome]
    return float("inf") if p == 0 else float(-np.log(p))


def brier(chances: ArrayLike, outcome: int) -> float:
    """Give the Brier score over exclusive outcomes: 0 is perfect, 2 the worst.

    For a question of yes or no it is twice the square that some print.
    """
    p = as_chances(chances)
    p[outcome] -= 1
    return float((p**2).sum())


def rps(chances: ArrayLike, outcome: int) -> float:
    """Give the ranked probability score over ordered outcomes, such as dates."""
    p = as_chances(chances)
    p[outcome] -= 1
    return float((np.cumsum(p)[:-1] ** 2).sum())


def as_chances(chances: ArrayLike) -> Floats:
    """Copy chances of exclusive outcomes, refusing what does not sum to 1."""
    p = np.array(chances, float)
    if p.ndim != 1 or (p < 0).any() or abs(p.sum() - 1) > _DUST:
        raise ValueError(f"expected chances that sum to 1, found {p.tolist()}")
    return p


def level_of(quantiles: ArrayLike, outcome: ArrayLike) -> Floats:
    """Give the level at which each outcome fell in its forecast (PIT), 0 to 1.

    `quantiles` is (n, 23) at `LEVELS`; between two the level is interpolated, beyond
    the outer ones it is 0 or 1; where several quantiles are equal, the middle of them.
    """
    q = np.atleast_2d(np.asarray(quantiles, float))
    y = np.atleast_1d(np.asarray(outcome, float))
    levels = np.concatenate(([0.0], LEVELS, [1.0]))
    found = np.empty(len(y))
    for i, (row, at) in enumerate(zip(q, y, strict=True)):
        low, high = np.searchsorted(row, at, "left"), np.searchsorted(row, at, "right")
        if low < high:  # on a quantile, or several
            found[i] = (levels[low + 1] + levels[high]) / 2
        elif low in (0, len(row)):
            found[i] = 0.0 if low == 0 else 1.0
        else:
            share = (at - row[low - 1]) / (row[low] - row[low - 1])
            found[i] = levels[low] + share * (levels[low + 1] - levels[low])
    return found


@dataclass(frozen=True, slots=True)
class Skill:
    """How much smaller a loss is than the baseline's: 1 - ratio of the means.

    `low` and `high` hold 90 % of a bootstrap that draws runs of `block` forecasts
    together, since forecasts made within one horizon share what they are scored on.
    """

    value: float
    low: float
    high: float
    block: int


def skill(
    losses: ArrayLike, baseline: ArrayLike, *, block: int, draws: int = 2000
) -> Skill | None:
    """Compare losses on the same questions, in the order of their origins.

    `block` is how many origins lie within one horizon. None where fewer than `NEEDED`
    such spans were scored, or the baseline lost nothing. The resampling (a circular
    block bootstrap, Politis and Romano 1992) has a fixed seed.
    """
    a, b = np.asarray(losses, float), np.asarray(baseline, float)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"expected two rows of losses, found {a.shape} and {b.shape}")
    n = len(a)
    if block < 1 or n < NEEDED * block or not b.sum():
        return None
    rng = np.random.default_rng(0)
    starts = rng.integers(n, size=(draws, -(-n // block)))
    picked = (starts[:, :, None] + np.arange(block)) % n
    picked = picked.reshape(draws, -1)[:, :n]
    below = b[picked].mean(axis=1)
    drawn = 1 - a[picked].mean(axis=1)[below > 0] / below[below > 0]
    low, high = np.quantile(drawn, [0.05, 0.95])
    return Skill(float(1 - a.mean() / b.mean()), float(low), float(high), block)
