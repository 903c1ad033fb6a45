"""The Economist's meta-estimate of Russian dead and casualties, refitted each day.

Each refit moves the past. The collection's own history begins in July 2025, so nothing
of it is known before; its first file of each month is kept for a few fixed days, and
the newest file for all of them.
"""

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
    start_of_day,
)
from polemos.sources._compiled import BASE, KILLED_AND_WOUNDED, LICENCE, REPOSITORY
from polemos.sources._providers import ECONOMIST
from polemos.sources._read import number, table
from polemos.sources._rows import Row, rows

_FILES = {
    "meta-estimate-casualties.csv": "economist/casualties.total@RUS",
    "meta-estimate-deaths.csv": "economist/dead.total@RUS",
}
_VINTAGES = "meta_estimate_casualties_vintages.csv"
_REFITTED = Text(
    "Refitted daily, so that past values move: for 30 June 2026 the estimate rose from "
    "1,297,187 to 1,423,460 within a month.",
    "每日重新配適，過去值隨之變動：2026 年 6 月 30 日的估計在一個月內"
    "由 1,297,187 升為 1,423,460。",
)
_INTERVAL = Text(
    "The interval is the model's prediction interval.", "區間為模型預測區間。"
)


def _spec(name: str, title: Text, first: Text) -> SeriesSpec:
    return SeriesSpec(
        id=name,
        title=title,
        unit=Unit("persons"),
        measure=Measure.CUMULATIVE,
        cadence=Cadence.DAY,
        basis=Basis.ESTIMATED,
        low=0,
        high=5e6,
        caveats=(first, _REFITTED, _INTERVAL),
    )


SOURCE = Source(
    id="economist_casualties",
    title=Text(
        "Meta-estimate of Russian dead and casualties",
        "俄軍陣亡與傷亡的統合估計",
    ),
    provider=ECONOMIST,
    url=REPOSITORY,
    citation="The Economist and Solstad, S. (2025)",
    licence=LICENCE,
    hosts=("raw.githubusercontent.com",),
    series=(
        _spec(
            _FILES["meta-estimate-casualties.csv"],
            Text(
                "Russian killed and wounded since the invasion began (meta-estimate)",
                "開戰以來俄軍傷亡（統合估計）",
            ),
            KILLED_AND_WOUNDED,
        ),
        _spec(
            _FILES["meta-estimate-deaths.csv"],
            Text(
                "Russian dead since the invasion began (meta-estimate)",
                "開戰以來俄軍陣亡（統合估計）",
            ),
            Text("Dead only.", "僅計陣亡。"),
        ),
    ),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring today's two files; earlier ones are in the collection's history."""
    for name in _FILES:
        url = f"{BASE}output-data/tracker/{name}"
        yield Fetched(name, url, get(url))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read a file of one day, or the few figures kept from earlier files."""
    where = f"{snap.source} {snap.name}"
    if snap.name == _VINTAGES:
        for row in rows(where, table(snap)):
            with row:
                yield _kept(snap, row)
    elif snap.name in _FILES:
        for row in rows(where, table(snap)):
            with row:
                yield from _today(snap, row)
    else:
        raise ParseError(f"{where}: expected {_VINTAGES} or one of {sorted(_FILES)}")


def _kept(snap: Snapshot, row: Row) -> Observation:
    spec = SOURCE.spec(_FILES["meta-estimate-casualties.csv"])
    told, period = start_of_day(row.day("vintage")), Period.day(row.day("for_date"))
    known_at, known_by = spec.known(period, snap, told)
    value, low, high = (_needed(row, c) for c in ("estimate", "pi_low", "pi_high"))
    return Observation(spec.id, period, value, known_at, snap.id, low, high, known_by)


def _today(snap: Snapshot, row: Row) -> Iterator[Observation]:
    day, kind = row.day("date"), row.take("type")
    side = row.take("country")
    row.ignore("days_since_invasion", "ci_lower", "ci_upper")
    ends = [row.take(c) for c in ("estimate", "pi_low", "pi_high")]
    if side != "russia" or kind not in snap.name:
        raise ParseError(
            f"{snap.name} {day}: expected its own kind, found {kind}, {side}"
        )
    if ends[0] == "NA":
        return  # the newest day has no estimate yet
    value, low, high = (number(f"{snap.name} {day}", e) for e in ends)
    known_at, known_by = SOURCE.spec(_FILES[snap.name]).known(Period.day(day), snap)
    yield Observation(
        *(_FILES[snap.name], Period.day(day), float(round(value)), known_at, snap.id),
        *(float(round(low)), float(round(high)), known_by),
    )


def _needed(row: Row, column: str) -> float:
    value = row.number(column)
    if value is None:
        raise ParseError(f"{_VINTAGES}: expected a number in {column!r}")
    return value
