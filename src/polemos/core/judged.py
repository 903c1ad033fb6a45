"""What the desk judges: the promise of a coded series, and the words with it."""

from polemos.core.source import Basis, Cadence, Licence, Provider, SeriesSpec
from polemos.core.text import Text
from polemos.core.unit import Measure, Unit

DESK = Provider("desk", Text("polemos desk", "polemos 編輯台"), "")
OURS = Licence(Text("ours", "本系統所有"), redistribute=True)
JUDGED = Text(
    "Judged by a coder from dated events; the interval is the coder's own.",
    "由編碼者依有日期的事件判定；區間為編碼者所給。",
)
HINDSIGHT = Text(
    "Where a value was coded later than the day it is of, it rests on events known by "
    "that day, but hindsight cannot be ruled out.",
    "編碼日晚於所指之日者，僅依當日已知的事件判定，但無法排除後見之明。",
)


def judged(name: str, title: Text, unit: Unit, low: float, high: float) -> SeriesSpec:
    """Promise a series that a coder judges, between bounds."""
    return SeriesSpec(
        id=name,
        title=title,
        unit=unit,
        measure=Measure.STOCK,
        cadence=Cadence.IRREGULAR,
        basis=Basis.JUDGED,
        low=low,
        high=high,
        lag_days=0,
        caveats=(JUDGED, HINDSIGHT),
    )
