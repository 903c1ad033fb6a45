"""A fund that pays for what oil does not bring: how much of it will be left.

What it holds, gold and currencies, changes in worth with their prices; what is drawn
depends on the price of oil by a rule of two parameters, or is what was drawn of late.
A change over more than a month is no month's change, and is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.random import Generator

from polemos.core import (
    NotYetKnown,
    Period,
    Point,
    Question,
    Series,
    Target,
    Text,
    View,
)
from polemos.models._fund import (
    DRAWS,
    Draw,
    holdings,
    market,
    paths,
    run_down,
    unit_worth,
)
from polemos.models._model import Prediction, model
from polemos.models.score import Floats

_RECENT = 24  # months whose draws are redrawn
_YEAR = 12
_DISCOUNTS = 36  # months in which the discount is looked for
_Number = TypeVar("_Number", float, Floats)


def rule(
    stock: _Number, cutoff: float, scenarios: Sequence[tuple[float, _Number]]
) -> tuple[_Number, _Number]:
    """Solve draw = a + b (cutoff - price) from two published (price, years it lasts).

    Gives a in the unit of the stock a year, and b in that for each dollar a barrel.
    """
    (p, years), (q, longer) = scenarios
    b = (stock / years - stock / longer) / (q - p)
    return stock / years - b * (cutoff - p), b


def years_left(stock: float, cutoff: float, price: float, a: float, b: float) -> float:
    """Tell how many years a stock lasts at one price; infinite if nothing is drawn."""
    draw = a + b * (cutoff - price)
    return stock / draw if draw > 0 else float("inf")


def _answers(
    view: View,
    target: Target,
    questions: Sequence[Question],
    rng: Generator,
    draw: Draw,
) -> Iterable[Prediction]:
    base, last = questions[0].base, questions[-1].period
    months = (last.start.year - base.start.year) * _YEAR
    months += last.start.month - base.start.month
    prices = paths(market(view, target, base), months, rng)
    stocks = run_down(holdings(view, target, base), prices, draw)
    for q in questions:
        yield Prediction.of(q, stocks[:, q.horizon.count - 1], target.above)


def _discounts(view: View, target: Target) -> Floats:
    """Give how much cheaper the taxed oil was, in each month known of the last 36."""
    oil = view.series(target.inputs["oil"])
    first = oil.last().period.shifted(months=-_DISCOUNTS).start
    taxed = view.series(target.inputs["taxed_oil"]).between(first=first)
    gaps = oil.minus(taxed)
    if not gaps.points:
        raise NotYetKnown(f"{taxed.id}: expected a price since {first}, found none")
    return np.array([p.value for p in gaps])


def _held_on(table: Mapping[str, float], day: date) -> float | None:
    held = [d for d in table if d <= day.isoformat()]
    return table[max(held)] if held else None


def _rules(told: Mapping[str, Any], rng: Generator) -> tuple[Floats, Floats]:
    """Draw a and b of the rule within the rounding of what was published, (draws,)."""
    off = told["rounded"]

    def drawn(number: float, what: str) -> Floats:
        return rng.uniform(number - off[what] / 2, number + off[what] / 2, DRAWS)

    lasts = [(price, drawn(years, "years")) for price, years in told["scenarios"]]
    return rule(drawn(told["stock"], "stock"), told["cutoff"], lasts)


def _departures(view: View, target: Target, base: Period, cheaper: float) -> Floats:
    """Give what was drawn less what the rule says, in months of the last 24, (n,)."""
    told = target.inputs["rule"]
    a, b = rule(told["stock"], told["cutoff"], told["scenarios"])
    oil = {p.period: p.value for p in view.series(target.inputs["oil"])}
    out = []
    for month, drawn in _flows(view, target, base).items():
        cutoff = _held_on(target.inputs["cutoffs"], month.last)
        if cutoff is not None and month in oil:
            said = a + b * (cutoff - (oil[month] - cheaper))
            out.append(drawn - max(said, 0.0) / _YEAR)
    return np.array(out or [0.0])


@model("runway", version=2, title=Text(en="published rule", zh="已公布的支用規則"))
def runway(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Gold, yuan and the rest are revalued month by month, the rest with the dollar,
    while a + b (cut-off - oil price) is drawn in a year, if that is above nothing: the
    published rule tells of what is drawn, not of what is saved when oil is dear. a and
    b are solved from two published scenarios of how long the fund lasts, drawn within
    their rounding, and the model says nothing before they were published. Oil, gold,
    dollar and yuan move as in a month of the last 120, the same for all four, with no
    trend; the taxed oil is cheaper by one of the discounts of the last 36 months, drawn
    once for each path. The cut-off falls as was announced. What was drawn in the months
    of the last 24 departed from the rule, at the year's end by most: each month to come
    departs from it as one of them did, on either side, so that the rule stays the
    median. New laws are not foreseen.
    """
    if not questions:
        return
    told = target.inputs["rule"]
    if view.as_of.date().isoformat() < told["published"]:
        raise NotYetKnown(
            f"{target.id}: expected the rule, published on {told['published']}, "
            f"found {view.as_of:%F}",
            Text("the rule that it goes by is not out yet", "所依據的規則尚未公布"),
        )
    a, b = _rules(told, rng)
    today = view.series(target.inputs["oil"]).last().value
    discounts = _discounts(view, target)
    cheaper, base = rng.choice(discounts, DRAWS), questions[0].base
    off = _departures(view, target, base, float(np.median(discounts)))

    def draw(i: int, oil: Floats) -> Floats:
        month = base.shifted(months=i + 1)
        cutoff = _held_on(target.inputs["cutoffs"], month.last)
        if cutoff is None:
            raise NotYetKnown(f"{target.id}: expected a cut-off that holds in {month}")
        drawn = a + b * (cutoff - (today * oil - cheaper))
        departed = rng.choice(off, DRAWS) * rng.choice([-1.0, 1.0], DRAWS)
        return np.asarray(np.maximum(drawn, 0.0) / _YEAR + departed, float)

    yield from _answers(view, target, questions, rng, draw)


