"""How the edition tells what was issued, how replays did, and what is judged now."""

import json
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from polemos import models, report, wars
from polemos.cli import _options
from polemos.core import Horizon, Target, Text, Verdict, end_of_day
from polemos.models import (
    BANDS,
    SPANS,
    Forecasting,
    Kind,
    Standing,
    forecast_id,
    model_named,
    pooled_id,
    score_id,
)
from polemos.models.score import NEEDED
from polemos.pipeline import World, open_world, weekly
from polemos.registry import published
from polemos.report import Edition
from polemos.report._desk import Desk
from polemos.report._figure import Cell, Num, Quote, RangeChart, Span, Table
from polemos.report._section import Content, sections_of
from polemos.report.sections import _ahead
from polemos.report.sections._record import board, verdict
from polemos.report.sections.scoreboard import scoreboard
from polemos.run import main

SECTIONS = Path(report.__file__).parent / "sections"
DAY, NEWEST = date(2025, 2, 24), date(2026, 8, 22)
WAR = wars.load("rus-ukr")
TARGETS = {t.id: t for t in wars.outlook(WAR)[0]}
OUTLOOK = wars.table(WAR, "outlook.toml")
FOUR, YEAR = "territory.held.four_oblasts@RUS", Horizon.parse("52w")
GROUND, QUARTER = "territory.held@RUS", Horizon.parse("13w")


def desk_of(world: World, day: date) -> Desk:
    return Desk(world.view(end_of_day(day)), WAR, day - timedelta(days=7))


@pytest.fixture(scope="module")
def view(packaged: World) -> Forecasting:
    return packaged.view(end_of_day(DAY))


@pytest.fixture(scope="module")
def desk(view: Forecasting) -> Desk:
    return Desk(view, WAR, DAY - timedelta(days=7))


@pytest.fixture(scope="module")
def record(desk: Desk) -> Content:
    return scoreboard.content(desk)


def column(table: Table, head: str) -> list[Cell]:
    names = [h.en for h in table.head]
    return [row[names.index(head)] for row in table.rows]


def quotes(cells: list[Cell]) -> list[str]:
    return [c.text.en for c in cells if isinstance(c, Quote)]


def edition(world: World, day: date) -> Edition:
    view = world.view(end_of_day(day))
    return report.build(view, WAR, "made up", sections=sections_of(("scoreboard",)))


def said(made: Edition, lang: str) -> str:
    return repr(made.documents[lang].blocks)  # type: ignore[index]


# Judgements.


def test_judgements_stand_beside_their_record(record: Content) -> None:
    table = record.tables["judgements"]
    asked = {r["text"]["en"] for r in OUTLOOK["judgement"]}
    words = column(table, "Judgement")
    assert {c.text.en for c in words if isinstance(c, Quote)} <= asked
    for now, word in zip(
        column(table, "Chance, %"), column(table, "In a word"), strict=True
    ):
        assert isinstance(now, Num)
        assert word == _ahead.word(now.fact.value)


def test_the_skill_beside_a_judgement_is_of_that_very_event(
    view: Forecasting, record: Content
) -> None:
    """Two judgements on one target and horizon have two records."""
    table = record.tables["judgements"]
    told = dict(zip(quotes(column(table, "Judgement")), table.rows, strict=True))
    for words, value in (("is above 8%", 8), ("goal of 4%", 4)):
        (row,) = (r for text, r in told.items() if words in text)
        assert isinstance(row[-1], Span)
        name = score_id("inflation@RUS", "12m", "pool", f"event.{value}")
        assert row[-1].fact.series == name
        assert row[-1].low.value <= row[-1].fact.value <= row[-1].high.value
        assert "Brier" in view.spec(name).definition
    ground = [r[-1] for text, r in told.items() if "13 weeks" in text]
    assert ground == [Text("withheld", "不列")] * len(ground)


def test_the_baseline_speaks_where_it_did_better(packaged: World) -> None:
    """Four oblasts in a quarter: as if `regimes`, which leads, had done worse."""
    real = packaged.view(end_of_day(NEWEST))
    worse = tuple(
        replace(s, loss=9 * s.loss)
        if (s.target, s.model.partition("/")[0]) == (GROUND, "regimes")
        else s
        for s in real.scores
    )
    desk = Desk(replace(real, scores=worse), WAR, NEWEST - timedelta(days=7))
    view = _ahead.forecasting(desk)
    row = view.record.row(TARGETS[GROUND], QUARTER, "regimes")
    assert row is not None
    assert row.ratio is not None
    assert row.ratio > 1
    (j, *_) = (
        j
        for j in _ahead.judgements(desk)
        if (j.target.id, j.horizon) == (GROUND, QUARTER)
    )
    assert (j.model, j.yields) == ("drift26", True)
    assert j.now.series == forecast_id(GROUND, ".above.500", "drift26")
    (answer,) = (
        a for a in view.answer(j.target, "drift26") if a.question.horizon == QUARTER
    )
    assert j.now.value == pytest.approx(100 * answer.chances[500])
    table = _ahead.judgement_table(desk, [j])
    assert table is not None
    title = model_named("drift26").title
    assert quotes([table.rows[0][0]]) == [f"{j.text.en} (by the baseline: {title.en})"]
    for other in _ahead.judgements(desk):
        scored = view.record.row(other.target, other.horizon, other.target.models[0])
        assert other.yields is (scored is not None and (scored.ratio or 0) > 1)


