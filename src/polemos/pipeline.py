"""The whole river on one page: sources, store, indicators, report, claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from polemos import (
    alerts,
    events,
    figures,
    ingest,
    ledger,
    negotiations,
    registry,
    report,
    scenarios,
    wars,
)
from polemos.core import (
    EVER,
    Agenda,
    Coding,
    Event,
    Get,
    NotYetKnown,
    Observation,
    Point,
    Record,
    Scenarios,
    Snapshot,
    Source,
    SourceModule,
    Step,
    StoreError,
    Subject,
    Target,
    Unit,
    UnknownSeries,
    View,
    War,
    WarError,
    nearest,
    reckon,
    start_of_day,
)
from polemos.http import Door, Pace
from polemos.indicators import Indicator, all_indicators, with_indicators
from polemos.models import (
    Forecasting,
    Kind,
    Negotiating,
    Row,
    Run,
    Score,
    Weighing,
    as_told_then,
    scenario_targets,
    table,
    with_forecasts,
    with_scenarios,
    with_table,
)
from polemos.settings import secret
from polemos.sources import all_sources
from polemos.store import Store

# What is told of each observation behind a number.
EVIDENCE = (
    *("series", "period", "value", "known_at", "known_by", "publisher", "source"),
    *("file", "url", "copy", "transcribed", "published_at", "fetched_at"),
    *("sha256", "bytes"),
)


def sources_of(war: str) -> Mapping[str, SourceModule]:
    """Give the sources that a war names; one that is not found is an error."""
    found = all_sources()
    named = wars.load(war).sources
    missing = sorted(set(named) - set(found))
    if missing:
        raise WarError(
            f"{war}: expected sources {missing}, found {sorted(found)}; "
            "add the module, or take the name out of the war's file"
        )
    return {name: found[name] for name in named}


def source_named(war: str, name: str) -> Source:
    """Give one source of a war, or say which there are."""
    known = sources_of(war)
    if name not in known:
        raise UnknownSeries(
            f"expected the id of a source (see source list), found {name!r}",
            name,
            known,
        )
    return known[name].SOURCE


@dataclass(frozen=True)
class World:
    """A store, the war it serves, and what its views answer for besides."""

    store: Store
    war: War
    indicators: Mapping[str, Indicator]
    targets: tuple[Target, ...] = ()
    subjects: tuple[Subject, ...] = ()
    agenda: Agenda | None = None
    scenarios: Scenarios | None = None

    def view(self, moment: datetime) -> Forecasting:
        """Give the view that every later stage reads."""
        known = self.without_models(moment)
        return with_forecasts(known, self.targets, self.subjects, self.replays)

    def table(self, moment: datetime) -> Negotiating:
        """Give the view with what the negotiating table comes to.

        NotYetKnown for a war that follows none.
        """
        if self.agenda is None:
            raise NotYetKnown(
                f"{self.war.id}: expected a folder table beside the war's others, with "
                "its agenda and its ledgers; found none"
            )
        known = with_indicators(self.store.as_of(moment), self.indicators)
        return with_table(known, self.agenda)

    def outlook(self, moment: datetime) -> Weighing:
        """Give the view with what may come of the war.

        NotYetKnown for a war without scenarios.
        """
        if self.scenarios is None:
            raise NotYetKnown(
                f"{self.war.id}: expected a folder scenarios beside the war's others, "
                "with the states that the war can be in; found none"
            )
        known = self.table(moment)
        asked = {t.id for t in scenario_targets(self.scenarios)}
        fed = (t for t in self.targets if t.id not in asked)
        feed = with_forecasts(known, fed, (), self.replays)
        return with_scenarios(known, feed, self.scenarios)

    def without_models(self, moment: datetime) -> View:
        """Give the view of what is stored and derived, which models reckon from.

        What the negotiating table comes to, and what may come of the war, are worked
        out only where they are asked for.
        """
        if self.scenarios is not None:
            return self.outlook(moment)
        if self.agenda is not None:
            return self.table(moment)
        return with_indicators(self.store.as_of(moment), self.indicators)

    @cached_property
    def replays(self) -> Sequence[Score]:
        """Give the packaged scores of replayed forecasts."""
        return ledger.packaged(self.targets)


def open_world(
    war: str, path: Path, progress: report.Progress, now: datetime | None = None
) -> World:
    """Open the store of a war and take in the packaged figures it does not hold yet.

    A ledger of the war's folder whose rows were edited in place, none being coded
    later than before, is heard at `now`; without it the edit is not taken in.
    """
    sources = {name: m.SOURCE for name, m in sources_of(war).items()}
    ours = {source.id: source for source in (ledger.SOURCE, registry.SOURCE)}
    loaded = wars.load(war)
    agenda = wars.agenda(loaded)
    files, reading = wars.scenarios(loaded), None
    # what is packaged was coded by a day that this machine's clock may lag behind
    today = now.date() if now and war.endswith(".toml") else None
    if files and agenda is None:
        raise WarError(
            f"{war}: expected a folder table beside the folder scenarios, whose events "
            "and issues it leans on, found none"
        )
    if agenda is not None:
        ours[negotiations.ID] = negotiations.source(agenda)
        entries = negotiations.events(wars.ledgers(loaded), agenda)
        if files:
            reading = scenarios.read(files, agenda, entries, today=today)
            ours[scenarios.ID] = reading.source
    store = Store.open(path, sources | ours)
    if reading is not None:
        lost = scenarios.taken_out(store.as_of(EVER).stored(), reading.source)
        store = replace(store, sources={**store.sources, scenarios.ID: lost})
    unpack(store, sources, progress)
    targets, subjects = wars.outlook(loaded)
    told = reading.told if reading else None
    if told is not None:
        targets = (*targets, *scenario_targets(told))
    world = World(store, loaded, all_indicators(), targets, subjects, agenda, told)
    if agenda is not None:  # both are read before either is written
        heard = [_table_heard(world, agenda, now)]
        if reading is not None:
            heard.append(_scenarios_heard(world, agenda, files, reading, now))
        for append in filter(None, heard):
            append()
    if not store.settled:
        with suppress(StoreError):  # an index makes answers sooner, and none other
            store.settle()
    return world


_Append = Callable[[], object]


def _table_heard(world: World, agenda: Agenda, now: datetime | None) -> _Append | None:
    """Read the ledgers of the war's folder, if the store does not hold them yet."""
    files = wars.ledgers(world.war)
    label = _Label(negotiations.ID, agenda.edited, files)
    heard = label.heard_by(world.store, now)
    if heard is None:
        return None
    snapshots, records = negotiations.read(files, agenda, heard)
    return partial(_append, world.store, label, snapshots, records, heard)


