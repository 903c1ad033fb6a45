"""Tables of odds: scenarios now and a week ago, what moved them, signs and chains."""

from functools import partial

from polemos.core import (
    PERCENT,
    NotYetKnown,
    Phase,
    Sign,
    Text,
    UnknownSeries,
    Way,
    end_of_day,
)
from polemos.models import CLOCK, RPS, Weighing
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Quote, SignedBar, Span, Table
from polemos.report.sections._kept import day_words

_STILL = 0.005  # points: less prints as nothing
_SAYS = {
    True: Text("confirms", "證實"),
    False: Text("refutes", "反證"),
    None: Text("neither", "兩者皆非"),
}
_HALTED_RULE = Text(
    "It is any of those in which the fighting has halted", "屬於戰事停止的任一情境"
)
_SO_NOW = Text("so now", "已成立")


def span(desk: Desk, name: str, digits: int | None = None) -> Cell:
    """Give a newest value with its interval; a chance with one digit."""
    try:
        told = desk.interval(name)
    except (NotYetKnown, UnknownSeries):
        return num(desk, name, digits)
    return Span(*told, digits=_digits(told[0]) if digits is None else digits)


def num(desk: Desk, name: str, digits: int | None = None, sign: str = "") -> Cell:
    """Give a newest value."""
    found = gather(x=partial(desk.last, name)).get("x")
    if found is None:
        return None
    return Num(found, _digits(found) if digits is None else digits, sign)


def _digits(fact: Fact) -> int:
    return 1 if fact.unit == PERCENT else 0


def odds(desk: Desk, view: Weighing) -> Table:
    """Set each scenario beside its chance in the last edition, and its rule."""
    then = end_of_day(desk.last_edition)
    rows: list[tuple[Cell, ...]] = []
    for branch in (*view.told.branches, Phase.HALTED.value):
        name = f"scenario/chance.{branch}"
        before = gather(x=partial(desk.known_then, name, then)).get("x")
        state = view.told.states.get(branch)
        rows.append(
            (
                state.name if state else Text("in any way halted", "戰事停止（合計）"),
                span(desk, name),
                Num(before, _digits(before)) if before else None,
                num(desk, f"scenario/clock.{branch}"),
                Quote(state.rule) if state else _HALTED_RULE,
            )
        )
    head = (
        Text("Scenario", "情境"),
        Text("Chance, %", "機率，%"),
        Text("Last edition", "上期"),
        Text("By the clock alone", "僅憑時鐘"),
        Text("It is so if", "判定條件"),
    )
    return Table(head, tuple(rows), strong=len(rows) - 1)


def moved(desk: Desk, view: Weighing) -> Table | None:
    """Tell by how much each cause has moved two chances since the last edition."""
    days = (desk.day - desk.last_edition).days
    goes_on = view.told.of(Phase.FIGHTING)[0]
    rows: list[tuple[Cell, ...]] = []
    for cause, words in view.odds.causes().items():
        facts = gather(
            **{
                which: partial(desk.last, f"scenario/moved.{days}.{which}.{cause}")
                for which in (goes_on, Phase.HALTED.value)
            }
        )
        if any(abs(f.value) >= _STILL for f in facts.values()):
            bars = (SignedBar(f, digits=2) for f in facts.values())
            rows.append((words, *bars))
    if not rows:
        return None
    name = view.told.states[goes_on].name
    head = (
        Text("What moved", "動因"),
        Text(f"{name.en}, points", f"{name.zh}（百分點）"),
        Text("Halted in any way, points", "戰事停止（百分點）"),
    )
    return Table(head, tuple(rows))


def says(sign: Sign, value: float) -> bool | None:
    """Say whether a value confirms a scenario, refutes it, or neither."""
    up = sign.way is Way.UP
    if (value >= sign.beyond) if up else (value <= sign.beyond):
        return sign.confirms
    return None


def signs(desk: Desk, view: Weighing) -> Table | None:
    """List what would confirm or refute each scenario, and what it says today."""
    rows: list[tuple[Cell, ...]] = []
    for sign in view.told.signs:
        found = gather(x=partial(desk.last, sign.series)).get("x")
        side, beyond = _SAYS[sign.confirms], f"{sign.beyond:,g}"
        en, zh = ("or more", "以上") if sign.way is Way.UP else ("or less", "以下")
        rule = Text(f"{side.en} at {beyond} {en}", f"{beyond} {zh}即{side.zh}")
        rows.append(
            (
                view.told.states[sign.branch].name,
                Quote(sign.name),
                Quote(rule),
                Num(found, _digits(found)) if found else None,
                _SAYS[says(sign, found.value)] if found else None,
            )
        )
    if not rows:
        return None
    head = (
        Text("Scenario", "情境"),
        Text("Sign", "指標"),
        Text("Rule", "規則"),
        Text("Newest", "最新值"),
        Text("It says", "目前"),
    )
    return Table(head, tuple(rows))


def chains(desk: Desk, view: Weighing) -> Table | None:
    """Tell of each chain how likely each step is after the others, and all of them."""
    rows: list[tuple[Cell, ...]] = []
    for chain in view.told.chains:
        so = True
        for n, (step, name) in enumerate(zip(chain.steps, chain.names, strict=True), 1):
            is_so = step in view.prospect.seen
            so = so and is_so
            rows.append(
                (
                    Quote(chain.name) if n == 1 else Text("…", "…"),
                    Quote(name),
                    _SO_NOW if is_so else span(desk, f"scenario/step.{chain.id}.{n}"),
                    _SO_NOW if so else span(desk, f"scenario/upto.{chain.id}.{n}"),
                )
            )
    if not rows:
        return None
    head = (
        Text("Chain", "連鎖"),
        Text("Step", "步驟"),
        Text("After those before it, %", "前述皆成立時，%"),
        Text("All so far, %", "至此全部成立，%"),
    )
    return Table(head, tuple(rows))


def scored(desk: Desk, view: Weighing) -> Table | None:
    """Set the scores of dated forecasts of others beside ours, once settled."""
    every = view.compared.forecasters
    known = [w for w in every if desk.has(f"scenario/{w}")]
    if RPS + CLOCK not in known:
        return None
    rows: list[tuple[Cell, ...]] = []
    for point in desk.series(f"scenario/{RPS}{CLOCK}"):
        told = gather(
            **{who: partial(desk.at, f"scenario/{who}", point.period) for who in known}
        )
        cells = (Num(told[w], 2) if w in told else None for w in known)
        rows.append((Quote(day_words(point.period.last)), *cells))
    head = (Text("Asked on", "提問日"), *(every[w] for w in known))
    return Table(head, tuple(rows))
