"""One share, known from the end of the month of its article."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Record, Snapshot, expected
from polemos.sources import carnegie

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"


def read(body: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("carnegie", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(carnegie.SOURCE, carnegie.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_it_reads_its_figure_and_no_other() -> None:
    (found,) = read(
        "China share of Russian imports of G7 high-priority list goods,2023,90,%"
        ",x,page,high\n"
    )
    assert (found.series, found.value) == (
        "carnegie/trade.share.priority_goods.chn@RUS",
        90,
    )
    assert (found.low, found.high) == (None, None)
    with pytest.raises(ParseError, match="expected one of"):
        read("M2,2025-04-01,116.5,trn RUB,press,page,high\n")


@pytest.mark.raw
def test_it_is_known_from_its_day(told: Told) -> None:
    records = [r for _, page in told("carnegie") for r in page]
    found = [r for r in records if isinstance(r, Observation)]
    assert len(found) == 1
    assert {o.known_at.date() for o in found} == {date(2024, 5, 31)}
