"""Totals of two years: cut-off answers of the preview are not taken for totals."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, Record, Snapshot, expected
from polemos.sources import comtrade_totals

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = (
    "reporter_m49,flow,partner_m49,value_usd_sum_2023_2024,records,fetched_utc,"
    "source_commit\n"
)


def read(body: str) -> list[Observation]:
    heard = datetime(2026, 2, 7, tzinfo=UTC)
    snap = Snapshot("comtrade_totals", "x.csv", "", heard, (HEAD + body).encode())
    records = expected(comtrade_totals.SOURCE, comtrade_totals.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_a_sum_is_of_both_years_or_it_is_nothing() -> None:
    (found,) = read("158,export,842,187.8e9,2,x,y\n158,export,842,4e9,32,x,y\n")
    assert found.series == "comtrade/trade.exports.usa@TWN"
    assert found.value == 187.8e9
    assert (found.period.start, found.period.last) == (
        date(2023, 1, 1),
        date(2024, 12, 31),
    )


@pytest.mark.raw
def test_reference_totals(told: Told) -> None:
    ((_, records),) = told("comtrade_totals")
    at = {
        r.series.removeprefix("comtrade/trade."): r.value
        for r in records
        if isinstance(r, Observation)
    }
    for name, bn in (
        ("exports.rus@CHN", 226.2),
        ("imports.rus@CHN", 259.1),
        ("exports.usa@TWN", 187.8),
        ("exports.chn@TWN", 192.6),
    ):
        assert at[name] == pytest.approx(bn * 1e9, abs=0.05e9)
