# ruff: noqa: PLR0917 arrays are made once and handed down
"""The compiled core of the spatial model: games in lanes, turn by turn, and no GIL.

The equations are those of KAPSARC's KTAB, SMP (Wise, Lester & Efird 2015), on positions
from 0 to 1. Utilities are told as losses, 1 - u, for an actor loses nothing at its own
position. Rules come as numbers, which `_smp` names; None are the usual ones, which
compile into less.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from polemos.models.bargaining._philox import kept
from polemos.models.score import Floats

_F = TypeVar("_F", bound=Callable[..., Any])
Ints = NDArray[np.int64]
Numbers = tuple[int, int, int, int, int, int, int]  # in the order of `Rules`

PROPORTIONAL, CUBIC, MIXED_CUBIC, BINARY, MIXED_BINARY = range(5)
CONDITIONAL, MARKOV_UNIFORM, MARKOV_INCENTIVE = range(3)
MIDDLE, GREATEST, LEAST = range(3)
BANDWAGON, NEUTRAL, OWN_CHOICE = range(3)
SQUARES, LINEAR, MARGIN = range(3)
INITIATOR, BOTH, COMPROMISE = range(3)
SURE = 0  # as a power of coalitions: a tenth more wins for sure

MOST_TURNS = 100
_FEWEST_TURNS = 2
_STILL = 0.02  # of the first turn's movement
_FLOOR = 1e-8  # of a coalition
_SEED = 1e-10  # of a side in a contest
_WORTH = 1e-5  # the least gain that is worth a proposal
_EVEN = 1e-6
_TENTH_MORE = 1.1


_NO_C: dict[str, Any] = {"no_cfunc_wrapper": True}
_NO_DOOR: dict[str, Any] = {"no_cpython_wrapper": True, **_NO_C}


def _entry(work: _F) -> _F:
    """Compile what Python calls, and keep it for the next process.

    What it calls stays in this file: its cache is made anew when this file changes.
    """
    return kept(work, **_NO_C)


def _jit(work: _F) -> _F:
    """Compile what Python never calls: a door to it would take long to compile."""
    return cast(_F, njit(nogil=True, error_model="numpy", **_NO_DOOR)(work))


def _once(work: _F) -> _F:
    """Compile what is called in one place there, and not once more by itself."""
    made = njit(nogil=True, error_model="numpy", inline="always", **_NO_DOOR)
    return cast(_F, made(work))


class Lanes(NamedTuple):
    """Games at play, L at once, of n actors on D issues and of B bargains a turn.

    What stays in a game: `capability`, `total` (of salience), `weight` (their product),
    (n, L); `salience` and `sharp`, such that a distance is a plain sum of squares, (n,
    D, L). What a turn makes: positions `x` and those to come `y` (n, D, L); distances
    `far` (n, n, L); losses as one actor sees them, `seen` (n, n, L); what a challenged
    actor sees the challenger gain, `told` (n, n, L); `risk`, `target`, `odds`, `gain`
    (n, L); where a bargain takes who offers it and who is offered it, `offer` and
    `back` (B, D, L); what it costs each, last the state of now, `loss` (n, B + 1, L);
    the bargain that each takes, B for none, `taken` (n, L). Of a vote over options:
    coalitions `c`, chances `m` (B + 1, B + 1, L); `p` and `q` (B + 1,); the options of
    each actor, `queues` (n, B + 1), and how `many` (n,). Of a lane: its `game`, -1 for
    none, its `turn`, how far all went in its `first`, (L,). `line` (6, L) is scratch.
    """

    capability: Floats
    total: Floats
    weight: Floats
    salience: Floats
    sharp: Floats
    x: Floats
    y: Floats
    far: Floats
    seen: Floats
    told: Floats
    risk: Floats
    target: Ints
    odds: Floats
    gain: Floats
    offer: Floats
    back: Floats
    loss: Floats
    c: Floats
    m: Floats
    p: Floats
    q: Floats
    queues: Ints
    many: Ints
    line: Floats
    taken: Ints
    game: Ints
    turn: Ints
    first: Floats


def lanes(n: int, dims: int, rules: Numbers | None, width: int) -> Lanes:
    """Make room for so many games at once; nothing is made anew while they run."""
    bargains = 2 * n if rules is not None and rules[6] == BOTH else n
    one, place, pair = (n, width), (n, dims, width), (n, n, width)
    options = bargains + 1
    room: list[Any] = [
        *(np.ones(one) for _ in range(3)),
        *(np.ones(place) for _ in range(2)),
        *(np.zeros(place) for _ in range(2)),
        *(np.zeros(pair) for _ in range(3)),
        np.zeros(one),
        np.zeros(one, np.int64),
        *(np.zeros(one) for _ in range(2)),
        *(np.zeros((bargains, dims, width)) for _ in range(2)),
        np.zeros((n, options, width)),
        *(np.zeros((options, options, width)) for _ in range(2)),
        *(np.zeros(options) for _ in range(2)),
        np.zeros((n, options), np.int64),
        np.zeros(n, np.int64),
        np.zeros((6, width)),
        np.zeros(one, np.int64),
        *(np.zeros(width, np.int64) for _ in range(2)),
        np.zeros(width),
    ]
    return Lanes(*room)


@_jit
def _load(s: Lanes, lane: int, game: Floats) -> None:
    """Put a game into a lane: capability, then positions, then saliences, from 0 to 1.

    Positions and saliences go by actor, and by issue within it.
    """
    n, dims, _ = s.x.shape
    for i in range(n):
        total = norm = 0.0
        for k in range(dims):
            s.x[i, k, lane] = game[n + i * dims + k]
            own = game[n + (n + i) * dims + k]
            s.salience[i, k, lane] = own
            total += own
            norm += own * own
        norm = math.sqrt(norm)
        for k in range(dims):
            s.sharp[i, k, lane] = s.salience[i, k, lane] / norm
        s.capability[i, lane], s.total[i, lane] = game[i], min(1.0, total)
        s.weight[i, lane] = game[i] * total


@_jit
def _vote(rules: Numbers | None, w: float, gain: float) -> float:
    """Give how hard one of such weight pushes for what gains it so much."""
    if rules is None:
        return w * gain
    rule = rules[0]
    if rule == PROPORTIONAL:
        return w * gain
    if rule == CUBIC:
        return w * gain * gain * gain
    if rule == MIXED_CUBIC:
        return w * (gain + gain * gain * gain) / 2.0
    binary = min(1.0, max(-1.0, gain / _FLOOR))
    return w * binary if rule == BINARY else w * (0.8 * gain + 0.2 * binary)


@_jit
def _lost(far: float, risk: float) -> float:
    """Give what a position so far off costs one of such an attitude to risk.

    It is 1 - (1 - d)(1 + dR), for no distance is above 1.
    """
    return far * (1.0 - risk * (1.0 - far))


@_jit
def _victory(rules: Numbers | None, one: float, other: float) -> tuple[float, float]:
    """Give the chances that each of two coalitions wins."""
    x, y = one, other
    if rules is not None:
        power = rules[1]
        if power == SURE:
            if one >= _TENTH_MORE * other:
                x, y = 1.0, _EVEN
            elif other >= _TENTH_MORE * one:
                x, y = _EVEN, 1.0
            else:
                x = one / (one + other) * (_TENTH_MORE + 1.0) - 1.0
                x /= _TENTH_MORE - 1.0
                y = 1.0 - x
        while power > 1:
            x, y, power = x * x, y * y, power // 2
    return x / (x + y), y / (x + y)


@_jit
def _count(rules: Numbers | None, loss: Floats, w: Floats, many: int, s: Lanes) -> None:
    """Write into `s.m` the chance that each option beats each, two by two.

    `loss` (n, many, L) is what the options cost the actors, `w` (n, L) their weight.
    """
    n, width = w.shape
    for a in range(many):
        for b in range(a):
            mine, theirs = s.c[a, b], s.c[b, a]
            for g in range(width):
                mine[g] = theirs[g] = _FLOOR
            for k in range(n):
                one, other, weight = loss[k, a], loss[k, b], w[k]
                for g in range(width):
                    v = _vote(rules, weight[g], other[g] - one[g])
                    mine[g] += v if v > 0.0 else 0.0
                    theirs[g] -= v if v < 0.0 else 0.0
            wins, loses = s.m[a, b], s.m[b, a]
            for g in range(width):
                wins[g], loses[g] = _victory(rules, mine[g], theirs[g])
        for g in range(width):
            s.c[a, a, g], s.m[a, a, g] = _FLOOR, 0.5


@_jit
def _settle(model: int, options: Ints, many: int, lane: int, s: Lanes) -> None:
    """Write into `s.p` where a vote that is challenged on and on comes to rest."""
    p, q = s.p, s.q
    limit = 1e-6 if model == MARKOV_UNIFORM else 1e-8
    for b in range(many):
        p[b] = 1.0 / many
    change = 1.0
    while change > limit:
        change = 0.0
        for a in range(many):
            q[a] = 0.0
        for b in range(many):  # who is challenged by whom: in proportion to the gain
            total = _SEED
            for a in range(many):
                i, j = options[a], options[b]
                total += s.c[i, j, lane] * s.m[i, j, lane]
            for a in range(many):
                i, j = options[a], options[b]
                seed = _SEED if a == b else 0.0
                often = (s.c[i, j, lane] * s.m[i, j, lane] + seed) / total
                if model == MARKOV_UNIFORM:
                    often = 1.0 / many
                q[a] += s.m[i, j, lane] * p[b] * often
                q[b] += s.m[j, i, lane] * p[b] * often
        for a in range(many):
            change = max(change, abs(q[a] - p[a]))
        for a in range(many):
            p[a] = (p[a] + q[a]) / 2.0


@_once
def _weigh(
    rules: Numbers | None, options: Ints, many: int, lane: int, s: Lanes
) -> None:
    """Write into `s.p` how probably each of the options wins, the first so many."""
    if rules is not None and rules[2] != CONDITIONAL:
        _settle(rules[2], options, many, lane, s)
        return
    for a in range(many):
        chance = 1.0
        for b in range(many):
            chance *= s.m[options[a], options[b], lane]
        s.p[a] = chance  # in proportion: nobody asks for more


@_once
def _look(s: Lanes) -> None:
    """Write how far each sees each, by its own saliences: from 0 to 1 as positions."""
    n, dims, width = s.x.shape
    for i in range(n):
        for j in range(n):
            if i == j:
                continue  # stays 0
            far = s.far[i, j]
            for g in range(width):
                far[g] = 0.0
            for k in range(dims):
                sharp, one, other = s.sharp[i, k], s.x[i, k], s.x[j, k]
                for g in range(width):
                    step = sharp[g] * (one[g] - other[g])
                    far[g] += step * step
            for g in range(width):
                far[g] = math.sqrt(far[g])


@_once
def _attitudes(rules: Numbers | None, s: Lanes) -> None:
    """Write the attitudes to risk: who is likely to win is careful."""
    n, width = s.risk.shape
    _count(rules, s.far, s.capability, n, s)
    if rules is not None and rules[2] != CONDITIONAL:
        for i in range(n):
            s.queues[0, i] = i
        for g in range(width):
            _settle(rules[2], s.queues[0], n, g, s)
            for i in range(n):
                s.odds[i, g] = s.p[i]
    else:
        for i in range(n):
            odds = s.odds[i]
            for g in range(width):
                odds[g] = 1.0
            for j in range(n):
                wins = s.m[i, j]
                for g in range(width):
                    odds[g] *= wins[g]
    _spread(MIDDLE if rules is None else rules[3], s)


@_once
def _spread(spread: int, s: Lanes) -> None:
    """Write attitudes to risk that spread as the chances do, which are in `s.odds`."""
    n, width = s.risk.shape
    top, low = s.line[0], s.line[1]
    for g in range(width):
        top[g] = low[g] = s.odds[0, g]
    for i in range(1, n):
        odds = s.odds[i]
        for g in range(width):
            top[g] = odds[g] if odds[g] > top[g] else top[g]
            low[g] = odds[g] if odds[g] < low[g] else low[g]
    for i in range(n):
        odds, risk = s.odds[i], s.risk[i]
        for g in range(width):
            p, high, least = odds[g], top[g], low[g]
            if spread == MIDDLE:
                r = (3.0 * p - (high + 2.0 * least)) / (2.0 * (high - least))
            elif spread == GREATEST:
                r = (2.0 * p - high - least) / (high - least)
            else:
                r = (p - least) / (high - least)
            risk[g] = r if high > least else 0.0


@_jit
def _contest(rules: Numbers | None, i: int, j: int, s: Lanes) -> None:
    """Write into `s.line[0]` the chance that i wins against j, by the losses seen."""
    n, width = s.risk.shape
    wins, mine, both = s.line[0], s.line[1], s.line[2]
    ours, against = s.line[3], s.line[4]
    wi, wj, here, there = s.weight[i], s.weight[j], s.seen[i, j], s.seen[j, i]
    for g in range(width):
        mine[g] = ours[g] = _SEED + _vote(rules, wi[g], here[g])
        against[g] = _SEED + _vote(rules, wj[g], there[g])
        both[g] = mine[g] + against[g]
    thirds = BANDWAGON if rules is None else rules[4]
    for k in range(n if thirds != NEUTRAL else 0):
        if k in (i, j):
            continue
        w, to_i, to_j = s.weight[k], s.seen[k, i], s.seen[k, j]
        for g in range(width):
            v = _vote(rules, w[g], to_j[g] - to_i[g])
            if thirds == BANDWAGON:  # so as not to be moved by who wins
                up = v if v > 0.0 else 0.0
                p = (mine[g] + up) / (both[g] + abs(v))
                v = _vote(rules, w[g], p * to_i[g] - (1.0 - p) * to_j[g])
            ours[g] += v if v > 0.0 else 0.0
            against[g] -= v if v < 0.0 else 0.0
    for g in range(width):
        wins[g] = ours[g] / (ours[g] + against[g])


@_once
def _targets(rules: Numbers | None, shift: float, s: Lanes) -> None:
    """Write whom each actor gains most by challenging, -1 for nobody.

    `shift` is by how much the risk of others is seen as their own, and not as one's.
    """
    n, width = s.risk.shape
    wins, r = s.line[0], s.line[5]
    for i in range(n):
        mine, target, odds, gains = s.risk[i], s.target[i], s.odds[i], s.gain[i]
        for k in range(n):
            risk = s.risk[k]
            for g in range(width):
                r[g] = mine[g] * (1.0 - shift) + risk[g] * shift
            for j in range(n):
                far, seen = s.far[k, j], s.seen[k, j]
                for g in range(width):
                    seen[g] = _lost(far[g], r[g])
        for g in range(width):
            target[g], odds[g], gains[g] = -1, 0.0, _WORTH
        for j in range(n):
            if j == i:
                continue
            _contest(rules, i, j, s)
            total, loss = s.total[j], s.seen[i, j]
            for g in range(width):
                gain = loss[g] * (1.0 - 2.0 * total[g] * (1.0 - wins[g]))
                better = gain > gains[g]
                target[g] = j if better else target[g]
                odds[g] = wins[g] if better else odds[g]
                gains[g] = gain if better else gains[g]
            if rules is not None and rules[6] != INITIATOR:
                _contest(rules, j, i, s)
                total, loss, told = s.total[i], s.seen[j, i], s.told[j, i]
                for g in range(width):
                    told[g] = loss[g] * (1.0 - 2.0 * total[g] * (1.0 - wins[g]))


@_jit
def _meet(
    meeting: int, wins: float, a: float, b: float, si: float, sj: float
) -> tuple[float, float]:
    """Give where a bargain on one issue takes who offers it, at a, and the other."""
    if meeting == MARGIN:
        go, back = max(0.0, 1.0 - 2.0 * wins), max(0.0, 2.0 * wins - 1.0)
        wi, wj = (1.0 - go) * si**2 + _EVEN, go * sj**2
        mine = a + wj / (wi + wj) * (b - a)
        wi, wj = back * si**2, (1.0 - back) * sj**2 + _EVEN
        return mine, b + wi / (wi + wj) * (a - b)
    wi, wj = si * wins, sj * (1.0 - wins)
    if meeting == SQUARES:
        wi, wj = wi * wi, wj * wj
    total = wi + _EVEN + wj
    mine, theirs = ((wi + _EVEN) * a + wj * b) / total, (wi * a + (wj + _EVEN) * b)
    return (
        math.floor(0.5 + 1e4 * mine) / 1e4,
        math.floor(0.5 + 1e4 * (theirs / total)) / 1e4,
    )


@_once
def _propose(rules: Numbers | None, s: Lanes) -> None:
    """Write what each offers its target: where each of the two would go."""
    n, dims, width = s.x.shape
    meeting = SQUARES if rules is None else rules[5]
    there, caring = s.line[0], s.line[1]
    for i in range(n):
        target, odds = s.target[i], s.odds[i]
        for k in range(dims):
            for g in range(width):
                j = target[g]
                there[g], caring[g] = s.x[j, k, g], s.salience[j, k, g]
            x, own, mine, theirs = (
                *(s.x[i, k], s.salience[i, k]),
                *(s.offer[i, k], s.back[i, k]),
            )
            for g in range(width):
                mine[g], theirs[g] = _meet(
                    meeting, odds[g], x[g], there[g], own[g], caring[g]
                )
    if rules is not None and rules[6] != INITIATOR:
        _answer(meeting, rules[6], s)


@_jit
def _answer(meeting: int, proposal: int, s: Lanes) -> None:
    """Write what the challenged offer, or what both would meet at, as KTAB does.

    It takes the gain that the other sees where it means a chance, and the capability of
    the one where it means the other's.
    """
    n, dims, width = s.x.shape
    for i in range(n):
        for g in range(width):
            j = s.target[i, g]
            wi, wj = s.weight[i, g], s.capability[i, g] * s.total[j, g]
            for k in range(dims):
                to, fro = _meet(
                    meeting,
                    s.told[i, j, g],
                    *(s.x[i, k, g], s.x[j, k, g]),
                    *(s.salience[i, k, g], s.salience[j, k, g]),
                )
                if proposal == BOTH:
                    s.offer[n + i, k, g], s.back[n + i, k, g] = to, fro
                    continue
                mine, theirs = s.offer[i, k, g], s.back[i, k, g]
                s.offer[i, k, g] = (wi * mine + wj * to) / (wi + wj)
                s.back[i, k, g] = (wi * theirs + wj * fro) / (wi + wj)


@_once
def _cost(s: Lanes) -> None:
    """Write what each bargain costs each actor, beside the state of now, which is 0."""
    n, dims, width = s.x.shape
    one, other, far_j, each = s.line[0], s.line[1], s.line[2], 1.0 / n
    for o in range(len(s.offer)):
        i = o % n
        target = s.target[i]
        for a in range(n):
            risk, loss, far = s.risk[a], s.loss[a, o], s.far[a, i]
            for g in range(width):
                one[g] = other[g] = 0.0
                far_j[g] = s.far[a, target[g], g]
            for k in range(dims):
                sharp, x, offer, back = (
                    s.sharp[a, k],
                    s.x[a, k],
                    s.offer[o, k],
                    s.back[o, k],
                )
                for g in range(width):
                    to, fro = sharp[g] * (x[g] - offer[g]), sharp[g] * (x[g] - back[g])
                    one[g] += to * to
                    other[g] += fro * fro
            for g in range(width):
                r = risk[g]
                now = _lost(far[g], r) + _lost(far_j[g], r)
                then = _lost(math.sqrt(one[g]), r) + _lost(math.sqrt(other[g]), r)
                loss[g] = (then - now) * each


@_once
def _choose(rules: Numbers | None, s: Lanes) -> None:
    """Write where each goes: to the likeliest of the bargains it is in, or stays."""
    n, dims, width = s.x.shape
    bargains = len(s.offer)
    _count(rules, s.loss, s.capability, bargains + 1, s)
    for g in range(width):
        _queue(g, s)
        for k in range(n):
            many, best = s.many[k], 0
            if many > 1:
                _weigh(rules, s.queues[k], many, g, s)
            for o in range(1, many):
                if s.p[o] > s.p[best]:
                    best = o
            o = s.queues[k, best]
            s.taken[k, g] = o
            for q in range(dims):
                if best == 0:
                    s.y[k, q, g] = s.x[k, q, g]
                elif o in (k, k + n):
                    s.y[k, q, g] = s.offer[o, q, g]
                else:
                    s.y[k, q, g] = s.back[o, q, g]


@_once
def _queue(lane: int, s: Lanes) -> None:
    """Write what each actor has to choose of: the state of now, its own, others'."""
    n, bargains = len(s.x), len(s.offer)
    for k in range(n):
        s.many[k] = 1
        s.queues[k, 0] = bargains
        for o in range(k, bargains if s.target[k, lane] >= 0 else 0, n):
            s.queues[k, s.many[k]] = o
            s.many[k] += 1
    for i in range(n):
        j = s.target[i, lane]
        for o in range(i, bargains if j >= 0 else 0, n):
            s.queues[j, s.many[j]] = o
            s.many[j] += 1


