"""The local level model: a random walk seen through noise, by maximum likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class LocalLevel:
    """y = level + noise, level = level before + step, all normal.

    `noise` and `step` are variances, `level` and `spread` mean and variance of the
    newest level, `likelihood` the log likelihood of all values but the first.
    """

    noise: float
    step: float
    level: float
    spread: float
    likelihood: float

    def deviation(self, ahead: int) -> float:
        """Give the standard error so many steps ahead; the mean is `level`."""
        return float(np.sqrt(self.spread + ahead * self.step + self.noise))


def filtered(
    values: ArrayLike, noise: float, step: float, before: float = np.inf
) -> LocalLevel:
    """Run the Kalman filter with known variances.

    `before` is the variance about 0 of the level before the first value; infinite, as
    a rule, so that the first value sets it. Durbin and Koopman 2012, Time Series
    Analysis by State Space Methods, 2.2 and 2.9.
    """
    y = np.asarray(values, float)
    gain = 1 / (1 + noise / before)
    level, spread, likelihood = gain * y[0], gain * noise, 0.0
    for value in y[1:]:
        ahead = spread + step
        seen = ahead + noise
        miss = value - level
        likelihood -= 0.5 * (np.log(2 * np.pi * seen) + miss**2 / seen)
        gain = ahead / seen
        level, spread = level + gain * miss, ahead * (1 - gain)
    return LocalLevel(noise, step, float(level), float(spread), float(likelihood))


def fit(values: ArrayLike, before: float = np.inf) -> LocalLevel:
    """Choose both variances by maximum likelihood; at least three values that vary."""
    from scipy.optimize import minimize

    y = np.asarray(values, float)
    scale = np.diff(y).var()
    if len(y) < 3 or not scale:  # noqa: PLR2004 two variances from two steps at least
        raise ValueError(f"expected three values or more that vary, found {y.tolist()}")

    def variances(logs: ArrayLike) -> tuple[float, float]:
        noise, step = np.exp(np.clip(logs, -25, 25)) * scale
        return float(noise), float(step)

    found = minimize(
        lambda logs: -filtered(y, *variances(logs), before).likelihood,
        np.log([0.5, 0.5]),
        method="Nelder-Mead",
        options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 2000},
    )
    return filtered(y, *variances(found.x), before)
