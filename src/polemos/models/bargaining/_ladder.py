"""The models of bargaining over one table, each as a path of positions."""

from enum import StrEnum

import numpy as np

from polemos.models.bargaining._expected_utility import expected_utility
from polemos.models.bargaining._intervals import Ends, Intervals
from polemos.models.bargaining._mean import weighted_mean
from polemos.models.bargaining._nash import nash, surplus
from polemos.models.bargaining._smp import USUAL, WHOLE, Rules, Table, play
from polemos.models.score import Floats

_ROUNDS = 10  # that were published of the expected-utility model


class Ladder(StrEnum):
    """The models, each the baseline of the one before it."""

    SMP = "smp"
    BDM = "bdm"
    NASH = "nash"
    MEAN = "mean"


def path(table: Table, model: Ladder, rules: Rules = USUAL) -> Floats:
    """Give where the actors stand at the start and after each turn, (T + 1, n, D).

    All from 0 to 100. `smp` ends when hardly anybody moves. `bdm` plays ten rounds on
    each issue by itself; on one on which all agree nobody moves. `nash` and `mean` take
    one turn, to one place: Nash's solution by capability, where no deal is worth to
    each what the least welcome of the positions is, or NoDeal; and the mean by
    capability times salience.
    """
    match model:
        case Ladder.SMP:
            return play(table, rules).positions
        case Ladder.BDM:
            return _expected(table)
        case Ladder.NASH:
            return _agreed(table, _nash(table))
        case Ladder.MEAN:
            weights = table.capability[:, None] * table.salience
            return _agreed(table, weighted_mean(table.positions, weights))


def within_a_tenth(table: Table) -> Intervals:
    """Let each input lie within a tenth: positions of the scale, the rest of itself."""
    tenth = WHOLE / 10
    low = Ends(
        table.capability * 0.9,
        np.maximum(table.positions - tenth, 0.0),
        table.salience * 0.9,
    )
    high = Ends(
        table.capability * 1.1,
        np.minimum(table.positions + tenth, WHOLE),
        np.minimum(table.salience * 1.1, WHOLE),
    )
    return Intervals(table, low, high)


def _agreed(table: Table, place: Floats) -> Floats:
    end = np.broadcast_to(place, table.positions.shape)
    return np.stack([table.positions, end])


def _nash(table: Table) -> Floats:
    ideal, salience = table.positions / WHOLE, table.salience / WHOLE
    none = np.zeros(len(table.actors))
    worth = np.stack([surplus(x, ideal, salience, none) for x in ideal])
    return nash(ideal, salience, table.capability, worth.min(axis=0)) * WHOLE


def _expected(table: Table) -> Floats:
    out = np.repeat(table.positions[None], _ROUNDS + 1, axis=0)
    for k in range(len(table.dims)):
        start, salience = table.positions[:, k], table.salience[:, k] / WHOLE
        if np.ptp(start):
            played = expected_utility(start, table.capability, salience, _ROUNDS)
            out[:, :, k] = [r.positions for r in played]
    return out