@_once
def _move(s: Lanes, lane: int, moves: Ints, far: Floats) -> float:
    """Go to where the bargains lead, count who led, and give how far all went."""
    n, dims, _ = s.x.shape
    moved = 0.0
    for k in range(n):
        step = 0.0
        for q in range(dims):
            step += (s.y[k, q, lane] - s.x[k, q, lane]) ** 2
            s.x[k, q, lane] = s.y[k, q, lane]
        if step > 0.0:
            step = math.sqrt(step)
            i = s.taken[k, lane] % n
            moves[i, k] += 1
            far[i, k] += step
            moved += step
    return moved


@_jit
def _keep(s: Lanes, lane: int, x: Floats) -> None:
    """Write down the positions, (n, D)."""
    for k in range(s.x.shape[0]):
        for q in range(s.x.shape[1]):
            x[k, q] = s.x[k, q, lane]


@_once
def _record(
    s: Lanes,
    lane: int,
    x: Floats,
    risk: Floats,
    target: Ints,
    odds: Floats,
    gain: Floats,
) -> None:
    """Write down where the actors stand before they move, and what led to it."""
    _keep(s, lane, x)
    for k in range(risk.size):
        risk[k], target[k] = s.risk[k, lane], s.target[k, lane]
        odds[k] = s.odds[k, lane]
        gain[k] = s.gain[k, lane] if target[k] >= 0 else 0.0


