"""A talk of November 2022: a share and a discount, known from its day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Record, Snapshot, expected
from polemos.sources import bofit

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"


def read(body: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("bofit", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(bofit.SOURCE, bofit.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_it_reads_its_figure_and_no_other() -> None:
    (found,) = read(
        "China discount on Russian crude against other suppliers,2022,16.5,% (16-17)"
        ",x,page,medium\n"
    )
    assert (found.series, found.value) == ("bofit/oil.discount.chn@RUS", 16.5)
    assert (found.low, found.high) == (16, 17)
    with pytest.raises(ParseError, match="expected one of"):
        read("M2,2025-04-01,116.5,trn RUB,press,page,high\n")


@pytest.mark.raw
def test_it_is_known_from_its_day(told: Told) -> None:
    records = [r for _, page in told("bofit") for r in page]
    found = [r for r in records if isinstance(r, Observation)]
    assert len(found) == 2
    assert {o.known_at.date() for o in found} == {date(2022, 11, 15)}
