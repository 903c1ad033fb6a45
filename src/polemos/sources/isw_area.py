"""Ground that ISW assesses as Russian, measured on its polygons of 2022 and 2023."""

from collections.abc import Iterable, Iterator

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

_NAME = "isw_areas_recomputed.csv"
_URL = "https://github.com/Nikkei-Visual-Data-Journalism/ISW"
_LAYERS = {"RussianAssessedCoT", "live CoT"}


_HELD = area(
    "isw/territory.held@RUS",
    Text("Ground that Russia controls, ISW", "俄軍控制的土地（ISW）"),
)
_ADVANCE = area(
    "isw/territory.advance@RUS",
    Text("Ground that Russia advances in, ISW", "俄軍評估推進區（ISW）"),
)
_BOTH = area(
    "isw/territory.held_or_advance@RUS",
    Text(
        "Ground that Russia controls or advances in, ISW",
        "俄軍控制與評估推進的土地（ISW）",
    ),
)

SOURCE = Source(
    id="isw_area",
    title=Text("Area on ISW's own polygons", "ISW 原始多邊形面積"),
    provider=Provider(
        "isw",
        Text("Institute for the Study of War", "美國戰爭研究所（ISW）"),
        "https://understandingwar.org/",
    ),
    url=_URL,
    citation="ISW and AEI Critical Threats, through Nikkei's copies; measured by us",
    licence=COMPUTED_ONLY,
    manual=True,
    series=(_HELD, _ADVANCE, _BOTH),
    caveats=(
        Text(
            "February to November 2022 from the time-lapse layers, May to August 2023 "
            "from the live ones; nothing between and nothing after.",
            "2022 年 2 月至 11 月取自縮時圖層，2023 年 5 月至 8 月取自即時圖層；"
            "其間與之後沒有資料。",
        ),
        Text(
            "Crimea and the Donbas held before 2022 are included. Each map is taken "
            "as known on the day after.",
            "含克里米亞與 2022 年前已被占的頓巴斯。假設地圖次日可知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page that holds the copies."""
    yield Fetched("ISW.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the areas, as measured on an equal-area plane."""
    for row in measured(snap, _NAME):
        with row:
            period = Period.day(row.day("date"))
            layer = row.take("layer")
            if layer not in _LAYERS:
                raise ParseError(f"{snap.name}: expected {_LAYERS}, found {layer!r}")
            found = {
                _HELD: row.number("cot_km2"),
                _ADVANCE: row.number("advance_km2"),
                _BOTH: row.number("cot_plus_adv_km2"),
            }
        for spec, km2 in found.items():
            if km2 is not None:
                yield told(SOURCE, spec.id, period, km2, snap)
