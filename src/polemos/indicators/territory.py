"""Ground held: shares with both denominators, parts, and gains."""

from collections.abc import Callable
from dataclasses import dataclass

from polemos.core import Cadence, Measure, Period, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators._spans import SLACK, SPANS, STRETCHED, gain

AREA = 603_628.0  # km² of Ukraine in its recognised borders, Crimea included
CRIMEA_AREA = 26_945.0  # the Autonomous Republic 26,081, Sevastopol 864

HELD = "deepstate/territory.held@RUS"
CRIMEA = "deepstate/territory.held_before_2022.crimea@RUS"
DONBAS = "deepstate/territory.held_before_2022.donbas@RUS"

_CARRIED = Text(
    "The parts held before 2022 are known apart to 3 August 2025; after that their "
    "last areas are carried on.",
    "2022 年前已被占的部分僅至 2025 年 8 月 3 日可分列，之後沿用最後面積。",
)


def _carried(whole: Series, part: Series) -> Series:
    """Give the part on each day of the whole: its newest value up to that day."""
    found = (
        (p, part.on(p.period.last))
        for p in whole.points
        if part.points and part.points[0].period.last <= p.period.last
    )
    return part.made(join(p.period, q.value, (q,)) for p, q in found)


@indicator(
    "polemos/territory.held.share@RUS",
    title=Text(
        "Share of Ukraine that Russia holds, Crimea included (DeepState)",
        "俄羅斯控制烏克蘭國土的比例（含克里米亞，DeepState）",
    ),
    unit="percent",
    uses=(HELD,),
    cadence=Cadence.DAY,
)
def held_share(held: Series) -> Series:
    """Ground held in percent of 603,628 km², Ukraine's recognised area with Crimea."""
    return held.share_of_constant(AREA)


@indicator(
    "polemos/territory.held.share_without_crimea@RUS",
    title=Text(
        "Share of Ukraine outside Crimea that Russia holds (DeepState)",
        "俄羅斯控制克里米亞以外國土的比例（DeepState）",
    ),
    unit="percent",
    uses=(HELD, CRIMEA),
    cadence=Cadence.DAY,
    caveats=(_CARRIED,),
)
def held_share_without_crimea(held: Series, crimea: Series) -> Series:
    """Ground held outside Crimea in percent of 576,683 km², Ukraine without Crimea."""
    outside = held.minus(_carried(held, crimea))
    return outside.share_of_constant(AREA - CRIMEA_AREA)


@indicator(
    "polemos/territory.held.before_2022@RUS",
    title=Text(
        "Held before 24 February 2022: Crimea and part of the Donbas",
        "2022 年 2 月 24 日前已被占：克里米亞與部分頓巴斯",
    ),
    unit="km²",
    uses=(HELD, CRIMEA, DONBAS),
    measure=Measure.STOCK,
    cadence=Cadence.DAY,
    caveats=(_CARRIED,),
)
def before_2022(held: Series, crimea: Series, donbas: Series) -> Series:
    """The areas of Crimea and of the Donbas held before 2022, on each day's map."""
    return _carried(held, crimea).plus(_carried(held, donbas))


@indicator(
    "polemos/territory.held.since_2022@RUS",
    title=Text(
        "Held of what was taken since 24 February 2022",
        "2022 年 2 月 24 日後新占且仍控制的土地",
    ),
    unit="km²",
    uses=(HELD, "polemos/territory.held.before_2022@RUS"),
    measure=Measure.STOCK,
    cadence=Cadence.DAY,
    caveats=(_CARRIED,),
)
def since_2022(held: Series, before: Series) -> Series:
    """Ground held less Crimea and less the Donbas held before 2022."""
    return held.minus(before)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the three parts of held ground, for its share."""

    word: str
    uses: tuple[str, ...]
    title: Text
    make: Callable[..., Series]


_PARTS = (
    _Part(
        "crimea",
        (HELD, CRIMEA),
        Text("Crimea in percent of Ukraine", "克里米亞占烏克蘭國土比例"),
        _carried,
    ),
    _Part(
        "donbas_before_2022",
        (HELD, DONBAS),
        Text(
            "Donbas held before 2022 in percent of Ukraine",
            "2022 年前已被占的頓巴斯占國土比例",
        ),
        _carried,
    ),
    _Part(
        "since_2022",
        ("polemos/territory.held.since_2022@RUS",),
        Text(
            "Taken since 2022 and held, in percent of Ukraine",
            "2022 年後新占土地占國土比例",
        ),
        lambda since: since,
    ),
)


def _share(part: _Part) -> Indicator:
    @indicator(
        f"polemos/territory.held.{part.word}.share@RUS",
        title=part.title,
        unit="percent",
        uses=part.uses,
        cadence=Cadence.DAY,
        caveats=(_CARRIED,),
    )
    def compute(*inputs: Series) -> Series:
        """The part's area in percent of 603,628 km², Ukraine with Crimea."""
        return part.make(*inputs).share_of_constant(AREA)

    return compute


PART_SHARES = tuple(_share(part) for part in _PARTS)

GAINS = tuple(
    gain(
        word,
        HELD,
        f"polemos/territory.gain.{word}@RUS",
        Text("DeepState", "DeepState"),
    )
    for word in SPANS
)


@indicator(
    "polemos/territory.gain.month@RUS",
    title=Text("Ground gained in the month (DeepState)", "當月淨增控制（DeepState）"),
    unit="km²",
    uses=(HELD,),
    measure=Measure.FLOW,
    cadence=Cadence.MONTH,
    caveats=(STRETCHED,),
)
def gain_month(held: Series) -> Series:
    """The map dated the 1st of the next month less that dated the 1st of this one.

    A map dated the 1st shows the evening before; where it is missing, the newest of
    the three days before is taken.
    """
    if not held.points:
        return held.made((), m=Measure.FLOW)
    by_day = {p.period.last.toordinal(): p for p in held.points}
    first, newest = held.points[0].period.last, held.points[-1].period.last
    month = Period.month(first.year, first.month)
    out = []
    while month.end <= newest:
        p, q = (
            next((by_day[d - n] for n in range(SLACK + 1) if d - n in by_day), None)
            for d in (month.end.toordinal(), month.start.toordinal())
        )
        if p is not None and q is not None:
            out.append(join(month, p.value - q.value, (p, q)))
        month = month.shifted(months=1)
    return held.made(out, m=Measure.FLOW)
