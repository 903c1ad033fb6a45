"""A view that answers for forecasts too: each is a series of one point a horizon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from polemos.core import (
    PERCENT,
    Basis,
    Cadence,
    Event,
    Finding,
    Forecast,
    Measure,
    NotYetKnown,
    Observation,
    Point,
    Reckoning,
    Series,
    SeriesSpec,
    SnapshotNote,
    Source,
    Statement,
    Target,
    Text,
    UnknownSeries,
    View,
)
from polemos.models._model import Prediction, Run, model_named, run

PREFIX = "forecast/"
# Which quantiles a point tells: its value, and the ends of its interval.
_TOLD = {"": (0.1, 0.9), ".half": (0.25, 0.75), ".most": (0.025, 0.975)}


def forecast_id(target: str, told: str = "", model: str = "") -> str:
    """Name the series of a forecast.

    `forecast/{target}` has the median and the interval of 80 %, one point for each
    horizon; `.half` that of 50 %, `.most` that of 95 %, and `.above.{value}` the chance
    in percent that the value is passed. A rival's answer bears its `model`.
    """
    what, at, who = target.partition("@")
    rival = f".{model}" if model else ""
    return f"{PREFIX}{what}{told}{rival}{at}{who}"


@dataclass(frozen=True)
class Forecasting:
    """A view wrapped so that it answers for what the models said as of its moment."""

    base: View
    made: Run
    targets: Mapping[str, tuple[Target, str, str]]  # by series: target, told, model
    memo: dict[str, Series] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime:
        """The moment."""
        return self.base.as_of

    def at(self, moment: datetime) -> Self:
        """Give the view at an earlier moment, with what the models say from there."""
        then = self.base.at(moment)
        made = run(then, self.made.targets, seed=self.made.seed)
        return type(self)(then, made, self.targets)

    def stored(self) -> Sequence[str]:
        """Name every series of a source that has a value as of now, sorted."""
        return self.base.stored()

    def ids(self) -> Sequence[str]:
        """Name every series that has a value as of now, sorted."""
        said = [name for name in self.targets if self.series(name).points]
        return sorted([*self.base.ids(), *said])

    def series(self, name: str) -> Series:
        """Give a forecast, or a series of the view beneath."""
        if name not in self.targets:
            self._refuse_unknown(name)
            return self.base.series(name)
        if name not in self.memo:
            target, told, rival = self.targets[name]
            spec = self.spec(name)
            answers = self.made.of(target.id, rival or target.models[0])
            points = sorted((self._point(a, told) for a in answers), key=_period)
            self.memo[name] = Series(
                name, spec.unit, spec.measure, tuple(points), self.as_of
            )
        return self.memo[name]

    def _point(self, answer: Prediction, told: str) -> Point:
        q = answer.question
        newest = self.base.series(q.series).at(q.base)
        told_by = newest.known_at
        if told in _TOLD:
            low, high = map(answer.at, _TOLD[told])
            return Point(q.period, answer.at(0.5), told_by, low, high, newest.evidence)
        chance = 100 * answer.chances[float(told.removeprefix(".above."))]
        return Point(q.period, chance, told_by, evidence=newest.evidence)

    def _refuse_unknown(self, name: str) -> None:
        if name.startswith(PREFIX):
            raise UnknownSeries(
                f"expected a forecast of {', '.join(sorted(self.targets))}, "
                f"found {name!r}"
            )

    def spec(self, name: str) -> SeriesSpec:
        """Give what a forecast promises, or a series of the view beneath."""
        if name not in self.targets:
            self._refuse_unknown(name)
            return self.base.spec(name)
        target, told, rival = self.targets[name]
        what = self.base.spec(target.series)
        one = model_named(rival or target.models[0])
        title, unit = target.title, what.unit
        measure = what.measure
        if target.how is Reckoning.CHANGE:
            measure = Measure.FLOW
        if told not in _TOLD:
            unit, measure = PERCENT, Measure.RATE
        return replace(
            what,
            id=name,
            title=Text(
                f"Forecast: {title.en} ({one.title.en})",
                f"預測：{title.zh}（{one.title.zh}）",
            ),
            unit=unit,
            measure=measure,
            cadence=Cadence.IRREGULAR,
            basis=Basis.PROJECTED,
            low=float("-inf"),
            high=float("inf"),
            computed=True,
            definition=f"{one.id}, seed {self.made.seed}. {one.definition}",
        )

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that a forecast was made from."""
        if name not in self.targets:
            return self.base.uses(name)
        target, _, _ = self.targets[name]
        read = [v for v in target.inputs.values() if isinstance(v, str) and "@" in v]
        return tuple(dict.fromkeys((target.series, *read)))

    def vintages(self, name: str) -> Sequence[Observation]:
        """Give every telling of a stored series."""
        if name in self.targets:
            raise NotYetKnown(f"{name} is a forecast: see forecast list for its issues")
        return self.base.vintages(name)

    def source(self, name: str) -> Source:
        """Give the source of a stored series."""
        return self.base.source(name)

    def snapshot(self, snapshot_id: str, source: str) -> SnapshotNote:
        """Give what is known of the bytes that a source's value was read from."""
        return self.base.snapshot(snapshot_id, source)

    def cells(self, layer: str, day: date) -> frozenset[str]:
        """Give the hexagons that were inside a layer on a day."""
        return self.base.cells(layer, day)

    def events(self) -> Sequence[Event]:
        """Give the events known by now."""
        return self.base.events()

    def statements(self) -> Sequence[Statement]:
        """Give the statements known by now."""
        return self.base.statements()

    def forecasts(self) -> Sequence[Forecast]:
        """Give the forecasts issued by now."""
        return self.base.forecasts()

    def findings(self) -> Sequence[Finding]:
        """Give the newest findings by now."""
        return self.base.findings()


def _period(p: Point) -> tuple[date, date]:
    return p.period.start, p.period.end


def with_forecasts(view: View, made: Run) -> Forecasting:
    """Wrap a view so that it answers for what a run says of each target."""
    names: dict[str, tuple[Target, str, str]] = {}
    for target in made.targets:
        told = [*_TOLD, *(f".above.{v:g}" for v in target.above)]
        for t in told:
            names[forecast_id(target.id, t)] = target, t, ""
        for rival in dict.fromkeys((*target.models[1:], target.baseline)):
            if rival != target.models[0]:
                names[forecast_id(target.id, "", rival)] = target, "", rival
    return Forecasting(view, made, names)
