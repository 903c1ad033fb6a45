"""The record of the models as series: each mark of a model is one point."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from polemos.core import (
    Basis,
    Cadence,
    Horizon,
    Measure,
    Period,
    Point,
    Series,
    SeriesSpec,
    Target,
    Text,
    Unit,
    exactly,
)
from polemos.models._board import MARKS, Told, ends, marks
from polemos.models._calibration import BANDS, fifths, reliability
from polemos.models._model import model_named
from polemos.models._pooled import POOLED, pooled_id
from polemos.models._record import Kind, Record
from polemos.models._settle import Score
from polemos.models.score import NEEDED

_EVENT = Told(
    Text("Brier skill of the chances", "機率的 Brier 技術得分"),
    "percent",
    "How much smaller the mean Brier score of the chances that one value is passed is "
    "than the baseline's on the same origins; the interval holds 90 % of a blocked "
    "bootstrap.",
)
_SAID = Told(
    Text("What was said", "當時所說"),
    "",
    "The median of each forecast that was issued, by its day of origin; the interval "
    "holds 80 %.",
)


def score_id(
    target: str, horizon: str, model: str, mark: str, kind: Kind = Kind.REPLAYED
) -> str:
    """Name the series of a mark: `score/{mark}.{horizon}.{model}.{target}`.

    A mark is one of `MARKS`, or `event.{value}`, the Brier skill of the chances that a
    value is passed. `issued/` is of what was issued, and has `said` besides: what was
    said on each origin.
    """
    return f"{kind}/{mark}.{horizon}.{model}.{target}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Which mark of which model a series tells."""

    kind: Kind
    target: Target
    horizon: Horizon
    model: str
    mark: str

    @property
    def event(self) -> float | None:
        """Give the value whose passing is judged, if that is what it tells."""
        head, _, value = self.mark.partition(".")
        return float(value) if head == "event" else None

    @property
    def told(self) -> Told:
        """Say what it is called and measured in."""
        return MARKS.get(self.mark, _SAID if self.mark == "said" else _EVENT)


@dataclass(frozen=True)
class Rated:
    """A record, told as series."""

    record: Record

    @cached_property
    def names(self) -> Mapping[str, _Mark | None]:
        """Say what each series tells; nothing for a mark of all leading models."""
        named: dict[str, _Mark | None] = {
            score_id(target.id, str(horizon), model, mark, kind): (
                _Mark(kind, target, horizon, model, mark)
            )
            for kind in Kind
            for target in self.record.targets
            for horizon in target.horizons
            for model in (*target.models, target.baseline)
            for mark in (
                *MARKS,
                *(f"event.{exactly(value)}" for value in target.above),
                *(("said",) if kind is Kind.ISSUED else ()),
            )
        }
        return named | dict.fromkeys(POOLED)

    def series(self, name: str, spec: SeriesSpec) -> Series:
        """Give a mark as one point, over the time that was scored; none if withheld."""
        mark = self.names[name]
        points = tuple(self._points(mark)) if mark else self._all.get(name, ())
        return Series(name, spec.unit, spec.measure, points, self.record.view.as_of)

    def _points(self, m: _Mark) -> Iterator[Point]:
        if m.mark == "said":
            yield from self._said(m)
            return
        row = self.record.row(m.target, m.horizon, m.model, m.kind)
        if row is None:
            return
        if m.event is None:
            found = marks(row)[m.mark]
        else:
            found = ends(
                self.record.on_event(m.target, m.horizon, m.model, m.event, m.kind)
            )
        if found is not None:
            value, low, high = found
            now = self.record.view.as_of
            yield Point(Period(row.first, row.last), value, now, low, high)

    def _said(self, m: _Mark) -> Iterator[Point]:
        wanted = (m.model, m.target.id, m.horizon)
        said = {
            one.answer.question.origin: one
            for one, _ in self.record.issued
            if one.key[:3] == wanted
        }
        for origin, issue in sorted(said.items()):
            middle, low, high = (issue.answer.at(level) for level in (0.5, 0.1, 0.9))
            yield Point(Period.day(origin), middle, issue.known_at, low, high)

    @cached_property
    def _all(self) -> Mapping[str, tuple[Point]]:
        """Give the marks of all leading models together."""
        return {name: (point,) for name, point in (*self._replayed(), *self._issued())}

    def _replayed(self) -> Iterator[tuple[str, Point]]:
        record, now = self.record, self.record.view.as_of
        today = Period.day(now.date())
        for one, count in record.standings().items():
            yield pooled_id("standing", one.value), Point(today, count, now)
        for which, count in (
            ("behind", record.behind()),
            ("outdone", record.outdone()),
        ):
            yield pooled_id("standing", which), Point(today, count, now)
        scores = list(record.leading(Kind.REPLAYED))
        if scores:
            over = _over(scores)
            for which, share in fifths(scores).items():
                yield pooled_id("fifth", which), Point(over, share, now)
            for band, came in reliability(scores).items():
                point = Point(over, came.share, now, *BANDS[band])
                yield pooled_id("came", band), point
                yield pooled_id("cases", band), Point(over, came.cases, now)

    def _issued(self) -> Iterator[tuple[str, Point]]:
        record, now = self.record, self.record.view.as_of

        def told(which: str, over: Period, value: float) -> tuple[str, Point]:
            return pooled_id("all", which, Kind.ISSUED), Point(over, value, now)

        scores = list(record.leading(Kind.ISSUED))
        valid = [s for s in scores if s.outcome is not None]
        if scores:
            yield told("settled", _over(scores), len(valid))
            yield told("voids", _over(scores), len(scores) - len(valid))
        if len(valid) >= NEEDED:
            share = 100 * sum(s.inside80 for s in valid) / len(valid)
            yield told("inside80", _over(valid), share)
        for which, days in (("open", record.open()), ("asked", record.asked())):
            if days:
                yield told(which, Period.day(days[0]), len(days))

    def spec(self, name: str, unit: Unit) -> SeriesSpec:
        """Give what a mark promises; `unit` is that of the series it is about."""
        m = self.names[name]
        told = POOLED[name] if m is None else m.told
        return SeriesSpec(
            id=name,
            title=told.title if m is None else _title(m),
            unit=Unit.parse(told.unit) if told.unit else unit,
            measure=Measure.RATE,
            cadence=Cadence.IRREGULAR,
            basis=Basis.DERIVED,
            computed=True,
            definition=told.definition,
        )

    def uses(self, name: str) -> tuple[str, ...]:
        """Name the series that were forecast."""
        m, record = self.names[name], self.record
        if m is not None:
            return (m.target.series,)
        told = {s.target for s in record.scores(Kind(name.partition("/")[0]))}
        wanted = (t for t in record.targets if t.id in told or not told)
        return tuple(dict.fromkeys(t.series for t in wanted))


def _over(scores: Sequence[Score]) -> Period:
    return Period(min(s.origin for s in scores), max(s.due for s in scores))


def _title(m: _Mark) -> Text:
    told, one, of = m.told.title, model_named(m.model).title, m.target.title
    over = "" if m.event is None else f" > {exactly(m.event)}"
    issued = m.kind is Kind.ISSUED
    return Text(
        f"{'Issued: ' * issued}{told.en}, {one.en}: {of.en}{over}, {m.horizon}",
        f"{'已發布：' * issued}{told.zh}，{one.zh}：{of.zh}{over}，{m.horizon}",
    )
