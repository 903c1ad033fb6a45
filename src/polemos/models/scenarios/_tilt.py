"""Odds that tilt chances, and what each of several causes has moved."""

from collections.abc import Callable, Sequence
from itertools import product
from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from polemos.models.score import Floats


def tilted(base: ArrayLike, odds: ArrayLike, usual: ArrayLike) -> Floats:
    """Give chances of B outcomes in each case of K things that are so or not.

    `base` (..., B) are the chances where each is as probable as `usual` (K,) says;
    `odds` (..., K, B) is by how much the weight of an outcome is larger if a thing is
    so than if it is not. Gives (..., 2, …, 2, B), not so first: weights are centred, so
    that at the usual chances the mean log weight of an outcome is that of the base.
    """
    chance, ratio = np.asarray(base, float), np.asarray(odds, float)
    likely = np.asarray(usual, float)
    things = len(likely)
    if not ((ratio > 0).all() and (likely > 0).all() and (likely < 1).all()):
        raise ValueError("expected odds above 0 and usual chances between 0 and 1")
    with np.errstate(divide="ignore"):  # what cannot be stays so
        weight = np.log(chance)
    shape = *weight.shape[:-1], *(1 for _ in likely), weight.shape[-1]
    weight = weight.reshape(shape)
    for k in range(things):
        log = np.log(ratio[..., k, :])
        either = np.stack([-likely[k] * log, (1 - likely[k]) * log], axis=-2)
        spread = either.reshape(
            *either.shape[:-2], *(2 if i == k else 1 for i in range(things)), -1
        )
        weight = weight + spread
    top = weight.max(axis=-1, keepdims=True)
    made = np.exp(weight - top)
    return np.asarray(made / made.sum(axis=-1, keepdims=True))


def moved(causes: int, value: Callable[[Sequence[bool]], Floats]) -> Floats:
    """Give what each cause has moved, (causes, …), by Shapley: they sum to the whole.

    `value` tells what comes of it where some causes are as they are now (True) and the
    others as they were. Shapley 1953; the mean over all orders of changing them.
    """
    told = {which: value(which) for which in product((False, True), repeat=causes)}
    shares = []
    for k in range(causes):
        share = np.zeros_like(told[(False,) * causes])
        for which, was in told.items():
            if not which[k]:
                now = told[(*which[:k], True, *which[k + 1 :])]
                before = sum(which)
                orders = factorial(before) * factorial(causes - before - 1)
                share = share + (now - was) * orders / factorial(causes)
        shares.append(share)
    return np.array(shares)
