"""Ground that Russia holds by Liveuamap's map, as measured by others.

Neither the map nor the table states a licence: what leaves is a headline a month.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from polemos.core import (
    Cadence,
    Fetched,
    Get,
    Licence,
    Observation,
    ParseError,
    Period,
    Provider,
    Snapshot,
    Source,
    Text,
)
from polemos.sources import _read
from polemos.sources._areas import area, measured
from polemos.sources._told import told

_NAME = "liveuamap_territory.csv"
_PAGE = "https://github.com/conflict-investigations/liveuamap-analysis"
_URL = (
    "https://raw.githubusercontent.com/conflict-investigations/liveuamap-analysis/"
    f"main/{_NAME}"
)
_MIDNIGHT = " 00:00:00"
# Days that the scrape broke, and how we know.
_BROKEN = {
    date(2022, 9, 8): "up 12,414 km² for one day, then down 13,974",
}
_HELD = replace(
    area(
        "liveuamap/territory.held@RUS",
        Text(
            "Ground that Russia holds in Ukraine, Liveuamap",
            "俄羅斯控制的烏克蘭土地（Liveuamap）",
        ),
    ),
    cadence=Cadence.MONTH,
    computed=False,
    headline=True,
)

SOURCE = Source(
    id="liveuamap_area",
    title=Text("Area on Liveuamap's map", "Liveuamap 地圖面積"),
    provider=Provider(
        "liveuamap", Text("Liveuamap", "Liveuamap"), "https://liveuamap.com/"
    ),
    url=_PAGE,
    citation="Liveuamap, measured by conflict-investigations/liveuamap-analysis",
    licence=Licence(
        Text(
            "no licence stated; one value a month, as a headline",
            "未載明授權；每月只取一值",
        ),
        redistribute=False,
    ),
    hosts=("raw.githubusercontent.com",),
    series=(_HELD,),
    caveats=(
        Text(
            "Crimea and the Donbas held before 2022 are included. The collection ends "
            "on 16 January 2025, when the scrape stopped.",
            "含克里米亞與 2022 年前已被占的頓巴斯。收錄至 2025 年 1 月 16 日抓取停止。",
        ),
        Text(
            "The spike of 8 September 2022 is an error of the scrape and is left out.",
            "2022 年 9 月 8 日的暴衝是抓取錯誤，不採用。",
        ),
        Text(
            "One day a month is read, the last; it is taken as known on the day after.",
            "每月只取最後一日，並假設次日可知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the table of areas."""
    yield Fetched(_NAME, _URL, get(_URL))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read km² on the last day of each month that the table has and none broke."""
    months: dict[tuple[int, int], tuple[date, float]] = {}
    for row in measured(snap, _NAME):
        with row:
            moment, km2 = row.take("date"), row.number("area")
        if km2 is None or not moment.endswith(_MIDNIGHT):
            raise ParseError(f"{snap.name}: expected a day and an area, found {moment}")
        day = _read.day(snap.name, moment.removesuffix(_MIDNIGHT))
        if day not in _BROKEN:
            month = day.year, day.month
            months[month] = max(months.get(month, (day, km2)), (day, km2))
    for day, km2 in months.values():
        yield told(SOURCE, _HELD.id, Period.day(day), km2, snap)
