"""Scores: exact values, two reference libraries, and the laws that make them proper.

The reference values were computed once by scoringrules 0.10.0 and properscoring 0.1 on
the inputs below, which draw no random numbers. Both agree with each other.
"""

import tracemalloc
from collections.abc import Callable
from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from polemos.models.score import (
    LEVELS,
    NEEDED,
    Floats,
    brier,
    crps_draws,
    crps_normal,
    crps_quantiles,
    interval_score,
    level_of,
    log_normal_density,
    log_score,
    pinball,
    rps,
    skill,
    wis,
)

MEAN = np.array([0.0, -2.5, 3.0, 100.0, 0.1, 7.0])
SD = np.array([1.0, 0.5, 4.0, 25.0, 0.02, 3.0])
CAME = np.array([0.0, -1.0, -6.0, 131.0, 0.115, 7.5])
WAVES = np.sin(7.3 * np.arange(40) ** 2 + np.arange(6)[:, None])
DRAWS = MEAN[:, None] + 2 * SD[:, None] * WAVES
QUANTILES = MEAN[:, None] + SD[:, None] * ndtri(LEVELS)
LOW, HIGH = LEVELS.index(0.1), LEVELS.index(0.9)

REFERENCE = {
    "crps_normal": (
        *(0.23369497725510913, 1.2182873625431698, 6.777118372703509),
        *(19.477887240846968, 0.008962885043931007, 0.7342533785792741),
    ),
    "log_normal_density": (
        *(0.9189385332046727, 4.725791352644728, 4.836482894324563),
        *(4.906614358072874, -2.7118344722234733, 2.031439710761671),
    ),
    "crps_draws": (
        *(0.5282750043192322, 1.139410471902433, 4.86350215517642),
        *(22.543119296239762, 0.010361585173183502, 1.257571268963808),
    ),
    "crps_draws, fair": (
        *(0.5074018634602674, 1.128922654156829, 4.785873728294121),
        *(22.028152822938576, 0.009936125245826953, 1.19912085207558),
    ),
    "wis": (
        *(0.2130679779717877, 1.1259256910099709, 6.03396131035484),
        *(17.19349553110063, 0.00802097837803999, 0.671640104300996),
    ),
    "interval_score, 80 %": (
        *(2.5631031310892007, 9.873793737821599, 48.99034990257279),
        *(64.07757827723003, 0.05126206262178401, 7.689309393267603),
    ),
    "pinball, 10 %": (
        *(0.12815515655446005, 0.21407757827723, 3.486414364039439),
        *(6.303878913861502, 0.0040631031310892005, 0.4344654696633802),
    ),
}
FOUND: dict[str, Floats] = {
    "crps_normal": crps_normal(MEAN, SD, CAME),
    "log_normal_density": log_normal_density(MEAN, SD, CAME),
    "crps_draws": crps_draws(DRAWS, CAME),
    "crps_draws, fair": crps_draws(DRAWS, CAME, fair=True),
    "wis": wis(QUANTILES, CAME),
    "interval_score, 80 %": interval_score(
        QUANTILES[:, LOW], QUANTILES[:, HIGH], CAME, 0.8
    ),
    "pinball, 10 %": pinball(QUANTILES[:, LOW], 0.1, CAME),
}


@pytest.mark.parametrize("name", REFERENCE)
def test_it_agrees_with_scoringrules_and_properscoring(name: str) -> None:
    assert FOUND[name] == pytest.approx(REFERENCE[name], rel=1e-8)


# Exact values.


def test_the_crps_of_a_standard_normal_at_its_mean() -> None:
    exact = (sqrt(2) - 1) / sqrt(pi)
    assert exact == pytest.approx(0.2336949772551091, abs=1e-16)
    assert crps_normal(0, 1, 0) == pytest.approx(exact, abs=1e-12)


def test_the_crps_of_three_draws() -> None:
    assert crps_draws([[1, 2, 3]], [2])[0] == pytest.approx(2 / 9, abs=1e-12)
    assert crps_draws([[1, 2, 3]], [2], fair=True)[0] == pytest.approx(0, abs=1e-12)
    assert crps_draws([[5]], [2])[0] == pytest.approx(3, abs=1e-12)  # the distance


def test_the_log_score_of_a_standard_normal_at_its_mean() -> None:
    assert log_normal_density(0, 1, 0) == pytest.approx(0.9189385332046727, abs=1e-12)


def test_scores_of_chances() -> None:
    told = [0.1, 0.2, 0.3, 0.4]
    assert brier(told, 3) == pytest.approx(0.01 + 0.04 + 0.09 + 0.36, abs=1e-12)
    assert log_score(told, 3) == pytest.approx(-np.log(0.4), abs=1e-12)
    near = [rps(told, outcome) for outcome in (0, 1, 3)]
    assert near == pytest.approx([1.46, 0.66, 0.46], abs=1e-12)  # scoringrules' too
    assert (brier([0, 1], 1), rps([0, 1], 1), log_score([0, 1], 1)) == (0, 0, 0)
    assert log_score([0, 1], 0) == float("inf")
    assert brier([0, 1], 0) == 2


