"""What was told stands: a row is corrected by a later one, and never edited."""

from collections.abc import Iterable
from dataclasses import replace

from polemos.core import (
    Coding,
    Event,
    NotYetKnown,
    Observation,
    ParseError,
    Record,
    Step,
    UnknownSeries,
    View,
)

_Row = Event | Step | Coding


def refuse_changed(view: View, records: Iterable[Record]) -> None:
    """Refuse records that tell otherwise what a view knows from the same day.

    ParseError names the row: give it a later `known`, or a later day.
    """
    every: tuple[_Row, ...] = (*view.events(), *view.steps(), *view.codings())
    told = {_key(one): one for one in every}
    for new in records:
        if isinstance(new, _Row):
            old = told.get(_key(new))
            if old is not None and replace(new, snapshot=old.snapshot) != old:
                _refuse(str(_key(new)[1]))
        elif isinstance(new, Observation):
            before = _before(view, new)
            if before is not None and _value(before) != _value(new):
                _refuse(f"{new.series} {new.period}")


def _refuse(row: str) -> None:
    raise ParseError(
        f"{row}: expected what was told before to stand, found it changed; give the "
        "row a later day from which that is known. Nothing was written"
    )


def _key(one: _Row) -> tuple[object, ...]:
    match one:
        case Event():
            return ("event", one.id, one.known_at)
        case Step():
            return ("step", f"{one.commitment} {one.period}", one.known_at)
        case Coding():
            return ("coding", f"{one.series} {one.period}", one.known_at)


def _before(view: View, new: Observation) -> Observation | None:
    try:
        (found,) = view.series(new.series).at(new.period).evidence
    except (NotYetKnown, UnknownSeries):
        return None
    return found if found.known_at == new.known_at else None


def _value(o: Observation) -> tuple[object, ...]:
    return (o.value, o.low, o.high)
