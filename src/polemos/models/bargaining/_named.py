"""How far games came from the settlements that have a name, and nearest to which."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.models.bargaining._smp import Table
from polemos.models.score import Floats


def importance(table: Table) -> Floats:
    """Give what the issues weigh, (D,): all capability times salience, summing to 1."""
    total = (table.capability[:, None] * table.salience).sum(axis=0)
    return np.asarray(total / total.sum())


def apart(named: ArrayLike, settled: ArrayLike, weights: ArrayLike) -> Floats:
    """Tell how far each game lies from each of S named settlements, (games, S).

    `named` (S, D) and `settled` (games, D) on one scale, NaN on an issue that a
    settlement does not speak of. A root mean square over those that it speaks of, by
    `weights` (D,) of 0 and above. ValueError where none of them weighs anything.
    """
    points, w = np.asarray(named, float), np.asarray(weights, float)
    spoken = w * ~np.isnan(points)
    total = spoken.sum(axis=-1, keepdims=True)
    if not len(points) or (w < 0).any() or not (total > 0).all():
        raise ValueError(
            "expected named settlements, and weights of 0 and above with one above 0, "
            f"found {len(points)} and {w.tolist()}"
        )
    squares = (np.asarray(settled, float)[:, None] - np.nan_to_num(points)) ** 2
    return np.asarray(np.sqrt((spoken / total * squares).sum(axis=2)))


def nearest(
    named: ArrayLike, settled: ArrayLike, weights: ArrayLike
) -> NDArray[np.intp]:
    """Tell which of S named settlements each game is nearest to, (games,).

    See `apart`; of equals the first.
    """
    return np.asarray(apart(named, settled, weights).argmin(axis=1))


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
