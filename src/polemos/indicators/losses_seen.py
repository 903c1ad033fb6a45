"""How much of what was lost came to be photographed, by those who estimate the rest."""

from polemos.core import PERCENT, Cadence, Measure, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator

_BY_DAY = Text(
    "The photographs are those known by now of that day, and the estimate is the "
    "author's of it; estimates lean on photographs, and are no second count.",
    "照片數為該日截至目前所知者，實際損失為作者當時估計；估計本身參考照片，並非獨立計數。",
)


def _seen(
    name: str, total: str, photographed: tuple[str, ...], who: Text, what: Text
) -> Indicator:
    @indicator(
        f"polemos/losses.{name}@RUS",
        title=Text(
            f"Russian {what.en} photographed, percent of those lost in all by {who.en}",
            f"照片確認之俄軍{what.zh}，占{who.zh}估計實際損失之百分比",
        ),
        unit="percent",
        uses=(total, *photographed),
        cadence=Cadence.IRREGULAR,
        caveats=(_BY_DAY,),
    )
    def compute(total: Series, *shown: Series) -> Series:
        """Photographed losses of all classes that the estimate holds, in percent of it,
        on the days that it is of; over 100 where the estimate is below the photographs.
        """
        made = []
        for p in total:
            parts = [s.on(p.period.last) for s in shown]
            share = 100 * sum(q.value for q in parts) / p.value
            made.append(join(p.period, share, (p, *parts)))
        return total.made(made, PERCENT, Measure.RATE)

    return compute


_TANKS = Text("tanks", "戰車")
SEEN = (
    _seen(
        "tank.seen_share.janovsky",
        "janovsky/losses.tank@RUS",
        ("oryx/losses.tank@RUS",),
        Text("an analyst of Oryx", "Oryx 分析者"),
        _TANKS,
    ),
    _seen(
        "tank.seen_share.uk",
        "armour/losses.tank.uk@RUS",
        ("oryx/losses.tank@RUS",),
        Text("the British defence staff and ministry", "英國國防參謀長與國防部"),
        _TANKS,
    ),
    _seen(
        "armour.seen_share.iiss",
        "iiss/losses.armour@RUS",
        tuple(f"oryx/losses.{c}@RUS" for c in ("tank", "ifv", "afv", "apc")),
        Text("IISS", "國際戰略研究所（IISS）"),
        Text("tanks, fighting vehicles and carriers", "戰車、步兵戰鬥車與運兵車"),
    ),
)
