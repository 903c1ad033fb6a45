"""One line of a table of measurements, and how the tables are printed."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Line:
    """What was measured: an amount taken, allowed, and taken by the peer."""

    what: str
    size: int
    taken: float
    budget: float | None
    peer: str
    peer_taken: float

    def __str__(self) -> str:
        budget = "" if self.budget is None else f"{self.budget:,.0f}"
        return (
            f"{self.what:36} {self.size:>11,} {self.taken:>9,.1f} {budget:>7}  "
            f"{self.peer:36} {self.peer_taken:>9,.1f} "
            f"{self.taken / self.peer_taken:>5.3g}"
        )


def timed(work: Callable[[], Any], times: int = 1) -> float:
    """Give the least of some runs, in milliseconds: neighbours only add to a time."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return min(taken) * 1e3


def print_table(size: str, lines: Iterable[Line], unit: str = "ms") -> None:
    """Print each line as it comes; fail at the end where a budget is broken."""
    print(
        f"{'what':36} {size:>11} {unit:>9} {'budget':>7}  {'peer':36} {unit:>9} ratio"
    )
    over = []
    for line in lines:
        print(line, flush=True)
        if line.budget is not None and line.taken > line.budget:
            over.append(line.what)
    if over:
        sys.exit(f"over budget: {', '.join(over)}")
