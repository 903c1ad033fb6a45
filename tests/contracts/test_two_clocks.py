"""The laws of the two clocks, held for whatever may be told in whatever order.

A world is a handful of snapshots, some of a source that tells its series whole, heard
at different moments, each telling a few of very few periods. So small a world makes
every collision likely: same key, same moment, same value, gaps, late backfills.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polemos.core import (
    Act,
    Area,
    Basis,
    Cadence,
    Claim,
    Coding,
    Confidence,
    Event,
    Finding,
    Forecast,
    Horizon,
    KnownBy,
    Licence,
    Measure,
    NotYetKnown,
    Observation,
    OutputType,
    Period,
    Provider,
    Question,
    Reckoning,
    Record,
    SeriesSpec,
    SnapshotNote,
    Source,
    Stage,
    Statement,
    Step,
    Text,
    Told,
    Unit,
    Verdict,
    View,
)
from polemos.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 5  # few, so that moments collide
PERIODS = [Period.day(date(2023, 12, 1)), Period.month(2023, 12)]
NAMES = ["tiny/level.whole@AAA", "tiny/level.other@AAA"]
PART = "bits/level.part@AAA"
ORIGIN = date(2023, 12, 31)  # the last day whose knowledge a forecast uses
QUESTION = Question(
    *("target", NAMES[0], Reckoning.LEVEL, Horizon(1, "m"), ORIGIN),
    *(PERIODS[1], PERIODS[1], date(2024, 1, 1), 0),
)
OUTPUTS = [(OutputType.QUANTILE, "0.5"), (OutputType.PMF, "yes")]
ALL = [*NAMES, PART]
STAGES = [Stage.FLOATED, Stage.AGREED, None]


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
        licence=Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True),
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
class Hearing:
    """One snapshot and what was read from it."""

    note: SnapshotNote
    records: tuple[Record, ...]

    @property
    def heard(self) -> datetime:
        return self.note.published_at or self.note.fetched_at

    def told_at(self, moment: datetime) -> "Hearing":
        """Tell the same at another moment, known from then on."""
        fetched = KnownBy.FETCHED
        return Hearing(
            replace(self.note, fetched_at=moment, published_at=None),
            tuple(
                replace(r, known_at=moment, known_by=fetched)
                if isinstance(r, Observation)
                else replace(r, known_at=moment)
                for r in self.records
            ),
        )


@st.composite
def tellings(draw: st.DrawFn, number: int) -> Hearing:
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
            Event(
                *("e", Act.MEETS, period, ("AAA",), ("peace",), Text(said, "說")),
                *(Told("", "", Confidence.REPORTED, True), heard, sid),
            )
        )
        records.append(
            Statement("s", "AAA", date(2023, 12, 1), said, "en", "", heard, sid)
        )
    if draw(st.booleans()):
        period, stage = draw(st.sampled_from(PERIODS)), draw(st.sampled_from(STAGES))
        words = Text(f"why {number}", "何以")
        told = Told("", "", Confidence.REPORTED, True)
        records.append(Step("fleet", stage, period, words, told, heard, sid))
        records.append(Coding(PART, period, "desk", ORIGIN, ("e",), words, heard, sid))
    if draw(st.booleans()):
        name, month = NAMES[0], PERIODS[1]
        records += [
            Forecast("m/1", 1, QUESTION, how, level, 1 / (number + 2), heard, sid)
            for how, level in draw(st.sets(st.sampled_from(OUTPUTS)))
        ]
        claim = Claim(
            "c", "1", Decimal(1), Decimal("0.1"), Unit("persons"), name, month
        )
        verdict = draw(st.sampled_from(list(Verdict)))
        records.append(Finding(claim, verdict, 1.5, heard, note="n", snapshot=sid))
    return Hearing(note, tuple(records))


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> list[Hearing]:
    """Draw what was told, in the order in which it arrives."""
    return [draw(tellings(n)) for n in range(draw(st.integers(1, most)))]


@st.composite
def orders(draw: st.DrawFn, told: Sequence[Hearing]) -> list[list[Hearing]]:
    """Shuffle what was told, and cut it into appends."""
    shuffled = draw(st.permutations(told))
    cuts = sorted(draw(st.sets(st.integers(1, len(told)), max_size=3)) | {0})
    pairs = zip(cuts, [*cuts[1:], len(told)], strict=True)
    return [shuffled[i:j] for i, j in pairs if i < j]


MOMENTS = st.integers(-2, DAYS + 2).map(day)
LATER = day(3 * DAYS)


@contextmanager
def stored(*batches: Sequence[Hearing], settle: bool = False) -> Iterator[Store]:
    """Keep each batch as one append; settle after the first, so that some is loose."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), SOURCES)
        for number, batch in enumerate(batches):
            append(store, batch)
            if settle and number == 0:
                store.settle()
        yield store


