"""Which of the settlements that have a name a game came nearest to."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.models.bargaining._smp import Table
from polemos.models.score import Floats


def importance(table: Table) -> Floats:
    """Give what the issues weigh, (D,): all capability times salience, summing to 1."""
    total = (table.capability[:, None] * table.salience).sum(axis=0)
    return np.asarray(total / total.sum())


def nearest(
    named: ArrayLike, settled: ArrayLike, weights: ArrayLike
) -> NDArray[np.intp]:
    """Tell which of S named settlements each game is nearest to, (games,).

    `named` (S, D) and `settled` (games, D) on one scale; `weights` (D,) of 0 and above
    are of the squares of a distance. Of equals the first.
    """
    points, w = np.asarray(named, float), np.asarray(weights, float)
    if not len(points) or (w < 0).any() or not w.sum() > 0:
        raise ValueError(
            "expected named settlements, and weights of 0 and above with one above 0, "
            f"found {len(points)} and {w.tolist()}"
        )
    apart = np.asarray(settled, float)[:, None] - points
    return np.asarray((w * apart**2).sum(axis=2).argmin(axis=1))


def shares(counts: ArrayLike, level: float = 0.95) -> Floats:
    """Give the share of each count, and its Wilson interval: (S, 3), low end second.

    Wilson 1927, JASA 22: 209-212. ValueError
    if nothing was counted.
    """
    from scipy.special import ndtri  # slow to import

    told = np.asarray(counts, float)
    total = told.sum()
    if not total > 0 or (told < 0).any():
        raise ValueError(f"expected counts of 0 and above, found {told.tolist()}")
    z, p = float(ndtri((1 + level) / 2)), told / total
    middle = p + z * z / (2 * total)
    half = z * np.sqrt(p * (1 - p) / total + (z / (2 * total)) ** 2)
    ends = np.stack([middle - half, middle + half]) / (1 + z * z / total)
    return np.column_stack([p, *np.clip(ends, 0, 1)])
