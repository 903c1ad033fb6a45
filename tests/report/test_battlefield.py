"""The battlefield from made-up maps: true at any day, silent where nothing is known."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import sin

import pytest

from polemos import wars
from polemos.core import (
    Area,
    KnownBy,
    NotYetKnown,
    Observation,
    Period,
    Record,
    View,
    end_of_day,
    start_of_day,
)
from polemos.indicators import with_indicators
from polemos.report import Edition, build
from polemos.report._desk import Desk
from polemos.report._figure import MapChart
from polemos.report.sections.battlefield import battlefield
from polemos.sources import (
    _ground,
    deepstate,
    economist_area,
    missile_attacks,
    mod_ua,
    nzz_area,
    oryx,
)

MODULES = (deepstate, economist_area, missile_attacks, nzz_area, mod_ua, oryx)
BEGAN, LAST = date(2022, 4, 3), date(2025, 2, 24)
CELL = "862d1c4e7ffffff"


def _told(series: str, period: Period, value: float, on: date) -> Observation:
    at = start_of_day(on)
    return Observation(series, period, value, at, "s", known_by=KnownBy.PUBLISHED)


@cache
def records() -> tuple[Record, ...]:
    out: list[Record] = []
    days = (LAST - BEGAN).days
    for n in range(days % 2, days + 1, 2):  # a map every other day, the last included
        day = BEGAN + timedelta(n)
        held = 100_000 + 8 * n + 300 * sin(n / 40)
        values = {
            "deepstate/territory.held@RUS": held,
            "deepstate/territory.held.donetsk@RUS": 14_000 + 4 * n,
            "deepstate/territory.held.sumy@RUS": 0.0,
            "deepstate/territory.held_before_2022.crimea@RUS": 27_000.0,
            "deepstate/territory.held_before_2022.donbas@RUS": 17_000.0,
            "economist/territory.held@RUS": held * 1.04,
            "mod_ua/losses.personnel@RUS": 500.0 * n,
            "oryx/losses.total@RUS": 10.0 * n,
        }
        for mineral, places in _ground.sites().items():
            name = f"deepstate/minerals.{mineral}.held@RUS"
            values[name] = float(mineral == "coal" and len(places))
        out += [_told(s, Period.day(day), v, day) for s, v in values.items()]
    for month in (Period.month(2023, 1).shifted(months=n) for n in range(25)):
        for spec in missile_attacks.SOURCE.series:
            value = 100.0 if "launched" in spec.id else 80.0
            out.append(_told(spec.id, month, value, month.end))
    at = datetime(2022, 4, 3, 12, tzinfo=UTC)
    out.append(Area(deepstate.LAYER, CELL, BEGAN, True, at, "s"))
    return tuple(out)


@pytest.fixture(scope="module")
def seen(memory_view: Callable[..., View]) -> Callable[[date], View]:
    whole = memory_view(records(), [m.SOURCE for m in MODULES], date(2026, 1, 1))
    return lambda day: with_indicators(whole.at(end_of_day(day)))


def edition(view: View) -> Edition:
    return build(view, wars.load("rus-ukr"), "store", sections=(battlefield,))


@pytest.mark.parametrize(
    "day", [date(2022, 6, 1), date(2022, 12, 5), date(2023, 6, 30), LAST]
)
def test_it_builds_on_any_day_and_both_languages_say_the_same(
    seen: Callable[[date], View], day: date
) -> None:
    made = edition(seen(day))
    assert not made.left_out
    assert {c.lang for c in made.claims} == {"zh", "en"}


def test_without_a_map_there_is_no_section(seen: Callable[[date], View]) -> None:
    made = edition(seen(date(2022, 3, 1)))
    assert made.left_out
    assert not made.claims


def test_both_denominators_are_given(seen: Callable[[date], View]) -> None:
    desk = Desk(seen(LAST), wars.load("rus-ukr"), LAST - timedelta(7))
    facts = battlefield.content(desk).facts
    held = facts["held"].value
    assert facts["share"].value == pytest.approx(held / 603_628 * 100)
    outside = (held - 27_000) / 576_683 * 100
    assert facts["share_without"].value == pytest.approx(outside)


def test_old_numbers_leave_the_picture(seen: Callable[[date], View]) -> None:
    view = seen(date(2025, 10, 1))  # the made-up maps end in February
    desk = Desk(view, wars.load("rus-ukr"), date(2025, 9, 24))
    facts = battlefield.content(desk).facts
    assert {"held", "share"} <= facts.keys()
    assert facts.keys().isdisjoint({"economist", "people", "gear", "launched"})


def test_a_collection_that_stopped_is_said_to_have_stopped(
    seen: Callable[[date], View],
) -> None:
    desk = Desk(seen(date(2025, 5, 1)), wars.load("rus-ukr"), date(2025, 4, 24))
    assert battlefield.content(desk).flags["strikes_stale"] is True
    desk = Desk(seen(LAST), wars.load("rus-ukr"), LAST - timedelta(7))
    assert battlefield.content(desk).flags["strikes_stale"] is False


def test_the_map_spans_the_four_weeks_that_its_title_counts(
    seen: Callable[[date], View],
) -> None:
    desk = Desk(seen(LAST), wars.load("rus-ukr"), LAST - timedelta(7))
    content = battlefield.content(desk)
    chart = content.figures["map"]
    assert isinstance(chart, MapChart)
    assert (chart.day - chart.since).days == 28
    base = desk.on("deepstate/territory.held@RUS", chart.since).value
    assert content.facts["four_weeks"].value == pytest.approx(
        content.facts["held"].value - base
    )


def test_minerals_are_said_to_lie_in_held_ground_only_where_they_do(
    seen: Callable[[date], View],
) -> None:
    desk = Desk(seen(LAST), wars.load("rus-ukr"), LAST - timedelta(7))
    assert battlefield.content(desk).flags["depends"] is False  # no rare earths held


def test_a_view_without_its_sources_makes_no_section(
    memory_view: Callable[..., View],
) -> None:
    view = with_indicators(memory_view([], [oryx.SOURCE], LAST))
    with pytest.raises(NotYetKnown):
        battlefield.content(Desk(view, wars.load("rus-ukr"), LAST - timedelta(7)))
