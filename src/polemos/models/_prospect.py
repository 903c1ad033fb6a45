"""The odds of a war's scenarios as of one moment: clock, crowds, causes, network."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations

import numpy as np
from numpy.typing import ArrayLike

from polemos.core import (
    NO,
    OUTCOME,
    YES,
    Crowd,
    NotYetKnown,
    Phase,
    Point,
    Scenarios,
    UnknownSeries,
    Variable,
    View,
    judged_id,
)
from polemos.models._drawing import DRAWN, Drawing
from polemos.models._timing import CLOCK, Timing
from polemos.models.pool import log_pool
from polemos.models.scenarios import Network, Node, moved, tilted
from polemos.models.score import Floats

CROWDS, JUDGED = "crowds", "judged"  # causes, beside the clock, that are no variables
_SURE = 0.005  # the nearest to certain that a chance is pooled as
_FRESH = 120  # days after which a crowd says nothing of now
Root = Callable[[Variable], tuple[str, Point]]


@dataclass(frozen=True)
class Prospect:
    """What may come, as known to a view; chances are from 0 to 1.

    Arrays have a first axis of draws: what is likeliest, then `DRAWN` draws of all that
    is judged from triangles over its intervals, with the laws of duration in turn.
    `root` gives the series that tells the chance of a variable, and its point.
    """

    view: View
    told: Scenarios
    root: Root
    seed: int

    @cached_property
    def drawing(self) -> Drawing:
        """Give the draws of what is judged."""
        return Drawing(self.view, self.seed)

    @cached_property
    def timing(self) -> Timing:
        """Give the clock of the war."""
        return Timing(self.view, self.told, self.drawing)

    def used(self, *parts: str) -> Mapping[str, Point]:
        """Give the points that parts rest on: clock, crowds, judged odds, variables.

        A variable rests on the one that it hangs on too.
        """
        self.network  # noqa: B018 what was used is known once it is made
        every = dict.fromkeys(parts)
        for part in parts:
            on = self._hangs.get(part)
            while on is not None:
                every[on] = None
                on = self._hangs.get(on)
        return self.drawing.used(every)

    @property
    def halted(self) -> Floats:
        """Say which branches are those of a war that has halted, (B,)."""
        kinds = {s.branch: s.phase for s in self.told.states.values()}
        return np.array([kinds[b] is Phase.HALTED for b in self.told.branches])

    # -- crowds ------------------------------------------------------------------------

    @cached_property
    def crowds(self) -> Mapping[str, Point]:
        """Give what crowds said lately of a day that is still to come, by series."""
        found = {}
        for crowd in self.told.crowds:
            with suppress(NotYetKnown, UnknownSeries):
                point = self.view.series(crowd.series).on(self.drawing.today)
                fresh = (self.drawing.today - point.period.last).days <= _FRESH
                if fresh and crowd.until > self.drawing.today:
                    found[crowd.series] = point
        return found

    @cached_property
    def swayed(self) -> Floats:
        """Give by how much crowds sway the log odds that the war halts, (1 + draws,).

        They and the clock are pooled by the mean of log odds: the crowds' geometric
        mean first, for they share what they know, then half and half with the clock.
        """
        asked: dict[date, list[float]] = {}
        for crowd in self.told.crowds:
            if crowd.series in self.crowds:
                asked.setdefault(crowd.until, []).append(self._said(crowd))
        sways = []
        for until, chances in asked.items():
            theirs = _logit(log_pool([[1 - p, p] for p in chances])[1])
            sways.append((_logit(self.timing.unhalted_each(until)) - theirs) / 2)
        return np.mean(sways, axis=0) if sways else np.zeros(1 + DRAWN)

    def _said(self, crowd: Crowd) -> float:
        point = self.crowds[crowd.series]
        self.drawing.keep(CROWDS, crowd.series, point)
        return self._left(crowd, point)

    def _left(self, crowd: Crowd, point: Point) -> float:
        """Give what a crowd leaves to no halt, spans that are over taken out.

        None came in them; of a span that runs, what is left of its days counts.
        """
        today, since, halts = self.drawing.today, point.period.last, 0.0
        for span in crowd.spans:
            days = (span.until - since).days
            left = min(1.0, max(0.0, (span.until - today).days / max(days, 1)))
            with suppress(NotYetKnown, UnknownSeries):
                told = self.view.series(span.series).at(point.period)
                self.drawing.keep(CROWDS, span.series, told)
                halts += told.value * left
            since = span.until
        whole = point.value + halts if crowd.spans else 100.0
        return point.value / whole if whole > 0 else 0.0

    @cached_property
    def base(self) -> Floats:
        """Give the chances of the scenarios by clock and crowds, (1 + draws, B)."""
        weight = self.timing.clock * np.exp(self.swayed[:, None] * self.halted)
        return np.asarray(weight / weight.sum(axis=-1, keepdims=True))

    # -- causes ------------------------------------------------------------------------

    @cached_property
    def roots(self) -> Mapping[str, Floats]:
        """Give the chance of each variable that a series tells, as far as it does."""
        found = {}
        for variable in self.told.roots():
            with suppress(NotYetKnown, UnknownSeries):
                name, point = self.root(variable)
                self.drawing.keep(variable.id, name, point)
                percent = self.drawing.within(point, variable.chance)
                found[variable.id] = np.clip(percent / 100, 0, 1)
            if variable.id in self.seen:
                found[variable.id] = np.ones(1 + DRAWN)
        return found

    def odds_of(self, root: str, part: str = "") -> Floats:
        """Give the odds of each scenario if a thing is so, (1 + draws, B).

        They are kept for a part, if one is named.
        """
        names = [judged_id("odds", b, root) for b in self.told.branches]
        return np.stack([self.drawing.maybe(n, part, 1.0) for n in names], axis=-1)

    @cached_property
    def network(self) -> Network:
        """Give the network that all chances in print come from."""
        yes_no = (NO, YES)
        nodes = [
            Node(r, yes_no, (), np.stack([1 - p, p], axis=-1))
            for r, p in self.roots.items()
        ]
        usual = [self.told.variables[r].usual or 0.5 for r in self.roots]
        odds = [self.odds_of(r, JUDGED) for r in self.roots]
        tilts = np.stack(odds, axis=1) if odds else np.ones((1, 0, 1))
        table = tilted(self.base, tilts, usual)
        nodes.append(Node(OUTCOME, self.told.branches, tuple(self.roots), table))
        waiting = [k for k, v in self.told.variables.items() if not v.chance]
        named = {n.name for n in nodes}
        while ready := [k for k in waiting if self._hangs.get(k, OUTCOME) in named]:
            waiting = [k for k in waiting if k not in ready]
            for key in ready:
                with suppress(NotYetKnown, UnknownSeries):  # nobody has judged it yet
                    nodes.append(self._hanging(key))
                    named.add(key)
        return Network(nodes)

    @cached_property
    def _hangs(self) -> Mapping[str, str]:
        """Name the variable that one hangs on, where it is not the war."""
        found = {}
        for key, other in permutations(self.told.variables, 2):
            with suppress(NotYetKnown, UnknownSeries):
                self.view.series(judged_id("chance", key, other))
                found[key] = other
        return found

    def _hanging(self, key: str) -> Node:
        """Make the node of a variable that hangs on the war, or on another one."""
        on = self._hangs.get(key, OUTCOME)
        cases = list(self.told.branches) if on == OUTCOME else [f"not {on}", on]
        names = [judged_id("chance", key, case) for case in cases]
        so = np.stack([self.drawing.judged(n, key) for n in names], axis=-1)
        if key in self.seen:
            so = np.ones_like(so)  # whatever becomes of the war
        return Node(key, (NO, YES), (on,), np.stack([1 - so, so], axis=-1))

    @cached_property
    def seen(self) -> Mapping[str, str]:
        """Give what is so already, and stays so as far as anybody knows."""
        found = {}
        for key in self.told.coded:
            with suppress(NotYetKnown, UnknownSeries):
                so = self.timing.coded(key)
                if key != OUTCOME and so.value:
                    self.drawing.keep(key, judged_id("outcome", key), so)
                    found[key] = YES
        return found

    # -- answers -----------------------------------------------------------------------

    def chances(self, seen: Mapping[str, str] | None = None) -> Floats:
        """Give the chance of each scenario, (1 + draws, B), given what is so."""
        return self.network.chances(OUTCOME, seen=seen)

    def chance(
        self, told: Mapping[str, str], seen: Mapping[str, str] | None = None
    ) -> Floats:
        """Give the chance that variables and the war are as told, (1 + draws,).

        The war may be told as `halted`: in any scenario in which it has.
        """
        return _summed(self._cases(told), self._cases(seen or {}), self.network)

    def _cases(self, told: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
        """Write out a war that is halted as the scenarios in which it is."""
        if told.get(OUTCOME) != Phase.HALTED:
            return [told]
        halted = zip(self.told.branches, self.halted, strict=True)
        return [{**told, OUTCOME: b} for b, is_one in halted if is_one]

    def moved(self, before: "Prospect") -> Mapping[str, Floats]:
        """Give what each cause has moved of each scenario's chance since then, (B,).

        They sum to the whole: Shapley's shares over clock, crowds, what is judged, and
        every root; one that nothing told of, then or now, tilts nothing on that side.
        """
        roots = list(dict.fromkeys((*before.roots, *self.roots)))
        causes = [CLOCK, CROWDS, JUDGED, *roots]

        def value(which: Sequence[bool]) -> Floats:
            at = {
                c: self if now else before for c, now in zip(causes, which, strict=True)
            }
            sway = at[CROWDS].swayed[0] * self.halted
            weight = at[CLOCK].timing.clock[0] * np.exp(sway)
            told = [r for r in roots if r in at[r].roots]
            odds = [at[JUDGED].odds_of(r)[0] for r in told]
            usual = [self.told.variables[r].usual or 0.5 for r in told]
            made = tilted(weight / weight.sum(), np.array(odds), usual)
            for r in reversed(told):
                p = at[r].roots[r][0]
                made = made[..., 0, :] * (1 - p) + made[..., 1, :] * p
            return made

        return dict(zip(causes, moved(len(causes), value), strict=True))


def _summed(
    told: Sequence[Mapping[str, str]],
    given: Sequence[Mapping[str, str]],
    network: Network,
) -> Floats:
    """Give the chance of any of exclusive cases, given any of others."""
    both = np.asarray(0.0)
    for t in told:
        for g in given:
            if all(g.get(k, v) == v for k, v in t.items()):
                both = both + network.weight({**g, **t})
    whole = sum((network.weight(g) for g in given), np.asarray(0.0))
    if not (whole > 0).all():
        raise NotYetKnown(f"expected what can be, found {given}")
    return np.asarray(both / whole)


def _logit(p: ArrayLike) -> Floats:
    """Give log odds; nobody is surer than one in two hundred."""
    sure = np.clip(np.asarray(p, float), _SURE, 1 - _SURE)
    return np.asarray(np.log(sure / (1 - sure)))
