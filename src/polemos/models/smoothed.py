"""A pace that wanders: exponential smoothing of the log, its errors redrawn."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Question, Reckoning, Target, Text, View
from polemos.models._model import Prediction, model
from polemos.models._past import path
from polemos.models._redrawn import redrawn
from polemos.models.score import Floats

_YEAR = {"w": 52, "m": 12}  # steps; fewer than one year of them say too little
_START = 6  # steps whose mean is the first level
_WEIGHTS = np.arange(0.02, 1.001, 0.02)


@model(
    "smoothed",
    version=2,
    title=Text(en="local level of the log rate", zh="對數速率局部水準"),
)
def smoothed(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The log of one plus the weekly growth (or monthly level) is a level that wanders,
    with noise: y = l + e, l' = l + a e (exponential smoothing, ETS(A,N,N); Hyndman et
    al. 2008, ch. 3). The weight a has the least squared one-step error over the last
    two years, or what there is from one year on; paths redraw those errors, centred,
    with replacement: a pace that changed of late is believed as far as such changes
    have lasted. Assumes that no step is negative, no season and no trend.
    """
    for q in questions:
        drawn = np.expm1(_paths(_logs(view, q), q.horizon.count, rng))
        how = q.how is Reckoning.CHANGE
        yield Prediction.of(q, drawn.sum(axis=1) if how else drawn[:, -1], target.above)


def _logs(view: View, q: Question) -> Floats:
    year = _YEAR[q.horizon.step]
    past = path(view, q)[-2 * year :]
    if len(past) < year or past.min() < 0:
        raise NotYetKnown(
            f"{q.series}: expected {year} steps without a gap, none below zero, found "
            f"{len(past)} from {past.min(initial=np.inf):g} up"
        )
    return np.asarray(np.log1p(past))


def smooth(past: Floats) -> tuple[float, float, Floats]:
    """Fit the local level: its weight, the newest level, the errors one step ahead.

    The errors have the shape of `past` and are centred, so that no trend is redrawn.
    """
    level = np.full(len(_WEIGHTS), past[:_START].mean())
    errors = np.empty((len(past), len(_WEIGHTS)))
    for t, seen in enumerate(past):
        errors[t] = seen - level
        level += _WEIGHTS * errors[t]
    best = int((errors**2).sum(axis=0).argmin())
    found = errors[:, best]
    return float(_WEIGHTS[best]), float(level[best]), found - found.mean()


def _paths(past: Floats, ahead: int, rng: Generator) -> Floats:
    """Draw paths of `ahead` steps that go on from `past`, shape (draws, ahead)."""
    weight, level, errors = smooth(past)
    drawn = redrawn(errors, ahead, rng)
    moved = weight * np.cumsum(drawn, axis=1)
    return np.asarray(level + drawn + moved - weight * drawn)
