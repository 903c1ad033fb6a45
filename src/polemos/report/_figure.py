"""Figures and tables as declarations: what to show, not how it is drawn."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from polemos.core import Bearing, Text, Unit
from polemos.report._desk import Fact


class Hue(StrEnum):
    """Who a mark belongs to. Four colours and no more; see docs/guide."""

    INVADER = "invader"
    DEFENDER = "defender"
    THIRD = "third"
    INK = "ink"
    GREY = "grey"


class Mark(StrEnum):
    """How a value is known; each has a shape of its own, not only a colour."""

    OBSERVED = "observed"  # solid line
    REPORTED = "reported"  # by a party: open dots
    ESTIMATED = "estimated"  # dashed line, with a band where there is an interval
    FORECAST = "forecast"  # lighter, banded, beyond a vertical rule


@dataclass(frozen=True, slots=True)
class Line:
    """One series in a line or column chart. The label stands at its end.

    `first_published` adds a tick where the first published value differs; `inner` is a
    series of the same periods whose narrower interval is drawn inside the band.
    """

    series: str
    label: Text
    hue: Hue = Hue.INK
    mark: Mark = Mark.OBSERVED
    first_published: bool = False
    inner: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """The one annotation that a chart may have: a day, and what happened."""

    day: date
    text: Text


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over time; `unit` rescales (same code), `zero` starts at the zero line."""

    lines: tuple[Line, ...]
    since: date | None = None
    unit: Unit | None = None
    zero: bool = False
    turn: Turn | None = None
    digits: int = 0
    height: int = 170
    title: Text | None = None  # only inside a Grid, where each panel needs its name


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """A flow over time as columns from zero, stacked where there are several lines."""

    lines: tuple[Line, ...]
    since: date | None = None
    unit: Unit | None = None
    turn: Turn | None = None
    digits: int = 0
    height: int = 170
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One category of a bar chart, and its number."""

    label: Text
    fact: Fact
    hue: Hue = Hue.INK


@dataclass(frozen=True, slots=True)
class BarChart:
    """Categories as horizontal bars from zero, in the order given."""

    bars: tuple[Bar, ...]
    unit: Unit | None = None
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One source's value with its interval, as a dot and a whisker.

    `ends_only`: the source gave a range and no value within it, so none is drawn.
    """

    label: Text
    fact: Fact
    hue: Hue = Hue.INK
    mark: Mark = Mark.ESTIMATED
    ends_only: bool = False


@dataclass(frozen=True, slots=True)
class RangeChart:
    """Rival readings of one quantity side by side, never averaged.

    `dated` prints the day of each reading beside its name.
    """

    readings: tuple[Reading, ...]
    unit: Unit | None = None
    digits: int = 0
    zero: bool = True
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the strip of changes: old value, new value, and how unusual."""

    label: Text
    old: Fact
    new: Fact
    sigma: Fact | None
    digits: int = 0


@dataclass(frozen=True, slots=True)
class MoveChart:
    """What changed since the last edition, in standard deviations of its own past."""

    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class MapChart:
    """Held ground on recognised borders, and its change between two days."""

    layer: str
    day: date
    since: date
    height: int = 420


@dataclass(frozen=True, slots=True)
class Grid:
    """Small multiples with one time axis, two or three in a row."""

    panels: tuple[LineChart | ColumnChart, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class LaneMark:
    """One act on a lane: its day, what it does to the talks, and its words."""

    day: date
    bearing: Bearing
    text: Text


@dataclass(frozen=True, slots=True)
class Lane:
    """The acts of some actors on one line."""

    label: Text
    hue: Hue
    marks: tuple[LaneMark, ...]


@dataclass(frozen=True, slots=True)
class LaneChart:
    """Who acted when: a line for each lane, a shape for what an act does to talks.

    `layer` names the source of the acts.
    """

    lanes: tuple[Lane, ...]
    since: date
    until: date
    layer: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Where several stand on one scale; `now` is how things stand."""

    label: Text
    low: Text
    high: Text
    readings: tuple[Reading, ...]
    now: Fact | None = None
    outcome: Fact | None = None


@dataclass(frozen=True, slots=True)
class StripChart:
    """Scales of 0 to 100 one below the other, each between its two poles in words."""

    strips: tuple[Strip, ...]


Chart = (
    LineChart
    | ColumnChart
    | BarChart
    | RangeChart
    | MoveChart
    | MapChart
    | Grid
    | LaneChart
    | StripChart
)


@dataclass(frozen=True, slots=True)
class Num:
    """A number in a table cell. `sign`: "" as it is, "+" always signed, "abs" never.

    `lead` are words that stand before it.
    """

    fact: Fact
    digits: int = 0
    sign: str = ""
    unit: Unit | None = None
    lead: Text | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A number in a table cell with its word of magnitude and its unit.

    `lead` are words that stand before it.
    """

    fact: Fact
    digits: int = 0
    lead: Text | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A number in a table cell with its interval, in brackets behind it."""

    fact: Fact
    low: Fact
    high: Fact
    digits: int = 0
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The date of a fact in a table cell."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class SignedBar:
    """A signed number with a small bar, scaled to the largest in its column."""

    fact: Fact
    digits: int = 0
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words in a table cell; the digits in them are not ours."""

    text: Text


Cell = (
    Text | Quote | Num | Whole | Span | Day | SignedBar | None
)  # None prints as "not known"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; numbers right-aligned, units in the head."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: int | None = None  # at most one highlighted row
