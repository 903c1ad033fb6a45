"""Crowds that told when the war would halt, beside the clock and beside no change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from polemos.core import (
    DESK,
    OURS,
    STATE,
    Basis,
    Cadence,
    Crowd,
    Measure,
    NotYetKnown,
    Observation,
    Period,
    Phase,
    Point,
    Provider,
    Scenarios,
    SeriesSpec,
    Source,
    Span,
    State,
    Text,
    Unit,
    View,
    end_of_day,
    judged,
    judged_id,
    start_of_day,
)
from polemos.models._compared import Compared
from polemos.models.score import rps
from polemos.pipeline import World

WAR = judged_id("outcome", "war")
SPRING, SUMMER = date(2031, 3, 31), date(2031, 6, 30)
AFTER = date(2031, 7, 1)
ASKED, AGAIN = date(2031, 1, 10), date(2031, 4, 10)
WORD = Text("court", "宮廷")


def state(key: str, phase: Phase, code: int) -> State:
    return State(key, key, phase, WORD, WORD, code)


def crowd(who: str, *ends: date) -> Crowd:
    spans = tuple(Span(f"court/{who}.by{k}@LIL", end) for k, end in enumerate(ends))
    return Crowd(f"court/{who}.rest@LIL", ends[-1], Text(who, WORD.zh), who, spans)


BARD = crowd("bard", SPRING, SUMMER)
TOLD = Scenarios(
    date(2032, 1, 1),
    {
        "fight": state("fight", Phase.FIGHTING, 0),
        "peace": state("peace", Phase.HALTED, 1),
    },
    crowds=(BARD,),
)


@dataclass
class Steady:
    """A clock by which a tenth halts in every month or part of one that is left."""

    day: date
    known: bool = True
    drawing: Any = field(init=False)

    def __post_init__(self) -> None:
        self.drawing = self

    def unhalted(self, until: date) -> float:
        if not self.known:
            raise NotYetKnown("no clock then")
        return float(0.9 ** (max((until - self.day).days, 0) / 30))

    def coded(self, _: str) -> Point:
        return Point(Period.day(self.day), 0.0, start_of_day(self.day))

    def used(self, _: Sequence[str]) -> dict[str, Point]:
        return {}


@pytest.fixture
def compared(memory_view: Callable[..., View]) -> Callable[..., Compared]:
    """Compare what crowds said with how it came out, as of a day."""

    def make(
        as_of: date,
        said: dict[tuple[str, date], float],
        halts: date | None = None,
        told: Scenarios = TOLD,
        known: bool = True,
        *,
        confirmed: bool = True,
    ) -> Compared:
        names = {
            n for c in told.crowds for n in (c.series, *(s.series for s in c.spans))
        }
        specs = tuple(
            SeriesSpec(
                *(n, WORD, Unit("percent"), Measure.RATE, Cadence.IRREGULAR),
                Basis.ESTIMATED,
            )
            for n in sorted(names)
        )
        court = Source("court", WORD, Provider("court", WORD, ""), "", "", OURS, specs)
        desk = Source(
            *("desk", WORD, DESK, "", "", OURS),
            (judged(WAR, WORD, STATE, 0, 9),),
        )
        coded = [(date(2030, 1, 1), 0.0)] + ([(halts, 1.0)] if halts else [])
        if confirmed and as_of >= AFTER and (halts is None or halts > AFTER):
            coded.insert(1, (AFTER, 0.0))  # somebody says that it goes on
        records = [
            Observation(WAR, Period.day(d), v, start_of_day(d), "x") for d, v in coded
        ] + [
            Observation(n, Period.day(d), v, start_of_day(d), "y")
            for (n, d), v in said.items()
        ]
        view = memory_view(records, [desk, court], as_of)
        return Compared(view, told, lambda day: Steady(day, known))  # type: ignore[arg-type, return-value]

    return make


def answers(
    day: date, *percent: float, of: Crowd = BARD
) -> dict[tuple[str, date], float]:
    names = [*(s.series for s in of.spans), of.series]
    return {(n, day): p for n, p in zip(names, percent, strict=True)}


def scores(told: Compared) -> dict[str, dict[date, float]]:
    made = {n: list(d.points()) for n, d in told.every()}
    return {n: {p.period.start: p.value for p in ps} for n, ps in made.items()}


SAID = answers(ASKED, 20, 30, 49)  # rounded: they make 99


def test_what_never_halted_is_settled_when_the_last_day_is_over(
    compared: Callable[..., Compared],
) -> None:
    assert not any(scores(compared(SUMMER, SAID)).values())
    silent = compared(date(2031, 9, 1), SAID, confirmed=False)
    assert not any(scores(silent).values())  # silence settles nothing
    found = scores(compared(date(2031, 7, 1), SAID))
    steady = Steady(ASKED)
    still = [steady.unhalted(SPRING), steady.unhalted(SUMMER)]
    assert found == {
        "rps.bard": {ASKED: pytest.approx(rps([20 / 99, 30 / 99, 49 / 99], 2))},
        "rps.clock": {
            ASKED: pytest.approx(rps([1 - still[0], still[0] - still[1], still[1]], 2))
        },
        "rps.unchanged": {ASKED: 0.0},
    }


@pytest.mark.parametrize(
    ("halts", "came"), [(date(2031, 2, 1), 0), (SPRING, 0), (date(2031, 4, 1), 1)]
)
def test_a_halt_settles_at_once_and_no_change_loses(
    halts: date, came: int, compared: Callable[..., Compared]
) -> None:
    assert not any(scores(compared(date(2031, 1, 31), SAID)).values())
    found = scores(compared(halts, SAID, halts))
    assert found["rps.bard"][ASKED] == pytest.approx(
        rps([20 / 99, 30 / 99, 49 / 99], came)
    )
    assert found["rps.unchanged"][ASKED] == 2 - came


def test_a_halt_after_the_last_day_changes_nothing(
    compared: Callable[..., Compared],
) -> None:
    late = date(2031, 7, 2)
    assert scores(compared(late, SAID, late)) == scores(compared(late, SAID))


def test_every_day_asked_is_a_point_and_a_half_told_day_is_none(
    compared: Callable[..., Compared],
) -> None:
    said = SAID | answers(AGAIN, 0, 10, 90) | {(BARD.series, date(2031, 5, 5)): 70.0}
    found = scores(compared(date(2031, 8, 1), said))
    assert [list(days) for days in found.values()] == [[ASKED, AGAIN]] * 3


def test_crowds_asked_the_same_share_a_clock_and_others_are_averaged(
    compared: Callable[..., Compared],
) -> None:
    same, other = crowd("fool", SPRING, SUMMER), crowd("sage", SUMMER)
    now = date(2031, 8, 1)
    alone = scores(compared(now, SAID))["rps.clock"][ASKED]
    said = SAID | answers(ASKED, 10, 10, 80, of=same)
    told = replace(TOLD, crowds=(BARD, same))
    assert scores(compared(now, said, told=told))["rps.clock"][ASKED] == alone
    told = replace(TOLD, crowds=(BARD, other))
    said = SAID | answers(ASKED, 40, 60, of=other)
    still = Steady(ASKED).unhalted(SUMMER)
    mean = (alone + rps([1 - still, still], 1)) / 2
    assert scores(compared(now, said, told=told))["rps.clock"][ASKED] == pytest.approx(
        mean
    )


def test_a_day_without_a_clock_scores_the_others(
    compared: Callable[..., Compared],
) -> None:
    found = scores(compared(date(2031, 8, 1), SAID, known=False))
    assert {n: len(days) for n, days in found.items()} == {
        "rps.bard": 1,
        "rps.clock": 0,
        "rps.unchanged": 1,
    }


def test_who_told_of_no_spans_is_not_scored(compared: Callable[..., Compared]) -> None:
    bare = replace(TOLD, crowds=(replace(BARD, id="", spans=()),))
    assert compared(SUMMER, {}, told=bare).forecasters == {}
    assert scores(compared(SUMMER, {}, told=bare)) == {}


def test_evidence_is_what_they_said_and_what_came(
    compared: Callable[..., Compared],
) -> None:
    told = compared(date(2031, 8, 1), SAID)
    (point,) = dict(told.every())["rps.bard"].points()
    series = {o.series for o in point.evidence}
    assert series == {WAR, BARD.series, *(s.series for s in BARD.spans)}
    assert set(dict(told.every())["rps.bard"].uses()) == series


# -- this war --------------------------------------------------------------------------

DAYS = (date(2025, 3, 31), date(2025, 5, 8))
CROWDS = {  # as published, and as tests/models/test_rfi.py scores them
    "rps.rfi": (0.2078, 0.1121),
    "rps.metaculus": (0.8835, 0.3933),
    "rps.glimt": (0.2419, 0.2049),
}


def test_the_crowds_of_spring_score_as_known(world: World) -> None:
    view = world.outlook(end_of_day(date(2026, 8, 22)))
    for name, expected in CROWDS.items():
        points = view.series(f"scenario/{name}").points
        assert [p.period.start for p in points] == list(DAYS)
        assert [p.value for p in points] == pytest.approx(expected, abs=5e-5)
    clock = [p.value for p in view.series("scenario/rps.clock")]
    assert all(0 <= p <= 1 for p in clock)
    assert len(clock) == len(DAYS)
    # Nothing changed: to say so is without a loss.
    assert [p.value for p in view.series("scenario/rps.unchanged")] == [0, 0]


def test_they_are_scored_once_somebody_said_that_nothing_halted(world: World) -> None:
    for day, count in ((date(2026, 1, 30), 0), (date(2026, 1, 31), 2)):
        view = world.outlook(end_of_day(day))
        for name in view.compared.forecasters:
            assert len(view.series(f"scenario/{name}")) == count


def test_by_the_clock_nothing_halts_in_what_is_past(world: World) -> None:
    timing = world.outlook(end_of_day(DAYS[1])).prospect.timing
    assert timing.unhalted(DAYS[0]) == timing.unhalted(DAYS[1]) == 1
    assert timing.unhalted(date(2025, 6, 30)) < 1


def test_the_clock_is_scored_without_the_crowds(world: World) -> None:
    view = world.outlook(end_of_day(date(2026, 8, 22)))
    used = view.uses("scenario/rps.clock")
    for point in view.series("scenario/rps.clock"):
        series = {o.series for o in point.evidence}
        assert WAR in series
        assert not any(s.startswith("rfi/") for s in series)
    assert WAR in used
