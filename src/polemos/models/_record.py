"""The record of the models as series: each mark of a model is one point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from polemos.core import (
    PERCENT,
    Basis,
    Cadence,
    Measure,
    Period,
    Point,
    Series,
    SeriesSpec,
    Target,
    Text,
    Unit,
    end_of_day,
)
from polemos.models._board import FIFTHS, MARKS, Row, fifths, marks, table
from polemos.models._ledger import Score
from polemos.models._model import model_named

PREFIX = "score/"


def score_id(target: str, horizon: str, model: str, mark: str) -> str:
    """Name the series of a mark: `score/{mark}.{horizon}.{model}.{target}`."""
    return f"{PREFIX}{mark}.{horizon}.{model}.{target}"


def fifth_id(which: str) -> str:
    """Name the series of the share of outcomes in one fifth of their forecasts."""
    return f"{PREFIX}fifth.{which}"


_FIFTHS = {fifth_id(which): which for which in FIFTHS}


@dataclass(frozen=True)
class Record:
    """How the models of some targets did, as far as that was settled by a moment."""

    as_of: datetime
    targets: tuple[Target, ...]
    scores: tuple[Score, ...]

    @cached_property
    def settled(self) -> Sequence[Score]:
        """Give the scores of replayed forecasts that were settled by now."""
        return [s for s in self.scores if end_of_day(s.due) <= self.as_of]

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str, str], Row]:
        rows = table(self.settled, self.targets)
        return {(r.target, r.horizon, r.model): r for r in rows}

    @cached_property
    def _fifths(self) -> Mapping[str, float]:
        """Give the share of outcomes in each fifth of what leading models said."""
        leading = {(t.id, model_named(t.models[0]).id) for t in self.targets}
        return fifths(s for s in self.settled if (s.target, s.model) in leading)

    @cached_property
    def names(self) -> Mapping[str, tuple[Target, str, str, str] | None]:
        """Give target, horizon, model and mark by series; none for the pooled ones."""
        named: dict[str, tuple[Target, str, str, str] | None] = {
            score_id(target.id, str(horizon), model, mark): (
                *(target, str(horizon), model, mark),
            )
            for target in self.targets
            for horizon in target.horizons
            for model in (*target.models, target.baseline)
            for mark in MARKS
        }
        return named | dict.fromkeys(_FIFTHS)

    def series(self, name: str, spec: SeriesSpec) -> Series:
        """Give a mark as one point, over the time that was scored; none if withheld."""
        rated = self.names[name]
        found = self._pooled(name) if rated is None else self._marked(*rated)
        points = (found,) if found else ()
        return Series(name, spec.unit, spec.measure, points, self.as_of)

    def _pooled(self, name: str) -> Point | None:
        value = self._fifths.get(_FIFTHS[name])
        if value is None:
            return None
        first = min(s.origin for s in self.settled)
        return Point(Period(first, max(s.due for s in self.settled)), value, self.as_of)

    def _marked(
        self, target: Target, horizon: str, model: str, mark: str
    ) -> Point | None:
        row = self._rows.get((target.id, horizon, model))
        ends = marks(row)[mark] if row else None
        if row is None or ends is None:
            return None
        value, low, high = ends
        return Point(Period(row.first, row.last), value, self.as_of, low, high)

    def spec(self, name: str, unit: Unit) -> SeriesSpec:
        """Give what a mark promises; `unit` is that of the series it is about."""
        rated = self.names[name]
        if rated is None:
            which = _FIFTHS[name]
            title = Text(
                f"Outcomes in the {which} fifth of forecasts, leading models",
                f"結果落在預測第 {FIFTHS.index(which) + 1} 個五分位的比例，主模型",
            )
            words, unit = "Histogram of levels (PIT), by fifths.", PERCENT
        else:
            target, horizon, model, mark = rated
            one, told = model_named(model), MARKS[mark]
            title = Text(
                f"{told.title.en}, {one.title.en}: {target.title.en}, {horizon}",
                f"{told.title.zh}，{one.title.zh}：{target.title.zh}，{horizon}",
            )
            words, unit = told.definition, Unit.parse(told.unit) if told.unit else unit
        return SeriesSpec(
            id=name,
            title=title,
            unit=unit,
            measure=Measure.RATE,
            cadence=Cadence.IRREGULAR,
            basis=Basis.DERIVED,
            computed=True,
            definition=words,
        )

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that were forecast."""
        rated = self.names[name]
        if rated is not None:
            return (rated[0].series,)
        told = {s.target for s in self.settled}
        return tuple(dict.fromkeys(t.series for t in self.targets if t.id in told))
