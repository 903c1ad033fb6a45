"""A week of updates from a publisher that does all that publishers do."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader

from polemos import alerts, ingest, ledger, pipeline, registry, report, wars
from polemos.core import Fetched, Get, Source, SourceModule, csv_text, end_of_day
from polemos.http import Door, Limits
from polemos.ingest import LakeCache, Status
from polemos.report import _write
from polemos.report._doc import plain
from polemos.report._section import all_sections
from polemos.store import Store

TINY = Path(__file__).parents[1] / "worlds" / "tiny"
FIRST = date(2020, 2, 4)
QUICK = Limits(tries=3, wait=0.01, patience=0.2, silence=0.3, whole=0.6, pace=0)


def load() -> Any:
    sys.path.insert(0, str(TINY))
    try:
        import world
    finally:
        sys.path.pop(0)
    return world


tiny = load()


@dataclass
class Week:
    """A small war that is brought up to date from a publisher on loopback."""

    folder: Path
    publisher: Any
    answers: Callable[..., Any]
    now: datetime = datetime(2020, 2, 4, 12, tzinfo=UTC)
    told: list[str] = field(default_factory=list)
    editions: dict[date, str] = field(default_factory=dict)

    def module(self, name: str) -> SourceModule:
        one = tiny.SOURCES[name]
        url = self.publisher.url(f"/{tiny.FILES[name]}")
        source = replace(one.SOURCE, url=url)

        def fetch(get: Get) -> Iterator[Fetched]:
            yield Fetched(tiny.FILES[name], url, get(url))

        made = SimpleNamespace(SOURCE=source, fetch=fetch, parse=one.parse)
        return cast(SourceModule, made)

    @property
    def modules(self) -> Mapping[str, SourceModule]:
        return {name: self.module(name) for name in tiny.SOURCES}

    def world(self) -> pipeline.World:
        promises = {n: m.SOURCE for n, m in self.modules.items()}
        ours = {s.id: s for s in (ledger.SOURCE, registry.SOURCE)}
        store = Store.open(self.folder / "lake", promises | ours)
        return pipeline.World(store, tiny.WAR, tiny.INDICATORS, *wars.outlook(tiny.WAR))

    def feed(self, world: pipeline.World) -> ingest.Feed:
        lake = world.store.lake
        cache = LakeCache(lake.path / "feed" / "marks", lake.raw)

        def door(source: Source) -> Get:
            return Door(source.reached(), cache, limits=QUICK)

        return ingest.Feed(
            *(world.store, self.modules, door, lambda _: "", lambda: self.now),
            lake.path,
        )

    # -- what the publisher says -------------------------------------------------------

    def says(self, name: str, *answers: Any) -> None:
        self.publisher.on(f"/{tiny.FILES[name]}", *answers)

    def map(self, held: Sequence[float]) -> bytes:
        """Give the map's table: weeks up to the third, then a day for each value."""
        text = (TINY / "raw" / "map.csv").read_text("utf-8").rstrip("\n")
        cells = text.splitlines()[-1].rpartition(";")[2]
        rows = [f"{FIRST + timedelta(i)};{v:g};{cells}" for i, v in enumerate(held)]
        return "\n".join([text, *rows, ""]).encode()

    def count(self, *ships: int, third: int = 40) -> bytes:
        told = json.loads((TINY / "raw" / "count.json").read_text("utf-8"))["counts"]
        told[-1]["ships"] = third
        told += [
            {"day": f"{FIRST + timedelta(i)}", "ships": s} for i, s in enumerate(ships)
        ]
        return json.dumps({"counts": told}).encode()

    # -- a day -------------------------------------------------------------------------

    def day(self) -> dict[str, ingest.Attempt]:
        """Update, alert and publish; a day goes by."""
        self.told.clear()
        world = self.world()
        done = ingest.update(self.feed(world), list(self.modules), lambda *_: None)
        pipeline.alert(
            *(world, self.feed(world), (), alerts.Quiet()),
            lambda _, body: self.told.append(body),
        )
        self.publish(world)
        self.now += timedelta(days=1)
        return {a.source: a for a in done}

    def publish(self, world: pipeline.World) -> None:
        edition = self.edition(world, self.now)
        table = csv_text(_write._CLAIMS, _write._claims(edition)).encode()
        title = f"eggs {self.now:%F}"
        view = world.view(self.now)
        printed, _ = registry.edition(
            *(table, title, title, self.now), data=view, models=view
        )
        registry.keep(world.store, [printed])
        self.editions[self.now.date()] = words(edition)

    def edition(self, world: pipeline.World, moment: datetime) -> report.Edition:
        folders = (
            FileSystemLoader(TINY / "sections"),
            PackageLoader("polemos.report", "sections"),
        )
        return report.build(
            *(world.view(moment), world.war, "f" * 64),
            sections=[tiny.eggs, all_sections()["claims"]],
            templates=ChoiceLoader(list(folders)),
        )

    def alerted(self) -> str:
        return "\n".join(self.told)


