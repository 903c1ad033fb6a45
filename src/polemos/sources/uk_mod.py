"""Russian casualties month by month, as British Defence Intelligence posts them."""

from collections.abc import Iterable

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    KnownBy,
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
from polemos.sources._compiled import (
    FOLDER,
    KILLED_AND_WOUNDED,
    LICENCE,
    published,
    slashed,
)
from polemos.sources._read import table
from polemos.sources._rows import rows

_FILE = "uk_mod_monthly.csv"
_ADDRESS = (
    f"{FOLDER}Soldier%20deaths_casualties%20in%20Ukraine%20-%20"
    "uk%20mod%20month-by-month%20estimates.csv"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_TOTAL, _MONTH = "uk_mod/casualties.total@RUS", "uk_mod/casualties.month@RUS"
_CAVEATS = (
    KILLED_AND_WOUNDED,
    Text(
        "Follows the Ukrainian claims closely; not an independent count.",
        "與烏方宣稱高度同步，並非獨立計數。",
    ),
    Text(
        "Known from the post that the collection names; months of 2022 to 2024 were "
        "posted together in January 2025.",
        "以彙編所載貼文時間為得知時間；2022 至 2024 各月於 2025 年 1 月一併公布。",
    ),
)


def _spec(name: str, title: Text, measure: Measure) -> SeriesSpec:
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit("persons"),
        measure=measure,
        cadence=Cadence.MONTH,
        basis=Basis.ESTIMATED,
        low=0,
        high=5e6,
        caveats=_CAVEATS,
    )


SOURCE = Source(
    id="uk_mod",
    title=Text(
        "Russian casualties by month, UK Ministry of Defence",
        "英國國防部逐月俄軍傷亡估計",
    ),
    provider=Provider(
        "uk_mod",
        Text("UK Ministry of Defence", "英國國防部"),
        "https://x.com/DefenceHQ",
        official=True,
    ),
    url=_ADDRESS,
    citation="UK Ministry of Defence, collected by The Economist",
    licence=LICENCE,
    series=(
        _spec(
            _TOTAL,
            Text(
                "Russian killed and wounded since the invasion began (UK estimate)",
                "開戰以來俄軍傷亡（英國估計）",
            ),
            Measure.CUMULATIVE,
        ),
        _spec(
            _MONTH,
            Text(
                "Russian killed and wounded in a month (UK estimate)",
                "俄軍每月傷亡（英國估計）",
            ),
            Measure.FLOW,
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the collection's table of months."""
    yield Fetched(_FILE, _ADDRESS, get(_ADDRESS))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read each month, and hold its total to the one before it."""
    before = 0.0
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            name, year = row.take("month"), row.whole("year")
            flow, total = (
                row.number("casualties in month"),
                row.number("cumulative casualties"),
            )
            until = row.take("date (at beginning of next month)")
            url = row.take("source_url")
            row.ignore(
                *("casualties (average daily losses)", "days in month", "source"),
                "note",
            )
        where = f"{snap.name} {name} {year}"
        if name not in _MONTHS or flow is None or total is None:
            raise ParseError(f"{where}: expected a month with its casualties")
        period = Period.month(year, _MONTHS.index(name) + 1)
        out = published(url)
        if out is None or slashed(until, where) != period.end:
            raise ParseError(f"{where}: expected a post of {period.end}, found {url}")
        if before + flow != total:
            raise ParseError(f"{where}: expected {before + flow:g}, found {total:g}")
        before = total
        for series, value in ((_TOTAL, total), (_MONTH, flow)):
            yield Observation(
                series, period, value, out, snap.id, known_by=KnownBy.PUBLISHED
            )
