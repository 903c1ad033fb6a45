"""The share of losses that photographs show, where somebody tells all of them."""

from datetime import UTC, date, datetime

import pytest

from polemos.core import Measure, NotYetKnown, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def total(*told: tuple[Period, float, date]) -> Series:
    points = []
    for period, value, day in told:
        known = datetime(day.year, day.month, day.day, tzinfo=UTC)
        points.append(Point.of(Observation("a/b@RUS", period, value, known, "made up")))
    unit, measure = Unit.parse("vehicles"), Measure.CUMULATIVE
    return Series("a/b@RUS", unit, measure, tuple(points), NOW)


def on(day: date, value: float) -> tuple[Period, float, date]:
    return Period.day(day), value, day


def test_photographs_are_those_of_the_day_that_the_estimate_is_of() -> None:
    made = all_indicators()["polemos/losses.tank.seen_share.janovsky@RUS"]
    out = date(2023, 2, 20)
    estimate = total((Period.day(date(2023, 2, 9)), 2000.0, out))
    seen = total(
        on(date(2023, 2, 8), 1700.0),
        on(date(2023, 2, 10), 1720.0),
        on(date(2024, 2, 9), 2700.0),
    )
    [point] = made(estimate, seen).points
    assert (point.period.last, point.value) == (date(2023, 2, 9), 85.0)
    assert point.known_at.date() == out


def test_a_group_is_held_against_all_its_classes_at_the_end_of_the_month() -> None:
    made = all_indicators()["polemos/losses.armour.seen_share.iiss@RUS"]
    estimate = total((Period.month(2024, 12), 14000.0, date(2025, 2, 12)))
    classes = [total(on(date(2024, 12, 30), n)) for n in (3600.0, 5000.0, 2400.0)]
    [point] = made(estimate, *classes, total(on(date(2024, 12, 1), 200.0))).points
    assert point.value == pytest.approx(80.0)
    assert len(point.evidence) == 5
    early = total(on(date(2025, 1, 2), 200.0))
    with pytest.raises(NotYetKnown):
        made(estimate, *classes, early)


def test_an_estimate_below_the_photographs_is_told_as_it_is() -> None:
    made = all_indicators()["polemos/losses.tank.seen_share.uk@RUS"]
    estimate = total(on(date(2024, 1, 25), 2600.0))
    [point] = made(estimate, total(on(date(2024, 1, 25), 2652.0))).points
    assert point.value == 102.0
