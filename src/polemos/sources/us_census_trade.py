"""US goods trade with Taiwan and with China: the Census Bureau, three copies."""

from collections.abc import Iterable, Iterator
from datetime import date

from polemos.core import (
    Basis,
    Cadence,
    Fetched,
    Get,
    KnownBy,
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
from polemos.sources._rows import Row, rows

PARTNERS = {"5830": "twn", "5700": "chn"}
_WITH = {"twn": Text("Taiwan", "台灣"), "chn": Text("China", "中國")}
_WHAT = {
    "exports": Text("US goods exports to {}", "美國對{}商品出口"),
    "imports": Text("US goods imports from {}", "美國自{}商品進口"),
    "deficit": Text("US goods deficit with {}", "美國對{}商品貿易逆差"),
}
_REVISED = Text(
    "Each June the months of past years are revised.",
    "每年六月修訂過去各年的月資料。",
)
_MIRROR = Text(
    "The other side's customs report less: goods in transit, and freight in the price.",
    "對方海關的數字較小：差在轉運，以及價格是否含運費。",
)


def _spec(what: str, partner: str, yearly: bool) -> SeriesSpec:
    words, who = _WHAT[what], _WITH[partner]
    per = (
        Text(" in the year", "（全年）") if yearly else Text(" in the month", "（月）")
    )
    kind = "year." if yearly else ""
    return SeriesSpec(
        id=f"census/trade.goods.{kind}{what}.{partner}@USA",
        title=Text(
            words.en.format(who.en) + per.en,
            words.zh.format(who.zh) + per.zh,
        ),
        unit=Unit.parse("mn USD"),
        measure=Measure.FLOW,
        cadence=Cadence.YEAR if yearly else Cadence.MONTH,
        basis=Basis.COUNTED,
        low=0 if what != "deficit" else -1e6,
        high=1e6,
        lag_days=37,
        caveats=(_REVISED, _MIRROR),
    )


SOURCE = Source(
    id="us_census_trade",
    title=Text("Trade in goods by country", "各國商品貿易"),
    provider=Provider(
        "census",
        Text("US Census Bureau", "美國普查局"),
        "https://www.census.gov/foreign-trade/balance/",
        official=True,
    ),
    url="https://www.census.gov/foreign-trade/balance/c5830.html",
    citation="US Census Bureau, Foreign Trade: trade in goods by country",
    licence=Licence(Text("public domain", "公共領域"), redistribute=True),
    series=tuple(
        _spec(what, partner, yearly)
        for yearly in (False, True)
        for partner in PARTNERS.values()
        for what in _WHAT
    ),
    caveats=(
        Text(
            "Not seasonally adjusted, nominal, Census basis.",
            "未經季節調整，名目值，普查基礎。",
        ),
    ),
)

# The shutdown of the US government in autumn 2025 put off the releases of these
# months: they count as known when they were first seen.
_LATE = (date(2025, 8, 1), date(2026, 1, 31))


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the balance pages of both partners."""
    for code in PARTNERS:
        url = f"https://www.census.gov/foreign-trade/balance/c{code}.html"
        yield Fetched(f"c{code}.html", url, get(url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Read one copy of the months, or of the years."""
    for row in rows(snap.name, table(snap)):
        with row:
            partner = PARTNERS.get(row.take("census_code"), "")
            if not partner:
                raise ParseError(f"{snap.name}: expected a partner of {PARTNERS}")
            row.ignore("partner", "fetched_utc", "source_commit")
            if snap.name == "us_goods_trade_annual.csv":
                year = Period.year(row.whole("year"))
                stated = _amounts(row)
                if _whole(year, snap):
                    yield from _told("year.", partner, year, stated, snap)
            elif snap.name == "us_goods_trade_balance.csv":
                period = row.month("month")
                yield from _told("", partner, period, _amounts(row), snap)
            else:
                raise ParseError(f"us_census_trade: expected no {snap.name!r}")


def _whole(year: Period, snap: Snapshot) -> bool:
    """Say whether a row of a year can hold December, which comes out in February.

    The newest row is the year to date and looks like any other.
    """
    return snap.fetched_at.date() >= date(year.end.year, 3, 1)


def _amounts(row: Row) -> dict[str, float]:
    read = {w: row.number(f"{w}_musd") for w in ("exports", "imports", "balance")}
    exports, imports, balance = (read[w] for w in ("exports", "imports", "balance"))
    if exports is None or imports is None or balance is None:
        raise ParseError(f"expected three amounts, found {read}")
    if abs(exports - imports - balance) > 1:
        raise ParseError(f"expected exports - imports = balance, found {read}")
    return {"exports": exports, "imports": imports, "deficit": -balance}


def _told(
    kind: str, partner: str, period: Period, amounts: dict[str, float], snap: Snapshot
) -> Iterator[Observation]:
    for what, value in amounts.items():
        name = f"census/trade.goods.{kind}{what}.{partner}@USA"
        known_at, known_by = SOURCE.spec(name).known(period, snap)
        if _LATE[0] <= period.last <= _LATE[1]:
            known_at, known_by = snap.fetched_at, KnownBy.FETCHED
        yield Observation(name, period, value, known_at, snap.id, known_by=known_by)
