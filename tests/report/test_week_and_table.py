"""The week at the table and the table itself: what the ledgers carry, and no more."""

from collections.abc import Callable
from datetime import date, timedelta

import altair as alt
import pytest

from polemos.core import LANGS, Bearing, NotYetKnown, Text, end_of_day
from polemos.pipeline import World
from polemos.report import charts
from polemos.report._desk import Desk
from polemos.report._door import Door
from polemos.report._figure import (
    Chart,
    Hue,
    Lane,
    LaneChart,
    LaneMark,
    Num,
    Quote,
    Whole,
)
from polemos.report._section import Content
from polemos.report.sections._kept import counted
from polemos.report.sections.table import table
from polemos.report.sections.week import week

Ask = Callable[[str], Desk]
FEBRUARY, NEWEST = "2025-02-24", "2026-08-22"


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


def _words(content: Content, key: str) -> str:
    """Give all English words of a table's cells."""
    cells = (c for row in content.tables[key].rows for c in row)
    return " ".join(
        c.text.en if isinstance(c, Quote) else c.en
        for c in cells
        if isinstance(c, Quote | Text)
    )


def test_the_week_of_the_seed_is_told_by_its_ledger(desk: Ask) -> None:
    told = week.content(desk(FEBRUARY))
    view = desk(FEBRUARY).view
    fresh = [e for e in view.events() if e.known_at.date() > date(2025, 2, 17)]
    leads = [told.quotes[f"lead_{i}"] for i in range(int(str(told.flags["leads"])))]
    assert len(leads) == 5
    assert set(leads) <= {e.text for e in fresh if e.weight == 3}
    assert any("dictator" in text.en for text in leads)
    assert any("Riyadh" in text.en for text in leads)
    assert told.flags["quiet"] is told.flags["thin"] is False
    assert told.flags["before"] == "2"
    before = {told.quotes[f"before_{i}"] for i in range(2)}
    assert not before & {e.text for e in fresh}
    assert len(told.tables["events"].rows) == 12
    assert told.flags["more"]


def test_what_was_recalled_says_so_wherever_it_stands(desk: Ask) -> None:
    told = week.content(desk(FEBRUARY))
    recalled = {e.text for e in desk(FEBRUARY).view.events() if e.told.recalled}
    for row in told.tables["events"].rows:
        sentence, source = row[2], row[4]
        assert isinstance(sentence, Quote)
        assert isinstance(source, Quote)
        marked = "page not found" in source.text.en
        assert marked is (sentence.text in recalled)
        assert ("未查到原文" in source.text.zh) is marked


def test_the_seeds_promises_stand_at_their_true_stage(desk: Ask) -> None:
    told = week.content(desk(FEBRUARY))
    rows = {r[1].en: r for r in told.tables["steps"].rows if isinstance(r[1], Text)}
    (plan,) = [row for name, row in rows.items() if "seven hundred" in name]
    assert plan[2] == Text("floated", "放出風聲")
    assert isinstance(plan[3], Whole)
    assert plan[3].fact.value == 7e11
    (troops,) = [row for name, row in rows.items() if "ground troops" in name]
    assert troops[2] == Text("floated", "放出風聲")
    assert isinstance(troops[3], Whole)
    assert troops[3].fact.value == 30000
    assert troops[3].lead == Text("up to", "至多")


def test_what_was_delivered_in_part_says_so(desk: Ask) -> None:
    told = week.content(desk(NEWEST))
    rows = {r[1].en: r for r in told.tables["steps"].rows if isinstance(r[1], Text)}
    (loan,) = [row for name, row in rows.items() if "Support Loan" in name]
    assert isinstance(loan[2], Text)
    assert "in part" in loan[2].en
    assert isinstance(loan[3], Whole)
    assert loan[3].fact.value == 3.2e9


def test_a_day_long_after_the_last_event_has_an_edition(desk: Ask) -> None:
    told = week.content(desk("2026-11-30"))
    assert told.flags["quiet"]
    assert "lanes" not in told.figures
    assert told.tables["events"].rows


