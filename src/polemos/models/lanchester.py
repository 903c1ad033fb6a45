"""Lanchester's law held against monthly losses: nothing is forecast by it.

    dA/dt = -b B^p A^q,  dB/dt = -a A^p B^q

p = 1, q = 0 is his square law, of aimed fire; p = q = 1 the linear law (Lanchester
1916, Aircraft in Warfare, ch. 5-6).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polemos.core import Measure, NotYetKnown, Period, Series, Subject, Text, View
from polemos.models._estimate import Estimated, Part, estimator
from polemos.models.score import Floats

_STEPS = 4  # of a month, by Runge and Kutta's method
_LEAST, _FIRST = 24, 12  # months to hold it against; and, of them, to learn a rate from
_DRAWS = 1000
_BLOCK = 3  # months drawn together: photographs of one month appear in the next
_ERROR = 0.2  # of a count of a fleet
_DRIFT = 0.03  # a month, in logarithm, of a fleet since it was counted last
_FEW = 0.5  # added to losses, lest a month without any have no logarithm
_SHORT = Text("too few months of losses and counts of fleets", "損失月數或現役計數不足")

Law = tuple[float, float]  # the exponents p and q
SQUARE: Law = (1.0, 0.0)


def path(strengths: Floats, rates: Floats, law: Law, months: float) -> Floats:
    """Give what is left of both sides, (2, n), after some months under a law.

    `rates` (2, n) are what one side, and then the other, loses to each that it faces.
    """
    p, q = law

    def falls(now: Floats) -> Floats:
        left = np.maximum(now, 0.0)
        return np.asarray(-rates * left[::-1] ** p * left**q * (left > 0))

    steps = max(1, round(_STEPS * months))
    h = months / steps
    for _ in range(steps):
        one = falls(strengths)
        two = falls(strengths + h / 2 * one)
        three = falls(strengths + h / 2 * two)
        four = falls(strengths + h * three)
        strengths = strengths + h / 6 * (one + 2 * two + 2 * three + four)
    return np.maximum(strengths, 0.0)


def _part(en: str, zh: str, unit: str) -> Part:
    return Part(Text(en=en, zh=zh), unit, Measure.RATE)


PARTS: Mapping[str, Part] = {
    "facing": _part(
        "{noun}: exponent of the strength that faces a side, from its losses",
        "{noun}：由損失推得之敵方兵力指數",
        "ratio",
    ),
    "own": _part(
        "{noun}: exponent of a side's own strength, from its losses",
        "{noun}：由損失推得之己方兵力指數",
        "ratio",
    ),
    "square": _part(
        "{noun}: mean square miss of next month's losses by the square law, percent of "
        "that by their mean so far",
        "{noun}：平方律預報次月損失之均方誤差，占歷來平均者之百分比",
        "percent",
    ),
}


@estimator("lanchester", version=1, parts=PARTS)
def lanchester(view: View, subject: Subject, rng: Generator) -> Iterable[Estimated]:
    """Lanchester's law, losses = b * B^p * A^q, held against the monthly photographed
    losses of two sides and counts of their fleets. Fleets lie on a line, in logarithm,
    through counts that are each drawn with an error of 20 %, and drift by 3 % a month
    after the last: a fleet between two counts is told by the later one too, which
    favours the law, and the errors of fleets pull the exponents towards zero. The
    exponents are those of a regression of log losses of both sides on log fleets, each
    side with a constant. From the thirteenth month on the square law, with the rate
    that fits the months before, is run for a month and held against the mean of the
    months before: the mean square miss of the one in percent of that of the other, 100
    where neither is better. Intervals hold 80 % of 1,000 draws of fleets and of blocks
    of three months. It tells what the data leave open, and nothing is forecast by it.
    """
    months, lost = _losses([view.series(name) for name in subject.inputs["losses"]])
    fleets = [view.series(name) for name in subject.inputs["fleets"]]
    strengths = np.array([_fleet(s, months, rng) for s in fleets])
    now = Period(months[0].start, months[-1].end)
    facing, own = _exponents(lost, strengths, _blocks(len(months), rng))
    yield Estimated("facing", [(now, facing)])
    yield Estimated("own", [(now, own)])
    missed = (_square(lost, strengths) - lost[0, _FIRST:, None]) ** 2
    plain = (_mean(lost) - lost[0, _FIRST:]) ** 2
    again = _blocks(len(plain), rng)
    square = np.take_along_axis(missed, again, axis=0).sum(axis=0)
    yield Estimated("square", [(now, 100 * square / plain[again].sum(axis=0))])


def _losses(sides: Sequence[Series]) -> tuple[Sequence[Period], Floats]:
    """Give the months that both are told of, and the losses of each (2, months)."""
    one, other = ({p.period: p.value for p in s} for s in sides)
    months = sorted(one.keys() & other.keys())
    if len(months) < _LEAST:
        raise NotYetKnown(
            f"expected losses of both sides in {_LEAST} months, found {len(months)}",
            _SHORT,
        )
    lost = np.array([[side[m] for m in months] for side in (one, other)])
    return months, np.maximum(lost, 0.0)  # a month may take back what another told


def _fleet(counts: Series, months: Sequence[Period], rng: Generator) -> Floats:
    """Draw a fleet at the beginning of each month, (months, n)."""
    if not counts.points:
        raise NotYetKnown(f"expected a count of {counts.id}, found none", _SHORT)
    days = np.array([m.start.toordinal() for m in months])
    at = np.array([p.period.last.toordinal() for p in counts])
    shape = (len(at), _DRAWS)
    told = np.log([p.value for p in counts])[:, None] + _ERROR * rng.standard_normal(
        shape
    )
    right = np.clip(np.searchsorted(at, days), 1, max(len(at) - 1, 1))
    left = np.maximum(right - 1, 0)
    right = np.minimum(right, len(at) - 1)
    span = np.maximum(at[right] - at[left], 1)
    share = np.clip((days - at[left]) / span, 0.0, 1.0)[:, None]
    since = (days > at[-1])[:, None]
    drift = _DRIFT * np.cumsum(since * rng.standard_normal((len(days), _DRAWS)), axis=0)
    return np.asarray(np.exp(told[left] * (1 - share) + told[right] * share + drift))


def _blocks(months: int, rng: Generator) -> NDArray[np.intp]:
    """Draw months again in blocks that follow each other, (months, n)."""
    count = -(-months // _BLOCK)
    begun = rng.integers(0, months, (count, 1, _DRAWS))
    return np.asarray(
        (begun + np.arange(_BLOCK)[:, None]).reshape(-1, _DRAWS)[:months] % months
    )


def _exponents(
    lost: Floats, strengths: Floats, blocks: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Fit log losses of both sides to log fleets: give p and q, (n,) each."""
    logs, n = np.log(strengths), np.arange(_DRAWS)
    rows = []
    for side in (0, 1):
        facing, own = (logs[s][blocks, n] for s in (1 - side, side))
        ones = np.ones_like(own)
        of_side = (ones, 0 * ones) if side == 0 else (0 * ones, ones)
        rows.append(np.stack((*of_side, facing, own), axis=-1))
    x = np.concatenate(rows).transpose(1, 0, 2)  # (n, 2 months, 4)
    y = np.concatenate([np.log(side[blocks] + _FEW) for side in lost]).T[..., None]
    normal = x.transpose(0, 2, 1) @ x + 1e-9 * np.eye(4)
    found = np.linalg.solve(normal, x.transpose(0, 2, 1) @ y)[..., 0]
    return found[:, 2], found[:, 3]


def _square(lost: Floats, strengths: Floats) -> Floats:
    """Foretell the first side's losses of each month after the first, (months, n)."""
    told = []
    for month in range(_FIRST, lost.shape[1]):
        faced = strengths[::-1, :month].sum(axis=1)
        rates = lost[:, :month].sum(axis=1)[:, None] / faced
        left = path(strengths[:, month], rates, SQUARE, 1.0)
        told.append(strengths[0, month] - left[0])
    return np.array(told)


def _mean(lost: Floats) -> Floats:
    """Foretell the same as the mean of the months before, (months,)."""
    months = range(_FIRST, lost.shape[1])
    return np.array([lost[0, :month].mean() for month in months])
