"""Geopolitical risk in the news: against a year before, and in its own history."""

from collections.abc import Iterator
from datetime import date

from polemos.core import Cadence, Measure, Point, Series, Text, Unit, join
from polemos.indicators._indicator import Indicator, indicator

_WORLD = "gpr/risk@WORLD"
_COUNTRIES = {
    "RUS": Text("Russia", "俄羅斯"),
    "UKR": Text("Ukraine", "烏克蘭"),
    "TWN": Text("Taiwan", "台灣"),
    "CHN": Text("China", "中國"),
}
_SINCE = date(2022, 1, 1)  # the months that are ranked; all months before are compared
_PAPERS = Text(
    "A measure of attention in newspapers of the English language, not of danger.",
    "衡量英文報紙的關注程度，不是危險本身。",
)


def _gain(who: str, name: Text, of: str, unit: str) -> Indicator:
    @indicator(
        f"polemos/{of.partition('/')[2].partition('@')[0]}.gain_year@{who}",
        title=Text(
            f"{name.en}, change on the year before", f"{name.zh}，與一年前同月相較"
        ),
        unit=unit,
        measure=Measure.FLOW,
        cadence=Cadence.MONTH,
        uses=(of,),
        caveats=(_PAPERS,),
    )
    def gain(risk: Series) -> Series:
        """Give the value of a month less that of the same month a year before."""
        return risk.made(risk.change(months=12), unit=Unit.parse(unit))

    return gain


def _percentile(who: str, name: Text, of: str) -> Indicator:
    @indicator(
        f"polemos/{of.partition('/')[2].partition('@')[0]}.percentile@{who}",
        title=Text(
            f"{name.en}: earlier months that were lower", f"{name.zh}：較低月份的占比"
        ),
        unit="percent",
        cadence=Cadence.MONTH,
        uses=(of,),
        caveats=(_PAPERS,),
    )
    def percentile(risk: Series) -> Series:
        """Share of all earlier months since 1985 with a lower value; months from 2022.

        100 would mean that the month is the record.
        """
        return risk.made(_lower(risk.points), unit=Unit.parse("percent"))

    return percentile


def _lower(points: tuple[Point, ...]) -> Iterator[Point]:
    for i, p in enumerate(points):
        if i and p.period.start >= _SINCE:
            lower = sum(q.value < p.value for q in points[:i])
            yield join(p.period, lower / i * 100, points[: i + 1])


_ALL = (
    ("WORLD", Text("Geopolitical risk", "地緣政治風險"), _WORLD, "index"),
    *(
        (
            who,
            Text(f"Geopolitical risk naming {n.en}", f"提及{n.zh}的地緣政治風險"),
            f"gpr/risk.country@{who}",
            "points",
        )
        for who, n in _COUNTRIES.items()
    ),
)
GAINS = tuple(_gain(*one) for one in _ALL)
PERCENTILES = tuple(_percentile(who, name, of) for who, name, of, _ in _ALL)
