"""Laws of how long wars last: four laws, one record, and what each says of a long one.

Correlates of War, inter-state wars 4.0: 95 wars to 2007. The parameters were fitted
to their spans in days; the chances are what those fits say.
"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.models.scenarios import YEAR, Law, Tail

FITS = {
    Law.EXPONENTIAL: Tail(Law.EXPONENTIAL, 417.884),
    Law.WEIBULL: Tail(Law.WEIBULL, 330.058, 0.72259),
    Law.LOGLOGISTIC: Tail(Law.LOGLOGISTIC, 160.003, 1.17028),
    Law.LOGNORMAL: Tail(Law.LOGNORMAL, 5.0686, 1.47005),
}
LASTED = (1096, 1461, 1734)
WITHIN_A_YEAR = {
    Law.EXPONENTIAL: (0.582, 0.582, 0.582),
    Law.WEIBULL: (0.423, 0.401, 0.388),
    Law.LOGLOGISTIC: (0.266, 0.217, 0.191),
    Law.LOGNORMAL: (0.305, 0.263, 0.239),
}
WARS = 95
LONGER = {  # how many wars lasted longer than so many days
    **{30: 82, 90: 61, 365: 30, 731: 14},
    **{1096: 11, 1461: 9, 1826: 5, 2922: 1},
}
tails = st.sampled_from(list(FITS.values()))


@pytest.mark.parametrize("law", Law)
def test_the_chance_to_end_within_a_year(law: Law) -> None:
    told = [FITS[law].ends_within(YEAR, lasted) for lasted in LASTED]
    assert told == pytest.approx(WITHIN_A_YEAR[law], abs=5e-4)


def test_only_the_exponential_forgets_how_long_it_has_been() -> None:
    for law, tail in FITS.items():
        told = [tail.ends_within(YEAR, lasted) for lasted in LASTED]
        if law is Law.EXPONENTIAL:
            assert told == pytest.approx([told[0]] * 3, abs=1e-12)
        else:
            assert told[0] > told[1] > told[2]


def test_the_laws_agree_on_short_wars_and_part_on_long_ones() -> None:
    spread = {
        lasted: np.ptp([t.ends_within(YEAR, lasted) for t in FITS.values()])
        for lasted in (0, 1734)
    }
    assert spread[0] < 0.2
    assert spread[1734] > 0.35


@given(tails, st.floats(0, 4000), st.floats(1e-6, 0.999))
def test_what_is_left_inverts_the_chance_to_end(
    tail: Tail, lasted: float, level: float
) -> None:
    days = float(tail.left(lasted, level))
    assert days >= 0
    assert tail.ends_within(days, lasted) == pytest.approx(level, abs=1e-7)


@given(tails, st.floats(0, 4000), st.floats(0.1, 2000), st.floats(0.1, 2000))
def test_a_war_lasts_through_two_spans_as_through_both_together(
    tail: Tail, lasted: float, one: float, two: float
) -> None:
    first = 1 - tail.ends_within(one, lasted)
    second = 1 - tail.ends_within(two, lasted + one)
    both = 1 - tail.ends_within(one + two, lasted)
    assert first * second == pytest.approx(both, rel=1e-9)


@given(tails, st.lists(st.floats(0, 20_000), min_size=2, max_size=6))
def test_fewer_last_longer(tail: Tail, days: list[float]) -> None:
    told = tail.lasts(sorted(days))
    assert float(tail.lasts(0)) == 1
    assert all(a >= b >= 0 for a, b in pairwise(told.tolist()))


def refitted(law: Law, start: tuple[float, ...]) -> Tail:
    """Fit a law to the counts alone: each war is known by the span it lies in."""
    from scipy.optimize import minimize

    edges = np.array([0.0, *LONGER])
    survived = np.array([WARS, *LONGER.values(), 0])
    wars = survived[:-1] - survived[1:]

    def loss(at: np.ndarray) -> float:
        last = np.append(Tail(law, *np.exp(at)).lasts(edges), 0.0)
        return -float((wars * np.log(last[:-1] - last[1:])).sum())

    found = minimize(loss, np.log(start), method="Nelder-Mead")
    assert found.success
    return Tail(law, *np.exp(found.x))


def test_a_refit_on_counts_alone_says_much_the_same() -> None:
    tail = refitted(Law.LOGNORMAL, (5.0, 1.5))
    told = [tail.ends_within(YEAR, lasted) for lasted in LASTED]
    assert told == pytest.approx(WITHIN_A_YEAR[Law.LOGNORMAL], abs=0.03)
    assert tail.scale == pytest.approx(FITS[Law.LOGNORMAL].scale, abs=0.1)
    assert tail.shape == pytest.approx(FITS[Law.LOGNORMAL].shape, abs=0.1)


def test_on_counts_alone_the_exponential_fits_worst() -> None:
    tail = refitted(Law.EXPONENTIAL, (400.0,))
    share = LONGER[1461] / WARS  # nearly one in ten lasted longer than four years
    assert float(tail.lasts(1461)) < share / 2
    assert float(FITS[Law.LOGNORMAL].lasts(1461)) == pytest.approx(share, abs=0.04)
