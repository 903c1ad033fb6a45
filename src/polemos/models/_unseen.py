"""True losses behind photographs and claims: the share that is seen, and its drift."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.core import NotYetKnown
from polemos.models._sampling import single, times
from polemos.models.score import Floats

_BLOCK = 3  # months in which the shares that are seen and claimed are even
# A block, in logarithm. The multiple that is claimed moves more: from what was
# claimed for each photograph in 2023 and in 2024, beside what IISS says was lost.
_SEEN_DRIFT, _CLAIM_DRIFT = 0.05, 0.12
_NOISE = 0.2  # of a block's ratio of claims to photographs, in logarithm
_YEAR = 12  # months
_UNSEEN_DRIFT = 0.07  # a month, in logarithm, of losses that no photograph shows
LATE = (0.5, 3.0)  # months between a loss and its photograph
_MOST = -0.02  # in logarithm, of the share seen, whatever is drawn


@dataclass(frozen=True, slots=True)
class Count:
    """A dated number with the error that it is held to, in items or as a share.

    `month` is an index into the grid of months, for a flow that of its last one. A flow
    spans so many `months`, a stock none.
    """

    month: int
    value: float
    error: float
    months: int = 0


class Losses:
    """Running totals of true losses as a function of independent normal numbers.

    `photographed` and `claimed` are running totals at the end of each month, (months,),
    the former NaN from when nobody looks any more, the latter where nobody claims.
    `seen` is the range of the share that comes to be photographed, holding 90 %, and
    `shares` what was published of it: of all losses up to a month.
    """

    def __init__(
        self,
        photographed: Floats,
        claimed: Floats,
        seen: tuple[float, float],
        shares: Sequence[Count] = (),
    ) -> None:
        """Work out what claims and shares say of what is seen, once for all draws."""
        known = int(np.argmax(np.isnan(np.append(photographed, np.nan))))
        if known <= _YEAR:
            raise NotYetKnown(
                f"expected photographs of more than {_YEAR} months, found {known}"
            )
        ends = np.arange(known - 1, -1, -_BLOCK)[::-1]
        shown = np.maximum(np.diff(photographed[ends], prepend=0.0), 0.0)
        told = np.diff(claimed[:known][ends], prepend=0.0)
        mean, cov = _by_claims(shown, told, *_drifting(seen, len(ends)))
        mean, cov = _by_shares(shown, ends, shares, mean, cov)
        self._back, pace = _unseen_pace(claimed, known, len(photographed) - known)
        steps = np.arange(1, len(pace) + 1)
        walk = _UNSEEN_DRIFT**2 * np.minimum.outer(steps, steps)
        self._mean, self._root = single(mean)[:, None], single(_principal(cov))
        self._shown, self._blocks = single(shown)[:, None], single(np.tri(len(ends)))
        self._held = single(_between(np.append(0, ends + 1), np.arange(1, known + 1)))
        self._pace, self._walk = single(pace)[:, None], single(_principal(walk))
        self._later = single(np.tri(len(pace)))

    @property
    def dims(self) -> int:
        """Count the normal numbers that a draw takes, the weightiest first."""
        return len(self._shown) + len(self._pace)

    def totals(self, late: Floats, z: Floats) -> Floats:
        """Give totals at the end of each month, (months, n), of (n,) and (dims, n).

        Once nobody photographs any more, losses follow what is claimed, over the
        multiple that was claimed in the last year before; without claims they keep the
        pace of the last half-year. Either drifts from then on.
        """
        blocks = len(self._shown)
        share = self._mean + times(self._root, z[:blocks])
        lost = self._shown / np.exp(np.minimum(share, _MOST))
        total = times(self._blocks, lost) + late * lost / _BLOCK
        total = np.maximum.accumulate(total, axis=0)  # what is lost is not found again
        seen = times(self._held, total)
        if not self._pace.size:
            return seen
        recent = seen[-1] - seen[-1 - self._back]
        drift = np.exp(times(self._walk, z[blocks : self.dims]))
        unseen = self._pace * recent * drift
        return np.vstack((seen, seen[-1] + times(self._later, unseen)))


def _unseen_pace(claimed: Floats, known: int, later: int) -> tuple[int, Floats]:
    """Give how many months back a pace is taken from, and later months in parts of it.

    By the claims if any were made while photographs were taken, else even.
    """
    year = claimed[known - 1] - claimed[known - 1 - _YEAR]
    if year > 0:
        return _YEAR, np.asarray(np.diff(claimed[known - 1 :]) / year)
    half = _YEAR // 2
    return half, np.full(later, 1 / half)


def _drifting(seen: tuple[float, float], blocks: int) -> tuple[Floats, Floats]:
    """Give mean and covariance of the share seen in each block, in logarithm."""
    low, high = np.log(seen)
    cov = ((high - low) / 3.29) ** 2 + _SEEN_DRIFT**2 * _walk(blocks)
    return np.full(blocks, (low + high) / 2), cov


def _walk(blocks: int) -> Floats:
    """Give the covariance of a random walk of unit steps, none before the first."""
    return np.minimum.outer(np.arange(blocks), np.arange(blocks)).astype(float)


def _by_claims(
    shown: Floats, told: Floats, mean: Floats, cov: Floats
) -> tuple[Floats, Floats]:
    """Give mean and covariance of the shares seen once claims are known.

    What is photographed over what is lost, and what is claimed over it, each drift as a
    random walk; their ratio is seen, with noise. So the former is normal given that.
    """
    usable = np.flatnonzero((shown >= 10) & (told > 0))  # noqa: PLR2004 few say little
    if not usable.size:
        return mean, cov
    ratio = np.log(told[usable] / shown[usable])
    # the multiple claimed starts anywhere, and drifts as the share seen does
    around = 1.0 + _CLAIM_DRIFT**2 * _walk(len(shown))[np.ix_(usable, usable)]
    whole = around + cov[np.ix_(usable, usable)] + _NOISE**2 * np.eye(usable.size)
    gain = np.linalg.solve(whole, -cov[usable]).T
    return mean + gain @ (ratio - ratio[0]), cov + gain @ cov[usable]


def _by_shares(
    shown: Floats,
    ends: NDArray[np.intp],
    shares: Sequence[Count],
    mean: Floats,
    cov: Floats,
) -> tuple[Floats, Floats]:
    """Give mean and covariance of the shares seen once some of them were published.

    The share of all losses up to a month is the mean of its blocks, each by what it
    lost, less what photographs are yet to show; in logarithm that is linear as far as
    blocks differ little.
    """
    for share in shares:
        until = np.searchsorted(ends, share.month, side="right").clip(1)
        lost = np.where(np.arange(len(shown)) < until, shown / np.exp(mean), 0.0)
        lost[until - 1] *= 1 + sum(LATE) / 2 / _BLOCK
        by = lost / lost.sum()
        whole = np.log(shown[:until].sum() / lost.sum())
        gain = cov @ by / (by @ cov @ by + (share.error / share.value) ** 2)
        mean = mean + gain * (np.log(share.value) - whole)
        cov = cov - np.outer(gain, by @ cov)
    return mean, cov


def _principal(cov: Floats) -> Floats:
    """Give a root of a covariance, the column that moves most first."""
    if not cov.size:
        return cov
    values, vectors = np.linalg.eigh(cov)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0)))[:, ::-1])


def _between(at: NDArray[np.intp], wanted: NDArray[np.intp]) -> Floats:
    """Give what each mark but the first, where all is zero, weighs in each month."""
    rows = np.vstack((np.zeros(len(at) - 1), np.eye(len(at) - 1)))
    right = np.clip(np.searchsorted(at, wanted), 1, len(at) - 1)
    share = ((wanted - at[right - 1]) / (at[right] - at[right - 1]))[:, None]
    return np.asarray(rows[right - 1] * (1 - share) + rows[right] * share)
