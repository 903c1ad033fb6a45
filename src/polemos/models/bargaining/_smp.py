"""The spatial model: actors challenge each other's positions and bargain, turn by turn.

Equal to KAPSARC's KTAB, SMP, on the positions that it publishes.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from polemos.models.score import Floats

WHOLE = 100.0  # of a table's scale
_LITTLE = 1e-100  # of a capability
_SLACK = 1e-9  # of a sum of saliences


class Vote(StrEnum):
    """How hard an actor pushes for what gains it something."""

    PROPORTIONAL = "proportional"
    CUBIC = "cubic"
    MIXED_CUBIC = "mixed-cubic"
    BINARY = "binary"
    MIXED_BINARY = "mixed-binary"


class Victory(StrEnum):
    """How the strength of coalitions makes chances: by which power of it."""

    LINEAR = "linear"
    SQUARE = "square"
    QUARTIC = "quartic"
    OCTIC = "octic"
    SURE = "sure"  # a tenth more wins for sure


class Choice(StrEnum):
    """How a vote over several options comes out."""

    CONDITIONAL = "conditional"
    MARKOV_UNIFORM = "markov-uniform"
    MARKOV_INCENTIVE = "markov-incentive"


class Spread(StrEnum):
    """Between which attitudes to risk the actors lie."""

    MIDDLE = "middle"  # -1/2 to 1
    GREATEST = "greatest"  # -1 to 1
    LEAST = "least"  # 0 to 1


class Thirds(StrEnum):
    """How those stand who are not of a contest."""

    BANDWAGON = "bandwagon"  # with the likely winner, so as not to be moved by it
    NEUTRAL = "neutral"
    OWN_CHOICE = "own-choice"  # with the position that they prefer


class Meeting(StrEnum):
    """Where between two positions a proposal lies."""

    SQUARES = "squares"
    LINEAR = "linear"
    MARGIN = "margin"


class Proposal(StrEnum):
    """Whose view of the odds a proposal rests on."""

    INITIATOR = "initiator"
    BOTH = "both"  # one proposal by each view
    COMPROMISE = "compromise"  # a mean of the two, by weight


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a game; those that nobody names are KTAB's own.

    `shift` is by how much others' attitudes to risk are seen as theirs, 0 as one's own.
    Proposals that rest on both views are ValueError but with `ktab_compat`: KTAB takes
    the gain that the challenged actor sees where it means a chance, and weighs its view
    by the challenger's capability, and that is all there is to compare with.
    """

    vote: Vote = Vote.PROPORTIONAL
    victory: Victory = Victory.LINEAR
    choice: Choice = Choice.CONDITIONAL
    spread: Spread = Spread.MIDDLE
    thirds: Thirds = Thirds.BANDWAGON
    meeting: Meeting = Meeting.SQUARES
    shift: float = 1 / 3
    proposal: Proposal = Proposal.INITIATOR
    ktab_compat: bool = False

    def __post_init__(self) -> None:
        """Refuse what only repeats the faults of KTAB, unless that is asked for."""
        if self.proposal is not Proposal.INITIATOR and not self.ktab_compat:
            raise ValueError(
                f"expected proposals of the initiator, found '{self.proposal}': such "
                "games are faulty in KTAB, and played with ktab_compat alone"
            )


_POWERS = {
    Victory.LINEAR: 1,
    Victory.SQUARE: 2,
    Victory.QUARTIC: 4,
    Victory.OCTIC: 8,
    Victory.SURE: 0,
}


USUAL = Rules()


@dataclass(frozen=True, slots=True)
class Table:
    """The actors of a negotiation.

    `capability` (n,) above 0; `positions` (n, D) and `salience` (n, D) from 0 to 100;
    nobody's saliences add up to more than 100, or to 0.
    """

    actors: tuple[str, ...]
    dims: tuple[str, ...]
    capability: Floats
    positions: Floats
    salience: Floats

    def __post_init__(self) -> None:
        """Refuse a table that is none, by the first actor that is wrong."""
        n, dims = len(self.actors), len(self.dims)
        shapes = self.capability.shape, self.positions.shape, self.salience.shape
        if shapes != ((n,), (n, dims), (n, dims)) or n < 2:  # noqa: PLR2004
            raise ValueError(
                f"expected {n} actors, two at least, on {dims} issues, found {shapes}"
            )
        total = self.salience.sum(axis=1)
        for i, actor in enumerate(self.actors):
            places = self.positions[i], self.salience[i]
            if not all(((v >= 0) & (v <= WHOLE)).all() for v in places):
                raise ValueError(f"{actor}: expected numbers from 0 to 100")
            if not 0 < total[i] <= WHOLE + _SLACK:
                raise ValueError(
                    f"{actor}: expected saliences that add up to more than 0 and to "
                    f"100 at most, found {total[i]:g}"
                )
            if not _LITTLE < self.capability[i] < 1 / _LITTLE:
                raise ValueError(
                    f"{actor}: expected a capability above 0 that can be reckoned "
                    f"with, found {self.capability[i]:g}"
                )


@dataclass(frozen=True, slots=True)
class Game:
    """A game that was played: positions from 0 to 100, and what led to each turn.

    `positions` (turns + 1, n, D). Each (turns, n): `risk` the attitudes, `targets` whom
    each challenged (-1: nobody), `odds` its chance as it saw it, `gains` what it hoped.
    """

    positions: Floats
    risk: Floats
    targets: NDArray[np.int64]
    odds: Floats
    gains: Floats

    @property
    def turns(self) -> int:
        """Count the turns."""
        return len(self.positions) - 1


def play(table: Table, rules: Rules = USUAL) -> Game:
    """Play a game to its end: when hardly anybody moves, or after 100 turns."""
    from polemos.models.bargaining import _kernel as kernel  # compiling takes seconds

    n, dims = table.positions.shape
    most = kernel.MOST_TURNS
    path = np.empty((most + 1, n, dims))
    risk, odds, gains = (np.empty((most, n)) for _ in range(3))
    targets, turns = np.empty((most, n), np.int64), np.empty(1, np.int64)
    finals = np.empty((1, n, dims))
    told = numbers(rules)
    kernel.play(
        kernel.lanes(n, dims, told, 1),
        flat(table.capability, table.positions, table.salience)[None],
        told,
        float(rules.shift),
        finals,
        turns,
        np.zeros((n, n), np.int64),
        np.zeros((n, n)),
        path,
        risk,
        targets,
        odds,
        gains,
    )
    path[turns[0]] = finals[0]
    end = turns[0]
    led = risk[:end], targets[:end], odds[:end], gains[:end]
    return Game(path[: end + 1] * WHOLE, *led)


def flat(capability: Floats, positions: Floats, salience: Floats) -> Floats:
    """Give the inputs of a game as the kernel takes them, (n + 2nD,)."""
    places = (v.ravel() / WHOLE for v in (positions, salience))
    return np.concatenate([capability.astype(float), *places])


def numbers(rules: Rules) -> tuple[int, int, int, int, int, int, int] | None:
    """Give the rules as the kernel counts them: by their place in their list.

    None are the usual rules, for which it holds code that is shorter.
    """
    told = (
        list(Vote).index(rules.vote),
        _POWERS[rules.victory],
        list(Choice).index(rules.choice),
        list(Spread).index(rules.spread),
        list(Thirds).index(rules.thirds),
        list(Meeting).index(rules.meeting),
        list(Proposal).index(rules.proposal),
    )
    return None if told == (0, 1, 0, 0, 0, 0, 0) else told
