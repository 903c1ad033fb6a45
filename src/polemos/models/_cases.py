"""Dated cases: what a table came to from the positions of a day, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from polemos.core import (
    Agenda,
    NotYetKnown,
    Observation,
    Point,
    Series,
    View,
    end_of_day,
    position_id,
    seats,
    state_id,
)
from polemos.models._talks import Talks, talks
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
            "settled": np.median(self.talks.played.settled, axis=0),
            "mean": self.talks.mean,
            "unchanged": self.before,
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
