"""What an append takes in, what it refuses, and how bulk comes in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from polemos.core import (
    Act,
    Area,
    Claim,
    Coding,
    Confidence,
    Event,
    ExpectationError,
    Finding,
    Forecast,
    Horizon,
    NotYetKnown,
    Observation,
    OutputType,
    Period,
    Question,
    Reckoning,
    Record,
    Relation,
    Snapshot,
    SnapshotNote,
    Source,
    Stage,
    Statement,
    Step,
    StoreError,
    Text,
    Told,
    Unit,
    UnknownSeries,
    Verdict,
)
from polemos.store import Store, read_kinds, write_table

Tell = Callable[[int], tuple[list[Snapshot], list[Observation]]]
DAY = date(2023, 12, 1)
TOLD = Told("s", "u", Confidence.OFFICIAL, recalled=False)
START = datetime(2024, 1, 1, tzinfo=UTC)
QUESTION = Question(
    *("target", "tiny/level.one@AAA", Reckoning.LEVEL, Horizon(1, "m"), DAY),
    *(Period.month(2023, 11), Period.month(2024, 1), date(2024, 2, 10), 0),
)


def note(snap: Snapshot) -> SnapshotNote:
    return SnapshotNote(
        snap.id,
        snap.source,
        snap.name,
        snap.url,
        snap.fetched_at,
        snap.published_at,
        snap.media_type,
        len(snap.body),
    )


def everything(snap: Snapshot, told: list[Observation]) -> list[Record]:
    known = snap.fetched_at
    return [
        *told,
        Area("control@AAA", "86", DAY, True, known, snap.id),
        Event(
            *("e", Act.SIGNS, Period.day(DAY), ("A", "B"), ("peace", "war")),
            *(Text("x", "說"), TOLD, known, snap.id, 3, 20.0, None),
        ),
        Step(
            *("c", Stage.AGREED, Period.day(DAY), Text("x", "說"), TOLD, known),
            *(snap.id, DAY, Text("y", "理由")),
        ),
        Step("d", None, Period.day(DAY), Text("x", "說"), TOLD, known, snap.id),
        Coding(
            *("desk/position", Period.day(DAY), "we", DAY, ("e",), Text("x", "說")),
            *(known, snap.id),
        ),
        Statement("s", "A", DAY, "x", "en", "u", known, snap.id),
    ]


def test_every_kind_comes_back_as_it_went_in(store: Store, telling: Tell) -> None:
    (snap,), told = telling(1)
    records = everything(snap, told)
    assert store.append([snap], records) == len(records) == 26
    view = store.as_of(snap.fetched_at)
    assert [p.evidence[0] for n in view.stored() for p in view.series(n)] == told
    assert view.cells("control@AAA", DAY) == {"86"}
    assert view.cells("control@AAA", DAY - timedelta(days=1)) == frozenset()
    back = [*view.events(), *view.steps(), *view.codings(), *view.statements()]
    assert back == records[-5:]
    assert view.snapshot(snap.id, "tiny") == note(snap)
    assert view.uses(told[0].series) == ()
    assert not store.as_of(snap.fetched_at - timedelta(microseconds=1)).stored()


def test_the_nearest_names_are_offered(store: Store) -> None:
    view = store.as_of(datetime.fromisoformat("2024-01-01T00:00Z"))
    words = r"found 'tiny/level.oen@AAA'; did you mean tiny/level.one@AAA"
    for ask in (view.series, view.spec, view.uses, view.vintages, view.source):
        with pytest.raises(UnknownSeries, match=words):
            ask("tiny/level.oen@AAA")
    with pytest.raises(StoreError, match="the id of a snapshot of tiny"):
        view.snapshot("0" * 64, "tiny")


def test_the_edges_are_the_days_on_which_something_became_known(
    store: Store, telling: Tell
) -> None:
    for edge in (store.first, store.newest):
        with pytest.raises(NotYetKnown, match="this war's sources, found none"):
            edge()
    store.append(*telling(5))
    store.append(*telling(1))
    (snap,), _ = telling(9)
    statement = Statement("s", "A", DAY, "x", "en", "u", snap.fetched_at, snap.id)
    store.append([snap], [statement])
    assert (store.first(), store.newest()) == (date(2024, 1, 2), date(2024, 1, 10))


def test_days_are_those_of_utc(
    store: Store, telling: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine west of Greenwich knows nothing a day earlier."""
    monkeypatch.setenv("TZ", "America/New_York")
    (snap,), told = telling(1)
    late = snap.fetched_at.replace(hour=0, minute=30)
    west = Store.open(store.lake.path, store.sources)
    west.append([snap], [replace(told[0], known_at=late)])
    assert west.newest() == date(2024, 1, 2)
    assert west.as_of(late).vintages(told[0].series)[0].known_at == late
    assert not west.as_of(late - timedelta(minutes=1)).stored()


