"""Casualties and, apart from them, the dead: every reading with its author."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from polemos.core import Basis, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    Day,
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

_FRESH = 250  # days after which an estimate is left out of the comparison
_YEAR = 12
_GATHERED = "estimates"
_SAME = {"uk": "uk_mod"}  # authors who speak both in a table and in the press
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
    def range_only(self) -> bool:
        """Say whether the author gave two ends and no value between them."""
        if self.low is None or self.high is None:
            return False
        middle = (self.low.value + self.high.value) / 2
        gathered = self.fact.series.startswith(f"{_GATHERED}/")
        return gathered and abs(middle - self.fact.value) < 1

    @property
    def floor(self) -> bool:
        """Say whether the author said "at least"."""
        return self.low is not None and self.high is None

    @property
    def ceiling(self) -> bool:
        """Say whether the author said "at most"."""
        return self.high is not None and self.low is None

    @property
    def least(self) -> Fact:
        """Give the lowest number that the author stands for."""
        return self.low if self.low is not None and self.range_only else self.fact

    @property
    def most(self) -> Fact:
        """Give the highest number that the author stands for."""
        return self.high if self.high is not None and self.range_only else self.fact


@section("casualties")
def casualties(desk: Desk) -> Content:
    """Gather readings of both kinds, the claimed pace, and what was revised."""
    inv, dfn = desk.war.role("invader").id, desk.war.role("defender").id
    hurt = _sorted(_casualties(desk, inv))
    dead = _sorted(_dead(desk, inv))
    other_hurt = _sorted(_estimates(desk, "casualties", dfn))
    other_dead = _sorted(_estimates(desk, "dead", dfn))
    kinds = {
        "hurt": hurt,
        "dead": dead,
        "other_hurt": other_hurt,
        "other_dead": other_dead,
    }
    facts = _pace(desk, inv)
    for key, readings in kinds.items():
        facts |= _ends(key, readings)
    for claim in (r.fact.series for r in hurt if r.claimed):
        facts |= gather(week=partial(desk.week, claim))
    facts |= _revised(desk, f"economist/casualties.total@{inv}")
    for r in dead:
        if r.names:
            facts["named"] = r.fact
    others = _table(other_dead, other_hurt)  # too few for a chart
    return Content(
        facts=facts,
        flags=_flags(desk, inv, facts, hurt, dead)
        | {f"several_{key}": _several(readings) for key, readings in kinds.items()},
        figures=dict(_figures(desk, inv, hurt, dead)),
        tables={"others": others} if others else {},
        quotes=_authors("hurt", hurt) | _authors("dead", dead),
    )


def _reading(
    desk: Desk, who: Text, series: str, *, claimed: bool = False, names: bool = False
) -> Iterator[_Reading]:
    """Give the newest reading of a series, where it is recent."""
    fact = desk.last(series)
    if (desk.day - fact.point.period.last).days <= _FRESH:
        ends = gather(
            low=partial(desk.bound, series, "low"),
            high=partial(desk.bound, series, "high"),
        )
        yield _Reading(who, fact, ends.get("low"), ends.get("high"), claimed, names)


def _casualties(desk: Desk, who: str) -> Iterator[_Reading]:
    claims = _claims(desk, who)
    if claims:
        newest = max(claims, key=lambda n: desk.series(n).last().period)
        yield from _reading(desk, publisher(desk, claims[0]), newest, claimed=True)
    for series in desk.rivals("casualties.total", who):
        yield from _reading(desk, publisher(desk, series), series)
    yield from _estimates(desk, "casualties", who)


def _claims(desk: Desk, who: str) -> list[str]:
    found = desk.rivals("losses.personnel", who)
    return [n for n in found if desk.view.spec(n).basis is Basis.CLAIMED]


def _dead(desk: Desk, who: str) -> Iterator[_Reading]:
    for what in ("dead.total", "dead.excess"):
        for series in desk.rivals(what, who):
            yield from _reading(desk, publisher(desk, series), series)
    yield from _estimates(desk, "dead", who)
    for series in desk.rivals("dead.named", who):
        by = publisher(desk, series)
        words = Text(f"{by.en}, by name", f"{by.zh}，具名")
        yield from _reading(desk, words, series, names=True)


def _estimates(desk: Desk, kind: str, who: str) -> Iterator[_Reading]:
    start, end = f"{_GATHERED}/{kind}.", f"@{who}"
    for series in desk.view.ids():
        if series.startswith(start) and series.endswith(end):
            yield from _reading(desk, opening(desk, series), series)


def _author(r: _Reading) -> tuple[str, bool]:
    """Name who speaks; a count of names stands apart from an author's estimate."""
    provider, _, rest = r.fact.series.partition("/")
    by = rest.partition(".")[2].partition("@")[0] if provider == _GATHERED else provider
    return _SAME.get(by, by), r.names


