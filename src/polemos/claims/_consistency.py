"""Where numbers stand against each other: within a text, and between texts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from polemos.claims._bound import Bound, Kind
from polemos.claims._judge import as_written
from polemos.claims._row import Conflict, Row
from polemos.core import Reckoning, Text, Verdict

_LEVELS = (Kind.LEVEL, Kind.CHANGE_TO, Kind.SHARE, Kind.COUNT)


def conflicts(rows: Sequence[Row]) -> tuple[Conflict, ...]:
    """Find the quantities of a text that speak of one thing and exclude each other."""
    return tuple(_clashes([r for r in rows if r.bound and r.bound.parts]))


def _clashes(rows: Sequence[Row]) -> Iterator[Conflict]:
    for a, b in combinations(rows, 2):
        if a.bound is None or b.bound is None or not _same_time(a, b):
            continue
        if (series := _shared(a.bound, b.bound)) is None:
            continue
        if not (_held(a) and _held(b)) and _apart(a.bound, b.bound):
            spans = [(r.quantity.start, r.quantity.end) for r in (a, b)]
            vague = max((a, b), key=_vagueness)
            said = a.quantity.surface, b.quantity.surface
            yield Conflict(
                series,
                spans[0],
                spans[1],
                (vague.quantity.start, vague.quantity.end),
                Text(
                    f"the text says both {said[0]} and {said[1]} of the same thing",
                    f"文中對同一件事既說「{said[0]}」又說「{said[1]}」",
                ),
            )


def _held(r: Row) -> bool:
    return r.then.verdict in (Verdict.HOLDS, Verdict.ROUNDS)


def _same_time(a: Row, b: Row) -> bool:
    if a.kind not in _LEVELS or b.kind not in _LEVELS:
        return a.kind is b.kind and a.quantity.when == b.quantity.when
    periods = [
        {w.period for w in r.quantity.when if w.kind.value in ("at", "until")}
        for r in (a, b)
    ]
    return periods[0] == periods[1]


def _shared(a: Bound, b: Bound) -> str | None:
    """Name a series that both are read from, as the same quantity and alike."""
    if a.entry is None or a.entry is not b.entry:
        return None
    ways = [
        {(w.series, w.how) for p in bound.parts for w in (*p.ways, *p.other)}
        for bound in (a, b)
    ]
    both = sorted(s for s, how in ways[0] & ways[1] if how is not Reckoning.SIGMA)
    return both[0] if both else None


def _apart(a: Bound, b: Bound) -> bool:
    """Say whether what two quantities allow does not meet, at their last digits."""
    (low_a, high_a), (low_b, high_b) = (as_written(x) for x in (a, b))
    over = low_a is not None and high_b is not None and low_a > high_b
    return over or (low_b is not None and high_a is not None and low_b > high_a)


def _vagueness(r: Row) -> tuple[bool, int]:
    q = r.quantity
    return q.value is None or q.low != q.high, -q.start


def between(
    texts: Iterable[tuple[str, Sequence[Row]]],
) -> Iterator[tuple[str, str, Row, Row]]:
    """Find where texts on the same week disagree: their names, and both rows."""
    for (one, rows), (other, others) in combinations(list(texts), 2):
        for a in rows:
            for b in others:
                if a.bound is None or b.bound is None or not a.bound.parts:
                    continue
                if not _same_time(a, b) or _shared(a.bound, b.bound) is None:
                    continue
                if _apart(a.bound, b.bound):
                    yield one, other, a, b
