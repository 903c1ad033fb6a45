"""Lanchester's law: what its paths keep, and what the months leave open."""

from datetime import date

import numpy as np
import pytest

from polemos.core import View, end_of_day
from polemos.models import _estimate as estimates
from polemos.models import estimate_id
from polemos.models import lanchester as law
from polemos.models.score import Floats
from polemos.pipeline import World

STRENGTHS: Floats = np.array([[3000.0, 900.0], [1000.0, 2500.0]])  # two battles
RATES: Floats = np.array([[0.08, 0.03], [0.02, 0.05]])
NAME = "lanchester.tank@RUS"


@pytest.mark.parametrize("months", [0.5, 2.0, 9.0])
def test_the_square_law_keeps_the_difference_of_weighted_squares(months: float) -> None:
    """b B² - a A² is the same all along the path, to a millionth."""
    left = law.path(STRENGTHS, RATES, law.SQUARE, months)

    def kept(s: Floats) -> Floats:
        return np.asarray(RATES[0] * s[1] ** 2 - RATES[1] * s[0] ** 2)

    assert (left < STRENGTHS).all()
    assert (left > 0).all()
    assert kept(left) == pytest.approx(kept(STRENGTHS), rel=1e-6)


def test_the_linear_law_keeps_the_difference_of_weighted_strengths() -> None:
    rates = RATES / 2000
    left = law.path(STRENGTHS, rates, (1.0, 1.0), 9.0)
    kept = [rates[0] * s[1] - rates[1] * s[0] for s in (STRENGTHS, left)]
    assert kept[1] == pytest.approx(kept[0], rel=1e-6)


def test_a_side_that_is_gone_loses_no_more() -> None:
    left = law.path(np.array([[100.0], [2000.0]]), np.array([[0.2], [0.2]]), (1, 0), 12)
    assert left[0, 0] == 0
    assert left[1, 0] > 1900


def history(p: float, q: float, *, swing: float) -> tuple[Floats, Floats]:
    """Make losses of both sides for 36 months, (2, months), and fleets beside them."""
    rng = np.random.default_rng(1)
    wave = np.sin(np.arange(36) / 5 + np.array([[0.0], [2.0]]))
    strengths = np.exp(7 + swing * wave)
    lost = 0.05 * strengths[::-1] ** p * strengths**q
    lost *= np.exp(0.1 * rng.standard_normal(lost.shape)) / lost.mean() * 80
    return lost, np.repeat(strengths[..., None], 1000, axis=2)


@pytest.mark.parametrize(("p", "q"), [(1.0, 0.0), (0.5, 0.5), (0.0, 1.0)])
def test_exponents_are_found_where_strengths_differ_much(p: float, q: float) -> None:
    lost, strengths = history(p, q, swing=0.7)
    blocks = law._blocks(36, np.random.default_rng(2))
    for found, planted in zip(
        law._exponents(lost, strengths, blocks), (p, q), strict=True
    ):
        low, middle, high = np.quantile(found, [0.05, 0.5, 0.95])
        assert middle == pytest.approx(planted, abs=0.1)
        assert low < planted < high
        assert high - low < 0.4


def test_they_are_open_where_strengths_hardly_move() -> None:
    lost, strengths = history(1.0, 0.0, swing=0.01)
    blocks = law._blocks(36, np.random.default_rng(2))
    facing, _ = law._exponents(lost, strengths, blocks)
    low, high = np.quantile(facing, [0.1, 0.9])
    assert high - low > 2


def test_the_square_law_foretells_what_it_made() -> None:
    lost, strengths = history(1.0, 0.0, swing=0.7)
    came = lost[0, law._FIRST :]
    square = ((law._square(lost, strengths)[:, 0] - came) ** 2).mean()
    plain = ((law._mean(lost) - came) ** 2).mean()
    assert square < 0.15 * plain


def told(view: View, part: str) -> tuple[float, float, float]:
    p = view.series(estimate_id(NAME, part)).last()
    assert p.low is not None
    assert p.high is not None
    return p.low, p.value, p.high


@pytest.mark.parametrize("day", [date(2025, 2, 24), date(2026, 8, 22)])
def test_the_months_of_this_war_tell_no_law_from_another(
    world: World, day: date
) -> None:
    """Both exponents may be 0 or 1, and the law is no better than the plain mean."""
    view = world.view(end_of_day(day))
    for part in ("facing", "own"):
        low, _, high = told(view, part)
        assert low < 0
        assert high > 1
    low, _, high = told(view, "square")
    assert low < 100 < high


def test_two_years_of_both_sides_are_needed(world: World) -> None:
    (subject,) = (s for s in world.subjects if s.id == NAME)
    made = world.view(end_of_day(date(2023, 6, 1))).estimation(subject)
    assert not made.series
    assert "in 24 months, found 14" in made.refused[NAME]
    assert made.why[NAME].en == "too few months of losses and counts of fleets"


def test_nothing_is_forecast_by_it(world: World) -> None:
    assert "lanchester" not in {m for t in world.targets for m in t.models}
    assert "lanchester" in estimates.all_estimators()
