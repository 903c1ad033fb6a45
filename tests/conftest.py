"""Shared fixtures: a View over records in memory, which obeys the rules of the store.

It is written for plainness and not for speed, apart from the store and with nothing
of it, so that the two can be held against each other.
"""

import importlib.util
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Self, TypeVar

import pytest
from hypothesis import settings

from polemos.cli import (
    _check,
    _claims,
    _claims_file,
    _events,
    _forecast,
    _options,
    _table,
)
from polemos.core import (
    Area,
    Coding,
    Event,
    Finding,
    Forecast,
    KnownBy,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Record,
    Series,
    SeriesSpec,
    Snapshot,
    SnapshotNote,
    Source,
    Statement,
    Step,
    StoreError,
    UnknownSeries,
    end_of_day,
    utc,
)
from polemos.pipeline import World, open_world
from polemos.run import main

# A commit passes or fails whenever it is run; `./run test --hypothesis-profile=default`
# goes where no run has been.
# No example has a deadline: another program may want the machine in the meantime.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

Named = TypeVar("Named", Event, Statement)
Told = TypeVar("Told", Event, Step, Coding, Statement, Forecast, Finding)


RAW = Path(__file__).parents[1].parent / "shared" / "data" / "raw"


@pytest.fixture(scope="session")
def raw() -> Path:
    """Give the folder of the specimens, where there is one."""
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    return RAW


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Give the world of the packaged figures, in a lake that no test may write in."""
    lake = tmp_path_factory.mktemp("user") / "lake"
    return open_world("rus-ukr", lake, lambda *_: None)


@pytest.fixture(scope="session")
def world(packaged: World) -> World:
    """Give the same; a folder whose tests have a world of their own says otherwise."""
    return packaged


@pytest.fixture(scope="session")
def tool() -> Callable[[str], ModuleType]:
    """Give what loads a maintainers' tool, which is no part of the package."""
    return _tool


