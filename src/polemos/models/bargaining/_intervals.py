"""Between what the inputs of a negotiation may lie, and draws from there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from polemos.models.bargaining._smp import WHOLE, Table, flat
from polemos.models.score import Floats


class Kind(StrEnum):
    """What an input tells of an actor."""

    CAPABILITY = "capability"
    POSITION = "position"
    SALIENCE = "salience"


class Input(NamedTuple):
    """One number of a table; capability has no issue."""

    kind: Kind
    actor: str
    issue: str | None


class Ends(NamedTuple):
    """The ends of the intervals on one side, shaped and scaled as a table's numbers."""

    capability: Floats
    positions: Floats
    salience: Floats


@dataclass(frozen=True, slots=True)
class Intervals:
    """What the inputs of a game may be: the likeliest of each, and its ends.

    Each is drawn by itself, from a triangle over its interval; where both ends meet it
    is known. `table` holds the likeliest. `low` and `high` are shaped as it, with
    capability of 0 and above, positions and saliences from 0 to 100, and saliences of
    somebody on each issue; else ValueError. An actor's saliences that are drawn to more
    than 100 are scaled down to it.
    """

    table: Table
    low: Ends
    high: Ends

    def __post_init__(self) -> None:
        """Refuse ends that are no interval, by the first input that is wrong."""
        likeliest = (self.table.capability, self.table.positions, self.table.salience)
        for kind, low, mode, high in zip(
            Kind, self.low, likeliest, self.high, strict=True
        ):
            most = np.inf if kind is Kind.CAPABILITY else WHOLE
            if not low.shape == mode.shape == high.shape:
                raise ValueError(
                    f"{kind}: expected ends of shape {mode.shape}, found {low.shape} "
                    f"and {high.shape}"
                )
            right = (low >= 0) & (low <= mode) & (mode <= high) & (high <= most)
            if not right.all():
                at = tuple(int(v) for v in np.argwhere(~right)[0])
                raise ValueError(
                    f"{self.table.actors[at[0]]}: expected an interval of {kind} from "
                    f"0 to {most:g} around {mode[at]:g}, found {low[at]:g} to "
                    f"{high[at]:g}"
                )
        for issue, most in zip(
            self.table.dims, self.high.salience.max(axis=0), strict=True
        ):
            if not most > 0:
                raise ValueError(f"{issue}: expected somebody who cares, found nobody")

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Name the inputs, (n + 2nD): capability, positions, then saliences."""
        t = self.table
        return (
            *(Input(Kind.CAPABILITY, a, None) for a in t.actors),
            *(Input(Kind.POSITION, a, d) for a in t.actors for d in t.dims),
            *(Input(Kind.SALIENCE, a, d) for a in t.actors for d in t.dims),
        )

    @property
    def varying(self) -> tuple[int, ...]:
        """Tell which inputs are not known for sure, by their place."""
        low, _, high = self.bounds
        return tuple(int(i) for i in np.flatnonzero(low < high))

    @property
    def bounds(self) -> tuple[Floats, Floats, Floats]:
        """Give low ends, likeliest values and high ends as the kernel takes them."""
        t = self.table
        mode = Ends(t.capability, t.positions, t.salience)
        low, middle, high = (flat(*v) for v in (self.low, mode, self.high))
        return low, middle, high


def draws(
    intervals: Intervals, games: int, *, seed: int, first: int = 0, stream: int = 0
) -> Floats:
    """Draw the inputs of games, (games, n + 2nD), on the kernel's scale.

    A game's inputs depend on its number, counted from `first`, the seed and the stream
    alone. Saliences are as drawn, and may add up to more than 1.
    """
    from polemos.models.bargaining import _philox as philox  # compiling takes seconds

    low, mode, high = intervals.bounds
    out = np.empty((games, mode.size))
    philox.uniforms(first, seed, stream, out)
    philox.triangles(low, mode, high, out)
    return out


def within_whole(inputs: Floats, n: int) -> Floats:
    """Scale down the saliences that add up to more than 1, (games, n + 2nD)."""
    places = (inputs.shape[1] - n) // 2
    told = inputs[:, n + places :].reshape(len(inputs), n, -1)
    over = np.maximum(told.sum(axis=2, keepdims=True), 1.0)
    scaled = (told / over).reshape(len(inputs), places)
    return np.concatenate([inputs[:, : n + places], scaled], axis=1)
