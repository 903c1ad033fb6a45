"""Where numbers stand against each other: within a text, and between texts."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from polemos.claims._bound import Kind
from polemos.claims._judge import as_written
from polemos.claims._row import Conflict, Row
from polemos.core import HELD, Reckoning, Text

_NEVER = Decimal("Infinity")
_LEVELS = (Kind.LEVEL, Kind.CHANGE_TO, Kind.SHARE, Kind.COUNT)


def conflicts(rows: Sequence[Row]) -> tuple[Conflict, ...]:
    """Find the quantities of a text that speak of one thing and exclude each other."""
    return tuple(
        _told(a, b, series)
        for a, b, series in _clashes(rows)
        if not (_held(a) and _held(b))
    )


def _clashes(rows: Iterable[Row]) -> Iterator[tuple[Row, Row, str]]:
    """Hold each quantity to the two that allow most and least of the same thing.

    What excludes neither of those excludes none: all in the time of a pass.
    """
    groups: dict[tuple[str, Reckoning, object], list[Row]] = {}
    for r in rows:
        for series, how in _read_from(r):
            groups.setdefault((series, how, _alike(r)), []).append(r)
    seen: set[frozenset[int]] = set()
    for key in sorted(groups, key=lambda k: k[0]):
        group = groups[key]
        ends = _ends(group)
        for r in group:
            for one in ends:
                first, second = sorted((r, one), key=lambda x: x.quantity.start)
                pair = frozenset((id(first), id(second)))
                if r is not one and pair not in seen and _apart(r, one):
                    seen.add(pair)
                    yield first, second, key[0]


def _read_from(r: Row) -> set[tuple[str, Reckoning]]:
    if r.bound is None or r.bound.entry is None or r.quantity.past:
        return set()
    parts = r.bound.parts
    return {(w.series, w.how) for p in parts for w in (*p.ways, *p.other)}


def _ends(group: Sequence[Row]) -> tuple[Row, Row]:
    """Give the rows with the highest lower end and the lowest higher end."""
    ends = {id(r): as_written(r.bound) for r in group if r.bound is not None}

    def low(r: Row) -> Decimal:
        end = ends[id(r)][0]
        return _NEVER * -1 if end is None else end

    def high(r: Row) -> Decimal:
        end = ends[id(r)][1]
        return _NEVER if end is None else end

    return max(group, key=low), min(group, key=high)


def _told(a: Row, b: Row, series: str) -> Conflict:
    vague = max((a, b), key=_vagueness)
    said = a.quantity.surface, b.quantity.surface
    return Conflict(
        series,
        (a.quantity.start, a.quantity.end),
        (b.quantity.start, b.quantity.end),
        (vague.quantity.start, vague.quantity.end),
        Text(
            f"the text says both {said[0]} and {said[1]} of the same thing",
            f"文中對同一件事既說「{said[0]}」又說「{said[1]}」",
        ),
    )


def _held(r: Row) -> bool:
    return r.then.verdict in HELD


def _alike(r: Row) -> tuple[object, ...]:
    """Give what two rows must share to exclude each other: unit, sort and time."""
    q = r.quantity
    if r.kind not in _LEVELS:
        return (q.unit, r.kind, q.direction, q.when)
    dated = {w.period for w in r.quantity.when if w.kind.value in ("at", "until")}
    return (q.unit, r.kind, frozenset(dated))


def _apart(a: Row, b: Row) -> bool:
    """Say whether what two quantities allow does not meet, at their last digits.

    Only of one quantity: what another entry says of the series is of something else.
    """
    if a.bound is None or b.bound is None or a.bound.entry is not b.bound.entry:
        return False
    (low_a, high_a), (low_b, high_b) = (as_written(x) for x in (a.bound, b.bound))
    over = low_a is not None and high_b is not None and low_a > high_b
    return over or (low_b is not None and high_a is not None and low_b > high_a)


def _vagueness(r: Row) -> tuple[bool, int]:
    q = r.quantity
    return q.value is None or q.low != q.high, -q.start


def between(
    texts: Iterable[tuple[str, Sequence[Row]]],
) -> Iterator[tuple[str, str, Row, Row]]:
    """Find where texts on the same week disagree: their names, and both rows."""
    owner: dict[int, str] = {}
    every: list[Row] = []
    for name, rows in texts:
        every += rows
        owner |= {id(r): name for r in rows}
    for a, b, _ in _clashes(every):
        if owner[id(a)] != owner[id(b)] and not (_held(a) and _held(b)):
            yield owner[id(a)], owner[id(b)], a, b
