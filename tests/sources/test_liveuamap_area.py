from datetime import UTC, date, datetime

import pytest

from polemos.core import ParseError, Snapshot
from polemos.sources import liveuamap_area


def snap(*lines: str) -> Snapshot:
    at = datetime(2025, 1, 17, tzinfo=UTC)
    body = "\n".join(["date,area", *lines]).encode()
    return Snapshot(
        "liveuamap_area", "liveuamap_territory.csv", "https://example.org", at, body
    )


def test_one_day_a_month_is_read_and_none_that_is_known_to_be_broken() -> None:
    told = liveuamap_area.parse(
        snap(
            "2022-08-30 00:00:00,999",
            "2022-08-31 00:00:00,1000",
            "2022-09-07 00:00:00,1000.5",
            "2022-09-08 00:00:00,9000",
        )
    )
    found = {o.period.last: o.value for o in told}
    assert found == {date(2022, 8, 31): 1000, date(2022, 9, 7): 1000.5}


@pytest.mark.parametrize("line", ["2022-09-07 00:00:00,", "2022-09-07 12:00:00,1"])
def test_a_row_without_a_day_or_an_area_stops_it(line: str) -> None:
    with pytest.raises(ParseError, match="expected a day and an area"):
        list(liveuamap_area.parse(snap(line)))