def append(store: Store, batch: Sequence[Hearing]) -> int:
    return store.append([t.note for t in batch], [r for t in batch for r in t.records])


def shown(view: View) -> Mapping[str, Any]:
    """Write out everything that a view answers."""
    return {
        "stored": list(view.stored()),
        "series": {n: view.series(n).points for n in ALL},
        "vintages": {n: list(view.vintages(n)) for n in ALL},
        "cells": [view.cells("control@AAA", date(2023, 12, d)) for d in (1, 2, 3)],
        "events": list(view.events()),
        "steps": list(view.steps()),
        "codings": list(view.codings()),
        "statements": list(view.statements()),
        "forecasts": list(view.forecasts()),
        "findings": list(view.findings()),
        "looked at": {n: looked_at(view, n) for n in ALL},
    }


def looked_at(view: View, name: str) -> date | None:
    try:
        return view.looked_at(name)
    except NotYetKnown:
        return None


laws = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(laws, max_examples=60)
@given(worlds().flatmap(orders), MOMENTS, st.booleans())
def test_store_and_memory_agree(
    memory_view: Callable[..., View],
    batches: list[list[Hearing]],
    t: datetime,
    settle: bool,
) -> None:
    """Two implementations of the rule, written apart, answer alike."""
    told = [x for batch in batches for x in batch]
    records = [r for x in told for r in x.records]
    plain = memory_view(records, SOURCES.values(), t, [x.note for x in told])
    with stored(*batches, settle=settle) as store:
        assert shown(store.as_of(t)) == shown(plain)


@laws
@given(worlds().flatmap(orders), MOMENTS)
def test_one_value_a_period_and_none_from_the_future(
    batches: list[list[Hearing]], t: datetime
) -> None:
    """At any moment a period has one value, and everything shown was known by then."""
    with stored(*batches) as store:
        view = store.as_of(t)
        for name in ALL:
            points, vintages = view.series(name).points, view.vintages(name)
            assert len({p.period for p in points}) == len(points)
            assert all(p.known_at <= t for p in points)
            assert all(o.known_at <= t for p in points for o in p.evidence)
            assert all(o.known_at <= t for o in vintages)
            last = {o.period: o for o in vintages}
            assert {p.evidence for p in points} == {
                (o,) for o in last.values() if o.value is not None
            }
        assert all(e.known_at <= t for e in view.events())
        assert all(s.known_at <= t for s in view.steps())
        assert all(c.known_at <= t for c in view.codings())
        assert all(s.known_at <= t for s in view.statements())
        assert all(f.known_at <= t for f in view.forecasts())
        assert all(f.known_at <= t for f in view.findings())


@laws
@given(worlds(4), st.lists(tellings(99), min_size=1, max_size=1), MOMENTS, st.data())
def test_learning_more_changes_nothing_earlier(
    told: list[Hearing], more: list[Hearing], t: datetime, data: st.DataObject
) -> None:
    """What is heard later, and takes effect later, changes no earlier view."""
    after = max([t, *(x.heard for x in told)])
    delay = data.draw(st.integers(1, 3))
    with stored(told) as store:
        before, digest = shown(store.as_of(t)), store.digest(t)
        append(store, [x.told_at(after + timedelta(days=delay)) for x in more])
        assert shown(store.as_of(t)) == before
        assert store.digest(t) == digest


