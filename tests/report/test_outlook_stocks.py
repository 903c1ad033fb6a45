"""What an edition says of stocks that nobody counts, and of a law it does not use."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from polemos import report, wars
from polemos.core import Period, Reckoning, Text, Verdict, end_of_day
from polemos.models import estimate_id
from polemos.pipeline import World
from polemos.report import Edition
from polemos.report._desk import Desk
from polemos.report._figure import Num, Span
from polemos.report._section import Content, sections_of
from polemos.report.sections._ahead import forecasting
from polemos.report.sections._stocks import law_open, said_table
from polemos.report.sections.outlook import outlook_

DAY, THEN = date(2025, 2, 24), date(2027, 12, 31)
WAR = wars.load("rus-ukr")


@pytest.fixture(scope="module")
def desk(packaged: World) -> Desk:
    return Desk(packaged.view(end_of_day(DAY)), WAR, DAY - timedelta(days=7))


@pytest.fixture(scope="module")
def told(desk: Desk) -> Content:
    return outlook_.content(desk)


@pytest.fixture(scope="module")
def made(desk: Desk) -> Edition:
    return report.build(desk.view, WAR, "made up", sections=sections_of(("outlook",)))


def said(made: Edition, lang: str) -> str:
    return repr(made.documents[lang].blocks)  # type: ignore[index]


def test_the_fleet_is_told_for_the_end_of_the_year_after_next(
    desk: Desk, told: Content
) -> None:
    for key in ("tank", "ifv_apc"):
        ahead = desk.series(estimate_id(f"{key}@RUS", "fleet_ahead"))
        (point,) = (p for p in ahead if p.period.last == THEN)
        facts = [told.facts[f"{key}_ahead{end}"] for end in ("", "_low", "_high")]
        assert [f.value for f in facts] == [point.value, point.low, point.high]
        assert facts[1].how is Reckoning.LOW


def test_only_a_class_with_a_years_balance_has_losses_and_a_fleet(
    told: Content,
) -> None:
    """Parts that are estimated apart need not add up to the whole."""
    table = told.tables["stocks"]
    heads = [h.en for h in table.head]
    depots, spent = heads.index("In depots, %"), heads.index("Spent then, %")
    hung = [heads.index(h) for h in ("In service, %", "Lost in all")]
    hung.append(heads.index("In service then, %"))
    rows = {r[0].en: r for r in table.rows if isinstance(r[0], Text)}
    for noun in ("Russian tanks", "Russian fighting vehicles and carriers"):
        assert all(isinstance(rows[noun][column], Span) for column in hung)
    for noun in ("Russian fighting vehicles", "Russian carriers", "Russian guns"):
        assert all(rows[noun][column] is None for column in hung)
        assert isinstance(rows[noun][depots], Span)
    assert all(isinstance(r[spent], Num) for r in table.rows)


def test_what_was_said_a_year_ago_stands_beside_what_is_said_now(
    packaged: World,
) -> None:
    """All that is printed of what lies ahead of stocks, for no score holds it."""
    day, half = date(2026, 8, 22), Period.day(date(2026, 6, 30))
    desk = Desk(packaged.view(end_of_day(day)), WAR, day - timedelta(days=7))
    content, then = outlook_.content(desk), end_of_day(date(2025, 8, 22))
    assert content.flags["unseen"] is True
    old = packaged.view(then)
    table = said_table(desk, forecasting(desk))
    assert table is not None
    (row,) = (r for r in table.rows if "tanks in service" in getattr(r[0], "en", ""))
    ahead = old.series(estimate_id("tank@RUS", "fleet_ahead")).at(half)
    _, _, said, now = row
    assert isinstance(said, Span)
    assert isinstance(now, Span)
    told = [f.value for f in (said.fact, said.low, said.high)]
    assert told == [ahead.value, ahead.low, ahead.high]
    assert {f.as_of for f in (said.fact, said.low, said.high)} == {then}
    assert now.fact.point.period == Period.month(2026, 6)
    chances = [r for r in table.rows if isinstance(r[2], Num)]
    assert len(chances) == len(content.tables["stocks"].rows)


def test_photographs_are_called_old_only_when_they_are(told: Content) -> None:
    assert told.flags["unseen"] is False
    assert told.facts["photographed"].point.period.last > DAY - timedelta(days=60)


def test_guns_are_said_to_have_one_count_only_while_they_have(told: Content) -> None:
    assert told.flags["one_count"] is True


def test_what_is_ours_is_said_to_be_ours(made: Edition) -> None:
    assert "wide assumptions of ours stand in" in said(made, "en")
    assert "以本刊的寬鬆假設代替" in said(made, "zh")
    assert {f.verdict for f in made.findings} <= {Verdict.HOLDS, Verdict.ROUNDS}


def test_the_law_is_said_not_to_be_used_in_both_languages(made: Edition) -> None:
    assert "square law is not used to forecast" in said(made, "en")
    assert "蘭徹斯特平方律不用於預測" in said(made, "zh")


def test_it_is_silent_where_the_data_would_speak_for_a_law(told: Content) -> None:
    """The words say that exponents are open and that the law is no better."""
    assert told.flags["law_open"]
    assert not law_open({})
    better = told.facts["law_square_high"]
    sure = replace(better, point=replace(better.point, value=60.0))
    assert not law_open({**told.facts, "law_square_high": sure})
    low, high = told.facts["law_own_low"], told.facts["law_own_high"]
    near = replace(high, point=replace(high.point, value=low.value + 0.5))
    assert not law_open({**told.facts, "law_own_high": near})


def test_a_year_s_losses_stand_beside_what_others_say_of_them(
    desk: Desk, told: Content, made: Edition
) -> None:
    lost = desk.series(estimate_id("ifv_apc@RUS", "lost"))
    grown = [lost.at(Period.month(year, 12)).value for year in (2023, 2024)]
    fact = told.facts["ifv_apc_lost_year"]
    assert fact.value == pytest.approx(grown[1] - grown[0])
    assert told.facts["ifv_apc_told_year"].series == "iiss/lost.ifv_apc@RUS"
    assert "by the count of International Institute for Strategic Studies, " in said(
        made, "en"
    )
