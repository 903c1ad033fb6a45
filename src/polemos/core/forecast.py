"""What a model said would be, and the question it answered: in hubverse's columns."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import Any, Self

from polemos.core.claim import Reckoning
from polemos.core.errors import ExpectationError, WarError
from polemos.core.rows import Inputs, Kinds, refuse_wrong
from polemos.core.text import Text
from polemos.core.time import Period, utc

_LONG = 36_525  # days in a century: more is a slip of the pen
_ID = re.compile(r"[a-z0-9_.]+@[A-Z0-9_]+")  # it names series, and a file
_HORIZON = re.compile(r"[1-9][0-9]{0,3}[wm]")
# Of which type each key of a row in a war's tables is, and how that is told.
_TEXT, _DAYS, _LIST = (str, "text"), (int, "a whole number"), (list, "a list")
_WORDS, _TABLE = (dict, "words in en and zh"), (dict, "a table")
_TARGET: Kinds = {
    **{"id": _TEXT, "title": _WORDS, "series": _TEXT, "how": _TEXT},
    **{"horizons": _LIST, "lag": _DAYS, "slack": _DAYS, "stale": _DAYS},
    **{"models": _LIST, "baseline": _TEXT, "above": _LIST},
    **{"since": (date, "a day without quotes"), "inputs": _TABLE},
}
_SUBJECT: Kinds = {
    **{"id": _TEXT, "noun": _WORDS, "estimator": _TEXT, "inputs": _TABLE}
}


def _once(found: Collection[object]) -> bool:
    return 0 < len(found) == len(set(found))


def exactly(value: float) -> str:
    """Write a threshold so that it reads back the same: names and rows bear it."""
    return f"{value:.15g}"


class OutputType(StrEnum):
    """What the value of a forecast is, as hubverse names it."""

    QUANTILE = "quantile"  # `output_type_id` is the level, such as "0.025"
    CDF = "cdf"  # `output_type_id` is a number, the value the chance of no more
    PMF = "pmf"  # `output_type_id` is the outcome, the value its probability


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a forecast looks: so many weeks (`13w`) or whole months (`12m`)."""

    count: int
    step: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `13w` or `12m`."""
        if not _HORIZON.fullmatch(str(text)):
            raise ExpectationError(
                f"expected a horizon like 13w or 12m, found {text!r}"
            )
        return cls(int(text[:-1]), text[-1])

    @property
    def months(self) -> bool:
        """Say whether it counts calendar months."""
        return self.step == "m"

    def from_(self, base: Period) -> Period:
        """Give the month so far after a month, or the days that follow a day."""
        if self.months:
            return base.shifted(months=self.count)
        return Period(base.end, base.end + timedelta(weeks=self.count))

    def __str__(self) -> str:
        """Write it as `parse` reads it."""
        return f"{self.count}{self.step}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be known of a series, when, and how that will be settled.

    All of it is fixed when a forecast is issued. The outcome is read as known at the
    end of the day `due`: the value at the end of `period` (LEVEL), or that less the
    value at the end of `base` as then known (CHANGE). If the newest value by then is
    more than `slack` days older than the end of `period`, the question is void.
    """

    target: str
    series: str
    how: Reckoning
    horizon: Horizon
    origin: date
    base: Period
    period: Period
    due: date
    slack: int

    def __post_init__(self) -> None:
        """Refuse a question whose answer is known, or is read before it can be."""
        where = f"{self.target} {self.period}"
        if self.origin >= self.period.end:
            raise ExpectationError(
                f"{where}: expected an origin before the period is over, found "
                f"{self.origin}"
            )
        if self.due <= self.period.last or self.slack < 0:
            raise ExpectationError(
                f"{where}: expected to be settled after its end with a slack of 0 days "
                f"or more, found {self.due} and {self.slack}"
            )
        if self.how not in (Reckoning.LEVEL, Reckoning.CHANGE):
            raise ExpectationError(
                f"{where}: expected a level or a change, found {self.how.value}"
            )


