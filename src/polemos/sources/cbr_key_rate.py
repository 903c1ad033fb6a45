"""The Bank of Russia's key rate, day by day."""

from collections.abc import Iterable, Iterator
from datetime import date

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
from polemos.sources._cbr import LICENCE
from polemos.sources._providers import CBR
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._single import singles
from polemos.sources._told import told

_URL = (
    "https://www.cbr.ru/hd_base/KeyRate/?UniDbQuery.Posted=True"
    "&UniDbQuery.From=13.09.2013&UniDbQuery.To=31.12.2099"
)
_RATE = "cbr/rate.key@RUS"

SOURCE = Source(
    id="cbr_key_rate",
    title=Text("Key rate of the Bank of Russia", "俄羅斯央行關鍵利率"),
    provider=CBR,
    url="https://www.cbr.ru/hd_base/KeyRate/",
    citation="Bank of Russia, Key rate",
    licence=LICENCE,
    by_hand=("effective.csv",),
    series=(
        SeriesSpec(
            id=_RATE,
            title=Text("Key rate, Bank of Russia", "俄羅斯央行關鍵利率"),
            unit=Unit.parse("percent"),
            measure=Measure.RATE,
            cadence=Cadence.DAY,
            basis=Basis.MEASURED,
            low=0,
            high=50,
            lag_days=0,  # decided on a Friday, in force on the Monday after
            caveats=(
                Text(
                    "The day is the one from which the rate holds, not that of the "
                    "decision; the emergency rise of 28 February 2022 stands in the "
                    "daily table from 1 March.",
                    "日期為生效日而非決策日；2022 年 2 月 28 日的緊急升息在每日表上自"
                    " 3 月 1 日起列示。",
                ),
                Text(
                    "Beyond the daily table at hand only the days of change and "
                    "month-ends, worked out from a table of monthly averages.",
                    "手上的每日表所不及之處，僅有調整日與月底值，由月平均表反推。",
                ),
            ),
        ),
    ),
)

_TABLE_ENDS = date(2026, 3, 13)  # the last day of the daily table at hand
_MONTHLY_IGNORED = (
    *(f"rate_{c}{e}" for e in ("", "_end") for c in ("usd", "cny", "eur", "gbp")),
    *(f"rate_{c}{e}" for e in ("", "_end") for c in ("chf", "thb", "idr", "try")),
    *(f"rate_inr{e}" for e in ("", "_end")),
    *("cpi_yoy", "cpi_mom", "cpi_ytd", "key_rate", "date"),
)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the daily table."""
    yield Fetched("KeyRate.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the daily table, and what tells of the rate after its end."""
    by_name = {
        "key_rate_daily.csv": _daily,
        "macro_monthly.csv": _month_ends,
        "effective.csv": _changes,
    }
    if snap.name not in by_name:
        raise ParseError(
            f"{snap.source}: expected one of {sorted(by_name)}, found {snap.name}"
        )
    for day, rate in by_name[snap.name](snap):
        yield told(SOURCE, _RATE, Period.day(day), rate, snap)


def _daily(snap: Snapshot) -> Iterator[tuple[date, float]]:
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            day = row.day("date")
            rate = row.number("key_rate_pct")
        if rate is not None:
            yield day, rate


def _month_ends(snap: Snapshot) -> Iterator[tuple[date, float]]:
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            month = row.month("month")
            rate = row.number("key_rate_end")
            row.ignore(*_MONTHLY_IGNORED)
        last = month.last
        if rate is not None and last > _TABLE_ENDS:
            yield last, rate


def _changes(snap: Snapshot) -> Iterator[tuple[date, float]]:
    for figure in singles(snap):
        if figure.series != "CBR key rate, effective from" or figure.unit != "%":
            raise ParseError(f"{figure.where}: expected a key rate in %")
        yield figure.first, figure.value
