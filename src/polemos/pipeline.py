"""The whole river on one page: sources, store, indicators, report, claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

from polemos import figures, report, wars
from polemos.core import (
    NotYetKnown,
    Observation,
    Source,
    SourceModule,
    UnknownSeries,
    View,
    War,
    WarError,
)
from polemos.indicators import Indicator, all_indicators, with_indicators
from polemos.sources import all_sources
from polemos.store import Store


class Progress(Protocol):
    """Hears how far long work is."""

    def __call__(self, step: int, total: int, label: str) -> None:
        """Say that `step` of `total` is done and what comes next."""
        ...


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
        raise UnknownSeries(f"expected a source among {sorted(known)}, found {name!r}")
    return known[name].SOURCE


@dataclass(frozen=True)
class World:
    """A store, the war it serves, and the indicators that its views answer for."""

    store: Store
    war: War
    indicators: Mapping[str, Indicator]

    def view(self, moment: datetime) -> View:
        """Give the view that every later stage reads."""
        return with_indicators(self.store.as_of(moment), self.indicators)


def open_world(war: str, path: Path, progress: Progress) -> World:
    """Open the store of a war and take in the packaged figures it does not hold yet."""
    sources = {name: m.SOURCE for name, m in sources_of(war).items()}
    store = Store.open(path, sources)
    unpack(store, sources, progress)
    return World(store, wars.load(war), all_indicators())


def unpack(
    store: Store,
    sources: Mapping[str, Source],
    progress: Progress,
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
    world: World, moment: datetime, out: Path, progress: Progress
) -> Iterator[Path]:
    """Write the edition of a day into a folder of its own, and name its files."""
    view = world.view(moment)
    edition = report.build(view, world.war, world.store.digest(moment), progress)
    folder = out / world.war.id / f"{moment:%Y-%m-%d}"
    yield from report.write(edition, folder, progress)


def trace(view: View, name: str) -> dict[str, Any]:
    """Walk SERIES or SERIES:PERIOD to its definition, observations and snapshots."""
    series_id, _, wanted = name.partition(":")
    series, spec = view.series(series_id), view.spec(series_id)
    period = wanted.split("~")[0].split("/")[0]
    points = [p for p in series if not period or str(p.period) == period]
    if not points:
        raise NotYetKnown(
            f"{series_id}: expected a period from {series.points[0].period} to "
            f"{series.last().period}, found {period!r}"
            if series.points
            else f"{series_id} has no value as of {view.as_of:%Y-%m-%d}"
        )
    point = points[-1]
    return {
        "id": series_id,
        "title": f"{spec.title.zh} / {spec.title.en}",
        "period": str(point.period),
        "value": point.value,
        "unit": str(series.unit),
        "known_at": point.known_at.isoformat(),
        "basis": spec.basis.value,
        "definition": spec.definition,
        "uses": ", ".join(view.uses(series_id)),
        "caveats": " ".join(c.en for c in spec.caveats),
        "evidence": [_evidence(view, o) for o in point.evidence],
    }


def _evidence(view: View, o: Observation) -> dict[str, Any]:
    source = view.source(o.series)
    note = view.snapshot(o.snapshot, source.id)
    return {
        "series": o.series,
        "period": str(o.period),
        "value": o.value,
        "known_at": o.known_at.isoformat(),
        "known_by": o.known_by.value,
        "publisher": source.provider.name.en,
        "source": source.id,
        "file": note.name,
        "url": note.url,
        "published_at": note.published_at and note.published_at.isoformat(),
        "fetched_at": note.fetched_at.isoformat(),
        "sha256": note.id,
        "bytes": note.size,
    }