@_entry
def play(
    s: Lanes,
    games: Floats,
    rules: Numbers | None,
    shift: float,
    finals: Floats,
    turns: Ints,
    moves: Ints,
    far: Floats,
    path: Floats,
    risks: Floats,
    aims: Ints,
    odds: Floats,
    gains: Floats,
) -> None:
    """Play games (G, n + 2nD) in lanes into `finals` (G, n, D) and `turns`.

    `moves` and `far` (n, n) gain how often and how far k went by a proposal of i. If
    `path` (turns + 1, n, D) has room, the way of a game goes there, and what led to
    each turn into the rest, each (turns, n): then play one game.
    """
    game, turn, first, width = s.game, s.turn, s.first, s.game.size
    left = waiting = len(games)
    for g in range(width):
        _load(s, g, games[min(g, len(games) - 1)])  # who has none plays in vain
        game[g] = g if waiting > 0 else -1
        waiting -= 1 if waiting > 0 else 0
    while left > 0:
        _look(s)
        _attitudes(rules, s)
        _targets(rules, shift, s)
        _propose(rules, s)
        _cost(s)
        _choose(rules, s)
        for g in range(width):
            at, now = game[g], turn[g]
            if at < 0:
                continue
            if len(path):
                _record(s, g, path[now], risks[now], aims[now], odds[now], gains[now])
            moved = _move(s, g, moves, far)
            if now == 0:
                first[g] = moved
            turn[g] = now = now + 1
            still = now >= _FEWEST_TURNS and moved < _STILL * (first[g] + 1e-4)
            if not still and now < MOST_TURNS:
                continue
            _keep(s, g, finals[at])
            game[g], turn[g], turns[at] = -1, 0, now
            left -= 1
            if waiting > 0:
                game[g] = len(games) - waiting
                _load(s, g, games[game[g]])
                waiting -= 1
