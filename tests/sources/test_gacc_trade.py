"""China's customs on Russia: years and years to date, seen figures only."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Record, Snapshot, expected
from polemos.sources import gacc_trade

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"


def read(body: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("gacc_trade", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(gacc_trade.SOURCE, gacc_trade.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_years_and_years_to_date_are_apart_and_memories_left_out() -> None:
    found = read(
        "China-Russia trade turnover,2024,244.81,bn USD,press,page,high\n"
        "China-Russia trade turnover,2024-01..2024-07,136.67,bn USD,press,page,high\n"
        "China-Russia trade turnover,2024-12,21.97,bn USD,press,page,high\n"
        'China exports to Russia,2023,111,bn USD,x,"own knowledge, unseen",medium\n'
    )
    assert [(o.series, str(o.period)) for o in found] == [
        ("gacc/trade.turnover.rus@CHN", "2024"),
        ("gacc/trade.to_date.turnover.rus@CHN", "2024-01-01..2024-07-31"),
    ]
    assert found[0].known_at.date() == date(2025, 1, 20)


def test_another_quantity_or_unit_stops_the_source() -> None:
    with pytest.raises(ParseError, match="in bn USD"):
        read("China-Russia trade turnover,2024,244810,mn USD,press,page,high\n")
    with pytest.raises(ParseError, match="in bn USD"):
        read("China crude imports from Russia,2024,108,mn t,press,page,high\n")


@pytest.mark.raw
def test_reference_turnovers(told: Told) -> None:
    records = [r for _, page in told("gacc_trade") for r in page]
    at = {
        (r.series, str(r.period)): r.value
        for r in records
        if isinstance(r, Observation)
    }
    turnover = "gacc/trade.turnover.rus@CHN"
    years = ("2021", "2022", "2023", "2024", "2025")
    assert [round(at[turnover, y] or 0, 1) for y in years] == [
        *(146.9, 190.3, 240.1, 244.8, 228.1)
    ]
    assert ("gacc/trade.exports.rus@CHN", "2023") not in at  # only remembered
