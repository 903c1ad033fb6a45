"""Inflation over twelve months, ahead: rules of thumb and regressions.

They reckon in hundreds of logs, `100 ln(1 + rate/100)`, which add up over time.
A rule is as sure of itself as it was right: its past misses are redrawn, on either
side, so that its own number stays the median.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Period, Question, Target, Text, View
from polemos.models._grid import monthly
from polemos.models._model import Prediction, model
from polemos.models.score import Floats

WINDOW = 120  # months of origins that a regression, or a rule's misses, are taken from
_YEAR = 12
_REACH = 156  # months of a variable that are looked at
_OLDEST = 6  # months by which a variable may lag behind prices
_MEMORY = 0.5  # share of the distance from the goal that lasts a year


def percent(logs: Floats) -> Floats:
    """Turn hundreds of logs into percent."""
    return np.asarray(100 * np.expm1(np.asarray(logs) / 100))


def price_changes(view: View, target: Target, base: Period) -> Floats:
    """Give monthly price changes up to `base`, in hundreds of logs, oldest first."""
    told = view.series(target.inputs["prices"]).between(last=base.last)
    if told.last().period != base:
        raise NotYetKnown(
            f"{told.id}: expected {base}, the base of the question, found "
            f"{told.last().period}"
        )
    return np.asarray(100 * np.log1p(monthly(told) / 100))


def yearly(changes: Floats) -> Floats:
    """Sum twelve months on end: (n,) to (n - 11,)."""
    return np.convolve(changes, np.ones(_YEAR), "valid")


def variable(
    view: View, target: Target, part: str, base: Period, reach: int = _REACH
) -> Floats:
    """Give a variable's months up to its newest, which is taken to stand at `base`.

    What is published later thus enters as late as it is known, in the past as now. Up
    to six missing months in a row are laid on the line between their neighbours. What
    lies `reach` months back is not looked at.
    """
    first = base.shifted(months=-reach).start
    told = view.series(target.inputs[part]).between(first).monthly()
    told = told.between(last=base.last)
    if told.last().period < base.shifted(months=-_OLDEST):
        raise NotYetKnown(
            f"{told.id}: expected a value not older than {_OLDEST} months in {base}, "
            f"found one of {told.last().period}"
        )
    at = [p.period.start.year * _YEAR + p.period.start.month for p in told]
    holes = np.flatnonzero(np.diff(at) > _OLDEST + 1)
    run = slice(holes[-1] + 1 if holes.size else 0, None)
    months, values = at[run], [p.value for p in told][run]
    return np.interp(np.arange(months[0], months[-1] + 1), months, values)


def direct(y: Floats, x: Floats, ahead: int) -> tuple[float, Floats]:
    """Regress y[t + ahead] on 1 and x[t], over the last 120 pairs that are known.

    `x` is (n, k) beside y (n,). Gives the forecast from x[-1] and the residuals, made
    wider by the degrees of freedom: `ahead` months that overlap count as one.
    """
    n, k = x.shape
    if n < WINDOW + ahead:
        raise NotYetKnown(
            f"expected {WINDOW + ahead} months to regress on, found only {n}"
        )
    rows = np.column_stack([np.ones(n), x])
    past, came = rows[-WINDOW - ahead : -ahead], y[-WINDOW:]
    b = np.linalg.lstsq(past, came, rcond=None)[0]
    free = max(1.0, WINDOW / ahead - k - 1)
    return float(rows[-1] @ b), (came - past @ b) * np.sqrt(WINDOW / ahead / free)


def by_rule(
    y: Floats, rule: Callable[[Floats], Floats], ahead: int
) -> tuple[float, Floats]:
    """Give what a rule says from y[-1], and its last 120 misses."""
    if len(y) < WINDOW + ahead:
        raise NotYetKnown(
            f"expected {WINDOW + ahead} months of inflation, found only {len(y)}"
        )
    said = rule(y)
    return float(said[-1]), (y[ahead:] - said[:-ahead])[-WINDOW:]


def goal_on(target: Target, day: date) -> float:
    """Give the goal for inflation that held on a day, in hundreds of logs a year."""
    held = {d: g for d, g in target.inputs["goals"].items() if d <= day.isoformat()}
    if not held:
        raise NotYetKnown(f"{target.id}: expected a goal for inflation on {day}")
    return float(100 * np.log1p(held[max(held)] / 100))


Spread = tuple[float, Floats]


def redrawn(told: Spread) -> Floats:
    """Lay the misses on both sides of the point."""
    point, misses = told
    return np.concatenate([point + misses, point - misses])


def half_way_from(y: Floats, goal: float, ahead: int) -> Spread:
    """Give goal + 0.5 (inflation - goal) for a year ahead, and its misses."""
    left = _MEMORY ** (ahead / _YEAR)
    return by_rule(y, lambda now: goal + left * (now - goal), ahead)


def half_way_told(view: View, target: Target, q: Question) -> Spread:
    """Go from inflation now half way to the goal of the day of the question."""
    y = yearly(price_changes(view, target, q.base))
    return half_way_from(y, goal_on(target, q.origin), q.horizon.count)


def with_money(
    view: View, target: Target, base: Period, reach: int = _REACH
) -> tuple[Floats, Floats]:
    """Give inflation and, beside it, what M2 grew by in twelve months, both (n,)."""
    y = yearly(price_changes(view, target, base))
    money = 100 * np.log(variable(view, target, "money", base, reach))
    growth = money[_YEAR:] - money[:-_YEAR]
    n = min(len(y), len(growth))
    return y[-n:], np.asarray(growth[-n:])


def ar_told(view: View, target: Target, q: Question) -> Spread:
    """Regress inflation so far ahead on inflation now."""
    y = yearly(price_changes(view, target, q.base))
    return direct(y, y[:, None], q.horizon.count)


def _answer(
    target: Target, questions: Sequence[Question], told: Callable[[Question], Spread]
) -> Iterable[Prediction]:
    for q in questions:
        yield Prediction.of(q, percent(redrawn(told(q))), target.above)


@model("random_walk", version=1, title=Text(en="no change", zh="維持現值"))
def random_walk(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Inflation over twelve months stays what it is; its changes over as long a time,
    of the last 120 months, are redrawn on either side.
    """

    def told(q: Question) -> Spread:
        y = yearly(price_changes(view, target, q.base))
        return by_rule(y, lambda now: now, q.horizon.count)

    yield from _answer(target, questions, told)


