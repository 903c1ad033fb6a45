"""Single figures gathered from pages: one row each, with where it was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from polemos.core import Licence, ParseError, Period, Snapshot, Text
from polemos.sources._read import table
from polemos.sources._rows import rows

SINGLE_FACTS = Licence(
    Text("single facts, publisher named", "個別事實，註明發布者"), redistribute=True
)
_UNVERIFIED = "own knowledge"


@dataclass(frozen=True, slots=True)
class Single:
    """One figure; `period` as written: a day, a month, or `month..month`."""

    where: str
    series: str
    period: str
    value: float
    unit: str

    @property
    def first(self) -> date:
        """Read the day, or the first day of the first month."""
        text = self.period.partition("..")[0]
        return date.fromisoformat(text if text.count("-") > 1 else f"{text}-01")

    @property
    def months(self) -> Period:
        """Read a month, or a run of whole months."""
        last = date.fromisoformat(f"{self.period.rpartition('..')[2]}-01")
        return Period(self.first, Period.month(last.year, last.month).end)


def singles(snap: Snapshot) -> Iterator[Single]:
    """Read the figures that somebody saw; what was only remembered is left out."""
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            series, period, unit = (row.take(c) for c in ("series", "period", "unit"))
            value = row.number("value")
            seen = row.take("where_found")
            row.ignore("source", "confidence")
        where = f"{snap.source} {snap.name} {series} {period}"
        if value is None:
            raise ParseError(f"{where}: expected a value, found none")
        if _UNVERIFIED not in seen:
            yield Single(where, series, period, value, unit)
