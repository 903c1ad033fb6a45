"""How its rows are read is tested in test_depots.py, for all gathered tables."""

import pytest


@pytest.mark.raw
def test_fleet_losses_and_production(told) -> None:
    records = [r for _, page in told("janovsky") for r in page]
    assert {o.series.partition("/")[2]: o.value for o in records} == {
        "losses.tank@RUS": 2000,
        "active.ifv_apc@RUS": 11000,
        "losses.ifv_apc@RUS": 9200,
        "lost.ifv_apc@RUS": 2400,
        "built.ifv_apc@RUS": 900,
    }
