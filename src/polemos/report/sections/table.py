"""The negotiating table: who stands where, what could be agreed, what flips it."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from polemos.core import (
    Agenda,
    NotYetKnown,
    Point,
    Text,
    UnknownSeries,
    position_id,
    state_id,
)
from polemos.models import Negotiating
from polemos.models.bargaining import Input, Kind
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Bar,
    BarChart,
    Cell,
    Chart,
    Hue,
    Num,
    Quote,
    RangeChart,
    Reading,
    Span,
    Strip,
    StripChart,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections.week import agenda_of

_SIDES = (
    ("invader", Hue.INVADER),
    ("defender", Hue.DEFENDER),
    ("patron", Hue.INK),
)
_MOVED = 8  # changes of position that are listed
_LEAST = 3.0  # points: a smaller change is within what a coder can tell
_NAMED = 3  # inputs that are named
_SHOWN = 0.05  # percent: a settlement with less is left out
_SURE = 95.0  # percent of games
_KINDS = {
    Kind.CAPABILITY: Text("capability", "議價能力"),
    Kind.POSITION: Text("position", "立場"),
    Kind.SALIENCE: Text("salience", "分量"),
}
UNCHANGED = Text("no change", "維持現狀")


@section("table", Text("The table and a settlement", "談判桌與可能的解決方案"))
def table(desk: Desk) -> Content:
    """Lay out positions, what moved them, where games settle, and what flips that."""
    agenda = agenda_of(desk)
    view = _table_of(desk)
    talks = view.talks
    strips = _strips(desk, agenda, talks.issues)
    facts = _facts(desk, agenda, talks.leader)
    facts |= _apart(desk, talks.issues)
    ranked = sorted(talks.shares, key=lambda k: -talks.shares[k][0])
    flips = [
        (s.input, end, name)
        for s in talks.swings.swings
        for end, name in zip(("low", "high"), s.ends, strict=True)
        if name is not None and name != talks.leader
    ]
    sways = sorted(talks.sway, key=lambda one: -talks.sway[one])[:_NAMED]
    tables = {
        "positions": _positions(desk, agenda, talks.issues),
        "moved": _moved(desk, agenda),
        "cases": _cases(desk),
    }
    figures: dict[str, Chart] = {
        "strips": strips,
        "shares": _shares(desk, agenda, ranked),
    }
    stake = _range(desk, agenda)
    if stake is not None:
        figures["range"] = stake
    quotes = {
        "leader": _settlement(agenda, talks.leader),
        "coded": _day_text(view),
    }
    quotes |= {f"flip_{i}": _flip(agenda, *f) for i, f in enumerate(flips[:_NAMED])}
    quotes |= {f"sway_{i}": _input(agenda, one) for i, one in enumerate(sways)}
    if agenda.stake is not None:
        quotes["stake"] = agenda.stake.name
    return Content(
        facts=facts,
        flags={
            "flips": str(min(len(flips), _NAMED)),
            "sways": str(len(sways)),
            "sure": 100 * talks.shares[talks.leader][0] >= _SURE,
            "unchanged": talks.leader == "unchanged",
            "loses": _loses(view),
            "where": _where(facts),
        },
        figures=figures,
        tables={k: t for k, t in tables.items() if t},
        texts={"issue": agenda.issues[_widest(desk, talks.issues)].name},
        quotes=quotes,
    )


def _table_of(desk: Desk) -> Negotiating:
    """Find the view that answers for the table, beneath those that wrap it."""
    view: object = desk.view
    while view is not None and not isinstance(view, Negotiating):
        view = getattr(view, "base", None)
    if view is None:
        raise NotYetKnown("this view answers for no table")
    return view


def _day_text(view: Negotiating) -> Text:
    from polemos.report import _say

    day = view.seats.day
    return Text(_say.day(day, "en"), _say.day(day, "zh"))


def _settlement(agenda: Agenda, name: str) -> Text:
    return agenda.settlements.get(name, UNCHANGED)


def _input(agenda: Agenda, one: Input) -> Text:
    who, what = agenda.actors[one.actor], _KINDS[one.kind]
    if one.issue is None:
        return Text(f"the {what.en} of {who.en}", f"{who.zh}的{what.zh}")
    name = agenda.issues[one.issue].name
    if one.kind is Kind.POSITION:
        return Text(
            f"the position of {who.en} on {name.en}", f"{who.zh}的{name.zh}立場"
        )
    return Text(f"the weight of {name.en} to {who.en}", f"{name.zh}對{who.zh}的分量")


def _flip(agenda: Agenda, one: Input, end: str, name: str) -> Text:
    told, to = _input(agenda, one), _settlement(agenda, name)
    zh = "下限" if end == "low" else "上限"
    return Text(
        f"{told.en} at the {end} end of its interval: {to.en}",
        f"{told.zh}取區間{zh}：{to.zh}",
    )


def _facts(desk: Desk, agenda: Agenda, leader: str) -> dict[str, Fact]:
    found = desk.intervals(leader=f"table/share.{leader}")
    found |= gather(unchanged=partial(desk.last, "table/share.unchanged"))
    found |= gather(
        case_settled=partial(desk.last, "table/error.settled"),
        case_mean=partial(desk.last, "table/error.mean"),
        case_unchanged=partial(desk.last, "table/error.unchanged"),
    )
    if agenda.stake is not None:
        found |= gather(
            held=partial(desk.last, agenda.stake.held),
            expected=partial(desk.last, agenda.stake.expected),
        )
        found |= desk.intervals(least="table/range.low", most="table/range.high")
    return found


def _where(facts: dict[str, Fact]) -> str:
    """Say where what is held lies to what both would rather have."""
    ends = [facts[k].value for k in ("least", "held", "most") if k in facts]
    if len(ends) < 3:  # noqa: PLR2004
        return ""
    least, held, most = ends
    return "below" if held < least else "above" if held > most else "inside"


def _loses(view: Negotiating) -> bool:
    """Say whether no change came nearer than the model in every case."""
    return bool(view.cases) and all(
        case.error("unchanged") < case.error("settled") for case in view.cases
    )


def _gap(desk: Desk, issue: str) -> float:
    """Give how far the two who fight stand apart on an issue."""
    places = [
        desk.last(position_id(issue, desk.war.role(word).id)).value
        for word in ("invader", "defender")
        if desk.has(position_id(issue, desk.war.role(word).id))
    ]
    return abs(places[0] - places[1]) if len(places) > 1 else 0.0


def _widest(desk: Desk, issues: Sequence[str]) -> str:
    return max(issues, key=lambda issue: _gap(desk, issue))


def _apart(desk: Desk, issues: Sequence[str]) -> dict[str, Fact]:
    issue = _widest(desk, issues)
    return gather(
        **{
            f"apart_{word}": partial(
                desk.last, position_id(issue, desk.war.role(word).id)
            )
            for word in ("invader", "defender")
        }
    )


def _strips(desk: Desk, agenda: Agenda, issues: Sequence[str]) -> StripChart:
    strips = []
    for issue in sorted(issues, key=lambda i: -_gap(desk, i)):
        one = agenda.issues[issue]
        readings = tuple(
            Reading(desk.war.role(word).name, desk.last(name), hue)
            for word, hue in _SIDES
            if desk.war.has(word)
            and desk.has(name := position_id(issue, desk.war.role(word).id))
        )
        found = gather(
            now=partial(desk.last, state_id(issue)),
            outcome=partial(desk.last, f"table/settled.{issue}"),
        )
        strips.append(
            Strip(
                *(one.name, one.low, one.high, readings),
                now=found.get("now"),
                outcome=found.get("outcome"),
            )
        )
    return StripChart(tuple(strips))


def _shares(desk: Desk, agenda: Agenda, ranked: Sequence[str]) -> BarChart:
    bars = []
    for name in ranked:
        fact = desk.last(f"table/share.{name}")
        if fact.value >= _SHOWN or name == "unchanged":
            hue = Hue.INK if name == "unchanged" else Hue.THIRD
            bars.append(Bar(_settlement(agenda, name), fact, hue))
    return BarChart(tuple(bars), digits=1)


def _range(desk: Desk, agenda: Agenda) -> RangeChart | None:
    """Set what is held beside what each side would rather have than another year."""
    if agenda.stake is None:
        return None
    sides = {a: agenda.actors[a] for a in agenda.stake.sides}
    first, other = sides.values()
    rows = (
        (agenda.stake.held, Text("held now", "目前控制"), Hue.INK),
        (
            agenda.stake.expected,
            Text("after another year at this pace", "照此步調再打一年"),
            Hue.GREY,
        ),
        (
            "table/range.low",
            Text(f"least {first.en} would take", f"{first.zh}最低要求"),
            Hue.INVADER,
        ),
        (
            "table/range.high",
            Text(f"most {other.en} would leave", f"{other.zh}最多讓出"),
            Hue.DEFENDER,
        ),
    )
    if not desk.has(*(name for name, _, _ in rows)):
        return None
    found = (Reading(words, desk.last(name), hue) for name, words, hue in rows)
    return RangeChart(tuple(found), digits=1, zero=False)


def _span(desk: Desk, name: str) -> Cell:
    try:
        return Span(*desk.interval(name))
    except (NotYetKnown, UnknownSeries):
        return None


def _positions(desk: Desk, agenda: Agenda, issues: Sequence[str]) -> Table:
    sides = [desk.war.role(word) for word, _ in _SIDES if desk.war.has(word)]
    rows: list[tuple[Cell, ...]] = []
    for issue in issues:
        found = gather(
            state=partial(desk.last, state_id(issue)),
            mean=partial(desk.last, f"table/mean.{issue}"),
        )
        cells = [_span(desk, position_id(issue, side.id)) for side in sides]
        state, mean = found.get("state"), found.get("mean")
        rows.append(
            (
                agenda.issues[issue].name,
                *cells,
                Num(state) if state else None,
                Num(mean) if mean else None,
                _span(desk, f"table/settled.{issue}"),
            )
        )
    head = (
        Text("Issue", "議題"),
        *(side.name for side in sides),
        Text("As it stands", "現況"),
        Text("Weighted mean", "加權平均"),
        Text("Games settle at", "模型結局"),
    )
    return Table(head, tuple(rows))


def _moved(desk: Desk, agenda: Agenda) -> Table | None:
    """List who moved most since it was last coded, and why."""
    codings = {(c.series, c.period): c for c in desk.view.codings()}
    moves: list[tuple[float, str, str, Point, Point]] = []
    for actor in agenda.players:
        for issue in agenda.issues:
            name = position_id(issue, actor)
            if not desk.has(name):
                continue
            for was, now in list(pairwise(desk.series(name).points))[-1:]:
                moves.append((abs(now.value - was.value), actor, issue, was, now))
    moves = [m for m in moves if m[0] >= _LEAST]
    moves.sort(key=lambda m: (-m[0], m[1], m[2]))
    rows: list[tuple[Cell, ...]] = []
    for _, actor, issue, was, now in moves[:_MOVED]:
        name = position_id(issue, actor)
        rows.append(
            (
                agenda.actors[actor],
                agenda.issues[issue].name,
                Num(desk.at(name, was.period)),
                Num(desk.at(name, now.period)),
                Quote(codings[name, now.period].text),
            )
        )
    if not rows:
        return None
    head = (
        Text("Who", "誰"),
        Text("Issue", "議題"),
        Text("Was", "原立場"),
        Text("Is", "現立場"),
        Text("Why", "依據"),
    )
    return Table(head, tuple(rows))


def _cases(desk: Desk) -> Table | None:
    """Set the distance of each forecast from what came beside each other."""
    hows = ("error.settled", "error.mean", "error.unchanged", "crps")
    if not desk.has(*(f"table/{how}" for how in hows)):
        return None
    from polemos.report import _say

    rows: list[tuple[Cell, ...]] = []
    for point in desk.series("table/error.settled"):
        p = point.period
        days = Text(
            f"{_say.day(p.start, 'en')} to {_say.day(p.last, 'en')}",
            f"{_say.day(p.start, 'zh')}至{_say.day(p.last, 'zh')}",
        )
        cells = (Num(desk.at(f"table/{how}", p), digits=1) for how in hows)
        rows.append((Quote(days), *cells))
    head = (
        Text("From and to", "起訖"),
        Text("Model", "模型"),
        Text("Weighted mean", "加權平均"),
        Text("No change", "維持現狀"),
        Text("Model, CRPS", "模型 CRPS"),
    )
    return Table(head, tuple(rows))
