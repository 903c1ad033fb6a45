from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot, end_of_day
from polemos.sources import oryx

HEAD = "country,equipment_type,destroyed,abandoned,captured,damaged,type_total\n"
# The shape of the scrape's file, with numbers of our own.
TODAY = HEAD + (
    "Russia,All Types,9,1,1,1,12\n"
    'Russia,"Losses excluding Recon Drones and Trucks - 4, of which: 4",4,0,0,0,4\n'
    "Russia,Tanks,5,1,1,1,8\n"
    "Russia,Rocket and Missile Artillery,2,0,0,0,2\n"
    "Ukraine,All Types,5,0,0,0,5\n"
    "Ukraine,Infantry Mobility Vehicles,2,0,0,0,2\n"
    "Ukraine,Infantry Mobility Vehicles,3,0,0,0,3\n"
    "Russia,Multiple Rocket Launchers,2,0,0,0,2\n"
)


def snap(body: str, name: str = "totals_by_type.csv") -> Snapshot:
    at = datetime(2025, 7, 20, 9, tzinfo=UTC)
    return Snapshot("oryx", name, "https://example.org", at, body.encode())


def values(body: str) -> dict[str, float | None]:
    said = oryx.parse(snap(body))
    return {o.series: o.value for o in said}


def test_it_reads_the_table_of_a_day() -> None:
    found = values(TODAY)
    assert found["oryx/losses.tank@RUS"] == 8
    assert found["oryx/losses.total@RUS"] == 12
    first = next(iter(oryx.parse(snap(TODAY))))
    assert first.period == Period.day(date(2025, 7, 20))
    assert first.known_at == datetime(2025, 7, 20, 9, tzinfo=UTC)


def test_a_renamed_heading_is_the_same_class_and_a_doubled_one_is_added() -> None:
    found = values(TODAY)
    assert found["oryx/losses.mlrs@RUS"] == 4
    assert found["oryx/losses.imv@UKR"] == 5


def test_an_unknown_heading_stops_it() -> None:
    with pytest.raises(ParseError, match="Sledges"):
        values(TODAY + "Russia,Sledges,1,0,0,0,1\n")


def test_classes_that_do_not_sum_to_the_total_stop_it() -> None:
    with pytest.raises(ParseError, match="sum to about"):
        values(TODAY.replace("1,1,1,8", "1,1,1,80"))


def test_an_added_column_stops_it() -> None:
    grown = "\n".join(line + ",0" for line in TODAY.splitlines())
    with pytest.raises(ParseError, match="unread"):
        values(grown.replace("type_total,0", "type_total,extra"))


@pytest.mark.raw
def test_the_history(told) -> None:
    [(_, records)] = told("oryx")
    said = {(o.series, o.period.last): o for o in records}

    def on(series: str, day: date) -> float | None:
        o = said[series, day]
        assert isinstance(o, Observation)
        assert o.known_at == end_of_day(day)
        return o.value

    seed = date(2025, 2, 24)
    assert on("oryx/losses.tank@RUS", seed) == 3773
    assert on("oryx/losses.tank@RUS", date(2023, 3, 1)) == 1782
    last = date(2025, 7, 19)
    assert on("oryx/losses.tank@RUS", last) == 4074
    assert on("oryx/losses.mlrs@RUS", last) == 508
    assert on("oryx/losses.total@RUS", last) == 22381
    assert on("oryx/losses.total@UKR", last) == 9374
    assert ("oryx/losses.apc@RUS", date(2023, 11, 10)) not in said
    assert max(day for _, day in said) == last