def _sorted(readings: Iterator[_Reading]) -> tuple[_Reading, ...]:
    """Keep each author's newest reading, the highest first."""
    newest: dict[tuple[str, bool], _Reading] = {}
    for r in sorted(readings, key=lambda r: r.fact.point.period):
        newest[_author(r)] = r
    return tuple(sorted(newest.values(), key=lambda r: -r.fact.value))


def _outer(readings: Sequence[_Reading]) -> tuple[_Reading, _Reading] | None:
    """Give the readings that go lowest and highest; a count of names is neither."""
    said = [r for r in readings if not r.names]
    if not said:
        return None
    newest = sorted(said, key=lambda r: r.fact.point.period.last, reverse=True)
    least = min(newest, key=lambda r: r.least.value)
    return least, max(newest, key=lambda r: r.most.value)


def _ends(key: str, readings: Sequence[_Reading]) -> dict[str, Fact]:
    outer = _outer(readings)
    if outer is None:
        return {}
    return {f"{key}_least": outer[0].least, f"{key}_most": outer[1].most}


def _several(readings: Sequence[_Reading]) -> bool:
    """Say whether there is a span to speak of: two readings, or one with two ends."""
    said = [r for r in readings if not r.names]
    return len(said) > 1 or any(r.range_only for r in said)


def _authors(key: str, readings: Sequence[_Reading]) -> dict[str, Text]:
    outer = _outer(readings)
    if outer is None:
        return {}
    return {f"{key}_least": outer[0].who, f"{key}_most": outer[1].who}


def _pace(desk: Desk, inv: str) -> dict[str, Fact]:
    month = f"polemos/casualties.claimed.month@{inv}"
    facts = gather(
        month=lambda: desk.last(month),
        a_day=lambda: desk.last(f"polemos/casualties.claimed.day@{inv}"),
        uk_month=lambda: desk.last(f"uk_mod/casualties.month@{inv}"),
    )
    if "month" in facts:
        before = facts["month"].point.period.shifted(months=-_YEAR)
        facts |= gather(month_before=partial(desk.at, month, before))
    return facts


def _revised(desk: Desk, name: str) -> dict[str, Fact]:
    """Give the newest day whose estimate moved, as first told and as known now."""
    told = gather(last=lambda: desk.last(name))
    if not told:
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
    desk: Desk,
    inv: str,
    facts: dict[str, Fact],
    hurt: Sequence[_Reading],
    dead: Sequence[_Reading],
) -> dict[str, bool | str]:
    outer, outer_dead = _outer(hurt), _outer(dead)
    before, month = facts.get("month_before"), facts.get("month")
    return {
        "fresh": "week" in facts and facts["week"].base != facts["week"].point.period,
        "no_meta": not desk.has(f"economist/casualties.total@{inv}"),
        "most_claimed": outer is not None and outer[1].claimed,
        "floor": outer is not None and outer[0].floor,
        "floor_dead": outer_dead is not None and outer_dead[0].floor,
        "faster": before is not None
        and month is not None
        and month.value > before.value,
    }


def _figures(
    desk: Desk, inv: str, hurt: Sequence[_Reading], dead: Sequence[_Reading]
) -> Iterator[tuple[str, Chart]]:
    if hurt:
        yield "hurt", RangeChart(tuple(map(_drawn, hurt)), dated=True)
    if dead:
        yield "dead", RangeChart(tuple(map(_drawn, dead)), dated=True)
    claimed = f"polemos/casualties.claimed.month@{inv}"
    lines = [Line(claimed, Text("Claimed", "宣稱"), Hue.DEFENDER, Mark.REPORTED)]
    posted = f"uk_mod/casualties.month@{inv}"
    if desk.has(posted):
        name = publisher(desk, posted)
        lines.append(Line(posted, name, Hue.THIRD, Mark.ESTIMATED))
    if desk.has(claimed):
        yield "pace", LineChart(tuple(lines), zero=True)


def _drawn(r: _Reading) -> Drawn:
    hue = Hue.DEFENDER if r.claimed else Hue.INK if r.names else Hue.THIRD
    mark = Mark.REPORTED if r.claimed else Mark.OBSERVED if r.names else Mark.ESTIMATED
    floor = Text(f"{r.who.en}, at least", f"{r.who.zh}，至少")
    ceiling = Text(f"{r.who.en}, at most", f"{r.who.zh}，至多")
    name = floor if r.floor else ceiling if r.ceiling else r.who
    return Drawn(name, r.fact, hue, mark, ends_only=r.range_only)


def _table(dead: Sequence[_Reading], hurt: Sequence[_Reading]) -> Table | None:
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
        for word, readings in zip(words, (dead, hurt), strict=True)
        for r in readings
    ]
    return Table(head, tuple(rows)) if rows else None


def _row(word: Text, r: _Reading) -> tuple[Cell, ...]:
    value = None if r.floor or r.ceiling or r.range_only else Num(r.fact)
    return (word, r.who, _num(r.low), value, _num(r.high), Day(r.fact))


def _num(fact: Fact | None) -> Cell:
    return None if fact is None else Num(fact)
