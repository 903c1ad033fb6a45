"""Votes of the General Assembly: certain totals only, and no misdated vote."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from polemos.core import Observation, ParseError, Record, Snapshot, expected
from polemos.sources import un_votes

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "resolution,date,short_title,yes,no,abstain,basis\n"


def read(name: str, body: str) -> list[Observation]:
    heard = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("un_votes", name, "", heard, body.encode())
    records = expected(un_votes.SOURCE, un_votes.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_totals_from_general_knowledge_are_left_out() -> None:
    found = read(
        "unga_ukraine_totals.csv",
        HEAD + "ES-11/1,2022-03-02,Aggression,141,5,35,counted from country list here\n"
        "ES-11/4,2022-10-12,Integrity,143,5,35,general knowledge\n",
    )
    assert {str(o.period) for o in found} == {"2022-03-02"}
    assert [o.value for o in found] == [141, 5, 35]


def test_a_doubtful_count_carries_its_range() -> None:
    basis = "two public tables seen (one gives 17 or 18 against)"
    found = read(
        "unga_ukraine_totals.csv", f"{HEAD}ES-11/7,2025-02-24,Peace,93,18,65,{basis}\n"
    )
    against = next(o for o in found if o.series == "un/votes.no@UKR")
    assert (against.low, against.value, against.high) == (17, 18, 18)


def test_a_misdated_resolution_stops_the_source() -> None:
    with pytest.raises(ParseError, match="expected the vote on"):
        read(
            "unga_ukraine_totals.csv",
            f"{HEAD}ES-11/7,2024-02-23,x,93,18,65,two public tables seen\n",
        )


def test_an_unknown_vote_stops_the_source() -> None:
    with pytest.raises(ParseError, match="found"):
        read(
            "unga_68-262_es-11-1_by_country.csv",
            "resolution,label_as_found,country,vote\nES-11/1,x,China,Maybe\n",
        )


@pytest.mark.raw
def test_reference_votes(told: Told) -> None:
    at = {
        (r.series, str(r.period)): r.value
        for _, records in told("un_votes")
        for r in records
        if isinstance(r, Observation)
    }
    yes = [at["un/votes.yes@UKR", day] for day in ("2014-03-27", "2022-03-02")]
    assert yes == [100, 141]
    assert at["un/votes.yes@UKR", "2025-02-24"] == 93
    assert at["un/vote@CHN", "2022-03-02"] == 0
    assert at["un/vote@USA", "2022-03-02"] == 1
