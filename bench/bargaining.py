"""Measure the spatial model of bargaining against its budgets, and print a table.

The peer of one game is KTAB, the program that it repeats, on KTAB's own cases: times as
measured for the design notes (-O2, its log off), not in this run; those lines need the
maintainers' raw specimens. The peer of many games is the same games played one by one.
The budgets are 20,000 games a second of 7 actors on 3 issues, of 20 turns or so, on two
threads, and the first game within 15 seconds of the processor from an empty cache.
`./run bench bargaining` runs this.
"""

import resource
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np
from _line import Line, print_table, timed

from polemos.models.bargaining import (
    Ends,
    Intervals,
    Table,
    draws,
    games,
    play,
    settle,
    sobol,
    table,
    within_a_tenth,
)

RAW = Path(__file__).parents[2] / "shared/data/raw/ktab-smp-cases/inputs"
KTAB = {  # milliseconds a game
    "dummyData_3Dim": 15,
    "SOE-Pol-Comp": 130,
    "SOE-Policy": 630,
    "dummyData_6Dim": 1800,
    "SOE-Competitive": 2800,
    "dummyData-a040": 4400,
}
SECOND = 20_000  # games
HUNDRED = 100
TIMES = 7
FIRST = "import bargaining; bargaining.first()"
PEAK = "import bargaining; bargaining.held({})"


def made(n: int, dims: int) -> Intervals:
    """Make up actors, and intervals of a tenth around what is told of them."""
    rng = np.random.default_rng(5)
    told = Table(
        tuple(f"A{i}" for i in range(n)),
        tuple(f"D{k}" for k in range(dims)),
        rng.uniform(20, 100, n),
        rng.uniform(0, 100, (n, dims)),
        80 * rng.dirichlet(np.full(dims, 2.0), n),
    )
    return within_a_tenth(told)


def played(known: Intervals, count: int, threads: int = 1) -> None:
    """Play so many games and keep none of them."""
    deque(games(known, count, seed=1, threads=threads), maxlen=0)


def first() -> None:
    """Play a game, and print the seconds that the processor spent on it."""
    known = made(7, 3)
    begun = process_time()
    play(known.table)
    print(process_time() - begun)


def held(count: int) -> None:
    """Print the most memory, in kB, that this process held for so many games."""
    played(made(7, 3), count, 2)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def cases() -> Iterator[Line]:
    """Play a hundred of each of KTAB's games, one by one and at once."""
    theirs = "KTAB, as measured for the notes"
    for name, taken in KTAB.items() if RAW.is_dir() else ():
        told = table((RAW / f"{name}.csv").read_text("utf-8"), name)
        n, dims = told.positions.shape
        known = Ends(told.capability, told.positions, told.salience)
        inputs = draws(Intervals(told, known, known), HUNDRED, seed=0)
        what = f"{name}, {n} x {dims}"
        alone = HUNDRED * timed(partial(play, told), TIMES)
        yield Line(what, HUNDRED, alone, None, theirs, HUNDRED * taken)
        once = timed(partial(settle, inputs, n), 3)
        yield Line(f"{what}, at once", HUNDRED, once, None, theirs, HUNDRED * taken)


def many() -> Iterator[Line]:
    """Play a second's worth of games by threads, and by actors."""
    known = made(7, 3)
    single = (
        timed(lambda: [play(known.table) for _ in range(200)], TIMES) * SECOND / 200
    )
    one = timed(lambda: played(known, SECOND), TIMES)
    two = timed(lambda: played(known, SECOND, 2), TIMES)
    name = "games, 7 x 3"
    yield Line(f"{name}, one thread", SECOND, one, None, "one by one", single)
    yield Line(f"{name}, two threads", SECOND, two, 1000, "one thread", one)
    drawn = timed(lambda: draws(known, SECOND, seed=1), TIMES)
    yield Line("their inputs, drawn", SECOND, drawn, None, "the games", one)
    count = 1024
    taken = timed(lambda: sobol(known, count, seed=1, threads=2))
    sets = (2 + len(known.varying)) * count
    yield Line(
        "Sobol's indices, two threads",
        sets,
        taken,
        None,
        "as many games",
        two * sets / SECOND,
    )
    for n, dims in ((13, 2), (26, 1), (40, 1)):
        wide = made(n, dims)
        one, two = (timed(lambda t=t, w=wide: played(w, 512, t), 3) for t in (1, 2))
        yield Line(
            f"games, {n} x {dims}, two threads", 512, two, None, "one thread", one
        )


def costs() -> Iterator[Line]:
    """Compile from nothing, and hold ten thousand games, and a million."""
    with tempfile.TemporaryDirectory(prefix="polemos-bench-") as folder:
        here = f"PYTHONPATH={Path(__file__).parent}"
        command = ("env", f"NUMBA_CACHE_DIR={folder}", here, sys.executable, "-c")

        def ran(code: str) -> bytes:
            done = subprocess.run([*command, code], check=True, capture_output=True)
            return done.stdout

        first, cached = (1e3 * float(ran(FIRST)) for _ in range(2))
        what = "first game, compiled: CPU"
        yield Line(what, 1, first, 15_000, "from the cache", cached)
        few, lots = (int(ran(PEAK.format(n))) / 1024 for n in (10_000, 1_000_000))
        yield Line("10^6 games: peak MB", 1_000_000, lots, None, "10^4 games", few)


def lines() -> Iterator[Line]:
    """Measure one game, many, and what they cost besides."""
    yield from cases()
    yield from many()
    yield from costs()


if __name__ == "__main__":
    print_table("games", lines())
