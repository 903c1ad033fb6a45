"""The decorator, the list, and the run of all models over one view."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Self
from zlib import crc32

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from polemos.core import (
    NOTHING_YET,
    NotYetKnown,
    Period,
    Question,
    Reckoning,
    Target,
    Text,
    UnknownSeries,
    View,
    WarError,
    reckoned,
)
from polemos.core.registry import named
from polemos.models.score import LEVELS

SEED = 20250224  # the day of the first edition
_SHORT = Text("its past is too short, or has a gap", "歷史過短，或有缺漏")
_OLD = Text("its data are too old", "資料過舊")


@dataclass(frozen=True, slots=True)
class Prediction:
    """An answer to a question: quantiles at `LEVELS`, and chances.

    `chances` says, of each value that the target names, how likely it is to be passed.
    """

    question: Question
    quantiles: tuple[float, ...]
    chances: Mapping[float, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls, question: Question, draws: ArrayLike, above: Sequence[float] = ()
    ) -> Self:
        """Sum up draws from the predictive distribution, in the unit of the series."""
        x = np.sort(np.asarray(draws, float))
        if not x.size or not np.isfinite(x).all():
            raise NotYetKnown(f"{question.target}: expected draws that are numbers")
        chances = {a: 1 - float(np.searchsorted(x, a, "right")) / x.size for a in above}
        return cls(question, tuple(np.quantile(x, LEVELS).tolist()), chances)

    def at(self, level: float) -> float:
        """Give the quantile at one of `LEVELS`."""
        return self.quantiles[LEVELS.index(level)]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a model gave no answer on a target; a value, printed and not hidden.

    `reason` is exact, `why` tells readers of the report of what kind it is.
    """

    model: str
    target: Target
    reason: str
    why: Text


Answers = Callable[[View, Target, Sequence[Question], Generator], Iterable[Prediction]]


@dataclass(frozen=True, slots=True)
class Model:
    """A pure function from a view and questions to predictions.

    Its docstring is its public definition. `version` rises with any change that moves
    a forecast; a forecast bears `id`, which holds both.
    """

    name: str
    version: int
    title: Text
    answers: Answers
    definition: str

    @property
    def id(self) -> str:
        """Give the name with the version."""
        return f"{self.name}/{self.version}"

    def __call__(
        self, view: View, target: Target, questions: Sequence[Question], seed: int
    ) -> tuple[Prediction, ...]:
        """Answer, by a generator of its own for each model and target.

        It is the same on every day, so that odds move when the world does and not by
        the luck of the draw.
        """
        key = crc32(f"{self.id} {target.id}".encode())
        rng = np.random.default_rng([seed, key])
        return tuple(self.answers(view, target, questions, rng))


def model(name: str, *, version: int, title: Text) -> Callable[[Answers], Model]:
    """Turn a pure function into a model."""

    def made(answers: Answers) -> Model:
        words = " ".join((answers.__doc__ or "").split())
        return Model(name, version, title, answers, words)

    return made


@cache
def all_models() -> Mapping[str, Model]:
    """Give every model by its name."""
    return named(sys.modules["polemos.models"], Model)


def model_named(name: str) -> Model:
    """Give one model, or say which there are."""
    known = all_models()
    if name not in known:
        raise WarError(
            f"expected a model of {', '.join(sorted(known))}, found {name!r}"
        )
    return known[name]


def ask(target: Target, view: View) -> Sequence[Question]:
    """Ask, as of a view, what lies ahead of the newest value that it knows."""
    newest = view.series(target.series).last().period
    origin = view.as_of.date()
    if (origin - newest.last).days > target.stale:
        raise NotYetKnown(
            f"{target.series}: expected a value not older than {target.stale} days on "
            f"{origin}, found one of {newest.last}",
            _OLD,
        )
    asked = []
    for horizon in target.horizons:
        period = horizon.from_(newest)
        if target.how is Reckoning.LEVEL and not horizon.months:
            period = Period.day(period.last)
        if period.last > origin:
            due = period.last + timedelta(days=target.lag)
            asked.append(
                Question(
                    *(target.id, target.series, target.how, horizon, origin, newest),
                    *(period, due, target.slack),
                )
            )
    if not asked:
        raise NotYetKnown(
            f"{target.series}: expected a value new enough for one of "
            f"{', '.join(map(str, target.horizons))} to lie ahead of {origin}, found "
            f"{newest}",
            _OLD,
        )
    return asked


@dataclass(frozen=True, slots=True)
class Run:
    """What all models said as of one day. Each target's first model leads."""

    origin: date
    seed: int
    targets: tuple[Target, ...]
    predictions: Mapping[tuple[str, str], tuple[Prediction, ...]]  # by model, target
    refusals: tuple[Refusal, ...]

    @classmethod
    def of_none(cls, origin: date, seed: int) -> Self:
        """Give a run of no target, to join others to."""
        return cls(origin, seed, (), {}, ())

    def joined(self, other: Self) -> Self:
        """Add what was said of further targets as of the same day."""
        return replace(
            self,
            targets=(*self.targets, *other.targets),
            predictions={**self.predictions, **other.predictions},
            refusals=(*self.refusals, *other.refusals),
        )

    def kept(self, wanted: Callable[[str, Question], bool]) -> Self:
        """Keep the answers whose model's name and question are wanted."""
        kept = {
            key: tuple(a for a in answers if wanted(key[0], a.question))
            for key, answers in self.predictions.items()
        }
        return replace(self, predictions={k: v for k, v in kept.items() if v})

    def of(self, target: str, model: str) -> tuple[Prediction, ...]:
        """Give what one model said of one target, nearest first, if it did."""
        return self.predictions.get((model, target), ())


def run(
    view: View,
    targets: Iterable[Target],
    *,
    seed: int = SEED,
    only: str = "",
) -> Run:
    """Let each target's models and its baseline answer, or `only` one of them.

    What a model cannot answer is refused with its reason, and the rest goes on.
    """
    wanted = tuple(targets)
    said: dict[tuple[str, str], tuple[Prediction, ...]] = {}
    refused: list[Refusal] = []
    for target in wanted:
        names = dict.fromkeys((*target.models, target.baseline))
        for name in (only,) if only else names:
            one = model_named(name)
            try:
                with reckoned():
                    said[name, target.id] = one(view, target, ask(target, view), seed)
            except NotYetKnown as error:
                why = error.why or _SHORT
                refused.append(Refusal(name, target, str(error), why))
            except UnknownSeries as error:
                refused.append(Refusal(name, target, str(error), NOTHING_YET))
    return Run(view.as_of.date(), seed, wanted, said, tuple(refused))