def _scenarios_heard(
    world: World,
    agenda: Agenda,
    files: Mapping[str, bytes],
    reading: scenarios.Reading,
    now: datetime | None,
) -> _Append | None:
    """Read the scenarios of the war's folder, if the store does not hold them yet.

    Each series that they name must be one, of a source or of a model.
    """
    label = _Label(scenarios.ID, reading.told.edited, files)
    heard = label.heard_by(world.store, now)
    if heard is None:
        return None
    view = world.view(EVER)

    def unit_of(name: str) -> Unit | None:
        with suppress(UnknownSeries):
            return view.spec(name).unit
        return None

    entries = negotiations.events(wars.ledgers(world.war), agenda)
    whole = scenarios.read(files, agenda, entries, unit_of, heard)
    return partial(_append, world.store, label, whole.snapshots, whole.records, heard)


def _append(
    store: Store,
    label: "_Label",
    snapshots: Sequence[Snapshot],
    records: Sequence[Record],
    heard: datetime,
) -> None:
    """Append what a store was not told yet of ledgers; the days before stay as told."""
    since = heard if label.before(store) else None
    news = negotiations.known_since_heard(
        store.as_of(EVER), records, heard, since, {s.name: s.id for s in snapshots}
    )
    store.append(snapshots, news, label=str(label))