@model("constant", version=1, title=Text(en="the central bank's goal", zh="央行目標值"))
def constant(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Inflation is at the central bank's goal, as announced by then; its distances from
    that number in the last 120 months are redrawn on either side.
    """

    def told(q: Question) -> Spread:
        goal = goal_on(target, q.origin)
        y = yearly(price_changes(view, target, q.base))
        return by_rule(y, lambda now: np.full_like(now, goal), q.horizon.count)

    yield from _answer(target, questions, told)


@model("half_way", version=1, title=Text(en="half way to the goal", zh="往目標走一半"))
def half_way(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Half of the distance from the central bank's goal is made up in a year, goal +
    0.5 (inflation - goal), and in a shorter time as much as leads there. The misses of
    this rule in the last 120 months are redrawn on either side.
    """
    yield from _answer(target, questions, lambda q: half_way_told(view, target, q))


@model("ar", version=1, title=Text(en="autoregression", zh="自我迴歸"))
def ar(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Inflation so far ahead is regressed on inflation now, by least squares over the
    last 120 months; residuals are redrawn, widened for how few of them do not overlap.
    """
    yield from _answer(target, questions, lambda q: ar_told(view, target, q))


@model(
    "ar_money",
    version=1,
    title=Text(en="regression on inflation and M2", zh="對通膨與 M2 成長迴歸"),
)
def ar_money(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """As the regression on inflation, with the growth of M2 over twelve months added:
    does money tell what inflation does not?
    """

    def told(q: Question) -> Spread:
        y, growth = with_money(view, target, q.base)
        return direct(y, np.column_stack([y, growth]), q.horizon.count)

    yield from _answer(target, questions, told)
