"""Which wars of the past are like this one, and how those ended, as series."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial

from polemos.core import (
    PERCENT,
    SCALE,
    WAR_ENDS,
    NotYetKnown,
    PastWar,
    Period,
    Point,
    Scenarios,
    Text,
    Unit,
    UnknownSeries,
    View,
    judged_id,
)
from polemos.models._derived import Derived
from polemos.models.scenarios import (
    Apart,
    Likeness,
    counts,
    nearest,
    told_by_likeness,
    unlike,
)

_NEAREST = 4  # and those as far as the last
# Of a short war it is its end: likeness by it would tell what it is asked for.
_UNTOLD = {"land_held_by_invader_at_the_end_of_year_one": 0.0}
_YEAR = 365  # days
_WARS = Unit("wars")
_NONE = Text("no war of the past is coded", "尚無過往戰爭的編碼")
_LIKE = (
    "Mean difference, 0 to 100, over the features that are known of both wars, all of "
    "one weight; coded by the desk, in hindsight"
)
_SHARE = "Share of the wars in the ledger that had ended by then"
_SKILL = (
    "By how much the nearest miss less than the shares among all others, in percent of "
    "Brier's score, each war told by the rest; without the feature that tells of a "
    "short war how it ended"
)
_AMONG = {
    "near": Text("of the nearest wars", "最相近的戰爭中"),
    "all": Text("of all wars", "全部戰爭中"),
    "long": Text("of those of over two hundred days", "逾兩百天的戰爭中"),
}


@dataclass(frozen=True)
class Precedents:
    """Wars that had ended by a view's day, held beside the one that goes on."""

    view: View
    told: Scenarios

    @cached_property
    def _points(self) -> Mapping[str, tuple[Point, ...]]:
        """Give what is known by now of when each war began and ended."""
        found = {}
        for key in self.told.wars:
            with suppress(NotYetKnown, UnknownSeries):
                if points := self.view.series(judged_id("war", key)).points:
                    found[key] = points
        return found

    @cached_property
    def _wars(self) -> Sequence[PastWar]:
        """Give the wars that had begun, with the end of each as far as it is known."""
        ends, found = list(WAR_ENDS), []
        for key, (began, *turns) in self._points.items():
            ended = turns[-1].period.start if turns else None
            end = ends[int(turns[-1].value) - 1] if turns else None
            one = self.told.wars[key]
            found.append(replace(one, began=began.period.start, ended=ended, end=end))
        return found

    @cached_property
    def this(self) -> PastWar:
        """Give the war that goes on; NotYetKnown until it has for a year.

        What it is like is coded with hindsight, of no less than its first year.
        """
        today = self.view.as_of.date()
        for one in self._wars:
            goes_on = self.told.wars[one.id].ended is None  # it is the one asked for
            if goes_on and one.ended is None and (today - one.began).days >= _YEAR:
                return one
        raise NotYetKnown(_NONE.en, _NONE)

    @cached_property
    def over(self) -> Sequence[PastWar]:
        """Give the wars that had ended by the view's day."""
        return [w for w in self._wars if w.ended is not None]

    @cached_property
    def near(self) -> Sequence[tuple[PastWar, Apart]]:
        """Give the wars least unlike this one, and how far each is."""
        return nearest(self.this, self.over, _NEAREST)

    @cached_property
    def ranked(self) -> Sequence[tuple[PastWar, Apart]]:
        """Give all wars that are over and how far each is, the nearest first."""
        return nearest(self.this, self.over, len(self.over))

    @cached_property
    def skill(self) -> Likeness:
        """Give how well likeness told the ends of these wars, beside their shares."""
        return told_by_likeness(self.over, _NEAREST, _UNTOLD)

    def unlike(self, other: PastWar) -> Sequence[tuple[str, float]]:
        """Give the features in which this war differs most from another."""
        return unlike(self.this, other)

    def among(self, which: str) -> Sequence[PastWar]:
        """Give the nearest, `near`, those of over two hundred days, `long`, or all."""
        if which == "near":
            return [w for w, _ in self.near]
        return [w for w in self.over if which == "all" or w.long]

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name."""
        for war in self.told.wars.values():
            if war.ended is not None:
                make = partial(self._distance, war.id)
                name = Text(f"Unlikeness: {war.name.en}", f"相異程度：{war.name.zh}")
                yield f"like.{war.id}", Derived(name, _LIKE, make, self._uses, SCALE)
        for which, of in _AMONG.items():
            for end, name in WAR_ENDS.items():
                title = Text(f"Ended so, {of.en}: {name.en}", f"{of.zh}：{name.zh}")
                make = partial(self._share, end, which)
                told = Derived(title, _SHARE, make, self._uses, PERCENT)
                yield f"ended.{end}.{which}", told
            title = Text(f"Wars counted, {of.en}", f"計入的戰爭數，{of.zh}")
            make = partial(self._count, which)
            yield f"wars.{which}", Derived(title, "A count.", make, self._uses, _WARS)
        title = Text("Skill of likeness", "相似度的預測技巧")
        yield "like.skill", Derived(title, _SKILL, self._skill, self._uses, PERCENT)

    def _uses(self) -> Iterator[str]:
        yield from (judged_id("war", w.id) for w in (self.this, *self.over))

    def _point(self, value: float, of: Sequence[PastWar]) -> Iterator[Point]:
        """Give a value of today, which rests on when those wars began and ended."""
        if of:
            rests = tuple(o for w in of for p in self._points[w.id] for o in p.evidence)
            day = Period.day(self.view.as_of.date())
            yield Point(day, value, max(o.known_at for o in rests), evidence=rests)

    def _distance(self, war: str) -> Iterator[Point]:
        for other, far in self.ranked:
            if other.id == war:
                yield from self._point(100 * far.distance, (self.this, other))

    def _share(self, end: str, which: str) -> Iterator[Point]:
        wars = self.among(which)
        if wars:
            share = 100 * counts(wars).get(end, 0) / len(wars)
            yield from self._point(share, wars)

    def _count(self, which: str) -> Iterator[Point]:
        wars = self.among(which)
        yield from self._point(float(len(wars)), wars)

    def _skill(self) -> Iterator[Point]:
        if len(self.over) > _NEAREST:
            yield from self._point(100 * self.skill.skill, self.over)
