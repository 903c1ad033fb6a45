"""The chances of scenarios, as series: what each is called, made of, and comes to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

import numpy as np

from polemos.core import (
    OUTCOME,
    PERCENT,
    POINTS,
    YES,
    Chain,
    NotYetKnown,
    Period,
    Phase,
    Point,
    Scenarios,
    Text,
    Variable,
    join,
    judged_id,
)
from polemos.models._derived import Derived
from polemos.models._prospect import CROWDS, JUDGED, Prospect
from polemos.models._timing import CLOCK, HORIZON
from polemos.models.scenarios import YEAR
from polemos.models.score import Floats

_FARTHEST = 36_525  # days back that anybody may ask for
WEEK = 7  # days back that causes are listed for
_ENDS = (0.1, 0.9)  # of the middle four fifths of draws
_NOT = Text("it is so already", "已是如此")
_NETWORK = (
    "A Bayesian network, solved exactly: the chances of a semi-Markov clock, pooled by "
    "log odds with crowds that answered lately, tilted by the odds that the desk "
    "judges for each thing that a model gives a chance of; the interval holds the "
    "middle four fifths of draws of all that is judged, by four laws of how long wars "
    "last"
)
_CLOCK = (
    "A semi-Markov clock: the war halts by the log-normal law of how long interstate "
    "wars last, given how long it has; other times and moves are judged"
)
_LAW = "The chance to end within a year, given how long the war has lasted, by one law"
_MOVED = (
    "Shapley's share of a cause in the change of a chance: the mean over all orders of "
    "changing causes from what they were to what they are; shares sum to the change"
)
ALL = "all"
_PARTS = (CLOCK, CROWDS, JUDGED)  # of the chance of a scenario
_ALL = Text("all causes together", "所有動因合計")
CAUSES: Mapping[str, Text] = {
    CLOCK: Text("time, and the state of the war", "時間與戰爭狀態"),
    CROWDS: Text("what crowds said", "外界預測"),
    JUDGED: Text("what the desk judges", "編輯台的判斷"),
}


@dataclass(frozen=True)
class Odds:
    """What series of scenarios are made from: the odds now, and some days ago."""

    told: Scenarios
    now: Callable[[], Prospect]
    ago: Callable[[int], Prospect]
    _shares: dict[int, Mapping[str, Floats]] = field(default_factory=dict)

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name, those of causes a week back."""
        yield from self._chances()
        yield from self._variables()
        for chain in self.told.chains:
            yield from self._chain(chain)
        for law in self.told.laws:
            title = Text(f"Ends within a year: {law.id}", f"一年內結束：{law.id}")
            told = [judged_id("outcome", OUTCOME), law.scale, law.shape]
            uses = partial(iter, [n for n in told if n])
            make = partial(self._law, law.id)
            yield f"law.{law.id}", Derived(title, _LAW, make, uses, PERCENT)
        for branch in (*self.told.branches, Phase.HALTED.value):
            for cause in (*self.causes(), ALL):
                name = f"moved.{WEEK}.{branch}.{cause}"
                yield name, self._move(WEEK, branch, cause)

    def causes(self) -> Mapping[str, Text]:
        """Name what can move a chance."""
        chances = {
            v.id: Text(f"the chance of {v.name.en}", f"{v.name.zh}的機率")
            for v in self.told.roots()
        }
        return {**CAUSES, **chances}

    def moved(self, name: str) -> Derived | None:
        """Give the series of what a cause has moved since so many days ago."""
        what, _, rest = name.partition(".")
        days, _, rest = rest.partition(".")
        branch, _, cause = rest.partition(".")
        known = cause in {*self.causes(), ALL}
        known &= branch in {*self.told.branches, Phase.HALTED.value}
        counted = days.isdecimal() and 0 < int(days) <= _FARTHEST
        if what != "moved" or not counted or not known:
            return None
        return self._move(int(days), branch, cause)

    # -- names -------------------------------------------------------------------------

    def _chances(self) -> Iterator[tuple[str, Derived]]:
        for branch in (*self.told.branches, Phase.HALTED.value):
            name = self._name(branch)
            so = {OUTCOME: branch}
            yield f"chance.{branch}", self._percent(name, so, {})
            clock = partial(self._clock, branch)
            told = Derived(name, _CLOCK, clock, self._timed, PERCENT)
            yield f"clock.{branch}", told
            for v in self.told.variables.values():
                for word, state, en, zh in (
                    ("if", YES, "if", "若"),
                    ("unless", "no", "unless", "若無"),
                ):
                    title = Text(
                        f"{name.en}, {en} {v.name.en}", f"{zh}{v.name.zh}：{name.zh}"
                    )
                    told = self._percent(title, so, {v.id: state})
                    yield f"chance.{branch}.{word}.{v.id}", told

    def _variables(self) -> Iterator[tuple[str, Derived]]:
        for v in self.told.variables.values():
            so = {v.id: YES}
            yield f"so.{v.id}", self._percent(v.name, so, {})
            for branch in (*self.told.branches, Phase.HALTED.value):
                name = self._name(branch)
                title = Text(f"{v.name.en}, if {name.en}", f"若{name.zh}：{v.name.zh}")
                told = self._percent(title, so, {OUTCOME: branch})
                yield f"so.{v.id}.if.{branch}", told

    def _chain(self, chain: Chain) -> Iterator[tuple[str, Derived]]:
        steps = [self._step(s) for s in chain.steps]
        yield f"chain.{chain.id}", self._percent(chain.name, _merged(steps), {})
        before = [_merged(steps[:n]) for n in range(len(steps))]
        for n, (step, name) in enumerate(zip(steps, chain.names, strict=True), 1):
            given = before[n - 1]
            upto = _merged(steps[:n])
            yield f"step.{chain.id}.{n}", self._percent(name, step, given)
            yield f"upto.{chain.id}.{n}", self._percent(name, upto, {})

    def _step(self, step: str) -> Mapping[str, str]:
        return {step: YES} if step in self.told.variables else {OUTCOME: step}

    def steps(self, names: Iterable[str]) -> Mapping[str, str]:
        """Tell what is so if all steps are: variables, and the scenario of the war."""
        return _merged([self._step(name) for name in names])

    def _name(self, branch: str) -> Text:
        if branch == Phase.HALTED:
            return Text("the fighting has halted", "戰事停止")
        return self.told.states[branch].name

    def _percent(
        self, title: Text, told: Mapping[str, str], given: Mapping[str, str]
    ) -> Derived:
        """Tell the chance that all is as told, given what is."""
        make = partial(self._if, told, given)
        uses = partial(self._uses, *told, *given)
        return Derived(title, _NETWORK, make, uses, PERCENT)

    def _move(self, days: int, branch: str, cause: str) -> Derived:
        name, why = self._name(branch), {**self.causes(), ALL: _ALL}[cause]
        title = Text(f"{name.en}: moved by {why.en}", f"{name.zh}：{why.zh}的影響")
        make = partial(self._moved, days, branch, cause)
        return Derived(title, _MOVED, make, self._uses, POINTS)

    def _timed(self) -> Iterator[str]:
        """Name what the clock is made from."""
        yield judged_id("outcome", OUTCOME)
        yield from self.now().used(CLOCK)

    def _uses(self, *variables: str) -> Iterator[str]:
        """Name what the chance of scenarios is made from, and of variables."""
        now = self.now()
        yield judged_id("outcome", OUTCOME)
        yield from now.used(*_PARTS, *now.roots, *variables)

    # -- points ------------------------------------------------------------------------

    def _rests(self, p: Prospect, *parts: str) -> list[Point]:
        return [p.timing.coded(OUTCOME), *p.used(*parts).values()]

    def _point(
        self, drawn: Floats, *parts: str, on: Period | None = None
    ) -> Iterator[Point]:
        """Make a point of a day, the horizon's, from the likeliest chance and drawn."""
        p = self.now()
        percent = 100 * np.atleast_1d(drawn)
        value = float(percent[0])
        low, high = value, value
        if percent.size > 1:
            low, high = (float(q) for q in np.quantile(percent[1:], _ENDS))
        day = on or Period.day(p.drawing.today + timedelta(days=HORIZON))
        rests = self._rests(p, *parts)
        yield join(day, value, rests, min(low, value), max(high, value))

    def _if(self, told: Mapping[str, str], given: Mapping[str, str]) -> Iterator[Point]:
        p = self.now()
        if any(k in p.seen and p.seen[k] != v for k, v in given.items()):
            raise NotYetKnown(_NOT.en, _NOT)
        known = {**told, **given}
        if any(k != OUTCOME and k not in p.network.nodes for k in known):
            return
        root = self.told.variables.get(next(iter(told))) if not given else None
        on = None
        if root is not None and root.chance and len(told) == 1:
            if root.id not in p.seen:
                yield self._root(p, root)
                return
            on = Period.day(p.root(root)[1].period.last)  # that its chance is told of
        parts = (*_PARTS, *p.roots, *known)
        yield from self._point(p.chance(told, given), *parts, on=on)

    def _root(self, p: Prospect, root: Variable) -> Point:
        """Give what is told of a root, which hangs on nothing, as it is told."""
        point = p.root(root)[1]
        low, high = point.ends
        rests = self._rests(p, root.id)
        return join(Period.day(point.period.last), point.value, rests, low, high)

    def _clock(self, branch: str) -> Iterator[Point]:
        p = self.now()
        yield from self._point(p.timing.clock @ self._picked(branch), CLOCK)

    def _picked(self, branch: str) -> Floats:
        """Say which scenarios are meant: one, or all in which the war has halted."""
        if branch == Phase.HALTED:
            return self.now().halted.astype(float)
        return np.array([b == branch for b in self.told.branches], float)

    def _law(self, law: str) -> Iterator[Point]:
        p = self.now()
        for tail in p.timing.laws:
            if tail.law == law:
                day = Period(p.drawing.today, p.drawing.today + timedelta(days=YEAR))
                series = {
                    n
                    for one in self.told.laws
                    if one.id == law
                    for n in (one.scale, one.shape)
                }
                used = p.used(CLOCK)
                rests = [used[n] for n in sorted(series) if n in used]
                rests.append(p.timing.coded(OUTCOME))
                yield join(day, 100 * p.timing.ends(tail), rests)

    def _moved(self, days: int, branch: str, cause: str) -> Iterator[Point]:
        now = self.now()
        if days not in self._shares:  # it tells all causes at once
            self._shares[days] = now.moved(self.ago(days))
        shares = self._shares[days]
        wanted = [cause] if cause != ALL else list(shares)
        told = sum(
            float(shares[c] @ self._picked(branch)) for c in wanted if c in shares
        )
        value = 100.0 * told
        since: date = now.drawing.today - timedelta(days=days)
        period = Period(
            since + timedelta(days=1), now.drawing.today + timedelta(days=1)
        )
        yield join(period, value, self._rests(now, *_PARTS, *now.roots))


def _merged(steps: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """Put steps together; of two that tell of the war the later stands."""
    return {key: state for step in steps for key, state in step.items()}
