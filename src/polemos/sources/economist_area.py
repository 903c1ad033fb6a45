"""Ground that ISW assesses as Russian, as The Economist measures and publishes it."""

from collections.abc import Iterable, Iterator

from polemos.core import (
    Fetched,
    Get,
    Licence,
    Observation,
    ParseError,
    Period,
    Snapshot,
    Source,
    Text,
)
from polemos.sources._areas import area, measured
from polemos.sources._providers import ECONOMIST
from polemos.sources._told import told

_NAME = "area_assessed_as_controlled_by_russia.csv"
_URL = (
    "https://raw.githubusercontent.com/TheEconomist/"
    "the-economist-ukraine-war-dead-and-wounded-estimates/main/source-data/"
    f"deaths-and-casualties-data/{_NAME}"
)
_AREA = "area_assessed_as_russia_controlled"
_HELD = area(
    "economist/territory.held@RUS",
    Text(
        "Ground that Russia holds or advances in, ISW by The Economist",
        "俄軍控制與推進的土地（ISW 地圖，經濟學人計算）",
    ),
)

SOURCE = Source(
    id="economist_area",
    title=Text("Area held, from ISW's maps", "依 ISW 地圖計算的控制面積"),
    provider=ECONOMIST,
    url="https://github.com/TheEconomist/the-economist-ukraine-war-dead-and-wounded-estimates",
    citation="The Economist and Solstad, S. (2025); map by ISW and Critical Threats",
    licence=Licence(
        Text(
            "CC BY 4.0 (The Economist's table; ISW's map is not shipped)",
            "CC BY 4.0（經濟學人的表；不含 ISW 地圖）",
        ),
        redistribute=True,
    ),
    hosts=("raw.githubusercontent.com",),
    series=(_HELD,),
    caveats=(
        Text(
            "About 3.3 percent too high: measured by us, ISW's own polygons of 2022 "
            "give less by that much on every sampled date. The cause is not known.",
            "約高估 3.3%：我們重算 ISW 2022 年的多邊形，每個抽樣日都少這麼多，"
            "原因不明。",
        ),
        Text(
            "Counts ISW's assessed advance as held, which was up to 28,700 km² in "
            "March 2022. Crimea and the Donbas held before 2022 are included.",
            "把 ISW 的「評估推進區」算入控制，2022 年 3 月最多 28,700 平方公里。"
            "含克里米亞與 2022 年前已被占的頓巴斯。",
        ),
        Text(
            "Each day is taken as known a day later. The file itself lags by one to "
            "seven days, and days without a map are drawn in on a straight line.",
            "假設隔日得知；檔案實際延遲一至七天，沒有地圖的日子以直線內插。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the table, which its keepers write anew each day."""
    yield Fetched(_NAME, _URL, get(_URL))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Turn square metres into km²; a day told twice alike counts once."""
    found: dict[Period, float] = {}
    for row in measured(snap, _NAME):
        with row:
            day = row.day("date")
            square_metres = row.number(_AREA)
            row.ignore(
                f"{_AREA}_percent",
                "change_in_area_assessed_as_russia_controlled",
                "change_in_area_assessed_as_russia_controlled_in_past_7_days",
                "change_in_area_assessed_as_russia_controlled_in_past_30_days",
            )
        if square_metres is None:
            raise ParseError(f"{snap.name} {day}: expected an area, found none")
        period = Period.day(day)
        if found.setdefault(period, square_metres) != square_metres:
            raise ParseError(
                f"{snap.name} {day}: expected one area, "
                f"found {found[period]}, {square_metres}"
            )
    for period, square_metres in found.items():
        yield told(SOURCE, _HELD.id, period, square_metres / 1e6, snap)
