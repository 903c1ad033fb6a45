"""What was lost or made in a stretch of time is held to that stretch, however long."""

from collections.abc import Callable
from datetime import date

import pytest

from polemos.core import Observation, Period, View, end_of_day, start_of_day
from polemos.models import _counted as counted
from polemos.sources import depots, iiss, oryx

SEEN, DEPOT = "oryx/losses.tank@RUS", "depots/stock.tank@RUS"
LOST, MADE = "iiss/lost.tank@RUS", "iiss/made.tank@RUS"
NOW = date(2024, 12, 31)
INPUTS = {
    **{"begins": "2022-02-24", "photographed": [SEEN], "depot": [DEPOT]},
    **{"lost": [LOST], "made": [MADE]},
    "assumed": {"seen": [0.5, 0.9], "built": [60, 300], "capacity": [20, 200]},
}


def month(year: int, number: int) -> int:
    """Give the place of a month in the grid, which begins with February 2022."""
    return 12 * (year - 2022) + number - 2


@pytest.mark.parametrize(
    ("period", "last", "months"),
    [
        (Period(date(2024, 1, 1), date(2024, 7, 1)), month(2024, 6), 6),
        (Period(date(2023, 7, 1), date(2024, 1, 1)), month(2023, 12), 6),
        (Period.year(2023), month(2023, 12), 12),
        (Period(date(2022, 7, 1), date(2024, 1, 1)), month(2023, 12), 18),
        (Period.month(2024, 2), month(2024, 2), 1),
    ],
)
def test_a_flow_is_of_the_months_of_its_row(
    memory_view: Callable[..., View], period: Period, last: int, months: int
) -> None:
    told = [
        Observation(name, of, value, start_of_day(NOW), "x")
        for name, of, value in (
            (SEEN, Period.day(NOW), 3000.0),
            (DEPOT, Period.day(date(2022, 2, 23)), 7000.0),
            (LOST, period, 700.0),
            (MADE, period, 400.0),
        )
    ]
    sources = [oryx.SOURCE, depots.SOURCE, iiss.SOURCE]
    view = memory_view(told, sources, end_of_day(NOW))
    _, known = counted.evidence(view, INPUTS)
    (lost,), (made,) = known.lost, known.made
    assert (lost.month, lost.value, lost.months) == (last, 700, months)
    assert (made.month, made.value, made.months) == (last, 400, months)
