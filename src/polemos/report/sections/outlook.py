"""What lies ahead: forecasts as fans, stocks nobody counts, and what cannot be said."""

from collections.abc import Sequence
from typing import Any

from polemos.core import NotYetKnown, Period, Reckoning, Text, Unit
from polemos.models import Forecasting, estimate_id, forecast_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Grid,
    Hue,
    Line,
    LineChart,
    Mark,
    Num,
    Quote,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections._ahead import forecasting, outlook, target_of

_PARTS = ("depot_share", "fleet_share", "lost", "fleet")
_NAMED = ("depot_share", "fleet_share")  # what sentences speak of
_END = "depot_end"
_YEARS = 2  # ahead, at which the end of depots is told


@section("outlook")
def outlook_(desk: Desk) -> Content:
    """Gather the fans, the estimates with their intervals, and the refusals."""
    view = forecasting(desk)
    panels = [p for raw in outlook(desk, "fan") if (p := _fan(desk, view, raw))]
    facts = _estimates(desk, view)
    tables = {}
    if rows := [r for s in view.subjects if (r := _row(desk, s.id, s.noun))]:
        tables["stocks"] = _stocks(rows)
    if refused := _refused(view):
        tables["refused"] = refused
    if not panels and not tables:
        raise NotYetKnown("nothing can be said of what lies ahead yet")
    return Content(
        facts=facts,
        figures={"fans": Grid(tuple(panels))} if panels else {},
        tables=tables,
    )


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
            name = estimate_id(subject.id, part)
            if desk.has(name):
                facts[f"{key}_{part}"] = desk.last(name)
                facts[f"{key}_{part}_low"] = desk.bound(name, "low")
                facts[f"{key}_{part}_high"] = desk.bound(name, "high")
    return facts


def _row(desk: Desk, subject: str, noun: Text) -> tuple[Cell, ...] | None:
    """Give a row of a class: medians with the ends of their intervals."""
    if not desk.has(estimate_id(subject, "depot_share")):
        return None
    cells: list[Cell] = [noun]
    for part in _PARTS:
        name = estimate_id(subject, part)
        if desk.has(name):
            fact = desk.last(name)
            cells += [Num(fact), *(Num(desk.bound(name, e)) for e in ("low", "high"))]
        else:
            cells += [None, None, None]
    end = gather(end=lambda: _end(desk, estimate_id(subject, _END)))
    return (*cells, Num(end["end"]) if end else None)


def _end(desk: Desk, name: str) -> Fact:
    """Give the chance that depots have run down, at the end of a year ahead."""
    s = desk.series(name)
    year = desk.day.year + _YEARS
    (point,) = (p for p in s if (p.period.last.year, p.period.last.month) == (year, 12))
    return Fact(name, s.unit, point, Reckoning.LEVEL)


def _stocks(rows: Sequence[tuple[Cell, ...]]) -> Table:
    low, high = Text("from", "下限"), Text("to", "上限")
    return Table(
        head=(
            Text("Class", "類別"),
            *(Text("In depots, % of before", "封存占戰前 %"), low, high),
            *(Text("In service, % of before", "現役占戰前 %"), low, high),
            *(Text("Lost in all", "實際損失"), low, high),
            *(Text("In service", "現役"), low, high),
            Text("Chance depots are spent two years on, %", "兩年後封存耗盡機率，%"),
        ),
        rows=tuple(rows),
    )


def _refused(view: Forecasting) -> Table | None:
    """List what cannot be forecast or estimated now, each with its reason."""
    rows: list[tuple[Cell, ...]] = []
    for subject in view.subjects:
        for reason in view.estimation(subject).refused.values():
            rows.append((subject.noun, _plain(reason)))
    for target in view.targets:
        refusals = [
            r for r in view.answers(target).refusals if r.model == target.models[0]
        ]
        rows += [(target.title, _plain(r.reason)) for r in refusals]
    if not rows:
        return None
    return Table(head=(Text("What", "項目"), Text("Why not", "原因")), rows=tuple(rows))


def _plain(reason: str) -> Quote:
    """Give the reason as the model told it; it is told in English."""
    return Quote(Text(reason, reason))
