from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Snapshot
from polemos.sources import meduza

NEW = (  # the shape of the version of 2025, numbers of our own
    "\ufeffDate,Estimate based on probate data,ED_high,ED_low,"
    "Flash estimate (by date of discovery),ED_prediction_high,ED_prediction_low,"
    "Number of confirmed deaths (by date of death)\n"
    "21/02/2022,10,12,9,,,,4\n"
    "28/02/2022,20,25,18,,,,6\n"
    "07/03/2022,,,,30,36,27,1\n"
    ",,,,,,,\n"
)


def read(name: str, body: str) -> list[Observation]:
    at = datetime(2025, 12, 31, tzinfo=UTC)
    return list(meduza.parse(Snapshot("meduza", name, "", at, body.encode())))


def test_weeks_are_added_and_given_at_the_ends_of_months() -> None:
    said = read("meduza_2025_weekly.csv", NEW)
    named = {o.period.last: o.value for o in said if "named" in o.series}
    assert named == {date(2022, 2, 27): 4, date(2022, 3, 13): 11}
    last = [o for o in said if "excess" in o.series][-1]
    assert (last.low, last.value, last.high) == (54, 60, 73)


def test_a_week_with_neither_estimate_nor_projection_stops_it() -> None:
    with pytest.raises(ParseError, match="estimate or a projection"):
        read("meduza_2025_weekly.csv", NEW.replace("30,36,27", ",,"))


def test_an_unknown_version_stops_it() -> None:
    with pytest.raises(ParseError, match="expected one of"):
        read("meduza_2031.csv", NEW)


@pytest.mark.raw
def test_three_versions_of_one_table(told) -> None:
    last = [
        (max(records, key=lambda o: (o.series == "meduza/dead.named@RUS", o.period)))
        for _, records in told("meduza")
    ]
    assert [o.value for o in last] == [56_857, 121_188, 205_470]
    assert [str(o.period) for o in last] == ["2024-06-23", "2025-08-17", "2025-12-28"]
