"""The same claims of Ukraine's General Staff, compiled apart by orc-losses."""

from collections.abc import Iterable

from polemos.core import (
    Fetched,
    Get,
    Licence,
    Observation,
    Period,
    Provider,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._rows import Row
from polemos.sources._told import told
from polemos.sources.mod_ua import claimed, records

_BY = Text(
    "claimed by Ukraine's General Staff (second compilation)",
    "烏軍總參謀部宣稱，第二彙編",
)
_COLUMNS = {
    "personnel": "personnel",
    "tanks": "tank",
    "afvs": "armoured",
    "artillery": "artillery",
    "airDefense": "airdefence",
    "rocketSystems": "mlrs",
    "unarmoredVehicles": "truck",
    "fixedWingAircraft": "aircraft",
    "rotaryWingAircraft": "helicopter",
    "uavs": "uav",
    "ships": "ship",
    "submarines": "submarine",
    "specialEquipment": "special",
    "missiles": "missile.cruise",
}
_FILE = "russian-losses.json"
_URL = f"https://raw.githubusercontent.com/lod-db/orc-losses/main/{_FILE}"

SOURCE = Source(
    id="mod_ua_orc",
    title=Text(
        "Russian losses as claimed daily by Ukraine's Ministry of Defence, with the "
        "ministry's page for each day",
        "烏克蘭國防部每日宣稱的俄軍損失，附部方每日原頁",
    ),
    provider=Provider(
        "mod_ua_orc",
        Text(
            "Ministry of Defence of Ukraine, by orc-losses",
            "烏克蘭國防部（orc-losses 彙編）",
        ),
        "https://mod.gov.ua/",
        official=True,
        party="UKR",
    ),
    url="https://github.com/lod-db/orc-losses",
    citation="Ministry of Defence of Ukraine, compiled by lod-db/orc-losses",
    licence=Licence(Text("MIT (compilation)", "MIT（彙編）"), redistribute=True),
    hosts=("raw.githubusercontent.com",),
    series=tuple(claimed("mod_ua_orc", what, _BY) for what in _COLUMNS.values()),
    caveats=(
        Text(
            "The second witness of the claims: days are missing, most of them in 2022, "
            "and a few cells a column differ from the first.",
            "同一宣稱的第二見證：缺若干日（多在 2022 年），"
            "每欄有少數格與第一彙編不同。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the one file."""
    yield Fetched(_FILE, _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read each day; a null column says nothing."""
    for cells in records(snap):
        with Row(f"{snap.source} {snap.name} {cells.get('date', '?')}", cells) as row:
            period = Period.day(row.day("date"))
            row.ignore("sourceUri")
            for column, what in _COLUMNS.items():
                value = row.number(column)
                if value is not None:
                    name = f"mod_ua_orc/losses.{what}@RUS"
                    yield told(SOURCE, name, period, value, snap)
