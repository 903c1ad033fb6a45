"""The spot price of Brent crude, by day and by month."""

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

_DAY, _MONTH = "eia/oil.brent@WORLD", "eia/oil.brent.month@WORLD"
_URL = {
    "brent-daily.csv": "https://www.eia.gov/dnav/pet/hist_xls/RBRTEd.xls",
    "brent-monthly.csv": "https://www.eia.gov/dnav/pet/hist_xls/RBRTEm.xls",
}
_SPOT = Text(
    "A spot price at the terminal; it can stand far from the futures price.",
    "為裝船現貨價，可能與期貨價差距甚大。",
)


def _spec(name: str, title: Text, cadence: Cadence) -> SeriesSpec:
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit.parse("USD/barrel"),
        measure=Measure.RATE,
        cadence=cadence,
        basis=Basis.MEASURED,
        low=1,
        high=300,
        lag_days=7,  # published once a week, with the days up to Monday
        caveats=(_SPOT,),
    )


SOURCE = Source(
    id="eia_oil",
    title=Text("Spot prices of crude oil", "原油現貨價格"),
    provider=Provider(
        "eia",
        Text("US Energy Information Administration", "美國能源資訊署"),
        "https://www.eia.gov/",
        official=True,
    ),
    url="https://www.eia.gov/dnav/pet/pet_pri_spt_s1_d.htm",
    citation="U.S. Energy Information Administration, Europe Brent Spot Price FOB",
    licence=Licence(Text("public domain", "公共領域"), True),
    series=(
        _spec(_DAY, Text("Brent crude, spot", "布蘭特原油現貨價"), Cadence.DAY),
        _spec(
            _MONTH,
            Text("Brent crude, spot, monthly average", "布蘭特原油現貨月均價"),
            Cadence.MONTH,
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the two histories."""
    for url in _URL.values():
        yield Fetched(url.rsplit("/", 1)[1], url, get(url))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read one of the two histories, by its name."""
    if snap.name not in _URL:
        raise ParseError(f"eia_oil: expected {sorted(_URL)}, found {snap.name}")
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            day, price = row.day("Date"), row.number("Price")
        if price is None:
            continue
        if snap.name == "brent-daily.csv":
            yield told(SOURCE, _DAY, Period.day(day), price, snap)
        else:
            month = Period.month(day.year, day.month)
            yield told(SOURCE, _MONTH, month, price, snap)
