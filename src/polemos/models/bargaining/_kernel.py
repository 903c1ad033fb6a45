# ruff: noqa: PLR0917 arrays are made once a game and handed down
"""The compiled core of the spatial model: one game, turn by turn, without the GIL.

The equations are those of KAPSARC's KTAB, SMP (Wise, Lester & Efird 2015), on positions
from 0 to 1. Rules come as numbers, which `_smp` names.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from polemos.models.score import Floats

Ints = NDArray[np.int64]
Numbers = tuple[int, int, int, int, int, int]  # of the rules, in the order of `Rules`

PROPORTIONAL, CUBIC, MIXED_CUBIC, BINARY, MIXED_BINARY = range(5)
CONDITIONAL, MARKOV_UNIFORM, MARKOV_INCENTIVE = range(3)
MIDDLE, GREATEST, LEAST = range(3)
BANDWAGON, NEUTRAL, OWN_CHOICE = range(3)
SQUARES, LINEAR, MARGIN = range(3)
SURE = 0  # as a power of coalitions: a tenth more wins for sure

MOST_TURNS = 100
_FEWEST_TURNS = 2
_STILL = 0.02  # of the first turn's movement
_FLOOR = 1e-8  # of a coalition
_SEED = 1e-10  # of a side in a contest
_WORTH = 1e-5  # the least gain that is worth a proposal
_EVEN = 1e-6
_TENTH_MORE = 1.1

_jit = njit(cache=True, nogil=True, error_model="numpy")


@_jit
def _utility(d: float, r: float) -> float:
    """Give what a position so far off is worth to one of such an attitude to risk."""
    return (1.0 - d) * (1.0 + d * r) if d <= 1.0 else (1.0 - d) * (1.0 + r)


@_jit
def _vote(rule: int, w: float, gain: float) -> float:
    """Give how hard one of such weight pushes for what gains it so much."""
    if rule == PROPORTIONAL:
        return w * gain
    if rule == CUBIC:
        return w * gain * gain * gain
    if rule == MIXED_CUBIC:
        return w * (gain + gain * gain * gain) / 2.0
    binary = min(1.0, max(-1.0, gain / _FLOOR))
    return w * binary if rule == BINARY else w * (0.8 * gain + 0.2 * binary)


@_jit
def _distance(mine: Floats, salience: Floats, norm: float, other: Floats) -> float:
    total = 0.0
    for k in range(mine.size):
        step = salience[k] * (mine[k] - other[k])
        total += step * step
    return math.sqrt(total / norm)


@_jit
def _victory(one: float, other: float, power: int) -> tuple[float, float]:
    """Give the chances that each of two coalitions wins."""
    if power == SURE:
        if one >= _TENTH_MORE * other:
            x, y = 1.0, _EVEN
        elif other >= _TENTH_MORE * one:
            x, y = _EVEN, 1.0
        else:
            x = one / (one + other) * (_TENTH_MORE + 1.0) - 1.0
            x /= _TENTH_MORE - 1.0
            y = 1.0 - x
        return x / (x + y), y / (x + y)
    x, y = one, other
    while power > 1:
        x, y, power = x * x, y * y, power // 2
    return x / (x + y), y / (x + y)


@_jit
def _settle(m: Floats, c: Floats, options: int, model: int, p: Floats) -> None:
    """Write into `p` where a vote that is challenged again and again comes to rest."""
    if model == MARKOV_INCENTIVE:  # c becomes the chance that b is challenged by a
        for b in range(options):
            total = 0.0
            for a in range(options):
                c[a, b] = c[a, b] * m[a, b] + (_SEED if a == b else 0.0)
                total += c[a, b]
            for a in range(options):
                c[a, b] /= total
    p[:options] = 1.0 / options
    q = np.empty(options)
    limit = 1e-6 if model == MARKOV_UNIFORM else 1e-8
    change = 1.0
    while change > limit:
        change = 0.0
        for a in range(options):
            total = 0.0
            for b in range(options):
                if model == MARKOV_UNIFORM:
                    total += m[a, b] * (p[a] + p[b]) / options
                else:
                    total += m[a, b] * (p[a] * c[b, a] + p[b] * c[a, b])
            q[a] = total
            change = max(change, abs(total - p[a]))
        for a in range(options):
            p[a] = (p[a] + q[a]) / 2.0


@_jit
def _chances(
    u: Floats,
    w: Floats,
    options: int,
    rules: Numbers,
    p: Floats,
    c: Floats,
    m: Floats,
) -> None:
    """Write into `p` how probably each option wins; `c` and `m` are scratch.

    `u` (n, options) is what the options are worth to the actors, `w` (n,) their weight.
    """
    rule, power, model = rules[0], rules[1], rules[2]
    for a in range(options):
        c[a, a], m[a, a] = _FLOOR, 0.5
        for b in range(a):
            mine = theirs = _FLOOR
            for k in range(w.size):
                v = _vote(rule, w[k], u[k, a] - u[k, b])
                if v > 0.0:
                    mine += v
                else:
                    theirs -= v
            c[a, b], c[b, a] = mine, theirs
            m[a, b], m[b, a] = _victory(mine, theirs, power)
    if model != CONDITIONAL:
        _settle(m, c, options, model, p)
        return
    total = 0.0
    for a in range(options):
        chance = 1.0
        for b in range(options):
            chance *= m[a, b]
        p[a] = chance
        total += chance
    for a in range(options):
        p[a] /= total


@_jit
def _attitudes(p: Floats, spread: int, r: Floats) -> None:
    """Write the attitudes to risk: who is likely to win is careful."""
    top, low = p.max(), p.min()
    for i in range(p.size):
        if top == low:
            r[i] = 0.0
        elif spread == MIDDLE:
            r[i] = (3.0 * p[i] - (top + 2.0 * low)) / (2.0 * (top - low))
        elif spread == GREATEST:
            r[i] = (2.0 * p[i] - top - low) / (top - low)
        else:
            r[i] = (p[i] - low) / (top - low)


@_jit
def _contest(
    i: int, j: int, u: Floats, weight: Floats, rule: int, thirds: int
) -> float:
    """Give the chance, by such utilities, that i wins against j."""
    mine = _SEED + max(_vote(rule, weight[i], u[i, i] - u[i, j]), 0.0)
    theirs = _SEED + max(-_vote(rule, weight[j], u[j, i] - u[j, j]), 0.0)
    ours, against = mine, theirs
    for k in range(weight.size):
        if thirds == NEUTRAL or k in (i, j):
            continue
        v = _vote(rule, weight[k], u[k, i] - u[k, j])
        if thirds == BANDWAGON:  # so as not to be moved by who wins
            wins = (mine + max(v, 0.0)) / (mine + theirs + abs(v))
            to = wins * (2.0 * u[k, i] + u[k, k]) + (1.0 - wins) * 3.0 * u[k, j]
            fro = wins * 3.0 * u[k, i] + (1.0 - wins) * (2.0 * u[k, j] + u[k, k])
            v = _vote(rule, weight[k], to - fro)
        if v > 0.0:
            ours += v
        else:
            against -= v
    return ours / (ours + against)


@_jit
def _propose(
    i: int,
    j: int,
    wins: float,
    x: Floats,
    salience: Floats,
    vector: int,
    mine: Floats,
    theirs: Floats,
) -> None:
    """Write what i proposes to j: where each of the two would go."""
    for k in range(x.shape[1]):
        a, b = x[i, k], x[j, k]
        si, sj = salience[i, k], salience[j, k]
        if vector == MARGIN:
            go, back = max(0.0, 1.0 - 2.0 * wins), max(0.0, 2.0 * wins - 1.0)
            wi, wj = (1.0 - go) * si**2 + _EVEN, go * sj**2
            mine[k] = a + wj / (wi + wj) * (b - a)
            wi, wj = back * si**2, (1.0 - back) * sj**2 + _EVEN
            theirs[k] = b + wi / (wi + wj) * (a - b)
            continue
        wi, wj = si * wins, sj * (1.0 - wins)
        if vector == SQUARES:
            wi, wj = wi * wi, wj * wj
        m = ((wi + _EVEN) * a + wj * b) / (wi + _EVEN + wj)
        t = (wi * a + (wj + _EVEN) * b) / (wi + wj + _EVEN)
        mine[k] = math.floor(0.5 + 1e4 * m) / 1e4
        theirs[k] = math.floor(0.5 + 1e4 * t) / 1e4


@_jit
def _targets(
    d: Floats,
    u: Floats,
    r: Floats,
    shift: float,
    weight: Floats,
    total: Floats,
    rules: Numbers,
    target: Ints,
    odds: Floats,
    gains: Floats,
) -> None:
    """Write whom each actor gains most by challenging, -1 for nobody; `u` is scratch.

    `shift` is by how much the risk of others is seen as their own, and not as one's.
    """
    n = r.size
    for i in range(n):
        for j in range(n):
            seen = r[i] * (1.0 - shift) + r[j] * shift
            for k in range(n):
                u[j, k] = _utility(d[j, k], seen)
        target[i], odds[i], gains[i] = -1, 0.0, 0.0
        for j in range(n):
            if j == i:
                continue
            wins = _contest(i, j, u, weight, rules[0], rules[4])
            s = min(1.0, total[j])
            own, other = u[i, i], u[i, j]
            fought = wins * 2.0 * own + (1.0 - wins) * 2.0 * other
            gain = (1.0 - s) * 2.0 * own + s * fought - own - other
            if gain > _WORTH and (target[i] < 0 or gain > gains[i]):
                target[i], odds[i], gains[i] = j, wins, gain


@_jit
def _choose(
    x: Floats,
    y: Floats,
    target: Ints,
    offer: Floats,
    back: Floats,
    means: Floats,
    capability: Floats,
    rules: Numbers,
    scratch: tuple[Floats, Floats, Floats, Floats],
) -> None:
    """Write where each actor goes: to the likeliest of the bargains it is in, or stays.

    `means` (n + 1, n): what each bargain, and last the state of now, is worth to each.
    """
    votes, p, c, m = scratch
    n = target.size
    options = np.empty(n + 1, np.int64)
    for k in range(n):
        y[k] = x[k]
        many = 1
        options[0] = n
        if target[k] >= 0:
            options[many] = k
            many += 1
        for i in range(n):
            if target[i] == k:
                options[many] = i
                many += 1
        if many == 1:
            continue
        for o in range(many):
            for a in range(n):
                votes[a, o] = means[options[o], a]
        _chances(votes, capability, many, rules, p, c, m)
        best = 0
        for o in range(1, many):
            if p[o] > p[best]:
                best = o
        if best > 0:
            i = options[best]
            y[k] = offer[i] if i == k else back[i]


@_jit
def _worths(
    x: Floats,
    salience: Floats,
    norm: Floats,
    r: Floats,
    base: Floats,
    target: Ints,
    offer: Floats,
    back: Floats,
    means: Floats,
) -> None:
    """Write what each bargain, and the state of now, is worth to each actor."""
    n = r.size
    for a in range(n):
        for i in range(n + 1):
            j = target[i] if i < n else -1
            if i < n and j < 0:
                continue
            total = 0.0
            for q in range(n):
                if j >= 0 and q in (i, j):
                    to = offer[i] if q == i else back[i]
                    far = _distance(x[a], salience[a], norm[a], to)
                    total += _utility(far, r[a])
                else:
                    total += base[a, q]
            means[i, a] = total / n


@_jit
def play(
    capability: Floats,
    start: Floats,
    salience: Floats,
    rules: Numbers,
    shift: float,
    path: Floats,
    risks: Floats,
    targets: Ints,
    odds: Floats,
    gains: Floats,
) -> int:
    """Play one game into `path` (turns + 1, n, D) and give its turns, 100 at most.

    `capability` (n,), `start` (n, D) and `salience` (n, D) are the table; the rest,
    each (turns, n), is what led to each turn.
    """
    n, dims = start.shape
    total, norm = salience.sum(axis=1), (salience**2).sum(axis=1)
    weight = capability * total
    d, u, base = np.empty((n, n)), np.empty((n, n)), np.empty((n, n))
    p, votes = np.empty(n + 1), np.empty((n, n + 1))
    c, m = np.empty((n + 1, n + 1)), np.empty((n + 1, n + 1))
    offer, back = np.empty((n, dims)), np.empty((n, dims))
    means = np.empty((n + 1, n))
    path[0] = start
    first = 0.0
    for turn in range(MOST_TURNS):
        x, y, r, target = path[turn], path[turn + 1], risks[turn], targets[turn]
        for i in range(n):
            for j in range(n):
                d[i, j] = _distance(x[i], salience[i], norm[i], x[j])
                u[i, j] = _utility(d[i, j], 0.0)
        _chances(u, capability, n, rules, p, c, m)
        _attitudes(p[:n], rules[3], r)
        _targets(d, u, r, shift, weight, total, rules, target, odds[turn], gains[turn])
        for i in range(n):
            for j in range(n):
                base[i, j] = _utility(d[i, j], r[i])
            if target[i] >= 0:
                _propose(
                    i,
                    target[i],
                    odds[turn, i],
                    x,
                    salience,
                    rules[5],
                    offer[i],
                    back[i],
                )
        _worths(x, salience, norm, r, base, target, offer, back, means)
        _choose(x, y, target, offer, back, means, capability, rules, (votes, p, c, m))
        moved = 0.0
        for k in range(n):
            step = 0.0
            for q in range(dims):
                step += (y[k, q] - x[k, q]) ** 2
            moved += math.sqrt(step)
        if turn == 0:
            first = moved
        elif turn + 1 >= _FEWEST_TURNS and moved < _STILL * (first + 1e-4):
            return turn + 1
    return MOST_TURNS
