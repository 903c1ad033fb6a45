"""How its rows are read is tested in test_depots.py, for all gathered tables."""

import pytest

from polemos.core import Period


@pytest.mark.raw
def test_a_year_of_losses_and_repairs(told) -> None:
    records = [r for _, page in told("iiss") for r in page]
    year = {o.series: o.value for o in records if o.period == Period.year(2024)}
    assert year == {
        "iiss/made.tank@RUS": 1500,
        "iiss/made.ifv_apc@RUS": 2800,
        "iiss/lost.tank@RUS": 1400,
        "iiss/lost.ifv_apc@RUS": 3700,
    }


@pytest.mark.raw
def test_ends_and_the_other_side_are_read_apart(told) -> None:
    records = [r for _, page in told("iiss") for r in page]
    said = {(o.series, str(o.period)): o for o in records}
    restored = said["iiss/restored.tank@RUS", "2023"]
    assert (restored.low, restored.value, restored.high) == (1180, 1180, 1280)
    assert said["iiss/built.tank@RUS", "2023"].high == 200
    assert said["iiss/withdrawn.tank@RUS", "2023"].high == 90
    assert said["iiss/active.tank@UKR", "2022-11"].value == 953
    assert said["iiss/active.tank@RUS", "2022-11"].value == 1800
