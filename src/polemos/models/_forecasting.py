"""A view that answers for forecasts, estimates and scores, as series like any other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Self

from polemos.core import (
    PERCENT,
    Basis,
    Cadence,
    Horizon,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Reckoning,
    Series,
    SeriesSpec,
    Subject,
    Target,
    Text,
    UnknownSeries,
    View,
    Wrapped,
    exactly,
)
from polemos.models import _estimate as estimates
from polemos.models._estimate import Estimation, estimate, estimate_id, named_series
from polemos.models._model import SEED, Prediction, Refusal, Run, model_named, run
from polemos.models._rated import Rated
from polemos.models._record import Kind, Record
from polemos.models._settle import Score

PREFIX = "forecast/"
# Which quantiles a point tells as the ends of its interval; its value is the median.
_ENDS = {"": (0.1, 0.9), ".half": (0.25, 0.75), ".most": (0.025, 0.975)}
_PATH = ".path"
_TOLD = (*_ENDS, *(_PATH + told for told in _ENDS))
_RECORDS = tuple(f"{kind}/" for kind in Kind)


def forecast_id(target: str, told: str = "", model: str = "") -> str:
    """Name the series of a forecast.

    `forecast/{target}` has the median and the interval of 80 %, one point for each
    horizon; `.half` that of 50 %, `.most` that of 95 %. `.path` before these has levels
    from the newest value on, whatever is asked of the target. `.above.{value}` has the
    chance in percent that the value is passed, `.below.{value}` that it is not. A
    rival's answer, of which there is no path, bears its `model`.
    """
    what, at, who = target.partition("@")
    rival = f".{model}" if model else ""
    return f"{PREFIX}{what}{told}{rival}{at}{who}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which answer a series of a forecast holds."""

    target: Target
    told: str
    model: str


