"""Casualties and, apart from them, the dead: every reading with its author."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from polemos.core import Text, UnknownSeries
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
from polemos.report.sections._bias import (
    bias_chart,
    bias_facts,
    bias_table,
    quarter_facts,
    quarter_words,
    told_facts,
    told_table,
)
from polemos.report.sections._casualties import (
    CLAIMED,
    Kind,
    Reading,
    authors,
    dead_readings,
    estimates,
    hurt_readings,
    kind_of,
    range_facts,
    range_flags,
)
from polemos.report.sections._labels import publisher

_YEAR = 12


@section("casualties", Text("Casualties", "傷亡"))
def casualties(desk: Desk) -> Content:
    """Gather readings of both kinds, the claimed pace, and what was revised."""
    inv, dfn = desk.war.role("invader").id, desk.war.role("defender").id
    hurt = kind_of(desk, "hurt", "casualties", inv, hurt_readings(desk, inv))
    dead = kind_of(desk, "dead", "dead", inv, dead_readings(desk, inv))
    others = tuple(
        kind_of(desk, f"other_{key}", what, dfn, estimates(desk, what, dfn))
        for key, what in (("dead", "dead"), ("hurt", "casualties"))
    )
    meta, posted = f"economist/casualties.total@{inv}", f"uk_mod/casualties.month@{inv}"
    facts = _pace(desk, inv, posted)
    flags: dict[str, bool | str] = {}
    quotes = _publishers(desk, meta=meta, posted=posted)
    for kind in (hurt, dead, *others):
        facts |= range_facts(desk, kind)
        flags |= range_flags(kind, facts)
        quotes |= authors(kind)
    facts |= gather(week=lambda: desk.week(CLAIMED.format(inv)))
    facts |= told_facts(desk, meta) | bias_facts(desk, inv) | quarter_facts(desk, inv)
    for r in (r for r in dead.readings if r.names):
        facts["named"] = r.fact
    tables = {
        "others": _table(others),  # too few for a chart
        "bias": bias_table(desk, inv),
        "tellings": told_table(desk, meta),
    }
    return Content(
        facts=facts,
        flags=flags | _flags(desk, facts, hurt, meta) | quarter_words(desk, inv),
        figures=dict(_figures(desk, inv, hurt, dead, posted)),
        tables={key: table for key, table in tables.items() if table},
        quotes=quotes,
    )


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


def _flags(
    desk: Desk, facts: Mapping[str, Fact], hurt: Kind, meta: str
) -> dict[str, bool | str]:
    week = facts.get("week")
    return {
        "fresh": week is not None and week.base != week.point.period,
        "no_meta": bool(_publishers(desk, meta=meta)) and not desk.has(meta),
        "most_claimed": hurt.most is not None and hurt.most.claimed,
        "claim_only": [r.claimed for r in hurt.readings] == [True],
    }


def _figures(
    desk: Desk, inv: str, hurt: Kind, dead: Kind, posted: str
) -> Iterator[tuple[str, Chart]]:
    for kind in (hurt, dead):
        if kind.readings:
            yield kind.key, RangeChart(tuple(map(_drawn, kind.readings)), dated=True)
    band = bias_chart(desk, inv)
    if band:
        yield "band", band
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


def _drawn(r: Reading) -> Drawn:
    hue = Hue.DEFENDER if r.claimed else Hue.INK if r.names else Hue.THIRD
    mark = Mark.REPORTED if r.claimed else Mark.OBSERVED if r.names else Mark.ESTIMATED
    floor = Text(f"{r.who.en}, at least", f"{r.who.zh}，至少")
    ceiling = Text(f"{r.who.en}, at most", f"{r.who.zh}，至多")
    name = floor if r.floor else ceiling if r.ceiling else r.who
    return Drawn(name, r.fact, hue, mark, ends_only=r.fact.point.ends_only)


def _table(kinds: Iterable[Kind]) -> Table | None:
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


def _row(word: Text, r: Reading) -> tuple[Cell, ...]:
    value = None if r.floor or r.ceiling or r.fact.point.ends_only else Num(r.fact)
    low, high = (Num(end) if end else None for end in (r.low, r.high))
    return (word, r.who, low, value, high, Day(r.fact))
