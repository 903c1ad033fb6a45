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
    "Where a value was coded later than the day it is of, the events named as evidence "
    "were known by that day, but the coder knew what came since: it is no record of "
    "what was thought then.",
    "編碼日晚於所指之日者，所列依據皆為當日已知的事件，但編碼者已知後來的發展，故不代表當時的看法。",
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
