"""Aid and burden: who pays, by which measure, as published then and as known now."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from polemos.core import Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Bar,
    BarChart,
    Cell,
    Chart,
    ColumnChart,
    Day,
    Hue,
    Line,
    LineChart,
    Num,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections._labels import opening

_KINDS = {
    "total": Text("All aid", "全部援助"),
    "military": Text("Military", "軍事"),
    "financial": Text("Financial", "財政"),
    "humanitarian": Text("Humanitarian", "人道"),
}
_ALLOCATED = "kiel/aid.allocated.{}@{}"
_NEW = "kiel/aid.new.{}@{}"
_COMMITTED = "kiel/aid.committed.total@{}"
_GDP = "kiel/aid.allocated.gdp@"
_BURDEN = "sipri/spending.military.gdp@"
_BURDEN_RISE = "polemos/spending.military.gdp.gain_since_war@"
_SHOWN = 0.05  # a smaller difference vanishes in the digits that are printed
_TOP, _LOWEST = 6, 5  # donors at either end of the ranking that are drawn
_ENOUGH = 6  # points that make a line worth drawing


@section("aid", Text("Aid and burden", "援助與負擔"))
def aid(desk: Desk) -> Content:
    """Gather totals, the two sides of the ocean, the revisions and the burden."""
    bloc, patron = desk.war.role("bloc").id, desk.war.role("patron").id
    facts = _totals(desk) | _sides(desk, bloc, patron) | _burden_facts(desk)
    facts |= _stopped(desk, bloc, patron)
    ranked = _by_gdp(desk)
    texts: dict[str, Text] = {}
    if ranked:
        facts["top_gdp"] = ranked[0]
        texts["top"] = opening(desk, ranked[0].series)
    rows = tuple(_revised(desk, bloc, patron))
    figures = dict(_figures(desk, bloc, patron))
    tables: dict[str, Table] = {}
    if rows:
        tables["revised"] = Table(
            (
                Text("Total, bn EUR", "累計額（十億歐元）"),
                Text("up to", "截至"),
                Text("first published", "首次公布"),
                Text("known now", "目前所知"),
            ),
            rows,
        )
    burden = _burden(desk)
    if burden:
        tables["burden"] = burden
    old = "lead" not in facts and {"bloc_committed", "patron_committed"} <= facts.keys()
    spent = facts.get("patron_last_year")
    flags = {
        "revised": bool(rows),
        "only_committed": old,
        "patron_nothing": spent is not None and spent.value < _SHOWN,
        "patron_military": "lead_military" in facts
        and facts["lead_military"].value < 0,
        "same_military": _same(facts, "lead", "lead_military"),
        "same_unallocated": _same(facts, "all", "unallocated"),
        "risen": "invader_rise" in facts and facts["invader_rise"].value > 0,
    }
    return Content(
        facts=facts, flags=flags, texts=texts, figures=figures, tables=tables
    )


def _stopped(desk: Desk, bloc: str, patron: str) -> dict[str, Fact]:
    """Gather what goes missing if the patron stops, and how much of it is made up."""
    base, covered = (
        f"polemos/aid.base.total@{patron}",
        f"polemos/aid.covered.total@{bloc}",
    )
    month = "polemos/aid.months_to_cover.total@" + bloc
    facts = desk.intervals(usual=base, covered=covered) | gather(
        missing=lambda: desk.last(f"polemos/aid.missing.to_date.total@{patron}"),
        months=lambda: desk.last(month),
    )
    for kind in ("military", "financial"):
        name = f"polemos/aid.covered.{kind}@{bloc}"
        facts |= gather(**{f"covered_{kind}": partial(desk.last, name)})
    return facts


def _same(facts: dict[str, Fact], one: str, other: str) -> bool:
    """Say whether two facts are of one period."""
    return {one, other} <= facts.keys() and facts[one].point.period == facts[
        other
    ].point.period


def _totals(desk: Desk) -> dict[str, Fact]:
    whole = _ALLOCATED.format("total", "ALL")
    facts = gather(all=lambda: desk.last(whole))
    if "all" in facts:
        period = facts["all"].point.period
        for kind in _KINDS:
            name = _ALLOCATED.format(kind, "ALL")
            facts |= gather(**{f"all_{kind}": partial(desk.at, name, period)})
        told = min(desk.view.vintages(whole), key=lambda o: o.known_at).period
        facts |= gather(
            then=lambda: desk.first(whole, told), now=lambda: desk.at(whole, told)
        )
    return facts


def _sides(desk: Desk, bloc: str, patron: str) -> dict[str, Fact]:
    """Gather both sides for one month, the newest that both have."""
    facts = gather(
        lead=lambda: desk.last(f"polemos/aid.lead.total@{bloc}"),
        lead_military=lambda: desk.last(f"polemos/aid.lead.military@{bloc}"),
        bloc_committed=lambda: desk.last(_COMMITTED.format(bloc)),
        patron_committed=lambda: desk.last(_COMMITTED.format(patron)),
        patron_last_year=lambda: desk.last(f"polemos/aid.new.last_year.total@{patron}"),
        bloc_last_year=lambda: desk.last(f"polemos/aid.new.last_year.total@{bloc}"),
        bloc_year=lambda: _calendar_year(desk, bloc),
        patron_year=lambda: _calendar_year(desk, patron),
        unallocated=lambda: desk.last("polemos/aid.unallocated.total@ALL"),
        patron_gdp=lambda: desk.last(_GDP + patron),
        bloc_gdp=lambda: desk.last(_GDP + bloc),
    )
    for lead, kind in (("lead", "total"), ("lead_military", "military")):
        if lead in facts:
            period = facts[lead].point.period
            for role, who in (("bloc", bloc), ("patron", patron)):
                facts[f"{role}_{kind}"] = desk.at(_ALLOCATED.format(kind, who), period)
    return facts


def _calendar_year(desk: Desk, who: str) -> Fact:
    name = f"polemos/aid.new.last_year.total@{who}"
    return desk.on(name, date(desk.series(name).last().period.end.year, 1, 1))


def _revised(desk: Desk, bloc: str, patron: str) -> Iterator[tuple[Cell, ...]]:
    """Set each first published total beside what is known now, where they differ."""
    names = {"ALL": Text("All donors", "所有援助方")}
    names |= {w.id: w.name for w in map(desk.war.role, ("bloc", "patron"))}
    for kind in ("total", "military"):
        for who in ("ALL", bloc, patron):
            name = _ALLOCATED.format(kind, who)
            told = desk.view.vintages(name)
            if not told:
                continue
            period = min(told, key=lambda o: o.known_at).period
            then, now = desk.first(name, period), desk.at(name, period)
            if abs(then.value - now.value) >= _SHOWN:
                words = Text(
                    f"{_capital(names[who].en)}, {_KINDS[kind].en.lower()}",
                    f"{names[who].zh}，{_KINDS[kind].zh}",
                )
                yield (words, Day(now), Num(then), Num(now, digits=1))


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _figures(desk: Desk, bloc: str, patron: str) -> Iterator[tuple[str, Chart]]:
    sides = (
        (bloc, desk.war.role("bloc").name, Hue.THIRD),
        (patron, desk.war.role("patron").name, Hue.INK),
    )

    def lines(pattern: str, marked: bool) -> tuple[Line, ...]:
        return tuple(
            Line(pattern.format("total", who), name, hue, first_published=marked)
            for who, name, hue in sides
        )

    since = date(desk.day.year - 1, 1, 1)
    totals, months = lines(_ALLOCATED, True), lines(_NEW, False)
    if all(_long(desk, line.series) for line in totals):
        yield "sides", LineChart(totals, zero=True)
    elif desk.has(*(_ALLOCATED.format(kind, "ALL") for kind in _KINDS)):
        yield "kinds", _kinds(desk)
    if all(_long(desk, line.series, since) for line in months):
        yield "months", ColumnChart(months, since=since, digits=1)
    ranked = _by_gdp(desk)
    if ranked:
        hues = {_GDP + who: hue for who, _, hue in sides}
        ends = (*ranked[:_TOP], *ranked[max(_TOP, len(ranked) - _LOWEST) :])
        bars = (
            Bar(opening(desk, f.series), f, hues.get(f.series, Hue.GREY))
            for f in ranked
            if f in ends or f.series in hues
        )
        yield "gdp", BarChart(tuple(bars), digits=2)


def _by_gdp(desk: Desk) -> list[Fact]:
    """Rank the donors by their own aid as a share of their GDP."""
    names = [n for n in desk.view.stored() if n.startswith(_GDP)]
    return sorted((desk.last(n) for n in names), key=lambda f: -f.value)


def _long(desk: Desk, name: str, since: date | None = None) -> bool:
    return desk.has(name) and len(desk.series(name).between(since)) >= _ENOUGH


def _kinds(desk: Desk) -> BarChart:
    period = desk.last(_ALLOCATED.format("total", "ALL")).point.period
    return BarChart(
        tuple(
            Bar(words, desk.at(_ALLOCATED.format(kind, "ALL"), period))
            for kind, words in _KINDS.items()
            if kind != "total"
        )
    )


def _burden_facts(desk: Desk) -> dict[str, Fact]:
    roles = ("invader", "defender", "patron", "home", "rival")
    rise = _BURDEN_RISE + desk.war.role("invader").id
    return gather(
        invader_rise=partial(desk.last, rise),
        **{
            f"{role}_share": partial(desk.last, _BURDEN + desk.war.role(role).id)
            for role in roles
            if desk.war.has(role)
        },
    )


def _burden(desk: Desk) -> Table | None:
    """Rank the countries by their share of GDP, with its rise since the war began."""
    names = [n for n in desk.view.stored() if n.startswith(_BURDEN)]
    ranked = sorted((desk.last(n) for n in names), key=lambda f: -f.value)
    if not ranked:
        return None
    home = desk.war.role("home").id
    rows: list[tuple[Cell, ...]] = []
    for f in ranked:
        who = f.series.rpartition("@")[2]
        rise = gather(rise=partial(desk.last, _BURDEN_RISE + who)).get("rise")
        change = Num(rise, digits=2, sign="+") if rise else None
        rows.append((opening(desk, f.series), Day(f), Num(f, digits=2), change))
    if not any(row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    head: tuple[Text, ...] = (
        Text("Country", "國家"),
        Text("Year up to", "年度截至"),
        Text("% of GDP", "占 GDP（%）"),
        Text("Change, points", "較戰前（百分點）"),
    )
    strong = next(
        (i for i, f in enumerate(ranked) if f.series.endswith(f"@{home}")), None
    )
    return Table(head[: len(rows[0])], tuple(rows), strong)
