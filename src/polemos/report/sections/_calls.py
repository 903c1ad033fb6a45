"""What others said would come, and what had come: held against our own series."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import mean
from typing import Any

from polemos.claims import check
from polemos.core import (
    LANGS,
    Claim,
    NotYetKnown,
    Period,
    Reckoning,
    Series,
    Text,
    Unit,
    UnknownSeries,
    Verdict,
    end_of_day,
    reckon,
)
from polemos.report import _say
from polemos.report._desk import Desk, Fact
from polemos.report._figure import Cell, Num, Quote, Table
from polemos.report.sections._called import Measure, Row, read, said_on

_NEAR = 0.05  # a number that is off by no more than this share of ours is near it
_LATE = timedelta(days=7)  # how far a count may lie before the day that it is of


class Outcome(StrEnum):
    """What a series says of a call, as of one day."""

    HELD = "held"
    SOONER = "sooner"
    LATER = "later"
    OPEN = "open"
    SILENT = "silent"


_OUTCOMES = {
    Outcome.HELD: Text("held", "應驗"),
    Outcome.SOONER: Text("missed: it came sooner", "落空：提早發生"),
    Outcome.LATER: Text("missed: it did not come in time", "落空：期限內未發生"),
    Outcome.SILENT: Text(
        "cannot be scored: no count since", "無法計分：期末後沒有計數"
    ),
}
_VOID = Text("void: its price did not come", "作廢：所設油價未出現")
_NOT_SO_FAR = Text("its price has not come", "所設油價至今未出現")
_NOT_COUNTED = Text("not counted since it was said", "發表後尚無計數")
_COUNTS = {
    Verdict.HOLDS: Text("the same", "相同"),
    Verdict.ROUNDS: Text("near", "相近"),
    Verdict.OFF: Text("differs", "不同"),
    Verdict.UNSUPPORTED: Text("cannot be scored: not known", "無法計分：尚無資料"),
}


_CALLS = (
    Text("Who, when", "發表者與日期"),
    Text("What", "說法"),
    Text("Holds if", "應驗條件"),
    Text("Newest", "最新值"),
    Text("Ours then, %", "本刊當時，%"),
    Text("Verdict", "判定"),
)
_NUMBERS = (
    Text("Who, when", "發表者與日期"),
    Text("What", "項目"),
    Text("Theirs", "對方數字"),
    Text("Ours", "本刊數字"),
    Text("Verdict", "判定"),
)


def published(desk: Desk) -> dict[str, Table]:
    """Lay out what others had published by now: `calls` to come, `counts` of the past.

    A table without rows is left out.
    """
    told = read(desk.war)
    measures = told.measures
    calls = (_call(desk, c, measures[c["measure"]]) for c in _said(desk, told.calls))
    counts = (_count(desk, c) for c in _said(desk, told.counts))
    made = {
        "calls": Table(_CALLS, tuple(calls)),
        "counts": Table(_NUMBERS, tuple(counts)),
    }
    return {key: table for key, table in made.items() if table.rows}


def _said(desk: Desk, raw: Sequence[Row]) -> Sequence[Row]:
    """Give what was said by the edition's day, in the order of saying."""
    known = (c for c in raw if said_on(c["said"]) <= desk.day)
    return sorted(known, key=lambda c: said_on(c["said"]))


def outcome(series: Series | None, below: float, when: Mapping[str, date]) -> Outcome:
    """Say whether a series first stood at `below` or under within a time.

    `when` has the day a call was `said`, its time `from` and `by`, and the `day` that
    judges. What a sparse count passed over unseen is no miss.
    """
    found = series.points if series else ()
    since = [p for p in found if p.period.last > when["said"]]
    reached = next((p.period.last for p in since if p.value <= below), None)
    if reached is not None and reached <= when["by"]:
        return Outcome.HELD if reached >= when["from"] else Outcome.SOONER
    if any(p.period.last >= when["by"] and p.value > below for p in since):
        return Outcome.LATER
    return Outcome.OPEN if when["day"] <= when["by"] else Outcome.SILENT


def _call(desk: Desk, c: Row, m: Measure) -> tuple[Cell, ...]:
    said = said_on(c["said"])
    newest = desk.last(m.series) if m.series and desk.has(m.series) else None
    return (
        *_told(c),
        Quote(_rule(c, m)),
        Num(newest, m.digits, unit=Unit.parse(m.unit)) if newest else None,
        _chance(desk, m.chance, said, c["by"]),
        Quote(_verdict(desk, c, m, said)),
    )


def _told(c: Row) -> tuple[Cell, ...]:
    """Give who said it, when (as exactly as is known), where we read it, and what."""
    whole, said = c["said"].count("-") == 1, said_on(c["said"])
    when = {k: (_say.month if whole else _say.day)(said, k) for k in LANGS}
    via = f" ({c['via']})" if "via" in c else ""
    read = f"（{c['via']}）" if via else ""
    who = Text(**c["who"])
    return (
        Quote(Text(f"{who.en}, {when['en']}{via}", f"{who.zh}，{when['zh']}{read}")),
        Quote(Text(**c["what"])),
    )


