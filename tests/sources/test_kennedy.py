"""An author's two figures and a range, known from the days of his draft and report."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Record, Snapshot, expected
from polemos.sources import kennedy

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "series,period,value,unit,source,where_found,confidence\n"
LOW = '"Preferential war loans, low",2022-07..2024-11,210,bn USD,x,page,high\n'
HIGH = '"Preferential war loans, high",2022-07..2024-11,250,bn USD,x,page,high\n'


def read(body: str) -> list[Observation]:
    heard = datetime(2025, 1, 12, tzinfo=UTC)
    snap = Snapshot("kennedy", "kennedy.csv", "", heard, (HEAD + body).encode())
    records = expected(kennedy.SOURCE, kennedy.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_two_ends_are_a_range_without_a_number_between() -> None:
    (found,) = read(HIGH + LOW)
    assert found.series == "kennedy/credit.companies.war_loans.gain@RUS"
    assert (found.value, found.low, found.high) == (210, 210, 250)
    assert found.period == Period(date(2022, 7, 1), date(2024, 12, 1))


@pytest.mark.parametrize(
    "body",
    [
        LOW,
        LOW + HIGH.replace("2024-11", "2024-12"),
        LOW + HIGH.replace("bn USD", "trn RUB"),
        "M2,2025-04,116.5,trn RUB,press,page,high\n",
    ],
)
def test_half_a_range_or_another_figure_stops_it(body: str) -> None:
    with pytest.raises(ParseError, match="expected"):
        read(body)


@pytest.mark.raw
def test_draft_and_report_are_known_from_their_days(told: Told) -> None:
    records = [r for _, page in told("kennedy") for r in page]
    found = [r for r in records if isinstance(r, Observation)]
    days = sorted((o.known_at.date(), o.value) for o in found)
    draft, report = date(2025, 1, 12), date(2025, 2, 13)
    assert days == [(draft, 210), (draft, 415), (report, 36.6), (report, 446)]
