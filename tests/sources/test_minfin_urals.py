from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polemos.core import ParseError, Period, Snapshot
from polemos.sources import minfin_urals as source

HEAD = "series,period,value,unit,source,where_found,confidence\n"
ROW = '"Urals, monthly average for tax",2024-12,63.0,USD/bbl,x,"{}",high\n'


def snap(body: str) -> Snapshot:
    at = datetime(2026, 8, 22, tzinfo=UTC)
    return Snapshot("minfin_urals", "u.csv", "https://example.org", at, body.encode())


def test_only_what_was_read_on_a_page_is_kept() -> None:
    body = HEAD + ROW.format("a page") + ROW.format("own knowledge, unverified here")
    (o,) = source.parse(snap(body))
    assert (o.period, o.value) == (Period.month(2024, 12), 63)


def test_another_price_stops_it() -> None:
    with pytest.raises(ParseError, match="expected Urals"):
        list(source.parse(snap(HEAD + ROW.replace("for tax", "of sale"))))


@pytest.mark.raw
def test_the_months(told: Callable[[str], Any]) -> None:
    records = [r for _, page in told("minfin_urals") for r in page]
    v = {o.period: o.value for o in records}
    assert v[Period.month(2024, 12)] == 63.44
    assert v[Period.month(2025, 12)] == 39.18
    assert len(v) < 20
