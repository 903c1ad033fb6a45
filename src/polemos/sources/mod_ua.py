"""Daily claims of Ukraine's General Staff, compiled by Petro Ivaniuk."""

import json
from collections.abc import Iterable, Iterator, Mapping

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
)
from polemos.sources._losses import CLASSES, title
from polemos.sources._read import text
from polemos.sources._rows import Row
from polemos.sources._told import told

_BY = Text("claimed by Ukraine's General Staff", "烏軍總參謀部宣稱")
_KILLED_AND_WOUNDED = Text(
    "Killed and wounded together, by the publisher's word approximate. "
    "Not a count of the dead.",
    "陣亡與負傷合計，發布機構自稱為約數，不是陣亡人數。",
)
CAVEATS: dict[str, tuple[Text, ...]] = {
    "personnel": (_KILLED_AND_WOUNDED,),
    "armoured": (
        Text(
            'The column is headed "APC" and holds every armoured vehicle but tanks.',
            "原欄名為「APC」，實際涵蓋戰車以外的所有裝甲車。",
        ),
    ),
    "artillery": (
        Text(
            "Mortars and guns hit far behind the line are counted, which photographs "
            "seldom show: not usable as a level.",
            "含迫擊砲與遠離前線被擊中的火砲，照片極少拍到：不能當作水準值使用。",
        ),
    ),
    "uav": (
        Text(
            "The column changed its meaning or scale early in 2026: claims a day went "
            "from hundreds to almost two thousand.",
            "此欄在 2026 年初改變含義或尺度：每日宣稱由數百架增至近兩千架。",
        ),
    ),
    "truck": (
        Text(
            "Two columns, vehicles and fuel tankers, were merged on 2022-05-01; before "
            "that day we add them.",
            "一般車輛與油罐車兩欄於 2022-05-01 合併；此前為兩欄相加。",
        ),
    ),
    "missile.cruise": (
        Text(
            "Begins on 2022-05-01, when mobile ballistic missile systems were folded "
            "into it.",
            "始於 2022-05-01，機動彈道飛彈系統同日併入此欄。",
        ),
    ),
    "ugv": (Text("The column begins on 2026-05-03.", "此欄始於 2026-05-03。"),),
}
_CORRECTED = Text(
    "A running total that is corrected now and then: single days can be negative, and "
    "a month's difference holds its corrections.",
    "累計值偶有更正：個別日可為負值，月差額含更正。",
)

COLUMNS = {
    "tank": "tank",
    "APC": "armoured",
    "field artillery": "artillery",
    "MRL": "mlrs",
    "anti-aircraft warfare": "airdefence",
    "aircraft": "aircraft",
    "helicopter": "helicopter",
    "drone": "uav",
    "naval ship": "ship",
    "submarines": "submarine",
    "special equipment": "special",
    "vehicles and fuel tanks": "truck",
    "cruise missiles": "missile.cruise",
    "ground robotic systems": "ugv",
}
_SINCE = {  # columns that were added later
    "special equipment",
    "submarines",
    "vehicles and fuel tanks",
    "cruise missiles",
    "ground robotic systems",
}
_TRUCKS_BEFORE_MAY_2022 = ("military auto", "fuel tank")
_NOT_OURS = ("day", "greatest losses direction", "mobile SRBM system")


def claimed(provider: str, what: str, by: Text) -> SeriesSpec:
    """Promise one claimed running total; the claims come out each morning."""
    return SeriesSpec(
        id=f"{provider}/losses.{what}@RUS",
        title=title(what, "RUS", by),
        unit=CLASSES[what][1],
        measure=Measure.CUMULATIVE,
        cadence=Cadence.DAY,
        basis=Basis.CLAIMED,
        low=0,
        high=5e6,
        lag_days=0,
        caveats=(*CAVEATS.get(what, ()), _CORRECTED),
    )


_BASE = (
    "https://raw.githubusercontent.com/PetroIvaniuk/"
    "2022-Ukraine-Russia-War-Dataset/main/data/"
)
_EQUIPMENT, _PERSONNEL = "russia_losses_equipment.json", "russia_losses_personnel.json"

SOURCE = Source(
    id="mod_ua",
    title=Text(
        "Russian losses as claimed daily by Ukraine's General Staff",
        "烏克蘭總參謀部每日宣稱的俄軍損失",
    ),
    provider=Provider(
        "mod_ua",
        Text("General Staff of Ukraine", "烏克蘭總參謀部"),
        "https://mod.gov.ua/",
        official=True,
        party="UKR",
    ),
    url="https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset",
    citation="General Staff of the Armed Forces of Ukraine, compiled by P. Ivaniuk",
    licence=Licence(Text("MIT (compilation)", "MIT（彙編）"), redistribute=True),
    hosts=("raw.githubusercontent.com",),
    series=tuple(
        claimed("mod_ua", what, _BY) for what in (*COLUMNS.values(), "personnel")
    ),
    caveats=(
        Text(
            "The claims of one belligerent. Tanks, armour and rocket launchers run at "
            "two to three times what photographs show, at a steady rate; artillery "
            "drifts from four times to twenty.",
            "交戰一方的宣稱。戰車、裝甲車與多管火箭穩定為照片可見數的二至三倍；"
            "火砲則由四倍漂移到二十倍。",
        ),
        Text(
            "Two other compilers of the same claims differ on a few days a column; a "
            "test says on how many.",
            "另兩份同源彙編每欄僅少數日不同；由測試計數。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the two files of the compilation."""
    for name in (_EQUIPMENT, _PERSONNEL):
        yield Fetched(name, _BASE + name, get(_BASE + name))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read one file, by its name."""
    for cells in records(snap):
        row = Row(f"{snap.source} {snap.name} {cells.get('date', '?')}", cells)
        with row:
            day = row.day("date")
            for what, value in _row(snap.name, row, cells):
                if value is not None:
                    name = f"mod_ua/losses.{what}@RUS"
                    yield told(SOURCE, name, Period.day(day), value, snap)


def records(snap: Snapshot) -> list[dict[str, str]]:
    """Read a JSON list of flat objects; a null is an empty cell."""
    try:
        rows = json.loads(text(snap))
    except json.JSONDecodeError as error:
        raise ParseError(
            f"{snap.source} {snap.name}: expected JSON: {error}"
        ) from error
    if not isinstance(rows, list) or not rows:
        raise ParseError(f"{snap.source} {snap.name}: expected a list with rows")
    for r in rows:
        if not isinstance(r, dict):
            raise ParseError(
                f"{snap.source} {snap.name}: expected objects, found {str(r)[:60]!r}"
            )
    return [{k: "" if v is None else str(v) for k, v in r.items()} for r in rows]


def _row(
    name: str, row: Row, cells: Mapping[str, str]
) -> Iterator[tuple[str, float | None]]:
    if name == _PERSONNEL:
        yield "personnel", row.number("personnel")
        row.ignore("day", "personnel*", *(["POW"] if "POW" in cells else []))
        return
    if name != _EQUIPMENT:
        raise ParseError(f"mod_ua: expected {_EQUIPMENT} or {_PERSONNEL}, found {name}")
    for column, what in COLUMNS.items():
        if column in cells or column not in _SINCE:
            yield what, row.number(column)
    if "military auto" in cells:
        parts = [row.number(c) for c in _TRUCKS_BEFORE_MAY_2022]
        known = [p for p in parts if p is not None]
        yield "truck", sum(known) if len(known) == len(parts) else None
    row.ignore(*(c for c in _NOT_OURS if c in cells))
