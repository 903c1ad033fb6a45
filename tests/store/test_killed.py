"""A writer is killed at any point; the store opens, and holds all of an append or none.

This file is also the writer: run as a program it forks a child for each line that it
reads. Forking after the imports are done is what makes a hundred kills affordable.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO

import pytest

from polemos.core import (
    Act,
    Area,
    Basis,
    Cadence,
    Claim,
    Confidence,
    Event,
    Finding,
    Forecast,
    Horizon,
    Licence,
    Measure,
    Observation,
    OutputType,
    Period,
    Provider,
    Question,
    Reckoning,
    Record,
    SeriesSpec,
    Snapshot,
    Source,
    Statement,
    Text,
    Told,
    Unit,
    Verdict,
)
from polemos.store import Store

KILLS = 100
START = datetime(2024, 1, 1, tzinfo=UTC)
END = START + timedelta(days=10_000)
NAMES = ("kill/level.one@AAA", "kill/level.two@AAA")
PERIODS = [Period.day(date(2023, 12, d)) for d in range(1, 21)]
QUESTION = Question(
    *("target", NAMES[0], Reckoning.LEVEL, Horizon(1, "m"), PERIODS[0].start),
    *(PERIODS[0], PERIODS[0], date(2023, 12, 2), 0),
)
SOURCE = Source(
    "kill",
    Text("A source", "來源"),
    Provider("kill", Text("Publisher", "發布者"), ""),
    "",
    "",
    Licence(Text("CC0-1.0", "CC0-1.0"), redistribute=True),
    tuple(
        SeriesSpec(
            name,
            Text("A level", "水位"),
            Unit("persons"),
            Measure.STOCK,
            Cadence.DAY,
            Basis.COUNTED,
        )
        for name in NAMES
    ),
    complete=True,
    layers=("control@AAA",),
)


def opened(path: Path) -> Store:
    return Store.open(path, {"kill": SOURCE})


def append(store: Store, n: int) -> int:
    """Tell the number n in every kind of record."""
    known = START + timedelta(days=n)
    snap = Snapshot("kill", f"{n}.csv", "", known, f"bytes {n}".encode() * 1000)
    said = f"told {n}"
    day = PERIODS[0].start
    records: list[Record] = [
        Observation(name, period, float(n), known, snap.id)
        for name in NAMES
        for period in PERIODS
    ]
    records += [
        Area("control@AAA", f"{c}", day, n % 2 == 1, known, snap.id) for c in range(5)
    ]
    records += [
        Event(
            *("e", Act.MEETS, PERIODS[0], ("AAA",), ("peace",), Text(said, "說")),
            *(Told("", "", Confidence.REPORTED, True), known, snap.id),
        ),
        Statement("s", "AAA", day, said, "en", "", known, snap.id),
        Forecast(
            *(f"model/{n}", n, QUESTION, OutputType.QUANTILE, "0.5"),
            *(float(n), known, snap.id),
        ),
        Finding(
            Claim(
                *("c", said, Decimal(n), Decimal(1), Unit("persons")),
                *(NAMES[0], PERIODS[0]),
            ),
            *(Verdict.HOLDS, float(n), known),
            snapshot=snap.id,
        ),
    ]
    return store.append([snap], records)


def told(store: Store) -> int:
    """Give the number that everything visible agrees on; 0 if nothing is there."""
    view = store.as_of(END)
    values = [p.value for name in NAMES for p in view.series(name)]
    if not values:
        assert not store.lake.listing()
        return 0
    assert len(values) == len(NAMES) * len(PERIODS)
    (n,) = {int(value) for value in values}
    (event,), (statement,) = view.events(), view.statements()
    assert event.text.en == statement.text == f"told {n}"
    assert len(view.cells("control@AAA", END.date())) == 5 * (n % 2)
    assert sorted(f.value for f in view.forecasts()) == list(range(1, n + 1))
    assert sorted(f.claim.stated for f in view.findings()) == list(range(1, n + 1))
    assert store.raw(event.snapshot) == f"bytes {n}".encode() * 1000
    assert len(store.lake.listing()) == n
    return n


def write_until_killed(path: Path) -> None:
    """Say that the work begins, and append until the end."""
    store = opened(path)
    n = len(store.lake.listing())
    print(os.getpid(), flush=True)  # noqa: T201 the test reads it
    while True:
        n += 1
        append(store, n)
        if n % 3 == 0:
            store.settle()


def nursery(path: Path) -> None:
    """Fork a writer for each line read, and bury it."""
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            write_until_killed(path)
        os.waitpid(child, 0)


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    command = [sys.executable, __file__, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdin, process.stdout
        process.stdin.close()


def test_a_killed_writer_leaves_all_or_nothing(
    tmp_path: Path, writers: tuple[IO[str], IO[str]]
) -> None:
    dice, orders, children = random.Random(7), *writers
    begun = time.perf_counter()
    append(opened(tmp_path), 1)
    once = time.perf_counter() - begun  # on this machine, as busy as it is
    n, broken_off = 1, 0
    for _ in range(KILLS):
        orders.write("\n")
        orders.flush()
        child = int(children.readline())
        time.sleep(dice.uniform(0, 1.5 * once))
        os.kill(child, signal.SIGKILL)
        broken_off += (tmp_path / "tmp" / "work").exists()
        now = told(opened(tmp_path))
        assert now >= n, "an append that was there is gone"
        n = now
    assert n > KILLS // 5, "the writers hardly wrote"
    assert broken_off > KILLS // 10, "hardly any was killed while it wrote"
    store = opened(tmp_path)
    assert append(store, n + 1) == 49, "the next writer is not hindered"
    assert told(store) == n + 1
    assert not list((tmp_path / "tmp").iterdir()), "what the killed left is cleaned up"


if __name__ == "__main__":
    nursery(Path(sys.argv[1]))
