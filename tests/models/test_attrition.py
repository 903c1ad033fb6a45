"""Attrition: the baselines reproduced, and the pace filtered."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from polemos import models
from polemos.core import (
    Horizon,
    NotYetKnown,
    Observation,
    Period,
    Question,
    View,
    start_of_day,
)
from polemos.models import _photographs as photographs
from polemos.models._grid import steps
from polemos.models.score import Floats, crps_quantiles
from polemos.pipeline import World
from polemos.sources import oryx

TANKS = "losses.tank.photographed@RUS"
FIRST, LAST = date(2022, 4, 3), date(2025, 7, 20)  # ends of weeks, Sundays
QUARTER = Horizon.parse("13w")


# The baselines, in the packaged figures.


@pytest.fixture(scope="module")
def increments(now: View) -> Floats:
    """Give what each week added to Russian tanks photographed, (172,)."""
    return steps(now.series("oryx/losses.tank@RUS"), LAST)


def test_weeks_come_in_clumps(increments: Floats) -> None:
    assert increments.size == (LAST - FIRST).days // 7 == 172
    assert increments.mean() == pytest.approx(21.72, abs=0.005)
    assert increments.var(ddof=1) == pytest.approx(399.8, abs=0.05)


BASELINES = {  # CRPS, mean miss of the median, coverage of 50 and of 80 %
    "poisson": (38.2, 45.1, 0.21, 0.33),
    "negbin": (31.8, 43.2, 0.61, 0.82),
    "bootstrap": (37.3, 51.3, 0.46, 0.80),
    "ewma": (33.3, 42.3, 0.69, 0.93),
}


def quarter_from(world: World, base: Period) -> Question:
    """Ask on the last day of a week for the thirteen weeks after it."""
    (target,) = (t for t in world.targets if t.id == TANKS)
    ahead = QUARTER.from_(base)
    return Question(
        *(target.id, target.series, target.how, QUARTER, base.last, base, ahead),
        *(ahead.last + timedelta(days=target.lag), target.slack),
    )


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_does_as_was_measured(
    name: str, world: World, now: View, increments: Floats
) -> None:
    """107 origins of 13 weeks; expected is what 2,000 draws told, within their luck."""
    model = models.model_named(name)
    (target,) = (t for t in world.targets if t.id == TANKS)
    origins = range(53, 160)
    told: list[models.Prediction] = []
    came: list[float] = []
    for week in origins:
        base = Period.day(FIRST + timedelta(weeks=week))
        question = quarter_from(world, base)
        told += model(now, target, [question], models.SEED + week)
        came.append(increments[week : week + QUARTER.count].sum())
    assert len(told) == 107
    crps = crps_quantiles([a.quantiles for a in told], came).mean()
    pairs = list(zip(told, came, strict=True))
    mae = np.mean([abs(a.at(0.5) - y) for a, y in pairs])
    inside = [
        np.mean([a.at(low) <= y <= a.at(1 - low) for a, y in pairs])
        for low in (0.25, 0.1)
    ]
    expected = BASELINES[name]
    assert crps == pytest.approx(expected[0], abs=0.3)
    assert mae == pytest.approx(expected[1], abs=0.4)
    assert inside == pytest.approx(expected[2:], abs=0.03)


# The pace of photographs.


def counts(pace: Floats, rng: np.random.Generator, size: float = 5.0) -> Floats:
    return np.asarray(rng.poisson(rng.gamma(size, pace / size)), float)


def pace_of(seen: Floats) -> float:
    cloud = photographs.filtered(seen, np.random.default_rng(2))
    return float(np.exp(np.median(cloud.pace)))


@pytest.mark.parametrize("planted", [4.0, 20.0, 90.0])
def test_a_planted_pace_is_found(planted: float) -> None:
    seen = counts(np.full(150, planted), np.random.default_rng(1))
    assert pace_of(seen) == pytest.approx(planted, rel=0.25)


def test_a_pace_that_doubled_is_followed() -> None:
    pace = np.concatenate((np.full(100, 15.0), np.full(60, 45.0)))
    seen = counts(pace, np.random.default_rng(1))
    assert pace_of(seen) == pytest.approx(45.0, rel=0.3)
    assert pace_of(seen[:100]) == pytest.approx(15.0, rel=0.3)


def test_weeks_in_which_nobody_looked_are_counted_with_the_next() -> None:
    seen = counts(np.full(160, 20.0), np.random.default_rng(3))
    pairs = seen.reshape(-1, 2).sum(axis=1)
    gaps = np.column_stack((np.full(80, np.nan), pairs)).ravel()
    assert pace_of(gaps) == pytest.approx(pace_of(seen), rel=0.15)
    missed = np.where(np.isnan(gaps), np.nan, gaps / 2)  # had the rest been lost
    assert pace_of(missed) == pytest.approx(pace_of(seen) / 2, rel=0.15)


def test_four_intervals_in_five_hold_what_came() -> None:
    """80 made-up histories of two years each, with the walk and the delay assumed."""
    rng, inside = np.random.default_rng(4), 0
    for _ in range(80):
        pace = 20 * np.exp(np.cumsum(0.06 * rng.standard_normal(117)))
        delay, waiting, shown = 5.0, 20 * 5.0, []
        for lost in pace:
            waiting += lost
            shown.append(waiting * -np.expm1(-1 / delay))
            waiting -= shown[-1]
        seen = counts(np.array(shown), rng, 4.0)
        cloud = photographs.filtered(seen[:104], rng, 400)
        draws = photographs.ahead(cloud, [13], rng)[13]
        low, high = np.quantile(draws, [0.1, 0.9])
        inside += low <= seen[104:].sum() <= high
    assert inside / 80 == pytest.approx(0.8, abs=0.12)  # 2.7 standard errors


def test_the_same_seed_filters_the_same() -> None:
    seen = counts(np.full(60, 20.0), np.random.default_rng(5))

    def once(seed: int) -> Floats:
        rng = np.random.default_rng(seed)
        return photographs.ahead(photographs.filtered(seen, rng), [4, 13], rng)[13]

    assert np.array_equal(once(1), once(1))
    assert not np.array_equal(once(1), once(2))


def test_half_a_year_is_needed() -> None:
    gaps = np.array([np.nan, 20.0] * 25)
    with pytest.raises(NotYetKnown, match=r"expected 26 weeks.*found 25"):
        photographs.filtered(gaps, np.random.default_rng(1))
    photographs.filtered(np.full(26, 20.0), np.random.default_rng(1), 50)


def test_weeks_without_a_record_are_no_weeks_without_losses(
    world: World, memory_view: Callable[..., View]
) -> None:
    """A compiler who adds up but looks once in four weeks sees the same pace."""

    def median(every: int) -> float:
        days = [FIRST + timedelta(weeks=i) for i in range(0, 157, every)]
        told = [
            Observation(
                "oryx/losses.tank@RUS",
                Period.day(d),
                20.0 * (d - FIRST).days / 7,
                start_of_day(d),
                "x",
            )
            for d in days
        ]
        view = memory_view(told, [oryx.SOURCE], days[-1])
        (target,) = (t for t in world.targets if t.id == TANKS)
        made = models.run(view, [target])
        (answer,) = (a for a in made.of(TANKS, "attrition") if _quarter(a))
        return answer.at(0.5)

    assert median(1) == pytest.approx(260, rel=0.1)
    assert median(4) == pytest.approx(260, rel=0.1)


def _quarter(answer: models.Prediction) -> bool:
    return answer.question.horizon == QUARTER
