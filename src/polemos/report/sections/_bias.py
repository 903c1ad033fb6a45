"""Authors against a yardstick, estimates against their own past, a quarter ahead."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from polemos.core import (
    Observation,
    Period,
    Reckoning,
    Text,
    UnknownSeries,
    reckon,
)
from polemos.models import forecast_id, score_id
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Day,
    Hue,
    Line,
    LineChart,
    Mark,
    Num,
    Span,
    Table,
)
from polemos.report.sections._ahead import asked_of, titled
from polemos.report.sections._labels import opening, publisher

_KINDS = {
    "hurt": ("casualties", Text("Casualties", "傷亡")),
    "dead": ("dead", Text("Dead", "陣亡")),
}
_QUARTER = "casualties.claimed@{}"  # the target that forecasts what is claimed
_MOVED = 0.01  # a revision smaller than this share of the value is not worth a word
_TOLD = 4  # days of an estimate that the table of tellings goes back
_HEAD = (
    Text("Of", "項目"),
    Text("By", "作者"),
    Text("multiple", "倍數"),
    Text("numbers in the year", "一年內數字個數"),
    Text("newest of", "最新數字截至"),
    Text("put to one day", "換算至同日"),
)
_TELLINGS = (
    Text("Estimate for", "估計截至"),
    Text("first told", "首次"),
    Text("lowest told", "最低"),
    Text("highest told", "最高"),
    Text("now", "目前"),
)


def bias_facts(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather the band of each kind, and the least and the greatest multiple in it."""
    facts: dict[str, Fact] = {}
    for key, (what, _) in _KINDS.items():
        band = desk.intervals(**{f"{key}_band": f"polemos/{what}.band@{who}"})
        found = [bias for bias, _ in _fresh(desk, what, who)] if band else []
        if found:
            facts |= band
            facts[f"{key}_bias_least"] = min(found, key=lambda f: f.value)
            facts[f"{key}_bias_most"] = max(found, key=lambda f: f.value)
    return facts


def _fresh(desk: Desk, what: str, who: str) -> Iterator[tuple[Fact, Fact]]:
    """Give the multiple of each author who is in the band now, and what it makes."""
    band = f"polemos/{what}.band@{who}"
    if not desk.has(band):
        return
    day = desk.last(band).point.period
    for made in desk.view.uses(band)[1:]:
        here = gather(now=lambda made=made: desk.at(made, day))  # type: ignore[misc]
        if here:
            bias = desk.view.uses(made)[0]
            yield desk.on(bias, day.last), here["now"]


def bias_table(desk: Desk, who: str) -> Table | None:
    """Lay out each author's multiple with its spread, and what it makes today."""
    rows: list[tuple[Cell, ...]] = []
    for what, word in _KINDS.values():
        told = sorted(_fresh(desk, what, who), key=lambda pair: -pair[0].value)
        for bias, now in told:
            author = desk.view.uses(bias.series)[0]
            name = publisher(desk, author)
            if author.startswith("estimates/"):
                name = opening(desk, author)
            count = bias.series.replace("@", ".readings@")
            period = bias.point.period
            rows.append(
                (
                    *(word, name, _whole(desk, bias, 2)),
                    *(Num(desk.at(count, period)), Day(bias), _whole(desk, now)),
                )
            )
    return Table(_HEAD, tuple(rows)) if rows else None


def _whole(desk: Desk, fact: Fact, digits: int = 0) -> Cell:
    """Give a number with its interval, or alone where it has none."""
    if fact.point.low is None or fact.point.high is None:
        return Num(fact, digits)
    return Span(fact, *_ends(desk, fact), digits)


def _ends(desk: Desk, fact: Fact) -> tuple[Fact, Fact]:
    """Give both ends of a number's interval, as known when the number was."""
    series, period = desk.known_at(fact.as_of).series(fact.series), fact.point.period
    low, high = (
        replace(fact, point=reckon(series, period, how)[0], how=how)
        for how in (Reckoning.LOW, Reckoning.HIGH)
    )
    return low, high


def bias_chart(desk: Desk, who: str) -> LineChart | None:
    """Draw the band of casualties over the claim that it is held against."""
    band = f"polemos/casualties.band@{who}"
    if not desk.has(band):
        return None
    claim = desk.view.uses(band)[0]
    lines = (
        Line(band, Text("middle and band", "居中與範圍"), Hue.THIRD, Mark.ESTIMATED),
        Line(claim, Text("claimed", "宣稱"), Hue.DEFENDER, Mark.REPORTED),
    )
    return LineChart(lines, zero=True)


def _tellings(desk: Desk, name: str) -> Mapping[Period, list[Fact]]:
    """Give each telling of the days that were told more than once, oldest first."""
    told: dict[Period, list[Observation]] = {}
    try:
        for o in desk.view.vintages(name):
            told.setdefault(o.period, []).append(o)
    except UnknownSeries:  # not of this war
        return {}
    return {
        period: [_then(desk, o) for o in tellings if o.value is not None]
        for period, tellings in sorted(told.items())
        if len(tellings) > 1
    }


def _then(desk: Desk, o: Observation) -> Fact:
    then = desk.known_at(o.known_at).series(o.series)
    return Fact(o.series, then.unit, then.at(o.period), as_of=o.known_at)


def told_facts(desk: Desk, name: str) -> dict[str, Fact]:
    """Give the newest day whose estimate moved, as first told and as known now."""
    for period, facts in reversed(list(_tellings(desk, name).items())):
        now = desk.at(name, period)
        if abs(now.value / facts[0].value - 1) >= _MOVED:
            return {"told_first": facts[0], "told_now": now}
    return {}


def told_table(desk: Desk, name: str) -> Table | None:
    """Lay out how the estimate for one and the same day was told, first to now."""
    rows: list[tuple[Cell, ...]] = []
    for period, facts in list(_tellings(desk, name).items())[-_TOLD:]:
        low, high = (f(facts, key=lambda f: f.value) for f in (min, max))
        now = desk.at(name, period)
        cells = (_whole(desk, facts[0]), Num(low), Num(high), _whole(desk, now))
        rows.append((Day(now), *cells))
    return Table(_TELLINGS, tuple(rows)) if rows else None


def quarter_facts(desk: Desk, who: str) -> dict[str, Fact]:
    """Gather what is going to be claimed in a quarter, and how such forecasts did."""
    target = asked_of(desk, _QUARTER.format(who))
    if target is None:
        return {}
    facts = desk.intervals(ahead=forecast_id(target.id))
    if facts:
        mark = partial(score_id, target.id, str(target.horizons[-1]), target.models[0])
        facts |= desk.intervals(ahead_skill=mark("skill"))
        facts |= gather(
            ahead_origins=lambda: desk.last(mark("origins")),
            ahead_held=lambda: desk.last(mark("coverage80")),
        )
    return facts


def quarter_words(desk: Desk, who: str) -> dict[str, str]:
    """Name the model that leads, and what it has to beat."""
    target = asked_of(desk, _QUARTER.format(who))
    return {} if target is None else titled(target)
