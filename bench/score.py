"""Measure scoring against its budgets, and print a table.

Each line stands beside scoringrules and properscoring, where they are installed, and
beside the physical limit: one pass over the same bytes, as numpy sums them. The budgets
are a million forecasts of 23 quantiles a second, and the CRPS of 10⁴ forecasts of 10³
draws. `./run bench score` runs this; a line over its budget makes it fail.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from _line import Line, print_table, timed
from scipy.special import ndtri

from polemos.models.score import LEVELS, Floats, crps_draws, crps_quantiles, wis

MILLION = 1_000_000
TIMES = 5
HALF = len(LEVELS) // 2

Work = Callable[[Floats, Floats], Any]


def rivals(name: str, work: Callable[[Any], Work]) -> Iterator[tuple[str, Work]]:
    """Give what a library does for the same, if it is installed."""
    if find_spec(name) is not None:
        yield name, work(import_module(name))


def lines_for(
    what: str,
    told: Floats,
    mine: Work,
    budget: float | None,
    peers: Iterator[tuple[str, Work]],
) -> Iterator[Line]:
    """Time one score beside the memory and beside its peers."""
    came = np.random.default_rng(1).standard_normal(len(told))
    mine(told[:1000], came[:1000])
    taken = timed(lambda: mine(told, came), TIMES)
    limit = f"the memory: its {told.nbytes / 1e6:,.0f} MB, summed"
    yield Line(what, len(told), taken, budget, limit, timed(told.sum, TIMES))
    for name, work in peers:
        work(told[:1000], came[:1000])  # compiles, where it does
        yield Line(
            *(what, len(told), taken, budget, name),
            timed(lambda w=work: w(told, came), TIMES),
        )


def _interval(library: Any) -> Work:
    outer = 2 * np.array(LEVELS[:HALF])

    def work(told: Floats, came: Floats) -> Any:
        return library.weighted_interval_score(
            came, told[:, HALF], told[:, :HALF], told[:, :HALF:-1], outer
        )

    return work


def _quantiles(library: Any) -> Work:
    levels = np.array(LEVELS)
    return lambda told, came: library.crps_quantile(came, told, levels)


def _draws(library: Any) -> Work:
    """Score by the quantile decomposition, which is scoringrules' quickest."""
    kind = {"estimator": "qd"}
    if find_spec("numba") is not None:
        kind["backend"] = "numba"
    return lambda told, came: library.crps_ensemble(came, told, **kind)


def _sorted_draws(library: Any) -> Work:
    return lambda told, came: library.crps_ensemble(came, told)


def lines() -> Iterator[Line]:
    """Measure quantiles, and draws few and many."""
    rng = np.random.default_rng(0)
    told = rng.normal(0, 1, (MILLION, 1)) + ndtri(LEVELS)
    yield from lines_for(
        *("WIS, 23 quantiles", told, wis, 1000),
        rivals("scoringrules", _interval),
    )
    yield from lines_for(
        *("CRPS, 23 quantiles", told, crps_quantiles, 1000),
        rivals("scoringrules", _quantiles),  # weighs all levels alike
    )
    for size, draws, budget in ((100_000, 50, None), (10_000, 1000, 2000)):
        told = rng.standard_normal((size, draws))
        peers = [
            *rivals("scoringrules", _draws),
            *rivals("properscoring", _sorted_draws),
        ]
        yield from lines_for(
            f"CRPS, {draws:,} draws", told, crps_draws, budget, iter(peers)
        )


if __name__ == "__main__":
    print_table("forecasts", lines())
