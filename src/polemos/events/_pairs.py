"""What weeks of a pair come to: how harsh, how much conflict, which way, how loud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polemos.core import ExpectationError
from polemos.events._engine import Columns
from polemos.events._lake import monday_of

Floats = NDArray[np.float64]
YEAR, TWO_YEARS = 52, 104  # weeks
_COOPERATION, _CONFLICT, _MATERIAL = (1, 2), (3, 4), 4  # quad classes
_LEAST_WEEKS = 8  # of a past before it says anything
_HALF = 0.5
_WEAK, _STRONG = 1.0, 1e6  # of a prior, in events


@dataclass(frozen=True)
class Pair:
    """Weeks of one directed pair without a gap; arrays are of shape (weeks,).

    A week in which nothing was told is one of no events. Every index of a week leans on
    that week and on those before it alone, so that it is never told anew.
    """

    a: str
    b: str
    first: int
    counts: Floats = field(repr=False)  # (weeks, 5): by quad class
    weight: Floats = field(repr=False)
    scale: Floats = field(repr=False)
    world: Floats = field(repr=False)  # events of all pairs

    @property
    def mondays(self) -> Sequence[date]:
        """Give the Monday of each week."""
        return [monday_of(self.first + n) for n in range(len(self.weight))]

    @property
    def events(self) -> Floats:
        """Count the events of each week."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def goldstein(self) -> Floats:
        """Give Goldstein's mean, weighed by log(1 + sources); NaN without an event."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.scale / self.weight)

    @property
    def conflict(self) -> Floats:
        """Give the share of material conflict, shrunk to the year before; NaN early.

        The share of a week is that of a beta-binomial posterior, whose prior has the
        mean of the 52 weeks before and a strength by their moments: few events move it
        little (models.md, 5; moments as in Kleinman 1973).
        """
        told, every = self.counts[:, _MATERIAL], self.events
        found = np.full(len(every), np.nan)
        for t in range(_LEAST_WEEKS, len(every)):
            past = slice(max(0, t - YEAR), t)
            n, m = every[past], told[past]
            if n.sum() > 0:
                mean = m.sum() / n.sum()
                strength = _strength(m, n, mean)
                found[t] = (told[t] + strength * mean) / (every[t] + strength)
        return found

    @cached_property
    def _sides(self) -> tuple[Floats, Floats, Floats]:
        """Give cooperation, conflict, and what is added to both; NaN early."""
        every, more = self.events, np.full(len(self.weight), np.nan)
        for t in range(_LEAST_WEEKS, len(every)):
            more[t] = _HALF * every[max(0, t - YEAR) : t].mean()
        more[more == 0] = np.nan
        good, bad = (
            self.counts[:, list(q)].sum(axis=1) for q in (_COOPERATION, _CONFLICT)
        )
        return good, bad, more

    @property
    def balance(self) -> Floats:
        """Give log((cooperation + c) / (conflict + c)); NaN early.

        c is half the weekly count that the year before leads to expect.
        """
        good, bad, more = self._sides
        return np.asarray(np.log((good + more) / (bad + more)))

    @property
    def noise(self) -> Floats:
        """Give the variance of the balance that counting alone would make."""
        good, bad, more = self._sides
        return np.asarray(1 / (good + more) + 1 / (bad + more))

    @property
    def volume(self) -> Floats:
        """Give the share of the world's events, over the pair's own of two years.

        1 is as loud as usual: what the world's press grows or shrinks by is out of it.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            share = self.events / self.world
        found = np.full(len(share), np.nan)
        for t in range(_LEAST_WEEKS, len(share)):
            usual = np.nanmean(share[max(0, t - TWO_YEARS) : t])
            found[t] = share[t] / usual if usual > 0 else np.nan
        return found


def _strength(m: Floats, n: Floats, mean: float) -> float:
    """Give how many events a prior is worth, by the moments of weekly shares."""
    if not 0 < mean < 1:
        return _STRONG
    seen = n > 0
    shares, weights = m[seen] / n[seen], n[seen]
    between = float(weights @ (shares - mean) ** 2 / weights.sum())
    chance = mean * (1 - mean)
    sampling = chance * len(weights) / weights.sum()
    excess = between - sampling
    if excess <= 0:
        return _STRONG
    return float(np.clip(chance / excess - 1, _WEAK, _STRONG))


def pair_of(weeks: Columns, volumes: Columns, a: str, b: str) -> Pair:
    """Take one directed pair out of weeks, as `weeks` and `volumes` count them.

    ExpectationError if it has no event at all.
    """
    mine = (weeks["a"] == a) & (weeks["b"] == b)
    if not mine.any():
        raise ExpectationError(f"{a}-{b}: expected events of the pair, found none")
    at = weeks["week"][mine].astype(int)
    first, last = int(at.min()), int(volumes["week"].max())
    long = last - first + 1
    counts, weight, scale = np.zeros((long, 5)), np.zeros(long), np.zeros(long)
    row = at - first
    np.add.at(counts, (row, weeks["quad"][mine].astype(int)), weeks["events"][mine])
    np.add.at(weight, row, weeks["weight"][mine])
    np.add.at(scale, row, weeks["scale"][mine])
    world = np.zeros(long)
    known = (volumes["week"] >= first) & (volumes["week"] <= last)
    world[volumes["week"][known].astype(int) - first] = volumes["events"][known]
    return Pair(a, b, first, counts, weight, scale, world)


def indices(pair: Pair) -> Mapping[str, Any]:
    """Give the indices of a pair by name, each of shape (weeks,)."""
    return {
        "week": pair.mondays,
        "events": pair.events,
        "goldstein": pair.goldstein,
        "conflict": pair.conflict,
        "balance": pair.balance,
        "volume": pair.volume,
    }
