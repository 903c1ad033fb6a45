"""Casualties and strikes: the benchmarks, the model that has to beat them, the bias."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos import models, wars
from polemos.core import (
    Observation,
    Period,
    Reckoning,
    Target,
    Text,
    View,
    end_of_day,
    start_of_day,
)
from polemos.core.forecast import Horizon
from polemos.models.score import LEVELS
from polemos.models.smoothed import smooth
from polemos.pipeline import World
from polemos.sources import mod_ua_orc

SERIES = "mod_ua_orc/losses.personnel@RUS"
BEGUN = date(2022, 3, 6)
MODELS = ("smoothed", "last", "conflictology")


def target(how: str, *horizons: str, series: str = SERIES) -> Target:
    return Target(
        "made.up@RUS",
        Text("Made up", "虛構"),
        series,
        Reckoning(how),
        tuple(map(Horizon.parse, horizons)),
        lag=3,
        slack=3,
        stale=40,
        models=("smoothed", "last"),
        baseline="conflictology",
    )


@pytest.fixture
def grown(memory_view: Callable[..., View]) -> Callable[[Sequence[float]], View]:
    """Make a view of a running total that grew by so much in each week."""

    def view(weeks: Sequence[float]) -> View:
        total = np.concatenate(([0.0], np.cumsum(weeks)))
        days = [BEGUN + timedelta(weeks=i) for i in range(len(total))]
        told = [
            Observation(SERIES, Period.day(d), float(v), start_of_day(d), "x")
            for d, v in zip(days, total, strict=True)
        ]
        return memory_view(told, [mod_ua_orc.SOURCE], days[-1])

    return view


def answers(view: View, asked: Target) -> dict[str, models.Prediction]:
    made = models.run(view, [asked])
    assert not made.refusals
    return {m: made.of(asked.id, m)[0] for m in MODELS}


def test_a_steady_pace_is_foreseen_by_all_and_without_doubt(
    grown: Callable[[Sequence[float]], View],
) -> None:
    for answer in answers(grown([700.0] * 130), target("change", "13w")).values():
        assert answer.quantiles == pytest.approx([9100.0] * len(LEVELS))


def test_what_each_knows_of_a_rise(grown: Callable[[Sequence[float]], View]) -> None:
    said = answers(grown([float(i) for i in range(130)]), target("change", "4w"))
    ended = [4 * i - 6 for i in range(78, 130)]  # four weeks that ended in each of 52
    assert said["last"].quantiles == pytest.approx([ended[-1]] * len(LEVELS))
    assert said["conflictology"].quantiles == pytest.approx(
        np.quantile(ended, LEVELS).tolist()
    )
    assert said["smoothed"].at(0.5) > said["conflictology"].at(0.9)  # believes the rise


def test_levels_are_redrawn_as_they_were(
    grown: Callable[[Sequence[float]], View],
) -> None:
    said = answers(grown([1.0] * 130), target("level", "4w"))
    assert said["last"].at(0.5) == 130
    assert said["conflictology"].quantiles == pytest.approx(
        np.quantile(range(79, 131), LEVELS).tolist()
    )


def test_swings_widen_the_forecast_and_far_is_less_sure_than_near(
    grown: Callable[[Sequence[float]], View],
) -> None:
    rng = np.random.default_rng(5)
    calm, wild = (np.exp(rng.normal(7, s, 130)) for s in (0.05, 0.3))

    def width(weeks: Sequence[float], horizon: str) -> float:
        answer = answers(grown(weeks), target("change", horizon))["smoothed"]
        return (answer.at(0.9) - answer.at(0.1)) / answer.at(0.5)

    assert width(wild, "13w") > 2 * width(calm, "13w")
    walk = np.exp(7 + np.cumsum(rng.normal(0, 0.1, 130)))
    assert width(walk, "26w") > width(walk, "4w")


def test_one_seed_one_answer(grown: Callable[[Sequence[float]], View]) -> None:
    view = grown(np.random.default_rng(1).uniform(500, 900, 130).tolist())
    asked = target("change", "13w")
    assert answers(view, asked) == answers(view, asked)
    other = models.run(view, [asked], seed=7).of(asked.id, "smoothed")[0]
    assert other != answers(view, asked)["smoothed"]


def test_a_week_without_news_leaves_the_odds_where_they_were(
    grown: Callable[[Sequence[float]], View], memory_view: Callable[..., View]
) -> None:
    view = grown([100.0, 300.0, 200.0] * 40)
    told = [o for p in view.series(SERIES) for o in p.evidence]
    later = memory_view(
        told, [mod_ua_orc.SOURCE], view.as_of.date() + timedelta(weeks=1)
    )
    first, second = (answers(v, target("change", "13w")) for v in (view, later))
    assert first["conflictology"].quantiles == second["conflictology"].quantiles


@pytest.mark.parametrize(
    ("weeks", "model", "why"),
    [
        (40, "smoothed", "found 40 from 5"),
        (60, "conflictology", "expected 64 weeks up to 2023-04-30, found 60"),
        (8, "last", "expected 13 weeks up to 2022-05-01, found 8"),
    ],
)
def test_too_short_a_past_is_refused_by_name(
    grown: Callable[[Sequence[float]], View], weeks: int, model: str, why: str
) -> None:
    asked = replace(target("change", "13w"), models=(model,), baseline=model)
    [refused] = models.run(grown([5.0] * weeks), [asked]).refusals
    assert refused.model == model
    assert why in refused.reason


def test_the_weight_is_one_for_a_walk_and_small_for_noise() -> None:
    rng = np.random.default_rng(2)
    noise = rng.normal(0, 1, 104)
    weight, level, errors = smooth(np.cumsum(noise))
    assert weight > 0.8
    assert abs(level - noise.sum()) < 1
    assert errors.std() == pytest.approx(1, abs=0.2)
    weight, level, _ = smooth(noise)
    assert weight < 0.15
    assert abs(level) < 0.5


@given(
    st.lists(st.floats(-3, 3), min_size=20, max_size=60),
    st.floats(-5, 5),
    st.floats(0.1, 10),
)
def test_smoothing_moves_and_stretches_with_its_numbers(
    past: list[float], shift: float, scale: float
) -> None:
    one = np.array(past) + np.linspace(0, 1, len(past)) ** 2
    weight, level, errors = smooth(one)
    weight2, level2, errors2 = smooth(shift + scale * one)
    if weight == weight2:  # two weights may fit alike to the last digit
        assert level2 == pytest.approx(shift + scale * level, abs=1e-6)
        assert errors2 == pytest.approx(scale * errors, abs=1e-6)
    assert errors.sum() == pytest.approx(0, abs=1e-9)


# What the packaged figures say.


@pytest.fixture(scope="module")
def targets(world: World) -> dict[str, Target]:
    return {t.id: t for t in wars.outlook(world.war)[0]}


def replayed(now: View, asked: Target, every: int) -> dict[tuple[str, str], models.Row]:
    days = models.origins(asked, date(2023, 6, 4), date(2026, 7, 31))[::every]
    scores = [s for d in days for s in models.replay(now, asked, d, seed=models.SEED)]
    return {(r.horizon, r.model): r for r in models.table(scores, [asked])}


def test_the_pace_beats_the_last_year_redrawn_for_casualties(
    now: View, targets: dict[str, Target]
) -> None:
    rows = replayed(now, targets["casualties.claimed@RUS"], every=4)
    best, base = rows["13w", "smoothed"], rows["13w", "conflictology"]
    assert best.skill is not None
    assert best.skill.low > 0.3
    assert best.crps is not None
    assert base.crps is not None
    assert best.crps < 0.6 * base.crps
    assert (best.coverage80 or 0) > 0.8
    assert (base.coverage80 or 1) < 0.5
    assert rows["13w", "last"].coverage80 == 0  # it has no interval


def test_nothing_beats_the_last_year_redrawn_for_missiles(
    now: View, targets: dict[str, Target]
) -> None:
    rows = replayed(now, targets["strikes.missiles@RUS"], every=1)
    best = rows["2m", "smoothed"].skill
    assert best is not None
    assert best.low < 0 < best.high
    same = rows["2m", "last"].skill
    assert same is not None
    assert same.high < 0


def test_the_pace_beats_the_last_year_redrawn_for_drones(
    now: View, targets: dict[str, Target]
) -> None:
    best = replayed(now, targets["strikes.drones@RUS"], every=1)["2m", "smoothed"].skill
    assert best is not None
    assert best.low > 0.2


def test_every_target_of_people_is_answered_now(
    now: View, targets: dict[str, Target]
) -> None:
    mine = [t for t in targets.values() if t.baseline == "conflictology"]
    assert len(mine) >= 6
    made = models.run(now, mine)
    assert not made.refusals
    [_, quarter] = made.of("casualties.claimed@RUS", "smoothed")
    assert 60_000 < quarter.at(0.1) < quarter.at(0.5) < quarter.at(0.9) < 200_000
    assert quarter.chances[75000] > quarter.chances[100000] > quarter.chances[125000]


def test_the_bias_of_each_author_in_the_packaged_figures(now: View) -> None:
    def bias(by: str) -> float:
        series = now.series(f"polemos/casualties.bias.{by}@RUS")
        return round(series.last().value, 3)

    assert {by: bias(by) for by in ("economist", "uk_mod", "csis", "norway")} == {
        "economist": 1.035,
        "uk_mod": 0.993,
        "csis": 1.062,
        "norway": 0.711,
    }
    uk = now.series("polemos/casualties.bias.uk_mod@RUS").between(date(2024, 6, 30))
    assert all(0.985 < p.value < 0.995 for p in uk)  # no second opinion
    us = now.series("polemos/casualties.bias.us_officials@RUS")
    assert us.on(date(2022, 8, 11)).value == pytest.approx(1.628, abs=5e-4)
    assert us.last().value == pytest.approx(0.925, abs=5e-4)
    dead = now.series("polemos/dead.bias.meduza_excess@RUS").between(date(2023, 1, 1))
    assert all(0.9 < p.value < 1.05 for p in dead)


def test_the_band_holds_every_author_that_it_names(now: View) -> None:
    band = now.series("polemos/casualties.band@RUS").last()
    assert (band.value, band.low, band.high) == pytest.approx(
        (1_465_609, 1_383_052, 1_566_138), abs=1
    )
    assert {o.series for o in band.evidence} >= {
        "estimates/casualties.nato@RUS",
        "estimates/casualties.csis@RUS",
    }
    dead = now.series("polemos/dead.band@RUS").last()
    assert (dead.value, dead.low, dead.high) == pytest.approx(
        (490_321, 374_039, 685_125), abs=1
    )


def test_meduza_rewrote_the_dead_of_2024_upwards(now: View) -> None:
    day = Period.day(date(2024, 12, 29))
    told = [o for o in now.vintages("meduza/dead.excess@RUS") if o.period == day]
    assert [(o.known_at.date(), o.value) for o in told] == [
        (date(2025, 12, 31), 163_375),
        (date(2026, 8, 22), 202_741),
    ]
    before = now.at(end_of_day(date(2026, 1, 1))).series("meduza/dead.excess@RUS")
    assert before.at(day).value == 163_375


def test_the_economist_rewrote_june_of_2026_by_a_tenth(now: View) -> None:
    day = Period.day(date(2026, 6, 30))
    told = [
        o for o in now.vintages("economist/casualties.total@RUS") if o.period == day
    ]
    assert [(o.known_at.date(), o.value) for o in told] == [
        (date(2026, 7, 1), 1_297_187),
        (date(2026, 8, 1), 1_423_460),
        (date(2026, 8, 22), 1_425_050),
    ]
