"""Equipment: what is lost, by whose count, and what "left" is a share of."""

from collections.abc import Callable, Iterator
from functools import partial

from polemos.core import Basis, NotYetKnown, Period, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Cell,
    Chart,
    Grid,
    Hue,
    Line,
    LineChart,
    Mark,
    Num,
    Table,
)
from polemos.report._section import Content, section
from polemos.report.sections._left import left_facts, left_table

_CLASSES = {
    "total": Text("All classes", "全部類別"),
    "tank": Text("Tanks", "戰車"),
    "armoured": Text("Other armoured vehicles", "其他裝甲車輛"),
    "artillery": Text("Artillery", "火砲"),
    "mlrs": Text("Rocket launchers", "多管火箭"),
    "sam": Text("Surface-to-air missiles", "防空飛彈系統"),
    "aircraft": Text("Aircraft", "定翼機"),
    "helicopter": Text("Helicopters", "直升機"),
}
_SUMS = {"armoured", "artillery"}  # made of several of the counted classes
_DRAWN = ("tank", "armoured", "artillery", "mlrs")
_STALE = 45  # days after which a count of photographs is called old
_DRIFT = 1.5  # a ratio that grew so many times is no level
_FAR = 180  # days between two ratios that are worth setting side by side
_CLOSE = 2.0  # points within which two shares tell the same
_YEAR = 12


@section("equipment")
def equipment(desk: Desk) -> Content:
    """Gather losses of both sides, the paces, the ratios, and the shares left."""
    inv, dfn = desk.war.role("invader").id, desk.war.role("defender").id
    facts = _seen(desk, inv, dfn) | _claims(desk, inv)
    facts |= left_facts(desk, inv) | _years(desk, inv)
    return Content(
        facts=facts,
        flags=_flags(desk, facts),
        figures=dict(_figures(desk, inv, dfn)),
        tables=dict(_tables(desk, inv, dfn)),
    )


def _photographed(what: str, who: str) -> str:
    return f"{'polemos' if what in _SUMS else 'oryx'}/losses.{what}@{who}"


def _seen(desk: Desk, inv: str, dfn: str) -> dict[str, Fact]:
    """Gather what photographs show, for both sides on the newest day of record."""
    facts = gather(
        sides=lambda: desk.last(f"polemos/losses.total.ratio@{inv}"),
        sides_tank=lambda: desk.last(f"polemos/losses.tank.ratio@{inv}"),
        seen_month=lambda: desk.last(f"polemos/losses.tank.month@{inv}"),
    )
    if "sides" in facts:
        day = facts["sides"].point.period
        for key, what, who in (
            ("seen_total", "total", inv),
            ("seen_other", "total", dfn),
            ("seen_tank", "tank", inv),
            ("seen_other_tank", "tank", dfn),
        ):
            facts |= gather(**{key: partial(desk.at, _photographed(what, who), day)})
    if "seen_month" in facts:
        facts |= gather(
            seen_month_before=partial(_year_before, desk, "seen_month", facts)
        )
    return facts


def _year_before(desk: Desk, key: str, facts: dict[str, Fact]) -> Fact:
    fact = facts[key]
    return desk.at(fact.series, fact.point.period.shifted(months=-_YEAR))


def _fresh(desk: Desk, what: str, who: str) -> str:
    """Name the compilation of claims that reaches furthest; the first, if equal."""
    claims = [
        n
        for n in desk.rivals(f"losses.{what}", who)
        if desk.view.spec(n).basis is Basis.CLAIMED
    ]
    if not claims:
        raise NotYetKnown(f"nobody claims losses.{what}@{who} as of {desk.day}")
    return max(claims, key=lambda n: desk.series(n).last().period)


def _claims(desk: Desk, inv: str) -> dict[str, Fact]:
    """Gather what the defender claims, its pace, and its multiple of photographs."""
    name = "polemos/losses.tank.claimed.month@" + inv
    facts = gather(
        claimed_tank=lambda: desk.last(_fresh(desk, "tank", inv)),
        claimed_armoured=lambda: desk.last(_fresh(desk, "armoured", inv)),
        claimed_artillery=lambda: desk.last(_fresh(desk, "artillery", inv)),
        week_tank=lambda: desk.week(_fresh(desk, "tank", inv)),
        week_armoured=lambda: desk.week(_fresh(desk, "armoured", inv)),
        week_artillery=lambda: desk.week(_fresh(desk, "artillery", inv)),
        month_tank=lambda: desk.last(name),
    )
    if "month_tank" in facts:
        facts |= gather(
            month_tank_before=partial(_year_before, desk, "month_tank", facts)
        )
    for what in _DRAWN:
        ratio = f"polemos/losses.{what}.claim_ratio@{inv}"
        facts |= gather(**{f"ratio_{what}": partial(desk.last, ratio)})
    drift = f"polemos/losses.artillery.claim_ratio@{inv}"
    return facts | gather(ratio_first=lambda: _first_shown(desk, drift))


