"""Ground that Russia holds in Ukraine, by DeepState's map of each day.

Two public copies of the map make one series: cyterat's merged polygon of each day from
July 2024, and before it DanielRose's collection of the map's own answers. The polygons
stay here; what leaves is what we measure on them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from polemos.core import (
    Area,
    Basis,
    Cadence,
    Fetched,
    Get,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources import _ground
from polemos.sources._areas import COMPUTED_ONLY
from polemos.sources._maps import ARCHIVE, HELD, HISTORY, Map, maps

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LAYER = "control.deepstate@RUS"
SEAM = date(2024, 7, 8)  # the first day of the daily copy

_URL = f"https://raw.githubusercontent.com/cyterat/deepstate-map-data/main/{ARCHIVE}"
# The oblasts that a map has shown held ground in; another stops the source.
_OBLASTS = (
    *("luhansk", "donetsk", "zaporizhzhia", "kherson", "kharkiv", "mykolaiv", "sumy"),
    *("dnipropetrovsk", "odesa", "crimea", "sevastopol"),
)
_SLIVER = 1.0  # km² by which outlines may miss each other
_MINERALS = {
    "rare_earth": Text("Rare-earth", "稀土"),
    "lithium": Text("Lithium", "鋰"),
    "titanium": Text("Titanium", "鈦"),
    "uranium": Text("Uranium", "鈾"),
    "graphite": Text("Graphite", "石墨"),
    "iron_ore": Text("Iron-ore", "鐵礦"),
    "coal": Text("Coal", "煤"),
}
# The classes of the history that stand as series of their own.
_CLASSES = {
    "crimea": "deepstate/territory.held_before_2022.crimea@RUS",
    "ordlo": "deepstate/territory.held_before_2022.donbas@RUS",
    "unknown": "deepstate/territory.unknown@RUS",
}


def _spec(
    name: str, title: Text, unit: str = "km²", *caveats: Text, high: float = 250_000
) -> SeriesSpec:
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
        basis=Basis.ESTIMATED,
        low=0,
        high=high,
        computed=True,
        caveats=caveats,
    )


_OUTLINES = Text(
    "Split by geoBoundaries' outlines (CC BY 4.0), which give inland oblasts their "
    "official areas to a part in a thousand. Along coasts the map encloses up to one "
    "percent more than the official area.",
    "依 geoBoundaries 州界（CC BY 4.0）切分，內陸各州與官方面積相差千分之一以內；"
    "沿海處地圖比官方面積最多大 1%。",
)
_SITES = Text(
    "The list of sites is of February 2026 and is laid on the map of each day. Places "
    "are good to a district, not to a kilometre; sites are counted, not tonnes.",
    "礦點清單為 2026 年 2 月版，套在每日地圖上。座標只準到行政區，不準到公里；"
    "計的是礦點數，不是儲量。",
)
_CLASS_END = Text(
    "Known apart only to 3 August 2025, where the copy with classes ends.",
    "僅至 2025 年 8 月 3 日可分列，之後沒有分類的副本。",
)

SOURCE = Source(
    id="deepstate",
    title=Text("Map of held ground, day by day", "逐日控制區地圖"),
    provider=Provider(
        "deepstate", Text("DeepState", "DeepState"), "https://deepstatemap.live/"
    ),
    url="https://deepstatemap.live/",
    citation=(
        "DeepState (deepstatemap.live), through cyterat/deepstate-map-data and "
        "DanielRose2310/deepstatemaps-history; areas computed by us"
    ),
    licence=COMPUTED_ONLY,
    layers=(LAYER,),
    hosts=("raw.githubusercontent.com",),
    series=(
        _spec(
            "deepstate/territory.held@RUS",
            Text("Ground that Russia holds in Ukraine", "俄羅斯控制的烏克蘭土地"),
        ),
        *(
            _spec(
                f"deepstate/territory.held.{word}@RUS",
                Text(
                    f"Ground that Russia holds: {_ground.oblasts()[word].en}",
                    f"俄羅斯控制的土地：{_ground.oblasts()[word].zh}",
                ),
                "km²",
                _OUTLINES,
                high=45_000,
            )
            for word in _OBLASTS
        ),
        _spec(
            _CLASSES["crimea"],
            Text(
                "Crimea and Sevastopol, held since 2014",
                "克里米亞與塞瓦斯托波爾（2014 年起被占）",
            ),
            "km²",
            _CLASS_END,
        ),
        _spec(
            _CLASSES["ordlo"],
            Text(
                "Donbas held before 24 February 2022",
                "2022 年 2 月 24 日前已被占的頓巴斯",
            ),
            "km²",
            _CLASS_END,
        ),
        _spec(
            _CLASSES["unknown"],
            Text(
                "Ground of unknown control, not counted as held",
                "控制不明地帶（不計入控制）",
            ),
            "km²",
            _CLASS_END,
        ),
        *(
            _spec(
                f"deepstate/minerals.{word}.held@RUS",
                Text(
                    f"{name.en} sites in ground that Russia holds",
                    f"位於俄軍控制區的{name.zh}礦點",
                ),
                "sites",
                _SITES,
                high=len(_ground.sites()[word]),
            )
            for word, name in _MINERALS.items()
        ),
    ),
    caveats=(
        Text(
            "Crimea and the Donbas held before 2022 are included; ground of unknown "
            "control, and ground in Russia, are not.",
            "含克里米亞與 2022 年前已被占的頓巴斯；不含控制不明地帶與俄羅斯境內。",
        ),
        Text(
            "A file's date is the day it was copied, at 03:00 UTC: it shows the map "
            "of the evening before. A day without an update repeats the day before, "
            "which does not say that nothing moved. Seven days are missing.",
            "檔案日期為下載日（世界標準時 03:00），呈現前一晚的地圖。"
            "未更新之日重複前一日，不代表戰線沒動。缺七日。",
        ),
        Text(
            "Before 8 July 2024 another copy is read, which tells the classes apart; "
            "at the seam it is 4 km² higher, and there the date is that of the map. "
            "It has no map for 96 days up to August 2025.",
            "2024 年 7 月 8 日前採用另一份有分類的副本；接縫處高約 4 平方公里，"
            "日期即地圖日。該副本至 2025 年 8 月止缺 96 日。",
        ),
        Text(
            "Jumps in April 2022 are the map being drawn in, and 800 km² of October "
            "2022 are Crimea's coast redrawn. The fall of 116 km² on 13 August 2026 is "
            "not explained.",
            "2022 年 4 月的跳動是補畫地圖，"
            "同年 10 月有 800 平方公里是克里米亞海岸重畫。"
            "2026 年 8 月 13 日減少 116 平方公里，原因未說明。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the daily copy, whole."""
    yield Fetched(ARCHIVE, _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation | Area]:
    """Measure the map of each day; a map that repeats is measured once."""
    seen: dict[bytes, _ground.Reading] = {}
    shown: frozenset[str] | None = None
    for m in maps(snap):
        for kind in sorted(set(m.classes) & set(_CLASSES)):
            yield _told(snap, m, _CLASSES[kind], _ground.km2(_shape(m, kind)))
        if snap.name == HISTORY and m.day >= SEAM:
            continue
        key = b"".join(m.classes[kind] for kind in sorted(set(m.classes) & set(HELD)))
        if key not in seen:
            seen = {key: _ground.read(_shape(m, *HELD))}
        reading = seen[key]
        yield _told(snap, m, "deepstate/territory.held@RUS", reading.km2)
        yield from _parts(snap, m, reading.by_oblast)
        for mineral, count in reading.sites.items():
            yield _told(snap, m, f"deepstate/minerals.{mineral}.held@RUS", count)
        yield from _cells(snap, m, shown, reading.cells)
        shown = reading.cells


