"""What a file must be like beside what the store was told before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from polemos.core import (
    Area,
    ExpectationError,
    KnownBy,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Record,
    Source,
    UnknownSeries,
    View,
)

_FEWER = 0.9  # of the rows that the same file had before
_FALL = 0.02  # of a cumulative count; corrections are smaller, or are stated
_JUMP = 10.0  # times the largest step so far
_STEPS = 24  # before a largest step means anything


def refuse_broken(
    source: Source,
    name: str,
    records: Iterable[Record],
    view: View,
    rows: Mapping[str, int],
) -> list[Record]:
    """Give the records of a file, unless it cannot be what it should be.

    `view` is of all that was told before, `rows` how many records each file of the
    source had. ExpectationError names the first thing that is wrong: far fewer records
    than before, an end before the one that is known, a count that falls, or a step ten
    times the largest so far.
    """
    found = list(records)
    had = rows.get(name, 0)
    if len(found) < _FEWER * had or not found:
        raise ExpectationError(
            f"{source.id} {name}: expected about {had or 'some'} rows as before, found "
            f"{len(found)}"
        )
    told: dict[str, dict[tuple[date, date], float]] = {}
    for r in found:
        if isinstance(r, Observation) and r.value is not None:
            told.setdefault(r.series, {})[r.period.start, r.period.last] = r.value
    specs = {s.id: s for s in source.series}
    for series, values in told.items():
        spec = specs[series]
        end = max(values)
        known = _known(view, series)
        if not known:
            continue
        if had and end < max(known):  # a file of its own may tell of the past alone
            raise ExpectationError(
                f"{series}: expected to reach {max(known)[1]} as before, found it to "
                f"end on {end[1]}"
            )
        _refuse_step(series, spec.measure, known, dict(sorted(values.items())))
    return found


def tells_anew(view: View, records: Iterable[Record]) -> Iterator[Record]:
    """Give the records that tell what a view does not hold, or hold otherwise."""
    held: dict[str, dict[Period, Point]] = {}
    inside: dict[tuple[str, date], frozenset[str]] = {}
    for r in records:
        if isinstance(r, Area):
            at = r.layer, r.since
            if at not in inside:
                inside[at] = view.cells(*at)
            if (r.cell in inside[at]) is r.inside:
                continue
        if isinstance(r, Observation):
            if r.series not in held:
                points = _points(view, r.series)
                held[r.series] = {p.period: p for p in points}
            old = held[r.series].get(r.period)
            if old and (old.value, old.low, old.high) == (r.value, r.low, r.high):
                continue
            if old is None and r.value is None:
                continue
        yield r


def known_late(record: Record, asked: datetime | None, heard: datetime) -> Record:
    """Give a record as known since it was heard, if it was not to be had before.

    Where a value is assumed to have been out, and the source was `asked` after that and
    gave nothing of it, what was published in between did not know it.
    """
    if (
        isinstance(record, Observation)
        and record.known_by is KnownBy.ASSUMED
        and asked is not None
        and record.known_at <= asked < heard
    ):
        return replace(record, known_at=heard, known_by=KnownBy.FETCHED)
    return record


def _points(view: View, series: str) -> Sequence[Point]:
    try:
        return view.series(series).points
    except (NotYetKnown, UnknownSeries):
        return ()


def _known(view: View, series: str) -> Mapping[tuple[date, date], float]:
    points = _points(view, series)
    return {(p.period.start, p.period.last): p.value for p in points}


def _refuse_step(
    series: str,
    measure: Measure,
    known: Mapping[tuple[date, date], float],
    values: Mapping[tuple[date, date], float],
) -> None:
    """Refuse a new end that is no continuation of what is known."""
    end = max(known)
    new = [(k, v) for k, v in values.items() if k > end]
    if not new:
        return
    told = [v for _, v in sorted(known.items())]
    steps = sorted(abs(b - a) for a, b in pairwise(told))
    before = told[-1]
    for (_, last), value in new:
        if measure is Measure.CUMULATIVE and value < (1 - _FALL) * before:
            raise ExpectationError(
                f"{series} {last}: expected no less than {before:g}, for it only adds "
                f"up, found {value:g}"
            )
        if len(steps) >= _STEPS and abs(value - before) > _JUMP * steps[-1] > 0:
            raise ExpectationError(
                f"{series} {last}: expected a step of at most some {steps[-1]:g} from "
                f"{before:g}, found {value:g}"
            )
        before = value
