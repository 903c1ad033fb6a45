"""What lies ahead and how it did before: on the packaged figures, and without any."""

import re
import shutil
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polemos import report, wars
from polemos.core import (
    NOTHING_YET,
    Reckoning,
    Text,
    UnknownSeries,
    Verdict,
    View,
    WarError,
    end_of_day,
)
from polemos.models import (
    BANDS,
    Forecasting,
    band_of,
    estimate_id,
    forecast_id,
    score_id,
    with_forecasts,
)
from polemos.pipeline import World
from polemos.report import Edition
from polemos.report._desk import Desk
from polemos.report._doc import Figure
from polemos.report._figure import Cell, Grid, LineChart, Quote, Span, Table
from polemos.report._section import Content, sections_of
from polemos.report.sections import _ahead
from polemos.report.sections._stocks import SPOKEN, refilled
from polemos.report.sections.outlook import outlook_

DAY, EARLY = date(2025, 2, 24), date(2022, 6, 1)
BOTH = ("scoreboard", "outlook")
WAR = wars.load("rus-ukr")
TARGETS = {t.id: t for t in wars.outlook(WAR)[0]}
OUTLOOK = wars.table(WAR, "outlook.toml")


@pytest.fixture(scope="module")
def view(packaged: World) -> Forecasting:
    return packaged.view(end_of_day(DAY))


@pytest.fixture(scope="module")
def desk(view: Forecasting) -> Desk:
    return Desk(view, WAR, DAY - timedelta(days=7))


def desk_of(world: World, day: date) -> Desk:
    return Desk(world.view(end_of_day(day)), WAR, day - timedelta(days=7))


def edition(view: View) -> Edition:
    return report.build(view, WAR, "made up", sections=sections_of(BOTH))


@pytest.fixture(scope="module")
def ahead(desk: Desk) -> Content:
    return outlook_.content(desk)


@pytest.fixture(scope="module")
def made(view: Forecasting) -> Edition:
    return edition(view)


def said(made: Edition, lang: str) -> str:
    return repr(made.documents[lang].blocks)  # type: ignore[index]


def column(table: Table, head: str) -> list[Cell]:
    names = [h.en for h in table.head]
    return [row[names.index(head)] for row in table.rows]


# What the war's table names.


@pytest.mark.parametrize("raw", OUTLOOK["judgement"], ids=lambda r: r["text"]["en"])
def test_a_judgement_names_what_is_asked(raw: dict[str, Any]) -> None:
    target = TARGETS[raw["target"]]
    assert raw["horizon"] in map(str, target.horizons)
    (side,) = {"above", "below"} & set(raw)
    assert float(raw[side]) in target.above
    assert set(raw) == {"target", "horizon", side, "text"}
    words = Text(**raw["text"])
    number = f"{raw[side] / (1e4 if raw[side] >= 1e4 else 1):,g}"
    if target.id != "nwf.liquid@RUS":  # which says it in words
        assert number in words.zh
    count, step = raw["horizon"][:-1], raw["horizon"][-1]
    if step == "w" and target.id != "depot.tank@RUS":
        assert f"{count} weeks" in words.en
        assert f"{count} 週" in words.zh


@pytest.mark.parametrize("raw", OUTLOOK["fan"], ids=lambda r: r["target"])
def test_a_fan_names_what_is_asked(
    raw: dict[str, Any], packaged: World, view: Forecasting
) -> None:
    target = TARGETS[raw["target"]]
    assert set(raw) <= {"target", "key", "fact", "label", "months", "digits", "unit"}
    assert Text(**raw["label"]).zh
    name = forecast_id(target.id, ".path")
    assert view.spec(name).unit == view.spec(target.series).unit
    newest = packaged.view(end_of_day(packaged.store.newest()))
    assert view.series(name).points or newest.series(name).points


def test_a_judgement_on_no_target_is_an_error(view: Forecasting) -> None:
    with pytest.raises(WarError, match="found 'nothing@RUS'"):
        _ahead.target_of(view, "nothing@RUS")


# Chances and their words.


def test_words_for_chances_have_no_gap() -> None:
    told = [_ahead.word(n / 10) for n in range(1001)]
    firsts = [t.en for i, t in enumerate(told) if t not in told[:i]]
    assert firsts == [words.en for words in _ahead.WORDS.values()]
    assert len({words.zh for words in _ahead.WORDS.values()}) == len(firsts)
    for n in range(1000):  # once left, a word does not come back
        assert firsts.index(told[n].en) <= firsts.index(told[n + 1].en)
    assert (_ahead.word(0).en, _ahead.word(50).en) == ("almost no chance", "about even")
    assert _ahead.word(100).en == "almost certain"
    for n in range(1, 50):  # the two sides are told alike
        low, high = (list(BANDS).index(band_of(c)) for c in (n + 0.5, 99.5 - n))
        assert low + high == len(firsts) - 1


