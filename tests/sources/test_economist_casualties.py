from datetime import UTC, date, datetime

import pytest

from polemos.core import Observation, ParseError, Period, Snapshot, end_of_day
from polemos.sources import economist_casualties as source

HEAD = (
    "date,days_since_invasion,estimate,ci_lower,ci_upper,pi_low,pi_high,type,country\n"
)
BODY = HEAD + (
    "2026-08-22,1640,NA,NA,NA,NA,NA,deaths,russia\n"
    "2026-08-21,1639,100.4,90,110,80.2,120.7,deaths,russia\n"
)


def read(name: str, body: str) -> list[Observation]:
    at = datetime(2026, 8, 22, 12, tzinfo=UTC)
    return list(
        source.parse(Snapshot(source.SOURCE.id, name, "", at, body.encode(), at))
    )


def test_it_reads_the_newest_file_and_passes_over_a_day_without_estimate() -> None:
    [o] = read("meta-estimate-deaths.csv", BODY)
    assert o.series == "economist/dead.total@RUS"
    assert (o.low, o.value, o.high) == (80, 100, 121)
    assert o.known_at.date() == date(2026, 8, 22)


def test_dead_in_a_file_of_casualties_stop_it() -> None:
    with pytest.raises(ParseError, match="its own kind"):
        read("meta-estimate-casualties.csv", BODY)


def test_an_earlier_file_is_known_from_its_own_day() -> None:
    [o] = read(
        "meta_estimate_casualties_vintages.csv",
        "vintage,for_date,estimate,pi_low,pi_high\n2025-07-03,2025-02-24,9,8,10\n",
    )
    assert o.known_at == datetime(2025, 7, 3, tzinfo=UTC)


@pytest.mark.raw
def test_the_past_moves_between_vintages(told, memory_view) -> None:
    snaps, records = [], []
    for snap, found in told(source.SOURCE.id):
        snaps.append(snap)
        records += found
    name, day = "economist/casualties.total@RUS", Period.day(date(2026, 6, 30))

    def known(on: date) -> float:
        view = memory_view(records, [source.SOURCE], end_of_day(on), snaps)
        return view.series(name).at(day).value

    assert known(date(2026, 7, 15)) == 1_297_187
    assert known(date(2026, 8, 15)) == 1_423_460
    newest = memory_view(records, [source.SOURCE], date(2026, 8, 22), snaps)
    assert newest.series(name).at(Period.day(date(2025, 2, 24))).value == 829_717
    seed = memory_view(records, [source.SOURCE], date(2025, 2, 24), snaps)
    assert not seed.series(name).points
