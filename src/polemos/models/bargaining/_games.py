"""Games over intervals of their inputs: where they settle, and who moved whom."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from polemos.models.bargaining._intervals import Intervals, draws, within_whole
from polemos.models.bargaining._smp import USUAL, WHOLE, Rules, numbers
from polemos.models.score import Floats

_A = TypeVar("_A")
_B = TypeVar("_B")

# Games that a thread plays at once, so that what they work on stays near the processor.
_WIDTH, _FEWER, _ACTORS = 32, 16, 16  # of no more than so many actors, and of more
_CHUNK = 700_000  # votes of a chunk's first turn, about: a tenth of a second
_FEWEST, _MOST = 64, 2048  # games of a chunk


@dataclass(frozen=True, slots=True)
class Settlements:
    """Where some games ended, counted from `first`.

    `settled` (games, D) is the mean of the last positions by capability times salience,
    from 0 to 100; `turns` (games,). Over all of these games, (n, n): `moves` how often
    actor j went where a proposal of actor i led it, the diagonal its own proposals, and
    `far` how far in all. `positions` (games, n, D) the last ones, if they were kept.
    """

    first: int
    settled: Floats
    turns: NDArray[np.int64]
    moves: NDArray[np.int64]
    far: Floats
    positions: NDArray[np.float32] | None = None


def games(
    intervals: Intervals,
    count: int,
    *,
    seed: int,
    rules: Rules = USUAL,
    threads: int = 1,
    first: int = 0,
    positions: bool = False,
) -> Iterator[Settlements]:
    """Play so many games, their inputs drawn from intervals; give them as they end.

    They come in order, some hundreds at a time, and nothing is kept: memory is flat in
    `count`. A game is the same whatever the number of threads or of games, by `seed`
    (0 up to 2^63) and its number, counted from `first`. To stop, ask for no more.
    """
    if count < 0 or first < 0 or seed < 0 or threads < 1:
        raise ValueError(
            "expected games, a seed and a first game of 0 and above and a thread, "
            f"found {count}, {seed}, {first} and {threads}"
        )
    n = len(intervals.table.actors)
    size = max(_FEWEST, min(_MOST, _CHUNK // n**3))

    def work(at: int) -> Settlements:
        many = min(size, first + count - at)
        inputs = draws(intervals, many, seed=seed, first=at)
        played = settle(inputs, n, rules, positions=positions)
        return replace(played, first=at)

    yield from ordered(work, range(first, first + count, size), threads)


def joined(chunks: Iterable[Settlements]) -> Settlements:
    """Put the games of chunks together; ValueError if there are none."""
    parts = list(chunks)
    if not parts:
        raise ValueError("expected games, found none")
    kept = [p.positions for p in parts if p.positions is not None]
    return Settlements(
        parts[0].first,
        np.concatenate([p.settled for p in parts]),
        np.concatenate([p.turns for p in parts]),
        np.sum([p.moves for p in parts], axis=0),
        np.sum([p.far for p in parts], axis=0),
        np.concatenate(kept) if kept else None,
    )


def settle(
    inputs: Floats, n: int, rules: Rules = USUAL, *, positions: bool = False
) -> Settlements:
    """Play games of given inputs, (games, n + 2nD), on the kernel's scale."""
    from polemos.models.bargaining import _kernel as kernel  # compiling takes seconds

    inputs = within_whole(inputs, n)
    many, dims = len(inputs), (inputs.shape[1] - n) // (2 * n)
    finals, turns = np.empty((many, n, dims)), np.empty(many, np.int64)
    moves, far = np.zeros((n, n), np.int64), np.zeros((n, n))
    path, none = np.empty((0, n, dims)), np.empty((0, n))
    told, width = numbers(rules), _WIDTH if n <= _ACTORS else _FEWER
    kernel.play(
        kernel.lanes(n, dims, told, min(width, many)),
        inputs,
        told,
        float(rules.shift),
        finals,
        turns,
        moves,
        far,
        path,
        none,
        np.empty((0, n), np.int64),
        none,
        none,
    )
    salience = inputs[:, n + n * dims :].reshape(many, n, dims)
    weights = inputs[:, :n, None] * salience
    settled = WHOLE * (finals * weights).sum(axis=1) / weights.sum(axis=1)
    kept = (finals * WHOLE).astype(np.float32) if positions else None
    return Settlements(0, settled, turns, moves, far * WHOLE, kept)


def ordered(work: Callable[[_A], _B], jobs: Iterable[_A], threads: int) -> Iterator[_B]:
    """Do jobs on threads and give what comes of them in order, a few ahead at most."""
    if threads == 1:
        yield from map(work, jobs)
        return
    waiting: deque[Future[_B]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for job in jobs:
            waiting.append(pool.submit(work, job))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:  # nobody may want the rest
        pool.shutdown(cancel_futures=True)
