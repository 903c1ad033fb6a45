"""The Federal Treasury's plan and execution, month by month."""

from datetime import UTC, date, datetime

import pytest

from polemos.core import KnownBy, Observation, ParseError, Period, Snapshot
from polemos.sources import treasury_budget as source

HEAD = (
    "period_start_month,executed_increment_share_of_plan,executed_month_rub,"
    "total_plan_rub,total_executed_ytd_rub,federal_plan_rub,federal_executed_ytd_rub,"
    "extrabudget_plan_rub,extrabudget_executed_ytd_rub,regions_plan_rub,"
    "regions_executed_ytd_rub,territorial_funds_plan_rub,"
    "territorial_funds_executed_ytd_rub\n"
)
MARCH = "2025-03-01 00:00:00,0.1,1e9,100e9,40e9,50e9,20e9,20e9,10e9,25e9,8e9,5e9,2e9\n"


def read(body: str) -> dict[str, Observation]:
    name, at = "consolidated_spending_tidy.csv", datetime(2026, 4, 24, tzinfo=UTC)
    snap = Snapshot("treasury_budget", name, "", at, (HEAD + body).encode())
    return {o.series: o for o in source.parse(snap)}


def test_a_plan_stands_at_its_months_end_and_spending_runs_from_january() -> None:
    found = read(MARCH)
    plan = found["treasury/budget.spending.plan@RUS"]
    spent = found["treasury/budget.spending.ytd@RUS"]
    assert (plan.period, plan.value) == (Period.month(2025, 3), 50)
    assert spent.period == Period(date(2025, 1, 1), date(2025, 4, 1))
    assert spent.value == 20


def test_its_day_of_release_is_assumed_and_marked() -> None:
    for o in read(MARCH).values():
        assert o.known_at == datetime(2025, 5, 30, tzinfo=UTC)
        assert o.known_by is KnownBy.ASSUMED


def test_levels_that_do_not_add_up_stop_it() -> None:
    with pytest.raises(ParseError, match="to add up to"):
        read(MARCH.replace("50e9,", "51e9,"))


def test_a_day_within_a_month_stops_it() -> None:
    with pytest.raises(ParseError, match="the first of a month"):
        read(MARCH.replace("2025-03-01", "2025-03-31"))
