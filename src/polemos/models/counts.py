"""Counts that arrive in clumps: what a running total will gain in some weeks.

These are the baselines that a model of losses has to beat, and the fair answer where
there is no better one.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import Question, Target, Text, View
from polemos.models._grid import steps
from polemos.models._model import Prediction, model
from polemos.models._redrawn import redrawn
from polemos.models.score import LEVELS, Floats

_WINDOW = 26  # weeks that a rate is taken from
_YEAR = 52
_MEMORY = 0.93  # what a week counts beside the next one
_SIZE = 12.0  # of the negative binomial about the smoothed rate


def _poisson(q: Question, mean: float, above: Sequence[float]) -> Prediction:
    """Answer by a Poisson law, exactly."""
    from scipy.special import pdtr, pdtrik

    if mean <= 0:  # whoever counted nothing expects nothing
        return Prediction.of(q, [0.0], above)
    return _law(q, lambda k: pdtr(k, mean), pdtrik(LEVELS, mean), above)


def _negbin(
    q: Question, size: float, mean: float, above: Sequence[float]
) -> Prediction:
    """Answer by a negative binomial law of some size about a mean, exactly."""
    from scipy.special import betainc, nbdtrik

    if mean <= 0:
        return Prediction.of(q, [0.0], above)
    p = size / (size + mean)
    guess = nbdtrik(LEVELS, size, p)
    return _law(q, lambda k: betainc(size, k + 1, p), guess, above)


def _law(
    q: Question,
    below: Callable[[Floats], Floats],
    inverse: Floats,
    above: Sequence[float],
) -> Prediction:
    """Answer by the chance of so many or fewer, and where that reaches each level."""
    most = np.maximum(np.ceil(inverse), 0.0)
    less = np.maximum(most - 1, 0.0)  # the inverse is good to a few digits
    counts = np.where(below(less) >= LEVELS, less, most)
    passed = np.where(np.less(above, 0), 1.0, 1 - below(np.floor(np.maximum(above, 0))))
    chances = dict(zip(above, passed.tolist(), strict=True))
    return Prediction(q, tuple(counts.tolist()), chances)


@model(
    "negbin",
    version=2,
    title=Text(en="negative binomial", zh="負二項分布"),
)
def negbin(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """Weeks are independent negative binomial counts, their mean and variance those of
    the last 26 weeks; Poisson counts where they vary no more than those do. The total
    is negative binomial too, and its quantiles are exact.
    """
    for q in questions:
        weeks = steps(view.series(target.series), q.base.last, _WINDOW)
        mean, var, ahead = weeks.mean(), weeks.var(ddof=1), q.horizon.count
        if var <= mean:
            yield _poisson(q, mean * ahead, target.above)
        else:
            size = mean**2 / (var - mean)
            yield _negbin(q, size * ahead, mean * ahead, target.above)


@model(
    "poisson", version=2, title=Text(en="Poisson, 26 weeks", zh="卜瓦松分布（26 週）")
)
def poisson(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """Weeks are independent Poisson counts with the mean of the last 26 weeks: what one
    would say who forgot that records come in batches. Quantiles are exact.
    """
    for q in questions:
        mean = steps(view.series(target.series), q.base.last, _WINDOW).mean()
        yield _poisson(q, mean * q.horizon.count, target.above)


@model(
    "bootstrap",
    version=2,
    title=Text(en="weeks of the last year, redrawn", zh="過去一年各週重抽"),
)
def bootstrap(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Each week to come is a week of the last 52, drawn with replacement, evenly."""
    for q in questions:
        weeks = steps(view.series(target.series), q.base.last, _YEAR)
        draws = redrawn(weeks, q.horizon.count, rng).sum(axis=1)
        yield Prediction.of(q, draws, target.above)


@model(
    "ewma",
    version=2,
    title=Text(en="smoothed rate, negative binomial", zh="指數平滑率＋負二項分布"),
)
def ewma(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """The total is negative binomial of size 12 about an exponentially weighted mean of
    all weeks so far, each counting 0.93 of the next. Quantiles are exact.
    """
    for q in questions:
        weeks = steps(view.series(target.series), q.base.last)
        weights = _MEMORY ** np.arange(len(weeks))[::-1]
        mean = np.average(weeks, weights=weights) * q.horizon.count
        yield _negbin(q, _SIZE, float(mean), target.above)
