"""Intervals that learn from their misses: adaptive conformal inference.

Gibbs and Candès 2021 (arXiv:2106.00170): an interval is as wide as a quantile of the
past misses, and which quantile moves with whether the intervals given before held what
came. No distribution is assumed, and none is needed to stay the same.
"""

import numpy as np

from polemos.core import NotYetKnown
from polemos.models.score import LEVELS, Floats

KEPT = 120  # misses that are looked back on
NEEDED = 24  # misses before anything is said
GAMMA = 0.02  # step of the level; 0.005 to 0.05 is usual, and none was tried here
_FINE = 2000  # draws that stand for the quantiles


def half_widths(misses: Floats, ahead: int) -> Floats:
    """Give how far each of `LEVELS` lies from the point, (23,), below it negative.

    `misses` (n,) are distances of outcomes from points, by forecasts made step by step,
    oldest first, all settled by now: forecast i at step i + `ahead`. For the central
    interval of each share 1 - alpha, alpha moves by GAMMA (alpha - error) whenever a
    forecast is settled, the error being 1 if that interval missed; the width is the
    conformal quantile of the last 120 misses, and no wider than the widest of them. A
    wider share is never told by a narrower interval.
    """
    n = len(misses)
    if n < NEEDED:
        raise NotYetKnown(f"expected {NEEDED} settled forecasts, found {n}")
    nominal = 2 * np.minimum(LEVELS, 1 - np.asarray(LEVELS))
    alpha = nominal.copy()
    given: dict[int, Floats] = {}
    for step in range(NEEDED - 1 + ahead, n + ahead):
        settled = step - ahead
        if settled in given:  # this one was made after there was something to say
            alpha += GAMMA * (nominal - (misses[settled] > given.pop(settled)))
        given[step] = _quantile(misses[: settled + 1], alpha)
    newest, rising = given[n - 1 + ahead], np.argsort(-nominal)
    newest[rising] = np.maximum.accumulate(newest[rising])
    return newest * np.sign(np.asarray(LEVELS) - 0.5)


def _quantile(misses: Floats, alpha: Floats) -> Floats:
    """Give the miss that a share 1 - alpha of the next are not to pass, (23,)."""
    ranked = np.sort(misses[-KEPT:])
    rank = np.ceil((1 - alpha) * (len(ranked) + 1)).astype(int)
    return np.where(rank < 1, 0.0, ranked[np.clip(rank, 1, len(ranked)) - 1])


def spread(point: float, widths: Floats) -> Floats:
    """Give draws whose quantiles at `LEVELS` are the point and the widths about it."""
    even = (np.arange(_FINE) + 0.5) / _FINE
    return np.interp(even, LEVELS, point + widths)
