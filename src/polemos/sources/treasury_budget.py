"""Russia's federal spending, month by month: what the year's plan was, what was paid.

The plan is rewritten during the year, so that the plans of one year's months are its
vintages. The table also has other levels of government; their sum counts what one
level pays to another twice, and is not read.
"""

from collections.abc import Iterable
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
    Provider,
    SeriesSpec,
    Snapshot,
    Source,
    Text,
    Unit,
)
from polemos.sources._read import day, table
from polemos.sources._rows import Row, rows
from polemos.sources._told import told

_LAG = 60  # days; the day of a release is not at hand
_ASSUMED = Text(
    "Release days are not at hand: a month counts as known 60 days after its end. One "
    "later copy of the table is held.",
    "發布日不在手上，假定每月結束後 60 日為已知；手上只有一份後來的副本。",
)
_PLAN = "treasury/budget.spending.plan@RUS"
_SPENT = "treasury/budget.spending.ytd@RUS"


def _spec(
    name: str, measure: Measure, basis: Basis, en: str, zh: str, *caveats: Text
) -> SeriesSpec:
    return SeriesSpec(
        id=name,
        title=Text(f"Federal budget of Russia, {en}", f"俄羅斯聯邦預算{zh}"),
        unit=Unit.parse("bn RUB"),
        measure=measure,
        cadence=Cadence.MONTH,
        basis=basis,
        low=0,
        high=1e5,
        lag_days=_LAG,
        caveats=(*caveats, _ASSUMED),
    )


SOURCE = Source(
    id="treasury_budget",
    title=Text(
        "Federal spending of Russia, planned and paid", "俄羅斯聯邦支出計畫與執行"
    ),
    provider=Provider(
        "treasury",
        Text("Federal Treasury of Russia", "俄羅斯聯邦國庫"),
        "https://roskazna.gov.ru/",
        official=True,
        party="RUS",
    ),
    url="https://roskazna.gov.ru/ispolnenie-byudzhetov/",
    citation="Federal Treasury of Russia, execution of budgets, monthly",
    licence=Licence(
        Text(
            "official statistics, free use with the source named",
            "官方統計，註明來源可自由使用",
        ),
        redistribute=True,
    ),
    complete=True,
    manual=True,
    series=(
        _spec(
            _PLAN,
            Measure.STOCK,
            Basis.PROJECTED,
            "spending planned for the year",
            "全年支出計畫",
            Text(
                "The plan for the whole year as it stood at the month's end; what the "
                "law said before January is not in it.",
                "各月底當時的全年計畫；不含 1 月以前法律所定的數字。",
            ),
        ),
        _spec(
            _SPENT,
            Measure.CUMULATIVE,
            Basis.MEASURED,
            "spending since January",
            "支出（1 月起累計）",
            Text(
                "A running total since 1 January; it starts again each year.",
                "自 1 月 1 日起累計，每年重新起算。",
            ),
        ),
    ),
)
_LEVELS = ("federal", "extrabudget", "regions", "territorial_funds")
_DUST = 1.0  # roubles by which a sum may be off


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page of reports; each month has a file of its own."""
    yield Fetched("ispolnenie-byudzhetov.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterable[Observation]:
    """Read the federal plan and what was spent of it, in roubles, month by month."""
    if snap.name != "consolidated_spending_tidy.csv":
        raise ParseError(
            f"{snap.source}: expected consolidated_spending_tidy.csv, found {snap.name}"
        )
    for row in rows(f"{snap.source} {snap.name}", table(snap)):
        with row:
            where = f"{snap.source} {snap.name}"
            first = day(where, row.take("period_start_month").removesuffix(" 00:00:00"))
            plan = _federal(where, row, "plan_rub")
            spent = _federal(where, row, "executed_ytd_rub")
            row.ignore("executed_increment_share_of_plan", "executed_month_rub")
        month = Period.month(first.year, first.month)
        if first != month.start:
            raise ParseError(f"{where}: expected the first of a month, found {first}")
        yield told(SOURCE, _PLAN, month, plan / 1e9, snap)
        since = Period(date(first.year, 1, 1), month.end)
        yield told(SOURCE, _SPENT, since, spent / 1e9, snap)


def _federal(where: str, row: Row, what: str) -> float:
    """Take what all levels say of something, which must add up; give the federal."""
    total = row.number(f"total_{what}")
    levels = [row.number(f"{level}_{what}") for level in _LEVELS]
    parts = [x for x in levels if x is not None]
    if total is None or len(parts) < len(levels) or abs(sum(parts) - total) > _DUST:
        raise ParseError(
            f"{where}: expected {what} of {', '.join(_LEVELS)} to add up to "
            f"{total}, found {levels}"
        )
    return parts[0]