@pytest.mark.parametrize("name", [FOUR, "depot.tank@RUS"])
def test_replays_of_one_stretch_of_time_are_counted_and_not_judged(
    packaged: World, name: str
) -> None:
    """All replays of depots are about one count; four oblasts had little over a year.

    Neither is ahead or behind so far, and the model that leads speaks.
    """
    desk, target = desk_of(packaged, NEWEST), TARGETS[name]
    record = _ahead.forecasting(desk).record
    row = record.row(target, YEAR, target.models[0])
    assert row is not None
    assert row.origins > 30
    assert row.blocks < SPANS
    assert record.speaker(target, YEAR) == target.models[0]
    table = board(desk, Kind.REPLAYED)
    assert table is not None
    (cells,) = (
        dict(zip((h.en for h in table.head), told, strict=True))
        for told in table.rows
        if quotes([told[0]])[0].startswith(f"{target.title.en}, 52 weeks")
    )
    assert cells["Verdict"] == Text("none yet", "尚無")
    assert cells["Skill, %"] == cells["In most, %"] == Text("withheld", "不列")
    assert isinstance(cells["Scored"], Num)
    assert cells["Scored"].fact.value == row.origins


@pytest.mark.parametrize(
    ("now", "before", "lead"),
    [
        *((61.5, 60.4, "up from"), (60.4, 61.5, "down from"), (60.6, 61.4, "still")),
        *((0.3, 0.04, "up from"), (99.6, 99.96, "down from")),
    ],
)
def test_a_change_is_told_as_it_is_printed(
    desk: Desk, now: float, before: float, lead: str
) -> None:
    one = next(iter(_ahead.judgements(desk)))
    assert one.before is not None
    moved = replace(
        one,
        now=replace(one.now, point=replace(one.now.point, value=now)),
        before=replace(one.before, point=replace(one.before.point, value=before)),
    )
    table = _ahead.judgement_table(desk, [moved])
    assert table is not None
    cell = column(table, "Last week, %")[0]
    assert isinstance(cell, Num)
    assert cell.lead is not None
    assert cell.lead.en == lead
    near = min(now, before) < 1 or max(now, before) > 99
    assert cell.digits == int(near)  # a whole percent would read as certainty


# Replays.


def test_the_interval_of_a_skill_is_never_told_as_a_chance() -> None:
    """It is what a bootstrap of the replays holds, and no odds of anything."""
    found = 0
    for file in sorted(SECTIONS.glob("*.j2")):
        for line in file.read_text("utf-8").splitlines():
            for end in re.finditer(r"{{ n\(\"\w*skill_low\"", line):
                near = line[max(0, end.start() - 60) : end.end() + 120]
                assert "bootstrap" in near or "重抽樣" in near, (file.name, near)
                found += 1
        assert "nine chances in ten" not in file.read_text("utf-8")
    assert found >= 4  # of two sections, in two languages


def test_what_is_shown_is_tracked(desk: Desk, record: Content) -> None:
    """What is judged or drawn stands on the board, as soon as enough was settled."""
    told = {
        c.text.zh
        for c in column(record.tables["board"], "What, and how far ahead")
        if isinstance(c, Quote)
    }
    shown = {r["target"] for r in (*OUTLOOK["judgement"], *OUTLOOK["fan"])}
    for name in shown:
        target = TARGETS[name]
        losses = [
            score_id(name, str(h), target.models[0], "crps") for h in target.horizons
        ]
        if desk.has(*losses):
            assert any(words.startswith(target.title.zh) for words in told)
    assert len(told) >= 3


def test_marks_on_the_board_are_those_of_the_replays(
    view: Forecasting, record: Content
) -> None:
    rows = record.tables["board"].rows
    for row in rows:
        cells = [c for c in row if isinstance(c, Num | Span)]
        (name,) = {c.fact.series.partition(".")[2].split(".", 2)[2] for c in cells[:1]}
        assert name in TARGETS
        for cell in cells:
            assert cell.fact.value == view.series(cell.fact.series).last().value
            if isinstance(cell, Span):
                assert cell.low.value <= cell.fact.value <= cell.high.value
    titles = [row[0].text.zh for row in rows if isinstance(row[0], Quote)]
    assert len(titles) == len(set(titles)) == len(rows)


