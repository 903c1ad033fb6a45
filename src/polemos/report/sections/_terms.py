"""Tables of what scenarios carry: terms, what they hang on, who gains, judgements."""

from functools import partial
from math import log

from polemos.core import Phase, Text, end_of_day, judged_id
from polemos.models import Weighing
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Quote, Table
from polemos.report.sections._ahead import word
from polemos.report.sections._odds import num, span

_SURE, _RATHER = 0.75, 1.5  # log odds between the ends of an interval
_CONFIDENCE = (
    Text("high", "高"),
    Text("moderate", "中"),
    Text("low", "低"),
)
_SHOWN = 0.5  # points of a scale: a smaller gain is none
_LIKELY = 20.0  # percent: what no scenario makes as likely is left out of the terms


def _branches(view: Weighing) -> list[str]:
    """Name the scenarios that a table of terms can hold: all but a wider war."""
    kinds = {s.branch: s.phase for s in view.told.states.values()}
    return [b for b in view.told.branches if kinds[b] is not Phase.WIDER]


def terms(desk: Desk, view: Weighing) -> Table | None:
    """Lay out what each scenario would carry, and the chance of what hangs on it."""
    branches, agenda = _branches(view), view.base.agenda
    rows: list[tuple[Cell, ...]] = []
    for issue in agenda.issues.values():
        cells = [span(desk, judged_id("carries", b, issue.id), 0) for b in branches]
        if any(cells):
            rows.append((issue.name, *cells))
    for one in view.told.carried.values():
        told = "scenario/after.{}.{}" if one.now else judged_id("after", "{}", "{}")
        digits = 0 if one.now else 1
        cells = [span(desk, told.format(b, one.id), digits) for b in branches]
        if any(cells):
            rows.append((Quote(one.name), *cells))
    for key, one_so in view.told.variables.items():
        facts = [
            gather(x=partial(desk.last, f"scenario/so.{key}.if.{b}")).get("x")
            for b in branches
        ]
        likeliest = max((f.value for f in facts if f), default=0.0)
        if not one_so.chance and key not in view.prospect.seen and likeliest >= _LIKELY:
            name = one_so.name
            cells = [Num(f, 1) if f else None for f in facts]
            rows.append((Quote(Text(f"{name.en}, %", f"{name.zh}，%")), *cells))
    if not rows:
        return None
    heads = (view.told.states[b].name for b in branches)
    return Table((Text("Term", "項目"), *heads), tuple(rows))


def gains(desk: Desk, view: Weighing) -> Table | None:
    """Tell who would gain or lose by each scenario, against how things stand."""
    branches, agenda = _branches(view), view.base.agenda
    rows: list[tuple[Cell, ...]] = []
    for player in agenda.players:
        cells = [num(desk, f"scenario/gain.{b}@{player}", 0, "+") for b in branches]
        if any(cells):
            rows.append((agenda.actors[player], *cells))
    if not rows:
        return None
    heads = (view.told.states[b].name for b in branches)
    return Table((Text("Who", "誰"), *heads), tuple(rows))


def judgements(desk: Desk, view: Weighing) -> Table | None:
    """Put the key judgements in a row each: chance, word, confidence, change."""
    told = view.told
    halted = Text("the fighting has halted in any way", "戰事以任何形式停止（合計）")
    asked = (*told.of(Phase.FIGHTING)[:1], Phase.HALTED, *told.of(Phase.HALTED)[-1:])
    wanted = {
        f"chance.{b}": halted if b == Phase.HALTED else told.states[b].name
        for b in (*asked, *told.of(Phase.WIDER))
    }
    wanted |= {
        f"so.{v.id}": v.name
        for v in told.variables.values()
        if v.id in told.coded and v.id not in view.prospect.seen
    }
    rows = [_judgement(desk, view, name, words) for name, words in wanted.items()]
    kept = tuple(r for r in rows if r is not None)
    if not kept:
        return None
    head = (
        Text("Judgement", "判斷"),
        Text("Chance, %", "機率，%"),
        Text("In a word", "用語"),
        Text("Confidence", "信心"),
        Text("Last edition, %", "上期，%"),
        Text("What to watch", "觀察什麼"),
    )
    return Table(head, kept)


def _watched(view: Weighing, what: str) -> Cell:
    """Name the first sign of a scenario, or what tells the chance of a thing."""
    key = what.partition(".")[2]
    signs = [s.name for s in view.told.signs if s.branch == key]
    if key == Phase.HALTED:
        halted = view.told.of(Phase.HALTED)
        signs = [s.name for s in view.told.signs if s.branch in halted]
    if not signs and key in view.told.variables:
        signs = [view.told.variables[key].rule]
    return Quote(signs[0]) if signs else None


def _judgement(
    desk: Desk, view: Weighing, what: str, words: Text
) -> tuple[Cell, ...] | None:
    name = f"scenario/{what}"
    then = end_of_day(desk.last_edition)
    now = gather(x=partial(desk.last, name)).get("x")
    before = gather(x=partial(desk.known_then, name, then)).get("x")
    if now is None:
        return None
    return (
        Quote(words),
        span(desk, name),
        word(now.value),
        _confidence(now),
        Num(before, 1) if before else None,
        _watched(view, what),
    )


def _confidence(fact: Fact) -> Text:
    """Name the confidence by how wide the interval is in log odds."""
    low, high = (min(max(v / 100, 0.001), 0.999) for v in fact.point.ends)
    wide = log(high / (1 - high)) - log(low / (1 - low))
    return _CONFIDENCE[0 if wide <= _SURE else 1 if wide <= _RATHER else 2]
