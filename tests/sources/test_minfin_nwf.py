from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot
from polemos.sources import minfin_nwf as source

HEAD = (
    "date,nwf_total_bn_rub,nwf_total_bn_usd,nwf_liquid_bn_rub,nwf_liquid_bn_usd,"
    "nwf_liquid_pct_gdp_as_stated,gold_kg,cny_mln,liquid_source\n"
)
ROW = "2025-02-01,120.0,1.2,40.0,0.4,1.7,178000.0,160.0,text\n"


def read(body: str) -> list[Observation]:
    at = datetime(2026, 7, 5, tzinfo=UTC)
    name = "nwf_monthly.csv"
    snap = Snapshot("minfin_nwf", name, "https://example.org", at, body.encode())
    return list(source.parse(snap))


def test_it_reads_the_month_before_and_tonnes() -> None:
    found = {o.series: o for o in read(HEAD + ROW)}
    assert found["minfin/nwf.gold@RUS"].value == 178
    assert found["minfin/nwf.liquid@RUS"].period == Period.month(2025, 1)
    known = found["minfin/nwf.liquid@RUS"].known_at
    assert known == datetime(2025, 2, 12, tzinfo=UTC)


def test_a_row_that_is_there_twice_word_for_word_counts_once() -> None:
    assert len(read(HEAD + ROW + ROW)) == 6


def test_a_liquid_part_above_the_whole_stops_it() -> None:
    with pytest.raises(ParseError, match="within the whole"):
        read(HEAD + ROW.replace("40.0", "140.0"))


@pytest.mark.raw
def test_the_fund(told: Callable[[str], Any]) -> None:
    ((_, records),) = told("minfin_nwf")
    v = {(o.series, o.period): o.value for o in records}
    liquid = "minfin/nwf.liquid@RUS"
    assert v[liquid, Period.month(2021, 12)] == pytest.approx(8432.6, abs=0.05)
    assert v[liquid, Period.month(2025, 1)] == pytest.approx(3751.2, abs=0.05)
    assert v[liquid, Period.month(2026, 6)] == pytest.approx(3612, abs=0.5)
