"""What a small war brings of its own: two sources, an indicator, and a section."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from polemos import wars
from polemos.core import (
    Area,
    Basis,
    Cadence,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Record,
    Series,
    SeriesSpec,
    Snapshot,
    Source,
    SourceModule,
    Text,
    Unit,
    expected,
)
from polemos.indicators import Indicator, indicator
from polemos.pipeline import World
from polemos.report._desk import Desk, gather
from polemos.report._figure import Hue, Line, LineChart, MapChart
from polemos.report._section import Content, section
from polemos.sources._read import table, text
from polemos.sources._rows import rows
from polemos.store import Store

HERE = Path(__file__).parent
WAR = wars.load(str(HERE / "lilliput.toml"))
FREE = Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True)
LAYER = "control.gulliver@LIL"

HELD = SeriesSpec(
    id="gulliver/territory.held@LIL",
    title=Text(en="Ground held by Lilliput", zh="小人國控制面積"),
    unit=Unit("km²"),
    measure=Measure.STOCK,
    cadence=Cadence.WEEK,
    basis=Basis.MEASURED,
    low=0,
    high=1000,
    lag_days=0,
)
SHIPS = SeriesSpec(
    id="court/losses.ship@BLE",
    title=Text(en="Ships lost by Blefuscu", zh="布國損失船艦"),
    unit=Unit("vehicles"),
    measure=Measure.CUMULATIVE,
    cadence=Cadence.WEEK,
    basis=Basis.CLAIMED,
    low=0,
    lag_days=1,
)


def _map(snap: Snapshot) -> Iterator[Record]:
    before: set[str] = set()
    for row in rows(snap.source, table(snap, delimiter=";")):
        with row:
            day = date.fromisoformat(row.take("day"))
            known, by = HELD.known(Period.day(day), snap)
            yield Observation(
                HELD.id,
                Period.day(day),
                row.number("held_km2"),
                known,
                snap.id,
                known_by=by,
            )
            cells = set(row.take("cells").split())
            for cell in sorted(cells - before):
                yield Area(LAYER, cell, day, True, known, snap.id)
            before = cells


def _count(snap: Snapshot) -> Iterator[Record]:
    for row in json.loads(text(snap))["counts"]:
        period = Period.day(date.fromisoformat(row["day"]))
        known, by = SHIPS.known(period, snap)
        yield Observation(SHIPS.id, period, row["ships"], known, snap.id, known_by=by)


def _source(name: str, provider: str, spec: SeriesSpec, **more: object) -> Source:
    party = "LIL" if spec.basis is Basis.CLAIMED else None
    who = Text(en=provider.title(), zh=f"{provider} 館")
    return Source(
        id=name,
        title=spec.title,
        provider=Provider(provider, who, f"https://{provider}.example", party=party),
        url=f"https://{provider}.example/raw",
        citation=provider.title(),
        licence=FREE,
        series=(spec,),
        **more,  # type: ignore[arg-type]
    )


def _module(source: Source, parse: object) -> SourceModule:
    return cast(SourceModule, SimpleNamespace(SOURCE=source, parse=parse))


SOURCES: Mapping[str, SourceModule] = {
    "gulliver_map": _module(
        _source("gulliver_map", "gulliver", HELD, layers=(LAYER,)), _map
    ),
    "court_count": _module(_source("court_count", "court", SHIPS), _count),
}
FILES = {"gulliver_map": "map.csv", "court_count": "count.json"}


@indicator(
    "polemos/territory.held.share@LIL",
    title=Text(en="Share of Blefuscu held", zh="布國被占比例"),
    unit="percent",
    uses=(HELD.id,),
    cadence=Cadence.WEEK,
)
def share(held: Series) -> Series:
    """Ground held by Lilliput in percent of the recognised area of Blefuscu."""
    return held.share_of_constant(WAR.area_km2)


INDICATORS: Mapping[str, Indicator] = {share.spec.id: share}


@section("eggs", Text("Eggs", "蛋"))
def eggs(desk: Desk) -> Content:
    """Ground and ships."""
    who, other = desk.war.role("invader").id, desk.war.role("defender").id
    held = desk.main("territory.held", who)
    line = Line(held, Text(en="held", zh="控制面積"), Hue.INVADER)
    return Content(
        facts=gather(
            held=lambda: desk.last(held),
            share=lambda: desk.last(f"polemos/territory.held.share@{who}"),
            week=lambda: desk.week(held),
            ships=lambda: desk.last(desk.main("losses.ship", other)),
        ),
        figures={
            "held": LineChart((line,), zero=True),
            "map": MapChart(LAYER, desk.day, desk.last_edition),
        },
    )


def snapshot(source: str, now: datetime) -> Snapshot:
    """Give the raw file of a source, as fetched at a moment."""
    return Snapshot(
        source=source,
        name=FILES[source],
        url=SOURCES[source].SOURCE.url,
        fetched_at=now,
        body=(HERE / "raw" / FILES[source]).read_bytes(),
    )


def build(folder: Path) -> World:
    """Make the small world's store from its raw files."""
    promises = {name: m.SOURCE for name, m in SOURCES.items()}
    store = Store.open(folder, promises)
    now = datetime(2020, 2, 4, 12, tzinfo=UTC)
    for name, module in SOURCES.items():
        snap = snapshot(name, now)
        store.append([snap], expected(module.SOURCE, module.parse(snap)))
    return World(store, WAR, INDICATORS, *wars.outlook(WAR))
