"""Chip exports by destination: whole years only, the sum of all beside the named."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Record, Snapshot, expected
from polemos.sources import taiwan_ic_exports

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "Year,Country,Export Value (USD)\n"
NAMED = "".join(f"2024,{p},10\n" for p in taiwan_ic_exports.DESTINATIONS)


def read(body: str) -> list[Observation]:
    heard = datetime(2025, 9, 30, tzinfo=UTC)
    snap = Snapshot("taiwan_ic_exports", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(taiwan_ic_exports.SOURCE, taiwan_ic_exports.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_every_destination_counts_in_the_sum_named_or_not() -> None:
    found = {o.series: o for o in read(NAMED + "2024,越南,5\n2025,越南,7\n")}
    total = found["mof_tw/trade.chips.exports.all@TWN"]
    assert total.value == 10 * len(taiwan_ic_exports.DESTINATIONS) + 5
    assert total.period == Period.year(2024)
    assert total.known_at.date() == date(2025, 1, 20)


def test_a_missing_or_repeated_destination_stops_the_source() -> None:
    with pytest.raises(ParseError, match="every destination"):
        read("2024,香港,10\n")
    with pytest.raises(ParseError, match="one value"):
        read(NAMED + "2024,香港,10.5\n")
    with pytest.raises(ParseError, match="each row once"):
        read(NAMED + NAMED.splitlines()[-1])


@pytest.mark.raw
def test_reference_values_of_2024(told: Told) -> None:
    ((_, records),) = told("taiwan_ic_exports")
    at = {
        r.series.split(".")[-1].partition("@")[0]: r.value
        for r in records
        if isinstance(r, Observation) and r.period == Period.year(2024)
    }
    for code, bn in (
        ("all", 165.0),
        ("chn", 48.5),
        ("hkg", 36.8),
        ("sgp", 21.0),
        ("kor", 13.4),
        ("jpn", 10.4),
        ("mys", 9.9),
        ("usa", 7.4),
    ):
        assert at[code] == pytest.approx(bn * 1e9, abs=0.05e9)
