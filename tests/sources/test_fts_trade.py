"""Russian customs: the workbook, its Latin letters, its end in 2021."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from polemos.core import (
    Observation,
    ParseError,
    Period,
    Point,
    Record,
    Series,
    Snapshot,
)
from polemos.indicators import all_indicators
from polemos.sources import fts_trade

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]


def test_bytes_that_are_no_workbook_stop_the_source() -> None:
    heard = datetime(2025, 12, 23, tzinfo=UTC)
    snap = Snapshot("fts_trade", "96stran.xlsx", "", heard, b"<html>")
    with pytest.raises(ParseError, match="workbook"):
        list(fts_trade.parse(snap))


@pytest.mark.raw
def test_reference_year_and_last_month(told: Told) -> None:
    ((_, records),) = told("fts_trade")
    exports = [
        r
        for r in records
        if isinstance(r, Observation) and r.series == "fts/trade.exports.chn@RUS"
    ]
    assert exports[0].period == Period.month(2006, 1)
    assert exports[-1].period == Period.month(2021, 12)
    assert len(exports) == 16 * 12
    year = sum(o.value or 0 for o in exports if o.period.start.year == 2021)
    assert year == pytest.approx(68_900, abs=300)
    ours = all_indicators()["polemos/trade.share.imports.chn@RUS"]
    spec = fts_trade.SOURCE.spec
    series = [
        Series(
            name,
            spec(name).unit,
            spec(name).measure,
            tuple(
                Point.of(r)
                for r in records
                if isinstance(r, Observation) and r.series == name
            ),
            datetime(2026, 1, 1, tzinfo=UTC),
        )
        for name in ours.uses
    ]
    share = ours(*series)
    found = {str(p.period): round(p.value, 1) for p in share}
    assert (min(found), max(found)) == ("2006", "2021")
    assert "2010" not in found
    assert found["2021"] == 28.6
