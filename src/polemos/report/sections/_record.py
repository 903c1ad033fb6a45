"""How the models did, as tables: of what was issued, and of replays."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from polemos.core import (
    PERCENT,
    Horizon,
    NotYetKnown,
    Period,
    Question,
    Reckoning,
    Series,
    Target,
    Text,
    UnknownSeries,
    end_of_day,
    reckon,
)
from polemos.models import (
    Forecasting,
    Kind,
    Row,
    Score,
    Standing,
    as_told_then,
    forecast_id,
    model_named,
    score_id,
)
from polemos.report import _say
from polemos.report._desk import Desk, Fact
from polemos.report._figure import Cell, Num, Quote, Span, Table
from polemos.report.sections._ahead import ahead, forecasting, outlook

_STANDINGS = {
    Standing.WINS: Text("better", "較佳"),
    Standing.LOSES: Text("worse", "較差"),
    Standing.UNDECIDED: Text("undecided", "未分高下"),
}
_FEW, _OPEN = Text("withheld", "不列"), Text("none yet", "尚無")
_AHEAD, _BEHIND = Text("ahead so far", "暫時領先"), Text("behind so far", "暫時落後")
_LARGE = 10.0  # from here on a loss needs no decimals
_YES, _NO, _VOID = Text("yes", "是"), Text("no", "否"), Text("void", "作廢")


def shown(desk: Desk) -> Sequence[Target]:
    """Give the targets that the edition judges or draws, each once."""
    raw = (*outlook(desk, "fan"), *outlook(desk, "judgement"))
    named = dict.fromkeys(r["target"] for r in raw)
    return [t for t in forecasting(desk).targets if t.id in named]


def board(desk: Desk, kind: Kind) -> Table | None:
    """Lay out how leading models did: those that are shown, and all that do worse."""
    record, listed = forecasting(desk).record, shown(desk)
    rows: list[tuple[Cell, ...]] = []
    for target in forecasting(desk).targets:
        found = {
            horizon: row
            for horizon in target.horizons
            if (row := record.row(target, horizon, target.models[0], kind))
        }
        wanted = {h for h, row in found.items() if row.ratio and row.ratio > 1}
        if target in listed and found:
            wanted |= _told(desk, target, found)
        rows += [
            _row(desk, target, h, row, kind) for h, row in found.items() if h in wanted
        ]
    return Table(_BOARD, tuple(rows)) if rows else None


def _told(desk: Desk, target: Target, found: Mapping[Horizon, Row]) -> set[Horizon]:
    """Choose the horizons that are judged, or the middle one, or the most scored."""
    raw = outlook(desk, "judgement")
    judged = {Horizon.parse(r["horizon"]) for r in raw if r["target"] == target.id}
    middle = target.horizons[len(target.horizons) // 2]
    most = max(found, key=lambda horizon: found[horizon].origins)
    return (judged & found.keys()) or ({middle} & found.keys()) or {most}


_BOARD = (
    Text("What, and how far ahead", "項目與期限"),
    Text("Verdict", "判定"),
    Text("Skill, %", "技術得分，%"),
    Text("Baseline", "基準"),
    Text("Scored", "計分"),
    Text("Void", "作廢"),
    Text("In most, %", "八成內，%"),
)


def _row(
    desk: Desk, target: Target, horizon: Horizon, row: Row, kind: Kind
) -> tuple[Cell, ...]:
    """Give how the leading model of a target did at a horizon."""

    def mark(name: str) -> str:
        return score_id(target.id, str(horizon), target.models[0], name, kind)

    def num(name: str) -> Num | Text:
        return Num(desk.last(mark(name))) if desk.has(mark(name)) else _FEW

    return (
        _title(desk, target, horizon, row, kind),
        verdict(row),
        Span(*desk.interval(mark("skill")), sign="+") if row.skill else _FEW,
        Quote(model_named(target.baseline).title),
        num("origins"),
        num("voids"),
        num("coverage80"),
    )


def verdict(row: Row) -> Text:
    """Say how a model stands; where that is withheld, which way it leans, if any."""
    if row.standing is not Standing.WITHHELD:
        return _STANDINGS[row.standing]
    if row.ratio is None or row.ratio == 1:
        return _OPEN
    return _BEHIND if row.ratio > 1 else _AHEAD


def _title(desk: Desk, target: Target, horizon: Horizon, row: Row, kind: Kind) -> Quote:
    """Name target and horizon, with the versions that were issued.

    A replay that went by revised figures is marked.
    """
    en, zh = f", {ahead(horizon).en}", f"，{ahead(horizon).zh}"
    if kind is Kind.ISSUED:
        told = ", ".join(row.versions)
        en, zh = f"{en} (version {told})", f"{zh}（第 {told} 版）"
    elif not as_told_then(desk.series(target.series)):
        en, zh = f"{en} †", f"{zh} †"
    return Quote(Text(target.title.en + en, target.title.zh + zh))


def settled(desk: Desk) -> Table | None:
    """Lay out what was settled since the last edition, void questions among it.

    Of a target and horizon there is what was issued, or else the newest replay.
    """
    record, listed = forecasting(desk).record, {t.id: t for t in shown(desk)}
    asked = {id(s): one.answer.question for one, s in record.issued if s}
    found: dict[tuple[str, Horizon], Score] = {}
    for kind in (Kind.REPLAYED, Kind.ISSUED):
        for s in record.leading(kind):
            if s.target in listed and s.due > desk.last_edition:
                found[s.target, s.horizon] = s
    rows = []
    for s in sorted(found.values(), key=lambda s: s.due):
        with suppress(NotYetKnown, UnknownSeries):
            rows.append(_settled_row(desk, listed[s.target], s, asked.get(id(s))))
    return Table(_SETTLED, tuple(rows)) if rows else None


_SETTLED = (
    Text("What, and how far ahead", "項目與期限"),
    Text("Inside", "落在其內"),
    Text("Came", "結果"),
    Text("Said or replayed", "當時所說或回測"),
    Text("Period ended", "期末"),
)


def _settled_row(
    desk: Desk, target: Target, s: Score, issued: Question | None
) -> tuple[Cell, ...]:
    """Say what was forecast, as it was told then, and what came of it."""
    if issued is not None:
        q, said = issued, _issued(desk, target, s)
    else:
        q, said = _replayed(desk, target, s)
    came = None if s.outcome is None else _came(desk, q)
    size = came or said[0]
    digits = int(size.unit == PERCENT or abs(size.value) < _LARGE)
    far, last = ahead(s.horizon), q.period.last
    en, zh = f"{target.title.en}, {far.en}", f"{target.title.zh}，{far.zh}"
    return (
        Quote(Text(f"{en} (issued)", f"{zh}（事前發布）") if issued else Text(en, zh)),
        _VOID if came is None else _YES if s.inside80 else _NO,
        Num(came, digits) if came else None,
        Span(*said, digits=digits),
        Quote(Text(_say.day(last, "en"), _say.day(last, "zh"))),
    )


Said = tuple[Fact, Fact, Fact]  # the median, and the ends of the interval of 80 %


def _issued(desk: Desk, target: Target, s: Score) -> Said:
    name = score_id(*(target.id, str(s.horizon), target.models[0], "said", Kind.ISSUED))
    return _ends(name, desk.series(name), Period.day(s.origin), None)


def _replayed(desk: Desk, target: Target, s: Score) -> tuple[Question, Said]:
    then, name = end_of_day(s.origin), forecast_id(target.id)
    view = desk.known_at(then)
    answers = view.answer(target) if isinstance(view, Forecasting) else ()
    for q in (a.question for a in answers):
        if q.horizon == s.horizon:
            return q, _ends(name, view.series(name), q.period, then)
    raise NotYetKnown(f"{name}: no forecast of {s.horizon} from {s.origin}")


def _ends(name: str, series: Series, period: Period, then: datetime | None) -> Said:
    middle, low, high = (
        Fact(name, series.unit, reckon(series, period, how)[0], how, as_of=then)
        for how in (Reckoning.LEVEL, Reckoning.LOW, Reckoning.HIGH)
    )
    return middle, low, high


def _came(desk: Desk, q: Question) -> Fact:
    """Give the outcome, as known on the day that settled it."""
    due = end_of_day(q.due)
    series = desk.known_at(due).series(q.series)
    period = series.on(q.period.last).period
    base = series.on(q.base.last).period if q.how is Reckoning.CHANGE else None
    point, unit = reckon(series, period, q.how, base)
    return Fact(q.series, unit, point, q.how, base, as_of=due)
