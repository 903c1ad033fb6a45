"""Bueno de Mesquita's expected-utility model, as it was run and not as it is printed.

For replication alone: Scholz, Calbert & Smith 2011, Journal of Theoretical Politics 23:
510-531, whose published means come out of their code, which divides the chances by the
votes over all pairs, and takes among compromises the one with the lowest weighted mean.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from polemos.models.bargaining._mean import weighted_mean, weighted_median
from polemos.models.score import Floats

_CONFRONTATION, _COMPROMISE, _CAPITULATION = range(3)  # the order they are taken in


class Round(NamedTuple):
    """Where the actors stand after a round.

    `risk` (n,) are the exponents that led there, from 0.5, bold, to 2, careful; None at
    the start.
    """

    positions: Floats
    mean: float
    median: float
    risk: Floats | None


def expected_utility(
    positions: Floats,
    capability: Floats,
    salience: Floats,
    rounds: int,
    *,
    by_smallest_move: bool = False,
    as_printed: bool = False,
) -> Sequence[Round]:
    """Play some rounds on one issue; give the start and every round.

    `positions` (n,) on any scale, not all the same; `capability` (n,) above 0;
    `salience` (n,) from 0 to 1. With `by_smallest_move` each actor takes the compromise
    that moves it least, as the paper says. `as_printed` divides the chances of a pair
    by its own votes, and votes without attitudes to risk: equation 30, which leads to
    none of what they published.
    """
    span = float(np.ptp(positions))
    if not span:
        raise ValueError("expected positions that differ, found one")
    weights = capability * salience
    played = [_round(positions, weights, None)]
    for _ in range(rounds):
        x = played[-1].positions
        risk = _attitudes(x, weights, salience, span, as_printed=as_printed)
        voting = np.ones(x.size) if as_printed else risk
        wins = _chances(x, weights, voting, span, as_printed=as_printed)
        moved = x.copy()
        for i in range(x.size):
            gain = _utilities(x, wins, salience, risk[i], span)
            offers = list(_offers(i, x, gain, by_smallest_move=by_smallest_move))
            if offers:
                moved[i] = min(offers)[-1]
        played.append(_round(moved, weights, risk))
    return played


def quadrants(positions: Floats, capability: Floats, salience: Floats) -> Floats:
    """Give where each pair stands at the start, (n, n, 2), as the first of it sees it.

    What an actor i expects to gain by challenging j, then what j would by challenging
    i; arguments as of `expected_utility`. An actor gains nothing of itself.
    """
    span = float(np.ptp(positions))
    weights = capability * salience
    risk = _attitudes(positions, weights, salience, span)
    wins = _chances(positions, weights, risk, span)
    seen = [_utilities(positions, wins, salience, r, span) for r in risk]
    pairs = [np.stack([g[i], g[:, i]], axis=1) for i, g in enumerate(seen)]
    return np.stack(pairs)


def _round(x: Floats, weights: Floats, risk: Floats | None) -> Round:
    column = x[:, None], weights[:, None]
    mean, median = weighted_mean(*column), weighted_median(*column)
    return Round(x, float(mean[0]), float(median[0]), risk)


def _offers(
    i: int, x: Floats, gain: Floats, *, by_smallest_move: bool
) -> Iterator[tuple[int, float, float]]:
    """Give what others can move an actor to: the kind, its rank, the new position."""
    for j in range(x.size):
        own, other = gain[i, j], gain[j, i]
        if other > own > 0:
            yield _CONFRONTATION, abs(x[j] - x[i]), x[j]
        elif other > 0 > own and other > -own:
            to = x[i] + (x[j] - x[i]) * -own / other
            middle = (-own * x[i] + other * x[j]) / (other - own)
            yield _COMPROMISE, abs(to - x[i]) if by_smallest_move else middle, to
        elif other > 0 > own:
            yield _CAPITULATION, abs(x[j] - x[i]), x[j]


def _attitudes(
    x: Floats,
    weights: Floats,
    salience: Floats,
    span: float,
    *,
    as_printed: bool = False,
) -> Floats:
    """Give the exponents of risk: who is challenged most gainfully is most careful."""
    neutral = np.ones(x.size)
    wins = _chances(x, weights, neutral, span, as_printed=as_printed)
    gain = _utilities(x, wins, salience, 1.0, span)
    np.fill_diagonal(gain, 0.0)
    exposed = gain.sum(axis=0)
    top, low = exposed.max(), exposed.min()
    if top == low:
        return neutral
    security = (2 * exposed - top - low) / (top - low)
    return np.asarray((1 - security / 3) / (1 + security / 3))


def _chances(
    x: Floats,
    weights: Floats,
    risk: Floats,
    span: float,
    *,
    as_printed: bool = False,
) -> Floats:
    """Give the chance that each actor wins against each, (n, n)."""
    far = (np.abs(x[:, None] - x[None]) / span) ** risk[:, None]
    votes = weights[:, None, None] * (far[:, None, :] - far[:, :, None])
    total = np.abs(votes).sum(axis=0 if as_printed else None)
    apart = x[:, None] != x[None]
    wins = np.maximum(votes, 0.0).sum(axis=0) / np.where(apart, total, 1.0)
    wins[~apart] = 0.0
    return np.asarray(wins)


def _utilities(
    x: Floats, wins: Floats, salience: Floats, risk: float, span: float
) -> Floats:
    """Give what each gains by challenging each, (n, n), as one of such risk sees it."""
    far = np.abs(x[:, None] - x[None]) / span
    won, lost = (2 - 4 * (0.5 + sign * 0.5 * far) ** risk for sign in (-1, 1))
    as_is = 2 - 4 * 0.5**risk
    fought = wins * won + (1 - wins) * lost
    return np.asarray(salience * fought + (1 - salience) * won - as_is)
