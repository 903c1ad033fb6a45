"""The front line: reference figures of the packaged map, baselines and beliefs."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from polemos.core import NotYetKnown, Period, Reckoning, Series, Target, Text, View
from polemos.core.forecast import Horizon
from polemos.core.regimes import Regimes, regimes, robust_sd
from polemos.indicators import all_indicators
from polemos.models import run
from polemos.models._grid import weekly
from polemos.models._model import Prediction
from polemos.models.front import drift
from polemos.models.score import Floats

HELD = "deepstate/territory.held@RUS"
AREAS = {
    date(2024, 8, 1): 109_495.2,
    date(2024, 12, 1): 111_484.6,
    date(2025, 2, 24): 112_383.0,
    date(2025, 9, 1): 114_729.3,
    date(2025, 10, 1): 114_993.3,
    date(2026, 1, 1): 116_218.6,
    date(2026, 8, 1): 117_020.4,
}
GAINS = {
    2024: {10: 502.8, 11: 725.9, 12: 394.3},
    2025: {
        **{1: 325.4, 2: 191.8, 3: 130.0, 4: 190.2, 5: 440.3, 6: 497.7},
        **{7: 607.2, 8: 467.8, 9: 263.9, 10: 260.4, 11: 482.9, 12: 482.0},
    },
    2026: {1: 231.3, 2: 138.5, 3: 154.8, 4: 142.0, 5: 20.2, 6: 72.4, 7: 42.6},
}
GAPS = {date(2025, 1, 1), date(2025, 4, 1)}  # firsts of a month without a map


@pytest.fixture(scope="session")
def held(now: View) -> Series:
    return now.series(HELD)


def test_areas_at_the_start_of_months(held: Series) -> None:
    found = {day: held.at(Period.day(day)).value for day in AREAS}
    assert found == pytest.approx(AREAS, abs=0.1)  # rounded, on the ellipsoid


def test_shares_of_the_recognised_area(now: View) -> None:
    share = now.series("polemos/territory.held.share@RUS")
    told = {(2025, 2, 24): 18.618, (2025, 10, 1): 19.050, (2026, 8, 1): 19.386}
    for day, value in told.items():
        assert share.on(date(*day)).value == pytest.approx(value, abs=5e-4)


def test_gains_of_months(now: View, held: Series) -> None:
    """Where a first of the month has no map, they are told with it interpolated."""
    days = [p.period.start.toordinal() for p in held]
    areas = [p.value for p in held]
    gain = now.series("polemos/territory.gain.month@RUS")
    for year, months in GAINS.items():
        for number, value in months.items():
            month = Period.month(year, number)
            if GAPS & {month.start, month.end}:
                ends = [month.start.toordinal(), month.end.toordinal()]
                first, last = np.interp(ends, days, areas)
                assert last - first == pytest.approx(value, abs=0.1), month
                assert gain.at(month).period == month
            else:
                assert gain.at(month).value == pytest.approx(value, abs=0.1), month


def test_breaks_of_the_pace(now: View) -> None:
    found = now.series("polemos/territory.pace.regime@RUS")
    assert [p.period.start + timedelta(6) for p in found][1:] == [
        date(2024, 10, 27),
        date(2024, 12, 8),
        date(2025, 5, 25),
        date(2025, 8, 31),
        date(2026, 2, 15),
    ]
    means = [p.value for p in found]
    assert means[:-1] == pytest.approx([76.3, 171.1, 56.2, 130.8, 77.1], abs=0.05)
    assert means[-1] == pytest.approx(16.5, abs=0.05)  # whole weeks, see below
    assert all(p.low < p.value < p.high for p in found if p.low and p.high)


def test_the_last_mean_was_told_with_an_unfinished_week(held: Series) -> None:
    """17.1 counts the six days to Saturday 22 August 2026 as a week."""
    from dataclasses import replace

    last = replace(held.last(), period=Period.day(date(2026, 8, 23)))
    known = all_indicators()
    pace = known["polemos/territory.pace@RUS"](held.made((*held.points, last)))
    regime = known["polemos/territory.pace.regime@RUS"](pace)
    assert regime.last().value == pytest.approx(17.1, abs=0.05)
    assert len(regime) == 6


def test_how_many_penalties_a_break_survives(now: View) -> None:
    found = now.series("polemos/territory.pace.break@RUS")
    share = {p.period.last: p.value for p in found}
    assert [day for day, v in share.items() if v == 100] == [
        date(2024, 10, 27),
        date(2024, 12, 8),
        date(2025, 5, 25),
        date(2025, 8, 31),
    ]
    assert share[date(2026, 2, 15)] == 50


def test_the_change_of_may_2025_was_seen_in_its_first_week(now: View) -> None:
    found = now.series("polemos/territory.pace.changed@RUS")
    assert found.on(date(2025, 5, 18)).value < 10
    assert found.on(date(2025, 5, 25)).value > 95


def test_baselines_thirteen_weeks_ahead(held: Series) -> None:
    """Sundays to 24 May 2026: the last outcome is Saturday's map, of 22 August."""
    areas = weekly(held, date(2026, 8, 23))
    errors: dict[int, list[float]] = {0: [], 8: [], 26: []}
    for end in range(len(areas) - 13 - 58, len(areas) - 13):
        came = areas[end + 13] - areas[end]
        for window, found in errors.items():
            said, _ = drift(areas[: end + 1], 13, window)
            found.append(abs(came - said))
    mae = {window: float(np.mean(found)) for window, found in errors.items()}
    assert mae == pytest.approx({0: 846, 8: 456, 26: 435}, abs=0.5)


