"""What a fund holds, and what prices make of it: gold, yuan and the rest."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Period, Target, View
from polemos.models.score import Floats

DRAWS = 2000
_MARKET = ("oil", "gold_price", "dollar", "yuan_rate")
_OIL, _GOLD, _DOLLAR, _YUAN = range(4)
_PRICES = 120  # months whose price changes are redrawn
_LATE = 6  # months by which one of the prices may lag behind the fund
_REST = 2  # the part that is neither gold nor yuan
_OUNCES = 32150.7466  # troy ounces in a tonne


def market(view: View, target: Target, base: Period) -> Floats:
    """Give the monthly log changes of the four prices, (120, 4), less their mean."""
    first, told = base.shifted(months=-_PRICES - _LATE).start, []
    for part in _MARKET:
        recent = view.series(target.inputs[part]).between(first).monthly()
        told.append({p.period: p.value for p in recent if p.period <= base})
    months = sorted(set(told[0]).intersection(*told[1:]))[-_PRICES - 1 :]
    if len(months) <= _PRICES or months[0].shifted(months=_PRICES) != months[-1]:
        raise NotYetKnown(
            f"{target.id}: expected {_PRICES} months of prices in a row, found "
            f"{len(months)}"
        )
    changes = np.diff(np.log([[t[m] for t in told] for m in months]), axis=0)
    return np.asarray(changes - changes.mean(axis=0))


def paths(changes: Floats, months: int, rng: Generator) -> Floats:
    """Draw the prices of each month as multiples of today's, (draws, months, 4)."""
    picked = rng.integers(len(changes), size=(DRAWS, months))
    return np.exp(np.cumsum(changes[picked], axis=1))


def holdings(view: View, target: Target, base: Period) -> Floats:
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
    return quantity * unit_worth(view, target, part, month)


def unit_worth(view: View, target: Target, part: str, month: Period) -> float:
    """Give what a tonne of gold, or a million yuan, was worth, in bn roubles."""

    def price(name: str) -> float:
        return view.series(target.inputs[name]).on(month.last).value

    if part == "yuan":
        return price("yuan_rate") / 1e3  # mn yuan to bn roubles
    return price("gold_price") * price("dollar") * _OUNCES / 1e9


Draw = Callable[[int, Floats], Floats]


def run_down(holdings: Floats, prices: Floats, draw: Draw) -> Floats:
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
        parts[:, _REST] += np.where(stock > 0, 0.0, left)  # put into an empty fund
        stocks.append(left)
    return np.stack(stocks, axis=1)
