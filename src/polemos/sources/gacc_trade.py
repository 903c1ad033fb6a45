"""Trade between China and Russia: China's customs, as the press reported it."""

from collections.abc import Iterable, Iterator

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Measure,
    Observation,
    ParseError,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._single import SINGLE_FACTS, singles
from polemos.sources._told import told

_WHAT = {
    "China-Russia trade turnover": (
        "turnover",
        Text("China's trade with Russia, both ways", "中俄雙邊貿易總額"),
    ),
    "China exports to Russia": (
        "exports",
        Text("China's exports to Russia", "中國對俄羅斯出口"),
    ),
    "China imports from Russia": (
        "imports",
        Text("China's imports from Russia", "中國自俄羅斯進口"),
    ),
}
_MIRROR = Text(
    "Russian customs counted less before they stopped publishing; goods that pass "
    "through third countries blur both.",
    "俄羅斯海關停止公布前的數字較小；經第三國轉運的貨物使兩者都不精確。",
)


def _spec(what: str, title: Text, to_date: bool) -> SeriesSpec:
    when = (
        Text(", year to date", "（當年累計）")
        if to_date
        else Text(", year", "（全年）")
    )
    return SeriesSpec(
        id=f"gacc/trade.{'to_date.' if to_date else ''}{what}.rus@CHN",
        title=Text(title.en + when.en, title.zh + when.zh),
        unit=Unit.parse("bn USD"),
        measure=Measure.CUMULATIVE if to_date else Measure.FLOW,
        cadence=Cadence.IRREGULAR if to_date else Cadence.YEAR,
        basis=Basis.COUNTED,
        low=0,
        high=1000,
        lag_days=20,
        caveats=(_MIRROR,),
    )


SOURCE = Source(
    id="gacc_trade",
    title=Text("Trade with Russia in dollars", "對俄羅斯貿易（美元計）"),
    provider=Provider(
        "gacc",
        Text("General Administration of Customs of China", "中國海關總署"),
        "http://english.customs.gov.cn/",
        official=True,
    ),
    url="http://english.customs.gov.cn/statics/report/preliminary.html",
    citation=(
        "General Administration of Customs of China, as reported by the press; the "
        "page of each figure stands in the maintainers' list"
    ),
    licence=SINGLE_FACTS,
    by_hand=("china_russia_trade.csv",),
    manual=True,
    series=tuple(
        _spec(what, title, to_date)
        for to_date in (False, True)
        for what, title in _WHAT.values()
    ),
    caveats=(
        Text(
            "Only the figures that were read on a page; the others are missing.",
            "僅收錄讀得到出處的數字，其餘從缺。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page of preliminary releases."""
    yield Fetched("preliminary.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read whole years, and years to date; single months are left out."""
    if not snap.name.endswith(".csv"):
        raise ParseError(f"{snap.source}: expected single figures, found {snap.name}")
    for figure in singles(snap):
        if figure.series not in _WHAT or figure.unit != "bn USD":
            raise ParseError(f"{figure.where}: expected {sorted(_WHAT)} in bn USD")
        what, _ = _WHAT[figure.series]
        if figure.period.isdigit():
            year = figure.year
            name = f"gacc/trade.{what}.rus@CHN"
            yield told(SOURCE, name, year, figure.value, snap)
        elif ".." in figure.period and figure.first.month == 1:
            name = f"gacc/trade.to_date.{what}.rus@CHN"
            yield told(SOURCE, name, figure.months, figure.value, snap)
