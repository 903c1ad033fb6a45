"""What was told stands: a row is corrected by a later one, and never edited."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
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
    view: View,
    records: Iterable[Record],
    heard_at: datetime,
    since: datetime | None = None,
    files: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Give what a view was not told yet, an edit in place as known since it was heard.

    So it changes nothing of the days before it. `view` is of all that was ever told;
    `records` are whole files, in which a correction of a row is a row known later. A
    row that such a one corrects already is history, and an edit of it is not told.
    Files were heard before, up to `since`: a row of those days that is new is known
    since it was heard. A value that a file told, one of `files` by name with its
    snapshot now, and that no row tells any more, is taken back when that is heard.
    """
    told = list(records)
    if since is not None:
        yield from _taken_back(view, told, heard_at, files or {})
    last = {_name(one): one for one in sorted(told, key=lambda one: one.known_at)}
    ever = {_name(one): one for one in _rows(view)}
    then: dict[datetime, dict[str, _Row]] = {}
    for new in told:
        name = _name(new)
        if isinstance(new, Observation):
            old: Record | None = _in_force(view, new)
        elif isinstance(new, _Row):
            old = ever.get(name)
            if old is not None and last[name] is not new and _otherwise(new, old):
                if new.known_at not in then:
                    past = view.at(new.known_at)
                    then[new.known_at] = {_name(one): one for one in _rows(past)}
                old = then[new.known_at].get(name)
        else:
            old = None
        if old is None and since is not None and new.known_at <= since:
            yield replace(new, known_at=heard_at)
        elif old is None or new.known_at > old.known_at:
            yield new
        elif _otherwise(new, old) and last[name] is new:
            yield replace(new, known_at=heard_at)


def _taken_back(
    view: View, told: Sequence[Record], heard_at: datetime, files: Mapping[str, str]
) -> Iterator[Record]:
    """Give the values that stand and that none of the rows tells any more, as none."""
    kept = {(o.series, o.period) for o in told if isinstance(o, Observation)}
    heads = tuple({series.partition("/")[0] + "/" for series, _ in kept})
    for name in sorted(n for n in view.ids() if n.startswith(heads)):
        with suppress(NotYetKnown, UnknownSeries):
            for point in view.series(name):
                (old,) = point.evidence
                file = view.snapshot(old.snapshot, view.source(name).id).name
                if file in files and (name, point.period) not in kept:
                    gone = replace(old, value=None, low=None, high=None)
                    yield replace(gone, known_at=heard_at, snapshot=files[file])


def _beside(
    then: Callable[[datetime], View], records: Iterable[Record]
) -> Iterator[tuple[Record, Record | None]]:
    """Give each record beside the one in force as known from the same moment."""
    told: dict[datetime, dict[str, _Row]] = {}
    for new in records:
        if isinstance(new, _Row):
            if new.known_at not in told:
                rows = _rows(then(new.known_at))
                told[new.known_at] = {_name(one): one for one in rows}
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


def _rows(view: View) -> Sequence[_Row]:
    return [*view.events(), *view.steps(), *view.codings()]


def _before(view: View, new: Observation) -> Observation | None:
    found = _in_force(view, new)
    return found if found and found.known_at == new.known_at else None


def _in_force(view: View, new: Observation) -> Observation | None:
    try:
        (found,) = view.series(new.series).at(new.period).evidence
    except (NotYetKnown, UnknownSeries):
        return None
    return found


def _otherwise(new: Record, old: Record | None) -> bool:
    if isinstance(new, Observation) and isinstance(old, Observation):
        return (new.value, new.low, new.high) != (old.value, old.low, old.high)
    if isinstance(new, _Row) and isinstance(old, _Row):
        return replace(new, snapshot=old.snapshot, known_at=old.known_at) != old
    return False
