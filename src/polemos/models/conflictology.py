"""Benchmarks that know nothing but history, as ViEWS uses them.

Hegre et al. 2024 (arXiv 2407.11045) ask of every model of conflict that it beats the
last year redrawn, and the last observation.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import Question, Reckoning, Target, Text, View
from polemos.models._conformal import half_widths, spread
from polemos.models._model import Prediction, model
from polemos.models._past import path, totals

_A_YEAR = {"w": 52, "m": 12}


def _steps(q: Question, times: int) -> int:
    """Count the steps that hold so many, overlapping, of what a question asks about."""
    return times + (q.horizon.count - 1 if q.how is Reckoning.CHANGE else 0)


@model(
    "conflictology",
    version=1,
    title=Text(en="last year redrawn", zh="過去十二個月重抽"),
)
def conflictology(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """What is asked about will be as it was at one of the last twelve months, each as
    likely: the level of one of the last 12 months (or 52 weeks), or for a change the
    change over an equal span that ended in one of them. The spans overlap, so that a
    quarter keeps the swings a quarter has. Hegre et al. 2024, arXiv 2407.11045.
    """
    for q in questions:
        past = path(view, q, _steps(q, _A_YEAR[q.horizon.step]))
        yield Prediction.of(q, totals(past, q), target.above)


@model("last", version=1, title=Text(en="the same again", zh="與上期相同"))
def last(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """What is asked about will be what it last was: the newest level, or the change
    over the newest span of equal length. It is sure of that, and has no interval.
    """
    for q in questions:
        yield Prediction.of(q, totals(path(view, q, _steps(q, 1)), q), target.above)


@model(
    "last_conformal",
    version=1,
    title=Text(
        en="the same again, adaptive intervals", zh="與上期相同，自適應保形區間"
    ),
)
def last_conformal(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """What is asked about will be what it last was, with intervals by adaptive
    conformal inference (Gibbs and Candès 2021): as wide as a quantile of the last 120
    misses of that rule, one made at each step, and at a level that moves by 0.02 of
    whether the intervals given before held what came. Nothing ends below zero.
    """
    for q in questions:
        so_far, ahead = totals(path(view, q), q), q.horizon.count
        misses = np.abs(so_far[ahead:] - so_far[:-ahead])
        drawn = spread(float(so_far[-1]), half_widths(misses, ahead))
        yield Prediction.of(q, np.maximum(drawn, 0.0), target.above)
