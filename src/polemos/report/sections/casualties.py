"""Casualties and, apart from them, the dead: every reading with its author."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from polemos.core import Text, UnknownSeries
from polemos.indicators.casualties import FRESH, author
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    Day,
    Grid,
    Hue,
    Line,
    LineChart,
    Mark,
    Num,
    RangeChart,
    Table,
)
from polemos.report._figure import Reading as Drawn
from polemos.report._section import Content, section
from polemos.report.sections._labels import opening, publisher

CLAIMED = "polemos/casualties.claimed@{}"
_YEAR = 12
_MOVED = 0.01  # a revision smaller than this share of the value is not worth a word


@dataclass(frozen=True, slots=True)
class _Reading:
    """Who says how much, with both ends; `names` is a count of names, a floor."""

    who: Text
    fact: Fact
    low: Fact | None
    high: Fact | None
    claimed: bool = False
    names: bool = False

    @property
    def floor(self) -> bool:
        """Say whether the author said "at least"."""
        return self.low is not None and self.high is None

    @property
    def ceiling(self) -> bool:
        """Say whether the author said "at most"."""
        return self.high is not None and self.low is None


@dataclass(frozen=True, slots=True)
class _Kind:
    """All readings of one kind, and whose are the lowest and the highest number."""

    key: str
    range: str
    readings: tuple[_Reading, ...]
    least: _Reading | None = None
    most: _Reading | None = None


@section("casualties")
def casualties(desk: Desk) -> Content:
    """Gather readings of both kinds, the claimed pace, and what was revised."""
    inv, dfn = desk.war.role("invader").id, desk.war.role("defender").id
    hurt = _kind(desk, "hurt", "casualties", inv, _casualties(desk, inv))
    dead = _kind(desk, "dead", "dead", inv, _dead(desk, inv))
    others = tuple(
        _kind(desk, f"other_{key}", what, dfn, _estimates(desk, what, dfn))
        for key, what in (("dead", "dead"), ("hurt", "casualties"))
    )
    meta, posted = f"economist/casualties.total@{inv}", f"uk_mod/casualties.month@{inv}"
    facts = _pace(desk, inv, posted)
    flags: dict[str, bool | str] = {}
    quotes = _publishers(desk, meta=meta, posted=posted)
    for kind in (hurt, dead, *others):
        facts |= _range(desk, kind)
        flags |= _said(kind, facts)
        quotes |= _authors(kind)
    facts |= gather(week=lambda: desk.week(CLAIMED.format(inv)))
    facts |= _revised(desk, meta)
    for r in (r for r in dead.readings if r.names):
        facts["named"] = r.fact
    table = _table(others)  # too few for a chart
    return Content(
        facts=facts,
        flags=flags | _flags(desk, facts, hurt, meta),
        figures=dict(_figures(desk, inv, hurt, dead, posted)),
        tables={"others": table} if table else {},
        quotes=quotes,
    )


def _reading(
    desk: Desk, who: Text, series: str, *, claimed: bool = False, names: bool = False
) -> _Reading:
    """Give the newest reading of a series."""
    ends = gather(
        low=partial(desk.bound, series, "low"),
        high=partial(desk.bound, series, "high"),
    )
    fact = desk.last(series)
    return _Reading(who, fact, ends.get("low"), ends.get("high"), claimed, names)


def _casualties(desk: Desk, who: str) -> Iterator[_Reading]:
    claim = CLAIMED.format(who)
    if desk.has(claim):
        yield _reading(desk, publisher(desk, claim), claim, claimed=True)
    for series in desk.rivals("casualties.total", who):
        yield _reading(desk, publisher(desk, series), series)
    yield from _estimates(desk, "casualties", who)


def _dead(desk: Desk, who: str) -> Iterator[_Reading]:
    for what in ("dead.total", "dead.excess"):
        for series in desk.rivals(what, who):
            yield _reading(desk, publisher(desk, series), series)
    yield from _estimates(desk, "dead", who)
    for series in desk.rivals("dead.named", who):
        by = publisher(desk, series)
        words = Text(f"{by.en}, by name", f"{by.zh}，具名")
        yield _reading(desk, words, series, names=True)


def _estimates(desk: Desk, kind: str, who: str) -> Iterator[_Reading]:
    start, end = f"estimates/{kind}.", f"@{who}"
    for series in desk.view.stored():
        if series.startswith(start) and series.endswith(end):
            yield _reading(desk, opening(desk, series), series)


def _kind(
    desk: Desk, key: str, what: str, who: str, readings: Iterator[_Reading]
) -> _Kind:
    """Keep each author's newest reading, the highest first, and find the outermost."""
    newest: dict[tuple[str, bool], _Reading] = {}
    for r in sorted(readings, key=lambda r: r.fact.point.period.last):
        newest[author(r.fact.series), r.names] = r
    kept = tuple(
        r
        for r in sorted(newest.values(), key=lambda r: -r.fact.value)
        if (desk.day - r.fact.point.period.last).days <= FRESH
    )
    by = {r.fact.point.evidence: r for r in kept}
    name = f"polemos/{what}.range.{{}}@{who}"
    ends = gather(
        low=lambda: desk.last(name.format("low")),
        high=lambda: desk.last(name.format("high")),
    )
    told = {end: by.get(fact.point.evidence) for end, fact in ends.items()}
    return _Kind(key, name, kept, told.get("low"), told.get("high"))


