"""A fund that pays for what oil does not bring: how much of it will be left.

What it holds, gold and currencies, changes in worth with their prices; what is drawn
depends on the price of oil by a rule of two parameters, or is what was drawn of late.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Period, Question, Target, Text, View
from polemos.models._model import Prediction, model
from polemos.models.score import Floats

DRAWS = 2000
_MARKET = ("oil", "gold_price", "dollar", "yuan_rate")
_OIL, _GOLD, _DOLLAR, _YUAN = range(4)
_PRICES = 120  # months whose price changes are redrawn
_LATE = 6  # months by which one of the prices may lag behind the fund
_RECENT = 24  # months whose draws are redrawn
_YEAR = 12
_OUNCES = 32150.7466  # troy ounces in a tonne
_DISCOUNTS = 36  # months in which the discount is looked for


def rule(
    stock: float, cutoff: float, scenarios: Sequence[tuple[float, float]]
) -> tuple[float, float]:
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


def _market(view: View, target: Target, base: Period) -> Floats:
    """Give the monthly log changes of the four prices, (120, 4), less their mean."""
    first, told = base.shifted(months=-_PRICES - _LATE).start, []
    for part in _MARKET:
        recent = view.series(target.inputs[part]).between(first, base.last)
        told.append({p.period: p.value for p in recent.monthly()})
    months = sorted(set(told[0]).intersection(*told[1:]))[-_PRICES - 1 :]
    if len(months) <= _PRICES or months[0].shifted(months=_PRICES) != months[-1]:
        raise NotYetKnown(
            f"{target.id}: expected {_PRICES} months of prices in a row, found "
            f"{len(months)}"
        )
    changes = np.diff(np.log([[t[m] for t in told] for m in months]), axis=0)
    return np.asarray(changes - changes.mean(axis=0))


def _paths(changes: Floats, months: int, rng: Generator) -> Floats:
    """Draw the prices of each month as multiples of today's, (draws, months, 4)."""
    picked = rng.integers(len(changes), size=(DRAWS, months))
    return np.exp(np.cumsum(changes[picked], axis=1))


def _holdings(view: View, target: Target, base: Period) -> Floats:
    """Split the stock at `base` into gold, yuan and the rest, which sum to it, (3,)."""
    stock = view.series(target.series).at(base).value
    held = {p: _worth(view, target, p, base) for p in ("gold", "yuan")}
    known = sum(held.values())
    scale = stock / max(stock, known)  # a gold price a little off must not add to it
    gold, yuan = held["gold"] * scale, held["yuan"] * scale
    return np.array([gold, yuan, max(0.0, stock - gold - yuan)])


def _worth(view: View, target: Target, part: str, month: Period) -> float:
    """Give what the gold, or the yuan, were worth in a month, in bn roubles."""
    quantity = view.series(target.inputs[part]).at(month).value
    return quantity * _unit_worth(view, target, part, month)


def _unit_worth(view: View, target: Target, part: str, month: Period) -> float:
    def price(name: str) -> float:
        return view.series(target.inputs[name]).on(month.last).value

    if part == "yuan":
        return price("yuan_rate") / 1e3  # mn yuan to bn roubles
    return price("gold_price") * price("dollar") * _OUNCES / 1e9


Draw = Callable[[int, Floats], Floats]


def _run_down(holdings: Floats, prices: Floats, draw: Draw) -> Floats:
    """Let the stock run, (draws, months): revalued, then drawn upon, never below 0.

    `draw(i, oil)` gives what is taken in month i, (draws,); all parts alike bear it.
    """
    worth = np.stack(
        [
            prices[:, :, _GOLD] * prices[:, :, _DOLLAR],
            prices[:, :, _YUAN],
            prices[:, :, _DOLLAR],
        ],
        axis=-1,
    )
    parts = np.broadcast_to(holdings, (len(prices), 3))
    before = np.ones_like(parts)
    stocks = []
    for i in range(prices.shape[1]):
        parts = parts * worth[:, i] / before
        before = worth[:, i]
        stock = parts.sum(axis=1)
        left = np.maximum(stock - draw(i, prices[:, i, _OIL]), 0.0)
        share = np.divide(left, stock, out=np.zeros_like(left), where=stock > 0)
        parts = parts * share[:, None]
        stocks.append(left)
    return np.stack(stocks, axis=1)


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
    prices = _paths(_market(view, target, base), months, rng)
    stocks = _run_down(_holdings(view, target, base), prices, draw)
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


