"""What each scenario would carry, and who would gain by it, as series."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial

import numpy as np

from polemos.core import (
    SCALE,
    Carried,
    NotYetKnown,
    Period,
    Phase,
    Point,
    Scenarios,
    Seats,
    Stand,
    Text,
    UnknownSeries,
    View,
    join,
    judged_id,
    seats,
)
from polemos.models._derived import Derived
from polemos.models._negotiating import Negotiating
from polemos.models._timing import HORIZON

_NEAR = 21  # days beyond the horizon within which a forecast is of it
_AFTER = (
    "As it stands today, where nothing says what is ahead; else where the war goes on "
    "the forecast, and where it halts half way between, for nobody knows when, with "
    "both ends"
)
_GAIN = (
    "How much nearer a scenario would bring things to where one stands than they are "
    "now: the mean over the issues that it carries, by how much each matters to it, in "
    "points of their scales; the interval is by the ends of what it carries"
)


@dataclass(frozen=True)
class Landscape:
    """What scenarios would carry for those at a table, as known to its view."""

    view: Negotiating
    told: Scenarios
    feed: View

    @cached_property
    def seats(self) -> Seats:
        """Give who stands where; NotYetKnown if nobody is coded."""
        agenda = self.view.agenda
        return seats(self.view, agenda.players, agenda.issues)

    def carried(self, branch: str) -> Mapping[str, Point]:
        """Give where a scenario would put each issue that it carries."""
        found = {}
        for issue in self.view.agenda.issues:
            try:
                series = self.view.series(judged_id("carries", branch, issue))
                found[issue] = series.on(self.view.as_of.date())
            except (NotYetKnown, UnknownSeries):
                continue
        return found

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name."""
        agenda = self.view.agenda
        for branch in self.told.branches:
            name = self.told.states[branch].name
            for player in agenda.players:
                who = agenda.actors[player]
                title = Text(
                    f"Gain of {who.en}: {name.en}", f"{who.zh}的得失：{name.zh}"
                )
                make = partial(self._gain, branch, player)
                uses = partial(self._uses, branch, player)
                yield (
                    f"gain.{branch}@{player}",
                    Derived(title, _GAIN, make, uses, SCALE),
                )

            for one in self.told.carried.values():
                if one.now:
                    title = Text(
                        f"{name.en}: {one.name.en}", f"{name.zh}：{one.name.zh}"
                    )
                    made = partial(self._after, branch, one)
                    used = partial(iter, [n for n in (one.now, one.ahead) if n])
                    told = Derived(title, _AFTER, made, used, one.unit)
                    yield f"after.{branch}.{one.id}", told

    def _after(self, branch: str, one: Carried) -> Iterator[Point]:
        """Give what stands now, or what is ahead, or both ends if it halts between."""
        today = self.view.as_of.date()
        day = today + timedelta(days=HORIZON)
        now = self.view.series(one.now).on(today)
        period, halted = Period.day(day), self._halted(branch)
        if not one.ahead:
            yield join(period, now.value, (now,))
            return
        found = [
            p
            for p in self.feed.series(one.ahead)
            if p.period.last <= day + timedelta(days=_NEAR)
        ]
        if not found:
            raise NotYetKnown(f"{one.ahead}: nothing is said of {day}")
        then = found[-1]
        if not halted:
            yield join(period, then.value, (now, then), *then.ends)
            return
        low, high = min(now.value, then.ends[0]), max(now.value, then.ends[1])
        yield join(period, (now.value + then.value) / 2, (now, then), low, high)

    def _halted(self, branch: str) -> bool:
        kinds = {s.branch: s.phase for s in self.told.states.values()}
        return kinds[branch] is Phase.HALTED

    def _uses(self, branch: str, player: str) -> Iterator[str]:
        for s in self._stands(player):
            if s.issue in self.carried(branch):
                yield judged_id("carries", branch, s.issue)
                yield s.coding.series

    def _stands(self, player: str) -> list[Stand]:
        return [s for s in self.seats.stands if s.actor == player]

    def _gain(self, branch: str, player: str) -> Iterator[Point]:
        carried, states = self.carried(branch), self.seats.states
        mine = [
            s for s in self._stands(player) if s.issue in carried and s.issue in states
        ]
        care = np.array([s.salience.value for s in mine])
        if not care.sum() > 0:
            return
        stand = np.array([s.position.value for s in mine])
        now = np.array([states[s.issue].value for s in mine])
        ends = np.array(
            [(carried[s.issue].value, *carried[s.issue].ends) for s in mine]
        )
        far = np.abs(now - stand)
        nearer = far[:, None] - np.abs(ends - stand[:, None])
        best = np.where(
            (ends[:, 1] <= stand) & (stand <= ends[:, 2]), far, nearer.max(axis=1)
        )
        weight = care / care.sum()
        value = float(weight @ nearer[:, 0])
        low, high = float(weight @ nearer.min(axis=1)), float(weight @ best)
        day = Period.day(self.view.as_of.date() + timedelta(days=HORIZON))
        rests = [
            p
            for s in mine
            for p in (s.position, s.salience, states[s.issue], carried[s.issue])
        ]
        yield join(day, value, rests, min(low, value), max(high, value))