@dataclass(frozen=True)
class _Label:
    """What the ledgers of a folder are appended under: whose, of which day, which."""

    source: str
    edited: date
    files: Mapping[str, bytes]

    def __str__(self) -> str:
        """Give it as one line."""
        digest = sha256(repr(sorted(self.files.items())).encode()).hexdigest()
        return f"{self.source} {self.edited} {digest[:16]}"

    def heard_by(self, store: Store, now: datetime | None) -> datetime | None:
        """Say since when they are known to a store; nothing if it has no need of them.

        Since the day of their newest row; but where others were heard before, these
        are known from `now` on. Without a clock an edit in place is not heard at all.
        """
        held = self._held(store)
        if held and held[-1] == str(self):
            return None
        before = self.before(store)
        if before is None or (now is None and self.edited > before):
            return start_of_day(self.edited)
        return now

    def before(self, store: Store) -> date | None:
        """Give the newest day of those that a store holds; None if it holds none."""
        held = (date.fromisoformat(one.split()[1]) for one in self._held(store))
        return max(held, default=None)

    def _held(self, store: Store) -> list[str]:
        return [one for one in store.labels() if one.startswith(f"{self.source} ")]


Hear = Callable[[Mapping[str, object]], None]


def feed_of(world: World, now: Callable[[], datetime], hear: Hear) -> ingest.Feed:
    """Give what brings a war's sources up to date; `hear` is told of each answer."""
    lake, pace = world.store.lake, Pace()
    cache = ingest.LakeCache(lake.path / "feed" / "marks", lake.raw)

    def door(source: Source) -> Get:
        return Door(
            source.reached(),
            cache,
            {key.name: secret(key.name) for key in source.keys},
            pace=pace,
            hear=lambda told: hear({"source": source.id, **told}),
        )

    return ingest.Feed(
        *(world.store, sources_of(world.war.home), door, secret, now, lake.path),
    )


def events_brought(
    lake: events.EventLake, first: date, last: date, now: Callable[[], datetime]
) -> Iterator[tuple[date, Mapping[datetime, events.Slot]]]:
    """Bring a lake of events up to date from its publisher, day by day."""
    door = Door({events.HOST}, pace=Pace())
    yield from events.update(lake, door, first, last, now())


def alert(
    world: World,
    feed: ingest.Feed,
    addresses: Sequence[str],
    quiet: alerts.Quiet,
    tell: Callable[[str, str], None],
) -> None:
    """Find what somebody should hear of, and tell it: each thing once.

    To `addresses`, outside quiet hours, and else in a later round; without any address
    `tell` is given the title and the body at once. FetchError if one did not take it.
    """
    now = feed.now()
    path = feed.folder / "feed" / "alerts.json"
    before = alerts.Memory.read(path)
    memory = before.hearing(_found(world, feed, before, now), now)
    memory.write(path)
    if not memory.waiting or (addresses and quiet.at(now)):
        return
    title, body = alerts.digest(memory.waiting, world.war.title)
    if addresses:
        alerts.send(addresses, title, body)
    else:
        tell(title, body)
    memory.told().write(path)


def _found(
    world: World, feed: ingest.Feed, before: alerts.Memory, now: datetime
) -> Iterator[alerts.Alert]:
    raised, known = set(before.raised), world.view(now)
    promises = {name: m.SOURCE for name, m in feed.modules.items()}
    standing = ingest.health(promises, known, feed.book, now.date())
    yield from alerts.of_sources(standing, raised)
    where = f"{world.war.id}/alerts.toml"
    lines = [alerts.Threshold.parse(raw, where) for raw in wars.thresholds(world.war)]
    yield from alerts.of_thresholds(known, lines, raised)
    yield from alerts.of_corrections(registry.watch(world.store, known, now))
    if before.seen:
        then = world.view(datetime.fromisoformat(before.seen))
        titles = {t.id: t.title for t in world.targets}
        yield from alerts.of_forecasts(
            *(then.record.leading(Kind.ISSUED), known.record.leading(Kind.ISSUED)),
            titles,
        )


