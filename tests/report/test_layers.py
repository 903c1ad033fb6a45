"""The layers in print: words are no movement, what is old says so, odds are whole."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from polemos import report
from polemos.core import LANGS, Column, Text, Verdict, end_of_day
from polemos.models import Reading, Says, tally
from polemos.pipeline import World
from polemos.report import Edition
from polemos.report._desk import Desk
from polemos.report._doc import TableBlock, plain
from polemos.report._figure import Grid, LineChart, Num, Quote, Span, Table
from polemos.report._section import Content, all_sections
from polemos.report.sections import _precedents
from polemos.report.sections._kept import outlook_of
from polemos.report.sections._tree import Tree, indicators, read, verdict
from polemos.report.sections.layers import layers

Ask = Callable[[str], Desk]
FEBRUARY, NEWEST, BEFORE, SPRING = (
    "2025-02-24",
    "2026-08-22",
    "2024-03-15",
    "2022-04-15",
)


@pytest.fixture(scope="module")
def desk(packaged: World) -> Ask:
    made: dict[str, Desk] = {}

    def at(day: str) -> Desk:
        if day not in made:
            moment = end_of_day(date.fromisoformat(day))
            before = moment.date() - timedelta(days=7)
            made[day] = Desk(packaged.view(moment), packaged.war, before)
        return made[day]

    return at


@pytest.fixture(scope="module")
def told(desk: Ask) -> Mapping[str, Content]:
    return {d: layers.content(desk(d)) for d in (FEBRUARY, NEWEST, BEFORE, SPRING)}


@pytest.fixture(scope="module", params=[FEBRUARY, NEWEST, BEFORE, SPRING])
def edition(request: pytest.FixtureRequest, packaged: World) -> Edition:
    moment = end_of_day(date.fromisoformat(request.param))
    only = [all_sections()["layers"]]
    return report.build(packaged.view(moment), packaged.war, "f" * 64, sections=only)


def tree_of(desk: Desk) -> tuple[Tree, Mapping[str, Reading]]:
    tree = Tree(desk, outlook_of(desk))
    return tree, read(tree)


def words(table: Table, column: int) -> list[str]:
    cells = [row[column] for row in table.rows]
    return [c.text.en if isinstance(c, Quote) else c.en for c in cells if c]  # type: ignore[union-attr]


def test_every_number_in_print_holds(edition: Edition) -> None:
    assert not edition.left_out
    assert {f.verdict for f in edition.findings} == {Verdict.HOLDS}


def test_both_languages_have_the_same_tables(edition: Edition) -> None:
    found = {
        lang: [
            (b.key, len(b.rows), len(b.head))
            for b in edition.documents[lang].blocks
            if isinstance(b, TableBlock)
        ]
        for lang in LANGS
    }
    assert found["zh"] == found["en"]


def test_no_cell_is_empty(edition: Edition) -> None:
    for lang in LANGS:
        for block in edition.documents[lang].blocks:
            if isinstance(block, TableBlock):
                for row in block.rows:
                    assert all(plain(cell.inline).strip() for cell in row), block.key


def test_words_are_not_movement(desk: Ask) -> None:
    """Whatever is said, which way a goal went is told by what moves alone."""
    tree, found = tree_of(desk(NEWEST))
    for place in range(len(tree.goals)):
        way = verdict(tree, place, found)
        for says in Says:
            other = {
                k: replace(r, says=says) if r.node.column is Column.RHETORIC else r
                for k, r in found.items()
            }
            assert verdict(tree, place, other) == way


def test_the_way_of_a_goal_is_that_of_most_measures_heard(desk: Ask) -> None:
    tree, found = tree_of(desk(NEWEST))
    for says, way in (
        (Says.CONFIRMS, "towards"),
        (Says.REFUTES, "away"),
        (Says.STILL, "both"),
        (Says.SILENT, "none"),
    ):
        same = {k: replace(r, says=says) for k, r in found.items()}
        assert verdict(tree, 0, same) == way
    mine = [
        k
        for k, r in found.items()
        if r.node.column is Column.MOVEMENT and _goal(tree, r) == tree.goals[0].id
    ]
    one = {k: replace(r, says=Says.SILENT) for k, r in found.items()}
    one[mine[0]] = replace(one[mine[0]], says=Says.CONFIRMS)
    assert len(mine) > 2
    assert verdict(tree, 0, one) == "few"


def _goal(tree: Tree, r: Reading) -> str:
    told = tree.view.told.tree
    return told[r.node.parent].parent


def test_goals_are_told_with_their_parts(
    desk: Ask, told: Mapping[str, Content]
) -> None:
    tree, found = tree_of(desk(NEWEST))
    facts = told[NEWEST].facts
    for place, goal in enumerate(tree.goals):
        for column in Column:
            counts = tally(tree.view.told, goal.id, found, column)
            for says, n in counts.items():
                assert facts[f"{says}_{column}_{place}"].value == n


def test_few_data_are_not_taken_for_a_way(told: Mapping[str, Content]) -> None:
    flags = told[FEBRUARY].flags
    assert [flags[f"way_{i}"] for i in range(3)] == ["few", "both", "few"]
    flags = told[NEWEST].flags
    assert [flags[f"way_{i}"] for i in range(3)] == ["towards", "both", "towards"]


def test_implications_are_counted_in_words(told: Mapping[str, Content]) -> None:
    table = told[NEWEST].tables["implications"]
    assert len(table.rows) == 12
    rows = {row[1].en: row for row in table.rows if isinstance(row[1], Text)}
    oil = rows["China pays the full price for oil"]
    assert oil[2] == Text("one refutes, one says nothing", "一項反證、一項無從判斷")
    assert oil[3] == Text("—", "—")


def test_indicators_say_what_is_weak_about_them(told: Mapping[str, Content]) -> None:
    table = told[NEWEST].tables["indicators"]
    says = dict(zip(words(table, 0), words(table, 1), strict=True))
    assert says["German military spending"] == "confirms (old)"
    assert says["Taiwan's orders in America"] == "confirms (a sum)"
    assert len(table.rows) <= 8


def test_what_turned_is_listed_with_what_it_said(desk: Ask) -> None:
    tree, found = tree_of(desk(FEBRUARY))
    table = indicators(tree, found)
    assert table is not None
    says = dict(zip(words(table, 0), words(table, 1), strict=True))
    turned = {r.node.name.en for r in found.values() if r.turned}
    assert turned == {"States voting with Ukraine"}
    assert turned <= says.keys()
    for name, what in says.items():
        assert ("before: says nothing" in what) is (name in turned)


def test_chances_of_accounts_are_whole(told: Mapping[str, Content]) -> None:
    for day in (FEBRUARY, NEWEST):
        table = told[day].tables["accounts"]
        spans = [row[3] for row in table.rows]
        assert all(isinstance(s, Span) for s in spans)
        now = [s.fact.value for s in spans if isinstance(s, Span)]
        assert sum(now) == pytest.approx(100)
        assert now == sorted(now, reverse=True)
        before = [row[1].fact.value for row in table.rows if isinstance(row[1], Num)]
        assert sum(before) == pytest.approx(100)


def test_the_last_edition_knew_fewer_acts(told: Mapping[str, Content]) -> None:
    row = told[FEBRUARY].tables["accounts"].rows[0]
    assert isinstance(row[2], Num)
    assert isinstance(row[3], Span)
    assert row[2].fact.as_of == end_of_day(date(2025, 2, 17))
    assert row[2].fact.value != pytest.approx(row[3].fact.value)


def test_no_act_alone_carries_the_likeliest_account(
    told: Mapping[str, Content],
) -> None:
    facts = told[NEWEST].facts
    assert facts["less_for"].value < facts["lead"].value < facts["less_against"].value
    assert facts["full"].value > facts["lead"].value > facts["prior"].value


def test_a_doctrine_that_tells_nothing_is_said_to(told: Mapping[str, Content]) -> None:
    for day in (FEBRUARY, NEWEST):
        worse = told[day].facts["brier"].value >= 0.25
        assert told[day].flags["ahead"] == ("worse" if worse else "better")
        assert len(told[day].tables["doctrine"].rows) == 4


def test_acts_are_quoted_after_their_month(told: Mapping[str, Content]) -> None:
    quoted = words(told[NEWEST].tables["doctrine"], 4)
    assert all(": " in text and text.endswith(".") for text in quoted)


def test_money_and_words_are_drawn_over_the_same_years(
    told: Mapping[str, Content],
) -> None:
    now, then = (told[d].figures["reallocation"] for d in (NEWEST, FEBRUARY))
    assert isinstance(now, Grid)
    assert len({panel.since for panel in now.panels}) == 1
    assert isinstance(then, LineChart)  # what was given cannot be compared yet
    assert then.title is None


def test_an_argument_is_not_weighed_before_anybody_acted(
    told: Mapping[str, Content],
) -> None:
    for day in (BEFORE, SPRING):
        assert told[day].flags["goals"] == "0"
        assert not {"implications", "accounts", "doctrine"} & told[day].tables.keys()
        assert "exit" in told[day].facts
    assert "wars" in told[BEFORE].tables
    assert "wars" not in told[SPRING].tables  # not yet a year of it


def test_the_nearest_wars_say_how_they_are_unlike(told: Mapping[str, Content]) -> None:
    table = told[NEWEST].tables["wars"]
    assert len(table.rows) == 4
    unlike = words(table, 3)
    assert all("here" in text or "there" in text for text in unlike)
    assert told[NEWEST].flags["tells"] is False


def test_only_skill_beyond_luck_counts(told: Mapping[str, Content]) -> None:
    skill = told[NEWEST].facts["skill"]
    better = replace(skill, point=replace(skill.point, value=20.0))
    assert _precedents.tells({"skill": better})
    assert not _precedents.tells({"skill": skill})
    assert not _precedents.tells({})


def test_an_exit_is_told_with_what_it_rests_on(told: Mapping[str, Content]) -> None:
    facts = told[NEWEST].facts
    kinds = sum(facts[k].value for k in ("forced", "died", "left"))
    assert facts["exit_low"].value < facts["exit"].value < facts["exit_high"].value
    assert facts["exit"].value < kinds < 1.2 * facts["exit"].value
    assert facts["exits"].value < facts["rulers"].value
