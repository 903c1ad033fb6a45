from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot
from polemos.sources import worldbank_pink as source

HEAD = "release_date,commodity,unit,month,value\n"
ROW = '2025-01-03,"Crude oil, Brent",($/bbl),2024-12,73.8331\n'


def read(body: str) -> list[Observation]:
    at = datetime(2025, 1, 3, 23, tzinfo=UTC)
    out = datetime(2025, 1, 3, tzinfo=UTC)
    url = "https://example.org"
    snap = Snapshot("worldbank_pink", "pink.csv", url, at, body.encode(), out)
    return list(source.parse(snap))


def test_a_release_is_known_when_it_was_published() -> None:
    other = "2025-01-03,Maize,($/mt),2024-12,201.0\n"
    (o,) = read(HEAD + ROW + other)
    assert (o.series, o.value) == ("worldbank/oil.brent@WORLD", 73.83)
    assert o.period == Period.month(2024, 12)
    assert o.known_at == datetime(2025, 1, 3, tzinfo=UTC)


def test_two_releases_in_one_snapshot_stop_it() -> None:
    with pytest.raises(ParseError, match="expected one release"):
        read(HEAD + ROW + ROW.replace("2025-01-03", "2025-11-04"))


def test_another_unit_stops_it() -> None:
    with pytest.raises(ParseError, match="bbl"):
        read(HEAD + ROW.replace("($/bbl)", "($/mt)"))


@pytest.mark.raw
def test_five_releases(told: Callable[[str], Any]) -> None:
    releases = told("worldbank_pink")
    assert len(releases) == 5
    series = {o.series for _, records in releases for o in records}
    assert series == {s.id for s in source.SOURCE.series}
    last = {(o.series, o.period): o.value for o in releases[-1][1]}
    assert last["worldbank/oil.brent@WORLD", Period.month(2026, 4)] == 120.42
