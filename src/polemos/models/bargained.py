"""Where things will stand on an issue that is bargained over."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import WHOLE, NotYetKnown, Point, Question, Target, Text, View
from polemos.models._model import Prediction, model
from polemos.models._negotiating import Negotiating
from polemos.models._talks import NO_TABLE, Talks
from polemos.models.bargaining import draws, within_whole
from polemos.models.score import Floats

_DRAWS = 2000


@model(
    "as_it_stands",
    version=1,
    title=Text("as it stands", "現況不變"),
)
def as_it_stands(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Nothing changes: the state as it was last coded. It may be coded anew by another
    hand, so it is drawn from a triangle over its coder's interval.
    """
    state = view.series(target.series).last()
    for q in questions:
        yield Prediction.of(q, _triangle(state, rng), target.above)


def _triangle(p: Point, rng: Generator) -> Floats:
    low, high = p.ends
    if low == high:
        return np.full(_DRAWS, p.value)
    return rng.triangular(low, p.value, high, _DRAWS)


@model(
    "bargained",
    version=1,
    title=Text("the spatial model of bargaining", "議價空間模型"),
)
def bargained(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """The table comes to a settlement by then: where games of KTAB's spatial model end,
    played from coded positions, saliences and capabilities, each drawn from a triangle
    over its coder's interval.
    """
    talks = _talks(view)
    settled = talks.played.settled[:, _place(target, talks)]
    for q in questions:
        yield Prediction.of(q, settled, target.above)


@model(
    "compromise",
    version=1,
    title=Text("mean by capability and salience", "議價能力與分量的加權平均"),
)
def compromise(
    view: View, target: Target, questions: Sequence[Question], _: Generator
) -> Iterable[Prediction]:
    """The table comes to the mean of positions by capability times salience, each input
    drawn from a triangle over its coder's interval.
    """
    talks = _talks(view)
    at, table = _place(target, talks), talks.intervals.table
    n, dims = table.positions.shape
    drawn = within_whole(draws(talks.intervals, _DRAWS, seed=talks.seed), n)
    places = drawn[:, n : n + n * dims].reshape(-1, n, dims)[:, :, at]
    weights = drawn[:, n + n * dims :].reshape(-1, n, dims)[:, :, at] * drawn[:, :n]
    means = WHOLE * (places * weights).sum(axis=1) / weights.sum(axis=1)
    for q in questions:
        yield Prediction.of(q, means, target.above)


def _talks(view: View) -> Talks:
    if not isinstance(view, Negotiating):
        raise NotYetKnown("expected a view that answers for a table", NO_TABLE)
    return view.talks


def _place(target: Target, talks: Talks) -> int:
    return talks.place(target.series.rpartition(".")[2])
