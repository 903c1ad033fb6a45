"""Counts that arrive in clumps: what a running total will gain in some weeks.

These are the baselines that a model of losses has to beat, and the fair answer where
there is no better one.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import Question, Target, Text, View
from polemos.models._grid import steps
from polemos.models._model import Prediction, model
from polemos.models.score import Floats

DRAWS = 2000
_WINDOW = 26  # weeks that a rate is taken from
_YEAR = 52
_MEMORY = 0.93  # what a week counts beside the next one
_SIZE = 12.0  # of the negative binomial about the smoothed rate


def negbin_draws(
    weeks: Floats, ahead: int, rng: Generator, draws: int = DRAWS
) -> Floats:
    """Draw totals of `ahead` weeks that are negative binomial, by moments of `weeks`.

    Shape (draws,). Where the weeks vary no more than Poisson counts do, those.
    """
    mean, var = weeks.mean(), weeks.var(ddof=1)
    if var <= mean:
        return np.asarray(rng.poisson(mean * ahead, draws), float)
    size = mean**2 / (var - mean)
    drawn = rng.negative_binomial(size, size / (size + mean), (draws, ahead))
    return np.asarray(drawn.sum(axis=1), float)


@model(
    "negbin",
    version=1,
    title=Text(en="negative binomial", zh="負二項分布"),
)
def negbin(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Weeks are independent negative binomial counts, their mean and variance those of
    the last 26 weeks.
    """
    for q in questions:
        weeks = steps(view.series(target.series), q.base.last, _WINDOW)
        draws = negbin_draws(weeks, q.horizon.count, rng)
        yield Prediction.of(q, draws, target.above)


@model(
    "poisson", version=1, title=Text(en="Poisson, 26 weeks", zh="卜瓦松分布（26 週）")
)
def poisson(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Weeks are independent Poisson counts with the mean of the last 26 weeks: what one
    would say who forgot that records come in batches.
    """
    for q in questions:
        mean = steps(view.series(target.series), q.base.last, _WINDOW).mean()
        draws = rng.poisson(mean * q.horizon.count, DRAWS)
        yield Prediction.of(q, draws, target.above)


@model(
    "bootstrap",
    version=1,
    title=Text(en="weeks of the last year, redrawn", zh="過去一年各週重抽"),
)
def bootstrap(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Each week to come is a week of the last 52, drawn with replacement."""
    for q in questions:
        weeks = steps(view.series(target.series), q.base.last, _YEAR)
        draws = rng.choice(weeks, (DRAWS, q.horizon.count)).sum(axis=1)
        yield Prediction.of(q, draws, target.above)


@model(
    "ewma",
    version=1,
    title=Text(en="smoothed rate, negative binomial", zh="指數平滑率＋負二項分布"),
)
def ewma(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The total is negative binomial of size 12 about an exponentially weighted mean of
    all weeks so far, each counting 0.93 of the next.
    """
    for q in questions:
        weeks = steps(view.series(target.series), q.base.last)
        weights = _MEMORY ** np.arange(len(weeks))[::-1]
        mean = np.average(weeks, weights=weights) * q.horizon.count
        draws = rng.negative_binomial(_SIZE, _SIZE / (_SIZE + mean), DRAWS)
        yield Prediction.of(q, draws, target.above)
