"""Stocks and flows of one class of equipment: the fleet, the depots, what feeds which.

Month by month, for many draws of what is not known:

    wanted    = hazard(condition) * what is left of that condition
    withdrawn = wanted * min(1, capacity / all that is wanted)
    depots   -= withdrawn
    fleet    += withdrawn * share made fit + newly built - losses * share not repaired

Each draw weighs as much as it agrees with the dated counts of depots, of the fleet, of
what a year made and lost, and of the share of losses that is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown
from polemos.models import _sampling as sampling
from polemos.models._unseen import LATE, Count, Losses
from polemos.models.score import Floats

KEPT = 4096
FLOOR = 0.1  # of what could be restored: depots with less no longer feed a fleet
HALF = 0.5  # of the fleet before the war
_REPAIRED = (0.02, 0.15)  # of losses: photographs of damaged and abandoned are losses
_YEAR = 12  # months
_OWN = 12  # what is not known of a class beside its losses
_LED = 2  # of the numbers behind losses, those that evidence moves
# Of depots before the war; of hazards a month; and of what is taken out.
_GOOD, _SCRAP = (0.1, 0.4), (0.1, 0.45)
_HAZARD, _POOR_TO_GOOD, _SCRAP_TO_POOR = (0.01, 0.2), (0.1, 0.7), (0.0, 0.2)
_FIT = (0.6, 1.0)
_FAR = 3.0  # errors: where every draw misses a count or a range by more
_AGREEING = 400  # effective draws: with fewer, the ends of intervals are chance
_WALK = 0.1  # by which the pace of losses ahead drifts in a month, in logarithm


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one class, on a grid of months from just before the war.

    `photographed` and `claimed` are running totals at the end of each month, (months,),
    the former NaN from when nobody looks any more, the latter where nobody claims.
    `fleet` and `depot` are the ranges before the war; the former is None if nobody
    counted it. `good_at_most` are ceilings. `seen` is the share of losses that comes to
    be photographed, `capacity` how many can be taken out of depots in a month, `built`
    how many are new in a year, by months (2, months): ranges that hold 90 %.
    """

    photographed: Floats
    claimed: Floats
    fleet: tuple[float, float] | None
    depot: tuple[float, float]
    seen: tuple[float, float]
    built: Floats
    capacity: tuple[float, float]
    depots: Sequence[Count] = ()
    shares: Sequence[Count] = ()  # of depots before the war, 0 to 1
    good_at_most: Sequence[Count] = ()
    fleets: Sequence[Count] = ()
    made: Sequence[Count] = ()
    restored: Sequence[Count] = ()
    lost: Sequence[Count] = ()
    seen_shares: Sequence[Count] = ()  # of losses in all, 0 to 1


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


def drawn(e: Evidence, rng: Generator) -> Draws:
    """Give `KEPT` draws, each as likely as the next, that agree with the evidence."""
    losses = Losses(e.photographed, e.claimed, e.seen, e.seen_shares)

    def run(z: Floats) -> tuple[Floats, Floats]:
        draws = _world(e, losses, z)
        weight = -0.5 * (_misses(e, draws) ** 2).sum(axis=0)
        weight[(draws.fleet <= 0).any(axis=0)] = -np.inf
        along = draws.fleet[-1] / draws.own.fleet if e.fleet else draws.depot[-1]
        return weight, along

    found = sampling.sample(run, _OWN + losses.dims, _OWN + _LED, rng)
    counted = sampling.effective(found.chance)
    if counted < _AGREEING:
        raise NotYetKnown(
            f"expected {_AGREEING} draws that agree with every count, found "
            f"{counted:.0f}: the inputs contradict each other"
        )
    z = found.kept(KEPT, rng)
    draws = _world(e, losses, z)
    far = np.abs(np.vstack((_misses(e, draws), z[:_OWN]))).max(axis=0).min()
    if far > _FAR:
        raise NotYetKnown(
            f"expected draws within {_FAR:g} errors of every count and range, found "
            f"none within {far:.1f}: the inputs contradict each other"
        )
    return draws


