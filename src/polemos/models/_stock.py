"""Stocks and flows of one class of equipment: the fleet, the depots, what feeds which.

Month by month, for many draws of what is not known:

    withdrawn = hazard(condition) * what is left of that condition
    depots   -= withdrawn
    fleet    += withdrawn * share made fit + newly built - losses * share not repaired

Each draw weighs as much as it agrees with the dated counts of depots, of the fleet, of
what a year built and lost. Sampling importance resampling (Rubin 1988).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polemos.core import NotYetKnown
from polemos.models.score import Floats

DRAWS = 20_000
KEPT = 2000
_MORE, _ENOUGH = 5, 200  # more draws where fewer effective ones agree
_AGREEING = 50  # fewer effective draws mean that the inputs contradict each other
FLOOR = 0.1  # of what could be restored: depots with less no longer feed a fleet
_BLOCK = 3  # months in which the shares that are seen and claimed are even
# A block, in logarithm. The multiple that is claimed moves more: from what was
# claimed for each photograph in 2023 and in 2024, beside what IISS says was lost.
_SEEN_DRIFT, _CLAIM_DRIFT = 0.05, 0.12
_NOISE = 0.2  # of a block's ratio of claims to photographs, in logarithm
_REPAIRED = (0.02, 0.15)  # of losses: photographs of damaged and abandoned are losses
_YEAR = 12  # months
_UNSEEN_DRIFT = 0.07  # a month, in logarithm, of losses that no photograph shows
_LATE = (0.5, 3.0)  # months between a loss and its photograph


@dataclass(frozen=True, slots=True)
class Count:
    """A dated number with the error that it is held to, in items or as a share.

    `month` is an index into the grid of months, for a flow that of its last one.
    """

    month: int
    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one class, on a grid of months from just before the war.

    `photographed` and `claimed` are running totals at the end of each month, (months,),
    the former NaN from when nobody looks any more, the latter where nobody claims.
    `fleet` and `depot` are the ranges before the war; the former is None if nobody
    counted it. `good_at_most` are ceilings. `seen` is the share of losses that comes to
    be photographed, `built` how many are new in a year, both as ranges that hold 90 %.
    """

    photographed: Floats
    claimed: Floats
    fleet: tuple[float, float] | None
    depot: tuple[float, float]
    seen: tuple[float, float]
    built: tuple[float, float]
    depots: Sequence[Count] = ()
    shares: Sequence[Count] = ()  # of depots before the war, 0 to 1
    good_at_most: Sequence[Count] = ()
    fleets: Sequence[Count] = ()
    made: Sequence[Count] = ()
    lost: Sequence[Count] = ()


@dataclass(frozen=True, slots=True)
class Draws:
    """What a class may be like: (n,), and over months (months, n)."""

    fleet_before: Floats
    depot_before: Floats
    lost: Floats
    fleet: Floats
    good: Floats
    poor: Floats
    scrap: Floats
    made: Floats  # restored and built, a running total
    hazard_good: Floats
    hazard_poor: Floats
    fit: Floats
    built: Floats
    gone: Floats  # share of losses that is not repaired
    pace: Floats  # losses in the last three months, a month

    @property
    def depot(self) -> Floats:
        """Give all that stands in depots."""
        return self.good + self.poor + self.scrap

    def taken(self, chosen: NDArray[np.intp]) -> "Draws":
        """Give the chosen draws."""
        return Draws(*(getattr(self, f.name)[..., chosen] for f in fields(self)))


