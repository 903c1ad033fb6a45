"""Stocks and flows of one class of equipment: the fleet, the depots, what feeds which.

Month by month, for many draws of what is not known:

    wanted    = hazard(condition) * what is left of that condition
    withdrawn = wanted * min(1, capacity / all that is wanted)
    depots   -= withdrawn
    fleet    += withdrawn * share made fit + newly built - losses * share not repaired
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polemos.models.score import Floats

FLOOR = 0.1  # of what could be restored: depots with less no longer feed a fleet
_NONE = 1e-9  # vehicles: less than any
_WALK = 0.1  # by which the pace of losses ahead drifts in a month, in logarithm


@dataclass(frozen=True, slots=True)
class Own:
    """What a class may be like from before the war on: (n,), by condition (3, n)."""

    fleet: Floats  # before the war
    stocks: Floats  # in depots before the war: good, poor and scrap
    hazards: Floats  # share of each that is wanted out of depots in a month
    capacity: Floats  # how many can be taken out of depots in a month
    fit: Floats  # share of those taken out that reaches the fleet
    gone: Floats  # share of losses that is not repaired

    @property
    def depot(self) -> Floats:
        """Give all that stood in depots before the war."""
        return np.asarray(self.stocks.sum(axis=0))

    @property
    def restorable(self) -> Floats:
        """Give what stood there in good and in poor condition."""
        return np.asarray(self.stocks[:2].sum(axis=0))


@dataclass(frozen=True, slots=True)
class Draws:
    """What a class may be like, and what came of it over months: (months, n)."""

    own: Own
    lost: Floats  # a running total
    fleet: Floats
    stocks: Floats  # (months, 3, n)
    restored: Floats  # a running total
    built: Floats  # new, a running total
    emptied: NDArray[np.bool_]  # whether the fleet ever was, (n,)

    @property
    def made(self) -> Floats:
        """Give what was restored or built, a running total."""
        return self.restored + self.built

    @property
    def depot(self) -> Floats:
        """Give all that stands in depots."""
        return np.asarray(self.stocks.sum(axis=1))

    @property
    def restorable(self) -> Floats:
        """Give what stands in depots in good and in poor condition."""
        return np.asarray(self.stocks[:, :2].sum(axis=1))

    @property
    def pace(self) -> Floats:
        """Give losses in the last three months, a month."""
        return np.asarray((self.lost[-1] - self.lost[-4]) / 3)


def run(
    own: Own,
    stocks: Floats,
    fleet: Floats,
    flows: Iterable[tuple[Floats, Floats]],
    kept: Sequence[int],
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.bool_]]:
    """Run months from stocks (3, n) and a fleet (n,), with what each loses and builds.

    Gives, for the months that are kept, the fleet (kept, n), stocks (kept, 3, n), and
    running totals of what was restored and built; and whether a fleet was ever emptied
    (n,). No more is lost than is there.
    """
    fleets, restored, new = np.empty((3, len(kept), *fleet.shape), fleet.dtype)
    every = np.empty((len(kept), *stocks.shape), fleet.dtype)
    fixed, added, least = np.zeros_like(fleet), np.zeros_like(fleet), fleet
    row = {month: i for i, month in enumerate(kept)}
    for month, (lost, built) in enumerate(flows):
        wanted = stocks * own.hazards
        whole = wanted[0] + wanted[1] + wanted[2]
        stocks = stocks - wanted * np.minimum(
            1, own.capacity / np.maximum(whole, _NONE)
        )
        ready = np.minimum(whole, own.capacity) * own.fit
        fleet = np.maximum(fleet + ready + built - own.gone * lost, 0)
        fixed, added = fixed + ready, added + built
        least = np.minimum(least, fleet)
        if month in row:
            i = row[month]
            fleets[i], every[i], restored[i], new[i] = fleet, stocks, fixed, added
    return fleets, every, restored, new, least <= 0


def ahead(d: Draws, months: int, rng: Generator) -> Draws:
    """Run the months to come.

    Hazards, capacity and building stay as they are. Losses keep the pace of the last
    three months, which drifts by 10 % a month; they move the fleet alone.
    """
    shape = (months, d.lost.shape[1])
    drift = _running(rng.standard_normal(shape, np.float32))
    even = np.arange(1, months + 1, dtype=np.float32)[:, None] * _WALK**2 / 2
    lost = d.pace * np.exp(_WALK * drift - even)  # so that its mean stays
    built = repeat(d.built[-1] - d.built[-2], months)
    fleet, stocks, restored, new, emptied = run(
        *(d.own, d.stocks[-1], d.fleet[-1]),
        *(zip(lost, built, strict=True), range(months)),
    )
    return Draws(
        *(d.own, d.lost[-1] + _running(lost), fleet, stocks),
        *(d.restored[-1] + restored, d.built[-1] + new, emptied),
    )


def _running(monthly: NDArray[Any]) -> NDArray[Any]:
    """Add up months, (months, n), row by row: faster than along columns."""
    total = monthly.copy()
    for month in range(1, len(total)):
        total[month] += total[month - 1]
    return total
