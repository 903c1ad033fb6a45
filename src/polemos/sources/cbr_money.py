"""Money: M0, M1, M2 and broad money, from the Bank of Russia."""

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
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._cbr import (
    DATED_THE_FIRST,
    LICENCE,
    label,
    number,
    stock_month,
    stocks,
)
from polemos.sources._providers import CBR
from polemos.sources._read import sheet
from polemos.sources._single import singles
from polemos.sources._told import told

_URL = (
    "https://www.cbr.ru/vfs/statistics/credit_statistics/monetary_agg.xlsx",
    "https://www.cbr.ru/vfs/statistics/credit_statistics/monetary_agg_SA.xlsx",
)
_PRELIMINARY = Text(
    "An operational estimate comes about two weeks earlier and is not kept here; it "
    "can be some tenths of a trillion off.",
    "速估值約早兩週公布，此處不收；可能差零點幾兆盧布。",
)
_GAP = Text(
    "Beyond the workbook at hand only single points are known.",
    "手上的活頁簿所不及之處，只有零星資料點。",
)


def _spec(what: str, en: str, zh: str, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"cbr/money.{what}@RUS",
        title=Text(en, zh),
        unit=Unit.parse("bn RUB"),
        measure=Measure.STOCK,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=0,
        high=1e6,
        lag_days=31,  # the last working day of the month that the stock is dated in
        caveats=(DATED_THE_FIRST, *caveats),
    )


SOURCE = Source(
    id="cbr_money",
    title=Text("Monetary aggregates of Russia", "俄羅斯貨幣總計數"),
    provider=CBR,
    url="https://www.cbr.ru/statistics/macro_itm/dkfs/monetary_agg/",
    citation="Bank of Russia, Monetary aggregates",
    licence=LICENCE,
    by_hand=("quoted.csv",),
    series=(
        _spec("m0", "Cash in circulation (M0), Russia", "俄羅斯流通現金（M0）"),
        _spec("m1", "Cash and demand deposits (M1), Russia", "俄羅斯貨幣供給 M1"),
        _spec(
            "m2",
            "Money supply (M2, national definition), Russia",
            "俄羅斯貨幣供給 M2（國家定義）",
            Text("Roubles only; broad money is M2X.", "僅含盧布；廣義貨幣為 M2X。"),
            _PRELIMINARY,
            _GAP,
        ),
        _spec(
            "m2x",
            "Broad money (M2X, with foreign-currency deposits), Russia",
            "俄羅斯廣義貨幣 M2X（含外幣存款）",
            Text(
                "Moves with the exchange rate, which revalues the foreign currency.",
                "外幣部分隨匯率重估而變動。",
            ),
        ),
    ),
)

# The publisher writes М0, М1 and М2 with a Cyrillic letter and M2X with a Latin one.
_ROWS = {
    "Денежный агрегат М0": "m0",
    "Денежный агрегат М1": "m1",
    "Денежный агрегат М2": "m2",
}
_BROAD = ("Широкая денежная масса", "Денежный агрегат M2X (широкая денежная масса)")
_COLUMNS = {"М0 NSA": "m0", "М1 NSA": "m1", "М2 NSA": "m2", "М2Х NSA": "m2x"}
_SHEET = "Денежные агрегаты"
_NEWEST = 3


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook and its seasonally adjusted companion."""
    for url in _URL:
        yield Fetched(url.rsplit("/", 1)[1], url, get(url))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read either workbook, or single figures that were quoted from one."""
    read = (
        _quoted
        if snap.name.endswith(".csv")
        else _adjusted
        if "_SA" in snap.name
        else _plain
    )
    for what, month, value in read(snap):
        yield told(SOURCE, f"cbr/money.{what}@RUS", month, value, snap)


def _plain(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    labels = {label(row[0]) for row in sheet(snap, _SHEET) if row}
    broad = [b for b in _BROAD if b in labels]
    if len(broad) != 1:
        raise ParseError(
            f"{snap.source} {snap.name}: expected one of {_BROAD}, found {broad}"
        )
    return stocks(snap, _SHEET, 0, _ROWS | {broad[0]: "m2x"})


def _adjusted(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    """Read the newest months of the unadjusted columns.

    The companion adds up rounded parts and so is tenths off the plain workbook, which
    is no revision; it is read for the months that the other may not have yet.
    """
    rows = sheet(snap, _SHEET, 2)
    where = f"{snap.source} {snap.name} {_SHEET}"
    heads = [label(c) for c in rows[0]]
    for column, what in _COLUMNS.items():
        if heads.count(column) != 1:
            raise ParseError(f"{where}: expected one column {column!r}, found {heads}")
        at = heads.index(column)
        if rows[1][at] != "млрд руб.":
            raise ParseError(f"{where}: expected млрд руб., found {rows[1][at]!r}")
        dated = [row for row in rows[2:] if not isinstance(row[0], str)]
        for row in dated[-_NEWEST:]:
            month = stock_month(where, row[0])
            value = number(f"{where} {column!r} {month}", row[at])
            if value is not None:
                yield what, month, round(value, 1)


def _quoted(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for figure in singles(snap):
        if (figure.series, figure.unit) != ("M2", "trn RUB"):
            raise ParseError(f"{figure.where}: expected M2 in trn RUB")
        yield "m2", Period.month_before(figure.first), figure.value * 1000
