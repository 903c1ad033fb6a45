"""Casualties over a month, as claimed; dead and casualties stay apart."""

from polemos.core import Cadence, Measure, Series, Text
from polemos.indicators._indicator import indicator

_TOGETHER = Text(
    "Killed and wounded together, as one party to the war claims; not dead.",
    "陣亡與負傷合計，為交戰一方的宣稱，不是陣亡數。",
)


@indicator(
    "polemos/casualties.claimed.month@RUS",
    title=Text(
        "Russian killed and wounded in a month, claimed by Ukraine's General Staff",
        "俄軍每月傷亡（烏軍總參謀部宣稱）",
    ),
    unit="persons",
    uses=("mod_ua_orc/losses.personnel@RUS",),
    measure=Measure.FLOW,
    cadence=Cadence.MONTH,
    caveats=(_TOGETHER,),
)
def claimed_month(total: Series) -> Series:
    """Difference of the claimed running total between the last days of two months."""
    return total.monthly().change(months=1)


@indicator(
    "polemos/casualties.claimed.day@RUS",
    title=Text(
        "Russian killed and wounded a day, claimed, mean of four weeks",
        "俄軍每日傷亡（烏方宣稱，四週平均）",
    ),
    unit="persons",
    uses=("mod_ua_orc/losses.personnel@RUS",),
    measure=Measure.RATE,
    cadence=Cadence.DAY,
    caveats=(_TOGETHER,),
)
def claimed_day(total: Series) -> Series:
    """Difference of the claimed running total over 28 days, divided by 28."""
    days = 28
    change = total.change(days=days)
    return change.made((p.scaled(1 / days) for p in change.points), m=Measure.RATE)
