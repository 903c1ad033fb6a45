"""How its rows are read is tested in test_depots.py, for all gathered tables."""

import pytest


@pytest.mark.raw
def test_the_fleet_before_the_war(told) -> None:
    records = [r for _, page in told("roles") for r in page]
    assert {o.series: o.value for o in records} == {
        "roles/active.tank@RUS": 3417,
        "roles/active.ifv@RUS": 4293,
        "roles/active.apc@RUS": 7452,
    }
