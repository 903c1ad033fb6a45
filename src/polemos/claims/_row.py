"""What the check of a text gives: a row a quantity, and where they contradict."""

from dataclasses import dataclass
from datetime import datetime

from polemos.claims._bound import Bound, Kind
from polemos.claims._judge import Judgement
from polemos.claims.reading import Quantity, Reading
from polemos.core import Observation, Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two quantities of one text that cannot both be right.

    Each is told by its span; `vague` is the span of the one whose words say less.
    """

    series: str
    first: tuple[int, int]
    second: tuple[int, int]
    vague: tuple[int, int]
    note: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity of a text with its verdicts."""

    quantity: Quantity
    kind: Kind
    bound: Bound | None
    then: Judgement
    now: Judgement
    series: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Say whether it is a quantity: a date, or a length but of the war, is none."""
        return self.kind is not Kind.DATE

    @property
    def evidence(self) -> list[Observation]:
        """Give the observations its verdicts rest on, or else those that come near."""
        judged = (self.then, self.now)
        told = [j for j in judged if j.best is not None] or judged
        return list(dict.fromkeys(o for j in told for o in j.evidence))


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was checked: what was read, what holds, and what contradicts.

    Offsets of rows are those of `reading.text`.
    """

    as_of: datetime
    now: datetime
    reading: Reading
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]