def enter(world: World, files: Mapping[str, bytes], now: datetime) -> int:
    """Add rows of the reader's own to the ledgers, all or nothing; count them.

    What was told before must stand: a correction is a row that is known later.
    """
    view = world.table(EVER)
    known = negotiations.Known.of(view, view.agenda)
    snapshots, records = negotiations.read(files, view.agenda, now, known)
    new = list(negotiations.news(view, records))
    told = {r.snapshot for r in new if isinstance(r, Event | Step | Coding)}
    snapshots = [s for s in snapshots if s.id in told]
    if not snapshots:
        return 0
    world.store.append(snapshots, new)
    return sum(isinstance(r, Event | Step | Coding) for r in new)


def unpack(
    store: Store,
    sources: Mapping[str, Source],
    progress: report.Progress,
    folder: Traversable | None = None,
) -> None:
    """Append each packaged table that the store does not hold yet."""
    wanted = [
        p
        for p in figures.manifest(folder)
        if p.source in sources and not store.holds(p.label)
    ]
    for step, packed in enumerate(wanted):
        progress(step, len(wanted), packed.source)
        with figures.tables(packed, folder) as tables:
            store.append_tables(packed.snapshots, tables, label=packed.label)


def weekly(
    world: World,
    moment: datetime,
    out: Path,
    progress: report.Progress,
    now: datetime | None = None,
) -> list[Path]:
    """Write the edition of a day into a folder of its own, and name its files.

    With `now`, what it forecasts is kept in the ledger as issued at that moment, and
    what it claims in the registry.
    """
    if moment.date() < world.war.began:
        raise NotYetKnown(
            f"expected an as-of day from {world.war.began}, when the war began, "
            f"found {moment:%Y-%m-%d}"
        )
    view = world.view(moment)
    digest = world.store.digest(moment)
    folder = out / world.war.id / f"{moment:%Y-%m-%d}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as work,
        report.plates() as drawn,
    ):
        edition = report.build(view, world.war, digest, progress, placed=drawn.begin)
        made = report.write(edition, Path(work), drawn, progress)
        folder.mkdir(exist_ok=True)
        if now is not None:  # before it is placed: nothing is out that is not tracked
            ledger.issue(world.store, view.every(), now)
            table = (Path(work) / "claims.csv").read_bytes()
            data = world.without_models(moment)
            title = f"{world.war.id} {moment:%Y-%m-%d}"
            printed, _ = registry.edition(
                table, title, title, now, data=data, models=view
            )
            registry.keep(world.store, [printed])
        # only a whole edition takes the place of an older one, whoever stops listening
        return [file.replace(folder / file.name) for file in made]


def trace(world: World, moment: datetime, name: str) -> dict[str, Any]:
    """Walk a number to its definition, observations and snapshots.

    `name` is a series, SERIES:PERIOD, or the id of a printed number in claims.csv. The
    last day of a period names it too.
    """
    view = world.view(moment)
    if not _is_series(view, name.partition(":")[0]):
        return _walk_claim(world, view, name)
    series_id, _, period = name.partition(":")
    series = view.series(series_id)
    points = [p for p in series if period in ("", str(p.period), f"{p.period.last}")]
    if not series.points:
        raise NotYetKnown(
            f"{series_id}: expected a value as of {moment:%Y-%m-%d}, found none"
        )
    if not points:
        first, last = series.points[0].period, series.last().period
        raise NotYetKnown(
            f"{series_id}: expected a period among {first} … {last} as of "
            f"{moment:%Y-%m-%d}, found {period}"
        )
    return _walk(view, series_id, points[-1], series.unit)


def _is_series(view: View, name: str) -> bool:
    """Say whether a name is meant as that of a series, known or not."""
    try:
        view.spec(name)
    except UnknownSeries:
        return "@" in name
    return True


def _walk_claim(world: World, view: View, name: str) -> dict[str, Any]:
    """Build the edition's words anew, and walk from one of its printed numbers."""
    edition = report.build(view, world.war, world.store.digest(view.as_of))
    printed = {c.id: c for c in edition.claims}
    if name not in printed:
        raise NotYetKnown(
            f"expected a series or the id of a number in claims.csv, found {name!r}"
            + nearest(name, printed)
        )
    claim = printed[name]
    then = view.at(claim.as_of) if claim.as_of else view
    series = then.series(claim.series)
    point, unit = reckon(series, claim.period, claim.how, claim.base)
    head = {"printed": claim.text, "where": claim.where, "says": claim.how.value}
    if claim.base:
        head["since"] = str(claim.base)
    return head | _walk(then, claim.series, point, unit)


