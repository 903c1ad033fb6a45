"""Inflation by models that learn from how forecasts like theirs did until now.

Each makes again, for every month of the past, the forecast that it would have made
then, from prices (and money) as they are told today.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Question, Target, Text, View
from polemos.models._conformal import half_widths, spread
from polemos.models._model import Prediction, model
from polemos.models.inflation import (
    WINDOW,
    Spread,
    by_rule,
    direct,
    goal_on,
    half_way_from,
    percent,
    price_changes,
    redrawn,
    with_money,
    yearly,
)
from polemos.models.score import Floats

_DRAWS = 6000
_REACH = 300  # months of M2 that forecasts of the past are made from
_NEEDED = 24  # settled forecasts before weights are fitted
_ROUNDS = 200  # of expectation and maximisation

Part = Callable[[int], Spread]  # what a part says from the first so many months


def _history(part: Part, months: int, ahead: int, most: int) -> list[Spread]:
    """Give what a part said in up to `most` months whose outcome is known, in order."""
    last = months - ahead  # months known to the newest forecast that is settled
    first = max(WINDOW + ahead, last - most + 1)
    return [part(n) for n in range(first, last + 1)]


@model(
    "ar_conformal",
    version=1,
    title=Text(en="autoregression, adaptive intervals", zh="自我迴歸，自適應保形區間"),
)
def ar_conformal(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """The point of the regression on inflation, with intervals by adaptive conformal
    inference (Gibbs and Candès 2021): as wide as a quantile of the last 120 misses that
    the regression made ahead of time, and at a level that moves by 0.02 of whether the
    intervals given before held what came, for each horizon by itself. Symmetric in
    logs, and never wider than the widest miss.
    """
    for q in questions:
        y, h = yearly(price_changes(view, target, q.base)), q.horizon.count

        def part(n: int, y: Floats = y, h: int = h) -> Spread:
            return direct(y[:n], y[:n, None], h)

        told = _history(part, len(y), h, len(y))
        points = np.array([point for point, _ in told])
        misses = np.abs(y[len(y) - len(told) :] - points)
        drawn = spread(part(len(y))[0], half_widths(misses, h))
        yield Prediction.of(q, percent(drawn), target.above)


@model(
    "stacked",
    version=1,
    title=Text(en="stacked by log score", zh="依對數分數加權合併"),
)
def stacked(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """A mixture of the regressions on inflation, without and with M2, and of the rules
    no change, goal, and half way to it. Its weights are those under which the mixture
    would have held likeliest what came in the last 120 months that are settled (log
    score; Hall and Mitchell 2007, Int. J. Forecasting 23:1), by expectation and
    maximisation from equal weights, for each horizon by itself; the densities are
    normal kernels about the redrawn misses. The vector autoregression is not among
    them: it takes too long to make again for each month of the past.
    """
    for q in questions:
        y, growth = with_money(view, target, q.base, _REACH)
        h, n = q.horizon.count, len(y)

        def goal(known: int, q: Question = q, n: int = n) -> float:
            return goal_on(target, q.base.shifted(months=known - n).last)

        parts = _parts(y, growth, h, goal)
        told = [_history(part, n, h, WINDOW) for part in parts]
        came = y[n - len(told[0]) :]
        if len(came) < _NEEDED:
            raise NotYetKnown(
                f"{q.target}: expected {_NEEDED} settled forecasts, found {len(came)}"
            )
        logs = [list(map(_log_density, map(redrawn, t), came)) for t in told]
        weights = stack(np.array(logs).T)
        drawn = [
            rng.choice(redrawn(part(n)), round(w * _DRAWS))
            for part, w in zip(parts, weights, strict=True)
        ]
        yield Prediction.of(q, percent(np.concatenate(drawn)), target.above)


def _parts(
    y: Floats, growth: Floats, ahead: int, goal: Callable[[int], float]
) -> tuple[Part, ...]:
    """Give the parts of the mixture, from inflation and the growth of M2, both (n,)."""
    both = np.column_stack([y, growth])
    return (
        lambda n: direct(y[:n], y[:n, None], ahead),
        lambda n: direct(y[:n], both[:n], ahead),
        lambda n: half_way_from(y[:n], goal(n), ahead),
        lambda n: by_rule(y[:n], lambda now: now, ahead),
        lambda n: by_rule(y[:n], lambda x: np.full_like(x, goal(n)), ahead),
    )


def _log_density(draws: Floats, came: float) -> float:
    """Give the log of a normal kernel's density (Silverman's width) at an outcome."""
    width = 1.06 * draws.std() * len(draws) ** -0.2
    z = (came - draws) / width
    logs = -0.5 * z**2 - np.log(width * np.sqrt(2 * np.pi) * len(draws))
    return float(np.logaddexp.reduce(logs))


def stack(logs: Floats) -> Floats:
    """Give the weights, (k,), under which a mixture is likeliest by `logs` (n, k).

    `logs` are the log densities that k forecasters gave to n outcomes.
    """
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights = np.full(logs.shape[1], 1 / logs.shape[1])
    for _ in range(_ROUNDS):
        mine = weights * shares
        weights = (mine / mine.sum(axis=1, keepdims=True)).mean(axis=0)
    return np.asarray(weights)
