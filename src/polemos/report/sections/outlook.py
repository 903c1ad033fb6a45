"""What lies ahead: forecasts as fans, stocks nobody counts, and what cannot be said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from math import nan
from typing import Any

from polemos.core import NotYetKnown, Period, Reckoning, Text, Unit, reckon
from polemos.models import Forecasting, estimate_id, forecast_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
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
from polemos.report.sections._unsaid import unsaid

_PARTS = ("depot_share", "fleet_share", "lost")
_NAMED = ("depot_share", "fleet_share")  # what sentences speak of
_SPOKEN = ("tank", "ifv_apc")
_END, _FLEET, _HALF = "depot_end", "fleet_ahead", "fleet_end"
_LAW = ("square", "facing", "own")  # what is told of a law that is not used
_ENDS = {"": Reckoning.LEVEL, "_low": Reckoning.LOW, "_high": Reckoning.HIGH}
_EVEN = 100  # percent: neither is better
_YEARS = 2  # ahead, at whose end depots and fleets are told


@section("outlook", Text("Outlook", "展望"))
def outlook_(desk: Desk) -> Content:
    """Gather the fans, the estimates with their intervals, and the refusals."""
    view = forecasting(desk)
    near, far = _fans(desk, view)
    facts = _estimates(desk, view) | _paths(desk, view)
    tables = {}
    if rows := [r for s in view.subjects if (r := _row(desk, s.id, s.noun))]:
        tables["stocks"] = _stocks(rows)
    if refused := unsaid(desk):
        tables["refused"] = refused
    figures: dict[str, Chart] = dict(far)
    if near:
        figures["fans"] = Grid(tuple(near))
    if spent := _spent(desk, view):
        figures["spent"] = spent
    if not figures and not tables:
        none = Text("nothing can be said of what lies ahead", "對往後還無話可說")
        raise NotYetKnown(none.en, none)
    return Content(
        facts=facts,
        flags={"refilled": _refilled(facts), "law_open": _law_open(facts)},
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
        for part in _LAW:
            facts |= desk.intervals(**{f"law_{part}": estimate_id(subject.id, part)})
        facts |= _ahead(desk, key, subject.id)
    return facts


def _ahead(desk: Desk, key: str, subject: str) -> dict[str, Fact]:
    """Gather what becomes of depots and of the fleet by the end of a year ahead."""
    spent, halved, fleet = (estimate_id(subject, p) for p in (_END, _HALF, _FLEET))
    wanted = {"spent": (spent, Reckoning.LEVEL), "halved": (halved, Reckoning.LEVEL)}
    wanted |= {f"ahead{end}": (fleet, how) for end, how in _ENDS.items()}
    return gather(
        **{f"{key}_{told}": partial(_then, desk, *ask) for told, ask in wanted.items()}
    )


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


def _law_open(facts: dict[str, Fact]) -> bool:
    """Say whether a law does no better than a mean and its exponents are not known."""

    def ends(part: str) -> tuple[float, float]:
        low, high = (facts.get(f"law_{part}_{end}") for end in ("low", "high"))
        return (low.value, high.value) if low and high else (nan, nan)

    square, *exponents = map(ends, _LAW)
    return square[0] < _EVEN < square[1] and all(b - a > 1 for a, b in exponents)


def _row(desk: Desk, subject: str, noun: Text) -> tuple[Cell, ...] | None:
    """Give a row of a class: medians, each with its interval."""
    if not desk.has(estimate_id(subject, "depot_share")):
        return None
    cells: list[Cell] = [noun]
    for part in _PARTS:
        name = estimate_id(subject, part)
        cells.append(Span(*desk.interval(name)) if desk.has(name) else None)
    then = _ahead(desk, "", subject)
    fleet, low, high = (then.get(f"_ahead{end}") for end in _ENDS)
    cells.append(Span(fleet, low, high) if fleet and low and high else None)
    return (*cells, Num(then["_spent"]) if "_spent" in then else None)


def _then(desk: Desk, name: str, how: Reckoning) -> Fact:
    """Give a value, or an end of its interval, at the end of a year ahead."""
    day = Period.day(date(desk.day.year + _YEARS, 12, 31))
    point, unit = reckon(desk.series(name), day, how)
    return Fact(name, unit, point, how)


def _stocks(rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(
        head=(
            Text("Class", "類別"),
            Text("In depots, %", "封存，%"),
            Text("In service, %", "現役，%"),
            Text("Lost in all", "實際損失"),
            Text("In service then, %", "屆時現役，%"),
            Text("Spent then, %", "屆時耗盡，%"),
        ),
        rows=tuple(rows),
    )
