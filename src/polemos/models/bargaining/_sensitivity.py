"""What a settlement depends on: inputs at their ends, and shares of its variance."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from polemos.models.bargaining._games import ordered, settle
from polemos.models.bargaining._intervals import Input, Intervals, draws
from polemos.models.bargaining._named import importance, nearest
from polemos.models.bargaining._smp import USUAL, Rules
from polemos.models.score import Floats

_CHUNK = 512  # games played at a time


class Swing(NamedTuple):
    """Where a game settles with one input at its low end, and at its high end.

    Settlements (D,) from 0 to 100, and which named one each is nearest to: its name, or
    None if none was named.
    """

    input: Input
    low: Floats
    high: Floats
    ends: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Swings:
    """Where the likeliest game settles, (D,), what is nearest, and every swing."""

    settled: Floats
    name: str | None
    swings: tuple[Swing, ...]


def one_at_a_time(
    intervals: Intervals,
    named: Mapping[str, Floats] | None = None,
    rules: Rules = USUAL,
) -> Swings:
    """Put each input that is not known at its low and its high end, the rest as is.

    `named` are settlements (D,), from 0 to 100, told apart by the issues' `importance`;
    NaN on an issue that one does not speak of.
    """
    low, mode, high = intervals.bounds
    varying = intervals.varying
    inputs = np.tile(mode, (1 + 2 * len(varying), 1))
    for row, i in enumerate(varying):
        inputs[1 + 2 * row, i], inputs[2 + 2 * row, i] = low[i], high[i]
    settled = settle(inputs, len(intervals.table.actors), rules).settled
    names: list[str | None] = [None] * len(settled)
    if named:
        points, weights = list(named.values()), importance(intervals.table)
        at = nearest(points, settled, weights)
        names = [list(named)[k] for k in at]
    told = intervals.inputs
    swings = (
        Swing(
            *(told[i], settled[1 + 2 * row], settled[2 + 2 * row]),
            (names[1 + 2 * row], names[2 + 2 * row]),
        )
        for row, i in enumerate(varying)
    )
    return Swings(settled[0], names[0], tuple(swings))


@dataclass(frozen=True, slots=True)
class Sobol:
    """Shares of the variance of K outcomes that J groups of inputs account for, (J, K).

    `first` by themselves, `total` with all that they interact in; their standard errors
    hold the variance for known.
    """

    names: tuple[str, ...]
    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats


def sobol_indices(
    names: Sequence[str], one: Floats, other: Floats, mixed: Floats
) -> Sobol:
    """Estimate Sobol's indices from outcomes (N, K) of two independent sets of draws.

    `mixed` (J, N, K) are the outcomes of the first set with the inputs of one group put
    as in the other. First-order: Saltelli et al. 2010, Computer Physics Communications
    181: 259-270, table 2 (b); total: Jansen 1999, ibid. 117: 35-43. Outcomes that do
    not vary have indices of NaN.
    """
    both = np.concatenate([one, other])
    spread = both.var(axis=0)
    middle = both.mean(axis=0)
    alone = (other - middle) * (mixed - one) / np.where(spread > 0, spread, np.nan)
    anyhow = (one - mixed) ** 2 / (2 * np.where(spread > 0, spread, np.nan))
    root = np.sqrt(len(one))
    return Sobol(
        tuple(names),
        *(alone.mean(axis=1), anyhow.mean(axis=1)),
        *(alone.std(axis=1) / root, anyhow.std(axis=1) / root),
    )


def sobol(
    intervals: Intervals,
    draw: int,
    *,
    seed: int,
    by: Callable[[Input], str] | None = None,
    rules: Rules = USUAL,
    threads: int = 1,
) -> Sobol:
    """Estimate what share of a settlement's variance comes from which inputs.

    `draw` games are played of each of 2 + J sets, for the J groups that `by` makes of
    the inputs that are not known; with none, each is its own. The K outcomes are the
    settlement's D issues. Random numbers are those of `games`, of other streams.
    """
    groups: dict[str, list[int]] = {}
    told = intervals.inputs
    for i in intervals.varying:
        groups.setdefault((by or _label)(told[i]), []).append(i)
    n, columns = len(intervals.table.actors), list(groups.values())

    def work(first: int) -> Floats:
        many = min(_CHUNK, draw - first)
        drawn = partial(draws, intervals, many, seed=seed, first=first)
        one, other = drawn(stream=1), drawn(stream=2)
        sets = np.stack(list(_sets(one, other, columns)))
        settled = settle(sets.reshape(-1, one.shape[1]), n, rules).settled
        return settled.reshape(len(sets), many, -1)

    played = list(ordered(work, range(0, draw, _CHUNK), threads))
    outcomes = np.concatenate(played, axis=1)
    return sobol_indices(tuple(groups), outcomes[0], outcomes[1], outcomes[2:])


def _sets(one: Floats, other: Floats, columns: list[list[int]]) -> Iterator[Floats]:
    yield one
    yield other
    for group in columns:
        mixed = one.copy()
        mixed[:, group] = other[:, group]
        yield mixed


def _label(told: Input) -> str:
    return " ".join(v for v in (told.actor, told.kind, told.issue) if v)


def first_order(inputs: Floats, outcomes: Floats, bins: int = 16) -> Floats:
    """Estimate first-order indices from games that were played anyhow, (M, K).

    `inputs` (games, M) and `outcomes` (games, K). Each input's range is cut into bins
    of as many games: the share of variance between them, less what chance puts there
    (omega squared). Plischke, Borgonovo & Smith 2013, EJOR 226: 536-550.
    NaN for inputs and outcomes that do not vary.
    """
    games = len(inputs) // bins * bins
    if bins < 2 or games < 2 * bins:  # noqa: PLR2004
        raise ValueError(
            f"expected two bins and twice as many games, found {bins} and {len(inputs)}"
        )
    told = outcomes[:games]
    whole = ((told - told.mean(axis=0)) ** 2).sum(axis=0)
    shares = np.full((inputs.shape[1], outcomes.shape[1]), np.nan)
    for i, values in enumerate(inputs[:games].T):
        if values.min() == values.max():
            continue
        parts = told[np.argsort(values, kind="stable")].reshape(bins, games // bins, -1)
        within = ((parts - parts.mean(axis=1, keepdims=True)) ** 2).sum(axis=(0, 1))
        noise = within / (games - bins)
        between = whole - within - (bins - 1) * noise
        shares[i] = between / np.where(whole > 0, whole + noise, np.nan)
    return shares
