"""Equipment lost, photographed and claimed: sums, ratios, paces."""

from polemos.core import RATIO, Cadence, Measure, Series, Text
from polemos.indicators._claims import BY as _CLAIMED
from polemos.indicators._claims import claimed
from polemos.indicators._indicator import Indicator, indicator

_SIDES = {"RUS": Text("Russian", "俄軍"), "UKR": Text("Ukrainian", "烏軍")}
_SEEN = Text("photographed", "照片確認")

_ARMOUR = ("ifv", "afv", "apc", "mrap", "imv")
_GUNS = ("artillery.towed", "artillery.sp")
_AIR_DEFENCE = ("sam", "spaag", "aagun")
_WORDS = {
    "total": Text("equipment of all classes", "各類裝備"),
    "tank": Text("tanks", "戰車"),
    "armoured": Text("armoured vehicles other than tanks", "戰車以外裝甲車"),
    "artillery": Text("artillery", "火砲"),
    "mlrs": Text("multiple rocket launchers", "多管火箭"),
    "sam": Text("surface-to-air missile systems", "防空飛彈系統"),
    "airdefence": Text("air defence systems", "防空系統"),
    "truck": Text("trucks, cars and tankers", "卡車、一般車輛與油罐車"),
    "aircraft": Text("aircraft", "定翼機"),
    "helicopter": Text("helicopters", "直升機"),
    "uav": Text("drones", "無人機"),
}
_COUNTED_IN = {
    **dict.fromkeys(("total", "tank", "armoured", "truck"), "vehicles"),
    **dict.fromkeys(("artillery", "mlrs", "airdefence"), "weapons"),
    **dict.fromkeys(("aircraft", "helicopter"), "aircraft"),
    "uav": "drones",
}
_RECORD_DAYS = Text(
    "By the day of record, not of loss: entries come in batches, and a gap in the "
    "record falls on the month after it.",
    "依登錄日而非損失日計：登錄成批進行，中斷期間的損失會落在其後的月份。",
)


_PARTS = {"armoured": _ARMOUR, "artillery": _GUNS, "airdefence": _AIR_DEFENCE}


def _stored(what: str, side: str = "RUS") -> str:
    """Name the photographed running total of a class; some of them are sums of ours."""
    by = "polemos" if what in _PARTS else "oryx"
    return f"{by}/losses.{what}@{side}"


def _sum(what: str, parts: tuple[str, ...], side: str) -> Indicator:
    @indicator(
        f"polemos/losses.{what}@{side}",
        title=Text(
            f"{_SIDES[side].en} {_WORDS[what].en} lost, {_SEEN.en}",
            f"{_SIDES[side].zh}{_WORDS[what].zh}損失（{_SEEN.zh}）",
        ),
        unit=_COUNTED_IN[what],
        uses=tuple(f"oryx/losses.{p}@{side}" for p in parts),
        measure=Measure.CUMULATIVE,
        cadence=Cadence.IRREGULAR,
    )
    def compute(first: Series, *others: Series) -> Series:
        """Oryx's classes that match the claimed column, added on each record day."""
        for other in others:
            first = first.plus(other)
        return first

    return compute


SUMS = tuple(
    _sum(what, parts, side) for what, parts in _PARTS.items() for side in _SIDES
)


def _sides(what: str) -> Indicator:
    @indicator(
        f"polemos/losses.{what}.ratio@RUS",
        title=Text(
            f"Russian {_WORDS[what].en} lost for each Ukrainian loss, {_SEEN.en}",
            f"{_WORDS[what].zh}損失俄烏比（{_SEEN.zh}）",
        ),
        unit="ratio",
        uses=(_stored(what), _stored(what, "UKR")),
        cadence=Cadence.IRREGULAR,
        caveats=(
            Text(
                "Both counts are floors and need not be equally complete.",
                "雙方皆為下限值，完整程度未必相同。",
            ),
        ),
    )
    def compute(ours: Series, theirs: Series) -> Series:
        """Running total of one side by that of the other, on the same record day."""
        return _by(ours, theirs)

    return compute


SIDES = tuple(
    _sides(what)
    for what in (
        *("total", "tank", "armoured", "artillery", "mlrs"),
        *("sam", "aircraft", "helicopter"),
    )
)


TOTALS = tuple(
    claimed(
        f"polemos/losses.{what}.claimed@RUS",
        what,
        Text(
            f"Russian {_WORDS[what].en} lost, {_CLAIMED.en}",
            f"俄軍{_WORDS[what].zh}損失（{_CLAIMED.zh}）",
        ),
        _COUNTED_IN[what],
    )
    for what in (
        *("tank", "armoured", "artillery", "mlrs", "airdefence"),
        *("aircraft", "helicopter", "truck", "uav"),
    )
)