def test_what_was_settled_since_is_held_against_what_was_said(
    desk: Desk, record: Content
) -> None:
    table = record.tables["settled"]
    for said, came, inside in zip(
        column(table, "Said or replayed"),
        column(table, "Came"),
        column(table, "Inside"),
        strict=True,
    ):
        assert isinstance(said, Span)
        assert isinstance(came, Num)
        assert isinstance(inside, Text)
        low, high = said.low.value, said.high.value
        assert (inside.en == "yes") is (low <= came.fact.value <= high)
        assert came.fact.as_of is not None
        assert desk.last_edition < came.fact.as_of.date() <= DAY
        assert said.fact.as_of is not None
        assert said.fact.as_of < came.fact.as_of


def over_the_lead(
    view: Forecasting, target: Target, horizon: Horizon, name: str
) -> float | None:
    """Work out anew a rival's mean loss over the leading one's, where both answered."""
    mine, lead = (
        {
            s.origin: s.loss
            for s in view.record.settled
            if (s.target, s.horizon) == (target.id, horizon)
            and s.model == model_named(one).id
            and s.outcome is not None
        }
        for one in (name, target.models[0])
    )
    both = sorted(mine.keys() & lead.keys())
    row = view.record.row(target, horizon, name)
    if name == target.baseline or row is None or len(both) < NEEDED:
        return None
    if len(both) < SPANS * round(row.origins / row.blocks):
        return None
    return sum(mine[d] for d in both) / sum(lead[d] for d in both)


@pytest.mark.parametrize("day", [DAY, NEWEST])
def test_whoever_does_worse_is_on_the_board_and_all_are_counted(
    packaged: World, day: date
) -> None:
    desk = desk_of(packaged, day)
    content = scoreboard.content(desk)
    told = "\n".join(quotes(column(content.tables["board"], "What, and how far ahead")))
    view = _ahead.forecasting(desk)
    asked = [(t, h) for t in view.record.targets for h in t.horizons]
    rows = [view.record.row(t, h, t.models[0]) for t, h in asked]
    behind = [
        ask
        for ask, row in zip(asked, rows, strict=True)
        if row is not None and (row.ratio or 0) > 1
    ]
    assert behind
    for target, horizon in behind:
        assert f"{target.title.en}, {_ahead.ahead(horizon).en}" in told
    assert content.facts["behind"].value == len(behind)
    outdone = {
        (t.id, h)
        for t, h in asked
        for name in t.models[1:]
        if (over := over_the_lead(view, t, h, name)) is not None and over < 1
    }
    assert content.facts["outdone"].value == len(outdone) > 0
    made = edition(packaged, day)
    for lang, words in {
        "en": "of these targets and horizons another of our models did better",
        "zh": "另有模型勝過主模型者",
    }.items():
        assert words in said(made, lang)
    counted = {one: content.facts[one.value].value for one in Standing}
    assert sum(counted.values()) == len(asked)
    for one in (Standing.WINS, Standing.LOSES, Standing.UNDECIDED):
        assert counted[one] == sum(row.standing is one for row in rows if row)


def test_a_verdict_that_is_withheld_says_which_way_it_leans(view: Forecasting) -> None:
    row = view.record.row(TARGETS["inflation@RUS"], Horizon.parse("12m"), "pool")
    assert row is not None
    assert verdict(row).en == "undecided"
    short = replace(row, skill=None)
    assert verdict(short).en == "ahead so far"
    assert verdict(replace(short, ratio=1.01)).en == "behind so far"
    assert verdict(replace(short, ratio=None)).en == "none yet"


def test_chances_are_drawn_against_what_came(desk: Desk, record: Content) -> None:
    chart = record.figures["came"]
    assert isinstance(chart, RangeChart)
    for reading in chart.readings:
        band = reading.fact.series.rpartition(".")[2]
        p = reading.fact.point
        assert (p.low, p.high) == BANDS[band]
        assert reading.label == _ahead.WORDS[band]
        assert desk.last(pooled_id("cases", band)).value >= 40
    off = record.facts["off"].point
    if record.flags["off"]:
        assert not (off.low or 0) <= off.value <= (off.high or 100)


def test_one_rule_says_who_leads_on_every_front() -> None:
    """Whoever held still by what came has not been chosen for it afterwards."""
    fronts = [t for name, t in TARGETS.items() if name.startswith("territory.held")]
    assert len(fronts) > 5
    assert {(t.models, t.baseline) for t in fronts} == {
        (("regimes", "drift8", "unchanged"), "drift26")
    }