def _told(snap: Snapshot, m: Map, series: str, value: float) -> Observation:
    period = Period.day(m.day)
    known_at, known_by = SOURCE.spec(series).known(period, snap, m.known_at)
    return Observation(series, period, value, known_at, snap.id, known_by=known_by)


def _parts(
    snap: Snapshot, m: Map, by_oblast: Mapping[str, float]
) -> Iterator[Observation]:
    for word, area in by_oblast.items():
        if word in _OBLASTS:
            yield _told(snap, m, f"deepstate/territory.held.{word}@RUS", area)
        elif area > _SLIVER:
            raise ParseError(
                f"{snap.name} {m.day}: expected held ground in {_OBLASTS}, "
                f"found {area:.0f} km² in {word}: name it"
            )


def _cells(
    snap: Snapshot, m: Map, was: frozenset[str] | None, now: frozenset[str]
) -> Iterator[Area]:
    """Give the hexagons that changed; all of them for the first map of a file."""
    for cell in sorted(_ground.cells() if was is None else was ^ now):
        yield Area(LAYER, cell, m.day, cell in now, m.known_at, snap.id)


def _shape(m: Map, *kinds: str) -> "BaseGeometry":
    import shapely

    found = [m.classes[k] for k in kinds if k in m.classes]
    try:
        return _ground.union(list(shapely.from_geojson(found)))
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise ParseError(f"deepstate {m.day}: expected polygons: {error}") from error