def _first_shown(desk: Desk, name: str) -> Fact:
    """Give the first value of a series after the war's first quarter of a year."""
    s = desk.series(name)
    began = desk.war.began
    first = Period.month(began.year, began.month).shifted(months=3).end
    for p in s.points:
        if p.period.last >= first:
            return Fact(name, s.unit, p)
    raise NotYetKnown(f"{name} has nothing after {first}")


def _years(desk: Desk, inv: str) -> dict[str, Fact]:
    """Gather the yearly balance of losses and replacements, by two analysts."""
    return gather(
        iiss_lost=lambda: desk.last(f"iiss/lost.tank@{inv}"),
        iiss_made=lambda: desk.last(f"iiss/made.tank@{inv}"),
        later_lost=lambda: desk.last(f"janovsky/lost.ifv_apc@{inv}"),
        later_built=lambda: desk.last(f"janovsky/built.ifv_apc@{inv}"),
    )


def _flags(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool | str]:
    def both(a: str, b: str, test: Callable[[Fact, Fact], bool]) -> bool:
        return a in facts and b in facts and test(facts[a], facts[b])

    def same_day(a: Fact, b: Fact) -> bool:
        return a.point.period == b.point.period

    def apart(a: Fact, b: Fact) -> int:
        return (b.point.period.last - a.point.period.last).days

    seen, week = facts.get("sides"), facts.get("week_tank")
    below = facts.get("tank_active_less_photographed")
    first, last = "ratio_first", "ratio_artillery"
    return {
        "fresh": week is not None and week.base != week.point.period,
        "stale": seen is not None and (desk.day - seen.point.period.last).days > _STALE,
        "spread": both(first, last, lambda a, b: apart(a, b) > _FAR),
        "drift": both(first, last, lambda a, b: b.value > a.value * _DRIFT),
        "same_depots": both("depot_good", "depot_tanks", same_day),
        "same_restorable": both("depot_restorable", "depot_tanks", same_day),
        "below_zero": below is not None and below.value < 0,
        "replaced": both("iiss_lost", "iiss_made", lambda a, b: b.value >= a.value),
        "quoted_agrees": both(
            *("depot_quoted", "tank_depot_share"),
            lambda a, b: abs(a.value - b.value) < _CLOSE,
        ),
    }


def _figures(desk: Desk, inv: str, dfn: str) -> Iterator[tuple[str, Chart]]:
    sides = (
        (inv, desk.war.role("invader").forces, Hue.INVADER),
        (dfn, desk.war.role("defender").forces, Hue.DEFENDER),
    )
    panels = tuple(
        LineChart(
            tuple(Line(_photographed(w, who), word, hue) for who, word, hue in sides),
            zero=True,
            title=_CLASSES[w],
        )
        for w in _DRAWN
        if desk.has(_photographed(w, inv), _photographed(w, dfn))
    )
    if panels:
        yield "drawn", Grid(panels)
    pace = f"polemos/losses.tank.claimed.month@{inv}"
    seen = f"polemos/losses.tank.month@{inv}"
    if desk.has(pace, seen):
        claimed = Line(pace, Text("Claimed", "宣稱"), Hue.DEFENDER, Mark.REPORTED)
        shown = Line(seen, Text("Photographed", "照片確認"), Hue.INVADER)
        yield "pace", LineChart((claimed, shown), zero=True)
    hues = (Hue.INK, Hue.THIRD, Hue.INVADER, Hue.GREY)
    ratios = tuple(
        Line(f"polemos/losses.{w}.claim_ratio@{inv}", _CLASSES[w], hue)
        for w, hue in zip(_DRAWN, hues, strict=True)
    )
    if desk.has(*(r.series for r in ratios)):
        yield "ratios", LineChart(ratios, zero=True, digits=1)


def _tables(desk: Desk, inv: str, dfn: str) -> Iterator[tuple[str, Table]]:
    left = left_table(desk, inv)
    if left:
        yield "left", left
    classes = tuple(_by_class(desk, inv, dfn))
    if classes:
        forces = (desk.war.role(r).forces for r in ("invader", "defender"))
        head_of_classes = (
            Text("Photographed losses", "照片確認損失"),
            *forces,
            Text("ratio", "比值"),
        )
        yield "classes", Table(head_of_classes, classes)


def _by_class(desk: Desk, inv: str, dfn: str) -> Iterator[tuple[Cell, ...]]:
    for what, words in _CLASSES.items():
        ratio = f"polemos/losses.{what}.ratio@{inv}"
        if not desk.has(ratio):
            continue
        fact = desk.last(ratio)
        day = fact.point.period
        both = (desk.at(_photographed(what, who), day) for who in (inv, dfn))
        yield (words, *map(Num, both), Num(fact, digits=1))
