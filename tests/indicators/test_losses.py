from datetime import UTC, date, datetime, timedelta

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2025, 3, 1, tzinfo=UTC)


def total(name: str, unit: str, *values: tuple[date, float]) -> Series:
    points = []
    for day, value in values:
        known = datetime(day.year, day.month, day.day, tzinfo=UTC)
        points.append(
            Point.of(Observation(name, Period.day(day), value, known, "made up"))
        )
    return Series(name, Unit.parse(unit), Measure.CUMULATIVE, tuple(points), NOW)


def test_a_ratio_stands_only_on_days_that_both_have() -> None:
    made = all_indicators()["polemos/losses.tank.claim_ratio@RUS"]
    first = date(2025, 1, 1)
    claimed = total(
        "a/b@RUS", "vehicles", *((first + timedelta(i), 20.0 + i) for i in range(4))
    )
    seen = total("c/d@RUS", "vehicles", (first, 0.0), (first + timedelta(2), 11.0))
    out = made(claimed, seen)
    assert [(p.period.last, p.value) for p in out] == [(date(2025, 1, 3), 2.0)]
    assert str(out.unit) == "ratio"


def test_a_sum_of_classes_needs_every_class() -> None:
    made = all_indicators()["polemos/losses.armoured@RUS"]
    day, next_day = date(2025, 1, 1), date(2025, 1, 2)
    whole = [
        total(f"a/{c}@RUS", "vehicles", (day, 1.0), (next_day, 2.0)) for c in "bcde"
    ]
    short = total("a/f@RUS", "vehicles", (next_day, 5.0))
    assert [p.value for p in made(*whole, short)] == [13.0]


def test_a_pace_is_the_step_between_the_last_records_of_two_months() -> None:
    made = all_indicators()["polemos/losses.tank.month@RUS"]
    seen = total(
        "a/b@RUS",
        "vehicles",
        (date(2024, 12, 30), 100.0),
        (date(2025, 1, 10), 120.0),
        (date(2025, 1, 29), 130.0),
        (date(2025, 2, 10), 160.0),
    )
    [january] = made(seen).points
    assert january.period == Period.month(2025, 1)
    assert january.value == 30.0


def test_a_month_without_a_record_leaves_a_gap() -> None:
    made = all_indicators()["polemos/losses.tank.month@RUS"]
    seen = total(
        "a/b@RUS", "vehicles", (date(2024, 11, 30), 1.0), (date(2025, 1, 31), 9.0)
    )
    assert len(made(seen)) == 0