def _held_on(table: Mapping[str, float], day: date) -> float:
    return table[max(d for d in table if d <= day.isoformat())]


@model("runway", version=1, title=Text(en="published rule", zh="已公布的支用規則"))
def runway(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Gold, yuan and the rest are revalued month by month, the rest with the dollar,
    while a + b (cut-off - oil price) is drawn in a year, if that is above nothing: the
    published rule tells of what is drawn, not of what is saved when oil is dear. a and
    b are solved from two published scenarios of how long the fund lasts, and the model
    says nothing before they were published. Oil, gold, dollar and yuan move as in a
    month of the last 120, the same for all four, with no trend; the taxed oil is
    cheaper by one of the discounts of the last 36 months, drawn once for each path. The
    cut-off falls as was announced. Transfers at the year's end and new laws are not
    foreseen.
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
    a, b = rule(told["stock"], told["cutoff"], told["scenarios"])
    today = view.series(target.inputs["oil"]).last().value
    cheaper = rng.choice(_discounts(view, target), DRAWS)
    base = questions[0].base

    def draw(i: int, oil: Floats) -> Floats:
        cutoff = _held_on(target.inputs["cutoffs"], base.shifted(months=i + 1).last)
        drawn = a + b * (cutoff - (today * oil - cheaper))
        return np.asarray(np.maximum(drawn, 0.0) / _YEAR, float)

    yield from _answers(view, target, questions, rng, draw)


@model("as_drawn", version=1, title=Text(en="drawn as of late", zh="照近期支用"))
def as_drawn(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """As the published rule, but what is drawn in a month is what the gold and yuan
    held fell by in one of the last 24 months, at that month's prices: no oil in it.
    """
    if not questions:
        return
    flows = _flows(view, target, questions[0].base)

    def draw(i: int, oil: Floats) -> Floats:
        return np.asarray(rng.choice(flows, DRAWS), float)

    yield from _answers(view, target, questions, rng, draw)


def _flows(view: View, target: Target, base: Period) -> Floats:
    """Give what was drawn in each of the last 24 months whose both ends are known."""
    drawn = np.zeros(0)
    for part in ("gold", "yuan"):
        told = view.series(target.inputs[part]).between(last=base.last)
        recent = told.points[-_RECENT - 1 :]
        part_drawn = [
            (p.value - q.value) * _unit_worth(view, target, part, q.period)
            for p, q in pairwise(recent)
        ]
        if drawn.size and len(part_drawn) != len(drawn):
            raise NotYetKnown(
                f"{told.id}: expected {len(drawn)} months as of gold, found "
                f"{len(part_drawn)}"
            )
        drawn = drawn + np.array(part_drawn) if drawn.size else np.array(part_drawn)
    if len(drawn) < _YEAR:
        raise NotYetKnown(
            f"{target.id}: expected {_YEAR} months of what is held, found {len(drawn)}"
        )
    return drawn


@model(
    "drift",
    version=1,
    title=Text(en="changes redrawn", zh="兩年月變動重抽"),
)
def drift(
    view: View, target: Target, questions: Sequence[Question], rng: Generator
) -> Iterable[Prediction]:
    """Each month to come changes the level as one of the last 24 did, drawn with
    replacement; what would end below zero counts as zero.
    """
    for q in questions:
        told = view.series(q.series).between(last=q.base.last).points[-_RECENT - 1 :]
        changes = [b.value - a.value for a, b in pairwise(told)]
        if len(changes) < _RECENT:
            raise NotYetKnown(
                f"{q.series}: expected {_RECENT} changes, found {len(changes)}"
            )
        drawn = rng.choice(np.array(changes), (DRAWS, q.horizon.count)).sum(axis=1)
        level = told[-1].value
        yield Prediction.of(q, np.maximum(level + drawn, 0.0), target.above)
