"""World prices of oil, gas, wheat and gold: the World Bank's Pink Sheet."""

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
from polemos.sources import _read
from polemos.sources._read import Cell, sheet, table
from polemos.sources._rows import rows
from polemos.sources._told import told

_URL = "https://www.worldbank.org/en/research/commodity-markets"


def _spec(what: str, en: str, zh: str, unit: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"worldbank/{what}@WORLD",
        title=Text(f"{en}, monthly average", f"{zh}月均價"),
        unit=Unit(unit),
        measure=Measure.RATE,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=0,
        high=1e5,
        lag_days=4,  # the second working day of the next month
        caveats=caveats,
    )


SOURCE = Source(
    id="worldbank_pink",
    title=Text("Commodity prices (the Pink Sheet)", "商品價格（粉紅表）"),
    provider=Provider(
        "worldbank",
        Text("World Bank", "世界銀行"),
        "https://www.worldbank.org/",
        official=True,
    ),
    url=_URL,
    citation="World Bank, Commodity Price Data (The Pink Sheet)",
    licence=Licence(
        Text("CC BY 4.0", "CC BY 4.0"),
        True,
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    series=(
        _spec("oil.brent", "Brent crude", "布蘭特原油", "USD/barrel"),
        _spec(
            "gas.europe",
            "Natural gas in Europe",
            "歐洲天然氣",
            "USD/mmbtu",
            Text("The Dutch TTF hub since 2015.", "2015 年起為荷蘭 TTF 樞紐價。"),
        ),
        _spec("wheat.hrw", "Wheat, US hard red winter", "美國硬紅冬麥", "USD/tonne"),
        _spec("gold", "Gold", "黃金", "USD/ounce"),
    ),
)

_COLUMNS = {
    "Crude oil, Brent": ("oil.brent", "($/bbl)"),
    "Natural gas, Europe": ("gas.europe", "($/mmbtu)"),
    "Wheat, US HRW": ("wheat.hrw", "($/mt)"),
    "Gold": ("gold", "($/troy oz)"),
}
_HEAD, _UNITS, _FIRST = 4, 5, 6  # rows of the sheet


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page; the workbook's address changes with each release."""
    yield Fetched("commodity-markets.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read a release, as the workbook or as one release of a stacked table."""
    read = _workbook if snap.name.endswith(".xlsx") else _stacked
    for what, month, price in read(snap):
        # Cents are what the sheet shows; more digits come and go without a revision.
        yield told(SOURCE, f"worldbank/{what}@WORLD", month, round(price, 2), snap)


def _workbook(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    cells = sheet(snap, "Monthly Prices", _FIRST + 1)
    where = f"{snap.source} {snap.name}"
    for column, (what, unit) in _COLUMNS.items():
        if cells[_HEAD].count(column) != 1:
            raise ParseError(f"{where}: expected one column {column!r}")
        at = cells[_HEAD].index(column)
        if cells[_UNITS][at] != unit:
            raise ParseError(
                f"{where} {column}: expected {unit}, found {cells[_UNITS][at]}"
            )
        for row in cells[_FIRST:]:
            price = row[at]
            if isinstance(price, float):
                yield what, _month(where, row[0]), price


def _month(where: str, cell: Cell) -> Period:
    year, letter, month = str(cell).partition("M")
    if not letter:
        raise ParseError(f"{where}: expected a month as 2026M05, found {cell!r}")
    return _read.month(where, f"{year}-{month}")


def _stacked(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    releases = set()
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            releases.add(row.take("release_date"))
            commodity, unit = row.take("commodity"), row.take("unit")
            month = row.month("month")
            price = row.number("value")
        if commodity not in _COLUMNS or price is None:
            continue
        what, expected = _COLUMNS[commodity]
        if unit != expected:
            raise ParseError(
                f"{snap.source} {commodity}: expected {expected}, found {unit}"
            )
        yield what, month, price
    if len(releases) != 1:
        raise ParseError(f"{snap.source}: expected one release, found {releases}")
