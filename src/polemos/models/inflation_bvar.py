"""Inflation by a Bayesian vector autoregression, and that pooled with two rules."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Period, Question, Target, Text, View
from polemos.models._bvar import Fitted, fit, simulate, widths
from polemos.models._model import Prediction, model
from polemos.models.inflation import (
    WINDOW,
    ar_told,
    half_way_told,
    percent,
    price_changes,
    redrawn,
    variable,
)
from polemos.models.score import Floats

DRAWS = 2000
_LAGS = 6
_YEAR = 12
_GROWING = ("money", "dollar", "oil")  # enter as monthly log changes
_LASTING = ("rate",)  # enters as it is, and is expected to stay


def _system(view: View, target: Target, base: Period) -> tuple[Floats, Floats]:
    """Give the last 120 months (120, m), prices first, and what lasts of each (m,)."""
    columns, own = [price_changes(view, target, base)[-WINDOW:]], [0.0]
    for part in (*_GROWING, *_LASTING):
        if not view.series(target.inputs[part]).points:
            continue
        told = variable(view, target, part, base)
        lasting = part in _LASTING
        column = told if lasting else 100 * np.diff(np.log(told))
        if len(column) >= WINDOW:
            columns.append(column[-WINDOW:])
            own.append(float(lasting))
    if len(columns[0]) < WINDOW:
        raise NotYetKnown(f"expected {WINDOW} months of prices up to {base}")
    return np.column_stack(columns), np.array(own)


def _season(month: int) -> Floats:
    """Give a constant and a mark for each month but January."""
    row = np.zeros(_YEAR)
    row[0] = row[month - 1] = 1.0
    return row


def _shocks(target: Target, base: Period) -> list[int]:
    """Place the months of shock that have come, counted from the window's start."""
    ordinal = base.start.year * _YEAR + base.start.month
    found = []
    for month in target.inputs["shocks"]:
        year, m = map(int, month.split("-"))
        at = WINDOW - 1 - (ordinal - year * _YEAR - m)
        if at < WINDOW:
            found.append(at)
    return found


@lru_cache(maxsize=1)
def _fitted(y: bytes, own: bytes, base: Period, shocks: tuple[int, ...]) -> Fitted:
    """Fit a day's system once, though more than one model asks for it."""
    lasting = np.frombuffer(own)
    months = [base.shifted(months=i - WINDOW + 1).start.month for i in range(WINDOW)]
    seasons = np.array([_season(m) for m in months])
    told = np.frombuffer(y).reshape(WINDOW, len(lasting))
    return fit(told, seasons, lasting, lags=_LAGS, shocks=shocks)


def bvar_draws(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Mapping[Question, Floats]:
    """Draw inflation for questions of one base, in hundreds of logs."""
    base = questions[0].base
    y, own = _system(view, target, base)
    shocks = _shocks(target, base)
    fitted = _fitted(y.tobytes(), own.tobytes(), base, tuple(shocks))
    steps = max(q.horizon.count for q in questions)
    inside = [s for s in shocks if s >= _LAGS]
    wide = widths(WINDOW + steps, inside, fitted.sizes, fitted.decay)[WINDOW:]
    paths = simulate(
        fitted,
        y,
        lambda i: _season(base.shifted(months=i + 1).start.month),
        lags=_LAGS,
        widths_ahead=wide,
        draws=DRAWS,
        rng=rng,
    )[:, :, 0]
    known = y[-_YEAR:, 0]
    drawn = {}
    for q in questions:
        h = q.horizon.count
        ahead = paths[:, max(0, h - _YEAR) : h].sum(axis=1)
        drawn[q] = ahead + (known[h:].sum() if h < _YEAR else 0.0)
    return drawn


@model("bvar", version=1, title=Text(en="vector autoregression", zh="貝氏向量自我迴歸"))
def bvar(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """A vector autoregression of monthly changes in prices, M2, the exchange rate and
    the oil price, and of the key rate once it is known for the whole window: 120
    months, 6 lags, a mark for each month of the year, Minnesota prior. How strongly
    coefficients are shrunk, and how much wider errors were in the named months of shock
    and how fast that fades, are those of the highest marginal likelihood (Giannone,
    Lenza, Primiceri 2015; Lenza, Primiceri 2022). What is published late enters as late
    as it is known. It expects no further shock, and so is surer than it should be.
    """
    if questions:
        for q, drawn in bvar_draws(view, target, questions, rng).items():
            yield Prediction.of(q, percent(drawn), target.above)


@model("pool", version=1, title=Text(en="three models pooled", zh="三模型合併"))
def pool(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """An equal mixture of the vector autoregression, the regression on inflation and
    the rule that goes half way to the goal. The three err apart, and a mixture is as
    wide as they differ.
    """
    if not questions:
        return
    for q, drawn in bvar_draws(view, target, questions, rng).items():
        parts = [drawn]
        for told in (ar_told, half_way_told):
            parts.append(rng.choice(redrawn(told(view, target, q)), DRAWS))
        yield Prediction.of(q, percent(np.concatenate(parts)), target.above)
