"""What a table's seats come to: games over the intervals that coders gave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from polemos.core import WHOLE, NotYetKnown, Point, Seats, Text
from polemos.models.bargaining import (
    Ends,
    Input,
    Intervals,
    Settlements,
    Swings,
    Table,
    draws,
    first_order,
    games,
    importance,
    joined,
    nearest,
    one_at_a_time,
    shares,
    weighted_mean,
)
from polemos.models.score import Floats

GAMES = 2000
UNCHANGED = "unchanged"  # the name of the state of things, among the settlements
_FEW = Text("too few have a seat at the table", "談判桌上可用的立場太少")
_THREADS = 2


@dataclass(frozen=True)
class Talks:
    """Games played from the seats of a table as of one moment.

    `named` are the settlements that have names, and the state of things, (D,) each.
    """

    seats: Seats
    intervals: Intervals
    named: Mapping[str, Floats]
    seed: int
    played: Settlements

    @property
    def issues(self) -> Sequence[str]:
        """Name the issues that are bargained over."""
        return self.intervals.table.dims

    @property
    def actors(self) -> Sequence[str]:
        """Name those who bargain."""
        return self.intervals.table.actors

    @cached_property
    def mean(self) -> Floats:
        """Give the mean of positions by capability and salience, (D,), 0 to 100."""
        t = self.intervals.table
        return weighted_mean(t.positions, t.capability[:, None] * t.salience)

    @cached_property
    def wins(self) -> Sequence[str]:
        """Name, for each game, the settlement that it came nearest to."""
        points = np.array(list(self.named.values()))
        at = nearest(points, self.played.settled, importance(self.intervals.table))
        names = list(self.named)
        return [names[i] for i in at]

    @cached_property
    def shares(self) -> Mapping[str, tuple[float, float, float]]:
        """Give each settlement's share of games with its interval of 95 %, 0 to 1."""
        counts = Counter(self.wins)
        told = shares([counts[name] for name in self.named])
        return {
            name: (float(row[0]), float(row[1]), float(row[2]))
            for name, row in zip(self.named, told, strict=True)
        }

    @property
    def leader(self) -> str:
        """Name the settlement that most games came nearest to."""
        return max(self.shares, key=lambda name: self.shares[name][0])

    @cached_property
    def swings(self) -> Swings:
        """Put each input at its ends, the rest as is."""
        return one_at_a_time(self.intervals, self.named)

    @cached_property
    def sway(self) -> Mapping[Input, float]:
        """Give what share of whether the leader wins hangs on each input, 0 to 1.

        A first-order index, from the games that were played anyhow; what interacts is
        not in it.
        """
        drawn = draws(self.intervals, len(self.wins), seed=self.seed)
        won = np.array([[name == self.leader] for name in self.wins], float)
        told = first_order(drawn, won)[:, 0]
        return {
            one: max(0.0, float(v))
            for one, v in zip(self.intervals.inputs, told, strict=True)
            if np.isfinite(v)
        }

    @cached_property
    def led(self) -> Mapping[tuple[str, str], float]:
        """Give how far one led another a game, (by, whom), in points of the scales."""
        far = self.played.far / len(self.played.turns)
        return {
            (a, b): float(far[i, j])
            for i, a in enumerate(self.actors)
            for j, b in enumerate(self.actors)
            if i != j
        }


def talks(seats: Seats, *, seed: int, count: int = GAMES) -> Talks:
    """Play games from the seats of a table; NotYetKnown if fewer than two have one."""
    intervals = intervals_of(seats)
    issues = intervals.table.dims
    state = {i: seats.states[i].value for i in issues}
    named = {
        name: np.array([places[i].value if i in places else state[i] for i in issues])
        for name, places in seats.settlements.items()
    }
    named[UNCHANGED] = np.array([state[i] for i in issues])
    played = joined(games(intervals, count, seed=seed, threads=_THREADS))
    return Talks(seats, intervals, named, seed, played)


def intervals_of(seats: Seats) -> Intervals:
    """Lay out seats as a table with intervals.

    Who has no say on an issue gives it no salience, and stands where things stand.
    """
    actors, issues = tuple(seats.actors), tuple(seats.issues)
    if len(actors) < 2 or not issues:  # noqa: PLR2004
        raise NotYetKnown("expected two actors with seats, found fewer", _FEW)
    at = {(s.actor, s.issue): s for s in seats.stands}
    places, weights = [], []
    for a in actors:
        for i in issues:
            stand, state = at.get((a, i)), seats.states[i].value
            places.append(_ends(stand.position) if stand else (state,) * 3)
            weights.append(_ends(stand.salience, WHOLE) if stand else (0.0,) * 3)
    shape = (3, len(actors), len(issues))
    place, weight = (np.array(v).T.reshape(shape) for v in (places, weights))
    power = np.array([_ends(seats.capabilities[a]) for a in actors]).T
    table = Table(actors, issues, power[0], place[0], weight[0])
    low, high = (Ends(power[k], place[k], weight[k]) for k in (1, 2))
    return Intervals(table, low, high)


def _ends(point: Point, factor: float = 1.0) -> tuple[float, float, float]:
    low = point.value if point.low is None else point.low
    high = point.value if point.high is None else point.high
    return point.value * factor, low * factor, high * factor
