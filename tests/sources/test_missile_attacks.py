from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from polemos.core import Observation, ParseError, Snapshot
from polemos.sources import missile_attacks

COLUMNS = (
    "time_start,time_end,model,launch_place,target,target_main,launched,destroyed,"
    "not_reach_goal,still_attacking,border_crossing,is_shahed,num_hit_location,"
    "num_fall_fragment_location,carrier,turbojet,turbojet_destroyed,affected region,"
    "destroyed_details,launched_details,launch_place_details,source"
)


def wave(end: str, model: str, launched: str, destroyed: str, lost: str = "") -> str:
    return f"{end},{end},{model},,,,{launched},{destroyed},{lost}{',' * 13}"


def snap(*lines: str) -> Snapshot:
    at = datetime(2026, 6, 8, 12, tzinfo=UTC)
    body = "\n".join([COLUMNS, *lines]).encode()
    name = "missile_attacks_daily.csv"
    return Snapshot("missile_attacks", name, "https://example.org", at, body)


EDGES = (
    wave("2025-01-31 08:00", "Kalibr", "7", "7"),
    wave("2025-03-01 08:00", "Kalibr", "9", "9"),
)


def values(*lines: str) -> dict[str, float | None]:
    told = missile_attacks.parse(snap(*EDGES, *lines))
    return {o.series: o.value for o in told if str(o.period) == "2025-02"}


def test_waves_are_summed_by_the_month_they_end_in_and_by_kind() -> None:
    found = values(
        wave("2025-02-01 08:00", "Shahed-136/131", "100", "60", "30"),
        wave("2025-02-28", "X-101/X-555 and Kalibr", "10", "8"),
        wave("2025-02-28 ", "ZALA", "3", "3"),
    )
    assert found["piterfm/strikes.launched@RUS"] == 113
    assert found["piterfm/strikes.launched.drones@RUS"] == 100
    assert found["piterfm/strikes.stopped.drones@RUS"] == 90
    assert found["piterfm/strikes.launched.missiles@RUS"] == 10
    assert found["piterfm/strikes.launched.small@RUS"] == 3


def test_the_first_and_the_last_month_are_not_whole() -> None:
    told = missile_attacks.parse(snap(*EDGES, wave("2025-02-01", "ZALA", "1", "1")))
    assert {str(o.period) for o in told} == {"2025-02"}


def test_an_unknown_weapon_stops_it() -> None:
    with pytest.raises(ParseError, match="Trebuchet"):
        values(wave("2025-02-01", "Kalibr and Trebuchet", "1", "1"))


@pytest.mark.raw
def test_the_specimen_gives_the_reference_values(
    told: Callable[[str], list[tuple[Snapshot, list[Observation]]]],
) -> None:
    ((_, records),) = told("missile_attacks")
    found = {
        str(o.period): o.value
        for o in records
        if o.series == "piterfm/strikes.launched@RUS"
    }
    assert found["2023-12"] == 840
    assert found["2024-12"] == 2082
    assert found["2025-03"] == 4400
    assert found["2025-12"] == 5714
    assert found["2026-03"] == 7819
