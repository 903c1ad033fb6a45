from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import rosstat_gdp as source

QUARTERS = ["I квартал", "II квартал", "III квартал", "IV квартал"]


def snap() -> Snapshot:
    at = datetime(2025, 12, 23, tzinfo=UTC)
    return Snapshot("rosstat_gdp", "VVP.xlsx", "https://example.org", at, b"x")


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    cells: list[list[Any]] = [
        ["", 2024.0, "", "", "", "20252)", "", "", ""],
        ["", *QUARTERS, *QUARTERS],
        ["", 101.0, 102.0, 103.0, 104.0, 105.0, "", "", ""],
    ]
    monkeypatch.setattr(source, "sheet", lambda *_: cells)
    return cells


@pytest.mark.usefixtures("sheet")
def test_a_year_with_a_footnote_is_still_a_year() -> None:
    found = {(o.series, o.period): o.value for o in source.parse(snap())}
    assert found["rosstat/gdp@RUS", Period.quarter(2025, 1)] == 105
    assert found["rosstat/gdp.growth@RUS", Period.quarter(2024, 4)] == 4
    assert len(found) == 2 * 5


def test_a_sheet_without_quarters_stops_it(sheet: list[list[Any]]) -> None:
    sheet[1][1] = sheet[1][5] = "Q1"
    with pytest.raises(ParseError, match="row of quarters"):
        list(source.parse(snap()))


@pytest.mark.raw
def test_the_years(told: Callable[[str], Any]) -> None:
    ((_, records),) = told("rosstat_gdp")
    year: dict[int, float] = {}
    for o in records:
        if o.series == "rosstat/gdp@RUS":
            y = o.period.start.year
            year[y] = year.get(y, 0) + o.value
    assert year[2021] / 1000 == pytest.approx(134.7, abs=0.05)
    assert year[2024] / 1000 == pytest.approx(201.2, abs=0.05)