@laws
@given(st.data(), MOMENTS, st.booleans())
def test_the_order_of_arrival_does_not_matter(
    data: st.DataObject, t: datetime, settle: bool
) -> None:
    """Backfills may come late, in any order, in any number of appends."""
    told = data.draw(worlds())
    with (
        stored(*data.draw(orders(told))) as one,
        stored(*data.draw(orders(told)), settle=settle) as other,
    ):
        for moment in (t, LATER):
            assert shown(one.as_of(moment)) == shown(other.as_of(moment))
            assert one.digest(moment) == other.digest(moment)


@laws
@given(worlds(4), MOMENTS)
def test_telling_twice_adds_nothing(told: list[Hearing], t: datetime) -> None:
    """The same snapshot, told again, leaves no trace."""
    with stored(told) as store:
        before, listing = shown(store.as_of(t)), store.lake.listing()
        assert append(store, told) == 0
        assert append(store, told[:1]) == 0
        assert store.lake.listing() == listing
        assert shown(store.as_of(t)) == before


@laws
@given(worlds(4), MOMENTS)
def test_an_index_changes_no_answer(told: list[Hearing], t: datetime) -> None:
    """Settling is for speed alone."""
    with stored(*[[x] for x in told]) as store:
        before = shown(store.as_of(t)), store.digest(t), shown(store.as_of(LATER))
        store.settle()
        assert not store.as_of(t).reading.loose
        assert before == (
            shown(store.as_of(t)),
            store.digest(t),
            shown(store.as_of(LATER)),
        )


@laws
@given(worlds(3), MOMENTS, MOMENTS)
def test_a_view_goes_back_but_not_forward(
    told: list[Hearing], a: datetime, b: datetime
) -> None:
    """The past of a view is the view of the past."""
    early, late = sorted((a, b))
    with stored(told) as store:
        assert shown(store.as_of(late).at(early)) == shown(store.as_of(early))
        if early < late:
            with pytest.raises(NotYetKnown, match="a moment up to"):
                store.as_of(early).at(late)


# What the laws leave open is said by example: name, period, value, known_at, known_by.
F, P, A = KnownBy.FETCHED, KnownBy.PUBLISHED, KnownBy.ASSUMED
Row = tuple[int, float | None, int, KnownBy]  # period, value, day known, how


def told(number: int, heard: int, *rows: Row, source: str = "tiny") -> Hearing:
    sid, name = f"{number:064x}", SOURCES[source].series[0].id
    note = SnapshotNote(sid, source, f"{number}.csv", "", day(heard), None, "", 0)
    return Hearing(
        note,
        tuple(
            Observation(name, PERIODS[p], value, day(known), sid, known_by=how)
            for p, value, known, how in rows
        ),
    )


def states(store: Store, t: int, source: str = "tiny") -> list[tuple[Any, ...]]:
    """Give the vintages as of a day: period, value, day known, how, snapshot."""
    view = store.as_of(day(t))
    return [
        (
            PERIODS.index(o.period),
            o.value,
            (o.known_at - START).days,
            o.known_by,
            int(o.snapshot, 16),
        )
        for o in view.vintages(SOURCES[source].series[0].id)
    ]


def test_an_assumed_date_belongs_to_the_first_telling() -> None:
    """A revision under the same assumed date takes effect when it was heard."""
    first, second = told(1, 6, (0, 1.0, 2, A)), told(2, 9, (0, 2.0, 2, A))
    for order in ([first, second], [second, first]):
        with stored(*[[x] for x in order]) as store:
            assert states(store, 20) == [(0, 1.0, 2, A, 1), (0, 2.0, 9, F, 2)]
            assert states(store, 8) == [(0, 1.0, 2, A, 1)]


def test_nothing_takes_effect_before_its_own_date() -> None:
    """An assumed date that lies after the hearing stands."""
    with stored([told(1, 1, (0, 1.0, 3, A))], [told(2, 2, (0, 2.0, 5, A))]) as store:
        assert states(store, 20) == [(0, 1.0, 3, A, 1), (0, 2.0, 5, A, 2)]


