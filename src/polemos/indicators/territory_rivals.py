"""Rival maps of held ground: levels, gains, and how far they stand apart."""

from polemos.core import Cadence, Measure, Series, Text
from polemos.indicators._indicator import Indicator, indicator
from polemos.indicators._spans import gain
from polemos.indicators.territory import AREA, HELD

ECONOMIST = "economist/territory.held@RUS"
TOO_HIGH = 1.033  # The Economist's level against ISW's own polygons


@indicator(
    "polemos/territory.economist.share@RUS",
    title=Text(
        "Share of Ukraine that Russia holds, Crimea included (The Economist)",
        "俄羅斯控制烏克蘭國土的比例（含克里米亞，經濟學人）",
    ),
    unit="percent",
    uses=(ECONOMIST,),
    cadence=Cadence.DAY,
)
def economist_share(held: Series) -> Series:
    """The Economist's area as published in percent of 603,628 km²."""
    return held.share_of_constant(AREA)


@indicator(
    "polemos/territory.economist.corrected@RUS",
    title=Text(
        "Ground that Russia holds, The Economist divided by 1.033",
        "俄羅斯控制的土地（經濟學人數值除以 1.033）",
    ),
    unit="km²",
    uses=(ECONOMIST,),
    measure=Measure.STOCK,
    cadence=Cadence.DAY,
    caveats=(
        Text(
            "The factor was measured on ISW's polygons of 2022 and is taken to hold "
            "since; it does not fit March 2022.",
            "係數以 ISW 2022 年多邊形測得，假設之後不變；不適用 2022 年 3 月。",
        ),
    ),
)
def economist_corrected(held: Series) -> Series:
    """The Economist's area divided by 1.033, its measured excess over ISW's own map."""
    return held.made(p.scaled(1 / TOO_HIGH) for p in held.points)


@indicator(
    "polemos/territory.economist.corrected.share@RUS",
    title=Text(
        "Share of Ukraine that Russia holds (The Economist divided by 1.033)",
        "俄羅斯控制烏克蘭國土的比例（經濟學人數值除以 1.033）",
    ),
    unit="percent",
    uses=("polemos/territory.economist.corrected@RUS",),
    cadence=Cadence.DAY,
)
def economist_corrected_share(held: Series) -> Series:
    """The corrected area in percent of 603,628 km², Ukraine with Crimea."""
    return held.share_of_constant(AREA)


ECONOMIST_GAINS = tuple(
    gain(
        word,
        "polemos/territory.economist.corrected@RUS",
        f"polemos/territory.economist.gain.{word}@RUS",
        Text("The Economist divided by 1.033", "經濟學人除以 1.033"),
    )
    for word in ("four_weeks", "year")
)

_RIVALS = {
    "economist": (ECONOMIST, Text("The Economist", "經濟學人")),
    "economist_corrected": (
        "polemos/territory.economist.corrected@RUS",
        Text("The Economist divided by 1.033", "經濟學人除以 1.033"),
    ),
    "isw": ("isw/territory.held_or_advance@RUS", Text("ISW", "ISW")),
    "liveuamap": ("liveuamap/territory.held@RUS", Text("Liveuamap", "Liveuamap")),
}


def _gap(word: str) -> Indicator:
    rival, name = _RIVALS[word]

    @indicator(
        f"polemos/territory.gap.{word}@RUS",
        title=Text(f"{name.en} less DeepState", f"{name.zh}減 DeepState"),
        unit="km²",
        uses=(rival, HELD),
        measure=Measure.STOCK,
        cadence=Cadence.DAY,
    )
    def compute(other: Series, held: Series) -> Series:
        """The other map's area less DeepState's on the same day."""
        return other.minus(held)

    return compute


GAPS = tuple(_gap(word) for word in _RIVALS)
