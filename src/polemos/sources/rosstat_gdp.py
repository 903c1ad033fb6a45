"""Gross domestic product of Russia by quarter."""

from collections.abc import Iterable, Iterator

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
from polemos.sources import _read
from polemos.sources._providers import ROSSTAT
from polemos.sources._read import sheet
from polemos.sources._told import told

_URL = "https://rosstat.gov.ru/storage/mediabank/VVP_kvartal_s-1995-2026.xlsx"
_CAVEATS = (
    Text(
        "Revised for years, by half a point of growth and more. Only one later copy is "
        "at hand, so earlier as-of days see its values.",
        "會修訂多年，成長率可動半個百分點以上。手上只有一份後來的副本，"
        "較早的基準日也以其數值呈現。",
    ),
    Text(
        "The four regions annexed in 2022 are left out.",
        "不含 2022 年併吞的四個地區。",
    ),
)
_LAG = 90  # the estimate of a quarter in current prices, at the latest

SOURCE = Source(
    id="rosstat_gdp",
    title=Text(
        "Gross domestic product of Russia, by quarter", "俄羅斯季度國內生產毛額"
    ),
    provider=ROSSTAT,
    url="https://rosstat.gov.ru/statistics/accounts",
    citation="Rosstat, Gross domestic product by quarter",
    licence=Licence(
        Text(
            "official statistics, free use with the source named",
            "官方統計，註明來源可自由使用",
        ),
        True,
    ),
    series=(
        SeriesSpec(
            id="rosstat/gdp@RUS",
            title=Text("GDP of Russia, current prices", "俄羅斯 GDP（當期價格）"),
            unit=Unit.parse("bn RUB"),
            measure=Measure.FLOW,
            cadence=Cadence.QUARTER,
            basis=Basis.MEASURED,
            low=0,
            high=1e6,
            lag_days=_LAG,
            caveats=_CAVEATS,
        ),
        SeriesSpec(
            id="rosstat/gdp.growth@RUS",
            title=Text(
                "Real GDP of Russia, change on a year earlier", "俄羅斯實質 GDP 年增率"
            ),
            unit=Unit.parse("percent"),
            measure=Measure.RATE,
            cadence=Cadence.QUARTER,
            basis=Basis.MEASURED,
            low=-30,
            high=30,
            lag_days=_LAG,
            caveats=_CAVEATS,
        ),
    ),
)

_CURRENT, _GROWTH = "2", "12"  # current prices from 2011, volume on a year earlier
_QUARTERS = ("I квартал", "II квартал", "III квартал", "IV квартал")


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook."""
    yield Fetched(_URL.rsplit("/", 1)[1], _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read current prices and the volume index."""
    for quarter, value in _across(snap, _CURRENT):
        yield told(SOURCE, "rosstat/gdp@RUS", quarter, value, snap)
    for quarter, value in _across(snap, _GROWTH):
        yield told(SOURCE, "rosstat/gdp.growth@RUS", quarter, value - 100, snap)


def _across(snap: Snapshot, name: str) -> Iterator[tuple[Period, float]]:
    """Read a sheet with years over their quarters, and one row of values."""
    cells = sheet(snap, name)
    where = f"{snap.source} {snap.name} {name}"
    at = next((i for i, r in enumerate(cells) if _QUARTERS[0] in r), None)
    if not at or len(cells) <= at + 1:
        raise ParseError(f"{where}: expected a row of quarters between two others")
    year = 0
    for above, label, value in zip(*cells[at - 1 : at + 2], strict=True):
        if above != "":  # a footnote may follow: "20252)"
            year = _read.day(where, f"{str(above)[:4]}-01-01").year
        if label in _QUARTERS and isinstance(value, float):
            yield Period.quarter(year, _QUARTERS.index(str(label)) + 1), value
