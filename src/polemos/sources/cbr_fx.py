"""The Bank of Russia's official exchange rates, day by day."""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree import ElementTree

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
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
from polemos.sources._cbr import LICENCE
from polemos.sources._providers import CBR
from polemos.sources._read import comma, table
from polemos.sources._rows import rows
from polemos.sources._told import told

_URL = (
    "https://www.cbr.ru/scripts/XML_dynamic.asp"
    "?date_req1=01/01/1998&date_req2=31/12/2099&VAL_NM_RQ="
)
_CODES = {"R01235": "usd", "R01239": "eur", "R01375": "cny"}
_OVER_THE_COUNTER = Text(
    "Set from trades on the exchange or, where sanctions have closed that to a "
    "currency, from over-the-counter deals.",
    "取自交易所成交價；某幣別因制裁退出交易所後，改取店頭交易。",
)
_VALID_ON = Text(
    "The day is the one on which the rate is valid; it is set the day before.",
    "日期為適用日，匯率於前一日訂定。",
)


def _spec(what: str, en: str, zh: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"cbr/fx.{what}@RUS",
        title=Text(f"Roubles per {en}, official rate", f"盧布兌{zh}官方匯率"),
        unit=Unit(f"RUB/{what.upper()}"),
        measure=Measure.RATE,
        cadence=Cadence.DAY,
        basis=Basis.MEASURED,
        low=0.5,
        high=500,
        lag_days=0,
        caveats=(_VALID_ON, *caveats),
    )


SOURCE = Source(
    id="cbr_fx",
    title=Text("Official exchange rates of the rouble", "盧布官方匯率"),
    provider=CBR,
    url="https://www.cbr.ru/currency_base/dynamics/",
    citation="Bank of Russia, Official exchange rates",
    licence=LICENCE,
    series=(
        _spec("usd", "US dollar", "美元", _OVER_THE_COUNTER),
        _spec("eur", "euro", "歐元", _OVER_THE_COUNTER),
        _spec("cny", "Chinese yuan", "人民幣"),
    ),
)

_IGNORED = tuple(f"{c}_RUB" for c in ("GBP", "CHF", "THB", "IDR", "TRY", "INR"))


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the whole run of each currency."""
    for code, what in _CODES.items():
        yield Fetched(f"XML_dynamic_{what}.xml", _URL + code, get(_URL + code))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the publisher's XML, or a table of days carried by somebody else."""
    read = _xml if snap.name.endswith(".xml") else _carried
    for what, day, rate in read(snap):
        yield told(SOURCE, f"cbr/fx.{what}@RUS", Period.day(day), rate, snap)


def _xml(snap: Snapshot) -> Iterator[tuple[str, date, float]]:
    """Read windows-1251 with decimal commas; a rate is for so many units."""
    where = f"{snap.source} {snap.name}"
    try:
        root = ElementTree.fromstring(snap.body)
    except (ElementTree.ParseError, ValueError) as error:
        raise ParseError(f"{where}: expected XML: {error}") from error
    if root.tag != "ValCurs" or not len(root):
        raise ParseError(f"{where}: expected ValCurs with records, found {root.tag}")
    for record in root:
        code = record.get("Id", "")
        if code not in _CODES:
            raise ParseError(f"{where}: expected {sorted(_CODES)}, found {code!r}")
        dated = record.get("Date", "")
        day = _read.day(where, "-".join(dated.split(".")[::-1]))  # 24.02.2025
        value, nominal = (
            comma(f"{where} {day} {what}", record.findtext(what, ""))
            for what in ("Value", "Nominal")
        )
        if nominal <= 0:
            raise ParseError(f"{where} {day}: expected a Nominal, found {nominal:g}")
        yield _CODES[code], day, value / nominal


def _carried(snap: Snapshot) -> Iterator[tuple[str, date, float]]:
    """Read one row a day; days that only repeat the last rate are not the bank's."""
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            day = row.day("date")
            rates = {c: row.number(f"{c.upper()}_RUB") for c in _CODES.values()}
            filled = row.take("is_calendar_fill")
            row.ignore(*_IGNORED)
        if filled not in ("0", "1"):
            raise ParseError(f"{snap.name} {day}: expected 0 or 1, found {filled!r}")
        for what, rate in rates.items():
            if rate is not None and filled == "0":
                yield what, day, rate
