"""Who can turn a vote: exact, by counting coalitions by their weight.

O(n^2 q) for n voters and a quota q, and never 2^n: Bilbao et al. 2000, TOP 8: 191-213.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import factorial


def banzhaf(weights: Sequence[int], quota: int) -> list[Fraction]:
    """Give the normalised Banzhaf index of each voter: its share of all swings.

    `weights` and `quota` are whole; ValueError where no coalition wins, or all do.
    """
    swings = [sum(counts) for counts in _swings(weights, quota)]
    return [Fraction(s, sum(swings)) for s in swings]


def shapley_shubik(weights: Sequence[int], quota: int) -> list[Fraction]:
    """Give the share of orders of voting in which each voter turns the vote."""
    n = len(weights)
    orders = factorial(n)
    return [
        Fraction(
            sum(c * factorial(k) * factorial(n - k - 1) for k, c in enumerate(counts)),
            orders,
        )
        for counts in _swings(weights, quota)
    ]


def _swings(weights: Sequence[int], quota: int) -> Iterator[list[int]]:
    """Give for each voter how many coalitions of each size it turns."""
    if not 0 < quota <= sum(weights) or min(weights) < 0:
        raise ValueError(
            "expected weights of 0 and above and a quota of 1 up to their sum, found "
            f"{list(weights)} and {quota}"
        )
    n = len(weights)
    for i, own in enumerate(weights):
        # ways[k][w]: coalitions of k others that weigh w, below the quota.
        ways = [[0] * quota for _ in range(n)]
        ways[0][0] = 1
        for j, weight in enumerate(weights):
            if j == i:
                continue
            for k in range(n - 2, -1, -1):
                row, up = ways[k], ways[k + 1]
                for w in range(quota - weight):
                    if row[w]:
                        up[w + weight] += row[w]
        yield [sum(row[max(0, quota - own) :]) for row in ways]
