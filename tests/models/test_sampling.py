"""Importance sampling: what it finds where the answer is known."""

import numpy as np
import pytest

from polemos.models import _sampling as sampling
from polemos.models._sampling import Run, Sample
from polemos.models.score import Floats


def normal(value: float, error: float) -> Run:
    """Say that the sum of the first two numbers was measured."""

    def run(z: Floats) -> tuple[Floats, Floats]:
        total = z[0] + z[1]
        return -0.5 * ((total - value) / error) ** 2, total

    return run


def found(run: Run, dims: int = 20, seed: int = 1) -> Sample:
    return sampling.sample(run, dims, 5, np.random.default_rng(seed))


@pytest.mark.parametrize(("value", "error"), [(1.0, 0.5), (4.0, 0.05), (-6.0, 0.2)])
def test_a_normal_posterior_is_found_however_narrow_or_far(
    value: float, error: float
) -> None:
    """Sum of two standard normals, measured: known in closed form."""
    precision = 1 / 2 + 1 / error**2
    mean, sd = value / error**2 / precision, precision**-0.5
    s = found(normal(value, error))
    total = s.z[0] + s.z[1]
    assert s.chance.sum() == pytest.approx(1)
    assert sampling.effective(s.chance) >= sampling.WANTED
    assert s.chance @ total == pytest.approx(mean, abs=4 * sd / 100)
    assert np.sqrt(s.chance @ (total - mean) ** 2) == pytest.approx(sd, rel=0.05)
    assert np.sqrt(s.chance @ s.z[7] ** 2) == pytest.approx(1, rel=0.05)  # untouched


def test_a_bent_posterior_is_found_too() -> None:
    """Either of two may be the one that binds: no single normal fits that."""

    def run(z: Floats) -> tuple[Floats, Floats]:
        least = np.minimum(z[0], z[1])
        return -0.5 * ((least - 0.5) / 0.05) ** 2, least

    s = found(run)
    rng = np.random.default_rng(2)
    brute = rng.standard_normal((2, 2_000_000))
    chance = sampling.chances(run(brute)[0])
    for number in (0, 1):
        wanted = chance @ brute[number]
        assert s.chance @ s.z[number] == pytest.approx(wanted, abs=0.03)
    assert sampling.effective(s.chance) >= sampling.WANTED


def test_those_kept_are_as_likely_as_the_next() -> None:
    s = found(normal(1.0, 0.5))
    kept = s.kept(4000, np.random.default_rng(3))
    total = kept[0] + kept[1]
    assert kept.shape == (20, 4000)
    for level in (0.1, 0.5, 0.9):
        order = np.argsort(s.along)
        at = order[np.searchsorted(np.cumsum(s.chance[order]), level)]
        assert np.quantile(total, level) == pytest.approx(s.along[at], abs=0.002)


def test_what_cannot_be_is_drawn_by_nobody() -> None:
    def run(z: Floats) -> tuple[Floats, Floats]:
        return np.where(z[0] > 1, 0.0, -np.inf), z[0]

    s = found(run)
    assert (s.z[0][s.chance > 0] > 1).all()
    assert s.chance @ s.z[0] == pytest.approx(1.5251, abs=0.02)  # of a cut normal

    nothing = found(lambda z: (np.full(z.shape[1], -np.inf), z[0]))
    assert sampling.effective(nothing.chance) == 0


def test_one_seed_draws_the_same_and_two_agree() -> None:
    one, again, other = (found(normal(2.0, 0.3), seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.z, again.z)
    assert not np.array_equal(one.z[:, :9], other.z[:, :9])
    a, b = (s.chance @ (s.z[0] + s.z[1]) for s in (one, other))
    assert a == pytest.approx(b, abs=0.02)
