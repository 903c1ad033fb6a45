"""What a class may be like, given all that is known of it: draws that agree.

Each draw weighs as much as it agrees with the dated counts of depots, of the fleet, of
what a year made and lost, and of the share of losses that is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from polemos.core import NotYetKnown, Text
from polemos.models import _sampling as sampling
from polemos.models._stock import Draws, Own, run
from polemos.models._unseen import LATE, Count, Losses
from polemos.models.score import Floats

KEPT = 4096
_APART = Text("counts that contradict each other", "計數互相矛盾")
_REPAIRED = (0.02, 0.15)  # of losses: photographs of damaged and abandoned are losses
_YEAR = 12  # months
# Numbers that are not known of a class beside its losses: the first are of its depots.
_OWN, _DEPOTS = 12, 7
_LED = 2  # of the numbers behind losses, those that evidence moves
# Of depots before the war; of hazards a month; and of what is taken out.
_GOOD, _SCRAP = (0.1, 0.4), (0.1, 0.45)
_HAZARD, _POOR_TO_GOOD, _SCRAP_TO_POOR = (0.01, 0.2), (0.1, 0.7), (0.0, 0.2)
_FIT = (0.6, 1.0)
_FAR = 3.0  # errors: where every draw misses a count or a range by more
_AGREEING = 400  # effective draws: with fewer, the ends of intervals are chance


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
    withdrawn: Sequence[Count] = ()
    lost: Sequence[Count] = ()
    seen_shares: Sequence[Count] = ()  # of losses in all, 0 to 1


def drawn(e: Evidence, rng: Generator) -> Draws:
    """Give some `KEPT` draws, each as likely as the next, that agree with the evidence.

    Where nothing is known but depots, what is known tells nothing of the rest: that is
    drawn for those kept alone.
    """
    losses, every, told = _losses(e), range(len(e.photographed)), _told(e)
    dims = _OWN + losses.dims
    known = _OWN + _LED if e.fleet or _flows(e) else _DEPOTS
    apart = dims - known if known == _DEPOTS else 0

    def agree(z: Floats) -> tuple[Floats, Floats]:
        rest = np.zeros((apart, z.shape[1]), z.dtype)
        draws = _world(e, None if apart else losses, np.vstack((z, rest)), told)
        weight = -0.5 * (_misses(e, draws, told) ** 2).sum(axis=0)
        weight[draws.emptied] = -np.inf
        along = draws.fleet[-1] / draws.own.fleet if e.fleet else draws.depot[-1]
        return weight, along

    found = sampling.sample(agree, dims - apart, known, rng)
    counted = sampling.effective(found.chance)
    if counted < _AGREEING:
        raise NotYetKnown(
            f"expected {_AGREEING} draws that agree with every count, found "
            f"{counted:.0f}: the inputs contradict each other",
            _APART,
        )
    z = found.kept(KEPT, rng)
    z = np.vstack((z, rng.standard_normal((apart, KEPT), np.float32)))
    draws = _world(e, losses, z, every)
    if draws.emptied.any():  # after the last count
        z = z[:, ~draws.emptied]
        draws = _world(e, losses, z, every)
    far = np.abs(np.vstack((_misses(e, draws, every), z[:_OWN])))
    nearest = far.max(axis=0).min(initial=np.inf)
    if nearest > _FAR:
        raise NotYetKnown(
            f"expected draws within {_FAR:g} errors of every count and range, found "
            f"none within {nearest:.1f}: the inputs contradict each other",
            _APART,
        )
    return draws


def _losses(e: Evidence) -> Losses:
    return Losses(e.photographed, e.claimed, e.seen, e.seen_shares)


def _flows(e: Evidence) -> Sequence[Count]:
    return (*e.made, *e.restored, *e.withdrawn, *e.lost)


def _told(e: Evidence) -> Sequence[int]:
    """Name the months that some count is of, or the first if none is."""
    counts = (*e.depots, *e.shares, *e.good_at_most, *e.fleets, *_flows(e))
    begun = {c.month - c.months for c in _flows(e) if c.month >= c.months}
    return sorted({0, *(c.month for c in counts)} | begun)


def _world(e: Evidence, losses: Losses | None, z: Floats, kept: Sequence[int]) -> Draws:
    """Turn normal numbers, (dims, n), into a class, and run months to the last kept.

    Paths are given for the months that are kept; without `losses` none is lost.
    """
    from scipy.special import ndtr

    even = ndtr(z[:_OWN])

    def between(number: int, low: float, high: float) -> Floats:
        return np.asarray(low + (high - low) * even[number])

    good, scrap = between(1, *_GOOD), between(2, *_SCRAP)
    hazard = np.exp(between(3, *np.log(_HAZARD).tolist()))
    poor = hazard * between(4, *_POOR_TO_GOOD)
    own = Own(
        fleet=between(9, *e.fleet) if e.fleet else np.full_like(z[0], np.nan),
        stocks=between(0, *e.depot) * np.array((good, 1 - good - scrap, scrap)),
        hazards=np.array((hazard, poor, poor * between(5, *_SCRAP_TO_POOR))),
        capacity=np.exp(_normal(np.log(e.capacity), z[6])),
        fit=between(7, *_FIT),
        gone=1 - between(10, *_REPAIRED),
    )
    months = kept[-1] + 1
    lost = np.zeros((months, z.shape[1]), z.dtype)
    if losses:
        lost = losses.totals(between(11, *LATE), z[_OWN:])[:months]
    monthly = (now - was for was, now in pairwise((np.zeros_like(z[0]), *lost)))
    built = (np.maximum(_normal(ends, z[8]), 0) for ends in e.built.T / _YEAR)
    paths = run(own, own.stocks, own.fleet, zip(monthly, built, strict=False), kept)
    return Draws(own, lost[kept], *paths)


def _normal(ends: Floats, z: Floats) -> Floats:
    """Turn normal numbers into those of which 90 % lie between two ends."""
    low, high = map(float, ends)
    return np.asarray((low + high) / 2 + (high - low) / 3.29 * z)


def _misses(e: Evidence, d: Draws, kept: Sequence[int]) -> Floats:
    """Give by how many errors each draw misses each dated count, (counts, n)."""
    row = {month: i for i, month in enumerate(kept)}

    def gained(total: Floats, c: Count) -> Floats:
        before = total[row[c.month - c.months]] if c.month >= c.months else 0.0
        return np.asarray(total[row[c.month]] - before)

    depot, good = d.depot, d.stocks[:, 0]
    told: list[tuple[Count, Floats]] = [(c, depot[row[c.month]]) for c in e.depots]
    told += [(c, depot[row[c.month]] / d.own.depot) for c in e.shares]
    told += [(c, np.maximum(good[row[c.month]], c.value)) for c in e.good_at_most]
    told += [(c, d.fleet[row[c.month]]) for c in e.fleets]
    told += [(c, gained(d.made, c)) for c in e.made]
    told += [(c, gained(d.restored, c)) for c in e.restored]
    told += [(c, gained(d.restored, c) / d.own.fit) for c in e.withdrawn]
    told += [(c, gained(d.lost, c)) for c in e.lost]
    misses = [(value - c.value) / c.error for c, value in told]
    return np.array(misses).reshape(len(told), d.lost.shape[1])
