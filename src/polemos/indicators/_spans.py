"""Changes over a span of days, where a day may lack its map."""

from collections.abc import Iterator

from polemos.core import Cadence, Measure, Period, Point, Series, Text, join
from polemos.indicators._indicator import Indicator, indicator

SLACK = 3  # days by which the map at the start of a span may be older

_REDRAWN = Text(
    "A redrawn map shows as a gain or a loss.",
    "地圖重畫會顯示為增減。",
)
STRETCHED = Text(
    "Where the first day has no map, the newest of the three days before it stands in: "
    "the span is then up to three days longer, as the dates of the value show.",
    "起算日缺圖時，取此前三日內最新的一張：期間最多因此拉長三日，"
    "數值所附日期即實際起訖。",
)
SPANS = {
    "day": (1, Text("in a day", "一日")),
    "week": (7, Text("in seven days", "七日")),
    "four_weeks": (28, Text("in four weeks", "四週")),
    "year": (365, Text("in twelve months", "十二個月")),
}


def spans(s: Series, days: int) -> Iterator[tuple[Period, Point, Point]]:
    """Give each point with the newest one so many days before, and the days between."""
    older = 0
    for p in s.points[1:]:  # nothing lies before the first
        due = p.period.last.toordinal() - days
        while s.points[older + 1].period.last.toordinal() <= due:
            older += 1
        q = s.points[older]
        if 0 <= due - q.period.last.toordinal() <= SLACK:
            yield Period(q.period.end, p.period.end), p, q


def gained(s: Series, days: int) -> Series:
    """Give the net gain over so many days, for each day that has both ends."""
    made = (join(span, p.value - q.value, (p, q)) for span, p, q in spans(s, days))
    return s.made(made, m=Measure.FLOW)


def gain(word: str, of: str, name: str, whose: Text) -> Indicator:
    """Make the net gain over one of the spans."""
    days, span = SPANS[word]

    @indicator(
        name,
        title=Text(
            f"Ground gained {span.en}, {whose.en}", f"{span.zh}淨增控制（{whose.zh}）"
        ),
        unit="km²",
        uses=(of,),
        measure=Measure.FLOW,
        cadence=Cadence.DAY,
        caveats=(_REDRAWN, STRETCHED),
    )
    def compute(held: Series) -> Series:
        """Ground held on a day less that on the day so long before, net of losses."""
        return gained(held, days)

    return compute
