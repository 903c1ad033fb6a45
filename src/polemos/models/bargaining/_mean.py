"""Where the weights of the actors lie: the baseline that every game has to beat."""

import numpy as np

from polemos.models.score import Floats


def weighted_mean(positions: Floats, weights: Floats) -> Floats:
    """Give the weighted mean of positions, (D,), the "compromise model".

    `positions` (n, D) on any scale; `weights` (n, D), capability times salience, above
    0 for some actor on each issue, else ValueError. A first-order Nash solution: Achen
    2006, in Thomson et al. (eds), ch. 4.
    """
    total = weights.sum(axis=0)
    if not (total > 0).all() or (weights < 0).any():
        raise ValueError(
            "expected weights of 0 and above, with one above 0 on each issue, found "
            f"totals of {total.tolist()}"
        )
    return np.asarray((positions * weights).sum(axis=0) / total)


def weighted_median(positions: Floats, weights: Floats) -> Floats:
    """Give the weighted median of positions on each issue, (D,).

    On one issue it is the position that no other beats by weight of votes (Black 1948).
    Where weights on both sides are equal, the lower of the two in the middle.
    """
    order = np.argsort(positions, axis=0, kind="stable")
    ranked = np.take_along_axis(positions, order, axis=0)
    below = np.cumsum(np.take_along_axis(weights, order, axis=0), axis=0)
    at = (below < below[-1] / 2).sum(axis=0)
    return np.asarray(np.take_along_axis(ranked, at[None], axis=0)[0])