def test_of_two_at_one_moment_the_last_heard_is_in_force() -> None:
    """Then the greater hash, whatever day either claims; the other never was."""
    late = told(9, 3, (0, 2.0, 1, A))  # of the same moment as the next, and greater
    for order in ([0, 1, 2], [2, 1, 0]):
        world = [told(1, 1, (0, 1.0, 1, A)), told(2, 3, (0, 3.0, 3, F)), late]
        with stored(*[[world[i]] for i in order]) as store:
            assert states(store, 20) == [(0, 1.0, 1, A, 1), (0, 2.0, 3, F, 9)]


def test_an_older_copy_moves_the_assumed_date_to_itself() -> None:
    """The copy that was heard earlier is the one that was known by then."""
    with stored([told(2, 9, (0, 2.0, 2, A))]) as store:
        assert states(store, 5) == [(0, 2.0, 2, A, 2)]
        append(store, [told(1, 6, (0, 1.0, 3, A))])
        assert states(store, 5) == [(0, 1.0, 3, A, 1)]
        assert states(store, 20) == [(0, 1.0, 3, A, 1), (0, 2.0, 9, F, 2)]


def test_a_repeated_value_keeps_its_day() -> None:
    """Known since it was first in force without a break."""
    with stored(
        [told(1, 1, (0, 1.0, 1, F), source="bits")],
        [told(3, 3, (0, 1.0, 3, F), source="bits")],
        [told(5, 5, (0, 2.0, 5, F), source="bits")],
        [told(7, 7, (0, 1.0, 7, F), source="bits")],
    ) as store:
        wanted = [(0, 1.0, 1, F, 1), (0, 2.0, 5, F, 5), (0, 1.0, 7, F, 7)]
        assert states(store, 20, "bits") == wanted
        append(store, [told(4, 4, (0, 2.0, 4, F), source="bits")])  # a late backfill
        wanted[1] = (0, 2.0, 4, F, 4)
        assert states(store, 20, "bits") == wanted


def test_an_end_of_the_interval_that_moves_is_a_new_state() -> None:
    """Though the value between the ends stays."""
    ends = [(1.0, 3.0), (1.0, 3.0), (1.0, 4.0), (0.0, 4.0), (0.0, None)]
    world = []
    for n, (low, high) in enumerate(ends):
        one = told(n, n, (0, 2.0, n, F))
        records = (replace(r, low=low, high=high) for r in one.records)
        world.append([replace(one, records=tuple(records))])
    with stored(*world) as store:
        found = store.as_of(day(20)).vintages(SOURCES["tiny"].series[0].id)
        assert [(o.low, o.high) for o in found] == [ends[0], *ends[2:]]


def test_what_a_complete_source_leaves_out_was_withdrawn() -> None:
    """The key goes when a later whole leaves it out, and comes back when told."""
    whole = [
        told(1, 1, (0, 1.0, 1, F), (1, 5.0, 1, F)),
        told(3, 3, (1, 5.0, 3, F)),
        told(5, 5, (0, 1.0, 5, F), (1, 5.0, 5, F)),
    ]
    with stored(*[[x] for x in whole]) as store:
        assert states(store, 20) == [
            (0, 1.0, 1, F, 1),
            (1, 5.0, 1, F, 1),
            (0, None, 3, F, 3),
            (0, 1.0, 5, F, 5),
        ]
        name = SOURCES["tiny"].series[0].id
        assert [p.period for p in store.as_of(day(4)).series(name)] == [PERIODS[1]]
        append(store, [told(4, 4, (0, 1.0, 4, F), (1, 5.0, 4, F))])  # it was back then
        assert states(store, 20)[-1] == (0, 1.0, 4, F, 4)


