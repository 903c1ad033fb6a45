from datetime import UTC, datetime

import pytest

from polemos.core import ParseError, Snapshot
from polemos.sources import nzz_area

HEAD = (
    "date,map_date,held_km2,nochange_km2,gains_km2,losses_km2,"
    "includes_donetsk_city,includes_simferopol"
)


def snap(*lines: str) -> Snapshot:
    at = datetime(2026, 8, 23, tzinfo=UTC)
    body = "\n".join([HEAD, *lines]).encode()
    name = "nzz_recomputed_area.csv"
    return Snapshot("nzz_area", name, "https://example.org", at, body)


def test_the_break_parts_the_series_and_broken_days_are_left_out() -> None:
    told = nzz_area.parse(
        snap(
            "2023-12-09,2023-12-08,1,1,,,True,False",
            "2024-03-13,2024-03-12,81000,81000,,,True,False",
            "2024-03-14,2024-03-13,64000,64000,,,False,False",
        )
    )
    assert [(o.series, o.value) for o in told] == [
        ("nzz/territory.held_without_crimea@RUS", 81000),
        ("nzz/territory.held_since_2022@RUS", 64000),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-13,2024-03-12,81000,1,,,False,False",
        "2024-03-14,2024-03-12,81000,1,,,True,False",
        "2024-03-14,2024-03-12,81000,1,,,False,True",
        "2024-03-14,2024-03-12,,1,,,False,False",
    ],
)
def test_a_map_that_holds_something_else_stops_it(line: str) -> None:
    with pytest.raises(ParseError, match="expected no Crimea"):
        list(nzz_area.parse(snap(line)))
