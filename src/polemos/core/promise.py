"""Hold what a source delivers to what it promises."""

from collections.abc import Iterable, Iterator
from math import isfinite

from polemos.core.errors import ExpectationError
from polemos.core.negotiation import Event
from polemos.core.record import Area, Observation, Statement
from polemos.core.source import Source
from polemos.core.told import Record

_OLDEST = 1900  # no series here goes further back; a misread date does


def expected(source: Source, records: Iterable[Record]) -> Iterator[Record]:
    """Hold records to their source's promise: known names, bounds, no period twice."""
    specs = {s.id: s for s in source.series}
    seen: set[tuple[object, ...]] = set()
    for r in records:
        key: tuple[object, ...]
        if isinstance(r, Observation):
            if r.series not in specs:
                raise ExpectationError(
                    f"{source.id}: found series {r.series}, which it does not promise"
                )
            spec = specs[r.series]
            if r.period.start.year < _OLDEST:
                raise ExpectationError(
                    f"{r.series}: expected a period since {_OLDEST}, found {r.period}"
                )
            for v in (r.value, r.low, r.high):
                if v is not None and not (spec.low <= v <= spec.high and isfinite(v)):
                    raise ExpectationError(
                        f"{r.series} {r.period}: expected {spec.low:g}..{spec.high:g} "
                        f"{spec.unit}, found {v:g}"
                    )
            key = (r.series, r.period, r.known_at)
        elif isinstance(r, Area):
            if r.layer not in source.layers:
                raise ExpectationError(
                    f"{source.id}: found layer {r.layer}, which it does not promise"
                )
            key = (r.layer, r.cell, r.since, r.known_at)
        elif isinstance(r, Event | Statement):
            key = (type(r).__name__, r.id, r.known_at)
        else:
            key = (r,)
        if key in seen:
            raise ExpectationError(
                f"{source.id}: expected one value a period, found {key} twice"
            )
        seen.add(key)
        yield r
