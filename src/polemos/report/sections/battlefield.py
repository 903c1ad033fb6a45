"""The battlefield: ground held and how fast it moves, what it costs, strikes, mines."""

from collections.abc import Callable
from datetime import date

from polemos.core import NotYetKnown, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._section import Content, section
from polemos.report.sections import _battlefield as exhibits
from polemos.report.sections._battlefield import FRESH, LEAST
from polemos.report.sections._labels import publishers

OLD = 200  # days: monthly figures older than this are left out, not only marked
MONTH = 28  # days, like the map's
JUMP = 60.0  # km²: a day with more than this may be a revision of the map
HALF = 50.0  # percent: above it, most
MINERALS = ("rare_earth", "lithium", "titanium", "uranium", "coal")
NEAR = 500.0  # km²: maps as close as this tell one story


@section("battlefield", Text("Battlefield", "戰場"))
def battlefield(desk: Desk) -> Content:
    """Choose the facts; where a map is missing the sentences about it fall away."""
    desk.last(_held(desk))  # without a map of held ground there is no such section
    desk.last(f"polemos/territory.held.share@{exhibits.who(desk)}")  # nor without its
    ground, rivals = _ground(desk), _rivals(desk)
    cost, strikes, minerals = _cost(desk), _strikes(desk), _minerals(desk)
    places = _places(desk)
    facts = ground | rivals | cost | strikes | minerals
    drawn_by = exhibits.polygons(desk)
    if places:
        facts["top"] = places[0][1]
    return Content(
        facts=facts,
        flags=_flags(desk, facts)
        | {
            "minerals": len(minerals) == 3 * len(MINERALS),
            "polygons": bool(drawn_by),
        },
        quotes=publishers(desk, facts, ("held", "economist", "launched")) | drawn_by,
        texts={"top": places[0][0]} if places else {},
        figures=exhibits.figures(desk, facts),
        tables=exhibits.tables(desk, bool(places)),
    )


def _held(desk: Desk) -> str:
    return desk.main("territory.held", exhibits.who(desk))


def _before(desk: Desk, name: str, months: int) -> Callable[[], Fact]:
    def ask() -> Fact:
        period = desk.last(name).point.period
        return desk.at(name, period.shifted(months=-months))

    return ask


def _around(desk: Desk, name: str, day: date) -> Callable[[], Fact]:
    """Ask for the newest value up to a day, if it is not much older."""

    def ask() -> Fact:
        found = desk.on(name, day)
        if (day - found.point.period.last).days > FRESH // 2:
            raise NotYetKnown(f"{name} has nothing near {day}")
        return found

    return ask


def _largest(desk: Desk, name: str, days: int) -> Fact:
    """Give the largest change of one day among the last so many days."""
    s = desk.series(name)
    recent = s.between(first=desk.days_ago(days)).points
    if not recent:
        raise NotYetKnown(f"{name} has nothing in the last {days} days")
    found = max(recent, key=lambda p: abs(p.value))
    return desk.at(name, found.period)


def _ground(desk: Desk) -> dict[str, Fact]:
    held, mine = _held(desk), f"polemos/territory.{{}}@{exhibits.who(desk)}".format
    month = mine("gain.month")
    year_ago = desk.days_ago(365)
    return desk.intervals(regime=mine("pace.regime")) | gather(
        held=lambda: desk.last(held),
        share=lambda: desk.last(mine("held.share")),
        share_without=lambda: desk.last(mine("held.share_without_crimea")),
        crimea=lambda: desk.last(mine("held.crimea.share")),
        donbas=lambda: desk.last(mine("held.donbas_before_2022.share")),
        since_share=lambda: desk.last(mine("held.since_2022.share")),
        week=lambda: desk.week(held),
        month=lambda: desk.last(month),
        month_before=_before(desk, month, 1),
        month_year_ago=_before(desk, month, 12),
        four_weeks=lambda: desk.last(mine("gain.four_weeks")),
        jump=lambda: _largest(desk, mine("gain.day"), MONTH),
        year=lambda: desk.last(mine("gain.year")),
        year_before=_around(desk, mine("gain.year"), year_ago),
        changed=lambda: desk.last(mine("pace.changed")),
        unmapped=lambda: desk.last(mine("map.missing")),
    )


