"""What is left of Russia's equipment, one indicator for each definition of "left".

The share left in depots is a share of depots. It is not a share of the army, which drew
its replacements from those depots. Each title says what it is a share of.
"""

from collections.abc import Sequence
from dataclasses import replace

from polemos.core import (
    PERCENT,
    Cadence,
    Measure,
    NotYetKnown,
    Point,
    Series,
    Text,
    join,
)
from polemos.indicators._indicator import Indicator, indicator

_ROUNDED = Text(
    "The interval is only what the rounding of the counts leaves open: the error of "
    "counting is not stated.",
    "區間只是計數取整的餘地，計數本身的誤差未載。",
)
_FEWER_BEFORE = Text(
    "Institut Action Resilience put the tanks there before the war at 7,000.",
    "Institut Action Resilience 估戰前封存戰車為 7,000 輛。",
)
_NOT_THE_ARMY = Text(
    "A share of depots, not of the army in service.",
    "這是封存基地的比例，不是現役部隊的比例。",
)


def half_step(count: float) -> float:
    """Give half of the last place that a count states: 3,500 is 3,450 to 3,550."""
    step = 1
    while step < 1000 and count % (step * 10) == 0:  # noqa: PLR2004 no coarser
        step *= 10
    return step / 2


def _first(stock: Series) -> Point:
    """Give the count from before the war."""
    if not stock.points:
        raise NotYetKnown(f"{stock.id} has no count as of {stock.as_of:%F}")
    return stock.points[0]


def _rounding(counts: Sequence[Point]) -> float:
    """Give half a step of each count, together: a sum is as coarse as its parts."""
    return sum(half_step(p.value) for p in counts)


def _of(base: Sequence[Point], counts: Sequence[Point]) -> Point:
    """Give counts in percent of those before, the rounding of all as interval."""
    now, then = (sum(p.value for p in ps) for ps in (counts, base))
    h, b = _rounding(counts), _rounding(base)
    return join(
        counts[0].period,
        now / then * 100,
        (*counts, *base),
        (now - h) / (then + b) * 100,
        (now + h) / (then - b) * 100,
    )


def _of_first(*stocks: Series) -> Series:
    """Give each later count of all stocks in percent of the first of them."""
    unit = stocks[0].unit
    at = [{p.period: p for p in stock.to(unit)} for stock in stocks]
    whole = [
        [a[period] for a in at] for period in at[0] if all(period in a for a in at)
    ]
    if not whole:
        raise NotYetKnown(
            f"{stocks[0].id} has no count before as of {stocks[0].as_of:%F}"
        )
    base, *later = whole
    made = (_of(base, counts) for counts in later)
    return stocks[0].made(made, PERCENT, Measure.RATE)


