"""What is left of Russia's equipment, one indicator for each definition of "left".

The share left in depots is a share of depots. It is not a share of the army, which drew
its replacements from those depots. Each title says what it is a share of.
"""

from polemos.core import (
    PERCENT,
    Cadence,
    Measure,
    NotYetKnown,
    Series,
    Text,
    join,
)
from polemos.indicators._indicator import Indicator, indicator

_ROUNDED = Text(
    "The interval is what the rounding of the published counts leaves open.",
    "區間為公布數字四捨五入所留下的餘地。",
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


def _of_first(stock: Series) -> Series:
    """Give each later count in percent of the first, with the rounding as interval."""
    if not stock.points:
        raise NotYetKnown(f"{stock.id} has no count as of {stock.as_of:%F}")
    base = stock.points[0]
    low, high = base.value - half_step(base.value), base.value + half_step(base.value)
    out = []
    for p in stock.points:
        if p.period <= base.period:
            continue
        h = half_step(p.value)
        share = p.value / base.value * 100
        out.append(
            join(
                p.period,
                share,
                (p, base),
                (p.value - h) / high * 100,
                (p.value + h) / low * 100,
            )
        )
    return stock.made(out, PERCENT, Measure.RATE)


@indicator(
    "polemos/stock.tank.depot_share@RUS",
    title=Text(
        "Tanks left in Russian depots, percent of the 7,300 in depots before the war",
        "俄羅斯封存基地剩餘戰車，占戰前封存 7,300 輛之百分比",
    ),
    unit="percent",
    uses=("depots/stock.tank@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(_NOT_THE_ARMY, _ROUNDED),
)
def tank_depot_share(stock: Series) -> Series:
    """Satellite count of tanks in depots, in percent of the count before the war."""
    return _of_first(stock)


def _quoted_then_counted(what: str, of: Text) -> Indicator:
    @indicator(
        f"polemos/stock.{what}.depot_share@RUS",
        title=Text(
            f"{of.en} left in Russian depots, percent of those there before the war",
            f"俄羅斯封存基地剩餘{of.zh}，占戰前封存量之百分比",
        ),
        unit="percent",
        uses=(f"depots/share.{what}@RUS", f"depots/stock.{what}@RUS"),
        cadence=Cadence.IRREGULAR,
        caveats=(
            _NOT_THE_ARMY,
            Text(
                "The point of 2024 was quoted as a percentage; the later one is worked "
                "out from counts, whose perimeter may differ.",
                "2024 年一點為引述之百分比，其後由計數算出，範圍可能不同。",
            ),
        ),
    )
    def compute(quoted: Series, stock: Series) -> Series:
        """The share as quoted, then the share worked out from counts in depots."""
        counted = _of_first(stock).points if stock.points else ()
        return quoted.made((*quoted.points, *counted))

    return compute


QUOTED = (
    _quoted_then_counted("ifv", Text("Fighting vehicles", "步兵戰鬥車")),
    _quoted_then_counted("apc", Text("Armoured carriers", "裝甲運兵車")),
)


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
        Text(
            "The nearest evidence for artillery, of February 2024; no source was found "
            "for the 41 percent that circulated a year later.",
            "火砲僅有 2024 年 2 月的資料可參照；一年後流傳的 41% 查無出處。",
        ),
    ),
)
def artillery_depot_share(towed: Series, self_propelled: Series) -> Series:
    """Towed and self-propelled guns in depots, in percent of those before the war."""
    return _of_first(towed.plus(self_propelled))


@indicator(
    "polemos/stock.armour.depot_share@RUS",
    title=Text(
        "All armour left in Russian depots, percent of the 15,152 there before the war",
        "俄羅斯封存基地剩餘各類裝甲車輛，占戰前 15,152 輛之百分比",
    ),
    unit="percent",
    uses=("depots/stock.armour@RUS",),
    cadence=Cadence.IRREGULAR,
    caveats=(_NOT_THE_ARMY,),
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
        caveats=(why,),
    )
    def compute(lost: Series, *before: Series) -> Series:
        """What stood before the war less all losses since, in percent of the former."""
        if not all(s.points for s in before):
            raise NotYetKnown(f"no count from before the war as of {lost.as_of:%F}")
        base = [s.points[0] for s in before]
        whole = sum(p.value for p in base)
        return lost.made(
            (
                join(p.period, (whole - p.value) / whole * 100, (p, *base))
                for p in lost.points
            ),
            PERCENT,
            Measure.RATE,
        )

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
