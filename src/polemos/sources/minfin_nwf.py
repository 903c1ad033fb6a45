"""Russia's National Wealth Fund: the whole, its liquid part, and what it holds."""

from collections.abc import Iterable

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    Licence,
    Measure,
    Observation,
    ParseError,
    Period,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._providers import MINFIN
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._told import told

_URL = "https://minfin.gov.ru/ru/perfomance/nationalwealthfund/statistics/"
_DATED_THE_FIRST = Text(
    "The publisher dates the stock the first of the month; it is the end of the month "
    "before.",
    "發布機構將存量標為每月 1 日，實為前一個月的月底。",
)
_TOPPED_UP = Text(
    "Filled once a year with the oil revenue of the year before, so that a fall within "
    "a year is partly seasonal.",
    "每年以前一年的石油收入補充一次，年內下降部分屬季節性。",
)
_GAPS = Text(
    "No figure for September to November 2019 and September 2021.",
    "2019 年 9 至 11 月與 2021 年 9 月無資料。",
)


def _spec(what: str, en: str, zh: str, unit: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"minfin/nwf.{what}@RUS",
        title=Text(f"National Wealth Fund of Russia, {en}", f"俄羅斯國家財富基金{zh}"),
        unit=Unit.parse(unit),
        measure=Measure.STOCK,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=0,
        high=1e6,
        lag_days=12,  # MinFin's message of the second week
        caveats=(_DATED_THE_FIRST, *caveats),
    )


SOURCE = Source(
    id="minfin_nwf",
    title=Text("National Wealth Fund of Russia", "俄羅斯國家財富基金"),
    provider=MINFIN,
    url=_URL,
    citation="Ministry of Finance of Russia, monthly messages on the fund",
    licence=Licence(
        Text(
            "facts from official messages, source named", "官方公告中的事實，註明來源"
        ),
        True,
    ),
    series=(
        _spec("total", "the whole fund", "總額", "bn RUB", _TOPPED_UP),
        _spec("total.usd", "the whole fund in dollars", "總額（美元）", "bn USD"),
        _spec("liquid", "liquid part", "流動部分", "bn RUB", _TOPPED_UP, _GAPS),
        _spec(
            "liquid.usd", "liquid part in dollars", "流動部分（美元）", "bn USD", _GAPS
        ),
        _spec("gold", "gold held", "持有黃金", "tonnes"),
        _spec("yuan", "yuan held", "持有人民幣", "mn CNY"),
    ),
)
_COLUMNS = {
    "nwf_total_bn_rub": ("total", 1.0),
    "nwf_total_bn_usd": ("total.usd", 1.0),
    "nwf_liquid_bn_rub": ("liquid", 1.0),
    "nwf_liquid_bn_usd": ("liquid.usd", 1.0),
    "gold_kg": ("gold", 1e-3),
    "cny_mln": ("yuan", 1.0),
}


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page of the fund's statistics."""
    yield Fetched("nwf.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the table of the messages; the liquid part lies within the whole."""
    if snap.name != "nwf_monthly.csv":
        raise ParseError(f"{snap.source}: expected nwf_monthly.csv, found {snap.name}")
    # The carrier has the row of 1 August 2025 twice, word for word.
    once = dict.fromkeys(tuple(cells.items()) for cells in table(snap, repeats=True))
    for row in rows(f"{snap.source} {snap.name}", map(dict, once)):
        with row:
            dated = row.day("date")
            found = {w: (row.number(c), f) for c, (w, f) in _COLUMNS.items()}
            row.ignore("nwf_liquid_pct_gdp_as_stated", "liquid_source")
        whole, liquid = found["total"][0], found["liquid"][0]
        if whole is None or (liquid is not None and liquid > whole):
            raise ParseError(
                f"{snap.source} {snap.name} {dated}: expected a liquid part within "
                f"the whole, found {liquid} and {whole}"
            )
        for what, (value, factor) in found.items():
            if value is not None:
                month = Period.month_before(dated)
                yield told(
                    SOURCE, f"minfin/nwf.{what}@RUS", month, value * factor, snap
                )
