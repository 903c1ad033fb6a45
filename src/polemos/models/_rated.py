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
)
from polemos.models._board import MARKS, Standing, Told, ends, marks
from polemos.models._calibration import BANDS, FIFTHS, fifths, reliability
from polemos.models._model import model_named
from polemos.models._record import Kind, Record
from polemos.models._settle import Score
from polemos.models.score import NEEDED

_COUNT = "forecasts"
_EVENT = Told(
    Text("Brier skill of the chances", "機率的 Brier 技巧分數"),
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


def pooled_id(what: str, which: str, kind: Kind = Kind.REPLAYED) -> str:
    """Name the series of a mark of all leading models: `score/fifth.lowest`."""
    return f"{kind}/{what}.{which}"


def _pooled() -> Iterator[tuple[str, Told]]:
    """Tell what the marks of all leading models are called."""
    for number, which in enumerate(FIFTHS, 1):
        title = Text(
            f"Outcomes in the {which} fifth of forecasts, leading models",
            f"結果落在預測第 {number} 個五分位的比例，主模型",
        )
        words = "Histogram of levels (PIT), by fifths."
        yield pooled_id("fifth", which), Told(title, "percent", words)
    for band, (low, high) in BANDS.items():
        title = Text(
            f"How often came what had a chance of {low:g} to {high:g} %",
            f"說過機率 {low:g}% 至 {high:g}% 者實際發生的比例",
        )
        words = (
            "Of all chances that leading models told of a value to be passed, "
            "the share after which it was. The interval is that of the chances."
        )
        yield pooled_id("came", band), Told(title, "percent", words)
        title = Text(
            f"Chances of {low:g} to {high:g} % told",
            f"說過機率 {low:g}% 至 {high:g}% 的次數",
        )
        yield pooled_id("cases", band), Told(title, _COUNT, "A count.")
    for one in Standing:
        title = Text(
            f"Targets and horizons: the leading model, {one.value}",
            f"標的與期限數：主模型與基準相比，{_STANDINGS[one]}",
        )
        words = "By the interval of its skill against the baseline."
        yield pooled_id("standing", one.value), Told(title, _COUNT, words)
    title = Text(
        "Targets and horizons: mean CRPS of the leading model above the baseline's",
        "標的與期限數：主模型平均 CRPS 大於基準",
    )
    yield pooled_id("standing", "behind"), Told(title, _COUNT, "A count.")
    for which, title in _ISSUED.items():
        unit = "percent" if which == "inside80" else _COUNT
        words = "Of leading models' forecasts issued within 7 days of their origin."
        yield pooled_id("all", which, Kind.ISSUED), Told(title, unit, words)


_STANDINGS = {
    Standing.WINS: "勝",
    Standing.LOSES: "敗",
    Standing.UNDECIDED: "未分",
    Standing.WITHHELD: "不列",
}
_ISSUED = {
    "settled": Text("Issued forecasts settled", "已發布而已結算的預測數"),
    "voids": Text("Issued forecasts void", "已發布而作廢的預測數"),
    "inside80": Text(
        "Issued: outcomes inside the 80 % interval", "已發布：落在 80% 區間內的比例"
    ),
    "open": Text(
        "Issued forecasts not due yet, to the first due day",
        "已發布而未到期的預測數，至最早的結算日",
    ),
    "asked": Text(
        "Questions asked today, to the first due day", "本日所問題數，至最早的結算日"
    ),
}
_POOLED = dict(_pooled())


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
                *(f"event.{value:g}" for value in target.above),
                *(("said",) if kind is Kind.ISSUED else ()),
            )
        }
        return named | dict.fromkeys(_POOLED)

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
        yield pooled_id("standing", "behind"), Point(today, record.behind(), now)
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
        told = _POOLED[name] if m is None else m.told
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
    over = "" if m.event is None else f" > {m.event:g}"
    issued = m.kind is Kind.ISSUED
    return Text(
        f"{'Issued: ' * issued}{told.en}, {one.en}: {of.en}{over}, {m.horizon}",
        f"{'已發布：' * issued}{told.zh}，{one.zh}：{of.zh}{over}，{m.horizon}",
    )
