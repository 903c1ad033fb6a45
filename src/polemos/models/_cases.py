"""Dated cases: what a table came to from the positions of a day, and what came."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np

from polemos.core import (
    Agenda,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Series,
    Text,
    View,
    capability_id,
    end_of_day,
    position_id,
    salience_id,
    seats,
    state_id,
)
from polemos.models._derived import Derived
from polemos.models._played import HOWS
from polemos.models._talks import NO_CHANGE, UNCHANGED, Talks, talks
from polemos.models.score import Floats, crps_draws

_GAMES = 500
_LEAST = timedelta(days=30)  # sooner, nothing can have come of it


@dataclass(frozen=True)
class Case:
    """Positions of a day, and how things stood on a later one, (D,), 0 to 100.

    `before` and `outcome` are the states on both days, over `issues`.
    """

    day: date
    due: date
    issues: Sequence[str]
    talks: Talks
    before: Floats
    outcome: Floats
    evidence: tuple[Observation, ...]

    def error(self, how: str) -> float:
        """Give the mean distance of a forecast from what came, in points.

        `settled`: median of games, `mean`: the weighted mean, `unchanged`: as it was.
        """
        told = {
            "settled": self.talks.middle,
            "mean": self.talks.mean,
            UNCHANGED: self.before,
        }[how]
        return float(np.abs(told - self.outcome).mean())

    @property
    def crps(self) -> float:
        """Give the mean continuous ranked probability score of the games, in points."""
        return float(crps_draws(self.talks.played.settled.T, self.outcome).mean())


def cases(view: View, agenda: Agenda, *, seed: int) -> Sequence[Case]:
    """Give a case for each day that positions are coded of, as far as its outcome is.

    The outcome is the state on the first day that it was coded again, after a month.
    """
    found = (_case(view, agenda, day, seed) for day in _days(view, agenda))
    return [c for c in found if c is not None]


def _days(view: View, agenda: Agenda) -> Sequence[date]:
    days = {
        p.period.start
        for issue in agenda.issues
        for actor in agenda.players
        for p in _series(view, position_id(issue, actor))
    }
    return sorted(days)


def _series(view: View, name: str) -> Series | tuple[Point, ...]:
    try:
        return view.series(name)
    except NotYetKnown:
        return ()


def _case(view: View, agenda: Agenda, day: date, seed: int) -> Case | None:
    then = view.at(min(end_of_day(day), view.as_of))
    seated = seats(then, agenda.players, agenda.issues, agenda.settlements)
    issues = seated.issues
    came = [_next(view, issue, day) for issue in issues]
    known = [p for p in came if p is not None]
    if len(known) < len(issues):
        return None
    return Case(
        day=day,
        due=max(p.period.start for p in known),
        issues=issues,
        talks=talks(seated, seed=seed, count=_GAMES),
        before=np.array([seated.states[i].value for i in issues]),
        outcome=np.array([p.value for p in known]),
        evidence=tuple(
            o for p in (*(seated.states[i] for i in issues), *known) for o in p.evidence
        ),
    )


def _next(view: View, issue: str, day: date) -> Point | None:
    later = (
        p for p in _series(view, state_id(issue)) if p.period.start >= day + _LEAST
    )
    return next(later, None)


def from_cases(
    agenda: Agenda, dated: Callable[[], Sequence[Case]]
) -> Iterator[tuple[str, Derived]]:
    """Tell how far each forecast was from what came, case by case."""
    uses = partial(iter, tuple(_coded(agenda)))
    told = "Mean over issues of the distance from the state that was coded next"
    for how, words in {**HOWS, UNCHANGED: NO_CHANGE}.items():
        title = Text(
            f"Distance from what came: {words.en}", f"與實際的距離：{words.zh}"
        )
        points = partial(_scored, dated, partial(Case.error, how=how))
        yield f"error.{how}", Derived(title, told, points, uses)
    title = Text("CRPS of the spatial model's games", "空間模型各局的 CRPS")
    told = "Continuous ranked probability score, mean over issues"
    points = partial(_scored, dated, lambda case: case.crps)
    yield "crps", Derived(title, told, points, uses)


def _coded(agenda: Agenda) -> Iterator[str]:
    """Name all that cases are made of: every stand, and how things stood."""
    for actor in agenda.players:
        yield capability_id(actor)
        for issue in agenda.issues:
            yield from (position_id(issue, actor), salience_id(issue, actor))
    yield from map(state_id, agenda.issues)


def _scored(
    dated: Callable[[], Sequence[Case]], score: Callable[[Case], float]
) -> Iterator[Point]:
    for case in dated():
        period = Period(case.day, Period.day(case.due).end)
        known = max(o.known_at for o in case.evidence)
        yield Point(period, score(case), known, evidence=case.evidence)