# What the models say


def target(how: Reckoning = Reckoning.CHANGE, *models: str, **more: object) -> Target:
    rest = {"above": (100.0,), "inputs": {}} | more
    return Target(
        "t",
        Text("x", "x"),
        str(rest.pop("series", HELD)),
        how,
        tuple(map(Horizon.parse, rest.pop("horizons", ("4w", "13w")))),  # type: ignore[call-overload]
        *(1, 3, 7),
        models or ("regimes", "drift8", "unchanged"),
        "drift26",
        **rest,  # type: ignore[arg-type]
    )


def said(view: View, one: Target, model: str) -> tuple[Prediction, ...]:
    made = run(view, [one])
    assert not made.refusals
    return made.of("t", model)


@pytest.mark.parametrize("model", ["regimes", "drift8", "drift26", "unchanged"])
def test_it_answers_each_horizon_wider_the_farther(now: View, model: str) -> None:
    near, far = said(now, target(), model)
    assert far.at(0.9) - far.at(0.1) > near.at(0.9) - near.at(0.1) > 0
    assert 0 < near.chances[100] < 1


def test_a_drift_is_the_pace_of_its_weeks(now: View, held: Series) -> None:
    near, _ = said(now, target(), "drift26")
    pace = (held.on(date(2026, 8, 22)).value - held.on(date(2026, 2, 21)).value) / 26
    assert near.at(0.5) == pytest.approx(4 * pace)
    near, far = said(now, target(), "unchanged")
    assert near.at(0.5) == far.at(0.5) == 0


def test_ten_years_may_not_be_enough(now: View) -> None:
    four = target(
        Reckoning.LEVEL,
        series="polemos/territory.held.four_oblasts.share@RUS",
        horizons=("52w", "522w"),
        above=(99.0,),
        inputs={"most": 100},
    )
    for model in ("regimes", "drift26"):
        year, decade = said(now, four, model)
        assert year.chances[99] < 0.01
        assert 0.05 < decade.chances[99] < 0.5
        assert decade.at(0.99) <= 100


def test_too_short_a_series_is_refused_by_name(now: View) -> None:
    early = now.at(now.series(HELD).points[60].known_at)
    made = run(early, [target()])
    reasons = {r.model: r.reason for r in made.refusals}
    assert set(reasons) == {"regimes", "drift8", "drift26", "unchanged"}
    assert all("expected" in r and "found" in r for r in reasons.values())


# The beliefs