def words(edition: report.Edition) -> str:
    blocks: list[Any] = [*edition.documents["en"].blocks]
    return "\n".join(plain(b.inline) for b in blocks if hasattr(b, "inline"))


@pytest.fixture
def week(publisher: Any, answers: Callable[..., Any], tmp_path: Path) -> Week:
    return Week(tmp_path, publisher, answers)


def test_a_week_of_what_publishers_do(
    week: Week, drips: Callable[[float, int], Any]
) -> None:
    fine, ask = week.answers, week.says
    held = [281.0, 284.0, 286.0, 290.0, 291.0, 292.0, 320.0]

    # Tuesday: all is well.
    ask("gulliver_map", fine(body=week.map(held[:1]), ETag='"1"'))
    ask("court_count", fine(body=week.count(41), ETag='"1"'))
    done = week.day()
    assert {a.status for a in done.values()} == {Status.NEW}
    assert "281.0 km² on 4 February" in week.editions[FIRST]
    assert not week.told

    # Wednesday: trouble that passes; an error page that says all is well.
    ask(
        "gulliver_map",
        fine(503),
        fine(429, Retry_After="0"),
        fine(body=week.map(held[:2])),
    )
    ask("court_count", fine(body=b"<html>Be right back</html>"))
    done = week.day()
    assert done["gulliver_map"].status is Status.NEW
    assert done["court_count"].status is Status.BROKEN
    assert not week.told  # once is no alert

    # Thursday: a body cut short; a login.
    ask("gulliver_map", fine(body=week.map(held[:3])[:-30], claims=10_000))
    ask("court_count", fine(302, Location="https://login.example/"))
    done = week.day()
    assert "it broke off before the end" in done["gulliver_map"].why
    assert "redirects to 'https://login.example/'" in done["court_count"].why
    assert "court_count failed 2 times in a row" in week.alerted()
    assert "gulliver_map" not in week.alerted()
    assert (
        "284.0 km² on 5 February" in week.editions[FIRST + timedelta(2)]
    )  # the last good value stays

    # Friday: both are back, and a figure that was published is another.
    ask("gulliver_map", fine(body=week.map(held[:4]), ETag='"4"'))
    ask("court_count", fine(body=week.count(41, 42, 43, 44, third=38), ETag='"4"'))
    done = week.day()
    assert {a.status for a in done.values()} == {Status.NEW}
    assert done["court_count"].rows == 4
    assert "court_count is up to date again" in week.alerted()

    # Saturday: a number that cannot be; less than a byte in a while.
    ask("gulliver_map", fine(body=week.map([*held[:4], 5000])))
    ask("court_count", drips(0.1, 500))
    done = week.day()
    assert "expected 0..1000 km², found 5000" in done["gulliver_map"].why
    assert "it was not whole after 0.6 s" in done["court_count"].why
    assert not week.told

    # Sunday: nothing has changed.
    ask("gulliver_map", fine(304))
    ask("court_count", fine(304))
    done = week.day()
    assert {a.status for a in done.values()} == {Status.UNCHANGED}
    assert not week.told

    # Monday: what was printed on Tuesday is known otherwise.
    ask("gulliver_map", fine(body=week.map([280.0, *held[1:]])))
    ask("court_count", fine(body=week.count(41, 42, 43, 44, 44, 45, 46, third=38)))
    done = week.day()
    assert {a.status for a in done.values()} == {Status.NEW}
    assert "eggs 2020-02-04 printed 281.0" in week.alerted()
    assert "is 280 km² now" in week.alerted()
    assert "320.0 km² on 10 February" in week.editions[FIRST + timedelta(6)]

    unbroken(week)


def unbroken(week: Week) -> None:
    """The store holds every day as it was, and what was refused beside the reason."""
    world = week.world()
    for day, printed in week.editions.items():
        then = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        assert words(week.edition(world, then)) == printed, day
    held = ingest.holds(week.feed(world).held)
    assert [(h.source, h.at.date().isoformat()) for h in held] == [
        ("court_count", "2020-02-05"),
        ("gulliver_map", "2020-02-08"),
    ]
    assert all(h.path.read_bytes() and h.why for h in held)
    view = world.store.as_of(end_of_day(FIRST + timedelta(6)))
    (series,) = (s for s in view.stored() if s.startswith("gulliver/"))
    told = [(o.value, o.known_at.date()) for o in view.vintages(series)]
    assert (281, FIRST + timedelta(0)) in told
    assert len(told) == len(set(told))  # nothing is doubled
