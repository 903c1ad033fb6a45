"""What lies ahead: forecasts as fans, stocks nobody counts, and what cannot be said."""

from dataclasses import replace
from typing import Any

from polemos.core import NotYetKnown, Period, Text, Unit
from polemos.models import Forecasting, estimate_id, forecast_id
from polemos.report._desk import Desk, Fact
from polemos.report._figure import (
    Chart,
    Grid,
    Hue,
    Line,
    LineChart,
    Mark,
)
from polemos.report._section import Content, section
from polemos.report.sections._ahead import forecasting, outlook, target_of
from polemos.report.sections._labels import publishers
from polemos.report.sections._stocks import (
    END,
    SPOKEN,
    stock_facts,
    stock_flags,
    stock_table,
)
from polemos.report.sections._unsaid import unsaid


@section("outlook", Text("Outlook", "展望"))
def outlook_(desk: Desk) -> Content:
    """Gather the fans, the estimates with their intervals, and the refusals."""
    view = forecasting(desk)
    near, far = _fans(desk, view)
    facts = stock_facts(desk, view) | _paths(desk, view)
    tables = {}
    if held := stock_table(desk, view):
        tables["stocks"] = held
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
        flags=stock_flags(desk, view, facts),
        figures=figures,
        tables=tables,
        quotes=publishers(desk, facts, [f"{key}_told_year" for key in SPOKEN]),
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
    named = [(s, estimate_id(s.id, END)) for s in view.subjects]
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
