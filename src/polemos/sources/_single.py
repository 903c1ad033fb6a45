"""Single figures gathered from pages: one row each, with where it was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from polemos.core import Licence, ParseError, Period, Snapshot, Text
from polemos.sources import _read
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
        return _read.day(self.where, text if text.count("-") > 1 else f"{text}-01")

    @property
    def months(self) -> Period:
        """Read a month, or a run of whole months."""
        last = _read.month(self.where, self.period.rpartition("..")[2])
        if not self.first < last.end:
            raise ParseError(f"{self.where}: expected a later month after ..")
        return Period(self.first, last.end)

    @property
    def year(self) -> Period:
        """Read a year."""
        return Period.year(_read.day(self.where, f"{self.period}-01-01").year)


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