def test_before_anything_is_issued_the_first_due_day_is_told(
    packaged: World, record: Content
) -> None:
    assert "issued" not in record.tables
    assert "issued_open" not in record.facts
    first = record.facts["issued_asked"].point.period.last
    assert first > DAY
    made = edition(packaged, DAY)
    assert not made.left_out
    assert "No forecast that was issued before the fact is due" in said(made, "en")
    assert "還沒有一筆事前發布的預測到期" in said(made, "zh")


# What was issued.


EARLY = date(2024, 11, 24)
MOMENT = datetime(2024, 11, 25, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Issue on an early day, as `weekly` does, and learn what came afterwards."""
    folder: Path = tmp_path_factory.mktemp("issued")
    world = open_world("rus-ukr", folder / "lake", lambda *_: None)
    weekly(world, end_of_day(EARLY), folder / "out", lambda *_: None, MOMENT)
    return world


def test_the_next_edition_opens_with_what_was_issued(issued: World) -> None:
    made = edition(issued, EARLY + timedelta(days=7))
    assert "None of" not in said(made, "en")
    assert "are on record, and the first falls due on" in said(made, "en")
    assert "還沒有一筆到期" in said(made, "zh")
    later = edition(issued, DAY)
    assert {f.verdict for f in later.findings} == {Verdict.HOLDS}
    for lang, words in {
        "en": ("Issued before the fact: ", "What follows was not issued but replayed"),
        "zh": ("事前發布的預測：主模型已結算", "不是事前發布"),
    }.items():
        text = said(later, lang)
        assert text.index(words[0]) < text.index(words[1])


def test_the_claims_of_what_was_issued_are_watched(issued: World) -> None:
    """But for what models say: that is kept as forecasts."""
    kept = published(issued.store, end_of_day(EARLY))
    assert len(kept) > 500
    assert {one.document.name for one in kept} == {f"rus-ukr {EARLY}"}
    assert {one.document.fetched_at for one in kept} == {MOMENT}
    assert {f.verdict for one in kept for f in one.findings} == {Verdict.HOLDS}
    publishers = {one.claim.series.partition("/")[0] for one in kept}
    assert not publishers & {"forecast", "estimate", "score"}


def test_what_was_issued_is_told_as_it_was_said(
    issued: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Today's model is of another version, and would say something else."""
    desk = desk_of(issued, EARLY + timedelta(weeks=13, days=1))
    before = scoreboard.content(desk)
    name, target = "regimes", TARGETS["territory.held@RUS"]
    version = model_named(name).version
    newer = replace(model_named("drift26"), name=name, version=99)
    monkeypatch.setitem(models.all_models(), name, newer)  # type: ignore[arg-type]
    after = scoreboard.content(desk_of(issued, desk.day))
    assert after.tables["issued"] == before.tables["issued"]
    table = after.tables["settled"]
    (row,) = (
        row
        for row in table.rows
        if quotes([row[0]]) == [f"{target.title.en}, 13 weeks (issued)"]
    )
    assert isinstance(row[3], Span)
    (one,) = (
        i.answer
        for i in models.issued(issued.view(end_of_day(desk.day)))
        if i.key[:3] == (name, target.id, Horizon.parse("13w"))
    )
    ends = [row[3].low.value, row[3].fact.value, row[3].high.value]
    assert ends == [one.at(level) for level in (0.1, 0.5, 0.9)]
    shown = quotes(column(after.tables["issued"], "What, and how far ahead"))
    older = f"{target.title.en}, 13 weeks (version {version})"
    assert any(older in words for words in shown)


def test_what_was_issued_is_scored_on_the_command_line(
    issued: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_options, "now", lambda: MOMENT + timedelta(weeks=100))
    monkeypatch.setenv("POLEMOS_STORE", str(issued.store.lake.path))
    ask = ["polemos", "score", "--as-of", str(DAY), "--format", "json"]
    monkeypatch.setattr(sys, "argv", ask)
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    rows = json.loads(capsys.readouterr().out)
    kinds = [row["kind"] for row in rows]
    assert kinds == sorted(kinds)  # what was issued comes first
    keys = ("target", "model", "horizon", "version", "origins", "baseline")
    told = [tuple(r[k] for k in keys) for r in rows if r["kind"] == "issued"]
    version = str(model_named("regimes").version)
    assert ("territory.held@RUS", "regimes", "4w", version, 1, "drift26") in told


def test_outcomes_count_as_of_the_day(issued: World) -> None:
    """What was settled later is not known yet."""

    def settled(day: date) -> float:
        desk = desk_of(issued, day)
        name = pooled_id("all", "settled", Kind.ISSUED)
        return desk.last(name).value if desk.has(name) else 0

    days = [EARLY + timedelta(weeks=n) for n in (1, 5, 14)]
    counts = [settled(day) for day in days]
    assert counts[0] == 0 < counts[1] < counts[2]
