"""How earlier forecasts did: against what came, and against a named baseline."""

from collections.abc import Sequence

from polemos.core import (
    PERCENT,
    NotYetKnown,
    Question,
    Reckoning,
    Target,
    Text,
    UnknownSeries,
    end_of_day,
    reckon,
)
from polemos.models import (
    FIFTHS,
    Forecasting,
    Score,
    as_told_then,
    fifth_id,
    forecast_id,
    model_named,
    score_id,
)
from polemos.report._desk import Desk, Fact
from polemos.report._figure import (
    Bar,
    BarChart,
    Cell,
    Chart,
    Day,
    Num,
    Quote,
    Span,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections._ahead import (
    forecasting,
    judgement_table,
    judgements,
    outlook,
)

_STEPS = {"w": Text("weeks", "週"), "m": Text("months", "個月")}
_FIFTH = {
    "lowest": Text("in the lowest fifth", "最低的五分之一"),
    "lower": Text("in the next", "次低"),
    "middle": Text("in the middle", "中間"),
    "higher": Text("in the next to highest", "次高"),
    "highest": Text("in the highest fifth", "最高的五分之一"),
}
_RESOLVED = 8  # rows of what was settled lately
_BEYOND = {"522w"}  # horizons that no replay can reach
_LARGE = 10.0  # from here on a loss needs no decimals


@section("scoreboard")
def scoreboard(desk: Desk) -> Content:
    """Gather the marks of the models that this edition speaks by."""
    view = forecasting(desk)
    shown = _shown(desk, view)
    rows = [row for t in shown if (row := _row(desk, t, _horizon_of(desk, t)))]
    settled = _settled(desk, view, shown)
    found = list(judgements(desk))
    tables = {}
    if rows:
        tables["board"] = _board(rows)
    if settled:
        tables["settled"] = _settled_table(desk, settled)
    made = judgement_table(found)
    if made:
        tables["judgements"] = made
    if not tables:
        raise NotYetKnown("no forecast is made or settled yet")
    facts = _headline(rows)
    fifths = {w: desk.last(fifth_id(w)) for w in FIFTHS if desk.has(fifth_id(w))}
    figures: dict[str, Chart] = {}
    if fifths:
        facts |= {"lowest": fifths["lowest"], "highest": fifths["highest"]}
        bars = (Bar(_FIFTH[which], fact) for which, fact in fifths.items())
        figures["fifths"] = BarChart(tuple(bars))
    return Content(
        facts=facts,
        figures=figures,
        tables=tables,
    )


def _shown(desk: Desk, view: Forecasting) -> Sequence[Target]:
    """Give the targets that the edition shows, each once."""
    raw = (*outlook(desk, "fan"), *outlook(desk, "judgement"))
    named = dict.fromkeys(r["target"] for r in raw)
    return [t for t in view.targets if t.id in named]


def _horizon_of(desk: Desk, target: Target) -> str:
    """Give the horizon that a judgement names, else the middle one."""
    for raw in outlook(desk, "judgement"):
        if raw["target"] == target.id and raw["horizon"] not in _BEYOND:
            return str(raw["horizon"])
    return str(target.horizons[len(target.horizons) // 2])


def _row(desk: Desk, target: Target, horizon: str) -> tuple[Cell, ...] | None:
    """Give how the first model of a target did at a horizon, if it was scored."""
    lead = target.models[0]
    marks = {
        mark: _mark(desk, target, horizon, lead, mark)
        for mark in ("origins", "voids", "crps", "coverage50", "coverage80", "skill")
    }
    rival = _mark(desk, target, horizon, target.baseline, "crps")
    if marks["origins"] is None or marks["crps"] is None or rival is None:
        return None
    digits = 0 if marks["crps"].value >= _LARGE else 2
    return (
        _title(desk, target, horizon),
        Quote(model_named(target.baseline).title),
        Num(marks["origins"]),
        Num(marks["voids"]) if marks["voids"] else None,
        Num(marks["crps"], digits),
        Num(rival, digits),
        Span(*desk.interval(marks["skill"].series), sign="+")
        if marks["skill"]
        else None,
        Num(marks["coverage50"]) if marks["coverage50"] else None,
        Num(marks["coverage80"]) if marks["coverage80"] else None,
    )


def _title(desk: Desk, target: Target, horizon: str) -> Quote:
    """Name target and horizon, marked where the replay went by revised figures."""
    mark = "" if as_told_then(desk.series(target.series)) else " †"
    title, ahead = target.title, _horizon(horizon).text
    return Quote(Text(f"{title.en}, {ahead.en}{mark}", f"{title.zh}，{ahead.zh}{mark}"))


def _mark(
    desk: Desk, target: Target, horizon: str, model: str, mark: str
) -> Fact | None:
    name = score_id(target.id, horizon, model, mark)
    return desk.last(name) if desk.has(name) else None


def _horizon(text: str) -> Quote:
    count, step = text[:-1], _STEPS[text[-1]]
    return Quote(Text(f"{count} {step.en}", f"{count} {step.zh}"))


def _board(rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(
        head=(
            Text("What", "項目"),
            Text("Baseline", "基準"),
            Text("Scored", "計分"),
            Text("Void", "作廢"),
            Text("CRPS", "CRPS"),
            Text("Baseline's", "基準 CRPS"),
            Text("Skill, %", "技巧，%"),
            Text("In half", "五成內"),
            Text("In most", "八成內"),
        ),
        rows=tuple(rows),
    )


def _headline(rows: Sequence[tuple[Cell, ...]]) -> dict[str, Fact]:
    """Give the skill that is farthest from none, for the title."""
    found = [c.fact for row in rows for c in row if isinstance(c, Span)]
    if not found:
        return {}
    return {
        "ahead": max(found, key=lambda f: f.value),
        "behind": min(found, key=lambda f: f.value),
    }


def _settled(
    desk: Desk, view: Forecasting, shown: Sequence[Target]
) -> Sequence[tuple[Target, Score]]:
    """Give what was settled since the last edition, one for each target and horizon."""
    known = {(t.id, model_named(t.models[0]).id): t for t in shown}
    found: dict[tuple[str, str], tuple[Target, Score]] = {}
    for s in view.record.settled:
        target = known.get((s.target, s.model))
        if target is not None and s.outcome is not None and s.due > desk.last_edition:
            found[s.target, str(s.horizon)] = target, s
    return sorted(found.values(), key=lambda f: f[1].due)[:_RESOLVED]


def _settled_table(desk: Desk, settled: Sequence[tuple[Target, Score]]) -> Table:
    rows = []
    for target, s in settled:
        try:
            rows.append(_settled_row(desk, target, s))
        except (NotYetKnown, UnknownSeries):
            continue
    return Table(
        head=(
            Text("What", "項目"),
            Text("Ahead", "期間"),
            Text("Period ended", "期末"),
            Text("Said", "當時預測"),
            Text("Came", "結果"),
            Text("Inside", "落在其內"),
        ),
        rows=tuple(rows),
    )


def _settled_row(desk: Desk, target: Target, s: Score) -> tuple[Cell, ...]:
    """Say what was forecast, as it was told then, and what came of it."""
    then, name = end_of_day(s.origin), forecast_id(target.id)
    view = desk.known_at(then)
    if not isinstance(view, Forecasting):
        raise NotYetKnown(f"{name}: no forecast from {s.origin}")
    (q,) = (a.question for a in view.answer(target) if a.question.horizon == s.horizon)
    series = view.series(name)
    said = [
        Fact(name, series.unit, reckon(series, q.period, how)[0], how, as_of=then)
        for how in (Reckoning.LEVEL, Reckoning.LOW, Reckoning.HIGH)
    ]
    came = _came(desk, q)
    digits = int(came.unit == PERCENT or abs(came.value) < _LARGE)
    return (
        *(target.title, _horizon(str(s.horizon)), Day(said[0])),
        Span(said[0], said[1], said[2], digits),
        Num(came, digits),
        Text("yes", "是") if s.inside80 else Text("no", "否"),
    )


def _came(desk: Desk, q: Question) -> Fact:
    """Give the outcome, as known on the day that settled it."""
    due = end_of_day(q.due)
    series = desk.known_at(due).series(q.series)
    period = series.on(q.period.last).period
    base = series.on(q.base.last).period if q.how is Reckoning.CHANGE else None
    point, unit = reckon(series, period, q.how, base)
    return Fact(q.series, unit, point, q.how, base, as_of=due)
