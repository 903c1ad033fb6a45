"""M2 by counterpart, its velocity, and what of it was printed, on packaged figures."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from polemos.core import View, end_of_day
from polemos.indicators import all_indicators
from polemos.indicators._local import filtered, fit
from polemos.pipeline import open_world

PARTS = ("companies", "financial", "households", "government", "rest")
NILE = (
    *(1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994),
    *(1020, 960, 1180, 799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100),
    *(774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456),
    *(824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796),
    *(1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812),
    *(742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923),
    *(975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740),
)


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> View:
    lake: Path = tmp_path_factory.mktemp("user") / "lake"
    world = open_world("rus-ukr", lake, lambda *_: None)
    return world.view(end_of_day(date(2026, 8, 22)))


def at(now: View, name: str, period: str) -> float:
    series = now.series(f"polemos/{name}@RUS")
    return next(p.value for p in series if str(p.period) == period)


def test_the_contributions_sum_to_the_growth_of_m2(now: View) -> None:
    whole = {p.period: p.value for p in now.series("polemos/money.m2.growth_year@RUS")}
    parts = [
        {
            p.period: p.value
            for p in now.series(f"polemos/money.m2.growth_year.{part}@RUS")
        }
        for part in PARTS
    ]
    months = set(parts[-1])
    assert len(months) > 100
    for month in months:
        added = sum(part[month] for part in parts)
        assert added == pytest.approx(whole[month], abs=1e-9)


def test_a_contribution_is_of_m2_a_year_before(now: View) -> None:
    credit = {str(p.period): p.value for p in now.series("cbr/credit.companies@RUS")}
    m2 = {str(p.period): p.value for p in now.series("cbr/money.m2@RUS")}
    change = (credit["2024-12"] - credit["2023-12"]) / 1000  # mn to bn roubles
    found = at(now, "money.m2.growth_year.companies", "2024-12")
    assert found == pytest.approx(change / m2["2023-12"] * 100)


def test_what_was_printed_is_a_twelfth_of_what_m2_gained(now: View) -> None:
    assert round(at(now, "money.m0.gain_since_war", "2024-12") / 1000, 2) == 4.07
    assert round(at(now, "money.m0.gain_share", "2024-12")) == 8
    assert round(at(now, "money.m2.gain_since_war", "2024-12") / 1000) == 51


@pytest.mark.parametrize(
    ("quarter", "turns"),
    [
        *(("2019-Q4", 2.208), ("2021-Q4", 2.134), ("2022-Q4", 2.004)),
        *(("2023-Q4", 1.876), ("2024-Q4", 1.789), ("2025-Q3", 1.741)),
    ],
)
def test_velocity(now: View, quarter: str, turns: float) -> None:
    assert round(at(now, "money.m2.velocity.mean", quarter), 3) == turns


def test_m2_prices_and_gdp_since_the_end_of_2021(now: View) -> None:
    m2 = 1 + at(now, "money.m2.growth_since_war", "2024-12") / 100
    assert round(m2, 5) == 1.76983
    assert round(at(now, "cpi.index", "2024-12") / 100, 5) == 1.31661
    gdp = {str(p.period): p.value for p in now.series("rosstat/gdp@RUS")}
    year = {y: sum(gdp[f"{y}-Q{q}"] for q in range(1, 5)) for y in (2021, 2024)}
    assert round(year[2024] / year[2021], 5) == 1.49303


def test_the_overhang_and_what_velocity_could_have_done(now: View) -> None:
    over = {str(p.period): p for p in now.series("polemos/money.m2.overhang@RUS")}
    assert round(over["2024-Q4"].value, 1) == 19.3
    assert round(over["2025-Q3"].value, 1) == 22.6
    assert min(over) == "2022-Q1"
    for p in over.values():
        assert p.low is not None
        assert p.high is not None
        assert p.low < p.value < p.high
    first, last = over["2022-Q1"], over["2025-Q3"]
    assert first.low is not None
    assert last.low is not None
    assert first.low < 0 < last.low  # out of the ordinary by now, and not at first


def test_no_overhang_is_told_without_the_end_of_2021(now: View) -> None:
    turns = now.series("polemos/money.m2.velocity.mean@RUS")
    late = turns.between(first=date(2022, 1, 1))
    assert not all_indicators()["polemos/money.m2.overhang@RUS"](late).points


def test_the_local_level_of_the_nile_by_an_exact_start() -> None:
    """Durbin and Koopman 2012, 2.9: 15099 and 1469.1."""
    found = fit(NILE)
    assert len(NILE) == 100
    assert (found.noise, found.step) == pytest.approx((15099, 1469.1), rel=1e-3)


def test_the_local_level_of_the_nile_by_a_start_of_a_million() -> None:
    """As statsmodels 0.15 told it, which stopped a little short of the maximum."""
    found = filtered(NILE, 15078.01, 1478.81, 1e6)
    assert round(found.likelihood, 4) == -632.5378
    assert round(found.level, 3) == 798.085
    assert round(found.deviation(1), 3) == 143.516
    assert round(found.deviation(10), 3) == 184.137
    best = fit(NILE, 1e6)
    assert found.likelihood < best.likelihood < found.likelihood + 1e-4
    assert (best.noise, best.step) == pytest.approx((15078.01, 1478.81), rel=0.011)


def test_the_filter_without_noise_is_a_random_walk_and_without_steps_a_mean() -> None:
    rng = np.random.default_rng(1)
    y = rng.standard_normal(50)
    assert filtered(y, 1e-12, 1.0).level == pytest.approx(y[-1])
    assert filtered(y, 1.0, 1e-12).level == pytest.approx(y.mean(), abs=1e-6)


def test_a_line_without_movement_is_refused() -> None:
    with pytest.raises(ValueError, match="that vary"):
        fit([1.0, 1.0, 1.0])
