"""A file of scenarios that is read: what stands so far, and what each row tells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from polemos.core import (
    Agenda,
    Coding,
    KnownBy,
    Line,
    Observation,
    Period,
    Record,
    Scenarios,
    SeriesSpec,
    Text,
    Unit,
    judged,
    start_of_day,
)

CODED = ("coder", "coded", "en", "zh")
JUDGED = ("low", "high", *CODED)
RESTING = ("low", "high", "evidence", *CODED)  # judged, by events that may be named
UnitOf = Callable[[str], Unit | None]
_Row = TypeVar("_Row")


@dataclass
class File:
    """What a row may lean on: what was told before it, in this file and in others.

    `events` are the days since which those of the ledger are known; `unit_of` gives
    the unit of a series, None of what is none; without it none is asked for. Nothing
    is coded after `today`, if that is known.
    """

    agenda: Agenda
    events: dict[str, date]
    unit_of: UnitOf | None
    told: Scenarios
    today: date | None = None
    specs: dict[str, SeriesSpec] = field(default_factory=dict)
    snapshot: str = ""
    seen: set[tuple[object, ...]] = field(default_factory=set)

    def once(self, line: Line, at: str, *key: object) -> None:
        """Refuse what was told before."""
        if key in self.seen:
            line.refuse(at, "one row", " ".join(map(str, key)))
        self.seen.add(key)

    def adds(self, **parts: object) -> None:
        """Put what was read beside what stands."""
        self.told = replace(self.told, **parts)  # type: ignore[arg-type]

    def series(self, line: Line, at: str, unit: Unit | None = None) -> str:
        """Give the id of a series that somebody makes, in a unit if one is given."""
        name = line.text(at, "the id of a series")
        if self.unit_of is None:
            return name
        found = self.unit_of(name)
        if found is None:
            line.refuse(at, "a series that a source or a model makes", name)
        if unit is not None and found != unit:
            line.refuse(at, f"a series in {unit}", f"{name}, in {found}")
        return name

    def coded(self, line: Line, since: date) -> date:
        """Give the day that a row was coded: not before what it is of, nor to come."""
        day = line.day("coded")
        if day < since:
            line.refuse("coded", f"a day from {since} on", f"{day}")
        if self.today is not None and day > self.today:
            line.refuse("coded", f"a day up to {self.today}, which is today", f"{day}")
        return day

    def evidence(self, line: Line, by: date | None = None) -> tuple[str, ...]:
        """Give the events that a row names, if any; all known by a day if it is given.

        What rests on a later event could not have been judged on that day.
        """
        if not line.maybe("evidence"):
            return ()
        told = line.many("evidence", self.events, "ids of events in the ledger")
        for key in told:
            if by is not None and self.events[key] > by:
                line.refuse("evidence", f"events known by {by}", key)
        return told

    def judged(
        self, line: Line, name: str, title: Text, unit: Unit, told: "Judgement"
    ) -> Iterator[Record]:
        """Give a value that the desk judges, and why it is what it is."""
        self.once(line, told.at, name, told.since)
        self.specs[name] = judged(name, title, unit, told.least, told.most)
        when, known = Period.day(told.since), start_of_day(told.since)
        yield Observation(
            *(name, when, told.value, known, self.snapshot, told.low, told.high),
            KnownBy.ASSUMED,
        )
        coded = self.coded(line, told.since)
        rests = self.evidence(line, told.since) if line.has("evidence") else ()
        yield Coding(
            *(name, when, line.text("coder", "who coded it"), coded, rests),
            *(line.sentences(), known, self.snapshot),
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """A value that is judged, its interval, since when, and between which bounds.

    `at` is the field that it stands in.
    """

    at: str
    since: date
    value: float
    low: float
    high: float
    least: float
    most: float

    @classmethod
    def of(
        cls, line: Line, at: str, least: float, most: float, since: date | None = None
    ) -> "Judgement":
        """Read one with its interval; `since` is a field of its own if not given."""
        value, low, high = line.spread((at, "low", "high"), least, most)
        return cls(at, since or line.day("since"), value, low, high, least, most)


def both(line: Line, at: str) -> Text:
    """Give words in both languages."""
    return line.both(at) or line.refuse(at, "both languages, as English | 中文", "")


def new(line: Line, found: dict[str, _Row], at: str = "id") -> str:
    """Give a name that is not taken."""
    key = line.text(at, "a name")
    if key in found:
        line.refuse(at, "a name that is not taken", key)
    return key


def whole(
    lines: Sequence[tuple[Line, str, float]], at: str, what: str, slack: float = 1e-6
) -> None:
    """Refuse chances that do not sum to 1, by the last line of them."""
    total = sum(value for _, _, value in lines)
    if lines and abs(total - 1) > slack:
        told = ", ".join(f"{name} {value:g}" for _, name, value in lines)
        lines[-1][0].refuse(
            at, f"chances {what} that sum to 1", f"{round(total, 6):g} ({told})"
        )
