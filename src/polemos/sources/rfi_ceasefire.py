"""When a first ceasefire takes effect, as three crowds forecast it in spring 2025."""

from collections.abc import Iterable, Iterator

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Measure,
    Observation,
    ParseError,
    Period,
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._single import SINGLE_FACTS
from polemos.sources._told import told

_QUESTION = "first_bilateral_ceasefire_or_peace_in_effect"
_CROWDS = ("RFI", "Metaculus", "Glimt")
_SPANS = {
    "apr_jun_2025": Text("from April to June 2025", "於 2025 年 4 至 6 月"),
    "jul_sep_2025": Text("from July to September 2025", "於 2025 年 7 至 9 月"),
    "oct_dec_2025": Text("from October to December 2025", "於 2025 年 10 至 12 月"),
    "not_before_2026": Text("not before 2026", "不早於 2026 年"),
}
_ROUNDED = 2  # percent that four rounded shares may be off one hundred together
_CAVEATS = (
    Text(
        "Whole percents as printed: the four spans together are 99 or 100, and are not "
        "made to fit here.",
        "為原文所印的整數百分比：四個時段合計為 99 或 100，此處未作調整。",
    ),
    Text(
        "Asked on the day told, and known only since the page of 9 May 2025.",
        "提問日如所載，但自 2025 年 5 月 9 日的網頁刊出後才得知。",
    ),
    Text(
        "A forecast by a crowd, which holds for its day only.",
        "為群眾預測，僅代表當日看法。",
    ),
)


def _spec(span: str, crowd: str) -> SeriesSpec:
    words = _SPANS[span]
    return SeriesSpec(
        id=f"rfi/ceasefire.{span}.{crowd.lower()}@UKR",
        title=Text(
            f"Chance that a first ceasefire of both sides, or peace, takes effect "
            f"{words.en}, {crowd}",
            f"雙邊停火或和平首度{words.zh}生效的機率（{crowd}）",
        ),
        unit=Unit.parse("percent"),
        measure=Measure.RATE,
        cadence=Cadence.IRREGULAR,
        basis=Basis.ESTIMATED,
        low=0,
        high=100,
        caveats=_CAVEATS,
    )


SOURCE = Source(
    id="rfi_ceasefire",
    title=Text(
        "Ukraine Ceasefire on the Horizon? Three crowds",
        "烏克蘭停火在望？三個預測群體",
    ),
    provider=Provider(
        "rfi",
        Text("RAND Forecasting Initiative", "蘭德公司預測計畫（RFI）"),
        "https://www.randforecastinginitiative.org/",
    ),
    url="https://www.randforecastinginitiative.org/rfi-blog/ukraine-ceasefire-collaboration",
    citation="RAND Forecasting Initiative blog, Ukraine Ceasefire on the Horizon? "
    "Insights from RFI, Glimt, and Metaculus Collaboration, 9 May 2025",
    licence=SINGLE_FACTS,
    by_hand=("forecasts.csv",),
    manual=True,
    series=tuple(_spec(span, crowd) for crowd in _CROWDS for span in _SPANS),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page; its table is copied by hand."""
    yield Fetched("ukraine-ceasefire.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read a row a crowd and a day; its four spans are all there is."""
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            question, crowd = row.take("question"), row.take("source")
            day = row.day("asked_on")
            chances = {span: row.number(span) for span in _SPANS}
        where = f"{snap.source} {snap.name} {day} {crowd!r}"
        if question != _QUESTION or crowd not in _CROWDS:
            raise ParseError(
                f"{where}: expected {_QUESTION} by one of {', '.join(_CROWDS)}, "
                f"found {question!r}"
            )
        whole = sum(chance or 0 for chance in chances.values())
        if None in chances.values() or abs(whole - 100) > _ROUNDED:
            raise ParseError(
                f"{where}: expected {len(_SPANS)} percentages that make about 100, "
                f"found {list(chances.values())}"
            )
        for span, chance in chances.items():
            name = f"rfi/ceasefire.{span}.{crowd.lower()}@UKR"
            yield told(SOURCE, name, Period.day(day), chance or 0.0, snap)
