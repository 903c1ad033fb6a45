from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from polemos.core import KnownBy, Observation, ParseError, Snapshot
from polemos.sources import economist_area

AREA = "area_assessed_as_russia_controlled"
HEAD = (
    f"date,{AREA},change_in_{AREA},change_in_{AREA}_in_past_7_days,"
    f"change_in_{AREA}_in_past_30_days,{AREA}_percent\n"
)


def snap(*lines: str) -> Snapshot:
    at = datetime(2026, 8, 22, 12, tzinfo=UTC)
    body = (HEAD + "\n".join(lines)).encode()
    return Snapshot(
        "economist_area", economist_area._NAME, "https://example.org", at, body
    )


def test_square_metres_become_square_kilometres_known_a_day_later() -> None:
    (o,) = economist_area.parse(snap("2025-02-24,1000000000.5,1,2,3,0.1"))
    assert o.value == pytest.approx(1000.0000005)
    assert o.known_at == datetime(2025, 2, 25, tzinfo=UTC)
    assert o.known_by is KnownBy.ASSUMED


def test_a_day_told_twice_alike_counts_once_and_differently_stops_it() -> None:
    day = "2026-04-04,1000000000,1,2,3,0.1"
    assert len(list(economist_area.parse(snap(day, day)))) == 1
    with pytest.raises(ParseError, match="one area"):
        list(economist_area.parse(snap(day, day.replace(",1000", ",1001"))))


def test_a_day_without_an_area_stops_it() -> None:
    with pytest.raises(ParseError, match="2026-04-04"):
        list(economist_area.parse(snap("2026-04-04,,1,2,3,0.1")))


@pytest.mark.raw
def test_the_specimen_gives_the_reference_value(
    told: Callable[[str], list[tuple[Snapshot, list[Observation]]]],
) -> None:
    ((_, records),) = told("economist_area")
    found = {o.period.last: o.value for o in records}
    assert round(found[date(2025, 2, 24)] or 0) == 116_211
    assert len(found) == len(records)
