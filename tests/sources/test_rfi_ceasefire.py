"""Three crowds, two days, four spans: known from the page, not from the day asked."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import (
    ExpectationError,
    KnownBy,
    Observation,
    ParseError,
    Period,
    Record,
    Snapshot,
    expected,
)
from polemos.sources import rfi_ceasefire

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "question,asked_on,source,apr_jun_2025,jul_sep_2025,oct_dec_2025,not_before_2026"
ASKED = "first_bilateral_ceasefire_or_peace_in_effect"


def read(row: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    out = datetime(2025, 5, 9, tzinfo=UTC)
    body = f"{HEAD}\n{row}\n".encode()
    snap = Snapshot("rfi_ceasefire", "forecasts.csv", "", heard, body, out)
    records = expected(rfi_ceasefire.SOURCE, rfi_ceasefire.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_the_day_asked_is_the_period_and_the_page_is_when_it_was_known() -> None:
    found = read(f"{ASKED},2025-03-31,Metaculus,27,24,22,26")
    assert [o.series for o in found] == [
        "rfi/ceasefire.apr_jun_2025.metaculus@UKR",
        "rfi/ceasefire.jul_sep_2025.metaculus@UKR",
        "rfi/ceasefire.oct_dec_2025.metaculus@UKR",
        "rfi/ceasefire.not_before_2026.metaculus@UKR",
    ]
    assert [o.value for o in found] == [27, 24, 22, 26]  # 99: left as printed
    assert {o.period for o in found} == {Period.day(date(2025, 3, 31))}
    assert {o.known_at for o in found} == {datetime(2025, 5, 9, tzinfo=UTC)}
    assert {o.known_by for o in found} == {KnownBy.PUBLISHED}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("another,2025-03-31,RFI,8,15,15,61", "by one of"),
        (f"{ASKED},2025-03-31,GJOpen,8,15,15,61", "by one of"),
        (f"{ASKED},2025-03-31,RFI,8,15,15,16", "about 100"),
        (f"{ASKED},2025-03-31,RFI,,23,15,61", "about 100"),
    ],
)
def test_what_is_no_whole_row_stops_it(row: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        read(row)


def test_nothing_is_asked_after_the_page() -> None:
    with pytest.raises(ExpectationError, match="before the period begins"):
        read(f"{ASKED},2025-05-10,RFI,8,15,15,61")


@pytest.mark.raw
def test_reference_forecasts(told: Told) -> None:
    at = {
        (r.series, str(r.period)): r.value
        for _, records in told("rfi_ceasefire")
        for r in records
        if isinstance(r, Observation)
    }
    assert len(at) == 24
    last = [
        [at[f"rfi/ceasefire.not_before_2026.{crowd}@UKR", day] for day in days]
        for days in [("2025-03-31", "2025-05-08")]
        for crowd in ("rfi", "metaculus", "glimt")
    ]
    assert last == [[61, 72], [26, 47], [56, 60]]
