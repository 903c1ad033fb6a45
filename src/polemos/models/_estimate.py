"""Estimators: what nobody counts, worked out from what is counted, with intervals."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zlib import crc32

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from polemos.core import (
    NOTHING_YET,
    Basis,
    Cadence,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Series,
    SeriesSpec,
    Subject,
    Text,
    Unit,
    UnknownSeries,
    View,
    WarError,
    reckoned,
)
from polemos.core.registry import named

PREFIX = "estimate/"


@dataclass(frozen=True, slots=True)
class Part:
    """One quantity that an estimator gives of a subject: its words, unit and measure.

    `{noun}` in the words is the subject's.
    """

    title: Text
    unit: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Estimated:
    """Values of one part: periods with draws, (n,) each."""

    part: str
    values: Sequence[tuple[Period, ArrayLike]]


Estimates = Callable[[View, Subject, Generator], Iterable[Estimated]]


@dataclass(frozen=True, slots=True)
class Estimator:
    """A pure function from a view and a subject to draws of its parts."""

    name: str
    version: int
    parts: Mapping[str, Part]
    estimates: Estimates
    definition: str

    @property
    def id(self) -> str:
        """Give the name with the version."""
        return f"{self.name}/{self.version}"


def estimator(
    name: str, *, version: int, parts: Mapping[str, Part]
) -> Callable[[Estimates], Estimator]:
    """Turn a pure function into an estimator; its docstring is its definition."""

    def made(estimates: Estimates) -> Estimator:
        words = " ".join((estimates.__doc__ or "").split())
        return Estimator(name, version, parts, estimates, words)

    return made


@cache
def all_estimators() -> Mapping[str, Estimator]:
    """Give every estimator by its name."""
    return named(sys.modules["polemos.models"], Estimator)


def estimate_id(subject: str, part: str) -> str:
    """Name the series of one part of a subject: `estimate/{part}.{what}@{who}`."""
    return f"{PREFIX}{part}.{subject}"


def named_series(inputs: object) -> tuple[str, ...]:
    """Give the series named among inputs, however deep, in their order."""
    if isinstance(inputs, str):
        return (inputs,) if "@" in inputs else ()
    if isinstance(inputs, Mapping):
        inputs = list(inputs.values())
    if not isinstance(inputs, Iterable):
        return ()
    return tuple(dict.fromkeys(n for one in inputs for n in named_series(one)))


@dataclass(frozen=True, slots=True)
class Estimation:
    """What the estimators said as of one day; `refused` says why one said nothing.

    That is exact; `why` tells readers of the report of what kind it is.
    """

    series: Mapping[str, Series]
    refused: Mapping[str, str]
    why: Mapping[str, Text]


def estimate(view: View, subjects: Iterable[Subject], *, seed: int) -> Estimation:
    """Estimate each subject, or say why that cannot be; the rest goes on."""
    made: dict[str, Series] = {}
    refused: dict[str, str] = {}
    why: dict[str, Text] = {}
    for subject in subjects:
        try:
            with reckoned():
                made |= {s.id: s for s in _estimated(view, subject, seed)}
        except (NotYetKnown, UnknownSeries) as error:
            refused[subject.id] = str(error)
            told = error.why if isinstance(error, NotYetKnown) else None
            why[subject.id] = told or NOTHING_YET
    return Estimation(made, refused, why)


def estimator_named(name: str) -> Estimator:
    """Give one estimator, or say which there are."""
    known = all_estimators()
    if name not in known:
        raise WarError(
            f"expected an estimator of {', '.join(sorted(known))}, found {name!r}"
        )
    return known[name]


def _estimated(view: View, subject: Subject, seed: int) -> Iterator[Series]:
    one = estimator_named(subject.estimator)
    key = crc32(f"{one.id} {subject.id}".encode())
    rng = np.random.default_rng([seed, key])  # on every day the same, as for a model
    read = [view.series(name) for name in named_series(subject.inputs)]
    newest = [s.last() for s in read if s.points]
    evidence = tuple(dict.fromkeys(o for p in newest for o in p.evidence))
    for found in one.estimates(view, subject, rng):
        about = spec(estimate_id(subject.id, found.part), subject, seed)
        points = tuple(_points(found.values, view.as_of, evidence))
        yield Series(about.id, about.unit, about.measure, points, view.as_of)


def _points(
    values: Sequence[tuple[Period, ArrayLike]],
    now: datetime,
    seen: tuple[Observation, ...],
) -> Iterator[Point]:
    """Sum up draws as their medians with the intervals that hold 80 %.

    Known since the moment asked of, as each day that goes on may move them all.
    """
    if not values:
        return
    draws = np.sort([draws for _, draws in values], axis=1)  # a fourth of np.quantile
    place = np.array([0.1, 0.5, 0.9]) * (draws.shape[1] - 1)
    below = np.minimum(place.astype(int), max(draws.shape[1] - 2, 0))
    above = np.minimum(below + 1, draws.shape[1] - 1)
    if not np.isfinite(draws).all():
        raise ValueError("an estimate that is no number")
    ends = draws[:, below] + (place - below) * (draws[:, above] - draws[:, below])
    for (period, _), (low, middle, high) in zip(values, ends.tolist(), strict=True):
        yield Point(period, middle, now, low, high, seen)


def assumed(subject: Subject) -> str:
    """Write out the ranges of a subject that are ours and that nobody published."""
    ranges = subject.inputs.get("assumed", {})
    return ", ".join(
        f"{part} {low:g} to {high:g}" for part, (low, high) in ranges.items()
    )


def spec(name: str, subject: Subject, seed: int) -> SeriesSpec:
    """Give what one part of a subject's estimate promises."""
    one = estimator_named(subject.estimator)
    (part,) = (p for p in one.parts if estimate_id(subject.id, p) == name)
    noun, what = subject.noun, one.parts[part]
    ours = assumed(subject)
    told = f" Ours where nobody has published a number by then: {ours}." if ours else ""
    return SeriesSpec(
        id=name,
        title=Text(
            what.title.en.replace("{noun}", noun.en),
            what.title.zh.replace("{noun}", noun.zh),
        ),
        unit=Unit.parse(what.unit),
        measure=what.measure,
        cadence=Cadence.IRREGULAR,
        basis=Basis.ESTIMATED,
        computed=True,
        definition=f"{one.id}, seed {seed}. {one.definition}{told}",
    )