@pytest.mark.parametrize("day", [DAY, date(2026, 8, 22)])
def test_a_judgement_is_a_chance_in_percent(packaged: World, day: date) -> None:
    at = Desk(packaged.view(end_of_day(day)), WAR, day - timedelta(days=7))
    found = list(_ahead.judgements(at))
    assert found
    for j in found:
        assert 0 <= j.now.value <= 100
        assert j.now.point.period.last > day
        if j.before is not None:
            assert 0 <= j.before.value <= 100
            assert j.before.as_of == end_of_day(at.last_edition)


def test_what_is_above_and_what_is_not_make_a_hundred(view: Forecasting) -> None:
    asked = [t for t in TARGETS.values() if t.above]
    spoken = 0
    for target in asked:
        for value in target.above:
            above, below = (
                view.series(forecast_id(target.id, f".{side}.{value:g}"))
                for side in ("above", "below")
            )
            assert [p.period for p in above] == [p.period for p in below]
            for a, b in zip(above, below, strict=True):
                assert a.value + b.value == pytest.approx(100)
                assert 0 <= a.value <= 100
                spoken += 1
    assert spoken > 20


# Fans.


@pytest.mark.parametrize("name", sorted({r["target"] for r in OUTLOOK["fan"]}))
def test_a_fan_starts_at_the_newest_value(view: Forecasting, name: str) -> None:
    target = TARGETS[name]
    newest = view.series(target.series).last()
    answers = view.answers(target).of(name, target.models[0])
    paths = {
        told: view.series(forecast_id(name, f".path{told}")).points
        for told in ("", ".half", ".most")
    }
    if not answers:
        assert not any(paths.values())
        return
    base = newest.value if target.how is Reckoning.CHANGE else 0.0
    for told, (low, high) in {
        "": (0.1, 0.9),
        ".half": (0.25, 0.75),
        ".most": (0.025, 0.975),
    }.items():
        first, *rest = paths[told]
        assert (first.period, first.value) == (newest.period, newest.value)
        assert first.low == first.high == newest.value
        ahead = sorted(answers, key=lambda a: a.question.period.last)
        for p, a in zip(rest, ahead, strict=True):
            assert p.period.last == a.question.period.last
            assert (p.low, p.value, p.high) == pytest.approx(
                (base + a.at(low), base + a.at(0.5), base + a.at(high))
            )


def test_every_fan_that_can_be_drawn_is_drawn(
    view: Forecasting, ahead: Content
) -> None:
    grid = ahead.figures["fans"]
    assert isinstance(grid, Grid)
    charts = [c for c in grid.panels if isinstance(c, LineChart)]
    charts += [c for c in ahead.figures.values() if isinstance(c, LineChart)]
    drawn = {line.series for chart in charts for line in chart.lines}
    for raw in OUTLOOK["fan"]:
        target = TARGETS[raw["target"]]
        can = bool(view.answers(target).of(target.id, target.models[0]))
        assert (forecast_id(target.id, ".path") in drawn) is can


# The sections.


def test_both_sections_are_written_in_both_languages(made: Edition) -> None:
    assert not made.left_out
    assert {f.verdict for f in made.findings} <= {Verdict.HOLDS, Verdict.ROUNDS}
    for lang, words in {
        "en": ("Outlook", "Judgements of this edition", "both numbers hold at once"),
        "zh": ("展望", "本期判斷", "兩個比例同時成立"),
    }.items():
        for word in words:
            assert word in said(made, lang)
    by_language = [
        {(c.series, c.period, c.how) for c in made.claims if c.lang == lang}
        for lang in ("en", "zh")
    ]
    assert by_language[0] == by_language[1]
    assert len(by_language[0]) > 50


def test_stocks_are_told_with_their_intervals(ahead: Content) -> None:
    table = ahead.tables["stocks"]
    for cell in (c for row in table.rows for c in row if isinstance(c, Span)):
        assert cell.low.value <= cell.fact.value <= cell.high.value
    rows = {row[0].zh: row for row in table.rows if isinstance(row[0], Text)}
    tank, guns = rows["俄軍戰車"], rows["俄軍火砲"]
    assert isinstance(tank[1], Span)
    assert tank[1].fact.series == estimate_id("tank@RUS", "depot_share")
    assert isinstance(tank[2], Span)
    assert isinstance(guns[1], Span)
    assert guns[2] is None  # nobody counts guns in service
    assert "俄軍多管火箭" not in rows


