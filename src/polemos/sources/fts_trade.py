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
from polemos.sources._read import sheet
from polemos.sources._told import told

_SHEETS = {
    "Экспорт": ("exports", Text("Russian exports to China", "俄羅斯對中國出口")),
    "Импорт": ("imports", Text("Russian imports from China", "俄羅斯自中國進口")),
}
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
            id=f"fts/trade.{what}.chn@RUS",
            title=title,
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
        for what, title in _SHEETS.values()
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook of 29 partners."""
    yield Fetched("96stran.xlsx", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read China's column of both sheets, month by month under each year."""
    for name, (what, _) in _SHEETS.items():
        table = sheet(snap, name)
        heads = [str(c).strip().lower().translate(_LATIN) for c in table[_HEAD]]
        if "китай" not in heads:
            raise ParseError(f"{snap.name} {name}: expected Китай, found {heads}")
        column, year = heads.index("китай"), 0
        for row in table[_HEAD + 1 :]:
            label, value = row[0], row[column]
            if isinstance(label, float):
                year = int(label)
            elif isinstance(value, float) and str(label).strip() in _MONTHS:
                month = _MONTHS.index(str(label).strip()) + 1
                period = Period.month(year, month)
                yield told(SOURCE, f"fts/trade.{what}.chn@RUS", period, value, snap)
            elif str(label).strip():
                raise ParseError(f"{snap.name} {name}: expected a month, found {row}")
