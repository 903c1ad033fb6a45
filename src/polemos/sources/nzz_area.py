"""Ground that Russia holds by NZZ's map, measured by us without its known errors."""

from collections.abc import Iterable, Iterator
from datetime import date

from polemos.core import (
    Fetched,
    Get,
    Observation,
    ParseError,
    Period,
    Provider,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._areas import COMPUTED_ONLY, area, measured
from polemos.sources._told import told

_NAME = "nzz_recomputed_area.csv"
_URL = "https://github.com/conflict-investigations/nzz-maps"
# Days that the map broke, and how we know.
_BROKEN = {
    date(2023, 12, day): "down 64,119 km² on 9 December, and back on the 12th"
    for day in (9, 10, 11)
}
_BREAK = date(2024, 3, 14)  # from here on without the Donbas held before 2022


_WITH = area(
    "nzz/territory.held_without_crimea@RUS",
    Text(
        "Ground that Russia holds, Crimea left out, NZZ to 13 March 2024",
        "俄羅斯控制的土地（NZZ，不含克里米亞，至 2024 年 3 月 13 日）",
    ),
)
_SINCE = area(
    "nzz/territory.held_since_2022@RUS",
    Text(
        "Ground that Russia took since February 2022, NZZ from 14 March 2024",
        "2022 年 2 月後新占的土地（NZZ，2024 年 3 月 14 日起）",
    ),
)

SOURCE = Source(
    id="nzz_area",
    title=Text("Area on NZZ's map", "《新蘇黎世報》地圖面積"),
    provider=Provider("nzz", Text("NZZ", "《新蘇黎世報》"), "https://www.nzz.ch/"),
    url=_URL,
    citation=(
        "Neue Zürcher Zeitung, through conflict-investigations/nzz-maps; measured by us"
    ),
    licence=COMPUTED_ONLY,
    manual=True,
    series=(_WITH, _SINCE),
    caveats=(
        Text(
            "Crimea is never on this map, and the Donbas held before 2022 only to 13 "
            "March 2024: two series, since the levels before and after do not compare.",
            "此圖從不含克里米亞；2022 年前已被占的頓巴斯只畫到 2024 年 3 月 13 日，"
            "前後水準不可比，故分為兩條序列。",
        ),
        Text(
            "Ground that the map files under losses is not counted as held. 9 to 11 "
            "December 2023 are broken and left out.",
            "圖中列為「失去」的土地不計入。"
            "2023 年 12 月 9 日至 11 日地圖損壞，不採用。",
        ),
        Text(
            "A file repeats the map until the next one; each is taken as known on the "
            "day after.",
            "未更新時檔案重複前一張地圖；假設次日可知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page that holds the copies."""
    yield Fetched("nzz-maps.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read km² by day, and hold the map to what it is known to include."""
    for row in measured(snap, _NAME):
        with row:
            day = row.day("date")
            km2 = row.number("held_km2")
            donbas = row.take("includes_donetsk_city") == "True"
            crimea = row.take("includes_simferopol") == "True"
            row.ignore("map_date", "nochange_km2", "gains_km2", "losses_km2")
        if day in _BROKEN:
            continue
        if km2 is None or crimea or donbas != (day < _BREAK):
            raise ParseError(
                f"{snap.name} {day}: expected no Crimea, and Donetsk before {_BREAK}; "
                f"found area {km2}, Crimea {crimea}, Donetsk {donbas}"
            )
        spec = _WITH if donbas else _SINCE
        yield told(SOURCE, spec.id, Period.day(day), km2, snap)
