"""Draw from what agrees with evidence: importance sampling that learns where to look.

Whatever is not known is a function of independent normal numbers. Rounds of few draws
find where those agree with the evidence, which is let in by degrees; each learns a
mixture of Student distributions from all draws so far, which are weighed as if all had
come from the mixture of all rounds (Cornuet et al. 2012, Adaptive multiple importance
sampling; Cappé et al. 2008 for the mixtures). Then draws come from what was learnt
last, until as many count as are wanted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polemos.models.score import Floats

WANTED = 8000  # effective draws: an end of 80 % is then sure to 2 % of a deviation
_PILOT, _BATCH = 4096, 8192  # draws of a round, and of what comes after them
_ROUNDS, _BATCHES = 10, 16  # at most
_LEAST, _ENOUGH = 500.0, 1500.0  # effective draws to learn from, and to stop at
_PARTS = 3  # of a mixture
_SHORT, _LONG, _FITTED = 4, 12, 300  # steps of a fit, and draws for each of them
_SHARED = 0.3  # of a part's covariance, where few draws are its own
_WIDER = 1.05  # than what was learnt, and with longer tails, lest any be missed:
_TAIL = 20.0  # degrees of freedom
_DEFENCE = 0.05  # of what comes last, drawn from the start, lest a weight be huge

# Turns normal numbers, (dims, n), into the log likelihood of each draw, -inf where it
# cannot be, and a quantity that those kept shall be spread evenly along: (n,) each.
Run = Callable[[Floats], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Normal numbers, (dims, n), with the chance of each draw, (n,).

    Chances sum to 1, or to 0 if no draw can be.
    """

    z: Floats
    chance: Floats
    along: Floats

    def kept(self, n: int, rng: Generator) -> Floats:
        """Give `n` draws, each as likely as the next, spread evenly along."""
        order = np.argsort(self.along)
        total = np.cumsum(self.chance[order])
        marks = (np.arange(n) + rng.random()) / n * total[-1]
        return np.asarray(self.z[:, order[np.searchsorted(total, marks)]])


@dataclass(frozen=True, slots=True)
class _Part:
    """A Student distribution and its share of a mixture; `root` is lower triangular."""

    share: float
    mean: Floats
    root: Floats

    def shared(self, share: float) -> "_Part":
        """Give it a share of its share."""
        return _Part(share * self.share, self.mean, self.root)

    def density(self, z: Floats) -> Floats:
        """Give the logarithm of the density at each draw, but for a constant."""
        root, mean = single(np.linalg.inv(self.root)), single(self.mean)
        far = times(root, z - mean[:, None])
        norm = np.log(self.share) - np.log(np.diag(self.root)).sum()
        power = (_TAIL + len(z)) / 2
        return np.asarray(norm - power * np.log1p((far**2).sum(axis=0) / _TAIL))


def sample(run: Run, dims: int, leading: int, rng: Generator) -> Sample:
    """Give draws with their chances, until `WANTED` of them count or no more are made.

    The first `leading` of `dims` numbers are those that evidence may move.
    """
    prior = _Part(1.0, np.zeros(leading), np.eye(leading))
    learnt = _learnt(run, dims, prior, rng)
    parts = [prior.shared(_DEFENCE), *(p.shared(1 - _DEFENCE) for p in learnt)]
    batches: list[tuple[Floats, Floats]] = []
    weight = np.empty(0)
    while len(batches) < _BATCHES and effective(chances(weight)) < WANTED:
        z = _drawn(parts, dims, _BATCH, rng)
        likely, along = run(z)
        batches.append((z, along))
        weight = np.append(weight, likely + _odds(parts, z[:leading]))
    z, along = (np.concatenate(part, axis=-1) for part in zip(*batches, strict=True))
    return Sample(z, chances(weight), along)


def _learnt(run: Run, dims: int, prior: _Part, rng: Generator) -> Sequence[_Part]:
    """Give the mixture that rounds of few draws learn, evidence let in by degrees."""
    leading = len(prior.mean)
    parts: Sequence[_Part] = [prior]
    every: list[_Part] = []
    past, weight = single(np.empty((leading, 0))), np.empty(0)
    for _ in range(_ROUNDS):
        z = _drawn(parts, dims, _PILOT, rng)
        past = np.hstack((past, z[:leading]))
        weight = np.append(weight, run(z)[0])
        every += parts
        odds = _odds(every, past)
        heat = _heat(weight, odds)
        agreed = chances(_warmed(weight, heat) + odds)
        if not agreed.any():
            break
        whole = heat == 1.0 and effective(agreed) >= _LEAST
        if whole and effective(agreed) >= _ENOUGH:
            return _fitted(past, agreed, _PARTS, _LONG, rng)
        parts = _fitted(past, agreed, _PARTS if whole else 1, _SHORT, rng)
    return parts