def test_an_interval_pays_for_its_width_and_for_a_miss() -> None:
    paid = interval_score([1, 1, 1], [3, 3, 3], [2, 0.5, 4], 0.8)
    assert paid == pytest.approx([2, 2 + 10 * 0.5, 2 + 10 * 1])


@pytest.mark.parametrize("came", np.linspace(-2, 2, 9))
def test_quantiles_score_as_the_distribution_that_they_are_of(came: float) -> None:
    """Within 1 % of the exact value, where a forecast is not far wrong."""
    quantiles = [ndtri(LEVELS)]
    exact = float(crps_normal(0, 1, came))
    assert crps_quantiles(quantiles, [came])[0] == pytest.approx(exact, rel=0.01)


def test_many_draws_score_as_the_distribution_that_they_are_of() -> None:
    draws = ndtri((np.arange(4000) + 0.5) / 4000)
    scored = crps_draws(np.tile(draws, (6, 1)) * SD[:, None] + MEAN[:, None], CAME)
    assert scored == pytest.approx(FOUND["crps_normal"], rel=1e-3)


@pytest.mark.parametrize(
    ("work", "why"),
    [
        (lambda: crps_draws([[1, 2]], [1, 2]), "expected 2 outcomes|expected 1 out"),
        (lambda: crps_draws([[1]], [1], fair=True), "at least two draws"),
        (lambda: wis([[1, 2]], [1]), "expected 1 rows of 23 quantiles"),
        (lambda: brier([0.5, 0.6], 0), "sum to 1"),
        (lambda: log_score([1.5, -0.5], 0), "sum to 1"),
        (lambda: rps([[0.5, 0.5]], 0), "sum to 1"),
        (lambda: skill([1, 2], [1], block=1), "two rows of losses"),
    ],
)
def test_what_cannot_be_scored_is_refused(work: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        work()


# Laws.

numbers = st.floats(-1e3, 1e3)
samples = st.lists(numbers, min_size=2, max_size=20)


@given(samples, numbers, st.randoms(use_true_random=False))
def test_the_order_of_draws_does_not_matter(
    x: list[float], y: float, r: object
) -> None:
    shuffled = list(x)
    r.shuffle(shuffled)  # type: ignore[attr-defined]
    assert crps_draws([x], [y]) == pytest.approx(crps_draws([shuffled], [y]), abs=1e-8)


@given(samples, numbers)
def test_draws_score_by_their_definition(x: list[float], y: float) -> None:
    a = np.array(x)
    pairs = np.abs(a[:, None] - a)
    near = np.abs(a - y).mean()
    n = len(x)
    assert crps_draws([x], [y])[0] == pytest.approx(near - pairs.mean() / 2, abs=1e-8)
    fair = near - pairs.sum() / (2 * n * (n - 1))
    assert crps_draws([x], [y], fair=True)[0] == pytest.approx(fair, abs=1e-8)


rising = st.lists(numbers, min_size=23, max_size=23).map(sorted)


@given(rising, numbers, numbers, st.floats(0.01, 100))
def test_scores_move_and_stretch_with_their_numbers(
    q: list[float], y: float, shift: float, scale: float
) -> None:
    a = np.array([q])
    for f in (wis, crps_quantiles, crps_draws):
        one = f(a, [y])[0]
        assert one >= -1e-9
        moved = f(shift + scale * a, [shift + scale * y])[0]
        assert moved == pytest.approx(scale * one, rel=1e-6, abs=1e-6)


@given(rising, numbers)
def test_wis_is_twice_the_mean_pinball_loss(q: list[float], y: float) -> None:
    losses = [float(pinball(v, p, y)) for v, p in zip(q, LEVELS, strict=True)]
    assert wis([q], [y])[0] == pytest.approx(2 * np.mean(losses), abs=1e-8)


def mean_score(
    score: Callable[[Floats, int], float], told: Floats, true: Floats
) -> float:
    """Give what one pays on average who tells `told` where `true` holds."""
    return sum(p * score(told, i) for i, p in enumerate(true) if p)


chances = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(
    lambda v: np.array(v) / sum(v)
)


@given(chances, chances)
def test_honest_chances_pay_least(true: Floats, told: Floats) -> None:
    for score in (brier, log_score, rps):
        honest = mean_score(score, true, true)
        assert honest <= mean_score(score, told, true) + 1e-9


@given(st.floats(-3, 3), st.floats(0.2, 5))
def test_honest_normals_pay_least(shift: float, stretch: float) -> None:
    """Over a standard normal, by 2,000 quantiles of it in place of an integral."""
    came = ndtri((np.arange(2000) + 0.5) / 2000)
    z = ndtri(LEVELS)
    told = np.broadcast_to(shift + stretch * z, (2000, 23))
    honest = np.broadcast_to(z, (2000, 23))
    for f in (wis, crps_quantiles):
        assert f(honest, came).mean() <= f(told, came).mean() + 1e-6
    exact, other = crps_normal(0, 1, came), crps_normal(shift, stretch, came)
    assert exact.mean() <= other.mean() + 1e-3
    sure = log_normal_density(0, 1, came).mean()
    assert sure <= log_normal_density(shift, stretch, came).mean() + 1e-3


# Where the outcome fell.


def test_the_levels_of_a_calibrated_forecast_are_even() -> None:
    came = ndtri((np.arange(1000) + 0.5) / 1000)
    levels = level_of(np.broadcast_to(ndtri(LEVELS), (1000, 23)), came)
    inner = (np.arange(1000) + 0.5) / 1000
    kept = (inner > 0.01) & (inner < 0.99)
    assert levels[kept] == pytest.approx(inner[kept], abs=5e-3)
    assert set(levels[inner < 0.01]) == {0.0}
    assert set(levels[inner > 0.99]) == {1.0}


def test_an_outcome_on_a_quantile_has_its_level() -> None:
    row = np.arange(23.0)
    assert level_of([row] * 23, row) == pytest.approx(LEVELS)
    assert level_of([[5.0] * 23], [5.0])[0] == pytest.approx(0.5)  # sure, and right
    assert level_of([[5.0] * 23] * 2, [4.9, 5.1]) == pytest.approx([0, 1])


# Skill.


def losses(n: int) -> Floats:
    return 2 + np.sin(np.arange(n) * 1.7)


def test_half_the_loss_is_a_skill_of_one_half() -> None:
    base = losses(80)
    found = skill(base / 2, base, block=4)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    assert found.block == 4


def test_the_interval_of_a_skill_holds_it_and_widens_with_noise() -> None:
    rng = np.random.default_rng(3)
    base = rng.uniform(1, 3, 120)

    def width(noise: float) -> float:
        found = skill(base / 2 + rng.uniform(0, noise, 120), base, block=3)
        assert found is not None
        assert found.low <= found.value <= found.high
        return found.high - found.low

    assert width(0.1) < width(1.0)
    assert skill(base, base[::-1], block=3) == skill(base, base[::-1], block=3)


def test_overlap_makes_skill_less_sure() -> None:
    base = np.full(240, 2.0)
    mine = np.repeat([1.0, 2.5] * 10, 12)  # one horizon's errors are alike
    apart, together = (skill(mine, base, block=b) for b in (1, 12))
    assert apart is not None
    assert together is not None
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_too_few_spans_say_nothing_of_skill() -> None:
    assert skill(losses(NEEDED * 5 - 1), losses(NEEDED * 5 - 1), block=5) is None
    assert skill(losses(NEEDED * 5), losses(NEEDED * 5), block=5) is not None
    assert skill(losses(40), np.zeros(40), block=1) is None


def test_ten_thousand_forecasts_of_a_thousand_draws_stay_small_in_memory() -> None:
    """Far inside 1 GB: a few batches of a million numbers beside the draws' 80 MB."""
    draws = np.broadcast_to(np.sin(np.arange(1000.0)), (10_000, 1000))
    tracemalloc.start()
    scored = crps_draws(draws, np.linspace(-2, 2, 10_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50e6
    assert scored[0] == pytest.approx(crps_draws(draws[:1], [-2])[0])


# Box and Jenkins' monthly airline passengers, 1949 to 1960, in thousands.
PASSENGERS = np.array(
    [
        *(112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118),
        *(115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140),
        *(145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166),
        *(171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194),
        *(196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201),
        *(204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229),
        *(242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278),
        *(284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306),
        *(315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336),
        *(340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337),
        *(360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405),
        *(417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432),
    ],
    float,
)


def _seasonal_naive(past: Floats) -> tuple[Floats, Floats]:
    return past[-12:], np.full(12, sqrt(np.mean((past[12:] - past[:-12]) ** 2)))


def _drift(past: Floats) -> tuple[Floats, Floats]:
    ahead, steps = np.arange(1, 13), np.diff(past)
    spread = ahead * (1 + ahead / (len(past) - 1))
    return past[-1] + ahead * steps.mean(), steps.std() * np.sqrt(spread)


@pytest.mark.parametrize(
    ("model", "mae", "covered", "scored"),
    [(_seasonal_naive, 47.833, 0.25, 178.2), (_drift, 66.308, 0.75, 346.8)],
)
def test_naive_models_score_as_statsforecast_says(
    model: Callable[[Floats], tuple[Floats, Floats]],
    mae: float,
    covered: float,
    scored: float,
) -> None:
    past, came = PASSENGERS[:-12], PASSENGERS[-12:]
    mean, sd = model(past)
    low, high = (mean + sd * ndtri(level) for level in (0.1, 0.9))
    assert np.abs(came - mean).mean() == pytest.approx(mae, abs=5e-4)
    assert ((low <= came) & (came <= high)).mean() == covered
    assert interval_score(low, high, came, 0.8).mean() == pytest.approx(
        scored, abs=0.05
    )