@indicator(
    "polemos/stock.tank.depot_share@RUS",
    title=Text(
        "Tanks left in Russian depots, percent of the 7,300 in depots before the war",
        "俄羅斯封存基地剩餘戰車，占戰前封存 7,300 輛之百分比",
    ),
    unit="percent",
    uses=("depots/stock.tank@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(_NOT_THE_ARMY, _ROUNDED, _FEWER_BEFORE),
)
def tank_depot_share(stock: Series) -> Series:
    """Satellite count of tanks in depots, in percent of the count before the war."""
    return _of_first(stock)


@indicator(
    "polemos/stock.tank.depot_share_rival@RUS",
    title=Text(
        "Tanks left in Russian depots by a rival count of low confidence, percent of "
        "the same 7,300",
        "俄羅斯封存基地剩餘戰車之另一計數（可信度低），同樣以 7,300 輛為分母",
    ),
    unit="percent",
    uses=("depots/stock.tank.rival@RUS", "depots/stock.tank@RUS"),
    cadence=Cadence.IRREGULAR,
    caveats=(_NOT_THE_ARMY, _ROUNDED, _FEWER_BEFORE),
)
def tank_depot_share_rival(rival: Series, stock: Series) -> Series:
    """The rival count of tanks in depots, in percent of the count before the war."""
    base = [_first(stock)]
    made = (_of(base, [p]) for p in rival.points)
    return rival.made(made, PERCENT, Measure.RATE)


@indicator(
    "polemos/stock.ifv.depot_share@RUS",
    title=Text(
        "BMP fighting vehicles left in Russian depots, percent of the more than 7,100 "
        "before the war (at most)",
        "俄羅斯封存基地剩餘 BMP 步兵戰鬥車，占戰前逾 7,100 輛之百分比（至多）",
    ),
    unit="percent",
    uses=("depots/stock.ifv@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(
        _NOT_THE_ARMY,
        Text(
            'The count before the war is "more than" 7,100, so the share is a ceiling.',
            "戰前計數為「超過」7,100 輛，故此比例為上限。",
        ),
    ),
)
def ifv_depot_share(stock: Series) -> Series:
    """Satellite count of BMPs in depots, in percent of the floor before the war."""
    shares = _of_first(stock)
    return shares.made(replace(p, low=None, high=p.value) for p in shares)


@indicator(
    "polemos/stock.apc.depot_share@RUS",
    title=Text(
        "Armoured carriers left in Russian depots, a floor, percent of the more than "
        "11,000 before the war",
        "俄羅斯封存基地剩餘裝甲運兵車（下限），占戰前逾 11,000 輛之百分比",
    ),
    unit="percent",
    uses=("depots/stock.apc@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(
        _NOT_THE_ARMY,
        Text(
            'Both counts are "more than" their number: the share of two floors has no '
            "interval.",
            "兩次計數均為「超過」，兩個下限相除沒有區間可言。",
        ),
    ),
)
def apc_depot_share(stock: Series) -> Series:
    """Satellite count of carriers in depots, in percent of those before the war."""
    shares = _of_first(stock)
    return shares.made(replace(p, low=None, high=None) for p in shares)


@indicator(
    "polemos/stock.artillery.depot_share@RUS",
    title=Text(
        "Guns left in Russian depots, percent of the 19,450 there before the war",
        "俄羅斯封存基地剩餘火砲，占戰前封存 19,450 門之百分比",
    ),
    unit="percent",
    uses=("depots/stock.artillery.towed@RUS", "depots/stock.artillery.sp@RUS"),
    cadence=Cadence.IRREGULAR,
    caveats=(
        _NOT_THE_ARMY,
        _ROUNDED,
        Text(
            "The nearest evidence for artillery, of February 2024; no source was found "
            "for the 41 percent that circulated a year later.",
            "火砲僅有 2024 年 2 月的資料可參照；一年後流傳的 41% 查無出處。",
        ),
    ),
)
def artillery_depot_share(towed: Series, self_propelled: Series) -> Series:
    """Towed and self-propelled guns in depots, in percent of those before the war."""
    return _of_first(towed, self_propelled)


@indicator(
    "polemos/stock.armour.depot_share@RUS",
    title=Text(
        "All armour left in Russian depots, percent of the 15,152 there before the war",
        "俄羅斯封存基地剩餘各類裝甲車輛，占戰前 15,152 輛之百分比",
    ),
    unit="percent",
    uses=("depots/stock.armour@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(_NOT_THE_ARMY, _ROUNDED),
)
def armour_depot_share(stock: Series) -> Series:
    """Satellite count of all armour in depots, in percent of the count before."""
    return _of_first(stock)


@indicator(
    "polemos/stock.tank.active_share@RUS",
    title=Text(
        "Tanks in service, percent of the 2,927 in service before the war",
        "現役戰車占戰前現役 2,927 輛之百分比",
    ),
    unit="percent",
    uses=("iiss/active.tank@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(
        Text(
            "The last number seen is of November 2023. IISS wrote later that by the "
            "end of 2024 combat vehicles in service were back at their pre-war number.",
            "可見的最後數字為 2023 年 11 月；IISS 其後稱 2024 年底現役戰鬥車輛"
            "已回到戰前數量。",
        ),
        _ROUNDED,
    ),
)
def tank_active_share(active: Series) -> Series:
    """Tanks in service by the Military Balance, in percent of those before the war."""
    return _of_first(active)


def _remaining(
    name: str, title: Text, losses: str, *, depots: bool, why: Text
) -> Indicator:
    stocks = ("roles/active.tank@RUS", *(("depots/stock.tank@RUS",) * depots))

    @indicator(
        name,
        title=title,
        unit="percent",
        uses=(losses, *stocks),
        cadence=Cadence.IRREGULAR,
        caveats=(why, _ROUNDED, *((_FEWER_BEFORE,) * depots)),
    )
    def compute(lost: Series, *before: Series) -> Series:
        """What stood before the war less all losses since, in percent of the former."""
        if not all(s.points for s in before):
            raise NotYetKnown(f"no count from before the war as of {lost.as_of:%F}")
        base = [s.points[0] for s in before]
        whole = sum(p.value for p in base)
        rounding = _rounding(base)

        def left(p: Point) -> Point:
            low, value, high = (
                (stood - p.value) / stood * 100
                for stood in (whole - rounding, whole, whole + rounding)
            )
            return join(p.period, value, (p, *base), low, high)

        return lost.made(map(left, lost.points), PERCENT, Measure.RATE)

    return compute


_NO_REPAIR = Text(
    "Leaves out what was built and repaired, and what the depots could never restore.",
    "未計新造與修復，也未扣除無法修復的封存品。",
)
REMAINING = (
    _remaining(
        "polemos/stock.tank.left_photographed@RUS",
        Text(
            "Pre-war fleet and depots (10,717 tanks) less photographed losses, percent",
            "戰前現役加封存戰車（10,717 輛）減照片確認損失，百分比",
        ),
        "oryx/losses.tank@RUS",
        depots=True,
        why=_NO_REPAIR,
    ),
    _remaining(
        "polemos/stock.tank.left_claimed@RUS",
        Text(
            "Pre-war fleet and depots (10,717 tanks) less claimed losses, percent",
            "戰前現役加封存戰車（10,717 輛）減烏方宣稱損失，百分比",
        ),
        "polemos/losses.tank.claimed@RUS",
        depots=True,
        why=Text(
            "Near or below nothing, while Russia still fields tanks: the claims cannot "
            "all be tanks lost for good.",
            "數值近乎歸零甚至為負，而俄軍仍有戰車可用，可見宣稱不可能全是永久損失。",
        ),
    ),
    _remaining(
        "polemos/stock.tank.active_less_photographed@RUS",
        Text(
            "Pre-war fleet alone (3,417 tanks) less photographed losses, percent",
            "戰前現役戰車（3,417 輛）減照片確認損失，百分比",
        ),
        "oryx/losses.tank@RUS",
        depots=False,
        why=Text(
            "Below zero: the army has lost more tanks than it had in service, and drew "
            "on its depots. As a share of what is left it means nothing.",
            "為負值：損失已多於戰前現役數，缺口由封存補上，作為「剩餘比例」並無意義。",
        ),
    ),
)
