"""Arms that Taiwan ordered and received since 2010: SIPRI's register, four copies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
from polemos.sources import _read
from polemos.sources._read import table
from polemos.sources._rows import Row, rows
from polemos.sources._sipri import SIPRI
from polemos.sources._told import told

_TIV = Text(
    "SIPRI's trend-indicator value (TIV, in its millions) measures military worth, "
    "not money.",
    "SIPRI 趨勢指標值（TIV，以其百萬為單位）衡量軍事價值，不是金額。",
)
_DELIVERED = Text(
    "Deliveries so far on orders placed since 2010; not deliveries of one year.",
    "為 2010 年以來訂單迄今的交付量，不是單一年度的交付。",
)
_AGE = Text(
    "Years from the year of the order to the end of the copy's last year, weighted by "
    "the volume that has not come; SIPRI marks many years of order as uncertain.",
    "自下單年起算至該副本末年，以未交付量加權；許多下單年經 SIPRI 註明為不確定。",
)
_OPEN = Text(
    "Only copies of the register that list open orders can say this; two of four do.",
    "只有列出未交付訂單的副本能計算此值，四份副本中有兩份符合。",
)


def _spec(what: str, title: Text, unit: str, high: float, *caveats: Text) -> SeriesSpec:
    return SeriesSpec(
        id=f"sipri/{what}@TWN",
        title=title,
        unit=Unit.parse(unit),
        measure=Measure.STOCK if unit == "years" else Measure.CUMULATIVE,
        cadence=Cadence.YEAR,
        basis=Basis.COUNTED,
        low=0,
        high=high,
        computed=True,  # sums of ours: the register itself may not be passed on
        caveats=caveats,
    )


SOURCE = Source(
    id="sipri_arms",
    title=Text("Arms Transfers Database", "武器轉移資料庫"),
    provider=SIPRI,
    url="https://armstransfers.sipri.org/",
    citation="SIPRI Arms Transfers Database",
    licence=Licence(
        Text(
            "SIPRI: extracts with attribution, not for commercial use",
            "SIPRI：註明出處可節錄，不得商業使用",
        ),
        redistribute=False,
        url="https://www.sipri.org/about/terms-and-conditions",
    ),
    manual=True,
    series=(
        _spec(
            "arms.orders",
            Text("Taiwan: arms orders since 2010", "台灣：2010 年以來的軍購訂單"),
            "orders",
            1000,
            _OPEN,
        ),
        _spec(
            "arms.orders.usa",
            Text(
                "Taiwan: arms orders since 2010 placed in the United States",
                "台灣：2010 年以來向美國下的軍購訂單",
            ),
            "orders",
            1000,
            _OPEN,
        ),
        _spec(
            "arms.ordered",
            Text(
                "Taiwan: volume of arms ordered since 2010",
                "台灣：2010 年以來訂購的武器量",
            ),
            "TIV",
            50_000,
            _TIV,
            _OPEN,
        ),
        _spec(
            "arms.delivered",
            Text(
                "Taiwan: volume of arms delivered on orders since 2010",
                "台灣：2010 年以來訂單已交付的武器量",
            ),
            "TIV",
            50_000,
            _TIV,
            _DELIVERED,
        ),
        _spec(
            "arms.backlog.age",
            Text(
                "Taiwan: mean age of arms ordered since 2010 and not delivered",
                "台灣：2010 年以來已訂未交武器的平均年數",
            ),
            "years",
            100,
            _AGE,
            _OPEN,
        ),
    ),
    caveats=(
        Text(
            "The copies were drawn with different options, so an order that is missing "
            "in one of them was not withdrawn.",
            "各副本的查詢選項不同，某份未列的訂單不代表已取消。",
        ),
        Text(
            "Not the list of sales that Congress is notified of: it has no dollar "
            "values and no notification dates.",
            "與美國國會通知的軍售清單不同：沒有美元金額，也沒有通知日期。",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Order:
    supplier: str
    year: int
    ordered: float
    delivered: float
    items: float  # delivered so far
    last: int  # the last year with a delivery, or 0

    @property
    def waits(self) -> float:
        """Give the volume still to come; one that got more than it ordered has none."""
        return max(0.0, self.ordered - self.delivered)


def fetch(get: Get) -> Iterable[Fetched]:
    """Bring the page; the register itself comes from its form, by hand."""
    yield Fetched("armstransfers.html", SOURCE.url, get(SOURCE.url))


def parse(snap: Snapshot) -> Iterator[Observation]:
    """Add up one copy of the register, up to its last year with deliveries.

    A copy drawn with "deliveries or orders" holds orders without any delivery; one
    drawn with "deliveries" holds none, and cannot say how much was ordered.
    """
    cells = list(table(snap, repeats=True))  # some orders of others are there twice
    ours = [tuple(c.values()) for c in cells if c.get("recipient") == "Taiwan"]
    if len(set(ours)) != len(ours):
        raise ParseError(f"{snap.name}: expected each order by Taiwan once")
    orders = [_order(row, snap) for row in rows(snap.name, cells)]
    mine = [o for o in orders if o is not None]
    if not mine:
        raise ParseError(f"{snap.name}: expected orders by Taiwan, found none")
    until = Period.year(max(o.last for o in mine))
    delivered = round(sum(o.delivered for o in mine), 4)
    yield told(SOURCE, "sipri/arms.delivered@TWN", until, delivered, snap)
    if all(o.items for o in mine):
        return
    from_usa = sum(o.supplier == "United States" for o in mine)
    waits = sum(o.waits for o in mine)
    if waits:
        age = sum(o.waits * (until.last.year - o.year) for o in mine) / waits
        name = "sipri/arms.backlog.age@TWN"
        yield told(SOURCE, name, until, round(age, 4), snap)
    for what, value in (
        ("orders", len(mine)),
        ("orders.usa", from_usa),
        ("ordered", round(sum(o.ordered for o in mine), 4)),
    ):
        yield told(SOURCE, f"sipri/arms.{what}@TWN", until, value, snap)


def _order(row: Row, snap: Snapshot) -> _Order | None:
    with row:
        drawn = row.day("vintage_generated")
        if drawn != snap.fetched_at.date():
            raise ParseError(
                f"{snap.name}: expected the copy of {snap.fetched_at:%F}, found {drawn}"
            )
        recipient, supplier = row.take("recipient"), row.take("supplier")
        delivered = row.take("delivery_years")
        years = [
            _read.day(f"{snap.name} delivery_years", f"{y.strip()}-01-01").year
            for y in delivered.split(";")
            if y.strip()
        ]
        order = _Order(
            supplier,
            row.whole("order_year"),
            row.number("tiv_total_order") or 0.0,
            row.number("tiv_delivered") or 0.0,
            row.number("number_delivered") or 0.0,
            max(years, default=0),
        )
        row.ignore("order_year_uncertain", "number_ordered")
        row.ignore("number_ordered_uncertain", "designation", "description")
        row.ignore("number_delivered_uncertain", "status", "comments", "tiv_per_unit")
    return order if recipient == "Taiwan" else None
