"""What lies ahead: forecasts as fans, stocks nobody counts, and what cannot be said."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from polemos.core import NotYetKnown, Period, Target, Text, Unit
from polemos.models import Forecasting, estimate_id, forecast_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    Day,
    Grid,
    Hue,
    Line,
    LineChart,
    Mark,
    Num,
    Span,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections._ahead import forecasting, outlook, target_of

_PARTS = ("depot_share", "fleet_share", "all_share", "lost")
_NAMED = ("depot_share", "fleet_share")  # what sentences speak of
_SPOKEN = ("tank", "ifv_apc")
_END = "depot_end"
_YEARS = 2  # ahead, at which the end of depots is told
_NO_COUNT = Text(
    "no count of depots to start from, or counts that contradict each other",
    "沒有封存計數可作起點，或計數互相矛盾",
)
_NOTHING = Text("nothing is known yet", "尚無資料")
_OLD = Text("its data are too old", "資料過舊")
_SHORT = Text("its past is too short, or has not moved", "歷史過短，或從未變動")
_MANY = 3  # targets of one source that have rows of their own


@section("outlook")
def outlook_(desk: Desk) -> Content:
    """Gather the fans, the estimates with their intervals, and the refusals."""
    view = forecasting(desk)
    near, far = _fans(desk, view)
    facts = _estimates(desk, view) | _paths(desk, view)
    tables = {}
    if rows := [r for s in view.subjects if (r := _row(desk, s.id, s.noun))]:
        tables["stocks"] = _stocks(rows)
    if refused := _refused(desk, view):
        tables["refused"] = refused
    figures: dict[str, Chart] = dict(far)
    if near:
        figures["fans"] = Grid(tuple(near))
    if spent := _spent(desk, view):
        figures["spent"] = spent
    if not figures and not tables:
        raise NotYetKnown("nothing can be said of what lies ahead yet")
    return Content(
        facts=facts,
        flags={"refilled": _refilled(facts)},
        figures=figures,
        tables=tables,
    )


def _fans(
    desk: Desk, view: Forecasting
) -> tuple[list[LineChart], dict[str, LineChart]]:
    """Give the fans that share an axis, and those that have one of their own."""
    near, far = [], {}
    for raw in outlook(desk, "fan"):
        fan = _fan(desk, view, raw)
        if fan is None:
            continue
        if "key" in raw:
            far[raw["key"]] = replace(fan, title=None)
        else:
            near.append(fan)
    return near, far


def _spent(desk: Desk, view: Forecasting) -> LineChart | None:
    """Draw the chance that depots no longer feed the fleet, by half-years to come."""
    hues = (Hue.INVADER, Hue.THIRD, Hue.INK, Hue.GREY)
    named = [(s, estimate_id(s.id, _END)) for s in view.subjects]
    lines = [
        Line(name, subject.noun, hue, Mark.FORECAST)
        for (subject, name), hue in zip(named, hues, strict=False)
        if desk.has(name)
    ]
    return LineChart(tuple(lines), zero=True) if lines else None


def _paths(desk: Desk, view: Forecasting) -> dict[str, Fact]:
    """Gather where the fans that have a key end, for what is said of them."""
    facts: dict[str, Fact] = {}
    for raw in outlook(desk, "fan"):
        if "key" not in raw and "fact" not in raw:
            continue
        key = raw.get("key") or raw["fact"]
        name = forecast_id(target_of(view, raw["target"]).id, ".path")
        if desk.has(name):
            facts |= desk.intervals(**{key: name})
            facts[f"{key}_now"] = desk.last(target_of(view, raw["target"]).series)
    return facts


def _fan(desk: Desk, view: Forecasting, raw: dict[str, Any]) -> LineChart | None:
    """Draw a series and what its first model says of it, as one panel."""
    target = target_of(view, raw["target"])
    path = forecast_id(target.id, ".path")
    if not desk.has(path):
        return None
    today = Period.month(desk.day.year, desk.day.month)
    since = today.shifted(months=-raw["months"]).start
    label = Text(**raw["label"])
    nothing = Text("forecast", "預測")
    return LineChart(
        (
            Line(target.series, Text("known", "已知")),
            Line(
                path,
                nothing,
                hue=Hue.THIRD,
                mark=Mark.FORECAST,
                inner=forecast_id(target.id, ".path.half"),
            ),
        ),
        since=since,
        unit=Unit.parse(raw["unit"]) if "unit" in raw else None,
        digits=raw["digits"],
        title=label,
    )


def _estimates(desk: Desk, view: Forecasting) -> dict[str, Fact]:
    """Gather what sentences say of each class, with both ends of its interval."""
    facts: dict[str, Fact] = {}
    for subject in view.subjects:
        key = subject.id.partition("@")[0].replace(".", "_")
        for part in _NAMED:
            facts |= desk.intervals(**{f"{key}_{part}": estimate_id(subject.id, part)})
        facts |= gather(
            **{f"{key}_spent": partial(_end, desk, estimate_id(subject.id, _END))}
        )
    return facts


def _refilled(facts: dict[str, Fact]) -> bool:
    """Say whether more is left of each fleet that is spoken of than of its depots.

    Their intervals must lie apart: medians alone do not tell.
    """
    ends = [
        (facts.get(f"{key}_depot_share_high"), facts.get(f"{key}_fleet_share_low"))
        for key in _SPOKEN
    ]
    return all(
        depot is not None and fleet is not None and fleet.value > depot.value
        for depot, fleet in ends
    )


def _row(desk: Desk, subject: str, noun: Text) -> tuple[Cell, ...] | None:
    """Give a row of a class: medians, each with its interval."""
    if not desk.has(estimate_id(subject, "depot_share")):
        return None
    cells: list[Cell] = [noun]
    for part in _PARTS:
        name = estimate_id(subject, part)
        cells.append(Span(*desk.interval(name)) if desk.has(name) else None)
    end = gather(end=lambda: _end(desk, estimate_id(subject, _END)))
    return (*cells, Num(end["end"]) if end else None)


def _end(desk: Desk, name: str) -> Fact:
    """Give the chance that depots have run down, at the end of a year ahead."""
    s = desk.series(name)
    year = desk.day.year + _YEARS
    for p in s:
        if (p.period.last.year, p.period.last.month) == (year, 12):
            return Fact(name, s.unit, p)
    raise NotYetKnown(f"{name}: nothing at the end of {year}")


def _stocks(rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(
        head=(
            Text("Class", "類別"),
            Text("In depots, %", "封存，%"),
            Text("In service, %", "現役，%"),
            Text("Both, %", "合計，%"),
            Text("Lost in all", "實際損失"),
            Text("Spent, %", "耗盡，%"),
        ),
        rows=tuple(rows),
    )


def _refused(desk: Desk, view: Forecasting) -> Table | None:
    """List what cannot be forecast or estimated now, and how old its data are."""
    rows: list[tuple[Cell, ...]] = [
        (s.noun, _NO_COUNT, None) for s in view.subjects if view.estimation(s).refused
    ]
    silent: dict[str, list[Target]] = {}
    for target in view.targets:
        if view.answer(target):
            continue
        if desk.has(target.series):
            source = desk.view.source(desk.leaves(target.series)[0])
            silent.setdefault(source.id, []).append(target)
        else:
            rows.append((target.title, _NOTHING, None))
    for targets in silent.values():
        rows += _silent(desk, targets)
    if not rows:
        return None
    head = (Text("What", "項目"), Text("Why not", "原因"), Text("Newest", "最新"))
    return Table(head=head, rows=tuple(rows))


def _silent(desk: Desk, targets: Sequence[Target]) -> list[tuple[Cell, ...]]:
    """Give a row for each target of a source, or one for them all if they are many."""

    def why(target: Target) -> tuple[Text, Day]:
        newest = desk.last(target.series)
        old = (desk.day - newest.point.period.last).days > target.stale
        return (_OLD if old else _SHORT), Day(newest)

    if len(targets) > _MANY:
        source = desk.view.source(desk.leaves(targets[0].series)[0])
        return [(source.title, *why(targets[0]))]
    return [(target.title, *why(target)) for target in targets]