@dataclass(frozen=True)
class Forecasting(Wrapped):
    """A view wrapped so that it answers for what the models say as of its moment.

    Models run when they are asked. `ids` does not name what they answer: a forecast
    and an estimate are asked for by their names.
    """

    targets: tuple[Target, ...]
    subjects: tuple[Subject, ...]
    seed: int
    scores: tuple[Score, ...]
    _asked: Mapping[str, _Asked]
    _estimable: Mapping[str, Subject]
    _runs: dict[tuple[str, str], Run] = field(default_factory=dict)
    _estimations: dict[str, Estimation] = field(default_factory=dict)

    def at(self, moment: datetime) -> Self:
        """Give the view at an earlier moment, with what the models say from there."""
        base = self.base.at(moment)
        return replace(self, base=base, _runs=_runs_of(base), _estimations={})

    @property
    def runs(self) -> dict[tuple[str, str], Run]:
        """Give what models said already, by target and model."""
        return self._runs

    def answers(self, target: Target) -> Run:
        """Give what all models of a target say, and why one does not."""
        made = Run.of_none(self.as_of.date(), self.seed)
        for name in dict.fromkeys((*target.models, target.baseline)):
            made = made.joined(self._run(target, name))
        return replace(made, targets=(target,))

    def answer(self, target: Target, model: str = "") -> tuple[Prediction, ...]:
        """Give what one model says of a target, the leading one if none is named."""
        name = model or target.models[0]
        return self._run(target, name).of(target.id, name)

    def spoken(self, name: str, horizon: Horizon) -> tuple[str, Point]:
        """Give what a horizon is told by the model that speaks there, and its series.

        `name` is that of the leading model's answer; NotYetKnown if there is none.
        """
        if name not in self._asked:
            raise UnknownSeries(
                f"expected a forecast, found {name!r}", name, self._asked
            )
        target, told = self._asked[name].target, self._asked[name].told
        model = self.record.speaker(target, horizon)
        rival = "" if model == target.models[0] else model
        for answer in self.answer(target, model):
            if answer.question.horizon == horizon:
                said = forecast_id(target.id, told, rival)
                return said, self._point(answer, told)
        raise NotYetKnown(f"{target.id}: nothing is said of {horizon}")

    def refusal(self, target: Target) -> Refusal | None:
        """Say why the leading model says nothing of a target, if it does not."""
        return next(iter(self._run(target, target.models[0]).refusals), None)

    def _run(self, target: Target, name: str) -> Run:
        if (target.id, name) not in self._runs:
            made = run(self.base, (target,), seed=self.seed, only=name)
            self._runs[target.id, name] = made
        return self._runs[target.id, name]

    def every(self) -> Run:
        """Give what all models say of every target."""
        made = Run.of_none(self.as_of.date(), self.seed)
        for target in self.targets:
            made = made.joined(self.answers(target))
        return made

    def estimation(self, subject: Subject) -> Estimation:
        """Give all parts of an estimate, or why there is none."""
        if subject.id not in self._estimations:
            made = estimate(self.base, (subject,), seed=self.seed)
            self._estimations[subject.id] = made
        return self._estimations[subject.id]

    @cached_property
    def record(self) -> Record:
        """Give how the models did, as far as that was settled by now."""
        return Record(self.base, self.targets, self.scores)

    @cached_property
    def _rated(self) -> Rated:
        return Rated(self.record)

    def made(self) -> Sequence[str]:
        """Name the series that models make, whether or not they have a value now."""
        return [*self._asked, *self._estimable, *self._rated.names]

    def ids(self) -> Sequence[str]:
        """Name every series, stored or derived, that has a value as of now, sorted."""
        return self.base.ids()

    def series(self, name: str) -> Series:
        """Give a forecast, an estimate, or a series of the view beneath."""
        if name in self._asked:
            return self._forecast(name, self._asked[name])
        if name in self._estimable:
            made = self.estimation(self._estimable[name]).series
            spec = self.spec(name)
            empty = Series(name, spec.unit, spec.measure, (), self.as_of)
            return made.get(name, empty)
        if self._tells_record(name):
            return self._rated.series(name, self.spec(name))
        self._refuse_unknown(name)
        return self.base.series(name)

    def _tells_record(self, name: str) -> bool:
        return name.startswith(_RECORDS) and name in self._rated.names

    def _forecast(self, name: str, asked: _Asked) -> Series:
        spec, target = self.spec(name), asked.target
        answers = self.answer(target, asked.model)
        points = [self._point(a, asked.told) for a in answers]
        if asked.told.startswith(_PATH) and answers:
            now = self._newest(answers[0])
            points.append(replace(now, low=now.value, high=now.value))
        points.sort(key=lambda p: p.period)
        return Series(name, spec.unit, spec.measure, tuple(points), self.as_of)

    def _newest(self, answer: Prediction) -> Point:
        """Give the newest value that was known when the question was asked."""
        return self.base.series(answer.question.series).at(answer.question.base)

    def _point(self, answer: Prediction, told: str) -> Point:
        q, newest = answer.question, self._newest(answer)
        known, seen = self.as_of, newest.evidence
        if told not in _TOLD:
            _, side, value = told.split(".", 2)
            passed = 100 * answer.chances[float(value)]
            chance = passed if side == "above" else 100 - passed
            return Point(q.period, chance, known, evidence=seen)
        period, base = q.period, 0.0
        if told.startswith(_PATH) and q.how is Reckoning.CHANGE:
            period, base = Period.day(q.period.last), newest.value
        ends = _ENDS[told.removeprefix(_PATH)]
        middle, low, high = (base + answer.at(level) for level in (0.5, *ends))
        return Point(period, middle, known, low, high, seen)

    def _refuse_unknown(self, name: str) -> None:
        if name.startswith((PREFIX, estimates.PREFIX, *_RECORDS)):
            raise UnknownSeries(
                f"expected a forecast, an estimate or a score, found {name!r}",
                name,
                self.made(),
            )

    def spec(self, name: str) -> SeriesSpec:
        """Give what a forecast or an estimate promises, or a series beneath."""
        if name in self._asked:
            return self._forecast_spec(name, self._asked[name])
        if name in self._estimable:
            return estimates.spec(name, self._estimable[name], self.seed)
        if self._tells_record(name):
            mark = self._rated.names[name]
            unit = self.spec(mark.target.series).unit if mark else PERCENT
            return self._rated.spec(name, unit)
        self._refuse_unknown(name)
        return self.base.spec(name)

    def _forecast_spec(self, name: str, asked: _Asked) -> SeriesSpec:
        what, one = self.base.spec(asked.target.series), model_named(asked.model)
        title, unit, measure = asked.target.title, what.unit, what.measure
        if asked.target.how is Reckoning.CHANGE and not asked.told.startswith(_PATH):
            measure = Measure.FLOW
        if asked.told not in _TOLD:
            unit, measure = PERCENT, Measure.RATE
        return SeriesSpec(
            id=name,
            title=Text(
                f"Forecast: {title.en} ({one.title.en})",
                f"預測：{title.zh}（{one.title.zh}）",
            ),
            unit=unit,
            measure=measure,
            cadence=Cadence.IRREGULAR,
            basis=Basis.PROJECTED,
            computed=True,
            caveats=what.caveats,
            definition=f"{one.id}, seed {self.seed}. {one.definition}",
        )

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that a forecast, an estimate or a score was made from."""
        if self._tells_record(name):
            return self._rated.uses(name)
        if name in self._asked:
            target = self._asked[name].target
            return tuple(dict.fromkeys((target.series, *named_series(target.inputs))))
        if name in self._estimable:
            return named_series(self._estimable[name].inputs)
        return self.base.uses(name)

    def vintages(self, name: str) -> Sequence[Observation]:
        """Give every telling of a stored series."""
        if name in self._asked or name in self._estimable or self._tells_record(name):
            used = self.uses(name)
            raise UnknownSeries(
                f"{name} is worked out by a model: expected a stored series"
                + (f", such as {used[0]}" if used else "")
            )
        return self.base.vintages(name)


def _runs_of(view: View) -> dict[tuple[str, str], Run]:
    """Give what models said already to a view beneath, of the same moment."""
    found: dict[tuple[str, str], Run] = getattr(view, "runs", {})
    return found


def with_forecasts(
    view: View,
    targets: Iterable[Target],
    subjects: Iterable[Subject] = (),
    scores: Iterable[Score] = (),
    *,
    seed: int = SEED,
) -> Forecasting:
    """Wrap a view so that it answers for what the models say as of its moment.

    `scores` are those of replayed forecasts; of them it tells what was settled by then.
    """
    wanted, estimated = tuple(targets), tuple(subjects)
    asked: dict[str, _Asked] = {}
    for target in wanted:
        lead = target.models[0]
        sides = [
            f".{side}.{exactly(v)}" for side in ("above", "below") for v in target.above
        ]
        for told in (*_TOLD, *sides):
            asked[forecast_id(target.id, told)] = _Asked(target, told, lead)
        for rival in (*target.models[1:], target.baseline):
            for told in ("", *sides):
                asked[forecast_id(target.id, told, rival)] = _Asked(target, told, rival)
    estimable = {
        estimate_id(subject.id, part): subject
        for subject in estimated
        for part in estimates.estimator_named(subject.estimator).parts
    }
    return Forecasting(
        *(view, wanted, estimated, seed, tuple(scores), asked, estimable),
        _runs=_runs_of(view),
    )
