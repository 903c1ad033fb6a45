"""When a rate changed: beliefs about how long the present regime has lasted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.core.errors import NotYetKnown
from polemos.core.text import Text

Floats = NDArray[np.float64]

_NORMAL = 0.6745 * 2**0.5  # MAD of first differences of white noise, in sd
_SPAN = 8  # steps that a past pace is averaged over
_SHAPE = 2.0  # of the prior of a regime's variance: worth four values
_NEEDED = 2 * _SPAN


def robust_sd(values: ArrayLike) -> float:
    """Give the noise of a row by the MAD of its first differences, in its unit.

    Differences of 0 are left out: they come of days on which nothing was recorded. The
    mean may jump now and then without moving it.
    """
    steps = np.abs(np.diff(np.asarray(values, float)))
    moved = steps[steps > 0]
    if not moved.size:
        raise NotYetKnown(
            "expected values that vary, found none that does",
            Text("it has not moved", "從未變動"),
        )
    return float(np.median(moved)) / _NORMAL


@dataclass(frozen=True, slots=True)
class Regimes:
    """What is believed after the last value, by the run length 0 to n.

    `chance[r]` is the chance that the present regime has given the last r values; r = 0
    says that the next value is the first of a new one. Given r, the regime's variance
    is inverse gamma (`shape`, `rate`), its mean normal about `mean` with the variance
    divided by `weight`. Index 0 of each is the prior. Arrays of shape (n + 1,).
    """

    chance: Floats
    mean: Floats
    weight: Floats
    shape: Floats
    rate: Floats

    def begun(self, within: int) -> float:
        """Give the chance that the present regime began in the last `within` values."""
        lasting = self.chance[1:]
        return float(lasting[:within].sum() / lasting.sum())

    def draw(
        self, steps: int, hazard: float, rng: np.random.Generator, draws: int
    ) -> Floats:
        """Draw sums of the next values, where a regime ends by chance at each step.

        A new regime, whether it begins now or later, is drawn from the prior. How often
        regimes end, where their means lie and how widely is known no better than from
        as many regimes as the values so far have room for, at least two: each draw has
        a hazard (gamma), a middle (normal) and a width (inverse chi-squared) of its
        own. Shape (draws,).
        """
        seen = max(2.0, (len(self.chance) - 1) * hazard)
        ends = hazard * rng.gamma(seen, 1 / seen, draws)
        wider = np.sqrt(seen / rng.chisquare(seen, draws))
        width = wider * np.sqrt(self.rate[0] / self.shape[0] / self.weight[0])
        middle = width / np.sqrt(seen) * rng.standard_normal(draws)
        mean, sd = self._parameters(
            rng.choice(len(self.chance), draws, p=self.chance), middle, wider, rng
        )
        total = np.zeros(draws)
        for step in range(steps):
            if step:
                ended = np.flatnonzero(rng.random(draws) < ends)
                fresh = np.zeros(len(ended), int)
                mean[ended], sd[ended] = self._parameters(
                    fresh, middle[ended], wider[ended], rng
                )
            total += mean + sd * rng.standard_normal(draws)
        return total

    def _parameters(
        self,
        run: NDArray[np.int_],
        middle: Floats,
        wider: Floats,
        rng: np.random.Generator,
    ) -> tuple[Floats, Floats]:
        """Draw mean and deviation of the regime of each run length; 0 is a new one."""
        new = run == 0
        sd = np.sqrt(self.rate[run] / rng.gamma(self.shape[run]))
        spread = sd / np.sqrt(self.weight[run]) * np.where(new, wider, 1.0)
        about = self.mean[run] + np.where(new, middle, 0.0)
        return about + spread * rng.standard_normal(len(run)), sd


def regimes(values: Sequence[float] | Floats, hazard: float) -> Regimes:
    """Believe in runs of normal values whose mean and variance change now and then.

    Bayesian online change point detection (Adams and MacKay 2007, arXiv:0710.3742): a
    regime ends before each value with the chance `hazard`; its values are normal, so
    that the next one, given the run, is Student-t. The prior is taken from `values`:
    noise by `robust_sd`; the means lie about the median of means of 8 values, as wide
    as their MAD.
    """
    from scipy.special import gammaln

    x = np.asarray(values, float)
    if x.size < _NEEDED:
        raise NotYetKnown(f"expected {_NEEDED} values or more, found {x.size}")
    prior = _prior(x)
    mean, weight, shape, rate = (np.array([v]) for v in prior)
    log = np.zeros(1)
    for v in x:
        nu, scale = 2 * shape, rate * (weight + 1) / (shape * weight)
        log = log + gammaln((nu + 1) / 2) - gammaln(nu / 2)
        log -= (np.log(nu * np.pi * scale)) / 2
        log -= (nu + 1) / 2 * np.log1p((v - mean) ** 2 / (nu * scale))
        log -= np.logaddexp.reduce(log)
        log = np.concatenate(([np.log(hazard)], log + np.log1p(-hazard)))
        rate = rate + weight * (v - mean) ** 2 / (weight + 1) / 2
        mean, weight = (weight * mean + v) / (weight + 1), weight + 1
        mean, weight, shape, rate = (
            np.concatenate(([first], rest))
            for first, rest in zip(
                prior, (mean, weight, shape + 0.5, rate), strict=True
            )
        )
    return Regimes(np.exp(log), mean, weight, shape, rate)


def _prior(x: Floats) -> tuple[float, float, float, float]:
    sd = robust_sd(x)
    means = np.convolve(x, np.full(_SPAN, 1 / _SPAN), "valid")
    middle = float(np.median(means))
    spread = max(float(np.median(np.abs(means - middle))) / 0.6745, sd)
    return middle, (sd / spread) ** 2, _SHAPE, _SHAPE * sd**2
