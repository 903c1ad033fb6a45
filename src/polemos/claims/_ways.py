"""Which series could give a number, and how: by its unit and its verb."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from polemos.claims._bound import Part, Way
from polemos.claims._lexicon import Definition, Entry, combinations
from polemos.claims.reading import Change, Form, Quantity
from polemos.core import Measure, Reckoning, SeriesSpec, Text, UnknownSeries, View

_MONEY = 1_000_000  # a number told no finer may be one of money
# Units that count alike; "" is a number whose noun the text leaves out.
_ALIKE = (
    frozenset("vehicles weapons drones missiles aircraft ships".split()) | {""},
    frozenset({"persons", ""}),
    frozenset({"sites", ""}),
    frozenset({"states", "votes", ""}),
    frozenset({"orders", ""}),
    frozenset({"index", ""}),
    frozenset({"weapons", "shells", ""}),
)
_NOT_LEVEL = Text("as a change, not as a level", "是變動量，不是水準")
_NOT_CHANGE = Text("as a level, not as a change", "是水準，不是變動量")
_POINTS = Text("in percentage points, not in percent", "是百分點，不是百分比")


@dataclass(frozen=True, slots=True)
class Asking:
    """A number in search of its series.

    `grown` says that a multiple is of an earlier time, and not of another thing;
    `growing` that a percentage is a rate of growth, whatever its verb.
    """

    q: Quantity
    entry: Entry
    values: Mapping[str, tuple[str, ...]]
    view: View
    grown: bool
    growing: bool

    def parts(self, told: Sequence[Definition]) -> tuple[Part, ...]:
        """Group the ways of definitions by what they are of: rivals in one part."""
        main, other = self._ways(told), self._ways(self.entry.other)
        for ways in (main, other):
            if len(ways) > 1 and () in ways:  # told of all together
                loose = ways.pop(())
                for of in ways:
                    ways[of] += loose
        made = []
        for of in dict.fromkeys([*main, *other]):
            first = main.get(of, [])
            rest = [*self._otherwise(first), *other.get(of, other.get((), []))]
            kept = tuple(w for w in rest if w not in first)
            made.append(Part(tuple(first), kept))
        return tuple(made)

    def _ways(self, told: Sequence[Definition]) -> dict[tuple[str, ...], list[Way]]:
        by: dict[tuple[str, ...], list[Way]] = {}
        for definition in told:
            share = bool(self.entry.share) and definition not in self.entry.series
            for series, of in combinations(definition, self.values):
                try:
                    spec = self.view.spec(series)
                except UnknownSeries:
                    continue
                how = self._how(spec, share=share)
                if how is not None:
                    way = Way(series, how, definition.name, definition.stage)
                    by.setdefault(of, []).append(way)
        return by

    def _how(self, spec: SeriesSpec, *, share: bool) -> Reckoning | None:
        """Say how a series could give the number; None if it could not."""
        q, code = self.q, spec.unit.code
        by = q.change is Change.BY or self.entry.moved
        moved = Reckoning.CHANGE
        if self.entry.moved and spec.measure in (Measure.FLOW, Measure.CUMULATIVE):
            moved = Reckoning.LEVEL  # it tells changes itself
        found: Reckoning | None = None
        match q.unit:
            case "percent" if code == "percent":
                found = self._of_percent(moved, by=by, share=share)
            case "percent" if not self.entry.moved:
                found = Reckoning.GROWTH if by or self.growing else None
            case "points" | "basis points":
                found = moved if code == "percent" else None
            case "ratio":
                found = Reckoning.GROWTH if self.grown else None
            case _ if self._alike(code):
                found = moved if by else Reckoning.LEVEL
        return found

    def _of_percent(
        self, moved: Reckoning, *, by: bool, share: bool
    ) -> Reckoning | None:
        """Read a percentage of what is told in percent itself."""
        if self.q.form is Form.FRACTION and not share:
            return None  # half of a rate is no rate
        if self.entry.rate or not by:
            return Reckoning.LEVEL
        return moved if share else Reckoning.GROWTH  # a rate moves by points

    def _alike(self, code: str) -> bool:
        unit = self.q.unit
        if not unit and code.isupper() and self.q.step >= _MONEY:
            return True  # the text says trillion, and leaves out of what
        if code == unit or code.startswith(f"{unit}/") or (not unit and "/" in code):
            return True
        return any({code, unit} <= alike for alike in _ALIKE)

    def _otherwise(self, ways: Sequence[Way]) -> Iterator[Way]:
        """Give the readings that a verb of change is easily mistaken for."""
        if self.q.change is Change.NONE:
            return
        for way in ways:
            match way.how:
                case Reckoning.LEVEL:
                    yield replace(way, how=Reckoning.CHANGE, name=_NOT_LEVEL)
                case Reckoning.CHANGE:
                    yield replace(way, how=Reckoning.LEVEL, name=_NOT_CHANGE)
                case Reckoning.GROWTH if self.q.unit == "percent":
                    yield replace(way, how=Reckoning.CHANGE, name=_POINTS)