_FLOOR = Text(
    "Photographs are a floor, and claims are no net losses: what was repaired or hit "
    "twice may be in them.",
    "照片為下限；宣稱不是淨損失，可能含修復者或重複擊中者。",
)
_MISMATCH = {  # what each side of the ratio counts that the other does not
    "tank": Text(
        "The ministry does not define its columns; both are taken to count main battle "
        "tanks of every kind.",
        "國防部未定義欄位；假設兩邊皆計各型主力戰車。",
    ),
    "armoured": Text(
        "One claimed column, headed APC, against five photographed classes: fighting "
        "vehicles, carriers, mine-resistant, mobility and other armoured vehicles.",
        "宣稱僅一欄（標為 APC），照片則合計步戰車、運兵車、防雷車、機動車與其他"
        "裝甲車五類。",
    ),
    "artillery": Text(
        "The claimed column counts mortars and guns hit out of the cameras' reach; the "
        "ratio drifts, so claims of artillery are no level.",
        "宣稱值含迫擊砲與鏡頭之外被擊中的火砲；比值持續漂移，故火砲宣稱不能當水準值。",
    ),
    "mlrs": Text(
        "From June 2025 the photographed class holds missile artillery too.",
        "2025 年 6 月起照片分類併入飛彈砲兵。",
    ),
    "airdefence": Text(
        "Photographed missile systems and anti-aircraft guns, radars left out; whether "
        "the claimed column holds radars is not said.",
        "照片計防空飛彈系統與高射砲，不含雷達；宣稱欄是否含雷達未載明。",
    ),
    **dict.fromkeys(
        ("aircraft", "helicopter"),
        Text(
            "Photographed losses include aircraft damaged on the ground; claims may "
            "not.",
            "照片數含地面受損者，宣稱未必。",
        ),
    ),
    "truck": Text(
        "The claimed column is vehicles and fuel tankers; the photographed one trucks "
        "and jeeps, from May 2025 with trains, and few are pictured behind the line.",
        "宣稱欄為車輛與油罐車；照片為卡車與吉普車，2025 年 5 月起併入列車，"
        "且後方少有照片。",
    ),
}


def _claim(what: str) -> Indicator:
    @indicator(
        f"polemos/losses.{what}.claim_ratio@RUS",
        title=Text(
            f"Russian {_WORDS[what].en}: claimed losses for each one {_SEEN.en}",
            f"俄軍{_WORDS[what].zh}：宣稱數為{_SEEN.zh}數的倍數",
        ),
        unit="ratio",
        uses=(f"polemos/losses.{what}.claimed@RUS", _stored(what)),
        cadence=Cadence.IRREGULAR,
        caveats=(_MISMATCH[what], _FLOOR),
    )
    def compute(told: Series, seen: Series) -> Series:
        """Claimed running total by the photographed one, on each day of record."""
        return _by(told, seen)

    return compute


CLAIMS = tuple(_claim(what) for what in _MISMATCH)


def _pace(name: str, of: str, what: str, title: Text, *caveats: Text) -> Indicator:
    @indicator(
        name,
        title=title,
        unit=_COUNTED_IN[what],
        uses=(of,),
        measure=Measure.FLOW,
        cadence=Cadence.MONTH,
        caveats=caveats,
    )
    def compute(total: Series) -> Series:
        """Difference of a running total between the last records of two months."""
        return total.monthly().change(months=1)

    return compute


PHOTOGRAPHED = tuple(
    _pace(
        f"polemos/losses.{what}.month@{side}",
        _stored(what, side),
        what,
        Text(
            f"{_SIDES[side].en} {_WORDS[what].en} lost in a month, {_SEEN.en}",
            f"{_SIDES[side].zh}{_WORDS[what].zh}每月損失（{_SEEN.zh}）",
        ),
        _RECORD_DAYS,
    )
    for what in ("total", "tank", "armoured")
    for side in _SIDES
)
CLAIMED = tuple(
    _pace(
        f"polemos/losses.{what}.claimed.month@RUS",
        f"polemos/losses.{what}.claimed@RUS",
        what,
        Text(
            f"Russian {_WORDS[what].en} lost in a month, {_CLAIMED.en}",
            f"俄軍{_WORDS[what].zh}每月損失（{_CLAIMED.zh}）",
        ),
    )
    for what in ("tank", "armoured", "artillery", "uav")
)


def _by(one: Series, other: Series) -> Series:
    """Divide two running totals on the days that both have."""
    some = other.made(p for p in other.points if p.value)
    ratio = one.with_(some, lambda a, b: a / b)
    return ratio.made(ratio.points, RATIO, Measure.RATE)
