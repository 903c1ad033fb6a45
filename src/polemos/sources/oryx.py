"""Equipment losses that Oryx has confirmed by photograph, both sides, by record day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    KnownBy,
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
    end_of_day,
)
from polemos.sources._losses import CLASSES, title
from polemos.sources._read import table
from polemos.sources._rows import rows

_SIDES = {"Russia": "RUS", "Ukraine": "UKR"}
_TYPES = {  # Oryx renames and splits its headings; each is one class of ours
    "all types": "total",
    "tanks": "tank",
    "armoured fighting vehicles": "afv",
    "infantry fighting vehicles": "ifv",
    "armoured personnel carriers": "apc",
    "mine-resistant ambush protected": "mrap",
    "infantry mobility vehicles": "imv",
    "towed artillery": "artillery.towed",
    "self-propelled artillery": "artillery.sp",
    "artillery support vehicles and equipment": "artillery.support",
    "multiple rocket launchers": "mlrs",
    "rocket and missile artillery": "mlrs",  # from June 2025
    "heavy mortars": "mortar",
    "self-propelled anti-tank missile systems": "atgm",
    "anti-aircraft guns": "aagun",
    "self-propelled anti-aircraft guns": "spaag",
    "surface-to-air missile systems": "sam",
    "radars": "radar",
    "radars and communications equipment": "radar",
    "jammers and deception systems": "jammer",
    "command posts and communications stations": "command",
    "communications stations": "command",  # to April 2022
    "engineering vehicles": "engineering",
    "engineering vehicles and equipment": "engineering",
    "trucks, vehicles and jeeps": "truck",
    "trucks, vehicles, and jeeps": "truck",
    "trucks, vehicles, jeeps, and trains": "truck",  # from May 2025
    "logistics trains": "train",
    "aircraft": "aircraft",
    "helicopters": "helicopter",
    "unmanned aerial vehicles": "uav",
    "unmanned combat aerial vehicles": "uav.combat",
    "reconnaissance unmanned aerial vehicles": "uav.recon",
    "unmanned ground vehicles": "ugv",
    "naval ships": "ship",
    "naval ships and submarines": "ship",
}
_NOT_OURS = {"man-portable air defence systems", "anti-tank guided missiles"}
_NEVER = {"mortar@UKR", "train@UKR"}  # headings of one side only
_SUBTOTALS = ("losses excluding", "losses of armoured combat vehicles")

# Cells where the scrape misread a heading: the days beside them show it.
_MISREAD = {
    ("2022-03-28", "Russia", "total"),  # 1,115 where the classes sum to 2,055
    ("2023-11-10", "Russia", "apc"),  # 146 between 369 and 369
    ("2024-01-09", "Ukraine", "artillery.towed"),  # 94 between 178 and 181
    ("2024-01-10", "Ukraine", "artillery.towed"),
    ("2024-04-14", "Ukraine", "uav.recon"),  # 1,950 between 287 and 296
}
_MISSING = {("2022-12-26", "Russia")}  # no fighting vehicles that day
_APART = 0.1  # total against the sum of the classes; missiles were counted in 2022

_HISTORY, _TODAY = "totals_by_type_history.csv", "totals_by_type.csv"
_URL = f"https://raw.githubusercontent.com/scarnecchia/oryx_data/main/{_TODAY}"
_BY = Text("confirmed by photograph", "照片確認")


def _specs() -> Iterator[SeriesSpec]:
    for side in _SIDES.values():
        for what in dict.fromkeys(_TYPES.values()):
            if f"{what}@{side}" in _NEVER:
                continue
            yield SeriesSpec(
                id=f"oryx/losses.{what}@{side}",
                title=title(what, side, _BY),
                unit=CLASSES[what][1],
                measure=Measure.CUMULATIVE,
                cadence=Cadence.IRREGULAR,
                basis=Basis.COUNTED,
                low=0,
                high=50_000,
            )


SOURCE = Source(
    id="oryx",
    title=Text(
        "Equipment losses confirmed by photograph, both sides",
        "照片確認的雙方裝備損失",
    ),
    provider=Provider("oryx", Text("Oryx", "Oryx"), "https://www.oryxspioenkop.com/"),
    url="https://github.com/scarnecchia/oryx_data",
    citation="Oryx (oryxspioenkop.com), scraped by scarnecchia/oryx_data",
    licence=Licence(
        Text(
            "CC BY 4.0 (table made from Oryx's pages)",
            "CC BY 4.0（由 Oryx 頁面整理的表）",
        ),
        redistribute=True,
    ),
    hosts=("raw.githubusercontent.com",),
    series=tuple(_specs()),
    caveats=(
        Text(
            "A floor: only what somebody photographed. Destroyed, damaged, abandoned "
            "and captured are added.",
            "下限值：只計有照片者；摧毀、受損、遺棄與被俘合計。",
        ),
        Text(
            "The day is the day of record, not of loss; gaps of up to 36 days pile up "
            "on the day after.",
            "日期為登錄日而非損失日；抓取曾中斷最長 36 天，之後一次補上。",
        ),
        Text(
            "Totals may fall, where duplicates are removed; a difference is not a "
            "daily loss.",
            "累計可能下降（刪除重複），差額不等於當日損失。",
        ),
        Text(
            "Headings were renamed in 2025: rocket launchers became rocket and missile "
            "artillery, and trains joined trucks.",
            "2025 年分類改名：多管火箭改為火箭與飛彈砲兵，列車併入卡車類。",
        ),
        Text(
            "Five cells that the scrape misread are left out. The collection ends on "
            "2025-07-19.",
            "抓取誤讀的五格不採用。收錄至 2025-07-19。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the scrape's table of today."""
    yield Fetched(_TODAY, _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the table of one day, or the history gathered from all its versions."""
    if snap.name not in (_HISTORY, _TODAY):
        raise ParseError(f"oryx: expected {_HISTORY} or {_TODAY}, found {snap.name}")
    told = (snap.published_at or snap.fetched_at).date().isoformat()
    days: dict[tuple[str, str], Counter[str]] = {}
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            day = told
            if snap.name == _HISTORY:
                day = row.day("date_recorded").isoformat()
                row.ignore("commit")
            side, what = row.take("country"), _class(row.take("equipment_type"))
            row.ignore("destroyed", "abandoned", "captured", "damaged")
            total = row.number("type_total")
        if total is None or side not in _SIDES:
            raise ParseError(f"{snap.name}: expected a total of a side, found {side!r}")
        if what is not None:
            days.setdefault((day, side), Counter())[what] += int(total)
    for (day, side), totals in days.items():
        yield from _day(snap, day, side, totals)


def _class(heading: str) -> str | None:
    plain = " ".join(heading.lower().split())
    if plain in _NOT_OURS or plain.startswith(_SUBTOTALS):
        return None
    if plain not in _TYPES:
        raise ParseError(
            f"oryx: expected one of {len(_TYPES)} headings, found {heading!r}"
        )
    return _TYPES[plain]


def _day(
    snap: Snapshot, day: str, side: str, totals: Counter[str]
) -> Iterator[Observation]:
    kept = {w: n for w, n in totals.items() if (day, side, w) not in _MISREAD}
    if len(kept) == len(totals) and (day, side) not in _MISSING:
        _add_up(day, side, kept)
    period = Period.day(date.fromisoformat(day))
    for what, total in kept.items():
        yield Observation(
            f"oryx/losses.{what}@{_SIDES[side]}",
            period,
            float(total),
            _known(snap, period),
            snap.id,
            known_by=KnownBy.PUBLISHED,
        )


def _known(snap: Snapshot, period: Period) -> datetime:
    """Give the record's own moment, which a version history knows to the day."""
    if snap.name == _TODAY:
        return snap.published_at or snap.fetched_at
    return end_of_day(period.last)


def _add_up(day: str, side: str, totals: dict[str, int]) -> None:
    whole = totals.get("total", 0)
    parts = sum(totals.values()) - whole
    if abs(whole - parts) > _APART * parts:
        raise ParseError(
            f"oryx {day} {side}: expected the classes to sum to about {whole}, "
            f"found {parts}"
        )
