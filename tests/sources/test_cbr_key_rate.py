from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import cbr_key_rate as source

MONTHLY = "date,month,cpi_yoy,key_rate,key_rate_end,cpi_mom,cpi_ytd," + ",".join(
    f"rate_{c}{e}"
    for c in ("usd", "cny", "eur", "gbp", "chf", "thb", "idr", "try", "inr")
    for e in ("", "_end")
)


def read(name: str, body: str) -> dict[date, float | None]:
    at = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("cbr_key_rate", name, "https://example.org", at, body.encode())
    return {o.period.start: o.value for o in source.parse(snap)}


def test_a_rate_holds_from_its_day() -> None:
    body = "date,key_rate_pct\n2025-02-24,21.0\n"
    assert read("key_rate_daily.csv", body) == {date(2025, 2, 24): 21.0}


def test_month_ends_are_read_only_after_the_daily_table() -> None:
    rows = [
        f"{m}-01,{m},,,{rate},,{',' * 18}"
        for m, rate in (("2026-02", 15.5), ("2026-04", 14.5))
    ]
    found = read("macro_monthly.csv", "\n".join([MONTHLY, *rows]) + "\n")
    assert found == {date(2026, 4, 30): 14.5}


def test_a_stranger_among_the_changes_stops_it() -> None:
    head = "series,period,value,unit,source,where_found,confidence\n"
    with pytest.raises(ParseError, match="expected a key rate"):
        read("effective.csv", head + "RUONIA,2026-03-23,15.0,%,x,y,high\n")


def test_a_file_that_it_does_not_know_stops_it() -> None:
    with pytest.raises(ParseError, match="expected one of"):
        read("KeyRate.html", "<table>")


@pytest.mark.raw
def test_the_rate_of_the_war(told: Callable[[str], Any]) -> None:
    found: dict[Period, float] = {}
    for _, records in told("cbr_key_rate"):
        found |= {o.period: o.value for o in records}
    assert found[Period.day(date(2025, 2, 24))] == 21.0
    assert found[Period.day(date(2022, 3, 1))] == 20.0
    assert found[max(found)] == 14.0