def true_losses(e: Evidence, rng: Generator, n: int) -> Floats:
    """Draw running totals of true losses at the end of each month, (months, n).

    Once nobody photographs any more, losses follow what is claimed, over the multiple
    that was claimed in the last year before; without claims they keep the pace of the
    last half-year. Either drifts from then on.
    """
    known = int(np.argmax(np.isnan(np.append(e.photographed, np.nan))))
    lost = _seen_losses(e.photographed[:known], e.claimed[:known], e.seen, rng, n)
    drift = np.zeros(n)
    for m in range(known, len(e.photographed)):
        drift = drift + _UNSEEN_DRIFT * rng.standard_normal(n)
        told = e.claimed[m] - e.claimed[m - 1]
        claimed = e.claimed[known - 1] - e.claimed[known - 1 - _YEAR]
        if claimed > 0:
            pace = told / claimed * (lost[known - 1] - lost[known - 1 - _YEAR])
        else:  # nobody claims, or nobody did while photographs were taken
            pace = (lost[known - 1] - lost[known - 1 - _YEAR // 2]) / (_YEAR // 2)
        lost = np.vstack((lost, lost[-1] + pace * np.exp(drift)))
    return lost


def _seen_losses(
    photographed: Floats,
    claimed: Floats,
    seen: tuple[float, float],
    rng: Generator,
    n: int,
) -> Floats:
    """Draw running totals of true losses while photographs are looked at, (months, n).

    What is photographed over what is lost, and what is claimed over it, each drift as a
    random walk; their ratio is seen, with noise. So each is normal given what was seen,
    in logarithms, and is drawn from that.
    """
    months = len(photographed)
    if months <= _YEAR:
        raise NotYetKnown(
            f"expected photographs of more than {_YEAR} months, found {months}"
        )
    ends = np.arange(months - 1, -1, -_BLOCK)[::-1]
    shown = np.maximum(np.diff(photographed[ends], prepend=0.0), 0.0)
    told = np.diff(claimed[ends], prepend=0.0)
    low, high = np.log(seen)
    walk = np.minimum.outer(np.arange(len(ends)), np.arange(len(ends)))
    seen_cov = ((high - low) / 3.29) ** 2 + _SEEN_DRIFT**2 * walk
    mean = np.full(len(ends), (low + high) / 2)
    usable = np.flatnonzero((shown >= 10) & (told > 0))  # noqa: PLR2004 few say little
    if usable.size:
        ratio = np.log(told[usable] / shown[usable])
        # the multiple claimed starts anywhere, and drifts as the share seen does
        around = 1.0 + _CLAIM_DRIFT**2 * walk[np.ix_(usable, usable)]
        cov = around + seen_cov[np.ix_(usable, usable)]
        cov += _NOISE**2 * np.eye(usable.size)
        expected = ratio[0] * np.ones(usable.size)
        gain = np.linalg.solve(cov, -seen_cov[usable]).T
        mean = mean + gain @ (ratio - expected)
        seen_cov = seen_cov + gain @ seen_cov[usable]
    root = np.linalg.cholesky(seen_cov + 1e-12 * np.eye(len(ends)))
    share = mean[:, None] + root @ rng.standard_normal((len(ends), n))
    share = np.exp(np.minimum(share, np.log(0.98)))
    late = rng.uniform(*_LATE, n)
    total = np.cumsum(shown[:, None] / share, axis=0)
    total = total + late * (shown[:, None] / share) / _BLOCK
    total = np.maximum.accumulate(total, axis=0)  # what is lost is not found again
    at = np.concatenate(([0], ends + 1))
    held = np.vstack((np.zeros(n), total))
    return _between(at, held, np.arange(1, months + 1))


def _between(at: NDArray[np.intp], held: Floats, wanted: NDArray[np.intp]) -> Floats:
    """Interpolate rows linearly between marks."""
    right = np.clip(np.searchsorted(at, wanted), 1, len(at) - 1)
    share = ((wanted - at[right - 1]) / (at[right] - at[right - 1]))[:, None]
    return np.asarray(held[right - 1] * (1 - share) + held[right] * share)


def _normal(rng: Generator, ends: tuple[float, float], n: int) -> Floats:
    """Draw normal numbers, of which 90 % lie between two ends; none below zero."""
    low, high = ends
    return np.maximum(rng.normal((low + high) / 2, (high - low) / 3.29, n), 0.0)


def drawn(e: Evidence, rng: Generator, n: int = DRAWS) -> Draws:
    """Draw from the prior, run the months, and give `KEPT` draws that agree.

    Where too few of `n` do, once more with `_MORE` times as many.
    """
    every = _prior(e, rng, n)
    chances = _chances(e, every)
    if _effective(chances) < _ENOUGH:
        every = _prior(e, rng, n * _MORE)
        chances = _chances(e, every)
    if _effective(chances) < _AGREEING:
        raise NotYetKnown(
            f"expected {_AGREEING} draws that agree with every count, found "
            f"{_effective(chances):.0f}: the inputs contradict each other"
        )
    return every.taken(rng.choice(len(chances), KEPT, p=chances))


def _effective(chances: Floats) -> float:
    """Give how many draws count, none if none agrees at all."""
    return float(1 / (chances**2).sum()) if chances.any() else 0.0


def _prior(e: Evidence, rng: Generator, n: int) -> Draws:
    """Draw what is not known, and run the months."""
    months = len(e.photographed)
    lost = true_losses(e, rng, n)
    depot = rng.uniform(*e.depot, n)
    scrap_share, good_share = rng.uniform(0.1, 0.45, n), rng.uniform(0.1, 0.4, n)
    poor_share = np.maximum(1 - scrap_share - good_share, 0.05)
    hazard_good = np.exp(rng.uniform(np.log(0.01), np.log(0.12), n))
    hazard_poor = hazard_good * rng.uniform(0.1, 0.7, n)
    fit, built = rng.uniform(0.6, 1.0, n), _normal(rng, e.built, n) / 12
    stocks = [depot * good_share, depot * poor_share, depot * scrap_share]
    hazards = (hazard_good, hazard_poor, hazard_poor * rng.uniform(0.0, 0.2, n))
    before = rng.uniform(*e.fleet, n) if e.fleet else np.full(n, np.nan)
    gone = 1 - rng.uniform(*_REPAIRED, n)
    fleet = before
    rows = np.empty((5, months, n), np.float32)
    made = np.zeros(n)
    for m in range(months):
        taken = [s * h for s, h in zip(stocks, hazards, strict=True)]
        stocks = [s - t for s, t in zip(stocks, taken, strict=True)]
        new = sum(taken) * fit + built
        made = made + new
        fleet = fleet + new - gone * (lost[m] - (lost[m - 1] if m else 0.0))
        rows[:, m] = (fleet, *stocks, made)
    pace = np.maximum(lost[-1] - lost[-4], 0.0) / 3
    return Draws(
        *(before, depot, lost, rows[0], rows[1], rows[2], rows[3], rows[4]),
        *(hazard_good, hazard_poor, fit, built, gone, pace),
    )


def _chances(e: Evidence, d: Draws) -> Floats:
    """Weigh draws by how well they agree with every dated count; the sum is 1, or 0."""
    seen: list[tuple[Count, Floats]] = [(c, d.depot[c.month]) for c in e.depots]
    seen += [(c, d.depot[c.month] / d.depot_before) for c in e.shares]
    seen += [(c, np.maximum(d.good[c.month], c.value)) for c in e.good_at_most]
    seen += [(c, d.fleet[c.month]) for c in e.fleets]
    seen += [(c, _year(d.made, c.month)) for c in e.made]
    seen += [(c, _year(d.lost, c.month)) for c in e.lost]
    weight = np.zeros(d.lost.shape[1])
    for count, value in seen:
        weight -= 0.5 * ((value - count.value) / count.error) ** 2
    weight[(d.fleet < 0).any(axis=0)] = -np.inf
    best = weight.max()
    chance = np.exp(weight - best) if np.isfinite(best) else np.zeros(len(weight))
    return np.asarray(chance / max(chance.sum(), 1.0))  # the best weighs 1


def _year(total: Floats, month: int) -> Floats:
    """Give what a running total gained in the twelve months up to one."""
    before = total[month - _YEAR] if month >= _YEAR else 0.0
    return np.asarray(total[month] - before)


def ahead(d: Draws, months: int, rng: Generator) -> Mapping[str, Floats]:
    """Run the months to come: depots and fleet, (months, n) each.

    Hazards and building stay as they are, and scrap stays where it is. Losses move the
    fleet alone: they keep the pace of the last three months, which drifts by 10 % a
    month.
    """
    n = len(d.fit)
    stocks = [d.good[-1].copy(), d.poor[-1].copy()]
    scrap, fleet, pace = d.scrap[-1], d.fleet[-1].astype(float), d.pace.copy()
    rows: dict[str, list[Floats]] = {"depot": [], "restorable": [], "fleet": []}
    for _ in range(months):
        taken = [stocks[0] * d.hazard_good, stocks[1] * d.hazard_poor]
        stocks = [s - t for s, t in zip(stocks, taken, strict=True)]
        pace = pace * np.exp(0.1 * rng.standard_normal(n) - 0.005)
        fleet = np.maximum(fleet + sum(taken) * d.fit + d.built - d.gone * pace, 0.0)
        rows["depot"].append(sum(stocks) + scrap)
        rows["restorable"].append(sum(stocks))
        rows["fleet"].append(fleet)
    return {name: np.array(values) for name, values in rows.items()}