def _rule(c: Row, m: Measure) -> Text:
    title, over = Text(**m.title), Period(c["from"], c["by"] + timedelta(days=1))
    when = {lang: _say.period(over, lang) for lang in LANGS}
    if m.below is None:
        return Text(f"{title.en} ({when['en']})", f"{title.zh}（{when['zh']}）")
    return Text(
        f"{title.en}: first at {m.below:g} or less in {when['en']}",
        f"{title.zh}：{when['zh']}首度降到 {m.below:g} 以下",
    )


def _chance(desk: Desk, name: str, said: date, by: date) -> Num | None:
    """Give our chance as of that day, at our first horizon that reaches `by`."""
    if not name:
        return None
    then = end_of_day(said)
    try:
        series = desk.known_at(then).series(name)
    except (NotYetKnown, UnknownSeries):
        return None
    point = next((p for p in series if p.period.last >= by), None)
    return Num(Fact(name, series.unit, point, as_of=then)) if point else None


def _verdict(desk: Desk, c: Row, m: Measure, said: date) -> Text:
    if m.below is None:
        why = Text(**(m.why or {}))
        return Text(f"cannot be scored: {why.en}", f"無法計分：{why.zh}")
    series = (
        desk.series(m.series).to(Unit.parse(m.unit)) if desk.has(m.series) else None
    )
    when = {"said": said, "from": c["from"], "by": c["by"], "day": desk.day}
    found = outcome(series, m.below, when)
    borne = _borne_out(desk, c["premise"], said) if "premise" in c else True
    if found is not Outcome.OPEN:
        return _OUTCOMES[found] if borne else _VOID
    until = {lang: _say.day(c["by"], lang) for lang in LANGS}
    text = Text(f"open until {until['en']}", f"未到期（{until['zh']}）")
    if not borne:
        return _also(text, _NOT_SO_FAR)
    if series is None or series.last().period.last <= said:
        return _also(text, _NOT_COUNTED)
    return text


def _also(text: Text, more: Text) -> Text:
    return Text(f"{text.en}; {more.en}", f"{text.zh}；{more.zh}")


def _borne_out(desk: Desk, premise: Mapping[str, Any], said: date) -> bool:
    """Say whether the mean price since then may have been what was assumed.

    The price is of another grade, which may be dearer by the widest discount on record.
    """
    try:
        since = desk.series(premise["series"]).between(said + timedelta(days=1))
        wholly = [p.value for p in since if p.period.start > said]
        widest = max(p.value for p in desk.series(premise["discount"]))
    except (NotYetKnown, UnknownSeries, ValueError):
        return True
    low, high = premise["price"]
    return not wholly or low <= mean(wholly) <= high + widest


def _count(desk: Desk, c: Row) -> tuple[Cell, ...]:
    fact, unit = _ours(desk, c), Unit.parse(c["unit"])
    places = max(0, -int(Decimal(c["step"]).adjusted()))
    theirs = f"{Decimal(c['stated']):,}"
    return (
        *_told(c),
        Quote(Text(theirs, theirs)),
        Num(fact, places, unit=unit) if fact else None,
        _held_beside(desk, c, fact),
    )


def _ours(desk: Desk, c: Row) -> Fact | None:
    """Give our number of the same thing, as known now."""
    name = c["series"]
    how = Reckoning.CHANGE if "since" in c else Reckoning.LEVEL
    try:
        series = desk.series(name)
        period = series.on(c["until"]).period
        base = series.on(c["since"]).period if "since" in c else None
        point, unit = reckon(series, period, how, base)
    except (NotYetKnown, UnknownSeries):
        return None
    late = [c["until"] - period.last] + ([c["since"] - base.last] if base else [])
    if max(late) > _LATE:
        return None
    return Fact(name, unit, point, how, base)


def _held_beside(desk: Desk, c: Row, fact: Fact | None) -> Text:
    if fact is None:
        return _COUNTS[Verdict.UNSUPPORTED]
    if "unlike" in c:
        why = Text(**c["unlike"])
        return Text(f"not like for like: {why.en}", f"不可相比：{why.zh}")
    stated, unit = Decimal(c["stated"]), Unit.parse(c["unit"])
    claim = Claim(
        *(c["id"], c["what"]["zh"], stated, Decimal(c["step"]), unit, fact.series),
        *(fact.point.period, fact.how, fact.base),
    )
    found = check(claim, desk.view).verdict
    ours = fact.value * fact.unit.factor(unit)
    if found is Verdict.OFF and abs(ours - float(stated)) <= _NEAR * abs(ours):
        found = Verdict.ROUNDS
    return _COUNTS[found]
