"""What is so of a war and of what it hangs on, day by day, as series."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from polemos.core import (
    OUTCOME,
    STATE,
    Chain,
    Period,
    Phase,
    Point,
    Scenarios,
    State,
    Text,
    View,
    join,
    judged_id,
)
from polemos.models._derived import Derived

_CODED = "What holds on each day, from the first that was coded to the newest; today"
_CHAIN = (
    "Whether all steps of a chain are so, on each day from the first on which all are "
    "coded to the last, and today"
)


def state_now_id(key: str) -> str:
    """Name the series of what is so: of a variable, of the war, or of `chain.{id}`."""
    return f"scenario/state.{key}@{OUTCOME.upper()}"


@dataclass(frozen=True)
class States:
    """What is coded of a war by the moment of a view."""

    view: View
    told: Scenarios

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name."""
        for key in self.told.coded:
            title = Text("State of the war", "戰爭狀態")
            if key != OUTCOME:
                title = self.told.variables[key].name
            uses = partial(iter, (judged_id("outcome", key),))
            yield self._named(key, title, _CODED, partial(self._so, key), uses)
        for chain in self.told.chains:
            names = dict.fromkeys(
                judged_id("outcome", self._of(s)) for s in chain.steps
            )
            made, uses = partial(self._all, chain), partial(iter, names)
            yield self._named(f"chain.{chain.id}", chain.name, _CHAIN, made, uses)

    def _named(
        self,
        key: str,
        title: Text,
        definition: str,
        points: Callable[[], Iterator[Point]],
        uses: Callable[[], Iterator[str]],
    ) -> tuple[str, Derived]:
        name = state_now_id(key).removeprefix("scenario/")
        return name, Derived(title, definition, points, uses, STATE)

    def _of(self, step: str) -> str:
        """Name what a step is told by: a variable, or the state of the war."""
        return step if step in self.told.variables else OUTCOME

    def _coded(self, key: str) -> list[Point]:
        today = self.view.as_of.date()
        found = self.view.series(judged_id("outcome", key)).points
        return [p for p in found if p.period.last <= today]

    def _so(self, key: str) -> Iterator[Point]:
        """Give what a thing was; the war by the code of its scenario."""
        found = self._coded(key)
        if key == OUTCOME:
            found = [replace(p, value=float(self._scenario(p).code)) for p in found]
        yield from _daily(found, self.view.as_of.date())

    def _scenario(self, point: Point) -> State:
        return self.told.states[self.told.state_of(point.value).branch]

    def _all(self, chain: Chain) -> Iterator[Point]:
        coded = {s: self._coded(self._of(s)) for s in chain.steps}
        if not all(coded.values()):
            return
        last = min(told[-1].period for told in coded.values())
        days = sorted({p.period for told in coded.values() for p in told})
        days = [day for day in days if day <= last]
        found = []
        for day in days:
            then = {
                step: [p for p in told if p.period <= day][-1:]
                for step, told in coded.items()
            }
            if all(then.values()):
                so = all(self._holds(s, p) for s, told in then.items() for p in told)
                rests = [p for told in then.values() for p in told]
                found.append(join(day, float(so), rests))
        yield from _daily(found, self.view.as_of.date())

    def _holds(self, step: str, point: Point) -> bool:
        """Say whether a step is so, by what is coded of it."""
        if step in self.told.variables:
            return point.value > 0
        state = self._scenario(point)
        return state.phase is Phase.HALTED if step == Phase.HALTED else state.id == step


def _daily(found: Sequence[Point], today: date) -> Iterator[Point]:
    """Give what held on each day from the first coded one to the newest, and today.

    A state stays until another is coded, and today is taken to be as the newest row
    says. Of the days between nobody has said so: no forecast is settled by silence.
    """
    for now, then in pairwise(found):
        count = (then.period.start - now.period.start).days
        for day in range(count):
            yield replace(now, period=Period.day(now.period.start + timedelta(day)))
    for newest in found[-1:]:
        yield newest
        if newest.period.last < today:
            yield join(Period.day(today), newest.value, (newest,))
