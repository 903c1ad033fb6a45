"""Taiwan's exports of integrated circuits (HS 8542) by destination and year."""

from collections import defaultdict
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
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._told import told

DESTINATIONS = {
    "中國大陸": ("chn", Text("China", "中國")),
    "香港": ("hkg", Text("Hong Kong", "香港")),
    "新加坡": ("sgp", Text("Singapore", "新加坡")),
    "南韓": ("kor", Text("South Korea", "南韓")),
    "日本": ("jpn", Text("Japan", "日本")),
    "馬來西亞": ("mys", Text("Malaysia", "馬來西亞")),
    "美國": ("usa", Text("United States", "美國")),
    "俄羅斯": ("rus", Text("Russia", "俄羅斯")),
}
_ROUNDABOUT = Text(
    "Customs record the first stop: chips that end in US servers travel through China, "
    "Hong Kong, Malaysia, or inside servers (HS 8471), so this understates what the "
    "United States depends on.",
    "海關記錄的是第一站：最終裝進美國伺服器的晶片常經中國、香港、馬來西亞，"
    "或隨伺服器（HS 8471）出口，因此低估美國的依賴程度。",
)


def _spec(code: str, who: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"mof_tw/trade.chips.exports.{code}@TWN",
        title=Text(
            f"{who.en}: Taiwan's chip exports (HS 8542)",
            f"{who.zh}：台灣晶片（HS 8542）出口",
        ),
        unit=Unit.parse("USD"),
        measure=Measure.FLOW,
        cadence=Cadence.YEAR,
        basis=Basis.COUNTED,
        low=0,
        high=1e12,
        lag_days=20,
        caveats=(_ROUNDABOUT,),
    )


_PARTIAL = 2025  # its first months only, and the copy does not say how many

SOURCE = Source(
    id="taiwan_ic_exports",
    title=Text("Trade statistics of Taiwan's customs", "海關進出口貿易統計"),
    provider=Provider(
        "mof_tw",
        Text(
            "Customs Administration, Ministry of Finance (Taiwan)",
            "財政部關務署",
        ),
        "https://portal.sw.nat.gov.tw/APGA/GA30E",
        official=True,
    ),
    url="https://portal.sw.nat.gov.tw/APGA/GA30E",
    citation="Customs Administration, Ministry of Finance, Taiwan: HS 8542 by country",
    licence=Licence(
        Text("figures of a public body; no terms stated", "公務機關統計；未載明條款"),
        redistribute=True,
    ),
    manual=True,
    series=(
        _spec("all", Text("All destinations", "全部目的地")),
        *(_spec(code, who) for code, who in DESTINATIONS.values()),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the query page; a query by country and code answers with a table."""
    yield Fetched("GA30E.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read whole years: the named destinations, and the sum of all."""
    value: dict[tuple[int, str], float] = defaultdict(float)
    seen: set[tuple[int, str]] = set()
    for row in rows(snap.name, table(snap)):
        with row:
            year, place = row.whole("Year"), row.take("Country")
            usd = row.number("Export Value (USD)")
        if usd is None or (year, place) in seen:
            raise ParseError(f"{snap.name} {year}: expected one value for {place}")
        seen.add((year, place))
        value[year, "all"] += usd
        if place in DESTINATIONS:
            value[year, DESTINATIONS[place][0]] = usd
    years = {year for year, _ in value if year < _PARTIAL}
    missing = {
        (year, code)
        for year in years
        for code, _ in DESTINATIONS.values()
        if (year, code) not in value
    }
    if missing:
        raise ParseError(f"{snap.name}: expected every destination, no {missing}")
    for (year, code), usd in sorted(value.items()):
        if year < _PARTIAL:
            name = f"mof_tw/trade.chips.exports.{code}@TWN"
            yield told(SOURCE, name, Period.year(year), round(usd, 2), snap)
