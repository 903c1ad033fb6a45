"""The laws of the two clocks, held for whatever may be told in whatever order.

A world is a handful of snapshots, some of a source that tells its series whole, heard
at different moments, each telling a few of very few periods. So small a world makes
every collision likely: same key, same moment, same value, gaps, late backfills.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polemos.core import (
    Area,
    Basis,
    Cadence,
    Event,
    KnownBy,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Record,
    SeriesSpec,
    SnapshotNote,
    Source,
    Statement,
    Text,
    Unit,
    View,
)
from polemos.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 12
PERIODS = [Period.day(date(2023, 12, 1)), Period.month(2023, 12)]
NAMES = ["tiny/level.whole@AAA", "tiny/level.other@AAA"]
PART = "bits/level.part@AAA"


def _spec(name: str) -> SeriesSpec:
    return SeriesSpec(
        name,
        Text("A level", "水位"),
        Unit("persons"),
        Measure.STOCK,
        Cadence.MONTH,
        Basis.COUNTED,
    )


def _source(name: str, series: Sequence[str], *, complete: bool) -> Source:
    return Source(
        id=name,
        title=Text("A source", "來源"),
        provider=Provider(name, Text("Publisher", "發布者"), ""),
        url="",
        citation="",
        licence=Licence("CC0-1.0", redistribute=True),
        series=tuple(_spec(s) for s in series),
        complete=complete,
        layers=("control@AAA",),
    )


SOURCES = {
    "tiny": _source("tiny", NAMES, complete=True),
    "bits": _source("bits", [PART], complete=False),
}


def day(n: int) -> datetime:
    return START + timedelta(days=n)


@dataclass(frozen=True)
class Told:
    """One snapshot and what was read from it."""

    note: SnapshotNote
    records: tuple[Record, ...]

    def moved(self, days: int) -> "Told":
        """Hear it later, and date all of it when it was heard."""
        heard = self.heard + timedelta(days=days)
        records = tuple(
            replace(r, known_at=heard, known_by=KnownBy.FETCHED)
            if isinstance(r, Observation)
            else replace(r, known_at=heard)
            for r in self.records
        )
        note = replace(self.note, fetched_at=heard, published_at=None)
        return Told(note, records)

    @property
    def heard(self) -> datetime:
        return self.note.published_at or self.note.fetched_at


@st.composite
def tellings(draw: st.DrawFn, number: int) -> Told:
    """Draw one snapshot: mostly heard after what it tells became known, not always."""
    source = draw(st.sampled_from(["tiny", "tiny", "bits"]))
    heard = day(draw(st.integers(0, DAYS)))
    published = heard if draw(st.booleans()) else None
    sid = f"{number:064x}"
    fetched = heard if published is None else heard + timedelta(days=1)
    note = SnapshotNote(sid, source, f"{number}.csv", "", fetched, published, "", 0)
    keys = [(s.id, p) for s in SOURCES[source].series for p in PERIODS]
    records: list[Record] = []
    for name, period in draw(st.lists(st.sampled_from(keys), unique=True)):
        how = draw(st.sampled_from(list(KnownBy)))
        known = heard if how is KnownBy.FETCHED else day(draw(st.integers(-1, DAYS)))
        value = draw(st.sampled_from([None, 1.0, 2.0]))
        low = draw(st.sampled_from([None, 1.0]))
        records.append(Observation(name, period, value, known, sid, low, None, how))
    for cell in draw(st.sets(st.sampled_from(["a", "b"]))):
        since = date(2023, 12, draw(st.integers(1, 3)))
        inside = draw(st.booleans())
        records.append(Area("control@AAA", cell, since, inside, heard, sid))
    if draw(st.booleans()):
        period = draw(st.sampled_from(PERIODS))
        said = f"said {number}"
        records.append(
            Event("e", "talks", period, ("AAA",), said, "說", "", "", heard, sid)
        )
        records.append(
            Statement("s", "AAA", date(2023, 12, 1), said, "en", "", heard, sid)
        )
    return Told(note, tuple(records))


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> list[Told]:
    """Draw what was told, in the order in which it arrives."""
    return [draw(tellings(n)) for n in range(draw(st.integers(1, most)))]


MOMENTS = st.integers(-2, DAYS + 2).map(day)


@contextmanager
def stored(*tolds: Sequence[Told], settle: bool = False) -> Iterator[Store]:
    """Keep each batch as one append."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), SOURCES)
        for batch in tolds:
            store.append([t.note for t in batch], [r for t in batch for r in t.records])
            if settle:
                store.settle()
        yield store


def shown(view: View, moments: Sequence[datetime] = ()) -> Any:
    """Write out everything a view answers."""
    assert not moments
    return {
        "ids": list(view.ids()),
        "series": {n: view.series(n).points for n in [*NAMES, PART]},
        "vintages": {n: list(view.vintages(n)) for n in [*NAMES, PART]},
        "cells": [view.cells("control@AAA", date(2023, 12, d)) for d in (1, 2, 3)],
        "events": list(view.events()),
        "statements": list(view.statements()),
    }


laws = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@laws
@given(worlds(), MOMENTS, st.booleans())
def test_store_and_memory_agree(
    memory_view: Callable[..., View], told: list[Told], t: datetime, settle: bool
) -> None:
    """Two implementations of the rule, written apart, answer alike."""
    records = [r for x in told for r in x.records]
    plain = memory_view(records, SOURCES.values(), t, [x.note for x in told])
    with stored(*[[x] for x in told], settle=settle) as store:
        assert shown(store.as_of(t)) == shown(plain)