@cache
def _tool(name: str) -> ModuleType:
    path = Path(__file__).parents[1] / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pack_tool(tool: Callable[[str], ModuleType]) -> ModuleType:
    """Give the maintainers' pack tool."""
    return tool("pack")


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command on a store as if it were a day; give its exit code and streams."""

    def call(*args: str, store: Path, today: str) -> tuple[int, str, str]:
        moment = datetime.fromisoformat(today).replace(hour=6, tzinfo=UTC)
        for module in (
            _options,
            _check,
            _claims,
            _claims_file,
            _events,
            _forecast,
            _table,
        ):
            monkeypatch.setattr(module, "now", lambda: moment)
        monkeypatch.setattr(sys, "argv", ["polemos", *args])
        monkeypatch.setenv("POLEMOS_STORE", str(store))
        with pytest.raises(SystemExit) as end:
            main()
        out = capsys.readouterr()
        return int(str(end.value.code or 0)), out.out, out.err

    return call


@dataclass(frozen=True)
class MemoryView:
    """A view over tellings: records, each with the note of its snapshot."""

    told: Mapping[str, Sequence[tuple[SnapshotNote, Observation]]]  # by series
    rest: Sequence[tuple[SnapshotNote, Record]]
    notes: Mapping[tuple[str, str], SnapshotNote]  # by id and source
    sources: Sequence[Source]
    as_of: datetime
    memo: dict[str, list[Observation]] = field(default_factory=dict)

    def at(self, moment: datetime) -> Self:
        if moment > self.as_of:
            raise NotYetKnown(
                f"expected a moment up to {self.as_of:%F}, found {moment:%F}"
            )
        return replace(self, as_of=utc(moment), memo={})

    def looked_at(self, name: str) -> date:
        source = self.source(name)
        fetched = (n.fetched_at for n in self.notes.values() if n.source == source.id)
        every = [moment for moment in fetched if moment <= self.as_of]
        every += [o.known_at for s in source.series for o in self.vintages(s.id)]
        if not every:
            raise NotYetKnown(f"{source.id} was not looked at by {self.as_of:%F}")
        return max(every).date()

    def ids(self) -> Sequence[str]:
        """Name what is stored; nothing else is known here."""
        return self.stored()

    def stored(self) -> Sequence[str]:
        known = (s.id for source in self.sources for s in source.series)
        return sorted(name for name in known if self.series(name).points)

    def series(self, name: str) -> Series:
        spec = self.spec(name)
        now: dict[Period, Observation] = {}
        for o in self.vintages(name):
            now[o.period] = o
        points = (Point.of(now[p]) for p in sorted(now) if now[p].value is not None)
        return Series(name, spec.unit, spec.measure, tuple(points), self.as_of)

    def spec(self, name: str) -> SeriesSpec:
        return self.source(name).spec(name)

    def uses(self, name: str) -> tuple[str, ...]:
        self.spec(name)
        return ()

    def vintages(self, name: str) -> Sequence[Observation]:
        self.spec(name)
        if name not in self.memo:
            mine = self.told.get(name, ())
            whole = self._whole(mine)
            by_period = defaultdict(list)
            for note, o in mine:
                by_period[o.period].append((note, o))
            states = (s for told in by_period.values() for s in _states(told, whole))
            self.memo[name] = sorted(
                (o for o in states if o.known_at <= self.as_of),
                key=lambda o: (o.known_at, o.period),
            )
        return self.memo[name]

    def source(self, name: str) -> Source:
        for source in self.sources:
            if any(s.id == name for s in source.series):
                return source
        known = [s.id for source in self.sources for s in source.series]
        near = get_close_matches(name, known)
        raise UnknownSeries(f"expected a series, found {name!r}; nearest: {near}")

    def snapshot(self, snapshot_id: str, source: str) -> SnapshotNote:
        if (snapshot_id, source) not in self.notes:
            raise StoreError(f"no snapshot {snapshot_id} of {source}")
        return self.notes[snapshot_id, source]

    def cells(self, layer: str, day: date) -> frozenset[str]:
        newest: dict[str, tuple[tuple[object, ...], Area]] = {}
        for note, r in self.rest:
            if isinstance(r, Area) and r.layer == layer and r.since <= day:
                rank = (r.since, r.known_at, _heard(note), note.id)
                if r.known_at <= self.as_of and (
                    r.cell not in newest or rank > newest[r.cell][0]
                ):
                    newest[r.cell] = rank, r
        return frozenset(cell for cell, (_, r) in newest.items() if r.inside)

    def events(self) -> Sequence[Event]:
        found = self._newest(Event)
        return sorted(found, key=lambda e: (e.period, e.id))

    def steps(self) -> Sequence[Step]:
        newest = {(s.period, s.commitment): s for s in self._told(Step)}
        return [newest[k] for k in sorted(newest)]

    def codings(self) -> Sequence[Coding]:
        newest = {(c.series, c.period): c for c in self._told(Coding)}
        return [newest[k] for k in sorted(newest)]

    def statements(self) -> Sequence[Statement]:
        found = self._newest(Statement)
        return sorted(found, key=lambda s: (s.said_on, s.id))

    def forecasts(self) -> Sequence[Forecast]:
        first: dict[tuple[object, ...], Forecast] = {}
        for f in self._told(Forecast):
            q = f.question
            key = (q.target, q.origin, f.model, q.period)
            first.setdefault((*key, f.output_type, f.output_type_id), f)
        return [first[k] for k in sorted(first)]

    def findings(self) -> Sequence[Finding]:
        newest = {(f.snapshot, f.claim.id): f for f in self._told(Finding)}
        return [newest[k] for k in sorted(newest)]

    def _newest(self, kind: type[Named]) -> list[Named]:
        return list({r.id: r for r in self._told(kind)}.values())

    def _told(self, kind: type[Told]) -> Iterator[Told]:
        """Give the records of a kind that were known, in the order of knowing."""
        ordered = sorted(
            ((n, r) for n, r in self.rest if isinstance(r, kind)),
            key=lambda p: (p[1].known_at, _heard(p[0]), p[0].id),
        )
        return (r for _, r in ordered if r.known_at <= self.as_of)

    def _whole(
        self, mine: Iterable[tuple[SnapshotNote, Observation]]
    ) -> dict[datetime, SnapshotNote]:
        """Find when a series was told whole, and by which snapshot."""
        complete = {s.id for s in self.sources if s.complete}
        whole: dict[datetime, SnapshotNote] = {}
        for note, _ in mine:
            if note.source in complete:
                h = _heard(note)
                whole[h] = min(note, whole.get(h, note), key=lambda n: n.id)
        return whole


def _states(
    told: Sequence[tuple[SnapshotNote, Observation]],
    whole: Mapping[datetime, SnapshotNote],
) -> Sequence[Observation]:
    """Stand at each moment at which a key could change, and look."""
    first = min(_heard(note) for note, _ in told)
    effective = [
        (note, _took_effect(note, o, first))
        for note, o in sorted(
            told, key=lambda p: (_heard(p[0]), p[0].id, p[1].known_at)
        )
    ]
    told_at = {_heard(note) for note, _ in told}
    missing = {h: note for h, note in whole.items() if h not in told_at}
    out: list[Observation] = []
    for t in sorted({o.known_at for _, o in effective} | set(missing)):
        by_then = [(note, o) for note, o in effective if o.known_at <= t]
        if not by_then:
            continue
        last = max(o.known_at for _, o in by_then)
        note, now = [(note, o) for note, o in by_then if o.known_at == last][-1]
        gone = [h for h in missing if _heard(note) < h <= t]
        if gone:
            by = missing[min(gone)]
            how = KnownBy.PUBLISHED if by.published_at else KnownBy.FETCHED
            now = Observation(now.series, now.period, None, t, by.id, None, None, how)
        if now.value is None:
            now = replace(now, low=None, high=None)
        if not out or _says(out[-1]) != _says(now):
            out.append(now)
    return out


def _says(o: Observation) -> tuple[float | None, float | None, float | None]:
    return o.value, o.low, o.high


def _heard(note: SnapshotNote) -> datetime:
    return note.published_at or note.fetched_at


def _took_effect(note: SnapshotNote, r: Observation, first: datetime) -> Observation:
    """Date a telling; an assumed date belongs to the first telling alone."""
    h = _heard(note)
    if r.known_by is KnownBy.ASSUMED and h > first and h > r.known_at:
        how = KnownBy.PUBLISHED if note.published_at else KnownBy.FETCHED
        return replace(r, known_at=h, known_by=how)
    return r


def _note(snap: Snapshot | SnapshotNote) -> SnapshotNote:
    if isinstance(snap, SnapshotNote):
        return snap
    return SnapshotNote(
        id=snap.id,
        source=snap.source,
        name=snap.name,
        url=snap.url,
        fetched_at=snap.fetched_at,
        published_at=snap.published_at,
        media_type=snap.media_type,
        size=len(snap.body),
    )


def make_memory_view(
    records: Iterable[Record],
    sources: Iterable[Source],
    as_of: datetime | date,
    snapshots: Iterable[Snapshot | SnapshotNote] = (),
) -> MemoryView:
    """Make a View from records; give the snapshots where it matters when we heard.

    A snapshot that nobody gives is heard when the last of its records was known.
    """
    records, sources = list(records), list(sources)
    owner = {spec.id: source.id for source in sources for spec in source.series}
    notes = {(s.id, s.source): _note(s) for s in snapshots}
    heard: dict[str, datetime] = {}
    for r in records:
        heard[r.snapshot] = max(r.known_at, heard.get(r.snapshot, r.known_at))
    told = defaultdict(list)
    rest = []
    given = {note.id: note.source for note in notes.values()}
    for r in records:
        if isinstance(r, Observation):
            source = owner[r.series]
        else:  # it names no source, but its snapshot does
            source = given.get(r.snapshot, sources[0].id)
        made_up = SnapshotNote(
            r.snapshot, source, "made.up", "", heard[r.snapshot], None, "", 0
        )
        note = notes.setdefault((r.snapshot, source), made_up)
        if isinstance(r, Observation):
            told[r.series].append((note, r))
        else:
            rest.append((note, r))
    moment = utc(as_of) if isinstance(as_of, datetime) else end_of_day(as_of)
    return MemoryView(told, rest, notes, sources, moment)


@pytest.fixture(scope="session")
def memory_view() -> Callable[..., MemoryView]:
    """Give `memory_view(records, sources, as_of, snapshots=())`, which makes a View."""
    return make_memory_view
