"""How the clock did beside crowds that told when the war would halt, as series."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from polemos.core import (
    OUTCOME,
    RATIO,
    Crowd,
    NotYetKnown,
    Period,
    Phase,
    Point,
    Scenarios,
    Text,
    UnknownSeries,
    View,
    join,
    judged_id,
)
from polemos.models._derived import Derived
from polemos.models._timing import CLOCK, Timing
from polemos.models.score import rps

RPS = "rps."
UNCHANGED = "unchanged"
_DEFINED = (
    "The ranked probability score of the chances of the spans in which the war might "
    "halt first, made to sum to one; by the day they were told, once all but the last "
    "span are over or it has halted; smaller is better. What halts is told by our own "
    "rule, a crowd's by the crowd's"
)
_CLOCKED = "The clock alone, as of the day that a crowd was asked, without any crowd. "
_NO_CHANGE = "All on the last span, that nothing halts before. "


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a crowd said on a day, span by span, and how it came out."""

    crowd: Crowd
    day: date
    chances: tuple[float, ...]
    points: tuple[Point, ...]
    outcome: int
    told_by: tuple[Point, ...]

    @property
    def ends(self) -> tuple[date, ...]:
        """Give the last days of the spans but the last."""
        return tuple(s.until for s in self.crowd.spans)


@dataclass(frozen=True)
class Compared:
    """Crowds, the clock as of the days they were asked, and no change: scored.

    `timing` gives the clock as it stood at the end of an earlier day.
    """

    view: View
    told: Scenarios
    timing: Callable[[date], Timing]

    @cached_property
    def forecasters(self) -> Mapping[str, Text]:
        """Name who is scored, by the name of a series; none if nobody was asked."""
        crowds = {RPS + c.id: c.name for c in self.told.crowds if c.spans}
        ours = {
            RPS + CLOCK: Text("the clock", "時鐘模型"),
            RPS + UNCHANGED: Text("no change", "維持現狀"),
        }
        return crowds | ours if crowds else {}

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give a series by its name for each that is scored, a point a day asked."""
        ours = {
            RPS + CLOCK: (_CLOCKED, self._clock),
            RPS + UNCHANGED: (_NO_CHANGE, self._unchanged),
        }
        for name, who in self.forecasters.items():
            what, make = ours.get(name, ("", partial(self._of, name)))
            title = Text(
                f"When the war halts, score of: {who.en}", f"停火時間預測得分：{who.zh}"
            )
            yield name, Derived(title, what + _DEFINED, make, self._uses, RATIO)

    def _uses(self) -> Iterator[str]:
        yield judged_id("outcome", OUTCOME)
        for crowd in self.told.crowds:
            if crowd.spans:
                yield from (s.series for s in crowd.spans)
                yield crowd.series

    # -- what was said and came ----------------------------------------------------

    @cached_property
    def _answers(self) -> Sequence[_Answer]:
        """Give every answer that is settled by now, in the order of days."""
        found = [a for c in self.told.crowds if c.spans for a in self._said(c)]
        return sorted(found, key=lambda a: a.day)

    def _said(self, crowd: Crowd) -> Iterator[_Answer]:
        names = [*(s.series for s in crowd.spans), crowd.series]
        try:
            told = [self.view.series(name) for name in names]
        except UnknownSeries:
            return
        for last in told[-1]:
            try:
                points = tuple(series.at(last.period) for series in told)
            except NotYetKnown:
                continue  # it did not tell of every span
            day = last.period.last
            came = self._came(crowd, day)
            if came is not None:
                shares = np.array([p.value for p in points])
                chances = tuple((shares / shares.sum()).tolist())
                yield _Answer(crowd, day, chances, points, *came)

    def _came(self, crowd: Crowd, day: date) -> tuple[int, tuple[Point, ...]] | None:
        """Say in which span the war halted first, counted from 0; None if it is open.

        The last is settled once the others are over.
        """
        coded = self.view.series(judged_id("outcome", OUTCOME)).between(
            last=crowd.until
        )
        ends = [s.until for s in crowd.spans]
        for p in coded:
            if p.period.start > day and self._halted(p):
                return next(k for k, e in enumerate(ends) if p.period.start <= e), (p,)
        later = self.view.series(judged_id("outcome", OUTCOME)).between(
            first=crowd.until + timedelta(days=1)
        )
        # that it did not halt is known once somebody has said so, of a later day by
        # which the rule of a halt could have held
        longest = max(s.days for s in self.told.states.values())
        ripe = self.view.as_of.date() > crowd.until + timedelta(days=longest)
        if ripe and later.points:
            return len(ends), (later.points[0],)
        return None

    def _halted(self, point: Point) -> bool:
        return self.told.state_of(point.value).phase is Phase.HALTED

    # -- points ----------------------------------------------------------------------

    def _of(self, name: str) -> Iterator[Point]:
        for a in self._answers:
            if RPS + a.crowd.id == name:
                rests = (*a.points, *a.told_by)
                yield join(Period.day(a.day), rps(a.chances, a.outcome), rests)

    def _clock(self) -> Iterator[Point]:
        for day, asked in self._asked.items():
            timing = self.timing(day)
            with suppress(NotYetKnown):
                scores = [rps(_spread(timing, a.ends), a.outcome) for a in asked]
                rests = [timing.coded(OUTCOME), *timing.drawing.used([CLOCK]).values()]
                yield _mean(asked, scores, rests)

    def _unchanged(self) -> Iterator[Point]:
        for asked in self._asked.values():
            scores = [rps([0.0] * len(a.ends) + [1.0], a.outcome) for a in asked]
            yield _mean(asked, scores, ())

    @cached_property
    def _asked(self) -> Mapping[date, Sequence[_Answer]]:
        """Give what was asked on a day, each question once: crowds may share one."""
        found: dict[date, dict[tuple[date, ...], _Answer]] = {}
        for a in self._answers:
            found.setdefault(a.day, {}).setdefault(a.ends, a)
        return {day: list(asked.values()) for day, asked in found.items()}


def _spread(timing: Timing, ends: Sequence[date]) -> Sequence[float]:
    """Give the chance that it halts first in each span, by the clock."""
    still = [1.0, *(timing.unhalted(end) for end in ends), 0.0]
    return [before - after for before, after in pairwise(still)]


def _mean(
    asked: Sequence[_Answer], scores: Sequence[float], rests: Sequence[Point]
) -> Point:
    told_by = [p for a in asked for p in a.told_by]
    return join(Period.day(asked[0].day), float(np.mean(scores)), (*rests, *told_by))
