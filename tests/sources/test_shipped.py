"""What the pack ships of sources whose rows may not be passed on.

A series leaves for one of two reasons. What we `computed` must not be the publisher's
rows under another name; a `headline` may be the publisher's own number, of which few
are shipped.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

import duckdb
import pytest

from polemos import figures
from polemos.core import Snapshot, Source
from polemos.sources import all_sources

HEADLINES = 60  # values of one series in one copy: five years of months
COPIES = 0.1  # a sum of one part is that part: so many values may coincide
DIGITS = 4  # a shorter number is found in any table
TOO_LARGE = 20_000_000  # bytes: polygons, whose numbers are coordinates
OURS = "_recomputed"  # in the name of a table of areas that we measured ourselves
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
KEPT = {
    n: m.SOURCE for n, m in all_sources().items() if not m.SOURCE.licence.redistribute
}


def rows(source: str) -> Iterator[tuple[str, str, float]]:
    """Give series, snapshot and value of each packed observation."""
    (packed,) = (p for p in figures.manifest() if p.source == source)
    with figures.tables(packed) as tables:
        table = duckdb.read_parquet(str(tables["observation"]))
        yield from table.project("series, snapshot, value").fetchall()


def cells(snap: Snapshot) -> set[str]:
    """Give every number in the publisher's bytes: whole, in millions, in billions."""
    body = snap.body
    if zipfile.is_zipfile(io.BytesIO(body)):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(book.read(n) for n in book.namelist())
    found = {float(n) for n in NUMBER.findall(body)}
    return {short(n / scale) for n in found for scale in (1, 1e6, 1e9)}


def short(value: float) -> str:
    return f"{value:.5g}"


def long(value: float) -> bool:
    return len(short(value).partition("e")[0].replace(".", "").strip("0-")) >= DIGITS


@pytest.mark.parametrize("source", sorted(KEPT))
def test_each_series_in_the_pack_has_its_reason(source: str) -> None:
    reason = {s.id for s in KEPT[source].series if s.shipped}
    assert {series for series, *_ in rows(source)} <= reason


@pytest.mark.parametrize("source", sorted(KEPT))
def test_headlines_are_few(source: str) -> None:
    headlines = {s.id for s in KEPT[source].series if s.headline}
    count = Counter((series, copy) for series, copy, _ in rows(source))
    many = {k: n for k, n in count.items() if k[0] in headlines and n > HEADLINES}
    assert not many


@pytest.mark.raw
@pytest.mark.parametrize("source", sorted(KEPT))
def test_what_we_computed_is_not_the_publishers_rows(
    source: str, specimens: Callable[[str], Iterator[Snapshot]]
) -> None:
    computed = {s.id for s in KEPT[source].series if s.computed}
    if not computed:
        return
    copies = {
        s.id: cells(s)
        for s in specimens(source)
        if len(s.body) < TOO_LARGE and OURS not in s.name
    }
    told, same = Counter[str](), Counter[str]()
    for series, copy, value in rows(source):
        if series in computed and copy in copies and long(value):
            told[series] += 1
            same[series] += short(value) in copies[copy]
    copied = {s: (same[s], n) for s, n in told.items() if same[s] > COPIES * n}
    assert not copied


def test_a_source_that_keeps_its_rows_says_so_of_a_publisher_that_lets_it() -> None:
    """Hold a few of the decisions, so that none is turned by a slip of the pen."""

    def may(name: str) -> bool:
        source: Source = all_sources()[name].SOURCE
        return source.licence.redistribute

    assert not any(map(may, ("kiel_aid", "sipri_arms", "deepstate", "isw_area")))
    assert not any(map(may, ("comtrade_totals", "liveuamap_area", "meduza")))
    assert all(map(may, ("economist_area", "worldbank_pink", "us_census_trade")))
