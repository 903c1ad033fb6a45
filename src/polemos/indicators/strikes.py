"""Missiles and drones by month: how many came, how many were stopped."""

from polemos.core import Measure, Series, Text, Unit, join
from polemos.indicators._indicator import Indicator, indicator

_KINDS = {
    "missiles": Text("missiles", "飛彈"),
    "drones": Text("long-range attack drones", "長程攻擊無人機"),
}
_LAUNCHED, _STOPPED = "piterfm/strikes.launched", "piterfm/strikes.stopped"


def _share(kind: str) -> Indicator:
    name = _KINDS[kind]

    @indicator(
        f"polemos/strikes.stopped_share.{kind}@RUS",
        title=Text(
            f"Share of {name.en} stopped, as Ukraine's air force reports",
            f"{name.zh}攔截率（烏克蘭空軍通報）",
        ),
        unit="percent",
        uses=(f"{_STOPPED}.{kind}@RUS", f"{_LAUNCHED}.{kind}@RUS"),
    )
    def compute(stopped: Series, launched: Series) -> Series:
        """Shot down or lost to jamming in percent of those launched in the month."""
        return stopped.share_of(launched)

    return compute


SHARES = tuple(_share(kind) for kind in _KINDS)


@indicator(
    "polemos/strikes.launched.long_range@RUS",
    title=Text(
        "Missiles and long-range drones launched in the month",
        "當月發射的飛彈與長程攻擊無人機",
    ),
    unit="weapons",
    uses=tuple(f"{_LAUNCHED}.{kind}@RUS" for kind in _KINDS),
    measure=Measure.FLOW,
)
def long_range(missiles: Series, drones: Series) -> Series:
    """Missiles and long-range attack drones launched; small drones are left out."""
    return missiles.plus(drones)


@indicator(
    "polemos/strikes.not_stopped@RUS",
    title=Text(
        "Missiles and long-range drones not reported stopped in the month",
        "當月未通報攔截的飛彈與長程攻擊無人機",
    ),
    unit="weapons",
    uses=(
        "polemos/strikes.launched.long_range@RUS",
        *(f"{_STOPPED}.{kind}@RUS" for kind in _KINDS),
    ),
    measure=Measure.FLOW,
)
def not_stopped(launched: Series, missiles: Series, drones: Series) -> Series:
    """Missiles and long-range drones launched less those shot down or lost."""
    return launched.minus(missiles).minus(drones)


@indicator(
    "polemos/strikes.launched.year@RUS",
    title=Text(
        "Missiles and drones launched in twelve months, all kinds",
        "十二個月發射的飛彈與無人機（各類合計）",
    ),
    unit="weapons",
    uses=(f"{_LAUNCHED}@RUS",),
    measure=Measure.FLOW,
)
def launched_year(launched: Series) -> Series:
    """Launches of all kinds, summed over twelve months."""
    return launched.rolling_sum(12)


@indicator(
    "polemos/strikes.launched.per_day@RUS",
    title=Text(
        "Missiles and drones launched a day, mean of the month",
        "當月每日平均發射的飛彈與無人機",
    ),
    unit="weapons",
    uses=(f"{_LAUNCHED}@RUS",),
)
def per_day(launched: Series) -> Series:
    """Launches of all kinds in the month over its number of days."""
    return launched.made(
        (join(p.period, p.value / p.period.days, (p,)) for p in launched),
        unit=Unit("weapons"),
        m=Measure.RATE,
    )


@indicator(
    "polemos/strikes.drone_share@RUS",
    title=Text(
        "Long-range drones in percent of missiles and long-range drones",
        "長程無人機占飛彈與長程無人機的比例",
    ),
    unit="percent",
    uses=(f"{_LAUNCHED}.drones@RUS", "polemos/strikes.launched.long_range@RUS"),
)
def drone_share(drones: Series, both: Series) -> Series:
    """Long-range drones in percent of all missiles and long-range drones launched."""
    return drones.share_of(both)
