"""Three shares, known when they were read."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Record, Snapshot, expected
from polemos.sources import capital_economics

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"


def read(body: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("capital_economics", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(capital_economics.SOURCE, capital_economics.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_it_reads_its_figure_and_no_other() -> None:
    (found,) = read("Russia share of China trade,2025,3,%,x,page,medium\n")
    assert (found.series, found.value) == (
        "capital_economics/trade.share.all.rus@CHN",
        3,
    )
    assert (found.low, found.high) == (None, None)
    with pytest.raises(ParseError, match="expected one of"):
        read("M2,2025-04-01,116.5,trn RUB,press,page,high\n")


@pytest.mark.raw
def test_it_is_known_from_its_day(told: Told) -> None:
    records = [r for _, page in told("capital_economics") for r in page]
    found = [r for r in records if isinstance(r, Observation)]
    assert len(found) == 3
    assert {o.known_at.date() for o in found} == {date(2026, 8, 22)}
