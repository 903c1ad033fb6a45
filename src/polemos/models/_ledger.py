"""What was issued: as the ledger's rows, and read back from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from polemos.core import Forecast, Horizon, OutputType, Question, View, exactly
from polemos.models._model import Prediction, Run, model_named
from polemos.models.score import LEVELS

_PROMPT = 7  # days after its origin within which a forecast is issued in time


@dataclass(frozen=True, slots=True)
class Issue:
    """An answer as it was issued: by which version of a model, and when."""

    model: str  # its name and its version then
    known_at: datetime
    answer: Prediction

    @property
    def key(self) -> tuple[str, str, Horizon, date]:
        """Say who answered what; the version is no part of it."""
        q = self.answer.question
        return name_of(self.model), q.target, q.horizon, q.origin

    @property
    def in_time(self) -> bool:
        """Say whether it was issued while its question was being asked.

        One made later from what was known then is a replay, whatever it is called.
        """
        return in_time(self.known_at, self.answer.question.origin)


def in_time(issued_at: datetime, origin: date) -> bool:
    """Say whether what is issued at a moment counts as asked from an origin."""
    return (issued_at.date() - origin).days <= _PROMPT


def name_of(model: str) -> str:
    """Give the name of a model without the version."""
    return model.partition("/")[0]


def version_of(model: str) -> str:
    """Give the version that stands behind the name of a model."""
    return model.partition("/")[2]


def records(made: Run, known_at: datetime, snapshot: str) -> Iterator[Forecast]:
    """Write what a run said as records of the ledger."""
    for (name, _), answers in made.predictions.items():
        head = (model_named(name).id, made.seed)
        for answer in answers:
            rows = [
                (OutputType.QUANTILE, f"{level:g}", value)
                for level, value in zip(LEVELS, answer.quantiles, strict=True)
            ] + [
                (OutputType.CDF, exactly(value), 1 - chance)
                for value, chance in answer.chances.items()
            ]
            for kind, level, value in rows:
                yield Forecast(
                    *(*head, answer.question, kind, level, value, known_at, snapshot)
                )


def issued(view: View) -> Sequence[Issue]:
    """Gather the ledger's rows into what was issued, in the order of issue.

    What was issued first for a model, target, horizon and origin stands, whatever the
    version: nobody betters a forecast by a new model on the same day.
    """
    found: dict[tuple[object, ...], Issue] = {}

    def whole(f: Forecast) -> tuple[str, Question, datetime]:
        return f.model, f.question, f.known_at

    rows = sorted(view.forecasts(), key=_first_issued)
    for (model, question, known), group in groupby(rows, key=whole):
        told = list(group)
        levels = {
            float(f.output_type_id): f.value
            for f in told
            if f.output_type is OutputType.QUANTILE
        }
        chances = {
            float(f.output_type_id): 1 - f.value
            for f in told
            if f.output_type is OutputType.CDF
        }
        if set(levels) == set(LEVELS):  # else two had issued at once
            quantiles = tuple(levels[q] for q in LEVELS)
            one = Issue(model, known, Prediction(question, quantiles, chances))
            found.setdefault(one.key, one)
    return tuple(found.values())


def _first_issued(f: Forecast) -> tuple[object, ...]:
    q = f.question
    return f.known_at, f.model, q.target, q.origin, q.period.end, q.horizon.count
