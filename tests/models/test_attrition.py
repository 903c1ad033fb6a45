"""Attrition: the baselines reproduced, the pace filtered, and stocks that add up."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest

from polemos import models
from polemos.core import (
    Horizon,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Question,
    View,
    end_of_day,
    start_of_day,
)
from polemos.models import _photographs as photographs
from polemos.models import _stock as stock
from polemos.models import estimate_id
from polemos.models._grid import steps
from polemos.models._stock import Count, Draws, Evidence
from polemos.models.score import Floats, crps_quantiles
from polemos.pipeline import World
from polemos.sources import oryx

TANKS = "losses.tank.photographed@RUS"
SEED_DAY = date(2025, 2, 24)
FIRST, LAST = date(2022, 4, 3), date(2025, 7, 20)  # ends of weeks, Sundays
QUARTER = Horizon.parse("13w")
MONTHS: Floats = np.arange(1.0, 37.0)  # of a made-up class, three years


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
    """107 origins of 13 weeks; tolerances are what other seeds differ by."""
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
    assert crps == pytest.approx(expected[0], abs=0.6)
    assert mae == pytest.approx(expected[1], abs=0.8)
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


# Stocks and flows.


def evidence(**more: object) -> Evidence:
    """Give three made-up years of 30 losses a month, of which 24 are photographed."""
    plain = Evidence(
        photographed=24 * MONTHS,
        claimed=45 * MONTHS,
        fleet=(2800, 3200),
        depot=(4800, 5200),
        seen=(0.7, 0.95),
        built=(60, 300),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def drawn(**more: object) -> Draws:
    return stock.drawn(evidence(**more), np.random.default_rng(6))


@pytest.fixture(scope="module")
def draws() -> Draws:
    return drawn(depots=[Count(35, 3000, 150)])


def test_nothing_is_lost_between_depots_and_fleet(draws: Draws) -> None:
    """Of each draw: what left the depots, made fit, and what was built is `made`."""
    withdrawn = (draws.made - draws.built * MONTHS[:, None]) / draws.fit
    assert draws.depot + withdrawn == pytest.approx(
        np.broadcast_to(draws.depot_before, withdrawn.shape), rel=1e-3
    )
    assert (withdrawn > -1).all()
    fleet = draws.fleet_before + draws.made - draws.gone * draws.lost
    assert draws.fleet == pytest.approx(fleet, rel=1e-3, abs=1)


def test_a_draw_is_of_one_world(draws: Draws) -> None:
    kept = draws.taken(np.arange(7))
    for field in fields(Draws):
        assert getattr(kept, field.name).shape[-1] == 7
    assert draws.lost.shape == draws.depot.shape == (36, stock.KEPT)
    assert (np.diff(draws.lost, axis=0) >= 0).all()
    assert (np.diff(draws.depot, axis=0) <= 0).all()
    last = np.diff(draws.lost[[-4, -1]], axis=0)[0] / 3
    assert draws.pace == pytest.approx(last)


def test_draws_agree_with_planted_counts() -> None:
    found = drawn(
        depots=[Count(23, 3700, 150), Count(35, 3000, 150)],
        fleets=[Count(35, 3800, 200)],
        lost=[Count(35, 360, 40)],
        good_at_most=[Count(35, 400, 20)],
    )
    for values, planted, error in (
        (found.depot[23], 3700, 150),
        (found.depot[35], 3000, 150),
        (found.fleet[35], 3800, 200),
        (found.lost[35] - found.lost[23], 360, 40),
    ):
        assert np.median(values) == pytest.approx(planted, abs=error)
        assert values.std() < 1.2 * error
    assert np.quantile(found.good[35], 0.99) < 400 + 3 * 20


def test_a_share_of_depots_binds_as_a_count_does() -> None:
    found = drawn(depot=(3000, 7000), shares=[Count(35, 0.48, 0.03)])
    share = found.depot[35] / found.depot_before
    assert np.median(share) == pytest.approx(0.48, abs=0.02)
    assert found.depot_before.std() > 700  # of which a share says nothing


def test_what_a_year_made_binds() -> None:
    free, bound = drawn(), drawn(made=[Count(35, 300, 30)])
    one, two = (np.median(d.made[35] - d.made[23]) for d in (free, bound))
    assert two == pytest.approx(300, abs=40)
    assert abs(one - 300) > 100


@pytest.mark.parametrize(
    "counts",
    [
        {"depots": [Count(23, 1000, 20), Count(35, 4500, 20)]},  # depots do not fill
        {"fleets": [Count(35, 9000, 50)]},
        {"lost": [Count(35, 9000, 100)]},
    ],
)
def test_inputs_that_contradict_each_other_are_refused(
    counts: Mapping[str, object],
) -> None:
    with pytest.raises(NotYetKnown, match="contradict"):
        drawn(**counts)


def test_true_losses_are_photographs_over_the_share_that_is_seen() -> None:
    lost = stock.true_losses(evidence(), np.random.default_rng(7), 4000)
    low, middle, high = np.quantile(24 * 36 / lost[-1], [0.05, 0.5, 0.95])
    assert middle == pytest.approx(0.8, abs=0.05)
    assert 0.6 < low < middle < high < 0.98
    sure = stock.true_losses(
        evidence(seen=(0.90, 0.92)), np.random.default_rng(7), 4000
    )
    assert np.median(sure[-1]) < np.median(lost[-1])


def test_claims_say_where_photographs_fell_behind() -> None:
    """Fewer photographs under claims as before are losses that go unseen."""
    shown = np.concatenate((np.full(18, 24.0), np.full(18, 12.0))).cumsum()

    def late(claimed: Floats) -> float:
        e = evidence(photographed=shown, claimed=claimed)
        lost = stock.true_losses(e, np.random.default_rng(8), 4000)
        return float(np.median(lost[35] - lost[17]))

    assert late(45 * MONTHS) > 1.05 * late(np.full(36, np.nan))


def test_depots_ahead_empty_and_never_fill(draws: Draws) -> None:
    found = stock.ahead(draws, 240, np.random.default_rng(9))
    assert found["depot"].shape == (240, stock.KEPT)
    assert (np.diff(found["depot"], axis=0) <= 0).all()
    assert (found["depot"][0] <= draws.depot[-1] + 1e-3).all()
    assert (found["restorable"][-1] < found["restorable"][0]).all()
    assert (found["fleet"] >= 0).all()
    assert (found["depot"][-1] >= draws.scrap[-1]).all()


# The classes, as of the day of the first edition.


@pytest.fixture(scope="module")
def then(world: World) -> View:
    return world.view(end_of_day(SEED_DAY))


def newest(view: View, subject: str, part: str) -> Point:
    return view.series(estimate_id(subject, part)).last()


def ends(point: Point) -> tuple[float, float]:
    assert point.low is not None
    assert point.high is not None
    return point.low, point.high


def test_depots_emptied_while_the_fleet_was_refilled(then: View) -> None:
    """IISS: 1,750 tanks, 1,500 made, 1,400 lost in 2024, of 2,927 before the war."""
    tank = newest(then, "tank@RUS", "depot_share")
    assert 43 < tank.value < 52
    low, high = ends(newest(then, "tank@RUS", "fleet_share"))
    assert low < 100 * (1750 + 1500 - 1400) / 2927 < high
    armour = newest(then, "ifv_apc@RUS", "depot_share")
    assert armour.value == pytest.approx(48, abs=5)
    fleet = newest(then, "ifv_apc@RUS", "fleet_share")
    assert 75 < fleet.value < 105
    for point in (tank, armour, fleet):
        low, high = ends(point)
        assert low < point.value < high


def test_no_more_of_a_class_is_told_than_is_counted(world: World, then: View) -> None:
    low, high = ends(newest(then, "artillery@RUS", "depot_share"))
    assert high - low > 5
    for part in ("fleet", "fleet_share", "all_share", "made"):
        assert not then.series(estimate_id("artillery@RUS", part)).points
    (mlrs,) = (s for s in world.subjects if s.id == "mlrs@RUS")
    made = world.view(end_of_day(SEED_DAY)).estimation(mlrs)
    assert not made.series
    assert "count of depots from before the war" in made.refused["mlrs@RUS"]
    assert not then.series(estimate_id("mlrs@RUS", "depot_share")).points


def test_true_losses_are_told_with_the_share_that_was_photographed(then: View) -> None:
    lost = newest(then, "tank@RUS", "lost")
    photographed = then.series("oryx/losses.tank@RUS").on(lost.period.last).value
    share = newest(then, "tank@RUS", "seen_share")
    assert photographed < ends(lost)[0]
    assert 100 * photographed / lost.value == pytest.approx(share.value, rel=1e-3)
    both = [100 * photographed / end for end in reversed(ends(lost))]
    assert both == pytest.approx(ends(share), rel=1e-3)


def test_the_chance_that_depots_are_spent_only_rises(then: View) -> None:
    chances = then.series(estimate_id("tank@RUS", "depot_end")).points
    values = [p.value for p in chances]
    assert values == sorted(values)
    assert all(0 <= v <= 100 for v in values)
    assert chances[0].period == Period.day(date(2025, 1, 31))  # the month that is over
    assert [p.period.last.month for p in chances[1:3]] == [6, 12]


def test_what_is_lost_is_not_found_again(then: View, now: View) -> None:
    for view in (then, now):
        for subject in ("tank@RUS", "ifv@RUS", "apc@RUS", "artillery@RUS"):
            lost = [p.value for p in view.series(estimate_id(subject, "lost"))]
            assert lost == sorted(lost)


def test_a_month_that_has_just_begun_moves_no_estimate(world: World) -> None:
    told = [
        newest(world.view(end_of_day(day)), "ifv_apc@RUS", "fleet").value
        for day in (date(2025, 2, 28), date(2025, 3, 3))
    ]
    assert told[0] == pytest.approx(told[1], rel=0.05)


def test_losses_go_on_when_nobody_photographs_them(now: View) -> None:
    """The photographs at hand end in July 2025; the claims do not."""
    for subject in ("tank@RUS", "ifv_apc@RUS", "artillery.sp@RUS"):
        lost = now.series(estimate_id(subject, "lost")).points
        by_day = {p.period.last: p.value for p in lost}
        assert by_day[date(2026, 7, 31)] > 1.03 * by_day[date(2025, 7, 31)]
        shown = now.series(estimate_id(subject, "seen_share")).last()
        assert shown.period.last <= date(2025, 8, 31)
        width = [(p.high or 0) - (p.low or 0) for p in (lost[-1], lost[-13])]
        assert width[0] > width[1], "what nobody sees is less sure"


def test_the_count_of_october_was_inside_what_was_foreseen(
    world: World, then: View, now: View
) -> None:
    came = now.series("depots/stock.tank@RUS").at(Period.day(date(2025, 10, 7)))
    assert came.value == 2887
    (target,) = (t for t in world.targets if t.id == "depot.tank@RUS")
    known = world.view(end_of_day(SEED_DAY)).base
    question = models.ask(target, known)[0]
    asked = replace(
        question, period=came.period, due=came.period.last + timedelta(days=30)
    )
    (answer,) = models.model_named("depots")(known, target, [asked], models.SEED)
    assert answer.at(0.025) < came.value < answer.at(0.975)
    assert answer.at(0.5) < then.series("depots/stock.tank@RUS").last().value