def _world(e: Evidence, losses: Losses, z: Floats) -> Draws:
    """Turn normal numbers, (dims, n), into a class, and run the months so far."""
    from scipy.special import ndtr

    z = z.astype(np.float32)
    even = ndtr(z[:_OWN])

    def between(number: int, low: float, high: float) -> Floats:
        return np.asarray(low + (high - low) * even[number])

    good, scrap = between(1, *_GOOD), between(2, *_SCRAP)
    hazard = np.exp(between(3, *np.log(_HAZARD).tolist()))
    poor = hazard * between(4, *_POOR_TO_GOOD)
    own = Own(
        fleet=between(5, *e.fleet) if e.fleet else np.full_like(z[0], np.nan),
        stocks=between(0, *e.depot) * np.array((good, 1 - good - scrap, scrap)),
        hazards=np.array((hazard, poor, poor * between(6, *_SCRAP_TO_POOR))),
        capacity=np.exp(_normal(np.log(e.capacity).tolist(), z[7])),
        fit=between(8, *_FIT),
        gone=1 - between(9, *_REPAIRED),
    )
    lost = losses.totals(between(10, *LATE), z[_OWN:])
    built = (
        np.maximum(_normal(e.built.astype(np.float32)[..., None], z[11]), 0.0) / _YEAR
    )
    monthly = np.diff(lost, axis=0, prepend=np.float32(0.0))
    return Draws(own, lost, *_run(own, own.stocks, own.fleet, monthly, built))


def _normal(ends: Floats, z: Floats) -> Floats:
    """Turn normal numbers into those of which 90 % lie between two ends."""
    low, high = ends
    return np.asarray((low + high) / 2 + (high - low) / 3.29 * z)


def _run(
    own: Own, stocks: Floats, fleet: Floats, lost: Floats, built: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Run months from stocks (3, n) and a fleet (n,), with what each loses and builds.

    Gives the fleet (months, n), stocks (months, 3, n), and running totals of what was
    restored and built. No more is lost than is there.
    """
    months = len(lost)
    fleets, restored, new = np.empty((3, months, *fleet.shape), fleet.dtype)
    every = np.empty((months, *stocks.shape), fleet.dtype)
    fixed = added = np.zeros_like(fleet)
    for m in range(months):
        wanted = stocks * own.hazards
        whole = wanted[0] + wanted[1] + wanted[2]
        taken = wanted * np.minimum(1.0, own.capacity / np.maximum(whole, 1e-9))
        stocks = stocks - taken
        ready = np.minimum(whole, own.capacity) * own.fit
        fleet = np.maximum(fleet + ready + built[m] - own.gone * lost[m], 0.0)
        fixed, added = fixed + ready, added + built[m]
        fleets[m], every[m], restored[m], new[m] = fleet, stocks, fixed, added
    return fleets, every, restored, new


def _misses(e: Evidence, d: Draws) -> Floats:
    """Give by how many errors each draw misses each dated count, (counts, n)."""
    depot = {c.month: d.stocks[c.month].sum(axis=0) for c in (*e.depots, *e.shares)}
    told: list[tuple[Count, Floats]] = [(c, depot[c.month]) for c in e.depots]
    told += [(c, depot[c.month] / d.own.depot) for c in e.shares]
    told += [(c, np.maximum(d.stocks[c.month, 0], c.value)) for c in e.good_at_most]
    told += [(c, d.fleet[c.month]) for c in e.fleets]
    told += [(c, _year(d.made, c.month)) for c in e.made]
    told += [(c, _year(d.restored, c.month)) for c in e.restored]
    told += [(c, _year(d.lost, c.month)) for c in e.lost]
    misses = [(value - c.value) / c.error for c, value in told]
    return np.array(misses).reshape(len(told), d.lost.shape[1])


def _year(total: Floats, month: int) -> Floats:
    """Give what a running total gained in the twelve months up to one."""
    before = total[month - _YEAR] if month >= _YEAR else 0.0
    return np.asarray(total[month] - before)


def ahead(d: Draws, months: int, rng: Generator) -> Draws:
    """Run the months to come.

    Hazards, capacity and building stay as they are. Losses keep the pace of the last
    three months, which drifts by 10 % a month; they move the fleet alone.
    """
    n = d.lost.shape[1]
    drift = np.cumsum(rng.standard_normal((months, n)), axis=0)
    even = np.arange(1, months + 1)[:, None] * _WALK**2 / 2  # so that means stay
    lost = d.pace * np.exp(_WALK * drift - even)
    built = np.broadcast_to(d.built[-1] - d.built[-2], (months, n))
    fleet, stocks, restored, new = _run(d.own, d.stocks[-1], d.fleet[-1], lost, built)
    return Draws(
        *(d.own, d.lost[-1] + np.cumsum(lost, axis=0), fleet, stocks),
        *(d.restored[-1] + restored, d.built[-1] + new),
    )
