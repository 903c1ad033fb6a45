from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import rosstat_cpi as source


def snap(name: str, body: str = "x") -> Snapshot:
    at = datetime(2026, 6, 14, tzinfo=UTC)
    return Snapshot("rosstat_cpi", name, "https://example.org", at, body.encode())


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    cells: list[list[Any]] = [["Индексы", "", ""], ["", 2025.0, 2026.0]]
    cells.append([source._BASE, "", ""])
    cells += [[m, 100.5, 101.0 if m == "январь" else ""] for m in source._MONTHS]
    cells += [["к декабрю предыдущего года", "", ""], ["декабрь", 106.2, "101,01)"]]
    monkeypatch.setattr(source, "sheet", lambda *_: cells)
    return cells


@pytest.mark.usefixtures("sheet")
def test_the_index_becomes_a_change() -> None:
    found = {
        (o.series, o.period): o for o in source.parse(snap("ipc_mes_05-2026.xlsx"))
    }
    o = found["rosstat/cpi.mom.food@RUS", Period.month(2026, 1)]
    assert o.value == 1.0
    assert o.known_at == datetime(2026, 2, 17, tzinfo=UTC)
    assert ("rosstat/cpi.mom@RUS", Period.month(2026, 2)) not in found
    assert len(found) == 4 * 13


def test_months_out_of_order_stop_it(sheet: list[list[Any]]) -> None:
    sheet[3][0], sheet[4][0] = sheet[4][0], sheet[3][0]
    with pytest.raises(ParseError, match="expected 'январь'"):
        list(source.parse(snap("ipc_mes_05-2026.xlsx")))


def test_the_yearly_rate_is_read_as_published() -> None:
    body = "month,key_rate_pct_end,cpi_yoy_pct,target_pct\n2025-01,21.0,9.92,4.0\n"
    (o,) = source.parse(snap("infl.csv", body))
    assert (o.series, o.value) == ("rosstat/cpi.yoy@RUS", 9.92)


def test_an_added_column_stops_it() -> None:
    body = "month,key_rate_pct_end,cpi_yoy_pct,target_pct,new\n2025-01,1,1,1,1\n"
    with pytest.raises(ParseError, match="unread"):
        list(source.parse(snap("infl.csv", body)))


@pytest.mark.raw
def test_the_tables_agree(told: Callable[[str], Any]) -> None:
    by_name = {
        s.name: {(o.series, o.period): o.value for o in records}
        for s, records in told("rosstat_cpi")
    }
    official = by_name["infl.csv"]
    assert official["rosstat/cpi.yoy@RUS", Period.month(2025, 1)] == 9.92
    book, other = by_name["ipc_mes_05-2026.xlsx"], by_name["macro_monthly.csv"]
    both = book.keys() & other.keys()
    assert len(both) > 400
    assert all(book[k] == other[k] for k in both)
