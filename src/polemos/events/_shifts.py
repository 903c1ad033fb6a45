"""When a pair turned: Bayesian online change points, held against placebo pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from polemos.events._pairs import YEAR, Pair

Floats = NDArray[np.float64]
_HAZARD = 1 / 52  # the chance of a change in a week: one a year
_SPREAD = 1.0  # deviation of a new level about the last one, in log odds
_WIDE = 4.0  # variance of the first level, about nothing: an even balance
_YOUNG, _SURE = 4, 0.8  # a run of fewer weeks, and how sure that it is one
_SHARE = 0.9  # of the placebo pairs, that a shift has to pass
_KEPT = 208  # weeks of a run: an older one is as old
_LEAST = 0.002  # variance of a week beyond that of counting: news comes in clusters
_MEDIAN = 0.4549  # of the square of a standard normal


@dataclass(frozen=True, slots=True)
class Shift:
    """A week in which a pair turned: by how much, how sure, and what others did."""

    week: date
    size: float
    chance: float
    placebo: float

    @property
    def up(self) -> bool:
        """Say whether it turned to cooperation."""
        return self.size > 0


def young(values: Floats, variances: Floats) -> tuple[Floats, Floats]:
    """Give the chance that the run is young, and by how much its level is new.

    Online, so that a week is told from those before it: Adams and MacKay 2007, with a
    normal level and known variances that differ by week; NaN is no observation. Both
    results have the shape of `values`; the second is the mean level of young runs less
    that of old ones.
    """
    runs = np.ones(1)  # chances of run lengths from 0 on
    mean, var = np.zeros(1), np.full(1, _WIDE)  # of the level of each run
    fresh, size = np.zeros(len(values)), np.zeros(len(values))
    past: list[tuple[float, float]] = []
    for t, (y, v) in enumerate(zip(values, variances, strict=True)):
        if not (np.isfinite(y) and np.isfinite(v)):
            continue  # nothing was learnt, and no run is older for it
        noise = v + _beyond(past[-YEAR:])
        spread = var + noise
        fits = np.exp(-((y - mean) ** 2) / (2 * spread)) / np.sqrt(spread)
        before = float(runs @ mean)
        gain = var / spread
        mean, var = mean + gain * (y - mean), var * (1 - gain)
        told = runs * fits
        # a run that begins now is about what was thought so far, and widely so
        runs = np.concatenate([[told.sum() * _HAZARD], told * (1 - _HAZARD)])
        mean = np.concatenate([[before], mean])
        var = np.concatenate([[_SPREAD**2], var])
        if len(runs) > _KEPT:
            runs[-2] += runs[-1]
            runs, mean, var = runs[:-1], mean[:-1], var[:-1]
        runs /= runs.sum()
        past.append((y, v))
        new, old = float(runs[:_YOUNG].sum()), float(runs[_YOUNG:].sum())
        if old > 0 and len(past) > 2 * _YOUNG:
            fresh[t] = new
            level = float(runs[:_YOUNG] @ mean[:_YOUNG]) / new
            size[t] = level - float(runs[_YOUNG:] @ mean[_YOUNG:]) / old
    return fresh, size


def _beyond(past: Sequence[tuple[float, float]]) -> float:
    """Give by how much weeks of the last year varied beyond counting.

    By the median square of the steps from week to week, which a turn hardly moves.
    """
    if len(past) <= _YOUNG:
        return _LEAST
    told = np.array(past)
    steps = float(np.median(np.diff(told[:, 0]) ** 2)) / (2 * _MEDIAN)
    return max(_LEAST, steps - float(np.median(told[:, 1])))


def shifts(pair: Pair, placebos: Sequence[Pair]) -> Sequence[Shift]:
    """Give the weeks in which a pair turned and its placebos did not.

    An alarm is a run that is young with a chance of four fifths, whose shift passes
    those of nine tenths of the placebo pairs in that week: a shock of coverage moves
    them all. Weeks that follow one on another are one alarm, told by the first.
    """
    fresh, size = young(pair.balance, pair.noise)
    others = [
        dict(zip(p.mondays, young(p.balance, p.noise)[1], strict=True))
        for p in placebos
    ]
    found: list[Shift] = []
    ringing = False
    for week, chance, by in zip(pair.mondays, fresh, size, strict=True):
        told = [abs(o[week]) for o in others if week in o]
        bar = float(np.quantile(told, _SHARE)) if told else 0.0
        rings = chance > _SURE and abs(by) > bar
        if rings and not ringing:
            found.append(Shift(week, float(by), float(chance), bar))
        ringing = bool(rings)
    return found
