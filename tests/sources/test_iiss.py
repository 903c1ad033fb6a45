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
