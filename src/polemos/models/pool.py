"""Several forecasters' chances put together.

A pool assumes that they know different things: never extremise what shares its data.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from polemos.models.score import Floats, as_chances


def linear_pool(chances: Sequence[ArrayLike]) -> Floats:
    """Give the mean chance of each of exclusive outcomes, (forecasters, outcomes)."""
    return np.asarray(_rows(chances).mean(axis=0))


def log_pool(chances: Sequence[ArrayLike], extremised: float = 1.0) -> Floats:
    """Give the geometric mean of the chances of exclusive outcomes, made to sum to 1.

    `chances` is (forecasters, outcomes). The geometric mean is raised to the power
    `extremised` first: over 1, forecasters who each know a part are made surer than
    any. Of two outcomes this is the geometric mean of odds. Satopää et al. 2014, Int.
    J. Forecasting 30:344.
    """
    p = _rows(chances)
    with np.errstate(divide="ignore"):  # what one holds impossible, the pool does
        logs = extremised * np.log(p).mean(axis=0)
    if np.isneginf(logs).all():
        raise ValueError("expected an outcome that all hold possible, found none")
    shares = np.exp(logs - logs.max())
    return np.asarray(shares / shares.sum())


def extremising(forecasters: int) -> float:
    """Give how far to extremise the pool of so many forecasters, from 1 to √3.

    n (√(3n² - 3n + 1) - 2) / (n² - n - 1). Neyman and Roughgarden 2021, "Are You
    Smarter Than a Random Expert?" (arXiv 2111.03153); 1 for one forecaster.
    """
    n = forecasters
    if n < 1:
        raise ValueError(f"expected one forecaster or more, found {n}")
    return n * (sqrt(3 * n * n - 3 * n + 1) - 2) / (n * n - n - 1)


def _rows(chances: Sequence[ArrayLike]) -> Floats:
    if not len(chances):
        raise ValueError("expected chances of one forecaster or more, found none")
    return np.array([as_chances(row) for row in chances])