def _rivals(desk: Desk) -> dict[str, Fact]:
    """Take the rival's numbers on the last day that both maps have."""
    side = exhibits.who(desk)
    mine = f"polemos/territory.{{}}@{side}".format
    found = gather(gap=lambda: desk.last(mine("gap.economist")))
    if found:
        day = found["gap"].point.period.last
        found |= gather(
            economist=lambda: desk.on(f"economist/territory.held@{side}", day),
            economist_share=lambda: desk.on(mine("economist.share"), day),
            corrected=lambda: desk.on(mine("economist.corrected"), day),
            gap_corrected=lambda: desk.on(mine("gap.economist_corrected"), day),
            economist_year=lambda: desk.on(mine("economist.gain.year"), day),
        )
    return exhibits.recent(desk, found)


def _cost(desk: Desk) -> dict[str, Fact]:
    people, gear = (
        f"polemos/cost.{what}_per_km2@{exhibits.who(desk)}"
        for what in ("casualties", "vehicles")
    )
    year_ago = desk.days_ago(365)
    now = gather(people=lambda: desk.last(people), gear=lambda: desk.last(gear))
    then = gather(people_then=_around(desk, people, year_ago))
    return exhibits.recent(desk, now) | then


def _strikes(desk: Desk) -> dict[str, Fact]:
    all_kinds = f"piterfm/strikes.launched@{exhibits.who(desk)}"
    came = f"piterfm/strikes.launched.{{}}@{exhibits.who(desk)}".format
    mine = f"polemos/strikes.{{}}@{exhibits.who(desk)}".format
    found = gather(
        launched=lambda: desk.last(all_kinds),
        per_day=lambda: desk.last(mine("launched.per_day")),
        drones=lambda: desk.last(came("drones")),
        missiles=lambda: desk.last(came("missiles")),
        drones_stopped=lambda: desk.last(mine("stopped_share.drones")),
        missiles_stopped=lambda: desk.last(mine("stopped_share.missiles")),
    )
    older = gather(launched_year_ago=_before(desk, all_kinds, 12))
    found = exhibits.recent(desk, found, OLD)
    return found | older if found else {}


def _minerals(desk: Desk) -> dict[str, Fact]:
    held, listed = exhibits.who(desk), desk.war.role("defender").id
    asked: dict[str, Callable[[], Fact]] = {}
    for word in MINERALS:
        names = {
            word: f"deepstate/minerals.{word}.held@{held}",
            f"{word}_of": f"polemos/minerals.{word}.sites@{listed}",
            f"{word}_share": f"polemos/minerals.{word}.held.share@{held}",
        }
        for key, name in names.items():
            asked[key] = lambda name=name: desk.last(name)  # type: ignore[misc]
    return gather(**asked)


def _places(desk: Desk) -> list[tuple[Text, Fact]]:
    """Give the oblasts where ground is held, those that changed most first."""
    found = []
    for word, name in desk.war.places.items():
        gain = f"polemos/territory.gain.four_weeks.{word}@{exhibits.who(desk)}"
        if desk.has(gain):
            found.append((name, desk.last(gain)))
    return sorted(found, key=lambda pair: -abs(pair[1].value))


def _flags(desk: Desk, facts: dict[str, Fact]) -> dict[str, bool | str]:
    def size(key: str) -> float:
        return abs(facts[key].value) if key in facts else 0.0

    strikes = facts.get("launched")
    return {
        "moved": size("week") >= LEAST,
        "moved_somewhere": size("top") >= LEAST,
        "jumped": size("jump") >= JUMP,
        "corrected": "gap_corrected" in facts
        and size("gap_corrected") < size("gap") / 2,
        "near": "gap_corrected" in facts and size("gap_corrected") < NEAR,
        "strikes_stale": bool(
            strikes and strikes.point.period.last < desk.days_ago(FRESH)
        ),
        "depends": size("rare_earth_share") > HALF
        and size("coal_share") > HALF
        and {"titanium", "uranium"} <= facts.keys()
        and not size("titanium") + size("uranium"),
    }