def test_old_scores_say_nothing_of_now(desk: Ask) -> None:
    with pytest.raises(NotYetKnown) as why:
        table.content(desk("2024-02-01"))
    assert why.value.why is not None


def test_small_numbers_are_written_in_words() -> None:
    told = [counted(n) for n in (0, 1, 2, 4, 10, 11, 12, 13)]
    assert [t.en for t in told[:3]] == ["none", "one", "two"]
    assert [t.zh for t in told] == [*"零一兩四十", "十一", "十二", "十多"]


def test_a_thin_week_is_told_by_its_month(desk: Ask) -> None:
    told = week.content(desk(NEWEST))
    assert told.flags["thin"]
    assert len(told.tables["events"].rows) > int(str(told.flags["leads"]))


def test_the_lanes_hold_the_acts_of_a_quarter_of_a_year(desk: Ask) -> None:
    chart = week.content(desk(FEBRUARY)).figures["lanes"]
    assert isinstance(chart, LaneChart)
    marks = [m for lane in chart.lanes for m in lane.marks]
    events = desk(FEBRUARY).view.events()
    assert len(marks) == sum(e.period.start >= chart.since for e in events)
    assert all(chart.since <= m.day <= chart.until for m in marks)


def test_no_change_stands_among_the_proposals(desk: Ask) -> None:
    told = table.content(desk(NEWEST))
    names = [
        row[0].en for row in told.tables["offers"].rows if isinstance(row[0], Text)
    ]
    assert "no change (the war goes on)" in names
    assert told.flags["loses"] is True
    assert len(told.tables["cases"].rows) == 4
    assert len(told.tables["players"].rows) == 11


def test_proposals_stand_by_their_distance_and_no_later_one_is_there(desk: Ask) -> None:
    rows = table.content(desk(FEBRUARY)).tables["offers"].rows
    far = [row[2].fact.value for row in rows if isinstance(row[2], Num)]
    assert far == sorted(far)
    names = {row[0].en for row in rows if isinstance(row[0], Text)}
    assert "the twenty-eight points" not in names


def test_before_anybody_is_coded_the_section_says_why(desk: Ask) -> None:
    with pytest.raises(NotYetKnown) as why:
        table.content(desk("2021-12-20"))
    assert why.value.why is not None


@pytest.mark.parametrize("day", [FEBRUARY, NEWEST])
@pytest.mark.parametrize("lang", LANGS)
def test_its_charts_are_valid_and_regular(desk: Ask, day: str, lang: str) -> None:
    for section in (week, table):
        content = section.content(desk(day))
        for key, chart in content.figures.items():
            door = Door(desk(day), section.name, lang, content)
            drawing = charts.draw(chart, door, key)
            assert drawing is not None
            for panel in drawing.panels:
                alt.LayerChart.from_dict(panel.spec, validate=True)
                assert "bold" not in str(panel.spec)
                assert "fontWeight': 700" not in str(panel.spec)


def test_acts_of_one_day_are_set_apart(desk: Ask) -> None:
    """As many as are drawn apart: two above the line and two below."""
    day = date(2025, 2, 20)
    marks = tuple(
        LaneMark(day, bearing, Text(f"act {i}", f"行動{i}"))
        for i, bearing in enumerate((*Bearing, Bearing.TALK, Bearing.TALK))
    )
    lane = Lane(Text("one", "甲"), Hue.THIRD, marks)
    chart: Chart = LaneChart((lane,), day - timedelta(days=30), day, "events")
    door = Door(desk(FEBRUARY), "week", "en", Content())
    drawing = charts.draw(chart, door, "lanes")
    assert drawing is not None
    layers = [
        x for x in drawing.panels[0].spec["layer"] if "hover" in x.get("name", "")
    ]
    assert len({x["encoding"]["y"]["value"] for x in layers}) == 5
    told = [row["w"] for x in layers for row in x["data"]["values"]]
    assert sorted(t.partition(": ")[2] for t in told) == [f"act {i}" for i in range(5)]
