"""What a section may ask: the world now and at the last edition, number by number."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from polemos.core import (
    NotYetKnown,
    Period,
    Point,
    Reckoning,
    Series,
    Unit,
    UnknownSeries,
    View,
    War,
    reckon,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that a sentence may print, with what it says of which series.

    `point.value` is in `unit`. `as_of` is set where the fact quotes older knowledge.
    """

    series: str
    unit: Unit
    point: Point
    how: Reckoning = Reckoning.LEVEL
    base: Period | None = None
    as_of: datetime | None = None

    @property
    def value(self) -> float:
        """Give the number."""
        return self.point.value

    @property
    def key(self) -> tuple[object, ...]:
        """Say which number of which series this is."""
        return (self.series, self.point.period, self.how, self.base, self.as_of)


def gather(**wanted: Callable[[], Fact]) -> dict[str, Fact]:
    """Keep the facts that are known by now; a sentence without its fact is dropped."""
    out = {}
    for key, ask in wanted.items():
        try:
            out[key] = ask()
        except (NotYetKnown, UnknownSeries):
            continue
    return out


@dataclass(frozen=True)
class Desk:
    """The view of this edition, the war, and the day the last edition closed."""

    view: View
    war: War
    last_edition: date
    past: dict[datetime, View] = field(default_factory=dict, repr=False)

    @property
    def day(self) -> date:
        """Give the day of this edition, the data cut-off."""
        return self.view.as_of.date()

    def known_at(self, moment: datetime | None) -> View:
        """Give the view of an earlier moment, the same one each time; None is now."""
        if moment is None or moment == self.view.as_of:
            return self.view
        if moment not in self.past:
            self.past[moment] = self.view.at(moment)
        return self.past[moment]

    def series(self, name: str) -> Series:
        """Give a series as known at the cut-off."""
        return self.view.series(name)

    def has(self, *names: str) -> bool:
        """Say whether every one of these series has a value by the cut-off."""
        try:
            return all(bool(self.view.series(n).points) for n in names)
        except (NotYetKnown, UnknownSeries):
            return False

    def rivals(self, what: str, who: str) -> tuple[str, ...]:
        """Name the series of every source for one quantity, as the war ranks them."""
        rank = {name: i for i, name in enumerate(self.war.sources)}
        wanted = f"{what}@{who}"
        found = [n for n in self.view.stored() if n.partition("/")[2] == wanted]
        return tuple(sorted(found, key=lambda n: rank[self.view.source(n).id]))

    def main(self, what: str, who: str) -> str:
        """Name the series of the war's first source for one quantity."""
        found = self.rivals(what, who)
        if not found:
            raise NotYetKnown(f"no source has {what}@{who} as of {self.day}")
        return found[0]

    def last(self, name: str) -> Fact:
        """Give the newest value."""
        s = self.view.series(name)
        return Fact(name, s.unit, s.last())

    def on(self, name: str, day: date) -> Fact:
        """Give the newest value whose period was over on a day."""
        s = self.view.series(name)
        return Fact(name, s.unit, s.on(day))

    def at(self, name: str, period: Period) -> Fact:
        """Give the value of exactly this period."""
        s = self.view.series(name)
        return Fact(name, s.unit, s.at(period))

    def bound(self, name: str, end: str) -> Fact:
        """Give the `low` or `high` end of the newest value's interval as a fact."""
        s, how = self.view.series(name), Reckoning(end)
        point, unit = reckon(s, s.last().period, how)
        return Fact(name, unit, point, how)

    def interval(self, name: str) -> tuple[Fact, Fact, Fact]:
        """Give the newest value and both ends of its interval."""
        return self.last(name), self.bound(name, "low"), self.bound(name, "high")

    def intervals(self, **named: str) -> dict[str, Fact]:
        """Give each newest value as `key`, its ends as `key_low` and `key_high`.

        A series without a value or an interval is left out.
        """
        found: dict[str, Fact] = {}
        for key, name in named.items():
            with suppress(NotYetKnown, UnknownSeries):
                keys = (key, f"{key}_low", f"{key}_high")
                found |= zip(keys, self.interval(name), strict=True)
        return found

    def first(self, name: str, period: Period) -> Fact:
        """Give the value of a period as it was first published."""
        told = [
            o
            for o in self.view.vintages(name)
            if o.period == period and o.value is not None
        ]
        if not told:
            raise NotYetKnown(f"{name} has no {period} as of {self.view.as_of:%F}")
        oldest = min(told, key=lambda o: o.known_at)
        unit = self.view.series(name).unit
        return Fact(name, unit, Point.of(oldest), as_of=oldest.known_at)

    def known_then(self, name: str, moment: datetime) -> Fact:
        """Give the newest value as it was known at an earlier moment."""
        s = self.known_at(moment).series(name)
        return Fact(name, s.unit, s.last(), as_of=moment)

    def change(self, name: str, since: date) -> Fact:
        """Give the newest value less the newest one up to a day."""
        return self._reckoned(name, since, Reckoning.CHANGE)

    def growth(self, name: str, since: date) -> Fact:
        """Give the change of the newest value on the newest one up to a day, in %."""
        return self._reckoned(name, since, Reckoning.GROWTH)

    def sigma(self, name: str, since: date) -> Fact:
        """Give that change in standard deviations of earlier changes like it."""
        return self._reckoned(name, since, Reckoning.SIGMA)

    def week(self, name: str) -> Fact:
        """Give the change since the last edition's cut-off."""
        return self.change(name, self.last_edition)

    def leaves(self, name: str) -> tuple[str, ...]:
        """Name the stored series that a series is made of; itself if it is stored."""
        made_of = self.view.uses(name)
        if not made_of:
            return (name,)
        return tuple(dict.fromkeys(leaf for u in made_of for leaf in self.leaves(u)))

    def days_ago(self, days: int) -> date:
        """Give a day before the cut-off."""
        return self.day - timedelta(days=days)

    def _reckoned(self, name: str, since: date, how: Reckoning) -> Fact:
        s = self.view.series(name)
        period, base = s.last().period, s.on(since).period
        point, unit = reckon(s, period, how, base)
        return Fact(name, unit, point, how, base)
