"""The odds that the war halts, held against markets: which, as of when, and how."""

import csv
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polemos.core import end_of_day
from polemos.models.scenarios import by_event, gap
from polemos.models.score import NEEDED
from polemos.pipeline import World

RAW = Path(__file__).parents[3] / "shared" / "data" / "raw"
SPECIMENS = ("polymarket-ukraine-hourly", "forecastbench-war-questions")


@pytest.fixture(scope="module")
def questions(tool: Callable[[str], ModuleType]) -> ModuleType:
    return tool("_questions")


@pytest.fixture(scope="module")
def scores(tool: Callable[[str], ModuleType]) -> ModuleType:
    for beside in ("_cells", "_questions"):  # they are no package
        tool(beside)
    return tool("scenario_scores")


@pytest.fixture(scope="module")
def raw() -> Path:
    if not all((RAW / name).is_dir() for name in SPECIMENS):
        pytest.skip("needs the maintainers' raw specimens beside the repository")
    return RAW


# -- events, each once ---------------------------------------------------------------


def test_an_event_asked_about_often_counts_once() -> None:
    losses = [0.1, 0.3, 0.9]
    assert by_event(losses, ["a", "a", "b"]).tolist() == pytest.approx([0.2, 0.9])
    found = gap(losses, [0.0, 0.0, 0.0], ["a", "a", "b"])
    assert found.value == pytest.approx(0.55)
    assert found.events == 2
    with pytest.raises(ValueError, match="expected 1 losses"):
        by_event(losses, ["a"])
    with pytest.raises(ValueError, match="one event or more"):
        gap([], [], [])


rows = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 12)),
    min_size=1,
    max_size=40,
)


@given(rows, st.integers(1, 3))
def test_to_ask_the_same_again_changes_nothing(
    told: list[tuple[float, float, int]], times: int
) -> None:
    one, other, events = zip(*told, strict=True)
    found = gap(one, other, events)
    again = gap(one * times, other * times, events * times)
    assert again.value == pytest.approx(found.value)
    assert again.events == found.events == len(set(events))
    assert (found.low is None) is (found.events < NEEDED)
    back = gap(other, one, events)
    assert back.value == pytest.approx(-found.value)
    if found.low is not None and found.high is not None:
        assert again.low == pytest.approx(found.low)
        assert again.high == pytest.approx(found.high)


def test_the_interval_is_as_wide_as_events_are_few() -> None:
    rng = np.random.default_rng(0)
    losses = rng.normal(0.1, 0.3, 400)
    few, many = (
        gap(losses, np.zeros(400), [k % events for k in range(400)])
        for events in (10, 400)
    )
    for found in (few, many):
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.value < found.high
    # 400 told of ten things are ten observations, of which each is a mean of forty.
    spread = 2 * 1.645 * 0.3 / 20
    assert many.high - many.low == pytest.approx(spread, rel=0.15)  # type: ignore[operator]


# -- which questions -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Russia x Ukraine ceasefire by May 1, 2099?", "ceasefire"),
        ("Russia x Ukraine ceasefire in 2098?", "ceasefire"),
        ("Will the war in Ukraine end before 2098?", "war over"),
        ("Ukraine signs peace deal with Russia by May 1?", "peace deal signed"),
        ("Will Russia capture all of Atlantis by May 1?", "place taken"),
        ("Will Russia enter Atlantis in 2098?", "place taken"),
        ("Odds of Russia x Ukraine ceasefire on Friday over 99%?", None),
        ("Russia x Ukraine ceasefire before the moon lands?", None),
        ("Ukraine officially agrees to a ceasefire framework by May 1?", None),
        ("Will Putin be in power when the war in Ukraine ends?", None),
    ],
)
def test_a_question_is_picked_by_its_text(
    text: str, kind: str | None, questions: ModuleType
) -> None:
    assert questions.kind_of(text) == kind


