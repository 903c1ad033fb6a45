from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import _cbr, cbr_credit


def snap() -> Snapshot:
    at = datetime(2025, 9, 30, tzinfo=UTC)
    return Snapshot("cbr_credit", "balance_odc.xlsx", "https://example.org", at, b"x")


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    cells: list[list[Any]] = [["Баланс, млн руб.*", date(2025, 1, 1)], ["Активы", ""]]
    cells += [[f"  {label} ", 1.0] for label in cbr_credit._ROWS]
    cells[3][1] = 3.0  # loans to residents: three parts of one
    monkeypatch.setattr(_cbr, "sheet", lambda *_: cells)
    return cells


@pytest.mark.usefixtures("sheet")
def test_it_reads_its_rows_and_the_month_before() -> None:
    found = {o.series: o for o in cbr_credit.parse(snap())}
    assert len(found) == 8
    o = found["cbr/credit.residents@RUS"]
    assert (o.value, o.period) == (3, Period.month(2024, 12))


def test_loans_that_are_not_the_sum_of_their_parts_stop_it(
    sheet: list[list[Any]],
) -> None:
    sheet[3][1] = 30.0
    with pytest.raises(ParseError, match="the sum of"):
        list(cbr_credit.parse(snap()))


def test_a_row_that_is_there_twice_stops_it(sheet: list[list[Any]]) -> None:
    sheet.append(list(sheet[2]))
    with pytest.raises(ParseError, match="found 2 of them"):
        list(cbr_credit.parse(snap()))


@pytest.mark.raw
def test_the_balance_sheet(told: Callable[[str], Any]) -> None:
    revised = (56.99, 56.61)  # securities and other claims, not loans, were revised
    for (_, records), economy in zip(told("cbr_credit"), revised, strict=True):
        v = {(o.series, o.period): o.value for o in records}
        gain = {
            what: v[f"cbr/credit.{what}@RUS", Period.month(2024, 12)]
            - v[f"cbr/credit.{what}@RUS", Period.month(2021, 12)]
            for what in ("residents", "companies", "financial", "economy")
        }
        assert gain["residents"] / 1e6 == pytest.approx(49.37, abs=0.005)
        assert gain["companies"] / 1e6 == pytest.approx(32.45, abs=0.005)
        assert gain["financial"] / 1e6 == pytest.approx(4.35, abs=0.005)
        assert gain["economy"] / 1e6 == pytest.approx(economy, abs=0.005)
