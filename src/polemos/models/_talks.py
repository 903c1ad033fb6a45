"""What a table's seats come to: games over the intervals that coders gave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from polemos.core import WHOLE, NotYetKnown, Point, Seats, Text, reckoned
from polemos.models.bargaining import (
    Ends,
    Input,
    Intervals,
    Settlements,
    Table,
    apart,
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
UNCHANGED = "unchanged"  # the name of the state of things, among the settlements,
NO_CHANGE = Text("no change (the war goes on)", "現況不變（戰事續打）")  # and its words
NO_TABLE = Text("there is no table to ask", "沒有談判桌可推算")
_FEW = Text("too few have a seat at the table", "談判桌上可用的立場太少")
_THREADS = 2


class Flip(NamedTuple):
    """An end of an input that alone makes another settlement the nearest.

    `moved` is by how much the outcome moves, the mean over the issues in points.
    """

    input: Input
    high: bool
    to: str
    moved: float


@dataclass(frozen=True)
class Talks:
    """Games played from the seats of a table as of one moment.

    `named` are the settlements that have names, and the state of things, (D,) each; NaN
    on an issue that one does not speak of.
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

    def place(self, issue: str) -> int:
        """Give the column of an issue; NotYetKnown if nobody bargains over it."""
        if issue not in self.issues:
            raise NotYetKnown(f"{issue}: nobody bargains over it", NO_TABLE)
        return self.issues.index(issue)

    @cached_property
    def mean(self) -> Floats:
        """Give the mean of positions by capability and salience, (D,), 0 to 100."""
        t = self.intervals.table
        return weighted_mean(t.positions, t.capability[:, None] * t.salience)

    @cached_property
    def wins(self) -> Sequence[str]:
        """Name, for each game, the settlement that it came nearest to."""
        names, weights = list(self.named), importance(self.intervals.table)
        at = nearest([*self.named.values()], self.played.settled, weights)
        return [names[k] for k in at]

    @cached_property
    def middle(self) -> Floats:
        """Give the median of where games settle, (D,)."""
        return np.asarray(np.median(self.played.settled, axis=0))

    def distance(self, name: str) -> float:
        """Give how far the middle of all games lies from a settlement, in points."""
        weights = importance(self.intervals.table)
        return float(apart([self.named[name]], self.middle[None], weights)[0, 0])

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
    def flips(self) -> Sequence[Flip]:
        """Give each end of an input that alone changes which settlement is nearest.

        The rest is at its likeliest; those that move the outcome most come first. None
        where the likeliest game does not come nearest to what most games do.
        """
        swings = one_at_a_time(self.intervals, self.named)
        if swings.name != self.leader:
            return ()
        found = []
        for swing in swings.swings:
            for high, name in enumerate(swing.ends):
                if name and name != self.leader:
                    end = swing.high if high else swing.low
                    moved = float(np.abs(end - swings.settled).mean())
                    found.append(Flip(swing.input, bool(high), name, moved))
        return sorted(found, key=lambda f: -f.moved)

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
    with reckoned():
        intervals = intervals_of(seats)
        played = joined(games(intervals, count, seed=seed, threads=_THREADS))
    issues = intervals.table.dims
    named = {
        name: np.array([places[i].value if i in places else np.nan for i in issues])
        for name, places in seats.settlements.items()
        if any(i in places for i in issues)
    }
    named[UNCHANGED] = np.array([seats.states[i].value for i in issues])
    return Talks(seats, intervals, named, seed, played)


def intervals_of(seats: Seats) -> Intervals:
    """Lay out seats as a table with intervals.

    Who has no say on an issue gives it no salience, and stands where things stand; who
    has none on any has no seat.
    """
    for what, told, known in (
        ("capability", {s.actor for s in seats.stands}, seats.capabilities),
        ("state", {s.issue for s in seats.stands}, seats.states),
    ):
        if lacking := sorted(told - set(known)):
            raise NotYetKnown(f"expected a {what} of {', '.join(lacking)}", _FEW)
    issues = tuple(seats.issues)
    cares = {s.actor for s in seats.stands if s.issue in issues and s.salience.value}
    actors = tuple(a for a in seats.actors if a in cares)
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
    low, high = point.ends
    return point.value * factor, low * factor, high * factor
