"""A round is killed at any point, a hundred times: nothing is lost, nothing doubled.

This file is also what is killed: run as a program it forks a child for each line that
it reads, which runs rounds until it is killed. Half of the kills meet an update of
sources, half one of events.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import md5
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, cast

import duckdb
import pytest

from polemos.core import (
    EVER,
    Basis,
    Cadence,
    Fetched,
    Licence,
    Measure,
    Observation,
    Period,
    Provider,
    Record,
    SeriesSpec,
    Snapshot,
    Source,
    SourceModule,
    Text,
    Unit,
)
from polemos.events import GDELT_2, LISTS, EventLake, State
from polemos.events import update as bring
from polemos.ingest import Feed, update
from polemos.store import Store

KILLS = 50  # of each kind
NAMES = ("ships", "eggs", "men")
FIRST = date(2031, 3, 3)
NOW = datetime(2031, 12, 1, tzinfo=UTC)
SLOTS = 12  # files of events a day
WORD = Text("court", "宮廷")


# -- sources ---------------------------------------------------------------------------


def source(name: str) -> Source:
    spec = SeriesSpec(
        *(f"court/{name}@LIL", WORD, Unit("ships"), Measure.STOCK, Cadence.DAY),
        *(Basis.COUNTED, 0, 1e6),
        lag_days=1,
    )
    court = Provider("court", WORD, "")
    terms = Licence(WORD, redistribute=True)
    return Source(name, WORD, court, f"https://{name}.example", name, terms, (spec,))


def parse(snap: Snapshot) -> Iterator[Record]:
    promise = source(snap.source).series[0]
    for day, value in json.loads(snap.body).items():
        period = Period.day(date.fromisoformat(day))
        known, by = promise.known(period, snap)
        yield Observation(promise.id, period, value, known, snap.id, known_by=by)


def module(name: str) -> SourceModule:
    one = source(name)

    def fetch(get: Any) -> Iterator[Fetched]:
        yield Fetched("count.json", one.url, get(one.url))

    return cast(SourceModule, SimpleNamespace(SOURCE=one, fetch=fetch, parse=parse))


def feed(path: Path, days: int) -> Feed:
    """Give a feed on a day on which so many days have been told."""
    told = {f"{FIRST + timedelta(n)}": 100.0 + n for n in range(days)}
    body = json.dumps(told).encode()
    modules = {name: module(name) for name in NAMES}
    store = Store.open(path, {n: m.SOURCE for n, m in modules.items()})
    now = datetime(2031, 3, 3, 12, tzinfo=UTC) + timedelta(days)
    return Feed(
        *(store, modules, lambda _: lambda *_: body, lambda _: "", lambda: now, path)
    )


def rounds(path: Path) -> None:
    """Run a round for each day, from where the store stands."""
    days = 1 + max((len(values(path, n)) for n in NAMES), default=0)
    while True:
        update(feed(path, days), NAMES, lambda *_: None)
        days += 1


def values(path: Path, name: str) -> dict[date, float]:
    sources = {n: source(n) for n in NAMES}
    view = Store.open(path, sources).as_of(EVER)
    told = view.vintages(f"court/{name}@LIL")
    twice = Counter((o.period, o.value) for o in told)
    assert not twice or max(twice.values()) == 1, "a value was told twice"
    return {p.period.start: p.value for p in view.series(f"court/{name}@LIL")}


# -- events ----------------------------------------------------------------------------


def published(days: int) -> Mapping[str, bytes]:
    """Give the files of so many days, by address."""
    found = {}
    for n in range(days * SLOTS):
        at = datetime(2031, 3, 3, tzinfo=UTC) + n * timedelta(days=1) / SLOTS
        cells = [""] * GDELT_2.width
        row = {
            **{"id": n, "day": f"{at:%Y%m%d}", "a": "LIL", "b": "BLE", "root": 1},
            **{"code": "042", "quad": 1, "goldstein": 1, "mentions": 1, "sources": 1},
            **{"tone": 0, "place": "LI", "known": f"{at:%Y%m%d%H%M%S}", "url": "u"},
        }
        for name, column in GDELT_2.at.items():
            cells[column] = str(row[name])
        body = ("\t".join(cells) + "\n").encode()
        found[f"http://x.example/{at:%Y%m%d%H%M%S}.export.CSV.zip"] = body
    return found


def days_of_events(path: Path) -> None:
    """Bring a day more in each round, from the first."""
    days = 1
    while True:
        files = published(days)
        listed = "\n".join(
            f"{len(b)} {md5(b).hexdigest()} {url}" for url, b in files.items()
        )
        every = {**files, LISTS["gdelt2"]: listed.encode()}
        last = FIRST + timedelta(days - 1)
        lake = EventLake(path, GDELT_2)
        list(bring(lake, lambda url, *_, of=every: of[url], FIRST, last, NOW))  # type: ignore[misc]
        days += 1


def numbers(path: Path) -> list[int]:
    files = [str(p) for p in EventLake(path, GDELT_2).files()]
    if not files:
        return []
    told = duckdb.execute(f"SELECT id FROM read_parquet({files}) ORDER BY id")
    return [int(n) for (n,) in told.fetchall()]


# -- kills -----------------------------------------------------------------------------


def nursery(path: Path) -> None:
    """Fork a child for each line read, and bury it."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            sys.stdout.write(f"{os.getpid()}\n")
            sys.stdout.flush()
            (rounds if line.strip() == "sources" else days_of_events)(path)
        os.waitpid(child, 0)


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Any]:
    command = [sys.executable, __file__, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        orders, children = cast(IO[str], process.stdin), cast(IO[str], process.stdout)

        def kill(what: str, after: float) -> None:
            orders.write(f"{what}\n")
            orders.flush()
            child = int(children.readline())
            time.sleep(after)
            os.kill(child, signal.SIGKILL)

        yield kill
        orders.close()


def test_a_killed_round_of_sources_loses_and_doubles_nothing(
    tmp_path: Path, killed: Any
) -> None:
    dice, seen = random.Random(11), dict.fromkeys(NAMES, 0)
    begun = time.perf_counter()
    update(feed(tmp_path, 1), NAMES, lambda *_: None)
    once = time.perf_counter() - begun
    for _ in range(KILLS):
        killed("sources", dice.uniform(0, 2 * once))
        for name in NAMES:
            told = values(tmp_path, name)
            days = [FIRST + timedelta(n) for n in range(len(told))]
            assert list(told) == days, "a day is missing among others"
            assert list(told.values()) == [100.0 + n for n in range(len(told))]
            assert len(told) >= seen[name], "what was there is gone"
            seen[name] = len(told)
    assert max(seen.values()) > KILLS // 5, "hardly any round came to an end"
    last = 2 + max(seen.values())
    done = update(feed(tmp_path, last), NAMES, lambda *_: None)
    assert all(not a.why for a in done), done
    assert {len(values(tmp_path, n)) for n in NAMES} == {last}


def test_a_killed_round_of_events_loses_and_doubles_nothing(
    tmp_path: Path, killed: Any
) -> None:
    dice, seen = random.Random(12), 0
    for _ in range(KILLS):
        killed("events", dice.uniform(0, 0.6))
        told = numbers(tmp_path)
        assert len(told) == len(set(told)), "an event was doubled"
        assert len(told) % SLOTS == 0, "half a day stands"
        assert len(told) >= seen, "what was there is gone"
        seen = len(told)
    assert seen >= 2 * SLOTS, "hardly any day came to an end"
    files = published(seen // SLOTS)
    listed = "\n".join(f"{len(b)} {md5(b).hexdigest()} {u}" for u, b in files.items())
    every = {**files, LISTS["gdelt2"]: listed.encode()}
    lake = replace(EventLake(tmp_path, GDELT_2))
    last = FIRST + timedelta(seen // SLOTS - 1)
    list(bring(lake, lambda url, *_: every[url], FIRST, last, NOW))
    assert numbers(tmp_path) == list(range(seen))
    states = {one.state for one in lake.book(FIRST).values()}
    assert states == {State.LOADED, State.MISSING}


if __name__ == "__main__":
    nursery(Path(sys.argv[1]))
