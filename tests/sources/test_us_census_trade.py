"""US trade: three copies of months and years, and a year to date in disguise."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Record, Snapshot, expected
from polemos.sources import us_census_trade

Told = Callable[[str], list[tuple[Snapshot, list[Record]]]]
MONTHS = (
    "partner,census_code,month,exports_musd,imports_musd,balance_musd,fetched_utc,"
    "source_commit\n"
)
YEARS = MONTHS.replace("month", "year")


def read(name: str, body: str, fetched: date) -> list[Observation]:
    heard = datetime.combine(fetched, datetime.min.time(), UTC)
    snap = Snapshot("us_census_trade", name, "", heard, body.encode())
    records = expected(us_census_trade.SOURCE, us_census_trade.parse(snap))
    return [r for r in records if isinstance(r, Observation)]


def test_a_month_is_known_some_five_weeks_later() -> None:
    row = "Taiwan,5830,2024-12,3605.6,10089.9,-6484.2,x,y\n"
    found = read("us_goods_trade_balance.csv", MONTHS + row, date(2026, 2, 7))
    deficit = next(o for o in found if ".deficit." in o.series)
    assert deficit.series == "census/trade.goods.deficit.twn@USA"
    assert (deficit.value, deficit.known_at.date()) == (6484.2, date(2025, 2, 6))


def test_months_that_the_shutdown_put_off_are_known_when_seen() -> None:
    row = "China,5700,2025-09,1,2,-1,x,y\n"
    found = read("us_goods_trade_balance.csv", MONTHS + row, date(2026, 2, 7))
    assert {o.known_at.date() for o in found} == {date(2026, 2, 7)}


def test_a_year_to_date_is_not_taken_for_a_year() -> None:
    rows = YEARS + "Taiwan,5830,2024,1,2,-1,x,y\nTaiwan,5830,2025,1,2,-1,x,y\n"
    for fetched, last in ((date(2026, 2, 7), 2024), (date(2026, 3, 22), 2025)):
        found = read("us_goods_trade_annual.csv", rows, fetched)
        assert max(o.period.last.year for o in found) == last


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Japan,5880,2024-12,1,2,-1,x,y\n", "partner"),
        ("Taiwan,5830,2024-12,1,2,-9,x,y\n", "balance"),
        ("Taiwan,5830,2024-12,1,,-9,x,y\n", "three amounts"),
    ],
)
def test_doubt_stops_the_source(row: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        read("us_goods_trade_balance.csv", MONTHS + row, date(2026, 2, 7))


@pytest.mark.raw
def test_reference_deficits_and_a_revision(told: Told) -> None:
    january, deficit = Period.month(2025, 1), "census/trade.goods.{}deficit.{}@USA"
    seen = [
        r.value
        for _, records in told("us_census_trade")
        for r in records
        if isinstance(r, Observation)
        and (r.series, r.period) == (deficit.format("", "twn"), january)
    ]
    assert seen == [7703.2, 7715.4]
    last = {
        (r.series, r.period): r.value
        for _, records in told("us_census_trade")
        for r in records
        if isinstance(r, Observation)
    }
    for who, year, bn in (
        ("twn", 2022, 47.8),
        ("twn", 2023, 47.8),
        ("twn", 2024, 73.8),
        ("twn", 2025, 146.6),
        ("chn", 2024, 297.0),
        ("chn", 2025, 202.7),
    ):
        value = last[deficit.format("year.", who), Period.year(year)]
        assert value == pytest.approx(bn * 1000, abs=50)
    months = (last[deficit.format("", "twn"), Period.month(2026, m)] for m in (1, 2, 3))
    assert sum(m or 0 for m in months) < 71_536