@model("as_drawn", version=2, title=Text(en="drawn as of late", zh="照近期支用"))
def as_drawn(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """As the published rule, but what is drawn in a month is what the gold and yuan
    held fell by in one of the last 24 months, at that month's prices: no oil in it.
    Months whose beginning or end is not known are left out.
    """
    if not questions:
        return
    flows = list(_flows(view, target, questions[0].base).values())

    def draw(i: int, oil: Floats) -> Floats:
        return np.asarray(rng.choice(flows, DRAWS), float)

    yield from _answers(view, target, questions, rng, draw)


def _steps(told: Series, base: Period) -> Mapping[Period, tuple[Point, Point]]:
    """Give each of the last 24 months of a stock with its end and the end before."""
    pairs = pairwise(told.between(base.shifted(months=-_RECENT).start, base.last))
    return {q.period: (p, q) for p, q in pairs if p.period.end == q.period.start}


def _flows(view: View, target: Target, base: Period) -> Mapping[Period, float]:
    """Give what was drawn in each of the last 24 months whose both ends are known."""
    drawn: list[dict[Period, float]] = []
    for part in ("gold", "yuan"):
        steps = _steps(view.series(target.inputs[part]), base)
        drawn.append(
            {
                month: (p.value - q.value) * unit_worth(view, target, part, month)
                for month, (p, q) in steps.items()
            }
        )
    gold, yuan = drawn
    if gold.keys() != yuan.keys():
        raise NotYetKnown(
            f"{target.id}: expected {len(gold)} months as of gold, found {len(yuan)} "
            f"of yuan, {len(gold.keys() & yuan.keys())} the same"
        )
    if len(gold) < _YEAR:
        raise NotYetKnown(
            f"{target.id}: expected {_YEAR} months of what is held, found {len(gold)}"
        )
    return {month: gold[month] + yuan[month] for month in gold}


@model(
    "drift",
    version=2,
    title=Text(en="changes redrawn", zh="兩年月變動重抽"),
)
def drift(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Each month to come changes the level as one of the last 24 did, drawn with
    replacement; what would end below zero counts as zero. Months whose beginning or end
    is not known are left out, a half of them at most.
    """
    for q in questions:
        told = view.series(q.series)
        changes = [b.value - a.value for a, b in _steps(told, q.base).values()]
        if len(changes) < _RECENT // 2:
            raise NotYetKnown(
                f"{q.series}: expected {_RECENT // 2} months of the last {_RECENT} "
                f"whose change is known, found {len(changes)}"
            )
        drawn = rng.choice(np.array(changes), (DRAWS, q.horizon.count)).sum(axis=1)
        level = told.at(q.base).value
        yield Prediction.of(q, np.maximum(level + drawn, 0.0), target.above)
