"""Shares of whole months only, over all kinds of documents."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from polemos.core import KnownBy, Observation, ParseError, Period, Record, Snapshot
from polemos.core import expected as held
from polemos.sources import whitehouse_attention

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
HEAD = "month,category,n_documents,n_docs_ua_ru,n_mentions_ua_ru,n_docs_taiwan,"
HEAD += "n_mentions_taiwan\n"
DOCUMENTS = "whitehouse/documents@USA"
UKRAINE = "whitehouse/attention.ukraine@USA"
TAIWAN = "whitehouse/attention.taiwan@USA"


def read(body: str) -> dict[tuple[str, Period], Observation]:
    taken = datetime(2026, 8, 21, 23, tzinfo=UTC)
    snap = Snapshot(
        "whitehouse_attention", "monthly.csv", "", taken, (HEAD + body).encode()
    )
    records = held(whitehouse_attention.SOURCE, whitehouse_attention.parse(snap))
    return {(r.series, r.period): r for r in records if isinstance(r, Observation)}


def test_kinds_are_added_up_before_the_share_is_taken() -> None:
    found = read("2025-02,remarks,15,9,300,2,5\n2025-02,fact-sheets,33,3,4,0,0\n")
    february = Period.month(2025, 2)
    assert found[DOCUMENTS, february].value == 48
    assert found[UKRAINE, february].value == 25
    assert found[TAIWAN, february].value == 4.1667
    assert {o.known_at for o in found.values()} == {datetime(2025, 3, 5, tzinfo=UTC)}
    assert {o.known_by for o in found.values()} == {KnownBy.ASSUMED}


def test_a_month_of_which_some_days_are_missing_is_not_told() -> None:
    found = read("2021-01,a,39,1,1,0,0\n2021-02,a,21,0,0,0,0\n2026-08,a,7,1,6,0,0\n")
    assert {month for _, month in found} == {Period.month(2021, 2)}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2026-09,a,7,1,6,0,0\n", "expected a month from"),
        ("2020-12,a,7,1,6,0,0\n", "expected a month from"),
        ("2025-02,a,7,1,6,0,0\n2025-02,a,8,1,6,0,0\n", "each kind once a month"),
        ("2025-02,a,7,8,9,0,0\n", "expected n_docs_ua_ru no higher"),
        ("2025-02,a,7,1,1,2,1\n", "expected n_docs_taiwan no higher"),
        ("2025-02,a,0,0,0,0,0\n", "expected a document or more"),
        ("2025-02,a,7,-1,6,0,0\n", "expected a whole number"),
    ],
)
def test_what_cannot_be_so_stops_it(rows: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        read(rows)


@pytest.mark.raw
def test_reference_months(told: Told) -> None:
    at = {
        (r.series, str(r.period)): r.value
        for _, records in told("whitehouse_attention")
        for r in records
        if isinstance(r, Observation)
    }
    months = sorted({month for _, month in at})
    assert (months[0], months[-1], len(months)) == ("2021-02", "2026-07", 66)
    assert [at[UKRAINE, m] for m in ("2022-03", "2025-02")] == [51.7964, 19.0476]
    assert at[TAIWAN, "2025-03"] == 6.5476
    assert [at[DOCUMENTS, m] for m in ("2022-03", "2026-07")] == [334, 69]
