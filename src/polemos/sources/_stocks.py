"""Counts and estimates of stocks, gathered from pages: read the rows of one author."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    KnownBy,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._read import table
from polemos.sources._rows import rows

FACTS = Licence(
    Text("facts, copied by hand from the pages named", "事實，由我們轉錄自所列頁面"),
    redistribute=True,
)
SECOND_HAND = Text(
    "Read in a page that quotes the author, not in the author's own publication.",
    "取自轉引頁面，並非作者原始出版品。",
)
_UNVERIFIED = "own knowledge"
_COUNTRIES = {"RUS": "Russia", "UKR": "Ukraine"}
_YEAR, _MONTH, _DAY = 4, 7, 10  # how long each kind of date is
_RANGE = re.compile(r"\(([\d,]+)-([\d,]+)\)")  # beside the author's name


@dataclass(frozen=True, slots=True)
class Row:
    """Which row is ours: its category, kind, date and the start of its source's name.

    `known` is the day the page was out; `sure` says whether the page itself tells it.
    `bound` is the end that the author gives, where it is `low` (at least) or `high`.
    """

    category: str
    kind: str
    as_of: str
    source: str
    series: str
    known: date
    sure: bool = True
    bound: Literal["", "low", "high"] = ""

    @property
    def country(self) -> str:
        """Give the country as the table spells it."""
        return _COUNTRIES[self.series.rpartition("@")[2]]


def spec(
    name: str,
    title: Text,
    *,
    unit: str = "vehicles",
    measure: Measure = Measure.STOCK,
    basis: Basis = Basis.ESTIMATED,
    caveats: tuple[Text, ...] = (SECOND_HAND,),
) -> SeriesSpec:
    """Promise one series of stocks: a few points, years apart."""
    percent = unit == "percent"
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.RATE if percent else measure,
        cadence=Cadence.IRREGULAR,
        basis=basis,
        low=0,
        high=100 if percent else 50_000,
        caveats=caveats,
    )


def pages(get: Get, urls: Mapping[str, str]) -> Iterator[Fetched]:
    """Bring the pages that the rows were read in."""
    for name, url in urls.items():
        yield Fetched(name, url, get(url))


def gathered(
    source: Source, snap: Snapshot, ours: tuple[Row, ...]
) -> Iterator[Observation]:
    """Read one author's rows of one page; each was seen there, and some are there."""
    found: set[Row] = set()
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            country, category, kind = (
                row.take(c) for c in ("country", "category", "kind")
            )
            as_of, author, where = (
                row.take(c) for c in ("as_of", "source", "where_found")
            )
            quantity = row.number("quantity")
            row.ignore("unit", "confidence", "note")
        mine = [
            r
            for r in ours
            if (country, category, kind, as_of)
            == (r.country, r.category, r.kind, r.as_of)
            and author.startswith(r.source)
        ]
        if not mine:
            continue
        if where.startswith(_UNVERIFIED) or quantity is None:
            raise ParseError(
                f"{snap.name}: expected a figure seen in a page for {mine[0].series}, "
                f"found {where!r}, {quantity}"
            )
        if mine[0] in found:
            raise ParseError(f"{snap.name}: expected one row for {mine[0].series}")
        found.add(mine[0])
        stated = _RANGE.search(author)
        ends = [float(e.replace(",", "")) for e in stated.groups()] if stated else []
        yield _said(source, snap, mine[0], quantity, ends)
    if not found:
        raise ParseError(f"{snap.source} {snap.url}: expected rows of ours, found none")


def _said(
    source: Source, snap: Snapshot, row: Row, value: float, ends: list[float]
) -> Observation:
    """Give a row with its interval; of two ends and no number between, the lower."""
    low, high = ends or (
        value if row.bound == "low" else None,
        value if row.bound == "high" else None,
    )
    return Observation(
        source.spec(row.series).id,
        _period(row.as_of),
        ends[0] if ends else value,
        datetime(row.known.year, row.known.month, row.known.day, tzinfo=UTC),
        snap.id,
        low,
        high,
        known_by=KnownBy.PUBLISHED if row.sure else KnownBy.ASSUMED,
    )


def _period(text: str) -> Period:
    if len(text) == _DAY:
        return Period.day(date.fromisoformat(text))
    if len(text) == _MONTH:
        return Period.month(int(text[:4]), int(text[5:]))
    if len(text) == _YEAR:
        return Period.year(int(text))
    raise ParseError(f"expected a day, a month or a year, found {text!r}")
