"""Three crowds on the date of a ceasefire, scored: and their pools.

RAND Forecasting Initiative, "Ukraine Ceasefire on the Horizon? Insights from RFI,
Glimt, and Metaculus Collaboration", 2025-05-09: in percent, first bilateral ceasefire
or peace in effect in April-June, July-September, October-December 2025, or not before
2026. The last came true. Good Judgment Open 2615: ceasefire before 2023-05-05, 2.81 %.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.models.pool import extremising, linear_pool, log_pool
from polemos.models.score import brier, log_score, rps

ASKED = {
    "2025-03-31": {
        "RFI": (8, 15, 15, 61),
        "Metaculus": (27, 24, 22, 26),
        "Glimt": (9, 12, 22, 56),
    },
    "2025-05-08": {
        "RFI": (9, 7, 12, 72),
        "Metaculus": (10, 22, 21, 47),
        "Glimt": (7, 13, 20, 60),
    },
}
CAME = 3  # not before 2026
SCORES = {  # Brier, log, RPS
    "2025-03-31": {
        "RFI": (0.1998, 0.4842, 0.2078),
        "Metaculus": (0.7263, 1.3370, 0.8835),
        "Glimt": (0.2610, 0.5698, 0.2419),
        "linear": (0.3598, 0.7309, 0.3931),
        "log": (0.3618, 0.7318, 0.3836),
        "extremised": (0.2340, 0.5376, 0.2381),
    },
    "2025-05-08": {
        "RFI": (0.1058, 0.3285, 0.1121),
        "Metaculus": (0.3834, 0.7550, 0.3933),
        "Glimt": (0.2218, 0.5108, 0.2049),
        "linear": (0.2210, 0.5164, 0.2216),
        "log": (0.2116, 0.5020, 0.2111),
        "extremised": (0.0943, 0.3027, 0.0880),
    },
}


def scores(chances: object) -> tuple[float, float, float]:
    return brier(chances, CAME), log_score(chances, CAME), rps(chances, CAME)


def normalised(day: str) -> dict[str, np.ndarray]:
    return {who: np.array(p) / sum(p) for who, p in ASKED[day].items()}


def test_an_even_guess_is_what_a_crowd_has_to_beat() -> None:
    assert scores([0.25] * 4) == pytest.approx((0.75, 1.3863, 0.875), abs=5e-5)


@pytest.mark.parametrize("day", ASKED)
def test_the_crowds_and_their_pools_score_as_published_chances_say(day: str) -> None:
    crowds = normalised(day)
    told = list(crowds.values())
    crowds["linear"] = linear_pool(told)
    crowds["log"] = log_pool(told)
    crowds["extremised"] = log_pool(told, extremising(3))
    for who, expected in SCORES[day].items():
        assert scores(crowds[who]) == pytest.approx(expected, abs=5e-5), who


def test_brier_of_yes_or_no_is_twice_the_square() -> None:
    assert brier([0.0281, 0.9719], 1) == pytest.approx(2 * 0.00078961, abs=1e-15)


def test_how_far_to_extremise() -> None:
    table = {
        **{1: 1.0, 2: 1.291503, 3: 1.415339, 5: 1.529013, 10: 1.624953},
        **{20: 1.676976, 50: 1.709636, 100: 1.720778},
    }
    for forecasters, expected in table.items():
        assert extremising(forecasters) == pytest.approx(expected, abs=5e-7)
    assert extremising(10**6) == pytest.approx(3**0.5, abs=1e-5)
    with pytest.raises(ValueError, match="found 0"):
        extremising(0)


@pytest.mark.parametrize(
    ("d", "pooled"), [(1, 0.706757), (1.415339, 0.776442), (2.5, 0.900179)]
)
def test_the_pool_of_three(d: float, pooled: float) -> None:
    told = [(p, 1 - p) for p in (0.6, 0.7, 0.8)]
    assert log_pool(told, d)[0] == pytest.approx(pooled, abs=5e-7)


def test_what_one_holds_impossible_so_does_the_log_pool() -> None:
    told = [(0.0, 0.5, 0.5), (0.5, 0.25, 0.25)]
    assert log_pool(told).tolist() == pytest.approx([0, 0.5, 0.5])
    assert linear_pool(told)[0] == 0.25


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "found none"),
        ([(0.5, 0.6)], "sum to 1"),
        ([(1.0, 0.0), (0.0, 1.0)], "all hold possible"),
    ],
)
def test_what_cannot_be_pooled_is_refused(told: list[object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        log_pool(told)


rows = st.lists(
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3).map(
        lambda r: [v / sum(r) for v in r]
    ),
    min_size=1,
    max_size=5,
)


@given(rows, st.floats(0.5, 3))
def test_a_pool_is_a_chance_and_forecasters_are_equal(
    told: list[list[float]], d: float
) -> None:
    for pooled in (linear_pool(told), log_pool(told, d)):
        assert pooled.sum() == pytest.approx(1)
        assert (pooled >= 0).all()
    back = told[::-1]
    assert log_pool(back, d).tolist() == pytest.approx(log_pool(told, d).tolist())


@given(rows)
def test_to_extremise_is_to_be_surer(told: list[list[float]]) -> None:
    plain, bold = log_pool(told), log_pool(told, 2)
    assert bold.max() >= plain.max() - 1e-12
    assert bold.argmax() == plain.argmax() or np.ptp(np.sort(plain)[-2:]) < 1e-9
