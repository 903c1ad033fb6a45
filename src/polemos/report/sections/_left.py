"""What is left, by definition: the facts, and the table that sets them apart."""

from collections.abc import Iterator
from functools import partial

from polemos.core import NotYetKnown, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Day, Num, Quote, Table
from polemos.report.sections._labels import publisher

_RIVAL = "polemos/stock.tank.depot_share_rival"
_UNNAMED = Text("not named, at second hand", "未具名，轉引")
_ACTIVE = "polemos/stock.tank.active_share"
_ROWS = (  # one definition a row: the first of them that is known
    ("polemos/stock.tank.depot_share",),
    (_RIVAL,),
    ("polemos/stock.ifv.depot_share", "depots/share.ifv"),
    ("polemos/stock.apc.depot_share", "depots/share.apc"),
    ("polemos/stock.artillery.depot_share",),
    (_ACTIVE,),
    ("polemos/stock.tank.left_photographed",),
    ("polemos/stock.tank.left_claimed",),
)
_BACK = Quote(Text("about its pre-war number", "約回到戰前數量"))


def left_facts(desk: Desk, inv: str) -> dict[str, Fact]:
    """Gather each definition of what is left, with the ends of its interval."""
    facts: dict[str, Fact] = {}
    for names in _ROWS:
        key = names[0].removeprefix("polemos/stock.").replace(".", "_")
        name = _known(desk, names, inv)
        if name is not None:
            facts[key] = desk.last(name)
            for end in ("low", "high"):
                facts |= gather(**{f"{key}_{end}": partial(desk.bound, name, end)})
    return facts | gather(
        depot_tanks=lambda: desk.last(f"depots/stock.tank@{inv}"),
        depot_tanks_before=lambda: _nth(desk, f"depots/stock.tank@{inv}", 0),
        depot_share_before=lambda: _nth(
            desk, f"polemos/stock.tank.depot_share@{inv}", -2
        ),
        depot_good=lambda: desk.last(f"depots/stock.tank.good@{inv}"),
        depot_restorable=lambda: desk.last(f"depots/stock.tank.restorable@{inv}"),
    )


def fleet(desk: Desk, inv: str) -> dict[str, Text]:
    """Name who counted the fleet before the war."""
    name = f"roles/active.tank@{inv}"
    return {"fleet": publisher(desk, name)} if desk.has(name) else {}


def _known(desk: Desk, names: tuple[str, ...], inv: str) -> str | None:
    """Name the first of these series that has a value by now."""
    return next((n for name in names if desk.has(n := f"{name}@{inv}")), None)


def _nth(desk: Desk, name: str, n: int) -> Fact:
    s = desk.series(name)
    if not -len(s) <= n < len(s):
        raise NotYetKnown(f"{name} has only {len(s)} values as of {desk.day}")
    return Fact(name, s.unit, s.points[n])


def left_table(desk: Desk, inv: str) -> Table | None:
    """Set the definitions under one another, each with what it is a share of."""
    rows = tuple(_definitions(desk, inv))
    head = (
        Text("A share of what", "是什麼的比例"),
        Text("Left, %", "剩餘，%"),
        Text("low", "下限"),
        Text("high", "上限"),
        Text("as of", "截至"),
        Text("counted by", "計數者"),
    )
    return Table(head, rows, strong=0) if rows else None


def _definitions(desk: Desk, inv: str) -> Iterator[tuple[Cell, ...]]:
    for names in _ROWS:
        name = _known(desk, names, inv)
        if name is None:
            continue
        ends = gather(
            low=partial(desk.bound, name, "low"), high=partial(desk.bound, name, "high")
        )
        fact, cells = desk.last(name), _ends(ends)
        yield (
            desk.view.spec(name).title,
            Num(fact, digits=1),
            *cells,
            Day(fact),
            _UNNAMED if names == (_RIVAL,) else publisher(desk, name),
        )
        made = f"iiss/made.tank@{inv}"
        if names == (_ACTIVE,) and desk.has(made):
            year = desk.last(made)
            words = Text("Combat vehicles in service", "現役戰鬥車輛")
            yield (words, _BACK, None, None, Day(year), publisher(desk, made))


def _ends(facts: dict[str, Fact]) -> tuple[Cell, Cell]:
    """Give the ends of an interval as cells, where it is wider than what is shown."""
    shown = {round(f.value, 1) for f in facts.values()}
    if {"low", "high"} <= facts.keys() and len(shown) == 1:
        return None, None
    low, high = (
        Num(facts[end], digits=1) if end in facts else None for end in ("low", "high")
    )
    return low, high
