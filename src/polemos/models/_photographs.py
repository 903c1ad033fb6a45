"""The pace at which losses come to be photographed, by a particle filter.

A bootstrap filter (Gordon, Salmond and Smith 1993) over weeks, with the kernel of Liu
and West (2001) for what is constant. What a week costs of items that a photograph will
show follows a random walk in its logarithm; photographs appear later, and in clumps.
Claims are not used here: what is claimed for each item photographed drifts too fast,
and replayed forecasts were worse for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polemos.core import NotYetKnown
from polemos.models.score import Floats

PARTICLES = 2000
_NEEDED = 26  # weeks of photographs before a pace means anything
_FIRST = 8  # weeks that the particles start about
_KEPT = 0.98  # of what is constant when particles are copied; the rest is spread
_FEW = 0.5  # of the particles; fewer effective ones are drawn anew
_DUST = 1e-9  # so that no logarithm is taken of nothing
_STEP = (0.03, 0.12)  # by how much a week differs from the last, in logarithm
_DELAY = (2.0, 12.0)  # weeks until a loss that will be photographed is
_SIZE = (1.5, 12.0)  # of the negative binomial of a week's new photographs


@dataclass(slots=True)
class Particles:
    """Where each particle stands, all of shape (n,).

    `pace` is the logarithm of what a week costs, `waiting` what is lost and not yet
    photographed though it will be; the rest is constant.
    """

    pace: Floats
    waiting: Floats
    step: Floats
    delay: Floats
    size: Floats

    def taken(self, chosen: NDArray[np.intp]) -> "Particles":
        """Give the chosen ones."""
        return Particles(
            *(getattr(self, name)[chosen] for name in self.__dataclass_fields__)
        )

    def spread(self, rng: Generator) -> None:
        """Move what is constant a little, so that copies differ; its moments stay."""
        for name in ("step", "delay", "size"):
            value = np.log(getattr(self, name))
            near = _KEPT * value + (1 - _KEPT) * value.mean()
            noise = (
                np.sqrt(1 - _KEPT**2) * value.std() * rng.standard_normal(len(value))
            )
            setattr(self, name, np.exp(near + noise))

    def advance(self, rng: Generator) -> Floats:
        """Move on by a week, and give how many photographs of it to expect."""
        self.pace = self.pace + self.step * rng.standard_normal(len(self.pace))
        self.waiting = self.waiting + np.exp(self.pace)
        shown = self.waiting * -np.expm1(-1 / self.delay)
        self.waiting = self.waiting - shown
        return shown


def _start(photographed: Floats, rng: Generator, n: int) -> Particles:
    """Draw particles from the prior, about the pace of the first weeks."""
    first = np.nanmean(photographed[:_FIRST]) + 1
    delay = rng.uniform(*_DELAY, n)
    return Particles(
        pace=np.log(first) + 0.5 * rng.standard_normal(n),
        waiting=first * delay * rng.uniform(0.5, 1.5, n),
        step=_between(_STEP, rng, n),
        delay=delay,
        size=_between(_SIZE, rng, n),
    )


def _between(ends: tuple[float, float], rng: Generator, n: int) -> Floats:
    """Draw numbers of which each factor between two ends is as likely."""
    low, high = ends
    return low * (high / low) ** rng.random(n)


def filtered(photographed: Floats, rng: Generator, n: int = PARTICLES) -> Particles:
    """Give particles, equally weighted, as of the last week.

    `photographed` is (weeks,), oldest first, NaN where nobody looked: what appeared
    then is counted with the next week that was looked at.
    """
    looked = ~np.isnan(photographed)
    if looked.sum() < _NEEDED:
        raise NotYetKnown(
            f"expected {_NEEDED} weeks of photographed losses, found {looked.sum()}"
        )
    cloud, weight, held = _start(photographed, rng, n), np.zeros(n), np.zeros(n)
    for count in photographed:
        held = held + cloud.advance(rng)
        if np.isnan(count):
            continue
        weight = weight + _log_negbin(count, held, cloud.size)
        held = np.zeros(n)
        chance = np.exp(weight - weight.max())
        chance /= chance.sum()
        if 1 / (chance**2).sum() < _FEW * n:
            cloud, weight = cloud.taken(_systematic(chance, rng)), np.zeros(n)
            cloud.spread(rng)
    chance = np.exp(weight - weight.max())
    return cloud.taken(_systematic(chance / chance.sum(), rng))


def _log_negbin(count: float, mean: Floats, size: Floats) -> Floats:
    """Give the logarithm of a negative binomial chance, (n,)."""
    from scipy.special import gammaln

    both = np.log(size + mean)
    return np.asarray(
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1)
        + size * (np.log(size) - both)
        + count * (np.log(mean + _DUST) - both)
    )


def _systematic(chance: Floats, rng: Generator) -> NDArray[np.intp]:
    """Draw as many particles as there are, each as often as it weighs."""
    n = len(chance)
    marks = (np.arange(n) + rng.random()) / n
    return np.minimum(np.searchsorted(np.cumsum(chance), marks), n - 1)


def ahead(cloud: Particles, weeks: Sequence[int], rng: Generator) -> dict[int, Floats]:
    """Draw how many photographs the coming weeks bring, by weeks asked for: (n,)."""
    one = cloud.taken(np.arange(len(cloud.pace)))
    total, told = np.zeros(len(cloud.pace)), {}
    for week in range(1, max(weeks) + 1):
        mean = one.advance(rng)
        total = total + rng.poisson(rng.gamma(one.size, mean / one.size))
        if week in weeks:
            told[week] = total
    return told
