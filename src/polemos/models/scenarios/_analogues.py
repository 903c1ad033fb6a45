"""Which wars of the past are like this one, how they ended, and whether that tells.

A war is in the ledger by rule and not by likeness: all between armies of states, or
forces that held a state's ground, since 1900 that the usual list of interstate wars
holds and that went on for two hundred days, where historians agree who began and the
coder is sure of the facts. Of the two world wars each invasion that opened a long front
of its own is a row, of other wars of many theatres one. To these come shorter ones that
stopped on a line, or that writing on how wars freeze keeps citing; that part of the
choice is a judgement, so that what is told should be told with `long` wars alone too.

Features are coded by one hand, in hindsight, from 0 to 1; what he is not sure of is
left open. Their choice is where a conclusion can slip in before the search: therefore
`told_by_likeness` asks whether likeness tells how a war ends at all, and `unlike` names
where it fails.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from polemos.core import WAR_FEATURES, PastWar

LEAST = 6  # features known of both, below which two wars are not compared
_DUST = 1e-9  # between distances that are the same


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two wars lie apart, from 0 to 1, and over how many features."""

    distance: float
    compared: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Brier scores of what each war came to, told by the nearest and by all others."""

    wars: int
    near: float
    base: float

    @property
    def skill(self) -> float:
        """Give by what share the nearest err less than the base rate; under 0, more."""
        return 1 - self.near / self.base


Weights = Mapping[str, float]
Outcome = Callable[[PastWar], object | None]
_END: Outcome = attrgetter("end")


def apart(one: PastWar, other: PastWar, weights: Weights | None = None) -> Apart:
    """Give the weighted mean difference over the features known of both wars.

    A feature weighs 1 where no weight is given; what weighs nothing is not compared.
    Over no feature wars are as far apart as can be.
    """
    both = [(f, (weights or {}).get(f, 1.0)) for f in _both(one, other)]
    weighed = [(f, w) for f, w in both if w > 0]
    if not weighed:
        return Apart(1.0, 0)
    far = sum(w * abs(one.features[f] - other.features[f]) for f, w in weighed)
    return Apart(far / sum(w for _, w in weighed), len(weighed))


def _both(one: PastWar, other: PastWar) -> list[str]:
    return [f for f in WAR_FEATURES if f in one.features and f in other.features]


def nearest(
    this: PastWar, wars: Sequence[PastWar], k: int, weights: Weights | None = None
) -> tuple[tuple[PastWar, Apart], ...]:
    """Give the k wars least apart from this one, itself left out, with how far.

    More than k where others are as far as the last: to cut between them would be a
    choice. Those compared on fewer than `LEAST` features are left out.
    """
    every = [(w, apart(this, w, weights)) for w in wars if w.id != this.id]
    told = [(w, a) for w, a in every if a.compared >= LEAST]
    told.sort(key=lambda t: (round(t[1].distance, 9), t[0].began, t[0].id))
    reach = max((a.distance for _, a in told[:k]), default=0.0) + _DUST
    return tuple((w, a) for w, a in told if a.distance <= reach)


def unlike(one: PastWar, other: PastWar) -> tuple[tuple[str, float], ...]:
    """Give the features in which two wars differ and by how much, the largest first."""
    gaps = [(f, one.features[f] - other.features[f]) for f in _both(one, other)]
    return tuple(sorted((g for g in gaps if g[1]), key=lambda g: -abs(g[1])))


def counts(wars: Sequence[PastWar], outcome: Outcome = _END) -> Mapping[object, int]:
    """Count what came of wars, the commonest first; where not known it is left out."""
    told = Counter(o for w in wars if (o := outcome(w)) is not None)
    return dict(told.most_common())


def told_by_likeness(
    wars: Sequence[PastWar],
    k: int,
    weights: Weights | None = None,
    outcome: Outcome = _END,
) -> Likeness:
    """Score how well the k nearest tell what came of each war, itself left out.

    The base rate is the shares among all others, later ones too. Brier over all
    outcomes, from 0, the best, to 2. Features are of a whole war, and what is held a
    year on is of a short war its end: give that no weight to see what likeness tells.
    """
    over = [w for w in wars if outcome(w) is not None]
    every = list(counts(over, outcome))
    near = base = 0.0
    for war in over:
        others = [w for w in over if w is not war]
        beside = [w for w, _ in nearest(war, others, k, weights)]
        near += _brier(outcome(war), counts(beside or others, outcome), every)
        base += _brier(outcome(war), counts(others, outcome), every)
    return Likeness(len(over), near / len(over), base / len(over))


def _brier(came: object, told: Mapping[object, int], every: Sequence[object]) -> float:
    whole = sum(told.values())
    return sum((told.get(one, 0) / whole - (one == came)) ** 2 for one in every)