def test_a_label_is_held_once_appended(store: Store, telling: Tell) -> None:
    assert not store.holds("pack:1")
    store.append(*telling(1), label="pack:1")
    assert store.holds("pack:1")
    assert store.append(*telling(1), label="pack:2") == 0
    assert store.holds("pack:2"), "nothing new, but nothing to unpack again either"
    assert Store.open(store.lake.path, store.sources).holds("pack:1")


def test_the_digest_is_of_what_is_visible(store: Store, telling: Tell) -> None:
    (snap,), told = telling(1)
    store.append([snap], told)
    first = store.digest(snap.fetched_at)
    assert first != store.digest(snap.fetched_at - timedelta(days=1))
    (more,), _ = telling(2)
    said = Statement("s", "A", DAY, "x", "en", "u", more.fetched_at, more.id)
    store.append([more], [said])
    assert store.digest(snap.fetched_at) == first
    assert store.digest(more.fetched_at) != first
    lake = store.lake.path.with_name("other")
    for text in ("x", "y"):
        other = Store.open(lake / text, store.sources)
        other.append([snap, more], [*told, replace(said, text=text)])
        same = other.digest(more.fetched_at) == store.digest(more.fetched_at)
        assert same == (text == "x")


REFUSED: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "a stray snapshot": (
        lambda o: [replace(o, snapshot="f" * 64)],
        "observations of the snapshots that are appended with them, found series",
    ),
    "a duplicate period": (
        lambda o: [o, replace(o, value=7.0)],
        "one observation of a key, known_at and snapshot",
    ),
    "an unpromised series": (
        lambda o: [replace(o, series="tiny/level.none@AAA")],
        "that a source promises, found 'tiny/level.none@AAA'",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused(store: Store, telling: Tell, what: str) -> None:
    wrong, words = REFUSED[what]
    (snap,), told = telling(1)
    with pytest.raises(StoreError, match=words):
        store.append([snap], [*told[1:], *wrong(told[0])])
    assert not store.lake.listing()


def test_snapshots_must_be_of_a_source_and_heard_once(
    store: Store, telling: Tell
) -> None:
    (snap,), told = telling(1)
    with pytest.raises(StoreError, match="snapshots of tiny, found one of 'big'"):
        store.append([replace(snap, source="big")], [])
    again = replace(snap, fetched_at=snap.fetched_at + timedelta(days=1))
    with pytest.raises(StoreError, match="append the two one after the other"):
        store.append([snap, again], told)
    assert store.append([snap, snap], told) == 20


SWAPS = {
    "NULL::VARCHAR AS series": "series, starts, ends, known_at, snapshot of each",
    "starts AS ends": "a period that starts before it ends",
    "TIMESTAMPTZ '2023-11-30' AS known_at": "known_at not before the period begins",
    "'hearsay' AS known_by": "a way of knowing, found",
    "'nan'::DOUBLE AS value": "numbers, or nothing",
    "value + 1 AS low": "low <= value <= high",
    "value - 1 AS high": "low <= value <= high",
    "'much' AS value": "tables that can be read, found Conversion Error",
}


@pytest.mark.parametrize("swap", SWAPS)
def test_bulk_is_held_to_the_same_rules(
    store: Store, telling: Tell, tmp_path: Path, swap: str
) -> None:
    (snap,), told = telling(1)
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    write_table("observation", told, good)
    duckdb.execute(f"COPY (SELECT * REPLACE ({swap}) FROM '{good}') TO '{bad}'")
    with pytest.raises(StoreError, match=SWAPS[swap]):
        store.append_tables([note(snap)], {"observation": bad})
    assert not store.lake.listing()


def test_bulk_names_a_column_too_many_or_too_few(
    store: Store, telling: Tell, tmp_path: Path
) -> None:
    (snap,), told = telling(1)
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    write_table("observation", told, good)
    duckdb.execute(f"COPY (SELECT * RENAME (low AS lo) FROM '{good}') TO '{bad}'")
    with pytest.raises(StoreError, match=r"missing \['low'\], unknown \['lo'\]"):
        store.append_tables([note(snap)], {"observation": bad})
    with pytest.raises(StoreError, match="found 'opinion'"):
        store.append_tables([note(snap)], {"opinion": good})
    bad.write_bytes(b"PAR1")
    with pytest.raises(StoreError, match=r"bad\.parquet: expected a table of"):
        store.append_tables([note(snap)], {"observation": bad})


class Stream:
    """Anything with the Arrow stream interface, and nothing else."""

    def __init__(self, path: Path) -> None:
        self._rows = duckdb.connect().sql(f"FROM '{path}'")

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._rows.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("form", [Path, Stream])
def test_bulk_is_the_same_as_one_by_one(
    store: Store,
    telling: Tell,
    tmp_path: Path,
    sources: Mapping[str, Source],
    form: Callable[[Path], object],
) -> None:
    (snap,), told = telling(1)
    records = everything(snap, told)
    store.append([snap], records)
    tables: dict[str, object] = {}
    for kind in read_kinds():
        path = tmp_path / f"{kind}.parquet"
        mine = [r for r in records if type(r).__name__.lower() == kind]
        assert write_table(kind, mine, path) == len(mine)
        tables[kind] = form(path)
    other = Store.open(tmp_path / "other", sources)
    assert other.append_tables([note(snap)], tables) == 26
    assert other.digest(snap.fetched_at) == store.digest(snap.fetched_at)


@pytest.mark.parametrize("order", ["ALL", "hash(starts)"])
def test_bulk_that_tells_twice_is_refused_in_any_order(
    store: Store, telling: Tell, tmp_path: Path, order: str
) -> None:
    (snap,), told = telling(1)
    good, twice = tmp_path / "good.parquet", tmp_path / "twice.parquet"
    write_table("observation", told, good)
    rows = f"(FROM '{good}' UNION ALL (FROM '{good}' LIMIT 1)) ORDER BY {order}"
    duckdb.execute(f"COPY (FROM ({rows})) TO '{twice}'")
    with pytest.raises(StoreError, match="one observation of a key"):
        store.append_tables([note(snap)], {"observation": twice})


def test_unsorted_bulk_is_sorted_on_the_way_in(
    store: Store, telling: Tell, tmp_path: Path
) -> None:
    (snap,), told = telling(1)
    good, mixed = tmp_path / "good.parquet", tmp_path / "mixed.parquet"
    write_table("observation", told, good)
    duckdb.execute(f"COPY (FROM '{good}' ORDER BY hash(starts)) TO '{mixed}'")
    store.append_tables([note(snap)], {"observation": mixed})
    kept = store.lake.table("00000001", "observation")
    rows = duckdb.execute(f"SELECT series, starts FROM '{kept}'").fetchall()
    assert rows == sorted(rows)
    duckdb.execute(f"COPY (FROM '{mixed}' UNION ALL FROM '{mixed}') TO '{good}'")
    with pytest.raises(StoreError, match="one observation of a key"):
        store.append_tables([note(snap)], {"observation": good})


def test_a_table_is_written_the_same_every_time(telling: Tell, tmp_path: Path) -> None:
    _, told = telling(1)
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    write_table("observation", told, one)
    write_table("observation", reversed(told), other)
    assert one.read_bytes() == other.read_bytes()
    with pytest.raises(StoreError, match="expected areas, found observation"):
        write_table("area", told, one)
    with pytest.raises(StoreError, match="expected a kind of observation, area"):
        write_table("opinion", told, one)


def test_few_and_many_series_give_the_same_answers(store: Store, telling: Tell) -> None:
    """Whether one series is looked up, or the whole world laid out."""
    for n in (1, 2, 3):
        store.append(*telling(n))
    end, names = telling(9)[0][0].fetched_at, [telling(1)[1][i].series for i in (0, 10)]
    for _ in range(2):
        alone = {n: store.as_of(end).series(n) for n in names}
        view = store.as_of(end)
        assert view.stored() == sorted(names)
        assert {n: view.series(n) for n in names} == alone
        store.settle()


@pytest.mark.parametrize("settled", [False, True])
def test_a_reading_that_tells_less_stands_in_full(
    store: Store, telling: Tell, settled: bool
) -> None:
    """The same bytes, read again, may hold fewer rows, and no more of a series."""
    (snap,), records = telling(1)
    assert store.append([snap], records) == 20
    if settled:
        store.settle()
    name, other = records[0].series, records[-1].series
    assert store.append([snap], records[:9]) == 9
    view = store.as_of(records[0].known_at)
    assert len(view.series(name)) == 9
    assert len(view.series(other)) == 0
    assert view.stored() == [name]


def test_of_events_known_at_one_moment_the_last_heard_stands(
    store: Store, telling: Tell
) -> None:
    """Whichever snapshot has the greater hash."""
    snaps = [telling(n)[0][0] for n in range(1, 9)]
    for snap in snaps:
        said = Event(
            *("e", Act.MEETS, Period.day(date(2023, 12, 1)), ("A",), ("peace",)),
            *(Text(snap.name, "說"), TOLD, snaps[0].fetched_at, snap.id),
        )
        store.append([snap], [said])
        (event,) = store.as_of(snap.fetched_at).events()
        assert event.text.en == snap.name


def test_bytes_heard_again_keep_their_first_address(
    store: Store, telling: Tell
) -> None:
    (snap,), _ = telling(1)
    later = snap.fetched_at + timedelta(days=3)
    for one in (replace(snap, fetched_at=later, url="later"), snap):
        store.append([one], [])
    note = store.as_of(later).snapshot(snap.id, snap.source)
    assert (note.fetched_at, note.url) == (snap.fetched_at, snap.url)


def test_a_forecast_stands_as_it_was_issued(store: Store, telling: Tell) -> None:
    (first,), _ = telling(1)
    (later,), _ = telling(2)
    issued = Forecast(
        *("drift/1", 1, QUESTION, OutputType.QUANTILE, "0.5", 7.0),
        *(first.fetched_at, first.id),
    )
    edited = replace(issued, value=9.0, known_at=later.fetched_at, snapshot=later.id)
    store.append([later], [edited])
    store.append([first], [issued])
    assert store.as_of(later.fetched_at).forecasts() == [issued]
    assert not store.as_of(first.fetched_at - timedelta(days=1)).forecasts()


def test_a_finding_keeps_the_words_it_judges(store: Store, telling: Tell) -> None:
    (snap,), _ = telling(1)
    claim = Claim(
        *("a.1", "近 3 萬", Decimal("3.0"), Decimal("0.1"), Unit("RUB", 9)),
        *("tiny/level.one@AAA", Period.month(2023, 12), Reckoning.CHANGE),
        base=Period.month(2022, 12),
        relation=Relation.ABOUT,
        as_of=snap.fetched_at,
        lang="zh",
        where="front",
    )
    found = Finding(
        claim, Verdict.ROUNDS, 2.95, snap.fetched_at, note="n", snapshot=snap.id
    )
    unchecked = replace(
        found, claim=replace(claim, id="a.2", base=None, as_of=None), actual=None
    )
    store.append([snap], [found, unchecked])
    assert store.as_of(snap.fetched_at).findings() == [found, unchecked]


def test_a_document_that_is_judged_again_keeps_what_was_found(
    store: Store, telling: Tell
) -> None:
    (snap,), _ = telling(1)
    claim = Claim(
        *("a.1", "3", Decimal(3), Decimal(1), Unit("persons")),
        *("tiny/level.one@AAA", Period.month(2023, 12)),
    )
    later = snap.fetched_at + timedelta(days=9)
    first = Finding(claim, Verdict.HOLDS, 3.0, snap.fetched_at, snapshot=snap.id)
    then = replace(first, verdict=Verdict.OUTDATED, actual=5.0, known_at=later)
    store.append([snap], [first])
    store.append([replace(note(snap), fetched_at=later)], [then])
    store.settle()
    assert store.as_of(later).findings() == [then]
    assert store.as_of(later).judged() == [(snap.fetched_at, first), (later, then)]
    before = store.as_of(later - timedelta(days=1))
    assert before.judged() == [(snap.fetched_at, first)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"origin": date(2024, 2, 1)}, "an origin before the period is over"),
        ({"due": date(2024, 1, 31)}, "settled after its end"),
        ({"slack": -1}, "slack of 0 days"),
        ({"how": Reckoning.GROWTH}, "a level or a change"),
    ],
)
def test_no_question_asks_what_is_known(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ExpectationError, match=words):
        replace(QUESTION, **wrong)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"known_at": START - timedelta(days=60)}, "issued from its origin"),
        ({"value": float("inf")}, "found inf at 0.5"),
        ({"output_type_id": "1.5"}, "found 7.0 at 1.5"),
        ({"output_type": OutputType.PMF, "output_type_id": "yes"}, "found 7.0 at yes"),
    ],
)
def test_no_forecast_says_what_none_can(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ExpectationError, match=words):
        Forecast(
            **{
                "model": "drift/1",
                "seed": 1,
                "question": QUESTION,
                "output_type": OutputType.QUANTILE,
                "output_type_id": "0.5",
                "value": 7.0,
                "known_at": START,
                "snapshot": "0" * 64,
            }
            | wrong
        )
