"""Aid, third powers and the home desk: true on any day, silent where nothing is known.

The build itself holds every printed number against the view and both languages
against each other; these tests look at what is said.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polemos import wars
from polemos.core import Record, Snapshot, View, end_of_day
from polemos.indicators import with_indicators
from polemos.pipeline import World
from polemos.report import Edition, build
from polemos.report._desk import Desk
from polemos.report._section import Content
from polemos.report.sections.aid import aid
from polemos.report.sections.home import home
from polemos.report.sections.powers import powers
from polemos.sources import all_sources

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
SECTIONS = (aid, powers)
SOURCES = (
    *("kiel_aid", "sipri_milex", "sipri_arms", "us_census_trade", "taiwan_ic_exports"),
    *("comtrade_totals", "gacc_trade", "bofit", "carnegie", "capital_economics"),
    *("reuters_oil", "un_votes", "fts_trade", "gpr"),
)
WAR = wars.load("rus-ukr")
Views = Callable[[date], View]


@pytest.fixture(scope="session")
def world(memory_view: Callable[..., Any], pack_tool: ModuleType) -> Views:
    if not RAW.is_dir():
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    modules = [all_sources()[name] for name in SOURCES]
    told = [page for m in modules for page in pack_tool.parsed(m, RAW)]
    snapshots: list[Snapshot] = [snap for snap, _ in told]
    records: list[Record] = [r for _, found in told for r in found]
    mine = [m.SOURCE for m in modules]
    return lambda day: with_indicators(memory_view(records, mine, day, snapshots))


@pytest.fixture(scope="module")
def known(packaged: World) -> Views:
    """Give the packaged world's views, of which the desk's board needs the outlook."""
    return lambda day: packaged.view(end_of_day(day))


def content(section: Any, view: View, day: date) -> Content:
    found: Content = section.content(Desk(view, WAR, day))
    return found


@pytest.mark.raw
@pytest.mark.parametrize(
    "day",
    [
        date(2022, 6, 30),
        date(2023, 6, 30),
        date(2025, 2, 24),
        date(2025, 5, 1),
        date(2026, 3, 25),
        date(2026, 8, 22),
    ],
    ids=str,
)
def test_every_number_holds_on_every_day(world: Views, day: date) -> None:
    edition: Edition = build(world(day), WAR, "test", sections=SECTIONS)
    assert not edition.left_out
    assert len(edition.findings) > 30


@pytest.mark.raw
def test_in_february_2025_the_headline_is_known_and_the_split_is_not(
    world: Views,
) -> None:
    day = date(2025, 2, 24)
    found = content(aid, world(day), day)
    assert found.facts["all"].value == 267
    assert "lead" not in found.facts
    assert found.flags["only_committed"]
    assert not found.flags["revised"]
    assert set(found.figures) == {"kinds"}


@pytest.mark.raw
def test_in_august_2026_the_headline_stands_beside_its_revision(world: Views) -> None:
    day = date(2026, 8, 22)
    found = content(aid, world(day), day)
    assert found.facts["then"].value == 267
    assert found.facts["now"].value == pytest.approx(263.2, abs=0.05)
    assert found.facts["bloc_year"].value == pytest.approx(74.1, abs=0.05)
    assert found.facts["patron_year"].value == pytest.approx(0.5, abs=0.05)
    assert found.flags["patron_nothing"]
    assert found.flags["revised"]
    assert set(found.figures) == {"sides", "months", "gdp"}


@pytest.mark.raw
def test_the_answer_flips_with_the_measure_when_it_did(world: Views) -> None:
    day = date(2025, 5, 1)
    found = content(aid, world(day), day)
    assert found.facts["lead"].value == 23
    assert found.flags["patron_military"]
    later = content(aid, world(date(2026, 8, 22)), date(2026, 8, 22))
    assert not later.flags["patron_military"]


@pytest.mark.raw
def test_trade_shrinks_only_once_it_did(world: Views) -> None:
    then = content(powers, world(date(2025, 2, 24)), date(2025, 2, 24))
    now = content(powers, world(date(2026, 8, 22)), date(2026, 8, 22))
    assert then.flags["grew"]
    assert now.flags["shrank"]
    assert then.facts["yes"].value == 93
    assert "rival_share" not in then.facts
    assert now.facts["rival_share"].value == 3


def test_the_deficit_passes_that_with_the_rival_and_the_backlog_has_an_age(
    known: Views,
) -> None:
    then = content(home, known(date(2025, 2, 24)), date(2025, 2, 24))
    now = content(home, known(date(2026, 8, 22)), date(2026, 8, 22))
    assert not {"backlog", "age", "ordered"} & then.facts.keys()
    assert not then.flags["above_rival"]
    assert now.flags["above_rival"]
    gained = now.facts["twelve"].value / now.facts["twelve_before"].value
    assert gained == pytest.approx(2.13, abs=0.01)
    assert now.facts["backlog"].value == pytest.approx(4588, abs=1)
    assert now.facts["age"].value == pytest.approx(4.87, abs=0.005)


def test_a_figure_is_new_in_the_week_that_it_became_known(known: Views) -> None:
    day = date(2025, 2, 10)  # the December of the year before came out on the sixth
    found = home.content(Desk(known(day), WAR, date(2025, 2, 3)))
    assert found.flags["figures"]
    assert "Deficit" in found.quotes["fresh"].en
    later = home.content(Desk(known(day), WAR, date(2025, 2, 7)))
    assert not later.flags["figures"]
    assert "fresh" not in later.quotes


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.name)
def test_nothing_is_said_where_nothing_is_known(
    section: Any, memory_view: Callable[..., Any]
) -> None:
    day = date(2022, 6, 30)
    mine = [all_sources()[name].SOURCE for name in SOURCES]
    view = with_indicators(memory_view([], mine, day))
    found = content(section, view, day)
    assert not found.facts
    assert not found.figures
    assert not found.tables
    edition = build(view, WAR, "test", sections=(section,))
    assert not edition.findings
