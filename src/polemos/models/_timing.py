"""How a war passes from state to state in time, from what is coded and judged."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from polemos.core import (
    OUTCOME,
    NotYetKnown,
    Point,
    Scenarios,
    Text,
    UnknownSeries,
    View,
    judged_id,
    reckoned,
)
from polemos.models._drawing import DECILE, DRAWN, Drawing
from polemos.models.scenarios import YEAR, Clock, Paths, Tail, follow
from polemos.models.score import Floats

HORIZON = 364  # days ahead: 52 weeks
CLOCK = "clock"  # the part that all here is of
_PATHS, _FEWER = 50_000, 4_000  # of the likeliest clock, and of each drawn one
_NO_STATE = Text("nobody has coded the state of the war", "尚無戰爭狀態的編碼")
_NO_HALT = Text("nobody has judged where a halt would lead", "尚無停戰後去向的判斷")
_NO_LAW = Text("no law of how long wars last is known", "尚無戰爭持續時間的分布可用")


@dataclass(frozen=True)
class Timing:
    """The clock of a war as known to a view: its state, its laws, its paths."""

    view: View
    told: Scenarios
    drawing: Drawing

    def coded(self, variable: str) -> Point:
        """Give the newest coded state of a variable; NotYetKnown if there is none."""
        try:
            return self.view.series(judged_id("outcome", variable)).on(
                self.drawing.today
            )
        except UnknownSeries as error:
            raise NotYetKnown(str(error), _NO_STATE) from error

    @cached_property
    def state(self) -> int:
        """Give the state that the war is in, counted as they are listed."""
        now = self.told.state_of(self.coded(OUTCOME).value)
        return list(self.told.states).index(now.id)

    @cached_property
    def began(self) -> date:
        """Give the day that the war began: the first that its state is coded of."""
        self.coded(OUTCOME)
        return self.view.series(judged_id("outcome", OUTCOME)).points[0].period.start

    @property
    def lasted(self) -> int:
        """Count the days of the war so far."""
        return (self.drawing.today - self.began).days

    @property
    def held(self) -> int:
        """Count the days of the state so far, though it was coded as such again."""
        told = self.view.series(judged_id("outcome", OUTCOME)).between(
            last=self.drawing.today
        )
        *before, newest = told.points
        since = newest.period.start
        for point in reversed(before):
            if point.value != newest.value:
                break
            since = point.period.start
        return (self.drawing.today - since).days

    @cached_property
    def laws(self) -> Sequence[Tail]:
        """Give the laws of how long wars last, the likeliest first."""
        found = []
        for law in sorted(self.told.laws, key=lambda one: not one.centre):
            try:
                scale = self.view.series(law.scale).last()
                shape = self.view.series(law.shape).last() if law.shape else None
            except (NotYetKnown, UnknownSeries) as error:
                if law.centre:
                    raise NotYetKnown(str(error), _NO_LAW) from error
                continue
            self.drawing.keep(CLOCK, law.scale, scale)
            if shape is not None:
                self.drawing.keep(CLOCK, law.shape, shape)
            found.append(Tail(law.id, scale.value, shape.value if shape else 1.0))
        if not found:
            raise NotYetKnown(_NO_LAW.en, _NO_LAW)
        return found

    def ends(self, law: Tail) -> float:
        """Give the chance that a war of this length ends within a year, by one law."""
        return law.ends_within(YEAR, self.lasted)

    @cached_property
    def _clocks(self) -> Sequence[Clock]:
        self.coded(OUTCOME)  # or nothing is known to start from
        states = list(self.told.states)
        count = len(states)
        holds = np.full((count, 3), np.inf)
        holds[:, 1:] = 1.0
        moves = np.zeros((1 + DRAWN, count, count))
        halts = np.zeros((1 + DRAWN, count))
        widens = np.zeros(1 + DRAWN)
        for i, a in enumerate(states):
            with suppress(NotYetKnown, UnknownSeries):
                holds[i] = self._hold(a)
            for j, b in enumerate(states):
                moves[:, i, j] = self.drawing.maybe(judged_id("move", a, b), CLOCK, 0.0)
            halts[:, i] = self.drawing.maybe(judged_id("move", "halt", a), CLOCK, 0.0)
            widens += self.drawing.maybe(judged_id("move", "year", a), CLOCK, 0.0)
            moves[:, i, i] += moves[:, i].sum(axis=-1) == 0  # it stays
        if not halts.sum():
            raise NotYetKnown(_NO_HALT.en, _NO_HALT)
        moves /= moves.sum(axis=-1, keepdims=True)
        halts /= halts.sum(axis=-1, keepdims=True)
        phases = tuple(s.phase for s in self.told.states.values())
        made = zip(moves, halts, widens, strict=True)
        return [
            Clock(phases, holds, m, t, float(w), self.laws[k % len(self.laws)])
            for k, (m, t, w) in enumerate(made)
        ]

    def _hold(self, state: str) -> Floats:
        """Give the log of a state's median days, and deviations below and above it.

        Its ends are the days that one time in ten falls short of, and that one passes:
        they are how such times spread, and are not drawn.
        """
        point = self.drawing.point(judged_id("hold", state), CLOCK)
        low, middle, high = np.log([point.ends[0], point.value, point.ends[1]])
        return np.array([middle, (middle - low) / DECILE, (high - middle) / DECILE])

    def _follow(self, draw: int, days: Sequence[float], paths: int = _FEWER) -> Paths:
        """Follow a clock by luck of its own, the same on every day."""
        rng = np.random.default_rng([self.drawing.seed, draw])
        clock = self._clocks[draw]
        return follow(clock, self.state, self.held, self.lasted, days, paths, rng)

    @cached_property
    def paths(self) -> Paths:
        """Give the paths of the likeliest clock to the horizon."""
        return self._follow(0, [HORIZON], _PATHS)

    @cached_property
    def clock(self) -> Floats:
        """Give the chances of the scenarios by the clock alone, (1 + draws, B)."""
        count = len(self.told.states)
        shares = np.array([p.shares(count)[0] for p in (self.paths, *self._drawn)])
        branches = list(self.told.branches)
        into = np.zeros((count, len(branches)))
        for i, state in enumerate(self.told.states.values()):
            into[i, branches.index(state.branch)] = 1.0
        # half a path more in each: what no path came to is not impossible
        spare = np.array([_PATHS, *[_FEWER] * DRAWN], float)[:, None]
        counts = shares @ into * spare + 0.5
        return np.asarray(counts / counts.sum(axis=-1, keepdims=True))

    @cached_property
    def _drawn(self) -> Sequence[Paths]:
        """Give the paths of every drawn clock to the horizon."""
        with reckoned():
            return [self._follow(draw, [HORIZON]) for draw in range(1, 1 + DRAWN)]

    def unhalted_each(self, day: date) -> Floats:
        """Give the chance that nothing halts up to a day by every clock, (1 + draws,).

        Of a day beyond the horizon the likeliest clock's stands for all.
        """
        ahead = float((day - self.drawing.today).days)
        if ahead > HORIZON:
            return np.full(1 + DRAWN, self.unhalted(day))
        each = [(p.halted > ahead).mean() for p in (self.paths, *self._drawn)]
        return np.array(each)

    def unhalted(self, day: date) -> float:
        """Give the chance by the clock alone that nothing halts up to a day."""
        ahead = float((day - self.drawing.today).days)
        paths = self._follow(0, [ahead], _PATHS)
        return float((paths.halted > ahead).mean())
