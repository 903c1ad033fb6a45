"""Hold what was forecast against what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from polemos.core import (
    Horizon,
    KnownBy,
    NotYetKnown,
    Question,
    Reckoning,
    Series,
    Target,
    UnknownSeries,
    View,
    end_of_day,
)
from polemos.core.series import Point
from polemos.models._ledger import Issue, issued
from polemos.models._model import Prediction, model_named, run
from polemos.models.score import crps_quantiles, level_of


def outcome(question: Question, view: View) -> float | None:
    """Give what came of a question, in the unit of its series; None if it is void.

    Reads the world as it was known at the end of the day `due`, by the rule that the
    question was asked with. A value older than the period's end, or none, counts only
    if each source of the series was looked at on that day or later: until then the
    outcome is not known, for figures that nobody took in make no question void. A
    series that no source has is one.
    """
    return _settled(question, view, {})


def _settled(q: Question, view: View, past: dict[date, View]) -> float | None:
    """Give the same, with the views of days that were looked at before."""
    if view.as_of < end_of_day(q.due):
        raise NotYetKnown(
            f"{q.target}: expected a view as of {q.due}, when it is settled, or later, "
            f"found {view.as_of:%F}"
        )
    if q.due not in past:
        past[q.due] = view.at(end_of_day(q.due))
    then = past[q.due]
    end = _newest(then, q.series, q.period.last)
    if end is None or end.period.last < q.period.last:
        for name in _stored(view, q.series):
            _check_looked(q, view, name)
    if end is None or end.period.last < q.period.last - timedelta(days=q.slack):
        return None
    if q.how is Reckoning.LEVEL:
        return end.value
    base = _newest(then, q.series, q.base.last)
    return None if base is None else end.value - base.value


def _stored(view: View, name: str) -> Iterator[str]:
    """Name the stored series that one is made of, itself if it is stored."""
    try:
        made_of = view.uses(name)
    except UnknownSeries:
        return
    if not made_of:
        yield name
    for part in made_of:
        yield from _stored(view, part)


def _check_looked(q: Question, view: View, name: str) -> None:
    """Refuse to settle a question before the source of a series was looked at."""
    day = view.looked_at(name)
    if day < q.due:
        raise NotYetKnown(
            f"{q.target}: expected {view.source(name).id} to be looked at on {q.due}, "
            f"when it is settled, or later, found it looked at up to {day}"
        )


def _newest(view: View, name: str, day: date) -> Point | None:
    try:
        return view.series(name).on(day)
    except (NotYetKnown, UnknownSeries):
        return None


def as_told_then(series: Series) -> bool:
    """Say whether each value is known as it was told at the time.

    Where release days are assumed, there is one file of a later day behind them all:
    a replay then goes by revised figures.
    """
    return all(o.known_by is not KnownBy.ASSUMED for p in series for o in p.evidence)


@dataclass(frozen=True, slots=True)
class Score:
    """One answer, held against its outcome, which is None if the question was void.

    `model` bears its version. `loss` is the CRPS of its quantiles, in the unit of the
    series; `level` is where the outcome fell in the forecast (PIT); `chances` are those
    that it told of values to be passed.
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
    chances: Mapping[float, float] = field(default_factory=dict)

    def missed(self, value: float) -> float:
        """Give the square by which the chance to pass a value missed, from 0 to 1."""
        passed = self.outcome is not None and self.outcome > value
        return (self.chances[value] - passed) ** 2

    @property
    def brier(self) -> float | None:
        """Give the mean of these squares, if it told any chances."""
        if self.outcome is None or not self.chances:
            return None
        return float(np.mean([self.missed(value) for value in self.chances]))


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
        chances=answer.chances,
    )


def resolved(view: View) -> Sequence[tuple[Issue, Score | None]]:
    """Score what was issued in time, by whatever version; None if it is not settled."""
    past: dict[date, View] = {}  # many questions are due on one day
    found: list[tuple[Issue, Score | None]] = []
    for one in issued(view):
        if not one.in_time:
            continue
        try:
            came = _settled(one.answer.question, view, past)
        except NotYetKnown:
            found.append((one, None))
        else:
            found.append((one, score(one.model, one.answer, came)))
    return found


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
            try:
                if q not in came:
                    came[q] = outcome(q, view)
            except NotYetKnown:
                continue
            scores.append(score(model_named(model).id, answer, came[q]))
    return scores
