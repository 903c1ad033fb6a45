import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import KnownBy, ParseError, Snapshot
from polemos.sources import mod_ua

EQUIPMENT: dict[str, Any] = {  # the shape of the compilation, numbers of our own
    "date": "2026-05-04",
    "day": 1531,
    "aircraft": 3,
    "helicopter": 4,
    "tank": 50,
    "APC": 60,
    "field artillery": 70,
    "MRL": 8,
    "anti-aircraft warfare": 9,
    "ground robotic systems": 5,
    "drone": 1000,
    "cruise missiles": 11,
    "naval ship": 2,
    "submarines": 1,
    "vehicles and fuel tanks": 120,
    "special equipment": 13,
}


def snap(rows: object, name: str = "russia_losses_equipment.json") -> Snapshot:
    at = datetime(2026, 8, 8, 12, tzinfo=UTC)
    body = json.dumps(rows).encode()
    return Snapshot("mod_ua", name, "https://example.org", at, body)


def values(row: dict[str, Any], name: str = "russia_losses_equipment.json") -> dict:
    return {o.series: o.value for o in mod_ua.parse(snap([row], name))}


def test_it_reads_a_day_of_equipment() -> None:
    found = values(EQUIPMENT)
    assert found["mod_ua/losses.tank@RUS"] == 50
    assert found["mod_ua/losses.armoured@RUS"] == 60
    assert found["mod_ua/losses.ugv@RUS"] == 5
    assert len(found) == 14


def test_a_claim_is_known_on_its_own_morning() -> None:
    one = next(iter(mod_ua.parse(snap([EQUIPMENT]))))
    assert one.known_at == datetime(2026, 5, 4, tzinfo=UTC)
    assert one.known_by is KnownBy.ASSUMED


def test_vehicles_and_tankers_were_two_columns_until_may_2022() -> None:
    old = EQUIPMENT | {"date": "2022-04-30", "military auto": 1701, "fuel tank": 76}
    del old["vehicles and fuel tanks"], old["cruise missiles"]
    old["greatest losses direction"] = "Izyum"
    assert values(old)["mod_ua/losses.truck@RUS"] == 1777


def test_it_reads_a_day_of_personnel() -> None:
    row = {"date": "2022-03-01", "day": 6, "personnel": 5710, "personnel*": "about"}
    found = values(row | {"POW": 200}, "russia_losses_personnel.json")
    assert found == {"mod_ua/losses.personnel@RUS": 5710}


def test_a_missing_column_stops_it() -> None:
    with pytest.raises(ParseError, match="'tank'"):
        values({k: v for k, v in EQUIPMENT.items() if k != "tank"})


def test_a_new_column_stops_it() -> None:
    with pytest.raises(ParseError, match="unread"):
        values(EQUIPMENT | {"laser": 1})


@pytest.mark.parametrize("body", [b"", b"[", b"{}", b"[]"])
def test_damaged_bytes_stop_it(body: bytes) -> None:
    at = datetime(2026, 8, 8, tzinfo=UTC)
    with pytest.raises(ParseError, match="expected"):
        list(
            mod_ua.parse(
                Snapshot("mod_ua", "russia_losses_equipment.json", "", at, body)
            )
        )


@pytest.mark.raw
def test_the_whole_history(told) -> None:
    said = {(o.series, o.period.last): o.value for _, rs in told("mod_ua") for o in rs}
    seed = date(2025, 2, 24)
    assert said["mod_ua/losses.tank@RUS", seed] == 10177
    assert said["mod_ua/losses.armoured@RUS", seed] == 21157
    assert said["mod_ua/losses.artillery@RUS", seed] == 23626
    assert said["mod_ua/losses.personnel@RUS", seed] == 868230
    assert said["mod_ua/losses.truck@RUS", date(2022, 4, 30)] == 1777
    assert max(day for _, day in said) == date(2026, 8, 8)
