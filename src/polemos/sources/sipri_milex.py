"""Military spending as a share of GDP: SIPRI, as Our World in Data carries it."""

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
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._sipri import SIPRI
from polemos.sources._told import told

_SINCE = 2010  # an extract, as the publisher's terms ask
COUNTRIES = {
    "RUS": Text("Russia", "俄羅斯"),
    "UKR": Text("Ukraine", "烏克蘭"),
    "USA": Text("United States", "美國"),
    "CHN": Text("China", "中國"),
    "TWN": Text("Taiwan", "台灣"),
    "POL": Text("Poland", "波蘭"),
    "EST": Text("Estonia", "愛沙尼亞"),
    "GBR": Text("United Kingdom", "英國"),
    "FRA": Text("France", "法國"),
    "DEU": Text("Germany", "德國"),
    "ITA": Text("Italy", "義大利"),
    "ESP": Text("Spain", "西班牙"),
}
_NOT_NATO = Text(
    "SIPRI counts more than NATO does; the two differ by up to half a point, so no "
    "NATO target can be tested with this series.",
    "SIPRI 的口徑比北約寬，兩者可差半個百分點，不能用來檢驗北約的目標值。",
)
_ESTIMATES = Text(
    "The figures for Russia, China and Ukraine are SIPRI's estimates.",
    "俄羅斯、中國、烏克蘭的數字為 SIPRI 推估。",
)


def _spec(code: str, name: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"sipri/spending.military.gdp@{code}",
        title=Text(
            f"{name.en}: military spending, % of GDP",
            f"{name.zh}：軍事支出占 GDP 比重",
        ),
        unit=Unit.parse("percent"),
        measure=Measure.RATE,
        cadence=Cadence.YEAR,
        basis=Basis.ESTIMATED,
        low=0,
        high=100,
        lag_days=120,  # the database is renewed at the end of April
        caveats=(_NOT_NATO, _ESTIMATES)
        if code in ("RUS", "CHN", "UKR")
        else (_NOT_NATO,),
    )


_CSV = "military-spending-as-a-share-of-gdp-sipri.csv"

SOURCE = Source(
    id="sipri_milex",
    title=Text("Military Expenditure Database", "軍事支出資料庫"),
    provider=SIPRI,
    url="https://ourworldindata.org/grapher/military-spending-as-a-share-of-gdp-sipri",
    citation=(
        "SIPRI Military Expenditure Database, with processing by Our World in Data"
    ),
    licence=Licence(
        Text(
            "CC BY 4.0 (Our World in Data); SIPRI: extracts with attribution",
            "CC BY 4.0（Our World in Data）；SIPRI：註明出處可節錄",
        ),
        redistribute=True,
        url="https://www.sipri.org/about/terms-and-conditions",
    ),
    series=tuple(_spec(code, name) for code, name in COUNTRIES.items()),
    caveats=(
        Text(
            "One copy only: a year counts as known from the April after it, with the "
            "value of the newest copy.",
            "僅有一份副本：各年數字以最新副本為準，自次年四月底起視為已知。",
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the table of all countries and years."""
    url = f"https://ourworldindata.org/grapher/{_CSV}"
    yield Fetched(_CSV, url, get(url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read the countries of the report, a row a country and year."""
    for row in rows(snap.name, table(snap)):
        with row:
            code, year = row.take("Code"), row.whole("Year")
            value = row.number("Military expenditure (% of GDP)")
            row.ignore("Entity", "World region according to OWID")
        if value is None:
            raise ParseError(f"{snap.name} {code} {year}: expected a share, found none")
        if code in COUNTRIES and year >= _SINCE:
            name = f"sipri/spending.military.gdp@{code}"
            yield told(SOURCE, name, Period.year(year), value, snap)
