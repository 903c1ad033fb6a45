"""Russia's own count of its trade with China, up to the blackout of 2022."""

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
from polemos.sources._read import Cell, sheet
from polemos.sources._told import told

_SHEETS = {
    "Экспорт": ("exports", Text("Russian exports to", "俄羅斯對"), "出口"),
    "Импорт": ("imports", Text("Russian imports from", "俄羅斯自"), "進口"),
}
_WITH = {
    "chn": Text("China", "中國"),
    "listed": Text("all 29 partners of the table", "表列 29 個夥伴"),
}
_PARTNERS = 29
_NOT_TOLD = "…"  # Kazakhstan in the second half of 2010: that month has no sum
_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_HEAD = 4  # the row that names the countries
_LATIN = str.maketrans("acekopx", "асекорх")  # letters typed with a Latin keyboard

SOURCE = Source(
    id="fts_trade",
    title=Text("Trade of Russia by partner country", "俄羅斯分國貿易"),
    provider=Provider(
        "fts",
        Text("Federal Customs Service of Russia", "俄羅斯聯邦海關總署"),
        "https://customs.gov.ru/statistic",
        official=True,
        party="RUS",
    ),
    url="https://rosstat.gov.ru/storage/mediabank/96stran.xlsx",
    citation="Federal Customs Service of Russia, in Rosstat's table 96stran.xlsx",
    licence=Licence(
        Text(
            "official statistics, free use with the source named",
            "官方統計，註明來源可自由使用",
        ),
        True,
    ),
    series=tuple(
        SeriesSpec(
            id=f"fts/trade.{what}.{partner}@RUS",
            title=Text(f"{head.en} {whom.en}", f"{head.zh}{whom.zh}{tail}"),
            unit=Unit.parse("mn USD"),
            measure=Measure.FLOW,
            cadence=Cadence.MONTH,
            basis=Basis.COUNTED,
            low=0,
            high=1e5,
            lag_days=45,
            caveats=(
                Text(
                    "Ends in December 2021; only the partner's figures exist since.",
                    "止於 2021 年 12 月，此後只有對方的數字。",
                ),
            ),
        )
        for what, head, tail in _SHEETS.values()
        for partner, whom in _WITH.items()
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook of 29 partners."""
    yield Fetched("96stran.xlsx", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read China's column, and the sum of all, month by month under each year."""
    for name, (what, *_) in _SHEETS.items():
        table = sheet(snap, name)
        heads = [str(c).strip().lower().translate(_LATIN) for c in table[_HEAD]]
        if "китай" not in heads or len(heads) != _PARTNERS + 1:
            raise ParseError(
                f"{snap.name} {name}: expected {_PARTNERS} partners and Китай among "
                f"them, found {heads}"
            )
        column = heads.index("китай")
        for month, row in _monthly(f"{snap.name} {name}", table[_HEAD + 1 :]):
            for partner, cells in (("chn", row[column - 1 : column]), ("listed", row)):
                told_of = [c for c in cells if isinstance(c, float)]
                if len(told_of) == len(cells):
                    total = sum(told_of)
                    series = f"fts/trade.{what}.{partner}@RUS"
                    yield told(SOURCE, series, month, total, snap)


def _monthly(
    where: str, table: Iterable[list[Cell]]
) -> Iterator[tuple[Period, list[Cell]]]:
    """Walk the months under their years, each with its partners' cells."""
    year = 0
    for label, *cells in table:
        if isinstance(label, float):
            year = int(label)
        elif str(label).strip() in _MONTHS:
            odd = [c for c in cells if not isinstance(c, float) and c != _NOT_TOLD]
            if odd:
                raise ParseError(
                    f"{where} {year} {label}: expected numbers, found {odd}"
                )
            yield Period.month(year, _MONTHS.index(str(label).strip()) + 1), cells
        elif str(label).strip():
            raise ParseError(f"{where}: expected a month, found {label}")
