"""Military spending: an extract, each year known from the April after it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import (
    ExpectationError,
    Observation,
    ParseError,
    Period,
    Record,
    Snapshot,
    expected,
)
from polemos.sources import sipri_milex

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = (
    "Entity,Code,Year,Military expenditure (% of GDP),World region according to OWID\n"
)


def read(body: str) -> list[Record]:
    heard = datetime(2025, 11, 1, tzinfo=UTC)
    snap = Snapshot("sipri_milex", "x.csv", "", heard, (HEAD + body).encode())
    return list(expected(sipri_milex.SOURCE, sipri_milex.parse(snap)))


def test_only_the_extract_is_read_and_its_years_are_dated() -> None:
    found = read(
        "Poland,POL,2023,3.27,Europe\nPoland,POL,1999,1.8,Europe\n"
        "Albania,ALB,2023,1.7,Europe\n"
    )
    assert len(found) == 1
    (poland,) = found
    assert isinstance(poland, Observation)
    assert (poland.period, poland.value) == (Period.year(2023), 3.27)
    assert poland.known_at.date() == date(2024, 4, 29)


def test_a_missing_or_impossible_share_stops_the_source() -> None:
    with pytest.raises(ParseError, match="expected a share"):
        read("Poland,POL,2023,,Europe\n")
    with pytest.raises(ExpectationError, match="found 327"):
        read("Poland,POL,2023,327,Europe\n")


@pytest.mark.raw
def test_reference_shares_of_2024(told: Told) -> None:
    ((_, records),) = told("sipri_milex")
    at = {
        r.series.rpartition("@")[2]: r.value
        for r in records
        if isinstance(r, Observation) and r.period == Period.year(2024)
    }
    for who, share in (
        ("USA", 3.42),
        ("POL", 4.15),
        ("GBR", 2.28),
        ("FRA", 2.05),
        ("DEU", 1.89),
        ("TWN", 2.10),
        ("RUS", 7.05),
        ("UKR", 34.48),
        ("EST", 3.37),
        ("ITA", 1.61),
        ("ESP", 1.43),
    ):
        assert at[who] == pytest.approx(share, abs=0.005)
