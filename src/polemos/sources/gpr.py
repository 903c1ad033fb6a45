"""How much newspapers write of geopolitical danger: Caldara and Iacoviello's index."""

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

_URL = "https://www.matteoiacoviello.com/gpr_files/data_gpr_export.xls"
_REVISED = Text(
    "The last two months are preliminary: March 2026 went from 297 to 327.",
    "最近兩個月為初值：2026 年 3 月由 297 修訂為 327。",
)
_ARTICLES = Text(
    "A share of newspaper articles, counted in ten papers of the English language: "
    "attention, not danger itself.",
    "為十份英文報紙中的報導占比：衡量的是關注程度，不是危險本身。",
)


def _spec(name: str, title: Text, unit: str, high: float) -> SeriesSpec:
    return SeriesSpec(
        id=f"gpr/{name}",
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.RATE,
        cadence=Cadence.MONTH,
        basis=Basis.ESTIMATED,
        low=0,
        high=high,
        lag_days=10,
        caveats=(_ARTICLES, _REVISED),
    )


def _index(what: str, en: str, zh: str) -> SeriesSpec:
    title = Text(
        f"{en}, index, 1985 to 2019 = 100", f"{zh}（1985 至 2019 年平均為 100）"
    )
    return _spec(f"{what}@WORLD", title, "index", 2000)


def _country(who: str, en: str, zh: str) -> SeriesSpec:
    title = Text(
        f"Geopolitical risk naming {en}, share of articles",
        f"提及{zh}的地緣政治風險報導占比",
    )
    return _spec(f"risk.country@{who}", title, "percent", 100)


SOURCE = Source(
    id="gpr",
    title=Text("Geopolitical Risk Index", "地緣政治風險指數"),
    provider=Provider(
        "gpr",
        Text("Caldara and Iacoviello", "Caldara 與 Iacoviello"),
        "https://www.matteoiacoviello.com/gpr.htm",
    ),
    url="https://www.matteoiacoviello.com/gpr.htm",
    citation="Caldara and Iacoviello (2022), Measuring Geopolitical Risk, AER 112(4)",
    licence=Licence(
        Text("free use with citation of the paper", "引用論文可自由使用"), True
    ),
    series=(
        _index("risk", "Geopolitical risk", "地緣政治風險"),
        _index("risk.threats", "Geopolitical threats", "地緣政治威脅"),
        _index("risk.acts", "Geopolitical acts", "地緣政治行動"),
        _country("RUS", "Russia", "俄羅斯"),
        _country("UKR", "Ukraine", "烏克蘭"),
        _country("TWN", "Taiwan", "台灣"),
        _country("CHN", "China", "中國"),
        _country("USA", "the United States", "美國"),
    ),
)

_INDICES = {
    "GPR": "gpr/risk@WORLD",
    "GPRT": "gpr/risk.threats@WORLD",
    "GPRA": "gpr/risk.acts@WORLD",
}
_OURS = _INDICES | {
    f"GPRC_{who}": f"gpr/risk.country@{who}"
    for who in ("RUS", "UKR", "TWN", "CHN", "USA")
}
_NOT_OURS = ("GPRH", "GPRHT", "GPRHA", "SHARE_GPR", "N10")


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the workbook."""
    yield Fetched("data_gpr_export.xls", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the wide table, or one vintage of a stacked one."""
    if not snap.name.endswith(".csv"):
        raise ParseError(f"{snap.source}: expected a CSV, found {snap.name}")
    read = _stacked if "stacked" in snap.name else _wide
    for series, month, value in read(snap):
        yield told(SOURCE, series, month, value, snap)


def _wide(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for cells in table(snap):
        where = f"{snap.source} {snap.name} {cells.get('month', '?')}"
        for row in rows(where, [cells]):
            with row:
                month = row.month("month")
                found = {s: row.number(c) for c, s in _OURS.items()}
                row.ignore(*_NOT_OURS)
                others = (c for c in cells if c.startswith("GPRC_") and c not in _OURS)
                row.ignore(*others)
        for series, value in found.items():
            if value is not None:
                yield series, month, value


def _stacked(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            column, value = row.take("series"), row.number("value")
            month = row.month("month")
            row.ignore("committed_in")
        if value is not None and column in _OURS:
            yield _OURS[column], month, value
