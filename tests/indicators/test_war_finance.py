"""The figures that the issue asks for, out of the publishers' own files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from polemos.core import View
from polemos.indicators import with_indicators
from polemos.sources import all_sources

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "data" / "raw"
SOURCES = (
    *("cbr_money", "cbr_credit", "cbr_credit_industry", "cbr_key_rate", "cbr_fx"),
    *("rosstat_cpi", "rosstat_gdp", "minfin_budget", "minfin_nwf", "minfin_urals"),
    "eia_oil",
)
THEN, NOW = date(2025, 2, 24), date(2026, 8, 22)

pytestmark = pytest.mark.raw


@pytest.fixture(scope="module")
def world(
    memory_view: Callable[..., View], pack_tool: ModuleType
) -> Callable[[date], View]:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    modules = [all_sources()[name] for name in SOURCES]
    told = [t for module in modules for t in pack_tool.parsed(module, RAW)]
    records = [r for _, rows in told for r in rows]
    sources = [m.SOURCE for m in modules]
    snaps = [snap for snap, _ in told]
    return lambda day: with_indicators(memory_view(records, sources, day, snaps))


@pytest.mark.parametrize(
    ("series", "value", "unit"),
    [
        ("cbr/money.m2@RUS", 117256.4, "bn RUB"),
        ("polemos/money.m2.gain_since_war@RUS", 51003.5, "bn RUB"),
        ("polemos/money.m2.growth_since_war@RUS", 76.98, "percent"),
        ("polemos/money.m2.growth_year@RUS", 19.18, "percent"),
        ("rosstat/cpi.yoy@RUS", 9.92, "percent"),
        ("cbr/rate.key@RUS", 21.00, "percent"),
        ("polemos/credit.residents.gain_since_war@RUS", 49.37, "trn RUB"),
        ("polemos/credit.companies.gain_since_war@RUS", 32.45, "trn RUB"),
        ("polemos/credit.companies_financial.gain_since_war@RUS", 36.80, "trn RUB"),
        ("minfin/nwf.liquid@RUS", 3751.2, "bn RUB"),
    ],
)
def test_the_week_of_the_seed(
    world: Callable[[date], View], series: str, value: float, unit: str
) -> None:
    found = world(THEN).series(series)
    digits = len(str(value).partition(".")[2])
    assert round(found.last().value, digits) == value
    assert str(found.unit) == unit


def test_the_fund_of_today(world: Callable[[date], View]) -> None:
    liquid = world(NOW).series("minfin/nwf.liquid@RUS").last()
    assert str(liquid.period) == "2026-06"
    assert round(liquid.value) == 3612


def test_nothing_is_shown_before_it_was_published(
    world: Callable[[date], View],
) -> None:
    view = world(THEN)
    last = {
        "rosstat/cpi.yoy@RUS": "2025-01",
        "cbr/money.m2@RUS": "2024-12",
        "cbr/credit.companies@RUS": "2024-12",
        "rosstat/gdp@RUS": "2024-Q3",
        "minfin/nwf.liquid@RUS": "2025-01",
        "minfin/budget.balance.ytd@RUS": "2025-01",
    }
    assert {n: str(view.series(n).last().period) for n in last} == last


def test_no_money_bubble_unseen_in_this_century(world: Callable[[date], View]) -> None:
    """M2 grew faster in every window that ended from 2003 to 2008."""
    view = world(NOW)
    growth = view.series("polemos/money.m2.growth_3y@RUS")
    war = max(p.value for p in growth if p.period.start.year == 2024)
    early = [p.value for p in growth if 2003 <= p.period.start.year <= 2008]
    assert min(early) > war
    faster = "polemos/money.m2.growth_3y.faster_since_{}@RUS"
    every = world(THEN).series(faster.format(1992)).last()
    assert round(every.value, 1) == 51.7
    assert len(every.evidence) == 348 + 1 + 36
    assert round(world(THEN).series(faster.format(2000)).last().value, 1) == 33.3
    share = view.series("polemos/money.m2.gdp_share@RUS")
    assert round(max(p.value for p in share), 1) == 58.3


def test_a_budget_is_shown_as_first_published_then_as_rewritten(
    world: Callable[[date], View],
) -> None:
    name = "minfin/budget.balance.ytd@RUS"
    january, to_august = "2025-01", "2025-01-01..2025-08-31"
    for day, months, value in (
        (THEN, january, -1706.0),
        (date(2025, 9, 20), to_august, -4193.0),
        (NOW, january, -1466.3),
        (NOW, to_august, -3920.3),
    ):
        found = {str(p.period): p.value for p in world(day).series(name)}
        assert found[months] == value


def test_no_month_of_the_budget_mixes_two_tellings(
    world: Callable[[date], View],
) -> None:
    flow = {d: world(d).series("polemos/budget.balance@RUS") for d in (THEN, NOW)}
    assert flow[THEN].last().value == -1706
    found = {str(p.period): p.value for p in flow[NOW]}
    assert round(found["2025-02"], 1) == -950.0
    total = world(THEN).series("polemos/budget.balance.sum_12m@RUS").last()
    assert (str(total.period), total.value) == ("2024", -3471.9)
    assert len(world(NOW).series("polemos/budget.balance.sum_12m@RUS")) == 175
