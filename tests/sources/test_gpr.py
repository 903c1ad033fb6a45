from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot
from polemos.sources import gpr as source

WIDE = "month,GPR,GPRT,GPRA,GPRH,GPRHT,GPRHA,SHARE_GPR,N10,GPRC_RUS,GPRC_UKR,"
WIDE += "GPRC_TWN,GPRC_CHN,GPRC_USA,GPRC_POL\n"
ROW = "2026-03,327.0,1,2,3,4,5,6,7,2.5,2.0,0.3,1.7,8.6,0.2\n"


def read(name: str, body: str) -> dict[str, Observation]:
    at = datetime(2026, 6, 6, tzinfo=UTC)
    snap = Snapshot("gpr", name, "https://example.org", at, body.encode())
    return {o.series: o for o in source.parse(snap)}


def test_it_reads_indices_and_our_countries() -> None:
    found = read("data_gpr_export.csv", WIDE + ROW)
    assert found["gpr/risk@WORLD"].value == 327
    assert found["gpr/risk.country@TWN"].value == 0.3
    assert len(found) == 8


def test_a_new_kind_of_column_stops_it() -> None:
    with pytest.raises(ParseError, match="unread"):
        read("data_gpr_export.csv", (WIDE + ROW).replace("GPRC_POL", "GPRX_POL"))


def test_a_stacked_vintage_is_read_long() -> None:
    body = "committed_in,series,month,value\n2026-04,GPR,2026-03,297.3\n"
    (o,) = read("gpr_stacked_2026-04.csv", body).values()
    assert (o.period, o.value) == (Period.month(2026, 3), 297.3)


@pytest.mark.raw
def test_the_last_month_was_revised(told: Callable[[str], Any]) -> None:
    march = ("gpr/risk@WORLD", Period.month(2026, 3))
    values = [
        {(o.series, o.period): o.value for o in records}.get(march)
        for _, records in told("gpr")
    ]
    assert values[:2] == [None, None]
    assert values[2] == pytest.approx(297.3, abs=0.05)
    assert values[3] == pytest.approx(327.0, abs=0.05)