def _range(desk: Desk, kind: _Kind) -> dict[str, Fact]:
    """Give the range of stated numbers, whose day each is of, and that of intervals."""
    found: dict[str, Fact] = {}
    if kind.least is not None and kind.most is not None:
        found["least_told"], found["most_told"] = kind.least.fact, kind.most.fact
        found |= gather(
            least=lambda: desk.last(kind.range.format("low")),
            most=lambda: desk.last(kind.range.format("high")),
        )
    both = [(r.low, r.high) for r in kind.readings if r.low and r.high]
    if both:
        found["low_end"] = min((low for low, _ in both), key=lambda f: f.value)
        found["high_end"] = max((high for _, high in both), key=lambda f: f.value)
    return {f"{kind.key}_{k}": fact for k, fact in found.items()}


def _said(kind: _Kind, facts: Mapping[str, Fact]) -> dict[str, bool | str]:
    """Say what may be said of a range: two authors, a floor, intervals beyond it."""
    key = kind.key
    most, high = facts.get(f"{key}_most"), facts.get(f"{key}_high_end")
    least, low = facts.get(f"{key}_least"), facts.get(f"{key}_low_end")
    flags: dict[str, bool | str] = {
        f"several_{key}": kind.least is not kind.most,
        f"wider_{key}": bool(most and high and high.value > most.value),
        f"deeper_{key}": bool(least and low and low.value < least.value),
    }
    for end, r in (("least", kind.least), ("most", kind.most)):
        flags[f"floor_{key}_{end}"] = r is not None and r.floor
        flags[f"ceiling_{key}_{end}"] = r is not None and r.ceiling
    return flags


def _authors(kind: _Kind) -> dict[str, Text]:
    if kind.least is None or kind.most is None:
        return {}
    return {f"{kind.key}_least": kind.least.who, f"{kind.key}_most": kind.most.who}


def _publishers(desk: Desk, **series: str) -> dict[str, Text]:
    """Name the publishers of the series that this war's sources promise."""
    out = {}
    for key, name in series.items():
        try:
            out[key] = desk.view.source(name).provider.name
        except UnknownSeries:
            continue
    return out


def _pace(desk: Desk, inv: str, posted: str) -> dict[str, Fact]:
    month = f"polemos/casualties.claimed.month@{inv}"
    facts = gather(
        month=lambda: desk.last(month),
        a_day=lambda: desk.last(f"polemos/casualties.claimed.day@{inv}"),
        posted=lambda: desk.last(posted),
    )
    if "month" in facts:
        period = facts["month"].point.period.shifted(months=-_YEAR)
        facts |= gather(month_before=partial(desk.at, month, period))
    return facts


def _revised(desk: Desk, name: str) -> dict[str, Fact]:
    """Give the newest day whose estimate moved, as first told and as known now."""
    if not desk.has(name):
        return {}
    seen: dict[object, set[float | None]] = {}
    for o in desk.view.vintages(name):
        seen.setdefault(o.period, set()).add(o.value)
    for p in reversed(desk.series(name).points):
        if len(seen[p.period]) > 1:
            then, now = desk.first(name, p.period), desk.at(name, p.period)
            if abs(now.value / then.value - 1) >= _MOVED:
                return {"told_first": then, "told_now": now}
    return {}


def _flags(
    desk: Desk, facts: Mapping[str, Fact], hurt: _Kind, meta: str
) -> dict[str, bool | str]:
    week = facts.get("week")
    return {
        "fresh": week is not None and week.base != week.point.period,
        "no_meta": bool(_publishers(desk, meta=meta)) and not desk.has(meta),
        "most_claimed": hurt.most is not None and hurt.most.claimed,
        "claim_only": [r.claimed for r in hurt.readings] == [True],
    }


def _figures(
    desk: Desk, inv: str, hurt: _Kind, dead: _Kind, posted: str
) -> Iterator[tuple[str, Chart]]:
    for kind in (hurt, dead):
        if kind.readings:
            yield kind.key, RangeChart(tuple(map(_drawn, kind.readings)), dated=True)
    claimed = f"polemos/casualties.claimed.month@{inv}"
    panels = [
        LineChart(
            (Line(name, label, hue, mark),), zero=True, title=publisher(desk, name)
        )
        for name, label, hue, mark in (
            (claimed, Text("claimed", "宣稱"), Hue.DEFENDER, Mark.REPORTED),
            (posted, Text("estimate", "估計"), Hue.THIRD, Mark.ESTIMATED),
        )
        if desk.has(name)
    ]
    if desk.has(claimed):
        one = not panels[1:]
        yield "pace", replace(panels[0], title=None) if one else Grid(tuple(panels))


def _drawn(r: _Reading) -> Drawn:
    hue = Hue.DEFENDER if r.claimed else Hue.INK if r.names else Hue.THIRD
    mark = Mark.REPORTED if r.claimed else Mark.OBSERVED if r.names else Mark.ESTIMATED
    floor = Text(f"{r.who.en}, at least", f"{r.who.zh}，至少")
    ceiling = Text(f"{r.who.en}, at most", f"{r.who.zh}，至多")
    name = floor if r.floor else ceiling if r.ceiling else r.who
    return Drawn(name, r.fact, hue, mark, ends_only=r.fact.point.ends_only)


def _table(kinds: Iterable[_Kind]) -> Table | None:
    head = (
        Text("Of", "項目"),
        Text("By", "來源"),
        Text("low", "下限"),
        Text("value", "估計值"),
        Text("high", "上限"),
        Text("as of", "截至"),
    )
    words = (Text("Dead", "陣亡"), Text("Casualties", "傷亡"))
    rows = [
        _row(word, r)
        for word, kind in zip(words, kinds, strict=True)
        for r in kind.readings
    ]
    return Table(head, tuple(rows)) if rows else None


def _row(word: Text, r: _Reading) -> tuple[Cell, ...]:
    value = None if r.floor or r.ceiling or r.fact.point.ends_only else Num(r.fact)
    low, high = (Num(end) if end else None for end in (r.low, r.high))
    return (word, r.who, low, value, high, Day(r.fact))
