"""A discount with its range, known from the end of its months."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Record, Snapshot, expected
from polemos.sources import reuters_oil

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"


def read(body: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("reuters_oil", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(reuters_oil.SOURCE, reuters_oil.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_it_reads_its_figure_and_no_other() -> None:
    (found,) = read(
        "Urals delivered China discount to ICE Brent,2026-01..2026-02,10,USD/bbl (9-11)"
        ",x,page,medium\n"
    )
    assert (found.series, found.value) == ("reuters/oil.discount.chn@RUS", 10)
    assert (found.low, found.high) == (9, 11)
    with pytest.raises(ParseError, match="expected one of"):
        read("M2,2025-04-01,116.5,trn RUB,press,page,high\n")


@pytest.mark.raw
def test_it_is_known_from_its_day(told: Told) -> None:
    records = [r for _, page in told("reuters_oil") for r in page]
    found = [r for r in records if isinstance(r, Observation)]
    assert len(found) == 1
    assert {o.known_at.date() for o in found} == {date(2026, 2, 28)}