def pace(*parts: tuple[int, float], seed: int = 0, sd: float = 15) -> Floats:
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.normal(mean, sd, n) for n, mean in parts])


def test_white_noise_has_its_robust_sd_whatever_its_mean_does() -> None:
    steady, jumping = pace((4000, 0), sd=3), pace((2000, 0), (2000, 500), sd=3)
    assert robust_sd(steady) == pytest.approx(3, rel=0.05)
    assert robust_sd(jumping) == pytest.approx(3, rel=0.05)


def test_what_never_moved_has_no_scale() -> None:
    with pytest.raises(NotYetKnown, match="found none"):
        robust_sd([5.0] * 30)


def test_beliefs_are_chances_and_match_the_normal_gamma_update() -> None:
    """Without hazard the one run holds all values: conjugate formulas in closed form.

    Murphy 2007, "Conjugate Bayesian analysis of the Gaussian distribution", eq. 86-89.
    """
    x = pace((40, 50))
    got = regimes(x, 1e-12)
    assert got.chance.sum() == pytest.approx(1)
    assert got.chance[-1] == pytest.approx(1, abs=1e-6)
    m, k, a, b = (v[0] for v in (got.mean, got.weight, got.shape, got.rate))
    n = len(x)
    assert got.mean[-1] == pytest.approx((k * m + x.sum()) / (k + n))
    assert (got.weight[-1], got.shape[-1]) == pytest.approx((k + n, a + n / 2))
    square = ((x - x.mean()) ** 2).sum() / 2
    square += k * n * (x.mean() - m) ** 2 / (k + n) / 2
    assert got.rate[-1] == pytest.approx(b + square)


def test_the_run_length_is_that_of_the_planted_regime() -> None:
    got = regimes(pace((40, 50), (7, 200)), 1 / 26)
    assert int(np.argmax(got.chance)) == 7
    assert got.mean[7] == pytest.approx(200, abs=15)


def one_regime(mean: float, sd: float) -> Regimes:
    """Give a belief without doubt: one run, known to the last digit."""
    sure = 1e9
    rows = ((0.0, 1.0), (mean, mean), (sure, sure), (sure, sure), (sd**2 * sure,) * 2)
    return Regimes(*map(np.array, rows))


def test_draws_of_a_known_pace_are_its_random_walk() -> None:
    rng = np.random.default_rng(1)
    drawn = one_regime(60, 20).draw(13, 0.0, rng, 20_000)
    assert drawn.mean() == pytest.approx(13 * 60, rel=0.005)
    assert drawn.std() == pytest.approx(20 * 13**0.5, rel=0.03)


@pytest.mark.parametrize(("hazard", "freedom"), [(0.0, 2), (0.1, 100)])
def test_a_regime_that_begins_now_is_as_unsure_as_few_regimes_leave_it(
    hazard: float, freedom: int
) -> None:
    """Its mean, of middle 60 and width 1, is Student-t of as many regimes as fit in."""
    values = 1000
    chance = np.zeros(values + 1)
    chance[0] = 1
    width, noise = 1.0, 1e-6
    rows = ((60.0, (noise / width) ** 2, 1e9, noise**2 * 1e9), (0.0, 1.0, 1e9, 1e9))
    parts = (
        np.array([first] + [rest] * values) for first, rest in zip(*rows, strict=True)
    )
    drawn = Regimes(chance, *parts).draw(1, hazard, np.random.default_rng(1), 40_000)
    high = np.quantile(drawn, 0.9) - 60
    wanted = student(freedom).ppf(0.9) * (1 + 1 / freedom) ** 0.5
    assert high == pytest.approx(wanted, rel=0.03)


@given(st.floats(0.01, 1000), st.integers(0, 50))
def test_beliefs_do_not_depend_on_the_unit(unit: float, seed: int) -> None:
    x = pace((30, 50), (5, 120), seed=seed)
    a, b = regimes(x, 1 / 26), regimes(x * unit, 1 / 26)
    assert b.chance == pytest.approx(a.chance, abs=1e-6)
    assert b.mean == pytest.approx(a.mean * unit, rel=1e-6)
