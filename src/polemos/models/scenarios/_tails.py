"""How long wars last, by four laws that agree on short wars and part on long ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polemos.core import Law
from polemos.models.score import Floats

YEAR = 365


@dataclass(frozen=True, slots=True)
class Tail:
    """A law with its parameters.

    `scale` is a mean (exponential) or a scale in days, `shape` its power; of the
    lognormal they are the mean and the deviation of log days.
    """

    law: Law
    scale: float
    shape: float = 1.0

    def lasts(self, days: ArrayLike) -> Floats:
        """Give the chance to last longer than so many days."""
        return np.asarray(np.exp(-_hazards(self)[0](np.asarray(days, float))))

    def ends_within(self, days: float, lasted: float) -> float:
        """Give the chance to end within so many days more, having lasted some."""
        return 1.0 - float(self.lasts(lasted + days) / self.lasts(lasted))

    def left(self, lasted: ArrayLike, level: ArrayLike) -> Floats:
        """Give how many days are left at levels from 0 to 1, having lasted some."""
        grown, when = _hazards(self)
        past = np.asarray(lasted, float)
        more = -np.log1p(-np.asarray(level, float))
        return np.asarray(when(grown(past) + more) - past)


_Both = tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]


def _hazards(tail: Tail) -> _Both:
    """Give the hazard that has built up by a day, and the day by which so much has."""
    a, b = tail.scale, tail.shape

    def lognormal(t: Floats) -> Floats:
        from scipy.special import log_ndtr  # slow to import

        with np.errstate(divide="ignore"):  # nothing has built up on day 0
            return np.asarray(-log_ndtr(-(np.log(t) - a) / b))

    def when(h: Floats) -> Floats:
        from scipy.special import ndtri_exp

        return np.asarray(np.exp(a - b * ndtri_exp(-h)))

    laws: Mapping[Law, _Both] = {
        Law.EXPONENTIAL: (lambda t: t / a, lambda h: a * h),
        Law.WEIBULL: (lambda t: (t / a) ** b, lambda h: a * h ** (1 / b)),
        Law.LOGLOGISTIC: (
            lambda t: np.log1p((t / a) ** b),
            lambda h: a * np.expm1(h) ** (1 / b),
        ),
        Law.LOGNORMAL: (lognormal, when),
    }
    return laws[tail.law]