def table(path: Path, rows: list[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        made = csv.DictWriter(file, list(rows[0]))
        made.writeheader()
        made.writerows(rows)


def market(slug: str, end: str, outcome: str, what: str) -> Mapping[str, object]:
    head = {"slug": slug, "event_slug": f"event-{slug}", "question": what}
    return {**head, "end_date": f"{end}T00:00:00Z", "implied_outcome": outcome}


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """Make up specimens of the shape of the real ones."""
    one, two = (tmp_path / name for name in SPECIMENS)
    one.mkdir()
    two.mkdir()
    halt = "Russia x Ukraine ceasefire by"
    table(
        one / "markets.csv",
        [
            market("may", "2098-05-31", "NO", f"{halt} May 31?"),
            market("year", "2098-12-31", "", f"{halt} end of 2098?"),
            market("next", "2099-12-31", "", f"{halt} end of 2099?"),
            market("cat", "2098-05-31", "YES", "Is there a cat?"),
        ],
    )
    days = [date(2098, 4, 20) + timedelta(days=k) for k in range(30)]
    table(
        one / "prices_daily.csv",
        [
            {"date_utc": d, "slug": s, "last_trade_price": 0.4 if d.day > 1 else ""}
            for s in ("may", "year", "next", "cat")
            for d in days
        ],
    )
    address = "https://example.org/market/"
    war = "will the Russia-Ukraine war still be ongoing?"
    known = [
        ("polymarket", "x1", f"{halt} end of 2098?", f"{address}year", "2098-12-31"),
        ("manifold", "x2", f"On May 18, {war}", "", "2098-05-18"),
        ("metaculus", "x3", "Will Russia capture Atlantis by May 1?", "", "2098-05-01"),
        (
            "metaculus",
            "x4",
            "Will Russia capture Atlantis by June 1?",
            "",
            "2098-06-01",
        ),
        ("acled", "x5", f"{halt} counted?", "", "N/A"),
    ]
    table(
        two / "questions.csv",
        [
            {
                **{"source": s, "id": i, "question": q, "url": u},
                "close_datetime": f"{c}T00:00:00+00:00",
            }
            for s, i, q, u, c in known
        ],
    )
    table(
        two / "freeze_values.csv",
        [
            {
                **{"source": s, "id": i, "freeze_datetime": "2098-04-21T00:00:00"},
                "freeze_value": v,
            }
            for s, i, v in (
                *(("polymarket", "x1", 0.4), ("manifold", "x2", 0.9)),
                *(("metaculus", "x3", 0.2), ("metaculus", "x4", 0.3)),
                ("acled", "x5", "No"),
            )
        ],
    )
    table(
        two / "resolutions.csv",
        [
            {
                **{"source": s, "id": i, "resolution_date": d, "resolved_to": v},
                "resolved": so,
            }
            for s, i, d, v, so in (
                ("polymarket", "x1", "2098-12-31", 1.0, True),
                ("manifold", "x2", "2098-05-18", 1.0, True),
                ("metaculus", "x3", "2098-05-01", 0.0, True),
                ("metaculus", "x4", "2098-05-20", 0.31, False),
            )
        ],
    )
    return tmp_path


def test_markets_are_read_with_how_they_were_settled(
    made_up: Path, questions: ModuleType
) -> None:
    may, year, later = questions.markets(made_up)
    assert [a.event for a in (may, year, later)] == [
        "event-may",
        "event-year",
        "event-next",
    ]
    assert [a.outcome for a in (may, year, later)] == [0, 1, None]
    assert year.last == date(2098, 5, 20)  # no price is told after the day before
    assert dict(year.days) == {date(2098, 5, 1): None}
    assert dict(may.days) == {
        **{date(2098, 3, 2): 90, date(2098, 4, 1): 60},
        **{date(2098, 5, 1): 30},
    }
    assert may.on(date(2098, 5, 1)) == 0.4  # of the day before: none was told then
    assert may.on(date(2098, 5, 22)) == 0.4
    assert may.on(date(2098, 5, 24)) is None
    assert may.on(date(2098, 4, 19)) is None


def test_frozen_values_are_read_with_final_outcomes_alone(
    made_up: Path, questions: ModuleType
) -> None:
    told = {a.text: a for a in questions.benchmark(made_up)}
    by_kind = sorted(
        (a.kind, a.outcome, *a.said.values())
        for a in told.values()
        if a.outcome is not None
    )
    assert by_kind == [
        ("ceasefire", 1, 0.4),
        ("place taken", 0, 0.2),
        ("war over", 0, pytest.approx(0.1)),  # it was asked the other way round
    ]
    assert {a.event for a in told.values() if a.kind == "place taken"} == {"Atlantis"}
    (open_,) = (a for a in told.values() if a.outcome is None)
    assert open_.end == date(2098, 6, 1)  # what it stood at is no outcome


def test_what_is_absent_is_said_aloud(
    scores: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(scores, "RAW", tmp_path)
    monkeypatch.setattr(sys, "argv", ["scenario_scores", "--questions"])
    assert scores.main() == 1
    told = capsys.readouterr()
    assert not told.out.strip()
    assert told.err.startswith("SKIPPED: expected polymarket-ukraine-hourly, forecast")


def test_the_spring_of_2025_is_scored_without_specimens(
    scores: ModuleType, world: World
) -> None:
    now = world.outlook(end_of_day(date(2026, 8, 22)))
    printed = "\n".join(scores.crowds(world, now))
    assert "| 2025-03-31 | Metaculus | 0.7263 | 1.3370 | 0.8835 |" in printed
    assert "| 2025-05-08 | log pool, extremised | 0.0943 | 0.3027 | 0.0880 |" in printed
    assert "| 2025-03-31 | uniform | 0.7500 | 1.3863 | 0.8750 |" in printed
    assert "| 2025-05-08 | nothing changes | 0.0000 | 0.0000 | 0.0000 |" in printed


def test_odds_at_another_day_are_moved_as_those_at_a_year(
    scores: ModuleType, world: World
) -> None:
    day = date(2026, 1, 7)
    told = scores.Ours(world).halts(day, day + timedelta(days=364))
    prospect = world.outlook(end_of_day(day)).prospect
    clock, odds = told[scores.CLOCK], told[scores.TILTED]
    assert clock == pytest.approx(told[scores.RATE], abs=0.02)
    moved = scores._logit(odds) - scores._logit(clock)
    year = float(prospect.base[0] @ prospect.halted)
    halted = float(prospect.chance({"war": "halted"})[0])
    assert moved == pytest.approx(scores._logit(halted) - scores._logit(year))
    assert scores.Ours(world).halts(day, day)[scores.TILTED] == 0


# -- the specimens -------------------------------------------------------------------


@pytest.mark.raw
def test_the_specimens_are_those_that_the_notes_speak_of(
    raw: Path, questions: ModuleType
) -> None:
    told = {what: rest for what, *rest in questions.references(raw)}
    assert told["bench"] == pytest.approx([2015, 0.0927, 0.285], abs=5e-4)
    assert told["30 days"] == pytest.approx([169, 0.182, 0.047], abs=5e-4)
    assert told["7 days"] == pytest.approx([227, 0.098, 0.044], abs=5e-4)
    year = next(
        a
        for a in questions.markets(raw)
        if a.text.endswith("ceasefire by end of 2026?")
    )
    days = ((2025, 11, 26), (2026, 1, 7), (2026, 2, 18), (2026, 4, 1), (2026, 4, 29))
    assert [year.on(date(*d)) for d in days] == [0.52, 0.45, 0.40, 0.30, 0.26]


@pytest.mark.raw
def test_one_market_settled_for_a_truce_that_is_no_halt_of_ours(
    raw: Path, questions: ModuleType, scores: ModuleType, world: World
) -> None:
    now = world.outlook(end_of_day(date(2026, 8, 22)))
    every = questions.markets(raw)
    came = [a for a in every if a.outcome == 1]
    assert [a.text for a in came] == ["Russia x Ukraine ceasefire by end of 2026?"]
    assert scores.by_our_rule(now, world, came[0]) is None  # the year is not over
    ended = [a for a in every if a.end <= date(2026, 8, 22)]
    assert len(ended) == 12
    assert {scores.by_our_rule(now, world, a) for a in ended} == {0}


@pytest.mark.raw
def test_a_month_before_markets_lose_more_than_the_clock_and_both_to_no_change(
    raw: Path, questions: ModuleType, scores: ModuleType, world: World
) -> None:
    ours = scores.Ours(world)
    ends = {date(2026, 1, 31), date(2026, 3, 31)}  # two of each kind, as of two days
    found = [
        t
        for a in questions.markets(raw)
        if a.end in ends
        for t in scores.told(ours, a, 0, {d: n for d, n in a.days.items() if n == 30})
    ]
    assert len(found) == len({t.asked.event for t in found}) == 4
    losses = {w: np.mean([t.loss(w) for t in found]) for w in scores.WHO}
    assert losses[scores.SAME] == 0
    assert losses[scores.CLOCK] < losses[scores.MARKET] / 2
    for who in (scores.TILTED, scores.RATE):
        assert losses[who] == pytest.approx(losses[scores.CLOCK], abs=2e-4)
    printed = "\n".join(scores.scored(found))
    assert "| 30 days before | 4 | 4 | 0.00 |" in printed
    assert "x Ukraine" not in printed  # what markets asked stays where it is
