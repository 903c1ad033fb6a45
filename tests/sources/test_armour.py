"""How its rows are read is tested in test_depots.py, for all gathered tables."""

from datetime import date

import pytest


@pytest.mark.raw
def test_authors_give_values_or_ends_and_when(told) -> None:
    records = [r for _, page in told("armour") for r in page]
    said = {(o.series.split("/")[1], str(o.period)): o for o in records}
    new = said["built.tank.cit@RUS", "2024"]
    assert (new.low, new.value, new.high) == (200, 200, 300)
    assert said["built.tank.uk@RUS", "2023"].high == 200
    assert said["made.tank.uk@RUS", "2024-01"].low == 100
    lost = said["losses.tank.uk@RUS", "2023-07-05"]
    assert (lost.value, lost.low, lost.known_at.date()) == (
        2500,
        None,
        date(2023, 7, 5),
    )
