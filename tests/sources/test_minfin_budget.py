from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from polemos.core import KnownBy, Observation, ParseError, Period, Snapshot
from polemos.sources import minfin_budget as source

HEAD = (
    "date,year,month,revenue_ytd_bn_rub,oil_gas_revenue_ytd_bn_rub,"
    "non_oil_gas_revenue_ytd_bn_rub,expenditure_ytd_bn_rub,"
    "national_defence_ytd_bn_rub,balance_ytd_bn_rub,non_oil_gas_balance_ytd_bn_rub\n"
)


def read(
    name: str, body: str, published_at: datetime | None = None
) -> dict[str, Observation]:
    at = datetime(2026, 7, 9, tzinfo=UTC)
    url = "https://example.org"
    snap = Snapshot("minfin_budget", name, url, at, body.encode(), published_at)
    return {o.series: o for o in source.parse(snap)}


def test_it_reads_running_totals_since_january() -> None:
    row = "2025-02-28,2025,2,10.0,4.0,6.0,15.0,,-5.0,-9.0\n"
    found = read("fedbud_month.csv", HEAD + row)
    o = found["minfin/budget.balance.ytd@RUS"]
    assert o.period == Period(date(2025, 1, 1), date(2025, 3, 1))
    assert o.value == -5
    assert o.known_at == datetime(2025, 3, 11, tzinfo=UTC)
    assert "minfin/budget.defence.ytd@RUS" not in found


def test_the_year_comes_out_later_than_a_month() -> None:
    row = "2024-12-31,2024,12,10.0,4.0,6.0,15.0,,-5.0,-9.0\n"
    found = read("fedbud_month.csv", HEAD + row)
    at = {o.known_at for o in found.values()}
    assert at == {datetime(2025, 1, 21, tzinfo=UTC)}


def test_a_balance_that_is_no_balance_stops_it() -> None:
    row = "2025-02-28,2025,2,10.0,4.0,6.0,15.0,,5.0,-9.0\n"
    with pytest.raises(ParseError, match="expected revenue less spending"):
        read("fedbud_month.csv", HEAD + row)


def test_a_first_estimate_is_known_when_its_page_was() -> None:
    body = (
        "series,period,value,unit,source,where_found,confidence\n"
        '"Federal balance, first estimate",2025-01..2025-08,-41.0,bn RUB,x,y,high\n'
    )
    name = "minfin/budget.balance.ytd@RUS"
    day = datetime(2025, 9, 9, tzinfo=UTC)
    o = read("first_estimates.csv", body, day)[name]
    assert o.period == Period(date(2025, 1, 1), date(2025, 9, 1))
    assert (o.known_at, o.known_by) == (day, KnownBy.PUBLISHED)
    undated = read("first_estimates.csv", body)[name]
    assert undated.known_by is KnownBy.ASSUMED


@pytest.mark.raw
def test_the_budget(told: Callable[[str], Any]) -> None:
    (_, half), (_, now), *pages = told("minfin_budget")
    balance, spending = (f"minfin/budget.{w}.ytd@RUS" for w in ("balance", "spending"))
    to_august, january = (
        Period(date(2025, 1, 1), date(2025, 9, 1)),
        Period.month(2025, 1),
    )
    first = {(o.series, o.period): o for _, found in pages for o in found}
    today = {(o.series, o.period): o.value for o in now}
    assert [o.value for o in half] == [-3690]
    assert first[balance, january].value == -1706
    assert first[balance, january].known_at.date() == date(2025, 2, 11)
    assert first[spending, january].value == 4377
    assert first[balance, to_august].value == -4193
    assert today[balance, january] == pytest.approx(-1466.3)
    assert today[balance, to_august] == pytest.approx(-3920.3)
    assert today[balance, Period.year(2024)] == pytest.approx(-3472, abs=1)
    assert all(abs((o.value or 0) - (today[k] or 0)) < 650 for k, o in first.items())
    defence = [p for s, p in today if s == "minfin/budget.defence.ytd@RUS"]
    assert max(defence) == Period.year(2021)
