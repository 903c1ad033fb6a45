"""How soon a ruler may lose power, by how rulers of such a tenure did, as series."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial

from polemos.core import (
    EXITS,
    PERCENT,
    SERVING,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Scenarios,
    Tenure,
    Text,
    Unit,
    UnknownSeries,
    View,
    judged_id,
)
from polemos.models._derived import Derived
from polemos.models._timing import HORIZON
from polemos.models.scenarios import Rate, Spell, chance, exit_rate, spells_as_of

EXIT = "exit."
_GONE = Text("no longer in power", "已不在位")
_DEFINED = (
    "By the yearly rate at which rulers of autocracies who had held power about as "
    "long lost it: exits over years at risk, with Jeffreys' prior; the interval is the "
    "middle four fifths of the posterior"
)


@dataclass(frozen=True)
class Rulers:
    """Rulers whose exit is asked for, as known to a view."""

    view: View
    told: Scenarios

    @cached_property
    def _asked(self) -> Sequence[Tenure]:
        wanted = {v.chance.rpartition(EXIT)[2] for v in self.told.variables.values()}
        return [t for t in self.told.tenures.values() if t.id in wanted]

    @cached_property
    def _points(self) -> Mapping[str, tuple[Point, ...]]:
        """Give what is known of each ruler's time by now, of those who had entered."""
        found = {}
        for key in self.told.tenures:
            with suppress(NotYetKnown, UnknownSeries):
                if points := self.view.series(judged_id("rules", key)).points:
                    found[key] = points
        return found

    @cached_property
    def spells(self) -> Mapping[str, Spell]:
        """Give the time in power of each ruler, as far as it is known by now.

        Of one who is not known to have gone it ends with the day that is stood on.
        """
        ways, today, found = list(EXITS), self.view.as_of.date(), {}
        for key, (entered, *turns) in self._points.items():
            left = turns[-1].period.start if turns else today
            how = ways[int(turns[-1].value)] if turns else SERVING
            found[key] = Spell(entered.period.start, left, how)
        return found

    def rate(self, of: Tenure) -> Rate:
        """Give the yearly rate at a ruler's tenure; NotYetKnown of one who has gone."""
        today, mine = self.view.as_of.date(), self.spells.get(of.id)
        if mine is None or mine.how != SERVING:
            raise NotYetKnown(f"{of.id} does not rule", _GONE)
        others = [spell for key, spell in self.spells.items() if key != of.id]
        held = (today - mine.entered).days / 365.25
        return exit_rate(spells_as_of(others, today), held)

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name: the chance, by kind, and what it rests on."""
        for one in self._asked:
            who, uses = one.name, self._uses
            for kind, en, zh in (
                ("", "leaves power within a year", "一年內離開權位"),
                (".forced", "is forced out within a year", "一年內被逼退"),
                (".died", "dies in power within a year", "一年內在位去世"),
                (".left", "gives up power within a year", "一年內自行卸任"),
            ):
                title = Text(f"{who.en} {en}", f"{who.zh}{zh}")
                make = partial(self._chance, one, kind[1:])
                yield (
                    f"{EXIT}{one.id}{kind}",
                    Derived(title, _DEFINED, make, uses, PERCENT),
                )
            for what, en, zh in (
                ("rulers", "rulers seen at such a tenure", "任期相當的統治者人數"),
                ("exits", "of them lost power", "其中離開權位者"),
                ("years", "their years at such a tenure", "他們在該任期區間的總年數"),
            ):
                title = Text(f"{who.en}: {en}", f"{who.zh}：{zh}")
                make = partial(self._count, one, what)
                unit = Unit("years" if what == "years" else "rulers")
                told = Derived(title, "A count.", make, uses, unit)
                yield f"{EXIT}{one.id}.{what}", told

    def _uses(self) -> Iterator[str]:
        yield from (judged_id("rules", key) for key in self._points)

    @cached_property
    def _rests(self) -> tuple[Observation, ...]:
        return tuple(
            o for told in self._points.values() for p in told for o in p.evidence
        )

    def _chance(self, of: Tenure, kind: str) -> Iterator[Point]:
        rate = self.rate(of)
        low, mean, high = (
            rate.of(kind)  # type: ignore[arg-type]
            if kind
            else (rate.interval[0], rate.mean, rate.interval[1])
        )
        told = [100 * chance(r, HORIZON) for r in (mean, low, high)]
        day = Period.day(self.view.as_of.date() + timedelta(days=HORIZON))
        known = max(o.known_at for o in self._rests)
        yield Point(day, told[0], known, told[1], told[2], self._rests)

    def _count(self, of: Tenure, what: str) -> Iterator[Point]:
        rate = self.rate(of)
        counts = {"rulers": rate.rulers, "exits": rate.exits, "years": rate.years}
        value = float(counts[what])
        day = Period.day(self.view.as_of.date())
        known = max(o.known_at for o in self._rests)
        yield Point(day, value, known, evidence=self._rests)
