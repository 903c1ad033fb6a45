"""Steps of the past, redrawn so evenly that what they add up to hangs on no luck."""

import numpy as np
from numpy.random import Generator

from polemos.models.score import Floats

_DRAWS = 20_000  # at least: then the seed moves a mean score by a tenth of a percent


def redrawn(past: Floats, ahead: int, rng: Generator) -> Floats:
    """Draw paths of steps to come, each a step of the past, with replacement.

    Shape (draws, ahead). In each step to come every one of the past is drawn as often
    as any other (Latin hypercube), so that only how they meet is left to chance.
    """
    each = np.repeat(past, -(-_DRAWS // len(past)))
    return np.column_stack([rng.permutation(each) for _ in range(ahead)])
