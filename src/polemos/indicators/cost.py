"""What a square kilometre cost: losses over ground gained."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from polemos.core import Cadence, Measure, Point, Series, Text, Unit, join
from polemos.indicators._indicator import indicator
from polemos.indicators._spans import spans
from polemos.indicators.territory import HELD

_LEAST = 50.0  # km²: below this a cost per km² says nothing
_TWELVE_WEEKS = 84
_DRAWN_IN = date(2022, 5, 1)  # before it, maps grew by being drawn and not by advance
_COUNT_SLACK = 1  # days by which the count at either end may be older


def _cost(held: Series, lost: Series) -> Iterator[Point]:
    for span, p, q in spans(held, _TWELVE_WEEKS):
        after, before = _near(lost, p), _near(lost, q)
        gained = p.value - q.value
        real = gained >= _LEAST and span.start >= _DRAWN_IN
        if real and after is not None and before is not None:
            spent = after.value - before.value
            yield join(span, spent / gained, (p, q, after, before))


def _near(lost: Series, edge: Point) -> Point | None:
    """Give the newest count up to a day, unless it is too old to stand for it."""
    day = edge.period.last
    if not lost.points or lost.points[0].period.last > day:
        return None
    found = lost.on(day)
    return found if (day - found.period.last).days <= _COUNT_SLACK else None


_COSTLY = (
    Text(
        "No value where less than 50 km² were gained in the twelve weeks, nor before "
        "May 2022, when the map was still being drawn in. Losses are those of the "
        "whole front, not of the ground gained.",
        "十二週內淨增不到 50 平方公里時不計，2022 年 5 月前地圖仍在補畫，也不計。"
        "損失為全線損失，並非只在所得土地上。",
    ),
)
_cost_of = partial(
    indicator, measure=Measure.RATE, cadence=Cadence.DAY, caveats=_COSTLY
)


@_cost_of(
    "polemos/cost.casualties_per_km2@RUS",
    title=Text(
        "Russian casualties per km² gained, claimed by Ukraine's General Staff",
        "俄軍每淨增一平方公里的傷亡（烏軍總參謀部宣稱）",
    ),
    unit="persons/km²",
    uses=(HELD, "polemos/casualties.claimed@RUS"),
)
def casualties_per_km2(held: Series, lost: Series) -> Series:
    """Claimed killed and wounded of twelve weeks over DeepState's net gain in them."""
    return lost.made(_cost(held, lost), unit=Unit("persons/km²"), m=Measure.RATE)


@_cost_of(
    "polemos/cost.vehicles_per_km2@RUS",
    title=Text(
        "Russian equipment lost per km² gained, confirmed by photograph",
        "俄軍每淨增一平方公里的裝備損失（照片確認）",
    ),
    unit="vehicles/km²",
    uses=(HELD, "oryx/losses.total@RUS"),
)
def vehicles_per_km2(held: Series, lost: Series) -> Series:
    """Oryx's entries of twelve weeks, of all classes, over DeepState's net gain."""
    return lost.made(_cost(held, lost), unit=Unit("vehicles/km²"), m=Measure.RATE)