def _walk(view: View, name: str, point: Point, unit: Unit) -> dict[str, Any]:
    spec = view.spec(name)
    told = {
        "id": name,
        "title": f"{spec.title.zh} / {spec.title.en}",
        "period": str(point.period),
        "value": point.value,
        "unit": str(unit),
        "known_at": point.known_at.isoformat(),
        "basis": spec.basis.value,
        "definition": spec.definition,
        "uses": ", ".join(view.uses(name)),
        "caveats": " ".join(c.en for c in spec.caveats),
        "evidence": [evidence_of(view, o) for o in point.evidence],
    }
    return {k: v for k, v in told.items() if v != ""}


def evidence_of(view: View, o: Observation) -> dict[str, Any]:
    """Tell of an observation what `EVIDENCE` names: its publisher, file and bytes."""
    source = view.source(o.series)
    note = view.snapshot(o.snapshot, source.id)
    page = source.page(note)
    who = f"{source.provider.name.en}, {o.known_at:%Y-%m-%d}"
    told = (
        *(o.series, str(o.period), o.value, o.known_at.isoformat(), o.known_by.value),
        *(source.provider.name.en, source.id, note.name, source.url),
        note.url if note.url != source.url and not page else "",
        f"by us from {page} ({who})" if page else "",
        note.published_at.isoformat() if note.published_at else "",
        *(note.fetched_at.isoformat(), note.id, note.size),
    )
    return dict(zip(EVIDENCE, told, strict=True))


def target_named(world: World, name: str) -> Target:
    """Give one target of a war, or say which there are."""
    known = {t.id: t for t in world.targets}
    if name not in known:
        raise UnknownSeries(
            f"expected a target of {world.war.id} (see forecast run), found {name!r}",
            name,
            known,
        )
    return known[name]


def forecast(
    world: World, moment: datetime, now: datetime, seed: int, progress: report.Progress
) -> tuple[Run, int]:
    """Ask every model as of a moment, and keep what they say in the ledger.

    Gives what they say, and how many rows of it were kept.
    """
    view = replace(world.view(moment), seed=seed)
    for step, target in enumerate(world.targets):
        progress(step, len(world.targets), target.id)
        view.answers(target)
    made = view.every()
    return made, ledger.issue(world.store, made, now)


Scored = tuple[Row, str, str]  # a row, whether replayed or issued, and on which data


def scoreboard(world: World, moment: datetime) -> Sequence[Scored]:
    """Give how models did in the ledger and in the packaged replays, by a moment."""
    view = world.view(moment)
    return [
        *_scored(world, view, view.record.rows(Kind.ISSUED), "issued"),
        *_scored(world, view, view.record.rows(Kind.REPLAYED), "replayed"),
    ]


def backtest(
    world: World, moment: datetime, progress: report.Progress
) -> Sequence[Scored]:
    """Replay every target from every origin by a moment, from what was known then."""
    view = world.view(moment)
    name = ledger.undertaking(world.targets, world.store.digest(moment))
    folder = world.store.lake.path / "replays" / name
    known = world.without_models(moment)
    scores = ledger.backtest(known, world.targets, folder, progress)
    return _scored(world, view, table(scores, world.targets), "replayed")


def _scored(
    world: World, view: View, rows: Sequence[Row], kind: str
) -> Sequence[Scored]:
    data = {t.id: _data(view, t.series) for t in world.targets}
    return [(row, kind, data.get(row.target, "")) for row in rows]


def _data(view: View, name: str) -> str:
    """Say whether a series is known as it was told at the time, or only as revised."""
    try:
        told = as_told_then(view.series(name))
    except (NotYetKnown, UnknownSeries):
        return ""
    return "point in time" if told else "revised"
