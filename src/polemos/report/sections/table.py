"""The negotiating table: who stands where, what could be agreed, what flips it."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from polemos.core import (
    Agenda,
    NotYetKnown,
    Text,
    UnknownSeries,
    capability_id,
    position_id,
    state_id,
)
from polemos.models import NO_CHANGE, UNCHANGED, Flip, Negotiating, Talks
from polemos.models.bargaining import Kind
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    Hue,
    Mark,
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
from polemos.report.sections._kept import counted, day_words, table_of
from polemos.report.sections.week import SIDES

_STALE = 270  # days after which positions say nothing of now
_MOVED = 8  # changes of position that are listed
_LEAST = 3.0  # points: a smaller change is within what a scorer can tell
_NAMED = 3  # flips that are named
_CLOSE = 15.0  # points: what lies farther off than this is not near
_OLD = Text("positions were last scored too long ago", "立場評分已過時")


@section("table", Text("The table and a settlement", "談判桌與可能的解決方案"))
def table(desk: Desk) -> Content:
    """Lay out positions, what moved them, where the model lands, what flips that."""
    view = table_of(desk)
    agenda = view.agenda
    if (desk.day - view.seats.day).days > _STALE:
        raise NotYetKnown(f"positions are of {view.seats.day}: too old", _OLD)
    talks = view.talks
    ranked = sorted(talks.named, key=talks.distance)
    apart = sorted(talks.issues, key=lambda issue: -_gap(desk, issue))
    moved, since = _moved(desk, agenda)
    tables = {
        "positions": _positions(desk, agenda, talks.issues),
        "players": _players(desk, agenda, talks),
        "moved": moved,
        "offers": _offers(desk, agenda, talks, ranked),
        "cases": _cases(desk),
    }
    figures: dict[str, Chart] = {"strips": _strips(desk, agenda, apart)}
    stake = _range(desk, agenda)
    if stake is not None:
        figures["range"] = stake
    flips = list(talks.flips)
    coded = max(s.coding.coded for s in view.seats.stands)
    quotes = {
        "nearest": _settlement(agenda, ranked[0]),
        "scored": day_words(view.seats.day),
        "coded": day_words(coded),
        **{f"flip_{i}": _flip(agenda, f) for i, f in enumerate(flips[:_NAMED])},
    }
    if since is not None:
        quotes["since"] = since
    if agenda.stake is not None:
        quotes |= {"stake": agenda.stake.name, "note": agenda.stake.note}
    lost, beaten = _lost(view, "mean"), _lost(view, UNCHANGED)
    facts = _facts(desk, agenda, ranked[0]) | _apart(desk, apart)
    return Content(
        facts=facts,
        flags={
            "flips": str(min(len(flips), _NAMED)),
            "more": len(flips) > _NAMED,
            "close": talks.distance(ranked[0]) <= _CLOSE,
            "rivals": len(ranked) > 1,
            "hindsight": coded > view.seats.day,
            "loses": bool(view.cases) and beaten == len(view.cases),
            "where": _where(facts),
        },
        figures=figures,
        tables={k: t for k, t in tables.items() if t},
        texts={
            "issue": agenda.issues[apart[0]].name,
            "second": agenda.issues[apart[1 % len(apart)]].name,
            "cases": counted(len(view.cases)),
            "lost": counted(lost),
        },
        quotes=quotes,
    )


def _settlement(agenda: Agenda, name: str) -> Text:
    return agenda.settlements.get(name, NO_CHANGE)


def _flip(agenda: Agenda, flip: Flip) -> Text:
    """Say in words what is otherwise, and what is then the nearest."""
    one, to = flip.input, _settlement(agenda, flip.to)
    who = agenda.actors[one.actor]
    if one.issue is None:
        en, zh = ("stronger", "更強") if flip.high else ("weaker", "更弱")
        told = Text(f"{who.en} {en}", f"{who.zh}實力{zh}")
    elif one.kind is Kind.SALIENCE:
        name = agenda.issues[one.issue].name
        en, zh = ("more", "更") if flip.high else ("less", "較不")
        told = Text(
            f"{who.en} caring {en} about {name.en}", f"{who.zh}{zh}重視{name.zh}"
        )
    else:
        issue = agenda.issues[one.issue]
        pole = issue.high if flip.high else issue.low
        told = Text(
            f"{who.en} closer to “{pole.en}” on {issue.name.en}",
            f"{who.zh}在{issue.name.zh}上更靠「{pole.zh}」",
        )
    return Text(f"{told.en} (then {to.en})", f"{told.zh}（改為{to.zh}）")


def _facts(desk: Desk, agenda: Agenda, nearest: str) -> dict[str, Fact]:
    found = gather(
        off=partial(desk.last, f"table/distance.{nearest}"),
        share=partial(desk.last, f"table/share.{nearest}"),
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


def _lost(view: Negotiating, how: str) -> int:
    """Count the cases in which something came nearer than the model."""
    return sum(case.error(how) < case.error("settled") for case in view.cases)


def _where(facts: dict[str, Fact]) -> str:
    """Say where what is held lies to what both would rather have, if that is sure.

    Both ends rest on an assumption, and have an interval for it.
    """
    keys = ("least_low", "least_high", "held", "most_low", "most_high")
    if not all(k in facts for k in keys):
        return ""
    least, from_, held, most, to = (facts[k].value for k in keys)
    if held < least:
        return "below"
    if held > to:
        return "above"
    return "inside" if from_ < held < most else "open"


def _gap(desk: Desk, issue: str) -> float:
    """Give how far the two who fight stand apart on an issue."""
    places = [
        desk.last(name).value
        for word in ("invader", "defender")
        if desk.has(name := position_id(issue, desk.war.role(word).id))
    ]
    return abs(places[0] - places[1]) if len(places) > 1 else 0.0


def _apart(desk: Desk, apart: Sequence[str]) -> dict[str, Fact]:
    """Give where the two who fight stand on the issues they are farthest apart on."""
    return gather(
        **{
            f"{word}_{rank}": partial(
                desk.last, position_id(issue, desk.war.role(word).id)
            )
            for rank, issue in zip(("first", "second"), apart, strict=False)
            for word in ("invader", "defender")
        }
    )


def _strips(desk: Desk, agenda: Agenda, issues: Sequence[str]) -> StripChart:
    strips = []
    for issue in issues:
        one = agenda.issues[issue]
        readings = tuple(
            Reading(agenda.actors[desk.war.role(word).id], desk.last(name), hue)
            for word, hue in SIDES
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


def _range(desk: Desk, agenda: Agenda) -> RangeChart | None:
    """Set what is held beside what each side would rather have than another year."""
    if agenda.stake is None:
        return None
    first, other = (agenda.actors[a] for a in agenda.stake.sides)
    rows = (
        (agenda.stake.held, Text("held now", "目前控制"), Hue.INK, Mark.OBSERVED),
        (
            agenda.stake.expected,
            Text("after another year at this pace", "照此步調再打一年"),
            Hue.GREY,
            Mark.FORECAST,
        ),
        (
            "table/range.low",
            Text(f"break-even of {first.en}", f"{first.zh}的損益兩平點"),
            Hue.INVADER,
            Mark.ESTIMATED,
        ),
        (
            "table/range.high",
            Text(
                f"break-even of {other.en}, at most all",
                f"{other.zh}的損益兩平點（上限為全部）",
            ),
            Hue.DEFENDER,
            Mark.ESTIMATED,
        ),
    )
    if not desk.has(*(name for name, *_ in rows)):
        return None
    found = (
        Reading(text, desk.last(name), hue, mark) for name, text, hue, mark in rows
    )
    return RangeChart(tuple(found), digits=1, zero=False)


def _span(desk: Desk, name: str) -> Cell:
    try:
        return Span(*desk.interval(name))
    except (NotYetKnown, UnknownSeries):
        return None


def _num(desk: Desk, name: str, digits: int = 0) -> Cell:
    found = gather(x=partial(desk.last, name)).get("x")
    return Num(found, digits=digits) if found else None


def _positions(desk: Desk, agenda: Agenda, issues: Sequence[str]) -> Table:
    sides = [desk.war.role(word) for word, _ in SIDES if desk.war.has(word)]
    rows: list[tuple[Cell, ...]] = [
        (
            agenda.issues[issue].name,
            *(_span(desk, position_id(issue, side.id)) for side in sides),
            _num(desk, state_id(issue)),
            _num(desk, f"table/mean.{issue}"),
            _span(desk, f"table/settled.{issue}"),
        )
        for issue in issues
    ]
    head = (
        Text("Issue", "議題"),
        *(agenda.actors[side.id] for side in sides),
        Text("As it stands", "現況"),
        Text("Weighted mean", "加權平均"),
        Text("Model lands at", "模型落點"),
    )
    return Table(head, tuple(rows))


def _players(desk: Desk, agenda: Agenda, talks: Talks) -> Table:
    """Tell of every player how strong it is, and what it cares about most."""
    rows: list[tuple[Cell, ...]] = []
    for actor in talks.actors:
        mine = [s for s in talks.seats.stands if s.actor == actor]
        top = max(mine, key=lambda s: s.salience.value)
        rows.append(
            (
                agenda.actors[actor],
                _num(desk, capability_id(actor)),
                agenda.issues[top.issue].name,
                _span(desk, position_id(top.issue, actor)),
                Quote(top.coding.text),
            )
        )
    head = (
        Text("Who", "誰"),
        Text("Strength", "實力"),
        Text("Cares most about", "最重視"),
        Text("Stands at", "立場"),
        Text("Why", "依據"),
    )
    return Table(head, tuple(rows))


def _moved(desk: Desk, agenda: Agenda) -> tuple[Table | None, Text | None]:
    """List who moved most since it was last scored, why, and since when."""
    codings = {(c.series, c.period): c for c in desk.view.codings()}
    moves = []
    for actor in agenda.players:
        for issue in agenda.issues:
            name = position_id(issue, actor)
            if desk.has(name):
                for was, now in list(pairwise(desk.series(name).points))[-1:]:
                    moves.append((abs(now.value - was.value), actor, issue, was, now))
    since = max((m[3].period.start for m in moves), default=None)
    moves = [m for m in moves if m[0] >= _LEAST and m[3].period.start == since]
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
    if not rows or since is None:
        return None, None
    head = (
        Text("Who", "誰"),
        Text("Issue", "議題"),
        Text("Was", "原立場"),
        Text("Is", "現立場"),
        Text("Why", "依據"),
    )
    return Table(head, tuple(rows)), day_words(since)


def _offers(desk: Desk, agenda: Agenda, talks: Talks, ranked: Sequence[str]) -> Table:
    """Tell of each proposal how far it lies from where the model lands, and on what."""
    rows: list[tuple[Cell, ...]] = []
    for name in ranked:
        off = np.abs(talks.named[name] - talks.middle)
        worst = agenda.issues[talks.issues[int(np.nanargmax(off))]].name
        rows.append(
            (
                _settlement(agenda, name),
                counted(int(np.isfinite(off).sum())),
                _num(desk, f"table/distance.{name}"),
                worst,
                _num(desk, f"table/share.{name}"),
            )
        )
    head = (
        Text("Proposal", "方案"),
        Text("Issues it speaks of", "談到的議題數"),
        Text("Distance, points", "距離（點）"),
        Text("Farthest off on", "差最多的議題"),
        Text("Nearest in % of runs", "最接近的模擬次數（%）"),
    )
    return Table(head, tuple(rows))


def _cases(desk: Desk) -> Table | None:
    """Set the distance of each forecast from what came beside each other."""
    hows = ("error.settled", "error.mean", "error.unchanged")
    if not desk.has(*(f"table/{how}" for how in hows)):
        return None
    rows: list[tuple[Cell, ...]] = []
    for point in desk.series("table/error.settled"):
        p = point.period
        a, b = day_words(p.start), day_words(p.last)
        days = Quote(Text(f"{a.en} to {b.en}", f"{a.zh}至{b.zh}"))
        cells = (Num(desk.at(f"table/{how}", p), digits=1) for how in hows)
        rows.append((days, *cells))
    head = (
        Text("From and to", "起訖"),
        Text("Model", "模型"),
        Text("Weighted mean", "加權平均"),
        Text("No change", "現況不變"),
    )
    return Table(head, tuple(rows))
