"""Random numbers that are counted and not kept: Philox-4x32-10, compiled.

Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC '11.
The counter of a number is its game, its input and its stream, so that a game is the
same in whatever order games are played, on however many threads.
"""

import math
from contextlib import suppress
from typing import Any, TypeVar, cast

import numpy as np
from numba import config, njit
from numpy.typing import NDArray

from polemos.models.score import Floats

Words = tuple[int, int, int, int]
_ROUNDS = 10
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _HALF, _BITS = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(11)

# More takes a tenth longer to compile here, and what comes of it is no quicker.
config.OPT = type(config.OPT)("1")  # type: ignore[attr-defined]
_F = TypeVar("_F")


def kept(work: _F, **flags: Any) -> _F:
    """Compile what Python calls, and keep it for the next process where that can be."""
    made = njit(nogil=True, error_model="numpy", **flags)(work)
    with suppress(RuntimeError):  # nowhere to keep it: it is compiled each time
        made.enable_caching()
    return cast(_F, made)


@kept
def philox(counter: NDArray[np.uint64], key: NDArray[np.uint64]) -> Words:
    """Give four words of 32 bits for a counter of four and a key of two."""
    a, b, c, d = counter[0], counter[1], counter[2], counter[3]
    k, m = key[0], key[1]
    for _ in range(_ROUNDS):
        one, two = _M0 * a, _M1 * c
        a, b, c, d = (
            *((two >> _HALF) ^ b ^ k, two & _LOW),
            *((one >> _HALF) ^ d ^ m, one & _LOW),
        )
        k, m = (k + _W0) & _LOW, (m + _W1) & _LOW
    return a, b, c, d


@kept
def uniforms(first: int, seed: int, stream: int, out: Floats) -> None:
    """Fill `out` (games, inputs) with numbers above 0 and below 1, from game `first`.

    Each has 53 bits, and lies in the middle of its step.
    """
    counter, key = np.empty(4, np.uint64), np.empty(2, np.uint64)
    whole = np.uint64(seed)
    key[0], key[1] = whole & _LOW, whole >> _HALF
    for g in range(out.shape[0]):
        game = np.uint64(first + g)
        counter[0], counter[1] = game & _LOW, game >> _HALF
        counter[3] = np.uint64(stream)
        for i in range(out.shape[1]):
            counter[2] = np.uint64(i)
            a, b, _, _ = philox(counter, key)
            out[g, i] = (np.float64(((a << _HALF) | b) >> _BITS) + 0.5) * 2.0**-53


@kept
def triangles(low: Floats, mode: Floats, high: Floats, out: Floats) -> None:
    """Make numbers from 0 to 1 in `out` (games, inputs) triangular, in place.

    `low`, `mode` and `high` are (inputs,); where low and high meet is a point.
    """
    for g in range(out.shape[0]):
        for i in range(out.shape[1]):
            a, m, b = low[i], mode[i], high[i]
            u = out[g, i]
            if a == b:
                out[g, i] = m
            elif u * (b - a) < m - a:
                out[g, i] = a + math.sqrt(u * (b - a) * (m - a))
            else:
                out[g, i] = b - math.sqrt((1.0 - u) * (b - a) * (b - m))