def test_depots_are_said_to_fall_faster_only_where_that_is_likely(
    ahead: Content,
) -> None:
    facts = dict(ahead.facts)
    assert ahead.flags["refilled"] is refilled(facts) is True
    for key in (f"{k}_first" for k in SPOKEN):
        less = replace(facts[key].point, value=80.0)
        assert not refilled({**facts, key: replace(facts[key], point=less)})
        assert not refilled({k: f for k, f in facts.items() if k != key})


def test_what_cannot_be_said_is_printed(
    view: Forecasting, desk: Desk, ahead: Content
) -> None:
    """Each target that no model speaks of, by itself or by the name of its source."""
    table = ahead.tables["refused"]
    what = quoted(column(table, "What"))
    assert any("俄軍多管火箭" in told for told in what)
    assert all(isinstance(c, Text) for c in column(table, "Why not"))
    silent = [t for t in TARGETS.values() if not view.answer(t)]
    assert silent
    for target in silent:
        source = view.source(desk.leaves(target.series)[0]).title
        assert any(target.title.zh in told or told == source.zh for told in what)
        refusal = view.refusal(target)
        assert refusal is not None
        assert refusal.why in column(table, "Why not")
    for target in TARGETS.values():
        assert (view.refusal(target) is None) is bool(view.answer(target))
    assert len(set(table.rows)) == len(table.rows)


def quoted(cells: list[Cell]) -> list[str]:
    return [c.text.zh for c in cells if isinstance(c, Quote)]


def test_what_cannot_be_said_early_takes_few_lines(packaged: World) -> None:
    """One for each source and reason; a rule that is not out is not a short past."""
    day = date(2023, 2, 24)
    content = outlook_.content(desk_of(packaged, day))
    table = content.tables["refused"]
    keys = list(zip(column(table, "Why not"), column(table, "Newest"), strict=True))
    whats = quoted(column(table, "What"))
    assert len(whats) == len(set(whats)) == len(table.rows) < 10
    assert sum("俄軍" in told for told in whats) == 1  # all classes on one line
    assert any(why == NOTHING_YET and newest is None for why, newest in keys)
    fund = next(row for row in table.rows if "國家財富基金" in quoted([row[0]])[0])
    assert isinstance(fund[1], Text)
    assert fund[1].en == "the rule that it goes by is not out yet"


def test_a_chart_names_bands_only_if_it_has_them(made: Edition) -> None:
    notes = {
        b.key: b.drawing.note
        for b in made.documents["en"].blocks
        if isinstance(b, Figure)
    }
    assert notes["spent"] == "Dots: forecast."
    assert notes["fans"] == "Dots and bands: forecast, 50% inside 80%."


EARLIER = [date(2022, 2, 28), EARLY, date(2023, 3, 5)]


@pytest.mark.parametrize("day", EARLIER, ids=str)
def test_it_can_be_written_on_an_earlier_day(packaged: World, day: date) -> None:
    made = edition(packaged.view(end_of_day(day)))
    assert "outlook" not in made.left_out
    assert {f.verdict for f in made.findings} <= {Verdict.HOLDS, Verdict.ROUNDS}
    assert "What cannot be said in this edition" in said(made, "en")
    assert "本期不能說的" in said(made, "zh")
    assert "俄軍戰車" in said(made, "zh")
    depots_told = "步兵戰鬥車與運兵車封存剩" in said(made, "zh")
    assert not depots_told  # no count was out yet


def test_without_models_both_are_left_out_with_a_reason(view: Forecasting) -> None:
    made = edition(view.base)
    assert len(made.left_out) == 2
    for why in made.left_out.values():
        assert why == Text("nothing is forecast of this war", "這場戰爭沒有預測標的")
    assert "Outlook" not in said(made, "en")


# Another war.


TINY = Path(__file__).parents[1] / "worlds" / "tiny"


def tiny() -> ModuleType:
    sys.path.insert(0, str(TINY))
    try:
        import world  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    return world  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    return tiny().build(tmp_path_factory.mktemp("lake"))  # type: ignore[no-any-return]


SMALL_DAY = date(2020, 2, 3)


def test_a_war_without_an_outlook_is_written_without_it(small: World) -> None:
    assert (small.targets, small.subjects) == ((), ())
    at = small.view(end_of_day(SMALL_DAY))
    made = report.build(at, small.war, "made up", sections=sections_of(BOTH))
    assert list(made.left_out) == list(BOTH)
    for why in made.left_out.values():
        assert why.en == "nothing is forecast of this war"
    assert not made.findings


