"""Whether what was said so often came so often: of intervals, and of chances."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from polemos.models._settle import Score
from polemos.models.score import NEEDED

_MANY = 5 * NEEDED  # fewer outcomes than this say nothing of how often
FIFTHS = ("lowest", "lower", "middle", "higher", "highest")
# Chances in percent from each of these up to the next have one word in the report.
BANDS: Mapping[str, tuple[float, float]] = {
    "almost_none": (0, 5),
    "unlikely": (5, 20),
    "rather_not": (20, 45),
    "even": (45, 55),
    "likely": (55, 80),
    "very_likely": (80, 95),
    "almost_sure": (95, 100),
}


def fifths(scores: Iterable[Score]) -> Mapping[str, float]:
    """Give the share of outcomes in each fifth of their forecasts, in percent.

    A histogram of levels (PIT): 20 each if forecasts are right, more at the ends if
    they are too narrow. Nothing where too few were settled.
    """
    levels = [s.level for s in scores if s.outcome is not None]
    if len(levels) < _MANY:
        return {}
    counts, _ = np.histogram(levels, bins=len(FIFTHS), range=(0.0, 1.0))
    return dict(zip(FIFTHS, (100 * counts / len(levels)).tolist(), strict=True))


def band_of(chance: float) -> str:
    """Name the band of a chance in percent."""
    return next((n for n, (_, end) in BANDS.items() if chance < end), [*BANDS][-1])


@dataclass(frozen=True, slots=True)
class Came:
    """How often what had a chance in one band came: in percent, of so many cases."""

    share: float
    said: float  # the mean chance, in percent
    cases: int


def reliability(scores: Iterable[Score]) -> Mapping[str, Came]:
    """Hold the chances that values are passed against how often they were, by band.

    Every value of every forecast is a case. A band of too few cases is left out.
    """
    found: dict[str, list[tuple[float, bool]]] = {name: [] for name in BANDS}
    for s in scores:
        if s.outcome is not None:
            for value, chance in s.chances.items():
                case = 100 * chance, s.outcome > value
                found[band_of(case[0])].append(case)
    return {
        name: Came(
            share=100 * float(np.mean([came for _, came in cases])),
            said=float(np.mean([said for said, _ in cases])),
            cases=len(cases),
        )
        for name, cases in found.items()
        if len(cases) >= _MANY
    }
