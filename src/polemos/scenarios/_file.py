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
Named = Callable[[str], bool]
_Row = TypeVar("_Row")


@dataclass
class File:
    """What a row may lean on: what was told before it, in this file and in others.

    `events` are the days since which those of the ledger are known; `named` says
    whether a series is one.
    """

    agenda: Agenda
    events: dict[str, date]
    named: Named
    told: Scenarios
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

    def series(self, line: Line, at: str) -> str:
        """Give the id of a series that somebody makes."""
        name = line.text(at, "the id of a series")
        if not self.named(name):
            line.refuse(at, "a series that a source or a model makes", name)
        return name

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
        coded = coded_since(line, told.since)
        yield Coding(
            *(name, when, line.text("coder", "who coded it"), coded, told.evidence),
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
    evidence: tuple[str, ...] = ()

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


def coded_since(line: Line, since: date) -> date:
    """Give the day that a row was coded, which is none before what it is of."""
    coded = line.day("coded")
    if coded < since:
        line.refuse("coded", f"a day from {since} on", f"{coded}")
    return coded


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
