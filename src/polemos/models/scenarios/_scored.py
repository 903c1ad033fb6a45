"""How much less one forecaster loses than another, where questions hang together."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polemos.models.score import NEEDED, Floats

_DRAWS = 5_000


@dataclass(frozen=True, slots=True)
class Gap:
    """The mean loss of one less that of another; below 0 the first is better.

    `low` and `high` hold 90 % of a bootstrap that draws whole events, and are None of
    fewer than `NEEDED` events.
    """

    value: float
    low: float | None
    high: float | None
    events: int


def by_event(losses: ArrayLike, events: Sequence[Hashable]) -> Floats:
    """Average losses within each event, which counts once, in the order of events.

    The same thing asked on many days, or in many questions, is one observation.
    """
    found = np.asarray(losses, float)
    if found.ndim != 1 or len(found) != len(events):
        raise ValueError(f"expected {len(events)} losses, found {found.shape}")
    at: dict[Hashable, list[int]] = {}
    for k, event in enumerate(events):
        at.setdefault(event, []).append(k)
    return np.array([found[rows].mean() for rows in at.values()])


def gap(one: ArrayLike, other: ArrayLike, events: Sequence[Hashable]) -> Gap:
    """Compare losses on the same questions, each event counted once.

    Events that have one cause in common are closer than the interval takes them to be.
    """
    told = by_event(one, events) - by_event(other, events)
    if not len(told):
        raise ValueError("expected one event or more, found none")
    low = high = None
    if len(told) >= NEEDED:
        rng = np.random.default_rng(0)
        drawn = told[rng.integers(len(told), size=(_DRAWS, len(told)))].mean(axis=1)
        low, high = (float(q) for q in np.quantile(drawn, [0.05, 0.95]))
    return Gap(float(told.mean()), low, high, len(told))
