from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot
from polemos.sources import eia_oil as source


def read(name: str, body: str) -> list[Observation]:
    at = datetime(2026, 8, 22, tzinfo=UTC)
    snap = Snapshot("eia_oil", name, "https://example.org", at, body.encode())
    return list(source.parse(snap))


def test_a_month_is_dated_in_its_middle() -> None:
    (o,) = read("brent-monthly.csv", "Date,Price\n2025-01-15,79.3\n")
    assert o.period == Period.month(2025, 1)
    assert o.series == "eia/oil.brent.month@WORLD"


def test_a_day_is_known_a_week_later() -> None:
    (o,) = read("brent-daily.csv", "Date,Price\n2025-02-17,76.0\n")
    assert o.period == Period.day(date(2025, 2, 17))
    assert o.known_at == datetime(2025, 2, 24, tzinfo=UTC)


def test_another_file_stops_it() -> None:
    with pytest.raises(ParseError, match="expected"):
        read("wti-daily.csv", "Date,Price\n2025-02-17,76.0\n")


@pytest.mark.raw
def test_the_month_is_the_mean_of_its_days(told: Callable[[str], Any]) -> None:
    records = [o for _, rows in told("eia_oil") for o in rows]
    months = {o.period: o.value for o in records if ".month@" in o.series}
    january = Period.month(2025, 1)
    days = [
        o.value
        for o in records
        if o.series == "eia/oil.brent@WORLD"
        and january.start <= o.period.start < january.end
    ]
    assert months[january] == pytest.approx(sum(days) / len(days), abs=0.01)
