"""Rival accounts of what acts are for, and how far acts fit a doctrine: by Bayes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from polemos.core import (
    PERCENT,
    Coded,
    Event,
    Hypothesis,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Scenarios,
    Text,
    Unit,
    UnknownSeries,
    View,
    judged_id,
)
from polemos.models._derived import Derived
from polemos.models.score import Floats

_DRAWS = 400
_ENDS = (0.1, 0.9)
_QUARTER = (
    0.25  # the power of an act's likelihood: acts of one government hang together
)
_JEFFREYS = 0.5  # fits, and misses, that a share is taken to have had before any act
_DUST = 1e-9  # a shift of log odds that is none
_NONE = Text("no act has been coded by now", "當時尚無編碼的舉動")
_COUNT = Unit("acts")
_BAYES = (
    "Bayes' rule over acts coded by then, from the desk's priors and likelihoods; each "
    "act counts as a quarter of an independent one, for acts of one government hang "
    "together; the interval holds the middle four fifths of draws over the intervals "
    "of both. How far acts hang together is not known: the truth need not lie between "
    "this and what acts would tell if each were independent, and no account may be true"
)
_FULL = "The same, as if each act were independent of the others: far too sure"
_PRIOR = "Before any act, as the desk judges; the interval is the middle four fifths"
_LESS = "The same, without the one act that speaks most {} it"
_SIDES = {"for": 1, "against": -1}
_SHARE = (
    "Share of coded acts that fit a trait; the interval is the middle four fifths of "
    "the beta posterior from Jeffreys' prior. The desk chose which acts tell of a trait"
)
_NEXT = "The chance that the next act coded on a trait fits it: the posterior's mean"
_BRIER = (
    "Mean square by which the chance that an act would fit its trait, told from the "
    "acts before it alone, missed; an even guess scores a quarter"
)


@dataclass(frozen=True, slots=True)
class Fit:
    """An act that was coded on a trait, and the point that says whether it fits."""

    event: Event
    coded: Coded
    point: Point

    @property
    def fits(self) -> bool:
        """Say whether it fits."""
        return self.point.value > 0


@dataclass(frozen=True)
class Accounts:
    """What acts known to a view say of rival accounts, and of the traits of a doctrine.

    Hypotheses are H, acts with a likelihood under each A.
    """

    view: View
    told: Scenarios
    seed: int
    _fits: dict[str, Sequence[Fit]] = field(default_factory=dict)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Give the events that are known by now."""
        return {e.id: e for e in self.view.events()}

    @cached_property
    def acts(self) -> Sequence[str]:
        """Name the acts that have a likelihood under every account, oldest first."""
        named = dict.fromkeys(c.event for c in self.told.likelihoods)
        return sorted(
            (e for e in named if e in self.events),
            key=lambda e: (self.events[e].period.start, e),
        )

    @cached_property
    def _points(self) -> Sequence[Sequence[Point]]:
        """Give priors, then likelihoods act by act, a row each, (1 + A, H)."""
        day = self.view.as_of.date()
        names = [[judged_id("prior", h) for h in self.told.hypotheses]]
        names += [
            [judged_id("likelihood", h, e) for h in self.told.hypotheses]
            for e in self.acts
        ]
        if len(names) == 1:
            raise NotYetKnown(_NONE.en, _NONE)
        return [[self.view.series(n).on(day) for n in row] for row in names]

    @cached_property
    def evidence(self) -> tuple[Observation, ...]:
        """Give the observations that posteriors rest on."""
        return tuple(o for row in self._points for p in row for o in p.evidence)

    @cached_property
    def _drawn(self) -> Floats:
        """Give priors and likelihoods: as told, then drawn, (1 + draws, 1 + A, H)."""
        rng = np.random.default_rng(self.seed)
        told = np.array([[p.value for p in row] for row in self._points])
        ends = np.array([[p.ends for p in row] for row in self._points])
        low, high = ends[..., 0], np.maximum(ends[..., 1], ends[..., 0] + 1e-9)
        mode = np.clip(told, low, high)
        drawn = rng.triangular(low, mode, high, (_DRAWS, *told.shape))
        return np.concatenate([told[None], drawn])

    def posterior(
        self,
        power: float = _QUARTER,
        acts: int | None = None,
        without: str | None = None,
    ) -> Floats:
        """Give the chance of each account, (1 + draws, H).

        After so many acts, the oldest first, and `without` one of them.
        """
        logs = np.log(self._drawn)
        counted = [power] * len(self.acts)
        if acts is not None:
            counted[acts:] = [0.0] * (len(counted) - acts)
        if without is not None:
            counted[list(self.acts).index(without)] = 0.0
        weight = logs[:, 0] + np.einsum("dah,a->dh", logs[:, 1:], counted)
        made = np.exp(weight - weight.max(axis=1, keepdims=True))
        return np.asarray(made / made.sum(axis=1, keepdims=True))

    @cached_property
    def ranked(self) -> Sequence[Hypothesis]:
        """Give the accounts, the likeliest first."""
        told = self.posterior()[0]
        every = list(self.told.hypotheses.values())
        return [every[i] for i in np.argsort(-told, kind="stable")]

    def speaks(self, account: str) -> Sequence[tuple[str, float]]:
        """Give by how much each act shifts an account's log odds, most for it first.

        That is what the odds would lack if it were left out.
        """
        at = list(self.told.hypotheses).index(account)
        logs = np.log(self._drawn[0])
        whole = logs[0] + _QUARTER * logs[1:].sum(axis=0)
        shifts = [
            (act, _log_odds(whole, at) - _log_odds(whole - _QUARTER * told, at))
            for act, told in zip(self.acts, logs[1:], strict=True)
        ]
        return sorted(shifts, key=lambda s: -s[1])

    def speaks_most(self, account: str, side: str) -> str:
        """Name the act that speaks most `for` an account, or `against`; "" if none."""
        told = self.speaks(account)
        if not told:
            return ""
        act, shift = told[0 if side == "for" else -1]
        return act if shift * _SIDES[side] > _DUST else ""

    def coded(self, trait: str) -> Sequence[Fit]:
        """Give the acts coded on a trait, oldest first, and whether each fits it."""
        if trait not in self._fits:
            mine = [c for c in self.told.doctrine if c.of == trait]
            found = []
            for one in (c for c in mine if c.event in self.events):
                with suppress(NotYetKnown, UnknownSeries):  # not coded by then
                    name = judged_id("trait", trait, one.event)
                    point = self.view.series(name).last()
                    found.append(Fit(self.events[one.event], one, point))
            found.sort(key=lambda f: (f.event.period.start, f.event.id))
            self._fits[trait] = found
        return self._fits[trait]

    def told_ahead(self, trait: str) -> Sequence[tuple[Fit, float]]:
        """Give each act with the chance to fit that the acts before it told."""
        found, fits = [], 0
        for n, one in enumerate(self.coded(trait)):
            found.append((one, (fits + _JEFFREYS) / (n + 1)))
            fits += one.fits
        return found

    # -- series ------------------------------------------------------------------------

    def every(self) -> Iterator[tuple[str, Derived]]:
        """Give every series by its name."""
        for n, account in enumerate(self.told.hypotheses.values()):
            ways: dict[str, tuple[str, Callable[[], Floats]]] = {
                "": (_BAYES, self.posterior),
                ".full": (_FULL, partial(self.posterior, 1.0)),
                ".prior": (_PRIOR, partial(self.posterior, acts=0)),
            }
            for side in _SIDES:
                less = partial(self._less, account.id, side)
                ways[f".without.{side}"] = (_LESS.format(side), less)
            for more, (definition, made) in ways.items():
                points = partial(self._account, n, made)
                yield (
                    f"account.{account.id}{more}",
                    Derived(account.name, definition, points, self._uses, PERCENT),
                )
        for one in self.told.traits.values():
            uses = partial(self._trait_uses, one.id)
            for what, told, definition, unit in (
                ("trait", self._share, _SHARE, PERCENT),
                ("acts", self._count, "A count.", _COUNT),
                ("next", self._next, _NEXT, PERCENT),
            ):
                yield (
                    f"{what}.{one.id}",
                    Derived(one.name, definition, partial(told, one.id), uses, unit),
                )
        title = Text("Brier score of what traits told ahead", "依特質預測的 Brier 分數")
        every = partial(self._trait_uses, None)
        yield "trait.brier", Derived(title, _BRIER, self._brier, every, Unit("ratio"))

    def _uses(self) -> Iterator[str]:
        for h in self.told.hypotheses:
            yield judged_id("prior", h)
            yield from (judged_id("likelihood", h, e) for e in self.acts)

    def _trait_uses(self, trait: str | None) -> Iterator[str]:
        for key in self.told.traits if trait is None else (trait,):
            yield from (f.point.evidence[0].series for f in self.coded(key))

    def _today(
        self, evidence: Iterable[Observation]
    ) -> tuple[Period, tuple[Observation, ...]]:
        return Period.day(self.view.as_of.date()), tuple(dict.fromkeys(evidence))

    def _less(self, account: str, side: str) -> Floats:
        act = self.speaks_most(account, side)
        if not act:
            raise NotYetKnown(_NONE.en, _NONE)
        return self.posterior(without=act)

    def _account(self, at: int, make: Callable[[], Floats]) -> Iterator[Point]:
        percent = 100 * make()[:, at]
        value = float(percent[0])
        low, high = (float(q) for q in np.quantile(percent[1:], _ENDS))
        day, evidence = self._today(self.evidence)
        known = max(o.known_at for o in evidence)
        yield Point(day, value, known, min(low, value), max(high, value), evidence)

    def _of(self, trait: str) -> tuple[Sequence[Fit], tuple[Observation, ...]]:
        coded = self.coded(trait)
        if not coded:
            raise NotYetKnown(_NONE.en, _NONE)
        return coded, tuple(o for f in coded for o in f.point.evidence)

    def _share(self, trait: str) -> Iterator[Point]:
        from scipy.special import betaincinv  # slow to import

        coded, rests = self._of(trait)
        n, fits = len(coded), sum(c.fits for c in coded)
        ends = (
            100 * float(betaincinv(fits + _JEFFREYS, n - fits + _JEFFREYS, q))
            for q in _ENDS
        )
        low, high = ends
        value = 100 * fits / n
        day, evidence = self._today(rests)
        known = max(o.known_at for o in evidence)
        yield Point(day, value, known, min(low, value), max(high, value), evidence)

    def _count(self, trait: str) -> Iterator[Point]:
        coded, rests = self._of(trait)
        yield self._plain(float(len(coded)), rests)

    def _next(self, trait: str) -> Iterator[Point]:
        coded, rests = self._of(trait)
        fits = sum(c.fits for c in coded)
        yield self._plain(100 * (fits + _JEFFREYS) / (len(coded) + 1), rests)

    def _plain(self, value: float, rests: Iterable[Observation]) -> Point:
        day, evidence = self._today(rests)
        return Point(day, value, max(o.known_at for o in evidence), evidence=evidence)

    def _brier(self) -> Iterator[Point]:
        missed: list[float] = []
        rests: list[Observation] = []
        for trait in self.told.traits:
            missed += [(p - c.fits) ** 2 for c, p in self.told_ahead(trait)]
            if self.coded(trait):
                rests += self._of(trait)[1]
        if missed:
            yield self._plain(float(np.mean(missed)), rests)


def _log_odds(weights: Floats, at: int) -> float:
    """Give the log odds of one against all others, from the logs of weights."""
    return float(weights[at] - np.logaddexp.reduce(np.delete(weights, at)))
