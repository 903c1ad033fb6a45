from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import KnownBy, ParseError, Period, Snapshot
from polemos.sources import _cbr, cbr_money

DEC_2024 = Period.month(2024, 12)
# The shape of the publisher's sheet: a Cyrillic М in the rows, a Latin M in M2X.
SHEET: list[list[Any]] = [
    ["Денежные агрегаты*, млрд руб.", date(2024, 12, 1), date(2025, 1, 1)],
    ["Денежный агрегат М0", 1.0, 2.0],
    ["Денежный агрегат М1", "", 3.0],
    ["Денежный агрегат М2", 7.5, 8.5],
    ["Денежный агрегат M2X\n(широкая денежная масса)", 9.0, 10.0],
    ["*Данные могут быть уточнены", "", ""],
]


def snap(name: str = "monetary_agg.xlsx", body: bytes = b"x") -> Snapshot:
    at = datetime(2026, 5, 25, tzinfo=UTC)
    return Snapshot("cbr_money", name, "https://example.org", at, body)


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    cells = [list(row) for row in SHEET]
    for module in (_cbr, cbr_money):
        monkeypatch.setattr(module, "sheet", lambda *_: cells)
    return cells


@pytest.mark.usefixtures("sheet")
def test_a_stock_dated_the_first_is_the_end_of_the_month_before() -> None:
    found = {(o.series, o.period): o for o in cbr_money.parse(snap())}
    o = found["cbr/money.m2@RUS", DEC_2024]
    assert o.value == 8.5
    assert o.known_at == datetime(2025, 1, 31, tzinfo=UTC)
    assert o.known_by is KnownBy.ASSUMED


@pytest.mark.usefixtures("sheet")
def test_an_empty_cell_is_no_value() -> None:
    m1 = [o.period for o in cbr_money.parse(snap()) if o.series == "cbr/money.m1@RUS"]
    assert m1 == [DEC_2024]


def test_broad_money_is_found_by_either_of_its_names(sheet: list[list[Any]]) -> None:
    sheet[4][0] = "Широкая денежная масса"
    assert any(o.series == "cbr/money.m2x@RUS" for o in cbr_money.parse(snap()))


@pytest.mark.parametrize(
    ("row", "column", "cell", "message"),
    [
        (3, 0, "Денежный агрегат M2", "expected one row 'Денежный агрегат М2'"),
        (0, 1, date(2024, 12, 2), "expected the first of a month"),
        (2, 2, "n/a", "expected a number"),
        (4, 0, "Something else", "expected one of"),
    ],
)
def test_it_stops_on_doubt(
    sheet: list[list[Any]], row: int, column: int, cell: object, message: str
) -> None:
    sheet[row][column] = cell
    with pytest.raises(ParseError, match=message):
        list(cbr_money.parse(snap()))


def test_the_companion_is_read_for_its_newest_months(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heads = [h for name in ("М0", "М1", "М2", "М2Х") for h in (f"{name} NSA", "")]
    cells: list[list[Any]] = [["Денежные агрегаты", *heads]]
    cells.append(["", *["млрд руб.", "г/г, %"] * 4])
    cells += [[date(2025, m, 1), *[m + 0.04, "-"] * 4] for m in (6, 7, 8, 9, 10)]
    cells.append(["* ИВП", *[""] * 8])
    monkeypatch.setattr(cbr_money, "sheet", lambda *_: cells)
    found = {(o.series, o.period.end.month) for o in cbr_money.parse(snap("m_SA.xlsx"))}
    assert {month for _, month in found} == {8, 9, 10}
    assert len({series for series, _ in found}) == 4


QUOTED = (
    "series,period,value,unit,source,where_found,confidence\n"
    'M2,2026-05-01,131.9898,trn RUB,cbr,"{}",high\n'
)


def test_a_quoted_stock_is_known_when_it_was_quoted() -> None:
    body = QUOTED.format("a page")
    (o,) = cbr_money.parse(snap("quoted.csv", body.encode()))
    assert o.value == pytest.approx(131989.8)
    assert o.period == Period.month(2026, 4)
    assert o.known_by is KnownBy.FETCHED


def test_what_was_only_remembered_is_left_out() -> None:
    body = QUOTED.format("own knowledge, unverified here")
    assert not list(cbr_money.parse(snap("quoted.csv", body.encode())))


@pytest.mark.raw
def test_the_workbooks(told: Callable[[str], Any]) -> None:
    old, new, adjusted, _ = (
        {(o.series, o.period): o.value for o in records}
        for _, records in told("cbr_money")
    )
    m2 = "cbr/money.m2@RUS"
    assert new[m2, DEC_2024] == 117256.4
    assert new[m2, Period.month(2021, 12)] == 66252.9
    assert adjusted[m2, Period.month(2025, 9)] == 121265.8
    gaps = [abs(new[k] - old[k]) for k in old.keys() & new.keys() if k[0] == m2]
    assert max(gaps) == pytest.approx(103.7)
