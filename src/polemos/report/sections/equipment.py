"""Equipment: what is lost, by whose count, and what "left" is a share of."""

from collections.abc import Callable, Iterator
from functools import partial

from polemos.core import NotYetKnown, Period, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import (
    Chart,
    Grid,
    Hue,
    Line,
    LineChart,
)
from polemos.report._section import Content, section
from polemos.report.sections._labels import publishers
from polemos.report.sections._left import fleet, left_facts, left_table

_CLASSES = {
    "tank": Text("Tanks", "戰車"),
    "armoured": Text("Other armoured vehicles", "其他裝甲車輛"),
    "artillery": Text("Artillery", "火砲"),
    "mlrs": Text("Rocket launchers", "多管火箭"),
}
_SUMS = {"armoured", "artillery"}  # made of several of the counted classes
_DRAWN = ("tank", "armoured", "artillery", "mlrs")
_STALE = 45  # days after which a count of photographs is called old
_DRIFT = 1.5  # a ratio that grew so many times is no level
_FAR = 180  # days between two ratios that are worth setting side by side
_YEAR = 12
_NAMED = ("iiss_lost", "tank_active_share", "later_lost", "sides")


@section("equipment", Text("Equipment", "裝備"))
def equipment(desk: Desk) -> Content:
    """Gather losses of both sides, the paces, the ratios, and the shares left."""
    inv, dfn = desk.war.role("invader").id, desk.war.role("defender").id
    facts = _seen(desk, inv, dfn) | _claims(desk, inv)
    facts |= left_facts(desk, inv) | _years(desk, inv)
    left = left_table(desk, inv)
    return Content(
        facts=facts,
        flags=_flags(desk, facts),
        figures=dict(_figures(desk, inv, dfn)),
        tables={"left": left} if left else {},
        quotes=publishers(desk, facts, _NAMED) | fleet(desk, inv),
    )


def _photographed(what: str, who: str) -> str:
    return f"{'polemos' if what in _SUMS else 'oryx'}/losses.{what}@{who}"


def _seen(desk: Desk, inv: str, dfn: str) -> dict[str, Fact]:
    """Gather what photographs show, for both sides on the newest day of record."""
    facts = gather(
        sides=lambda: desk.last(f"polemos/losses.total.ratio@{inv}"),
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
    return facts


def _year_before(desk: Desk, key: str, facts: dict[str, Fact]) -> Fact:
    fact = facts[key]
    return desk.at(fact.series, fact.point.period.shifted(months=-_YEAR))


def _claims(desk: Desk, inv: str) -> dict[str, Fact]:
    """Gather what the defender claims, its pace, and its multiple of photographs."""
    facts: dict[str, Fact] = {}
    for what in ("tank", "armoured", "artillery"):
        claim = f"polemos/losses.{what}.claimed@{inv}"
        facts |= gather(
            **{
                f"claimed_{what}": partial(desk.last, claim),
                f"week_{what}": partial(desk.week, claim),
            }
        )
    name = f"polemos/losses.tank.claimed.month@{inv}"
    facts |= gather(month_tank=lambda: desk.last(name))
    if "month_tank" in facts:
        facts |= gather(
            month_tank_before=partial(_year_before, desk, "month_tank", facts)
        )
    for what in ("tank", "artillery"):
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
    beyond = facts.get("tank_left_claimed")
    first, last = "ratio_first", "ratio_artillery"
    return {
        "fresh": week is not None and week.base != week.point.period,
        "stale": seen is not None and (desk.day - seen.point.period.last).days > _STALE,
        "spread": both(first, last, lambda a, b: apart(a, b) > _FAR),
        "drift": both(first, last, lambda a, b: b.value > a.value * _DRIFT),
        "same_depots": both("depot_good", "depot_tanks", same_day),
        "same_restorable": both("depot_restorable", "depot_tanks", same_day),
        "claims_exceed": beyond is not None and beyond.value < 0,
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