@dataclass(frozen=True, slots=True)
class Target:
    """What a war wants forecast: a series, how far, by which models.

    `lag` is how many days after a period's end its outcome is read; `slack` and `stale`
    how old, in days, the newest value may be at the end of the period and at the
    origin. `above` are the values whose chance to be passed is told. `models` answer
    it, the first of them in the report; `baseline` is what they have to beat.
    `since` is the first day that it is replayed from. `inputs` names further series
    that models read, by the part they play; WarError for one that is not there.
    """

    id: str
    title: Text
    series: str
    how: Reckoning
    horizons: tuple[Horizon, ...]
    lag: int
    slack: int
    stale: int
    models: tuple[str, ...]
    baseline: str
    above: tuple[float, ...] = ()
    since: date = date.min
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name an input that is missing when a model reads it."""
        inputs = Inputs(f"target {self.id!r}, inputs", self.inputs)
        object.__setattr__(self, "inputs", inputs)

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Self:
        """Read one from a war's table, refusing what is missing or unknown."""
        where = f"target {raw.get('id')!r}"
        refuse_wrong(where, raw, _TARGET, {"above", "since", "inputs"})
        if not all(isinstance(name, str) for name in raw["models"]):
            raise WarError(
                f"{where}: expected models to hold text, found {raw['models']!r}"
            )
        try:
            made = cls(
                **{
                    **raw,
                    "title": Text(**raw["title"]),
                    "how": Reckoning(raw["how"]),
                    "horizons": tuple(map(Horizon.parse, raw["horizons"])),
                    "models": tuple(raw["models"]),
                    "above": tuple(map(float, raw.get("above", ()))),
                }
            )
        except (ExpectationError, TypeError, ValueError) as error:
            raise WarError(f"{where}: {error}") from error
        for key, right, expected in (
            ("id", bool(_ID.fullmatch(made.id)), "a name like losses.tank@AAA"),
            ("horizons", _once(made.horizons), "one or more, each once"),
            ("lag", 1 <= made.lag <= _LONG, f"1 to {_LONG} days"),
            ("slack", 0 <= made.slack <= _LONG, f"0 to {_LONG} days"),
            ("stale", 0 <= made.stale <= _LONG, f"0 to {_LONG} days"),
            ("models", _once(made.models), "one or more, each once"),
            ("baseline", made.baseline not in made.models, "none of the models"),
            ("above", all(map(isfinite, made.above)), "numbers"),
        ):
            if not right:
                raise WarError(
                    f"{where}: expected {key} to be {expected}, found {raw[key]!r}"
                )
        return made


@dataclass(frozen=True, slots=True)
class Subject:
    """What a war wants estimated: a quantity that nobody counts, from what is counted.

    `noun` is what stands in titles; `inputs` names the series and the ranges that the
    estimator reads, by the part they play; WarError for one that is not there.
    """

    id: str
    noun: Text
    estimator: str
    inputs: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Name an input that is missing when the estimator reads it."""
        inputs = Inputs(f"subject {self.id!r}, inputs", self.inputs)
        object.__setattr__(self, "inputs", inputs)

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Self:
        """Read one from a war's table, refusing what is missing or unknown."""
        where = f"subject {raw.get('id')!r}"
        refuse_wrong(where, raw, _SUBJECT)
        if not _ID.fullmatch(raw["id"]):
            raise WarError(
                f"{where}: expected id to be a name like tank@AAA, found {raw['id']!r}"
            )
        try:
            return cls(**{**raw, "noun": Text(**raw["noun"])})
        except (TypeError, ValueError) as error:
            raise WarError(f"{where}: {error}") from error


@dataclass(frozen=True, slots=True)
class Forecast:
    """One number of one answer to a question, issued once and never edited.

    `model` bears its version. The value is in the unit of the series, or a chance.
    `snapshot` is the SHA-256 of the file in which it was issued, at `known_at`.
    """

    model: str
    seed: int
    question: Question
    output_type: OutputType
    output_type_id: str
    value: float
    known_at: datetime
    snapshot: str

    def __post_init__(self) -> None:
        """Refuse one issued before its origin, and a level or a chance not in 0..1."""
        where = f"{self.model} {self.question.target} {self.question.period}"
        if utc(self.known_at).date() < self.question.origin:
            raise ExpectationError(
                f"{where}: expected to be issued from its origin "
                f"{self.question.origin} on, found {self.known_at:%F}"
            )
        chance = (
            float(self.output_type_id)
            if self.output_type is OutputType.QUANTILE
            else self.value
        )
        if not isfinite(self.value) or not 0 <= chance <= 1:
            raise ExpectationError(
                f"{where}: expected a number with a level or a chance of 0 to 1, found "
                f"{self.value} at {self.output_type_id}"
            )
