import csv
import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from polemos.core import ParseError, Snapshot
from polemos.sources import mod_ua, mod_ua_orc

MINFIN = (
    Path(__file__).parents[3] / "shared/data/raw/mod-romansverdan/russia_losses.csv"
)
ROW = {  # the shape of the compilation, numbers of our own
    "date": "2025-02-24",
    "sourceUri": "https://mod.gov.ua/news/made-up",
    "personnel": 100,
    "tanks": 5,
    "afvs": 6,
    "artillery": 7,
    "airDefense": 8,
    "rocketSystems": 9,
    "unarmoredVehicles": 10,
    "fixedWingAircraft": 11,
    "rotaryWingAircraft": 12,
    "uavs": 13,
    "ships": 14,
    "submarines": None,
    "specialEquipment": 15,
    "missiles": 16,
}


def snap(rows: object) -> Snapshot:
    at = datetime(2026, 8, 22, 20, tzinfo=UTC)
    return Snapshot(
        "mod_ua_orc", "russian-losses.json", "", at, json.dumps(rows).encode()
    )


def test_it_reads_a_day_and_passes_over_what_is_null() -> None:
    found = {o.series: o.value for o in mod_ua_orc.parse(snap([ROW]))}
    assert found["mod_ua_orc/losses.tank@RUS"] == 5
    assert found["mod_ua_orc/losses.personnel@RUS"] == 100
    assert "mod_ua_orc/losses.submarine@RUS" not in found


def test_a_new_column_stops_it() -> None:
    with pytest.raises(ParseError, match="unread"):
        list(mod_ua_orc.parse(snap([ROW | {"robots": 1}])))


def test_it_promises_nothing_that_the_first_compilation_does_not() -> None:
    first = {s.id.partition("/")[2]: s for s in mod_ua.SOURCE.series}
    for s in mod_ua_orc.SOURCE.series:
        assert s.unit == first[s.id.partition("/")[2]].unit


@pytest.mark.raw
def test_the_newest_day(told) -> None:
    [(_, records)] = told("mod_ua_orc")
    said = {(o.series, o.period.last): o.value for o in records}
    last = date(2026, 8, 22)
    assert said["mod_ua_orc/losses.personnel@RUS", last] == 1475270
    assert said["mod_ua_orc/losses.tank@RUS", last] == 12292
    assert said["mod_ua_orc/losses.uav@RUS", last] == 474641


@pytest.mark.raw
def test_the_three_compilers_agree_but_for_a_few_days(told) -> None:
    """The first against the other two: on how many shared days do they differ."""
    first = {
        (o.series.partition("/")[2], o.period.last): o.value
        for _, rs in told("mod_ua")
        for o in rs
    }
    [(_, records)] = told("mod_ua_orc")
    second = {(o.series.partition("/")[2], o.period.last): o.value for o in records}
    third = minfin()
    for other, most in ((second, 10), (third, 18)):
        shared = first.keys() & other.keys()
        assert len(shared) > 18_000
        apart = Counter(
            what for what, day in shared if first[what, day] != other[what, day]
        )
        apart.pop("losses.helicopter@RUS")  # one helicopter apart for 39 days of 2026
        apart.pop("losses.truck@RUS", 0)  # fuel tankers left out until May 2022
        assert max(apart.values()) <= most, apart


def minfin() -> dict[tuple[str, date], float]:
    columns = {
        "personnel": "personnel",
        "tanks": "tank",
        "apv": "armoured",
        "artillery": "artillery",
        "mlrs": "mlrs",
        "aaws": "airdefence",
        "aircrafts": "aircraft",
        "helicopters": "helicopter",
        "uav": "uav",
        "cruise_missiles": "missile.cruise",
        "warships": "ship",
        "special_equipment": "special",
        "submarines": "submarine",
    }
    with MINFIN.open(newline="") as file:
        return {
            (f"losses.{what}@RUS", date.fromisoformat(row["date"])): float(row[column])
            for row in csv.DictReader(file)
            for column, what in columns.items()
            if row[column]
        }
