"""Russia's federal budget: what came in, what went out, since January."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

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
from polemos.sources._providers import MINFIN
from polemos.sources._read import table
from polemos.sources._rows import rows
from polemos.sources._single import singles

_URL = "https://minfin.gov.ru/opendata/7710168360-fedbud_month/"
_REVISED = Text(
    "Rewritten in place, within a year by hundreds of billions. First figures are at "
    "hand for some months, rounded by the press to as much as 10 billion; for the "
    "others an earlier as-of day sees the value of a later copy.",
    "原檔直接覆寫，一年內可改動數千億盧布。部分月份有首次公布值（經媒體四捨五入，"
    "至多到百億）；其餘月份，較早的基準日所見為後來副本的數值。",
)
_SINCE_JANUARY = Text(
    "A running total since 1 January; it starts again each year.",
    "自 1 月 1 日起累計，每年重新起算。",
)
_DECEMBER = 12
_LAG, _LAG_OF_YEAR = 11, 21  # the year's first estimate comes in the third week


def _spec(what: str, en: str, zh: str, low: float, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"minfin/budget.{what}.ytd@RUS",
        title=Text(
            f"Federal budget of Russia, {en} since January",
            f"俄羅斯聯邦預算{zh}（1 月起累計）",
        ),
        unit=Unit.parse("bn RUB"),
        measure=Measure.CUMULATIVE,
        cadence=Cadence.MONTH,
        basis=Basis.MEASURED,
        low=low,
        high=1e5,
        lag_days=_LAG,
        caveats=(_SINCE_JANUARY, _REVISED, *caveats),
    )


SOURCE = Source(
    id="minfin_budget",
    title=Text("Federal budget of Russia, monthly", "俄羅斯聯邦預算月報"),
    provider=MINFIN,
    url=_URL,
    citation="Ministry of Finance of Russia, open data set 7710168360-fedbud_month",
    licence=Licence(
        Text(
            "open data, free use with the source named", "開放資料，註明來源可自由使用"
        ),
        True,
    ),
    by_hand=("first_estimates.csv",),
    series=(
        _spec("revenue", "revenue", "收入", 0),
        _spec("oil_gas", "oil and gas revenue", "油氣收入", -1000),
        _spec("spending", "spending", "支出", 0),
        _spec(
            "defence",
            "spending on national defence",
            "國防支出",
            0,
            Text(
                "Not published since January 2022, nor is any other split by function.",
                "2022 年 1 月起不再公布，其他功能別支出亦然。",
            ),
        ),
        _spec("balance", "balance", "餘額", -1e5),
    ),
)

_COLUMNS = {
    "revenue_ytd_bn_rub": "revenue",
    "oil_gas_revenue_ytd_bn_rub": "oil_gas",
    "expenditure_ytd_bn_rub": "spending",
    "national_defence_ytd_bn_rub": "defence",
    "balance_ytd_bn_rub": "balance",
}
_FIRST_ESTIMATES = {
    "Federal revenue, first estimate": "revenue",
    "Federal expenditure, first estimate": "spending",
    "Federal balance, first estimate": "balance",
}
_SLACK = 2  # bn RUB; April 2019 is 1.5 off at the publisher


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page of the data set; the file's name changes with each update."""
    yield Fetched("fedbud_month.html", _URL, get(_URL))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the table of running totals, or first estimates as the press had them.

    A page of the press is known on its own date; the table holds many releases.
    """
    read = {"fedbud_month.csv": _table, "first_estimates.csv": _press}.get(snap.name)
    told_on = snap.published_at if read is _press else None
    if read is None:
        raise ParseError(
            f"{snap.source}: expected fedbud_month.csv, found {snap.name}; get the CSV "
            f"that {_URL} links to"
        )
    for what, months, value in read(snap):
        spec = SOURCE.spec(f"minfin/budget.{what}.ytd@RUS")
        if months.last.month == _DECEMBER:
            spec = replace(spec, lag_days=_LAG_OF_YEAR)
        known_at, known_by = spec.known(months, snap, told_on)
        yield Observation(spec.id, months, value, known_at, snap.id, known_by=known_by)


def _table(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            last = row.day("date")
            values = {what: row.number(c) for c, what in _COLUMNS.items()}
            row.ignore("year", "month", "non_oil_gas_revenue_ytd_bn_rub")
            row.ignore("non_oil_gas_balance_ytd_bn_rub")
        months = Period(date(last.year, 1, 1), Period.month(last.year, last.month).end)
        _agree(snap, months, values)
        for what, value in values.items():
            if value is not None:
                yield what, months, value


def _agree(snap: Snapshot, months: Period, v: dict[str, float | None]) -> None:
    revenue, spending, balance = v["revenue"], v["spending"], v["balance"]
    if revenue is None or spending is None or balance is None:
        raise ParseError(f"{snap.source} {snap.name} {months}: expected three totals")
    if abs(revenue - spending - balance) > _SLACK:
        raise ParseError(
            f"{snap.source} {snap.name} {months}: expected revenue less spending to be "
            f"the balance, found {revenue:g}, {spending:g}, {balance:g}"
        )


def _press(snap: Snapshot) -> Iterator[tuple[str, Period, float]]:
    for figure in singles(snap):
        if figure.series not in _FIRST_ESTIMATES or figure.unit != "bn RUB":
            raise ParseError(
                f"{figure.where}: expected {sorted(_FIRST_ESTIMATES)} in bn RUB"
            )
        yield _FIRST_ESTIMATES[figure.series], figure.months, figure.value