def test_a_promise_to_be_whole_holds_for_what_was_heard_under_it() -> None:
    """A part heard in between tells of what it holds, and withdraws nothing."""
    with stored(
        [told(1, 1, (0, 1.0, 1, F), (1, 5.0, 1, F))], [told(3, 3, (1, 5.0, 3, F))]
    ) as store:
        partial = {"tiny": replace(SOURCES["tiny"], complete=False)}
        append(Store.open(store.lake.path, partial), [told(4, 4, (0, 2.0, 4, F))])
        assert states(store, 20)[2:] == [(0, None, 3, F, 3), (0, 2.0, 4, F, 4)]
        append(store, [told(5, 5, (1, 5.0, 5, F))])
        append(Store.open(store.lake.path, partial), [told(6, 5, (1, 5.0, 5, F))])
        assert states(store, 20)[2:] == [
            (0, None, 3, F, 3),
            (0, 2.0, 4, F, 4),
            (0, None, 5, F, 5),
        ]


def test_wholes_heard_at_one_moment_are_one_telling() -> None:
    """What any of them tells is not left out; what none tells, the first withdrew."""
    with stored(
        [told(1, 1, (0, 1.0, 1, F), (1, 5.0, 1, F))],
        [told(3, 3, (1, 5.0, 3, F))],
        [told(2, 3, (1, 5.0, 3, F))],
        [told(4, 4, (1, 5.0, 4, F))],
        [told(5, 4, (0, 1.0, 4, F))],
    ) as store:
        wanted = [(0, None, 3, F, 2), (0, 1.0, 4, F, 5)]
        assert states(store, 20)[2:] == wanted


def test_what_was_left_out_before_it_took_effect_never_did() -> None:
    """Withdrawn between the hearing and the day named for it."""
    with stored(
        [told(1, 1, (0, 1.0, 4, P), (1, 5.0, 1, F))], [told(2, 2, (1, 5.0, 2, F))]
    ) as store:
        assert states(store, 20) == [(1, 5.0, 1, F, 1), (0, None, 4, F, 2)]


def test_a_complete_source_that_is_silent_on_a_series_withdraws_nothing() -> None:
    """A file of other series says nothing of this one; nor does a partial source."""
    other = SOURCES["tiny"].series[1].id
    sid = f"{2:064x}"
    note = SnapshotNote(sid, "tiny", "2.csv", "", day(2), None, "", 0)
    apart = Hearing(note, (Observation(other, PERIODS[0], 1.0, day(2), sid),))
    with stored([told(1, 1, (0, 1.0, 1, F))], [apart]) as store:
        assert states(store, 20) == [(0, 1.0, 1, F, 1)]
    with stored(
        [told(1, 1, (0, 1.0, 1, F), source="bits")],
        [told(2, 2, (1, 1.0, 2, F), source="bits")],
    ) as store:
        assert [s[:2] for s in states(store, 20, "bits")] == [(0, 1.0), (1, 1.0)]


def test_a_value_taken_back_stays_away() -> None:
    """NULL wins over what it takes back (the engine's arg_max would skip it)."""
    with stored(
        [told(1, 1, (0, 1.0, 1, F), source="bits")],
        [told(2, 2, (0, None, 2, F), source="bits")],
    ) as store:
        assert states(store, 20, "bits") == [(0, 1.0, 1, F, 1), (0, None, 2, F, 2)]
        assert store.as_of(day(20)).stored() == []


def test_a_publisher_that_goes_back_is_believed() -> None:
    """The same bytes, heard again after others, are news."""
    again = replace(told(1, 5, (0, 1.0, 5, F), source="bits"))
    with stored(
        [told(1, 1, (0, 1.0, 1, F), source="bits")],
        [told(3, 3, (0, 2.0, 3, F), source="bits")],
        [again],
    ) as store:
        assert [s[1:3] for s in states(store, 20, "bits")] == [
            (1.0, 1),
            (2.0, 3),
            (1.0, 5),
        ]


def test_a_better_reading_of_the_same_bytes_stands() -> None:
    """A snapshot read again by a mended parser replaces its first reading."""
    wrong = told(1, 1, (0, 10.0, 1, F), (1, 5.0, 1, F))
    right = told(1, 1, (0, 1.0, 1, F))
    for settle in (False, True):
        with stored([wrong], [right], settle=settle) as store:
            assert states(store, 20) == [(0, 1.0, 1, F, 1)]
            assert append(store, [right]) == 0
