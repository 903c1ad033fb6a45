"""Missiles and drones that Russia launched at Ukraine, as its air force reports them.

Monthly totals only: the collection's rows are not ours to pass on.
"""

from collections import Counter
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
    Unit,
)
from polemos.sources import _read
from polemos.sources._read import table
from polemos.sources._rows import Row, rows

_NAME = "missile_attacks_daily.csv"
_URL = "https://www.kaggle.com/datasets/piterfm/massive-missile-attacks-on-ukraine"
_MISSILES = {
    *("Iskander-M", "Iskander-M/KN-23", "KN-23", "Iskander-K", "X-47 Kinzhal"),
    *("X-101/X-555", "Kalibr", "X-59", "X-59/X-69", "X-69", "X-59MK2", "Banderol"),
    *("X-22", "X-32", "X-31", "X-31P", "X-31PD", "X-35", "P-800 Oniks", "3M22 Zircon"),
    *("C-300", "C-300/C-400", "C-400", "Unknown Missile", "Ballistic Missile"),
    *("Intercontinental Ballistic Missile", "Intercontinental ballistic missile"),
    *("GBU", "Aerial Bomb"),  # six rows of bombs in four years
}
_LONG_RANGE = {"Shahed-136/131"}
_SMALL = {  # reported only where shot down, so that launched equals destroyed
    *("Unknown UAV", "Reconnaissance UAV", "Orlan-10", "Orlan-30", "Supercam", "ZALA"),
    *("Lancet", "Молнія", "Merlin-VR", "Orion", "Mohajer-6", "Forpost", "Kub"),
    *("Eleron", "Granat-4", "Фенікс", "Картограф", "Привет-82"),
}
_KINDS = {
    "missiles": (_MISSILES, Text("missiles", "飛彈")),
    "drones": (_LONG_RANGE, Text("long-range attack drones", "長程攻擊無人機")),
    "small": (_SMALL, Text("small and reconnaissance drones", "小型與偵察無人機")),
}


def _spec(done: str, kind: str, title: Text) -> SeriesSpec:
    return SeriesSpec(
        id=_id(done, kind),
        title=title,
        unit=Unit.parse("weapons"),
        measure=Measure.FLOW,
        cadence=Cadence.MONTH,
        basis=Basis.CLAIMED,
        low=0,
        high=50_000,
        lag_days=2,
        computed=True,
    )


def _id(done: str, kind: str) -> str:
    return (
        f"piterfm/strikes.{done}.{kind}@RUS" if kind else f"piterfm/strikes.{done}@RUS"
    )


def _specs() -> Iterator[SeriesSpec]:
    yield _spec(
        "launched",
        "",
        Text(
            "Missiles and drones launched, all kinds", "發射的飛彈與無人機（各類合計）"
        ),
    )
    for kind, (_, name) in _KINDS.items():
        yield _spec(
            "launched", kind, Text(f"Launched: {name.en}", f"發射數：{name.zh}")
        )
        yield _spec(
            "stopped",
            kind,
            Text(f"Shot down or lost: {name.en}", f"遭擊落或失聯：{name.zh}"),
        )


SOURCE = Source(
    id="missile_attacks",
    title=Text("Missile and drone attacks by month", "逐月飛彈與無人機攻擊"),
    provider=Provider(
        "piterfm",
        Text(
            "Ukraine's Air Force, compiled by P. Ivaniuk",
            "烏克蘭空軍（P. Ivaniuk 彙編）",
        ),
        _URL,
        party="UKR",
    ),
    url=_URL,
    citation="P. Ivaniuk, Massive Missile Attacks on Ukraine (Kaggle); totals by us",
    licence=Licence(
        Text(
            "the collection's licence was not seen; totals of ours only",
            "未見原資料集的授權；只收錄我們加總的月合計",
        ),
        redistribute=False,
    ),
    manual=True,
    series=tuple(_specs()),
    caveats=(
        Text(
            "Reported by one party to the war. A night belongs to the day it ends.",
            "由交戰一方通報。跨夜攻擊計入結束日。",
        ),
        Text(
            "Shot down and lost to jamming are added, since they were told apart only "
            "from July 2024 to July 2025. Drones of the Shahed kind include decoys.",
            "擊落與電戰失聯合計，因兩者僅在 2024 年 7 月至 2025 年 7 月分列。"
            "「見證者」類無人機含誘餌。",
        ),
        Text(
            "Small and reconnaissance drones are reported only where shot down: they "
            "say nothing of the share stopped. Three rows without a launch count and a "
            "few bombs among the missiles remain.",
            "小型與偵察無人機只通報被擊落者，不能用來算攔截率。"
            "三筆無發射數，另有少數炸彈計在飛彈內。",
        ),
        Text(
            "Each month is taken as known two days after it ends.",
            "假設各月結束兩日後可知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page of the collection; the table needs a token."""
    yield Fetched("massive-missile-attacks.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Sum the waves of each whole month by kind of weapon."""
    if snap.name != _NAME:
        raise ParseError(f"missile_attacks: expected {_NAME}, found {snap.name}")
    months: dict[Period, Counter[str]] = {}
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            period, counts = _wave(row)
        months.setdefault(period, Counter()).update(counts)
    if not months:
        raise ParseError(f"{snap.name}: expected waves, found none")
    for period in sorted(months)[1:-1]:  # the first and the last are not whole
        yield from _month(snap, period, months[period])


def _wave(row: Row) -> tuple[Period, Mapping[str, int]]:
    day = _read.day(_NAME, row.take("time_end").strip()[:10])
    kind = _kind(row.take("model"))
    launched = int(row.number("launched") or 0)
    stopped = int((row.number("destroyed") or 0) + (row.number("not_reach_goal") or 0))
    row.ignore(
        *("time_start", "launch_place", "target", "target_main", "still_attacking"),
        *("border_crossing", "is_shahed", "num_hit_location"),
        *("num_fall_fragment_location", "carrier", "turbojet", "turbojet_destroyed"),
        *("affected region", "destroyed_details", "launched_details"),
        *("launch_place_details", "source"),
    )
    counts = {
        _id("launched", ""): launched,
        _id("launched", kind): launched,
        _id("stopped", kind): stopped,
    }
    return Period.month(day.year, day.month), counts


def _kind(model: str) -> str:
    """Give the kind of a wave, which is that of the weapon named first."""
    names = [name.strip() for name in model.split(" and ")]
    kinds = [k for name in names for k, (known, _) in _KINDS.items() if name in known]
    if len(kinds) != len(names):
        raise ParseError(f"missile_attacks: expected known weapons, found {model!r}")
    return kinds[0]


def _month(
    snap: Snapshot, period: Period, counts: Mapping[str, int]
) -> Iterator[Observation]:
    for spec in SOURCE.series:
        known_at, known_by = spec.known(period, snap)
        total = float(counts.get(spec.id, 0))
        yield Observation(spec.id, period, total, known_at, snap.id, known_by=known_by)
