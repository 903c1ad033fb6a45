from datetime import UTC, date, datetime, timedelta

import pytest

from polemos.core import Measure, Observation, Period, Point, Series, Unit
from polemos.indicators import all_indicators

NOW = datetime(2025, 3, 1, tzinfo=UTC)


def claims(days: int, a_day: float) -> Series:
    first = date(2024, 12, 31)
    points = tuple(
        Point.of(
            Observation(
                "a/b@RUS", Period.day(first + timedelta(i)), 1000 + i * a_day, NOW, "x"
            )
        )
        for i in range(days)
    )
    return Series("a/b@RUS", Unit("persons"), Measure.CUMULATIVE, points, NOW)


def test_a_month_of_claims_is_the_step_between_month_ends() -> None:
    made = all_indicators()["polemos/casualties.claimed.month@RUS"]
    [january] = made(claims(40, 100)).points
    assert january.period == Period.month(2025, 1)
    assert january.value == 3100


def test_a_day_of_claims_is_the_mean_of_four_weeks() -> None:
    made = all_indicators()["polemos/casualties.claimed.day@RUS"]
    out = made(claims(30, 100))
    assert [p.value for p in out] == pytest.approx([100, 100])


def said(name: str, *told: tuple[date, float, float | None, float | None]) -> Series:
    points = tuple(
        Point.of(Observation(name, Period.day(day), value, NOW, "x", low, high))
        for day, value, low, high in told
    )
    return Series(name, Unit("persons"), Measure.CUMULATIVE, points, NOW)


def ends(kind: str, *readings: Series) -> dict[str, Series]:
    what, _, side = kind.partition("@")
    made = {}
    for end in ("low", "high", "interval_low", "interval_high"):
        i = all_indicators()[f"polemos/{what}.range.{end}@{side}"]
        by = {s.id: s for s in readings}
        none = [said(u) for u in i.uses]
        made[end] = i(*(by.get(s.id, s) for s in none))
    return made


DAY = date(2025, 2, 1)


def test_the_range_is_of_stated_numbers_and_says_whose() -> None:
    made = ends(
        "dead@RUS",
        said("estimates/dead.iiss@RUS", (DAY, 172, 172, None)),
        said("estimates/dead.bbc@RUS", (DAY, 146, 146, 211)),
        said("economist/dead.total@RUS", (DAY, 190, 150, 230)),
    )
    low, high = made["low"].last(), made["high"].last()
    assert (low.value, high.value) == (172, 190)
    assert [o.series for o in low.evidence] == ["estimates/dead.iiss@RUS"]
    assert [o.series for o in high.evidence] == ["economist/dead.total@RUS"]
    assert (made["interval_low"].last().value, made["interval_high"].last().value) == (
        146,
        230,
    )


def test_an_author_counts_once_by_the_newest_and_not_for_ever() -> None:
    later = DAY + timedelta(20)
    made = ends(
        "casualties@RUS",
        said("estimates/casualties.uk@RUS", (DAY, 700, 700, None)),
        said("uk_mod/casualties.total@RUS", (later, 800, None, None)),
        said("estimates/casualties.cia@RUS", (DAY - timedelta(240), 300, None, None)),
    )
    assert [(p.period.last, p.value) for p in made["low"]][-3:] == [
        (DAY, 300),
        (later, 800),
        (NOW.date(), 800),
    ]


def test_an_estimate_expires_by_the_day_of_the_view() -> None:
    old = NOW.date() - timedelta(260)
    made = ends("dead@UKR", said("estimates/dead.csis@UKR", (old, 100, None, None)))
    assert [p.period.last for p in made["low"]] == [old]


def test_with_ranges_alone_no_number_is_stated() -> None:
    made = ends("dead@UKR", said("estimates/dead.csis@UKR", (DAY, 100, 100, 140)))
    assert not made["low"].points
    assert made["interval_high"].last().value == 140


def test_a_claim_is_told_by_the_first_compiler_that_has_the_day() -> None:
    i = all_indicators()["polemos/casualties.claimed@RUS"]
    first = said("mod_ua/losses.personnel@RUS", (DAY, 10, None, None))
    both = said(
        "mod_ua_orc/losses.personnel@RUS",
        (DAY, 11, None, None),
        (DAY + timedelta(1), 12, None, None),
    )
    assert [p.value for p in i(first, both)] == [10, 12]