def _odds(parts: Sequence[_Part], z: Floats) -> Floats:
    """Give by what each was drawn too seldom, in logarithm, but for a constant."""
    densities = np.array([p.density(z) for p in parts])
    return np.asarray(-0.5 * (z**2).sum(axis=0) - _log_sum(densities))


def times(matrix: Floats, z: Floats) -> Floats:
    """Multiply a small matrix with many columns, on this core alone.

    Threads of BLAS cost ten times the work where another program wants the machine.
    """
    return np.asarray(np.einsum("ij,jn->in", matrix, z))


def single(x: NDArray[Any]) -> NDArray[Any]:
    """Give half as many digits: they are enough, and twice as fast."""
    return x.astype(np.float32)


def chances(weight: Floats) -> Floats:
    """Turn log weights into chances that sum to 1, or to 0 if nothing agrees."""
    best = weight.max(initial=-np.inf)
    if not np.isfinite(best):
        return np.zeros(len(weight))
    chance = np.exp(weight - best)
    return np.asarray(chance / chance.sum())


def effective(chance: Floats) -> float:
    """Give how many draws count, none if none agrees at all."""
    return float(1 / (chance**2).sum()) if chance.any() else 0.0


def _drawn(parts: Sequence[_Part], dims: int, n: int, rng: Generator) -> Floats:
    """Draw from a mixture in the leading numbers, (dims, n)."""
    leading = len(parts[0].mean)
    z: NDArray[Any] = rng.standard_normal((dims, n), np.float32)
    z[:leading] /= single(np.sqrt(rng.chisquare(_TAIL, n) / _TAIL))
    ends = np.rint(n * np.cumsum([p.share for p in parts])).astype(int)
    for part, own in zip(parts, np.split(z[:leading], ends[:-1], axis=1), strict=True):
        root, mean = single(part.root), single(part.mean)
        own[:] = mean[:, None] + times(root, own)  # in `z` itself
    return z


def _heat(weight: Floats, odds: Floats) -> float:
    """Give how much of the evidence can be let in so that enough draws count."""
    low, high = 0.0, 1.0
    if effective(chances(weight + odds)) >= _LEAST:
        return high
    for _ in range(20):
        middle = (low + high) / 2
        enough = effective(chances(_warmed(weight, middle) + odds)) >= _LEAST
        low, high = (middle, high) if enough else (low, middle)
    return low


def _warmed(weight: Floats, heat: float) -> Floats:
    """Scale log likelihoods; what cannot be stays so."""
    return np.where(np.isfinite(weight), heat, 1.0) * weight


def _fitted(
    z: Floats, chance: Floats, count: int, steps: int, rng: Generator
) -> Sequence[_Part]:
    """Fit a mixture to weighed draws, by expectation and maximisation.

    It starts from even pieces along the number that is most skewed.
    """
    x = z[:, rng.choice(z.shape[1], _FITTED * steps, p=chance)]
    dims, n = x.shape
    about = x - x.mean(axis=1, keepdims=True)
    cov = np.einsum("in,jn->ij", about, about) / n + 1e-6 * np.eye(dims)
    skew = np.abs((about**3).mean(axis=1) / np.diag(cov) ** 1.5)
    place = np.argsort(np.argsort(x[skew.argmax()])) * count // n
    mine = single(0.9 * np.eye(count)[:, place] + 0.1 / count)
    parts = [_part(x, own, cov) for own in mine]
    for _ in range(steps if count > 1 else 0):
        fit = np.array([p.density(x) for p in parts])
        mine = single(np.exp(fit - _log_sum(fit)))
        parts = [_part(x, own, cov) for own in mine]
    return [_Part(p.share, p.mean, _WIDER**0.5 * p.root) for p in parts]


def _part(x: Floats, own: Floats, cov: Floats) -> _Part:
    """Fit one part to the draws that are its own, as far as they are."""
    dims, n = x.shape
    total = float(own.sum())
    mean = (x * own).sum(axis=1) / total
    about = x - mean[:, None]
    spread = np.einsum("in,jn->ij", about * own, about).astype(float)
    few = 2 * dims  # as many draws does the covariance of all count for
    shared = (spread + few * _SHARED * cov) / (total + few)
    return _Part(total / n, mean, np.linalg.cholesky(shared))


def _log_sum(logs: Floats) -> Floats:
    """Add up over rows what is given in logarithm."""
    top = logs.max(axis=0)
    return np.asarray(top + np.log(np.exp(logs - top).sum(axis=0)))
