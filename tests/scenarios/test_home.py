"""What a war means for home: rows that are refused, and sums that hold."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO

import numpy as np
import pytest

from polemos import negotiations, scenarios, wars
from polemos.core import (
    CARES,
    SIDES,
    Agenda,
    Ask,
    ParseError,
    Scenarios,
    end_of_day,
    judged_id,
)
from polemos.models import Weighing
from polemos.models.bargaining import surplus
from polemos.pipeline import World

FEBRUARY, NEWEST = date(2025, 2, 24), date(2026, 8, 22)
WAR = wars.load("rus-ukr")
FILES = wars.scenarios(WAR)


@pytest.fixture(scope="module")
def agenda() -> Agenda:
    found = wars.agenda(WAR)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def events(agenda: Agenda) -> Mapping[str, date]:
    return negotiations.events(wars.ledgers(WAR), agenda)


@pytest.fixture(scope="module", params=[FEBRUARY, NEWEST], ids=str)
def view(packaged: World, request: pytest.FixtureRequest) -> Weighing:
    return packaged.outlook(end_of_day(request.param))


def read(
    files: Mapping[str, bytes], agenda: Agenda, events: Mapping[str, date]
) -> Scenarios:
    return scenarios.read(files, agenda, events).told


# -- the files -------------------------------------------------------------------------


def test_every_option_and_channel_is_judged(
    agenda: Agenda, events: Mapping[str, date]
) -> None:
    told = read(FILES, agenda, events)
    assert len(told.options) >= 6
    assert set(told.channels) == {"arms", "attention", "china", "energy", "chips"}
    texts = [o.text for o in told.options.values()]
    for text in (*texts, *(c.text for c in told.channels.values())):
        assert text.en.endswith(".")
        assert text.zh.endswith("。")


def line_of(file: str, start: str) -> int:
    lines = FILES[f"scenarios/{file}"].decode().splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize(
    "bad",
    [
        ("bears.csv", "war,arms,2025", "effect", "2.5", "expected -2 to 2"),
        ("bears.csv", "war,arms,2025", "low", "0.05", "expected a value from 0.05 to"),
        ("bears.csv", "war,arms,2025", "channel", "armz", "did you mean arms"),
        ("bears.csv", "war,arms,2025", "branch", "peace", "expected a scenario"),
        ("bears.csv", "war,arms,2025", "en", "Two of 3.", "no digit"),
        ("bears.csv", "war,arms,2025", "zh", "沒有句點", "ends with 。"),
        ("bears.csv", "war,arms,2025", "coded", "2025-01-01", "a day from 2025-01-20"),
        ("asks.csv", "plants,care.home", "value", "1.2", "expected 0 to 1"),
        ("asks.csv", "plants,care.home", "high", "1.2", "expected 0 to 1"),
        ("asks.csv", "plants,now,2025-02", "high", "10", "expected a value from 8 to"),
        ("asks.csv", "plants,now,2025-02", "option", "plant", "did you mean plants"),
        ("asks.csv", "plants,now,2025-02", "of", "nowt", "did you mean now"),
        ("asks.csv", "plants,cost", "value", "-1", "expected 0 to 20"),
        ("options.csv", "plants,", "low", "all at home", "as English | 中文"),
        ("options.csv", "defence,", "id", "plants", "a name that is not taken"),
        ("channels.csv", "chips,", "id", "arms", "a name that is not taken"),
        ("exposures.csv", "age,", "id", "aged", "did you mean age"),
        ("exposures.csv", "age,", "id", "backlog", "expected one row"),
        ("exposures.csv", "age,", "series", "", "expected the id of a series"),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_field(
    agenda: Agenda, events: Mapping[str, date], bad: tuple[str, ...]
) -> None:
    file, start, field, value, words = bad
    name, at = f"scenarios/{file}", line_of(file, start)
    rows = list(csv.reader(StringIO(FILES[name].decode())))
    column = rows[0].index(field)
    rows[at - 1][column] = value
    made = StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    with pytest.raises(ParseError) as refused:
        read({**FILES, name: made.getvalue().encode()}, agenda, events)
    said = str(refused.value)
    assert said.startswith(f"{name}:{at}: ")
    # an interval is named by the value that it does not hold
    assert said.split(": ")[1] in (field, *rows[0][3:4])
    assert words in said


def without(file: str, start: str) -> dict[str, bytes]:
    name = f"scenarios/{file}"
    kept = [
        line
        for line in FILES[name].decode().splitlines(keepends=True)
        if not line.startswith(start)
    ]
    return {**FILES, name: "".join(kept).encode()}


def test_a_scenario_that_a_channel_leaves_out_is_refused(
    agenda: Agenda, events: Mapping[str, date]
) -> None:
    with pytest.raises(ParseError, match=r"bears\.csv:\d+: branch: .*every scenario"):
        read(without("bears.csv", "truce,chips"), agenda, events)


@pytest.mark.parametrize("of", ["now", "home", "care.rival", "cost", "reversible"])
def test_an_option_of_which_something_is_not_judged_is_refused(
    agenda: Agenda, events: Mapping[str, date], of: str
) -> None:
    with pytest.raises(ParseError, match=rf"asks\.csv:\d+: of: .*'{of}'"):
        read(without("asks.csv", f"research,{of},"), agenda, events)


def test_options_that_nobody_has_judged_are_refused(
    agenda: Agenda, events: Mapping[str, date]
) -> None:
    name = "scenarios/asks.csv"
    head = FILES[name].partition(b"\n")[0] + b"\n"
    with pytest.raises(ParseError, match=r"asks\.csv:1: expected rows of plants"):
        read({**FILES, name: head}, agenda, events)


def test_a_side_cares_for_all_options_together_no_more_than_wholly(
    agenda: Agenda, events: Mapping[str, date]
) -> None:
    name = "scenarios/asks.csv"
    told = FILES[name].decode()
    more = told.replace(
        "plants,care.home,2025-02-14,0.28,0.2", "plants,care.home,2025-02-14,0.38,0.2"
    )
    assert more != told
    with pytest.raises(ParseError, match=r"asks\.csv:\d+: value: .*at most 1 .*'1\.1'"):
        read({**FILES, name: more.encode()}, agenda, events)


# -- what scenarios come to ------------------------------------------------------------


def test_what_is_expected_is_the_sum_of_chance_by_effect(view: Weighing) -> None:
    branches, today = view.told.branches, view.as_of.date()
    chances = [view.series(f"scenario/chance.{b}").last().value / 100 for b in branches]
    assert sum(chances) == pytest.approx(1)
    for channel in view.told.channels:
        effects = [
            view.series(judged_id("bears", b, channel)).on(today).value
            for b in branches
        ]
        made = view.series(f"scenario/bears.{channel}").last()
        assert made.value == pytest.approx(float(np.dot(chances, effects)))
        low, high = made.ends
        assert -2 <= low <= made.value <= high <= 2
        assert high > low


def test_what_is_expected_rests_on_the_odds_and_on_what_is_judged(
    view: Weighing,
) -> None:
    uses = view.uses("scenario/bears.arms")
    assert set(uses) == {
        name
        for b in view.told.branches
        for name in (f"scenario/chance.{b}", judged_id("bears", b, "arms"))
    }
    told = {o.series for o in view.series("scenario/bears.arms").last().evidence}
    assert {judged_id("bears", b, "arms") for b in view.told.branches} <= told
    assert judged_id("outcome", "war") in told


def test_a_week_ago_knows_nothing_of_this_week(packaged: World, view: Weighing) -> None:
    then = end_of_day(view.as_of.date() - timedelta(days=7))
    for name in ("scenario/bears.china", "scenario/option.plants.settled"):
        past = view.at(then).series(name).last()
        fresh = packaged.outlook(then).series(name).last()
        assert (past.value, past.ends) == (fresh.value, fresh.ends)
        assert past.known_at <= then


# -- what a deal over the options comes to ---------------------------------------------


def places(view: Weighing, of: str) -> list[float]:
    """Give what is judged of each option; without a deal it lies where it is now."""
    asked, found = view.home.asked, []
    for key in view.told.options:
        name = judged_id("option", key, of)
        found.append(asked.get(name, asked[judged_id("option", key, Ask.NOW)]).value)
    return found


def test_a_deal_leaves_both_better_off_and_none_would_do_better_for_both(
    view: Weighing,
) -> None:
    ideal = np.array([places(view, side) for side in SIDES[:2]]) / 100
    care = np.array([places(view, of) for of in CARES[:2]])
    without = np.array(places(view, Ask.WITHOUT)) / 100
    settled = (
        np.array(
            [
                view.series(f"scenario/option.{k}.settled").last().value
                for k in view.told.options
            ]
        )
        / 100
    )
    none = surplus(without, ideal, care, np.zeros(2))
    gains = surplus(settled, ideal, care, none)
    assert (gains > 0).all()
    for side, gain in zip(SIDES, gains, strict=False):
        told = view.series(f"scenario/options.gain.{side}").last().value
        assert told == pytest.approx(100 * gain)
    rng = np.random.default_rng(1)
    for _ in range(200):  # Nash's product is largest there
        other = np.clip(settled + rng.normal(0, 0.02, settled.size), 0, 1)
        left = surplus(other, ideal, care, none)
        assert (left <= 0).any() or np.log(left).sum() <= np.log(gains).sum() + 1e-9


def test_gains_sum_over_options_and_lie_within_their_intervals(view: Weighing) -> None:
    for side in SIDES:
        each = [
            view.series(f"scenario/option.{k}.gain.{side}").last()
            for k in view.told.options
        ]
        whole = view.series(f"scenario/options.gain.{side}").last()
        assert whole.value == pytest.approx(sum(p.value for p in each))
        for p in (*each, whole):
            assert p.ends[0] <= p.value <= p.ends[1]


def test_an_option_settles_between_what_both_want(view: Weighing) -> None:
    for n, key in enumerate(view.told.options):
        low, high = sorted((places(view, "home")[n], places(view, "patron")[n]))
        for what in ("settled", "mean"):
            made = view.series(f"scenario/option.{key}.{what}").last()
            assert low - 1e-6 <= made.value <= high + 1e-6
            assert 0 <= made.ends[0] <= made.ends[1] <= 100


def test_the_cost_is_for_the_part_of_the_way_that_is_gone(view: Weighing) -> None:
    today = view.as_of.date()
    for key, now in zip(view.told.options, places(view, Ask.NOW), strict=True):
        settled = view.series(f"scenario/option.{key}.settled").last().value
        full = view.series(judged_id("option", key, Ask.COST)).on(today).value
        made = view.series(f"scenario/option.{key}.cost").last()
        assert made.value == pytest.approx(full * (settled - now) / (100 - now))


def test_draws_are_the_same_every_time(packaged: World, view: Weighing) -> None:
    again = packaged.outlook(view.as_of)
    for key in view.told.options:
        name = f"scenario/option.{key}.gain.home"
        assert view.series(name).last().ends == again.series(name).last().ends
    assert 0 <= view.series("scenario/options.deal").last().value <= 100


def test_options_are_silent_before_they_were_judged(packaged: World) -> None:
    early = packaged.outlook(end_of_day(date(2024, 6, 30)))
    assert not early.series("scenario/option.plants.settled").points
    assert not early.series("scenario/bears.arms").points
