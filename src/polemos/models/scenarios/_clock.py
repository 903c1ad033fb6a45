"""The states of a war, each held for a time that is not memoryless: semi-Markov."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polemos.core import Phase, WarError
from polemos.models.scenarios._tails import YEAR, Tail
from polemos.models.score import Floats

_NEVER = np.inf
_SOON = 1e-6  # days: what ends does so after it began


@dataclass(frozen=True, slots=True)
class Clock:
    """How a war passes from state to state, of S.

    `holds` tell how long a state is held, (S, 3): the log of its median days, infinite
    where it ends never, and deviations of log days below and above that. `moves`
    (S, S) where it goes when it ends. Fighting of whatever kind halts by `tail`, which
    counts from the day it began, at a state by the chances `halts` (S,), and widens
    with chance `widens` in a year, to the first state that is wider.
    """

    phases: tuple[Phase, ...]
    holds: Floats = field(repr=False)
    moves: Floats = field(repr=False)
    halts: Floats = field(repr=False)
    widens: float
    tail: Tail

    def __post_init__(self) -> None:
        """Refuse a chance to widen within a year that is none, or certain."""
        if not 0 <= self.widens < 1:
            raise WarError(
                f"expected a chance to widen from 0 to below 1, found {self.widens}"
            )


@dataclass(frozen=True, slots=True)
class Paths:
    """Where paths were on some days ahead, (days, paths), and when each first halted.

    `halted` (paths,) is in days ahead, infinite where a path did not halt by then.
    """

    states: NDArray[np.int64]
    halted: Floats

    def shares(self, count: int) -> Floats:
        """Give the share of paths in each of so many states, (days, count)."""
        told = [np.bincount(row, minlength=count) for row in self.states]
        return np.asarray(np.array(told, float) / self.states.shape[1])


def follow(  # noqa: PLR0917 where and when, and how many
    clock: Clock,
    state: int,
    held: float,
    lasted: float,
    days: Sequence[float],
    paths: int,
    rng: Generator,
) -> Paths:
    """Follow so many paths from a state that was held for some days of a war.

    The war has lasted `lasted` days; `days` ahead, rising, is where to look. One
    generator gives the same luck whatever the clock, so that odds move with it alone.
    """
    walk = _Walk(clock, state, held, lasted, paths, rng)
    seen = np.full((len(days), paths), state)
    while walk.now.min() < days[-1]:
        ends, luck = walk.next(), rng.random((4, paths))
        for row, day in zip(seen, days, strict=True):
            inside = (walk.now <= day) & (day < ends)
            row[inside] = walk.state[inside]
        walk.step(ends, luck)
    in_time = walk.halted <= days[-1]
    return Paths(seen, np.where(in_time, walk.halted, _NEVER))


class _Walk:
    """Paths on their way: where each is, and when what will happen to it."""

    def __init__(  # noqa: PLR0917 as it is followed
        self,
        clock: Clock,
        state: int,
        held: float,
        lasted: float,
        paths: int,
        rng: Generator,
    ) -> None:
        luck = rng.random((3, paths))
        self.clock = clock
        self.kind = np.array([list(Phase).index(p) for p in clock.phases])
        self.now = np.zeros(paths)
        self.began = np.full(paths, -lasted)
        self.state = np.full(paths, state)
        self.halted = np.full(paths, _NEVER)
        self.end = self._hold(self.state, luck[0], held)
        self.halt = clock.tail.left(lasted, luck[1])
        self.widen = self._widening(luck[2])

    def next(self) -> Floats:
        """Give the day on which each path leaves its state."""
        fights = self.kind[self.state] == 0
        soonest = np.minimum(self.halt, self.widen)
        return np.asarray(np.where(fights, np.minimum(self.end, soonest), self.end))

    def step(self, ends: Floats, luck: Floats) -> None:
        """Go where each path goes then."""
        fights = self.kind[self.state] == 0
        wider, clock = int(np.argmax(self.kind == 2)), self.clock  # noqa: PLR2004
        into = _drawn(clock.moves[self.state], luck[0])
        halts = fights & (ends == self.halt)
        into[halts] = _drawn(clock.halts[None], luck[0])[halts]
        into[fights & (ends == self.widen)] = wider
        into = np.where(np.isfinite(ends), into, self.state)  # held for ever
        new = self.kind[into] == 1
        first = new & ~np.isfinite(self.halted)
        self.halted[first] = ends[first]
        again = ~fights & (self.kind[into] == 0)
        anew = again & (self.kind[self.state] == 1)  # after a halt, a war of its own
        self.began[anew] = ends[anew]
        age = np.where(again, ends - self.began, 0.0)
        self.halt = np.where(again, ends + clock.tail.left(age, luck[1]), self.halt)
        self.widen = np.where(again, ends + self._widening(luck[2]), self.widen)
        self.end = ends + self._hold(into, luck[3])
        self.now, self.state = ends, into

    def _hold(
        self, state: NDArray[np.int64], level: Floats, held: float = 0.0
    ) -> Floats:
        found = np.empty(len(state))
        for s, hold in enumerate(self.clock.holds):
            mine = state == s
            found[mine] = _left(hold, held, level[mine])
        return found

    def _widening(self, level: Floats) -> Floats:
        yearly = -np.log1p(-self.clock.widens)
        if yearly == 0:
            return np.full(len(level), _NEVER)
        return np.asarray(-np.log1p(-level) / yearly * YEAR)


def _left(hold: Floats, held: float, level: Floats) -> Floats:
    """Give how many days more a state is held, having been for some.

    Log days are spread by two halves of normals that meet at the median.
    """
    from scipy.special import log_ndtr, ndtri_exp  # slow to import

    middle, below, above = hold
    if not np.isfinite(middle):
        return np.full(len(level), _NEVER)
    past = (np.log(held) - middle) if held > 0 else -np.inf
    grown = log_ndtr(-past / (below if past < 0 else above))
    far = -ndtri_exp(grown + np.log1p(-level))
    days = np.exp(middle + far * np.where(far < 0, below, above))
    return np.asarray(np.maximum(days - held, _SOON))


def _drawn(chances: Floats, level: Floats) -> NDArray[np.int64]:
    """Give the state at a level from 0 to 1, by the chances of each, (paths, S)."""
    past = chances.cumsum(axis=-1)
    found = (past <= level[:, None]).sum(axis=-1)
    return np.asarray(np.minimum(found, chances.shape[-1] - 1))
