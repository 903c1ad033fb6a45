"""Measure an edition against its budgets, beside the engines that it waits for.

The peer of an edition is its engines alone: Vega-Lite draws the charts of both PDFs and
Typst sets the pages, one after the other in one process. Nothing that prints the same
documents with them can take less on one core. The peer of a command is Python with the
library that parses its arguments.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import sleep

from _line import Line, print_table, timed

from polemos.core import LANGS, end_of_day
from polemos.pipeline import open_world
from polemos.report import build, pdf, plates, svg
from polemos.report._doc import Figure

_DAY = date(2026, 8, 22)
_POLEMOS = (sys.executable, "-m", "polemos")
_KB = 1024
_IMPORTS = "import duckdb, altair, time; time.sleep(1)"


def ran(*command: str) -> Callable[[], None]:
    """Give a run of a command, its words unheard."""

    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return run


def peak(*command: str) -> float:
    """Give the most memory, in MB, that a command and its children held at once."""
    most = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, sum(_held(pid) for pid in _family(process.pid)))
            sleep(0.1)
    return most / _KB


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))
    except OSError:
        return  # it has just ended


def _held(pid: int) -> int:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(r.split()[1]) for r in rows if r.startswith("Pss:")), 0)


def engines(store: Path) -> float:
    """Give the milliseconds that the engines alone take for one edition."""
    world = open_world("rus-ukr", store, lambda *_: None)
    moment = end_of_day(_DAY)
    edition = build(world.view(moment), world.war, world.store.digest(moment))
    specs = [
        spec
        for x in LANGS
        for block in edition.documents[x].blocks
        if isinstance(block, Figure)
        for spec in pdf.specifications(block)
    ]
    with plates() as drawn:
        for x in LANGS:  # a first time, to be warm
            pdf.render(edition, x, drawn)
        taken = timed(lambda: list(svg.draw(specs)))
        return taken + timed(lambda: [pdf.render(edition, x, drawn) for x in LANGS])


def lines() -> Iterator[Line]:
    """Measure from nothing, from a warm store, and the short commands."""
    with tempfile.TemporaryDirectory(prefix="polemos-bench-") as folder:
        store, out = Path(folder) / "store", Path(folder) / "out"
        edition = (*_POLEMOS, "report", "--store", str(store), "--out", str(out))
        bare = "Python that imports typer"
        python = timed(ran(sys.executable, "-c", "import typer"), 5)
        first = timed(ran(*edition))
        made = sum(f.stat().st_size for f in out.rglob("*.*"))
        alone = engines(store)
        name = "the engines alone, one core"
        yield Line("edition, empty store", made, first, None, name, alone)
        yield Line("edition, warm", made, timed(ran(*edition), 3), 20_000, name, alone)
        show = (*_POLEMOS, "series", "show", "cbr/rate.key@RUS", "--store", str(store))
        taken = timed(ran(*show), 5)
        yield Line("one series, warm", 0, taken, None, bare, python)
        taken = timed(ran(*_POLEMOS, "--help"), 5)
        yield Line("help", 0, taken, 400, bare, python)
        run = str(Path(__file__).parents[1] / "run")
        through = timed(ran(run, "polemos", "--help"), 5)
        yield Line("help through ./run", 0, through, None, "without ./run", taken)
        over = max(through - taken, 0.1)
        yield Line("./run alone", 0, over, 300, bare, python)
        most, plain = (
            peak(*edition),
            peak(sys.executable, "-c", "import duckdb, altair"),
        )
        yield Line("edition, warm: peak MB", made, most, 1000, "imports alone", plain)


if __name__ == "__main__":
    print_table("bytes", lines())
