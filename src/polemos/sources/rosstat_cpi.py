"""Consumer prices of Russia: the official yearly rate and the monthly indices."""

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
from polemos.sources._providers import ROSSTAT
from polemos.sources._read import sheet, table
from polemos.sources._rows import rows
from polemos.sources._told import told

_URL = "https://rosstat.gov.ru/storage/mediabank/ipc_mes.xlsx"
_WITHOUT = Text(
    "The four regions annexed in 2022 are left out.",
    "不含 2022 年併吞的四個地區。",
)


def _spec(what: str, en: str, zh: str, high: float, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"rosstat/cpi.{what}@RUS",
        title=Text(f"Consumer prices in Russia, {en}", f"俄羅斯消費者物價{zh}"),
        unit=Unit.parse("percent"),
        measure=Measure.RATE,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=-10,
        high=high,
        lag_days=17,  # the tenth working day of the next month, or a little later
        caveats=(_WITHOUT, *caveats),
    )


SOURCE = Source(
    id="rosstat_cpi",
    title=Text("Consumer price index of Russia", "俄羅斯消費者物價指數"),
    provider=ROSSTAT,
    url="https://rosstat.gov.ru/statistics/price",
    citation="Rosstat, Consumer price indices",
    licence=Licence(
        Text(
            "official statistics, free use with the source named",
            "官方統計，註明來源可自由使用",
        ),
        True,
    ),
    series=(
        _spec(
            "yoy",
            "change on a year earlier",
            "年增率",
            50,
            Text(
                "Read from the Bank of Russia's table of inflation, as far as it goes.",
                "取自俄羅斯央行的通膨表，以該表所及為限。",
            ),
        ),
        _spec("mom", "change on the month before", "月增率", 300),
        _spec("mom.food", "food, change on the month before", "月增率（食品）", 400),
        _spec(
            "mom.nonfood",
            "other goods, change on the month before",
            "月增率（食品以外商品）",
            300,
        ),
        _spec(
            "mom.services",
            "services, change on the month before",
            "月增率（服務）",
            300,
        ),
    ),
)

_SHEETS = {"01": "mom", "02": "mom.food", "03": "mom.nonfood", "04": "mom.services"}
_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_BASE = "к концу предыдущего месяца"
_MONTHLY_IGNORED = (
    *(f"rate_{c}{e}" for e in ("", "_end") for c in ("usd", "cny", "eur", "gbp")),
    *(f"rate_{c}{e}" for e in ("", "_end") for c in ("chf", "thb", "idr", "try")),
    *(f"rate_inr{e}" for e in ("", "_end")),
    *("cpi_yoy", "cpi_ytd", "key_rate", "key_rate_end", "date"),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook; its name carries the month, so the section page knows it."""
    yield Fetched("ipc_mes.xlsx", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read Rosstat's workbook, or a table that carries its figures."""
    if snap.name.startswith("ipc_mes") and snap.name.endswith(".xlsx"):
        read = _workbook(snap)
    elif snap.name == "infl.csv":
        read = _yearly(snap)
    elif snap.name == "macro_monthly.csv":
        read = _monthly(snap)
    else:
        raise ParseError(f"{snap.source}: expected ipc_mes*.xlsx, found {snap.name}")
    for what, month, value in read:
        yield told(SOURCE, f"rosstat/cpi.{what}@RUS", month, value, snap)


def _workbook(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    """Read years across and months down; the index is the month before = 100."""
    for name, what in _SHEETS.items():
        cells = sheet(snap, name)
        where = f"{snap.source} {snap.name} {name}"
        at = next((i for i, r in enumerate(cells) if r[0] == _BASE), None)
        if not at or len(cells) <= at + len(_MONTHS):
            raise ParseError(f"{where}: expected years, {_BASE!r} and twelve months")
        years = cells[at - 1]
        for n, label in enumerate(_MONTHS, 1):
            row = cells[at + n]
            if row[0] != label:
                raise ParseError(f"{where}: expected {label!r}, found {row[0]!r}")
            for year, index in zip(years[1:], row[1:], strict=True):
                if isinstance(year, float) and isinstance(index, float):
                    yield what, Period.month(int(year), n), round(index - 100, 2)


def _yearly(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            month = row.month("month")
            value = row.number("cpi_yoy_pct")
            row.ignore("key_rate_pct_end", "target_pct")
        if value is not None:
            yield "yoy", month, value


def _monthly(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            month = row.month("month")
            value = row.number("cpi_mom")
            row.ignore(*_MONTHLY_IGNORED)
        if value is not None:
            yield "mom", month, round(value, 2)
