"""Hold what was forecast against what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np

from polemos.core import (
    Forecast,
    Horizon,
    KnownBy,
    NotYetKnown,
    OutputType,
    Question,
    Reckoning,
    Series,
    Target,
    UnknownSeries,
    View,
    end_of_day,
)
from polemos.core.series import Point
from polemos.models._model import Prediction, Run, model_named, run
from polemos.models.score import LEVELS, crps_quantiles, level_of

_PROMPT = 7  # days after its origin within which a forecast is issued in time


def records(made: Run, known_at: datetime, snapshot: str) -> Iterator[Forecast]:
    """Write what a run said as records of the ledger."""
    for (name, _), answers in made.predictions.items():
        head = (model_named(name).id, made.seed)
        for answer in answers:
            rows = [
                (OutputType.QUANTILE, f"{level:g}", value)
                for level, value in zip(LEVELS, answer.quantiles, strict=True)
            ] + [
                (OutputType.CDF, f"{value:g}", 1 - chance)
                for value, chance in answer.chances.items()
            ]
            for kind, level, value in rows:
                yield Forecast(
                    *(*head, answer.question, kind, level, value, known_at, snapshot)
                )


def issued(view: View) -> Mapping[tuple[str, datetime], Sequence[Prediction]]:
    """Gather the ledger's rows into predictions, by model and moment of issue.

    What was issued first for a model, target, horizon and origin stands.
    """
    found: dict[tuple[str, datetime], list[Prediction]] = {}
    first: dict[tuple[object, ...], datetime] = {}  # two may have issued at once

    def whole(f: Forecast) -> tuple[str, Question, datetime]:
        return f.model, f.question, f.known_at

    rows = sorted(view.forecasts(), key=_nearest_first)
    for (model, question, known), group in groupby(rows, key=whole):
        told = list(group)
        key = (model, question.target, question.horizon, question.origin)
        if first.setdefault(key, known) != known:
            continue
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
        if set(levels) == set(LEVELS):
            answer = Prediction(question, tuple(levels[q] for q in LEVELS), chances)
            found.setdefault((model, known), []).append(answer)
    return found


def _nearest_first(f: Forecast) -> tuple[object, ...]:
    q = f.question
    return f.model, f.known_at, q.target, q.origin, q.period.end, q.horizon.count


def outcome(question: Question, view: View) -> float | None:
    """Give what came of a question, in the unit of its series; None if it is void.

    Reads the world as it was known at the end of the day `due`, by the rule that the
    question was asked with.
    """
    due = end_of_day(question.due)
    if view.as_of < due:
        raise NotYetKnown(
            f"{question.target}: expected a view as of {question.due}, when it is "
            f"settled, or later, found {view.as_of:%F}"
        )
    try:
        series = view.at(due).series(question.series)
    except UnknownSeries:
        return None
    end = _newest(series, question.period.last)
    late = question.period.last - timedelta(days=question.slack)
    if end is None or end.period.last < late:
        return None
    if question.how is Reckoning.LEVEL:
        return end.value
    base = _newest(series, question.base.last)
    return None if base is None else end.value - base.value


def _newest(series: Series, day: date) -> Point | None:
    try:
        return series.on(day)
    except NotYetKnown:
        return None


def in_time(question: Question, known_at: datetime) -> bool:
    """Say whether a forecast was issued while its question was being asked.

    One made later from what was known then is a replay, whatever it is called.
    """
    return (known_at.date() - question.origin).days <= _PROMPT


def as_told_then(series: Series) -> bool:
    """Say whether each value is known as it was told at the time.

    Where release days are assumed, there is one file of a later day behind them all:
    a replay then goes by revised figures.
    """
    return all(o.known_by is not KnownBy.ASSUMED for p in series for o in p.evidence)


@dataclass(frozen=True, slots=True)
class Score:
    """One answer, held against its outcome, which is None if the question was void.

    `loss` is the CRPS of its quantiles, in the unit of the series; `level` is where
    the outcome fell in the forecast (PIT); `brier` is the mean square by which its
    chances to pass a value missed, from 0 to 1, if it told any.
    """

    model: str
    target: str
    horizon: Horizon
    origin: date
    due: date
    outcome: float | None
    median: float = 0.0
    loss: float = 0.0
    inside50: bool = False
    inside80: bool = False
    level: float = 0.0
    brier: float | None = None


def score(model: str, answer: Prediction, came: float | None) -> Score:
    """Score one answer."""
    q = answer.question
    head = (model, q.target, q.horizon, q.origin, q.due, came)
    if came is None:
        return Score(*head)
    return Score(
        *head,
        median=answer.at(0.5),
        loss=float(crps_quantiles([answer.quantiles], [came])[0]),
        inside50=answer.at(0.25) <= came <= answer.at(0.75),
        inside80=answer.at(0.1) <= came <= answer.at(0.9),
        level=float(level_of([answer.quantiles], [came])[0]),
        brier=_brier(answer.chances, came),
    )


def _brier(chances: Mapping[float, float], came: float) -> float | None:
    if not chances:
        return None
    return float(np.mean([(p - (came > v)) ** 2 for v, p in chances.items()]))


def origins(target: Target, first: date, last: date) -> Sequence[date]:
    """Give the days to replay a target from: Sundays, or the last days of months."""
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    if any(h.months for h in target.horizons):
        return [d for d in days if (d + timedelta(days=1)).day == 1]
    return [d for d in days if d.isoweekday() == 7]  # noqa: PLR2004 Sunday


def replay(view: View, target: Target, origin: date, *, seed: int) -> Sequence[Score]:
    """Forecast a target from what was known at an origin, and score what is settled.

    Nothing that became known after the origin can reach a model: it is given the view
    of that day. Questions that are not settled as of `view` are left out.
    """
    made = run(view.at(end_of_day(origin)), (target,), seed=seed)
    came: dict[Question, float | None] = {}
    scores = []
    for (model, _), answers in made.predictions.items():
        for answer in answers:
            q = answer.question
            if end_of_day(q.due) > view.as_of:
                continue
            if q not in came:
                came[q] = outcome(q, view)
            scores.append(score(model_named(model).id, answer, came[q]))
    return scores
