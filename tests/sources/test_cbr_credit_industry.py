from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import _cbr
from polemos.sources import cbr_credit_industry as source


def snap() -> Snapshot:
    at = datetime(2025, 12, 23, tzinfo=UTC)
    name = "01_02_A_Debt_corp_by_activity.xlsx"
    return Snapshot("cbr_credit_industry", name, "https://example.org", at, b"x")


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    cells: list[list[Any]] = [["Задолженность", ""], ["Виды", date(2025, 1, 1)]]
    cells.append(["ВСЕГО", 100.0 * len(source._TOP)])
    cells += [[label, 100.0] for label in source._TOP]
    cells += [[f"        {label}", 5.0] for label in source._INDENTED]
    monkeypatch.setattr(_cbr, "sheet", lambda *_: cells)
    return cells


@pytest.mark.usefixtures("sheet")
def test_every_promised_industry_is_read() -> None:
    found = {o.series: o.value for o in source.parse(snap())}
    assert set(found) == {s.id for s in source.SOURCE.series}
    assert found["cbr/credit.industry.factory.metals@RUS"] == 5


def test_an_industry_that_nobody_knows_is_missed_in_the_sum(
    sheet: list[list[Any]],
) -> None:
    sheet[2][1] += 50
    with pytest.raises(ParseError, match="is there a new one"):
        list(source.parse(snap()))


@pytest.mark.raw
def test_where_the_credit_went(told: Callable[[str], Any]) -> None:
    ((_, records),) = told("cbr_credit_industry")
    v = {(o.series, o.period): o.value for o in records}

    def gain(*whats: str) -> float:
        return sum(
            v[f"cbr/credit.industry.{w}@RUS", Period.month(2024, 12)]
            - v[f"cbr/credit.industry.{w}@RUS", Period.month(2021, 12)]
            for w in whats
        )

    whole = gain("all")
    assert whole / 1e6 == pytest.approx(34.99, abs=0.005)
    heavy = gain("factory.metals", "factory.machines", "factory.vehicles")
    assert heavy / whole == pytest.approx(0.1166, abs=0.0005)
    assert gain("property") / whole == pytest.approx(0.243, abs=0.0005)
