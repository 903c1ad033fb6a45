"""Ground that ISW assesses as Russian, measured on its polygons of 2022 and 2023."""

from collections.abc import Iterable, Iterator
from datetime import date

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
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
from polemos.sources._read import table
from polemos.sources._rows import rows

_NAME = "isw_areas_recomputed.csv"
_URL = "https://github.com/Nikkei-Visual-Data-Journalism/ISW"
_LAYERS = {"RussianAssessedCoT", "live CoT"}


def _spec(what: str, title: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"isw/territory.{what}@RUS",
        title=title,
        unit=Unit.parse("km²"),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
        basis=Basis.ESTIMATED,
        low=0,
        high=250_000,
        lag_days=1,
        computed=True,
    )


_HELD = _spec("held", Text("Ground that Russia controls, ISW", "俄軍控制的土地（ISW）"))
_ADVANCE = _spec(
    "advance",
    Text("Ground that Russia advances in, ISW", "俄軍評估推進區（ISW）"),
)
_BOTH = _spec(
    "held_or_advance",
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
    licence=Licence("own terms; computed areas only", redistribute=False),
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
    if snap.name != _NAME:
        raise ParseError(f"isw_area: expected {_NAME}, found {snap.name}")
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            period = Period.day(date.fromisoformat(row.take("date")))
            layer = row.take("layer")
            if layer not in _LAYERS:
                raise ParseError(f"{snap.name}: expected {_LAYERS}, found {layer!r}")
            found = {
                _HELD: row.number("cot_km2"),
                _ADVANCE: row.number("advance_km2"),
                _BOTH: row.number("cot_plus_adv_km2"),
            }
        for spec, area in found.items():
            if area is not None:
                known_at, known_by = spec.known(period, snap)
                yield Observation(
                    spec.id, period, area, known_at, snap.id, known_by=known_by
                )