TARGET = """
[[target]]
id = "territory.held@LIL"
title = { en = "Ground held by Lilliput", zh = "小人國控制面積" }
series = "gulliver/territory.held@LIL"
how = "change"
horizons = ["4w"]
lag = 3
slack = 7
stale = 14
models = ["bootstrap"]
baseline = "negbin"
above = [50]
"""
JUDGEMENT = """
[[judgement]]
target = "territory.held@LIL"
horizon = "4w"
above = 50
text = { en = "Lilliput gains more than 50 km²", zh = "小人國增加超過 50 平方公里" }
"""


def with_outlook(small: World, folder: Path, table: str | None) -> Edition:
    """Write the small war's sections where a target is named, and an outlook."""
    home = TINY / "lilliput.toml"
    shutil.copy(home, folder)
    shutil.copytree(TINY / "lilliput", folder / "lilliput")
    (folder / "lilliput" / "forecasts").mkdir()
    (folder / "lilliput" / "forecasts" / "ground.toml").write_text(TARGET, "utf-8")
    if table is not None:
        (folder / "lilliput" / "outlook.toml").write_text(table, "utf-8")
    war = wars.load(str(folder / "lilliput.toml"))
    view = with_forecasts(small.store.as_of(end_of_day(SMALL_DAY)), *wars.outlook(war))
    return report.build(view, war, "made up", sections=sections_of(BOTH))


def test_a_war_whose_models_cannot_speak_yet_says_so(
    small: World, tmp_path: Path
) -> None:
    """A table may name judgements alone; five weeks are no past to draw from."""
    made = with_outlook(small, tmp_path, JUDGEMENT)
    assert list(made.left_out) == ["scoreboard"]
    assert made.left_out["scoreboard"].en == "no forecast is made or settled yet"
    assert "What cannot be said in this edition" in said(made, "en")
    assert "小人國控制面積" in said(made, "zh")


def test_a_score_has_no_vintages_of_its_own(view: Forecasting) -> None:
    name = score_id("territory.held@RUS", "13w", "regimes", "skill")
    with pytest.raises(UnknownSeries, match="worked out by a model"):
        view.vintages(name)


def test_an_outlook_that_is_not_there_is_named_with_what_to_do(
    small: World, tmp_path: Path
) -> None:
    with pytest.raises(WarError, match=r"outlook\.toml, found nothing; write it, or"):
        with_outlook(small, tmp_path, None)


def test_an_outlook_on_an_unknown_target_is_an_error(
    small: World, tmp_path: Path
) -> None:
    with pytest.raises(WarError, match=r"found 'territory\.hold@LIL'"):
        with_outlook(small, tmp_path, JUDGEMENT.replace("held", "hold"))


FAN = """
[[fan]]
target = "territory.held@LIL"
label = { en = "Ground", zh = "面積" }
digits = 0
months = %s
"""


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"4w"', '"5w"', "expected a horizon of 4w, found '5w'"),
        ("above = 50", "above = 51", "expected above to be one of the target's 50"),
        ("above = 50", 'above = "50"', "found '50'"),
        ("above = 50", "above = true", "found True"),
        ("above = 50", "", "expected one of above and below"),
        ("above = 50", "above = 50\nbelow = 50", "expected one of above and below"),
        ('horizon = "4w"', "", "judgement 1: expected horizon, found nothing"),
        ('horizon = "4w"', "horizon = 4", "judgement 1: expected horizon to be text"),
        ("above = 50", "above = 50\nchance = 9", "judgement 1: expected target, "),
        ("above = 50", "above = 50\nchance = 9", "found 'chance'"),
        ('zh = "小人', 'zw = "小人', "judgement 1: text: expected words in en and zh"),
        ("en = ", "en = 5, xx = ", "judgement 1: text: expected words in en and zh"),
        ("[[judgement]]", "[[judgment]]", "outlook.toml: expected [[fan]] and"),
        (JUDGEMENT, FAN % '"9"', "fan 1: expected months to be a whole number"),
        (JUDGEMENT, FAN % -1, "fan 1: expected months to be 1 or more, found -1"),
        (JUDGEMENT, FAN % "9\nmonth = 9", "fan 1: expected target, label, months"),
        (JUDGEMENT, FAN % "9\nkey = 9", "fan 1: expected key to be text, found 9"),
    ],
)
def test_an_outlook_that_names_what_is_never_told_is_an_error(
    small: World, tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    """A slip there must not pass for a lack of data."""
    assert right in JUDGEMENT
    with pytest.raises(WarError, match=re.escape(told)):
        with_outlook(small, tmp_path, JUDGEMENT.replace(right, wrong))
