"""Measure the odds of scenarios against their budget, and print a table.

The peer of the network is the same question answered by writing out every case, that of
the clock the same paths followed one at a time; the physical limit of the clock is the
random numbers that it draws. The budget is two seconds for the odds of a day, with 121
clocks and what hangs on them, models aside. `./run bench scenarios` runs this.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import exp, inf, log
from typing import Any

import numpy as np
from _line import Line, print_table, timed
from numpy.random import Generator
from scipy.special import ndtri

from polemos.core import Phase
from polemos.models.scenarios import (
    Clock,
    Law,
    Network,
    Node,
    Tail,
    follow,
    moved,
    tilted,
)
from polemos.models.score import Floats

TIMES = 5
PATHS, FEWER, DRAWN = 50_000, 1_000, 120
YEAR = 364.0
F, H, W = Phase.FIGHTING, Phase.HALTED, Phase.WIDER
PHASES = (F, F, F, H, H, H, W)
MEDIAN = (150.0, 95.0, 60.0, 900.0, 3000.0, inf, 120.0)
SPREAD = (1.2, 0.6, 1.2, 1.9, 1.6, 1.0, 1.4)
MOVES = np.array(
    [
        [0, 0.75, 0.25, 0, 0, 0, 0],
        [0.8, 0, 0.2, 0, 0, 0, 0],
        [0.75, 0.25, 0, 0, 0, 0, 0],
        [0.55, 0, 0, 0, 0.2, 0.25, 0],
        [0.35, 0, 0, 0, 0, 0.65, 0],
        [0, 0, 0, 0, 0, 1, 0],
        [0.8, 0, 0, 0.2, 0, 0, 0],
    ]
)
HALTS = np.array([0, 0, 0, 0.45, 0.25, 0.3, 0])
MU, SIGMA, LASTED, HELD = 5.0686, 1.47005, 1640.0, 120.0


def clock() -> Clock:
    """Make the clock of a war such as this one."""
    holds = np.array([np.log(MEDIAN), SPREAD, SPREAD]).T
    return Clock(PHASES, holds, MOVES, HALTS, 0.015, Tail(Law.LOGNORMAL, MU, SIGMA))


def one_path(rng: Generator) -> int:
    """Follow one path, a step at a time, and give where it is after the horizon."""
    tail, now, state = clock().tail, 0.0, 0
    halt = float(tail.left(LASTED, rng.random()))
    widen = rng.exponential(YEAR / -log(1 - 0.015))
    end = float(Tail(Law.LOGNORMAL, log(MEDIAN[0]), SPREAD[0]).left(HELD, rng.random()))
    while now < YEAR:
        soonest = min(end, halt, widen) if PHASES[state] is F else end
        if soonest >= YEAR:
            break
        chances = HALTS if soonest == halt else MOVES[state]
        before, now = state, soonest
        state = 6 if soonest == widen else int(rng.choice(7, p=chances))
        if PHASES[before] is not F and PHASES[state] is F:
            halt = now + float(tail.left(0.0, rng.random()))
        hold = log(MEDIAN[state]) if MEDIAN[state] < inf else inf
        end = now + (
            inf if hold == inf else exp(hold + SPREAD[state] * ndtri(rng.random()))
        )
    return state


def network(roots: int, hanging: int, draws: int) -> Network:
    """Make a network of such a size."""
    rng, yes_no = np.random.default_rng(3), ("no", "yes")
    p = rng.uniform(0.1, 0.9, (roots, draws))
    nodes = [
        Node(f"r{k}", yes_no, (), np.stack([1 - c, c], axis=-1))
        for k, c in enumerate(p)
    ]
    base = rng.dirichlet(np.ones(6), draws)
    odds = np.exp(rng.normal(0, 0.3, (draws, roots, 6)))
    war = tuple("abcdef")
    table = tilted(base, odds, [0.5] * roots)
    nodes.append(Node("war", war, tuple(f"r{k}" for k in range(roots)), table))
    for k in range(hanging):
        so = rng.uniform(0, 1, (draws, 6))
        nodes.append(Node(f"h{k}", yes_no, ("war",), np.stack([1 - so, so], axis=-1)))
    return Network(nodes)


def written_out(net: Network, wanted: str, seen: dict[str, str]) -> Floats:
    """Answer the same by writing out every case."""
    names = list(net.nodes)
    total = np.zeros((len(net.nodes[wanted].states), net.nodes["r0"].table.shape[0]))
    for case in product(*(range(len(net.nodes[n].states)) for n in names)):
        at = dict(zip(names, case, strict=True))
        if any(net.nodes[n].states[at[n]] != state for n, state in seen.items()):
            continue
        weight = np.ones(total.shape[1])
        for node in net.nodes.values():
            cases: list[Any] = [at[g] for g in (*node.given, node.name)]
            weight = weight * node.table[(slice(None), *cases)]
        total[at[wanted]] += weight
    return np.asarray((total / total.sum(axis=0)).T)


def lines() -> Iterator[Line]:
    """Measure the clock, the network, the causes, and all that a day takes."""

    def paths(count: int) -> None:
        rng = np.random.default_rng(1)
        follow(clock(), 0, HELD, LASTED, [YEAR], count, rng)

    rng = np.random.default_rng(2)
    alone = timed(lambda: [one_path(rng) for _ in range(500)], 3) * PATHS / 500
    taken = timed(lambda: paths(PATHS), TIMES)
    yield Line("paths of a year", PATHS, taken, None, "one path at a time", alone)
    luck = timed(lambda: np.random.default_rng(1).random((40, PATHS)), TIMES)
    yield Line(
        "paths of a year", PATHS, taken, None, "their random numbers alone", luck
    )
    net, seen = network(5, 6, 1 + DRAWN), {"h1": "yes"}
    solved = timed(lambda: net.chances("war", seen=seen), TIMES)
    wrote = timed(lambda: written_out(net, "war", seen), 1)
    assert np.allclose(net.chances("war", seen=seen), written_out(net, "war", seen))
    yield Line(
        "network, 12 nodes, 121 draws", 1, solved, None, "every case written out", wrote
    )
    base, odds = np.full(6, 1 / 6), np.exp(rng.normal(0, 0.3, (2, 5, 6)))

    def value(which: Sequence[bool]) -> Floats:
        rows = [odds[int(w)][k] for k, w in enumerate(which)]
        return np.asarray(
            tilted(base, np.array(rows), [0.5] * 5).mean(axis=tuple(range(5)))
        )

    whole = timed(lambda: [value((k > 4,) * 5) for k in range(32)], TIMES)
    share = timed(lambda: moved(5, value), TIMES)
    yield Line(
        "Shapley's shares of 5 causes", 32, share, None, "their 32 cases alone", whole
    )

    def day() -> None:
        paths(PATHS)
        for _ in range(DRAWN):
            paths(FEWER)
        for k in range(6):
            net.chances("war", seen={f"h{k}": "yes"})

    yield Line(
        "the odds of a day, models aside", 1, timed(day, 3), 2000, "paths alone", taken
    )


if __name__ == "__main__":
    print_table("size", lines())
