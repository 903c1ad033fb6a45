"""What was told stands: a row is corrected by a later one, and never edited."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

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


def news(view: View, records: Iterable[Record]) -> Iterator[Record]:
    """Give the records that a view was not told before.

    ParseError names one that tells otherwise what was told as known from the same
    moment: give it a later day from which it is known.
    """
    for new, old in _beside(view.at, records):
        if old is None:
            yield new
        elif _otherwise(new, old):
            raise ParseError(
                f"{_name(new)}: expected what was told before to stand, found it "
                "changed; give the row a later day from which that is known. Nothing "
                "was written"
            )


def known_since_heard(
    view: View, records: Iterable[Record], heard_at: datetime
) -> Iterator[Record]:
    """Give records, those that tell otherwise than before as known since they came.

    So an edit in place changes nothing of the days before it.
    """
    for new, old in _beside(lambda _: view, records):
        if _otherwise(new, old) and isinstance(new, _Row | Observation):
            yield replace(new, known_at=heard_at)
        else:
            yield new


def _beside(
    then: Callable[[datetime], View], records: Iterable[Record]
) -> Iterator[tuple[Record, Record | None]]:
    """Give each record beside the one in force as known from the same moment."""
    told: dict[datetime, dict[str, _Row]] = {}
    for new in records:
        if isinstance(new, _Row):
            if new.known_at not in told:
                view = then(new.known_at)
                every: list[_Row] = [*view.events(), *view.steps()]
                every += view.codings()
                told[new.known_at] = {_name(one): one for one in every}
            old = told[new.known_at].get(_name(new))
            yield new, old if old and old.known_at == new.known_at else None
        elif isinstance(new, Observation):
            yield new, _before(then(new.known_at), new)
        else:
            yield new, None


def _name(one: Record) -> str:
    match one:
        case Event():
            return one.id
        case Step():
            return f"{one.commitment} {one.period}"
        case Coding():
            return f"why {one.series} {one.period}"
        case Observation():
            return f"{one.series} {one.period}"
    return type(one).__name__


def _before(view: View, new: Observation) -> Observation | None:
    try:
        (found,) = view.series(new.series).at(new.period).evidence
    except (NotYetKnown, UnknownSeries):
        return None
    return found if found.known_at == new.known_at else None


def _otherwise(new: Record, old: Record | None) -> bool:
    if isinstance(new, Observation) and isinstance(old, Observation):
        return (new.value, new.low, new.high) != (old.value, old.low, old.high)
    if isinstance(new, _Row) and isinstance(old, _Row):
        return replace(new, snapshot=old.snapshot) != old
    return False
