"""Which commitments were due, and which of them were kept, late, or are still open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from polemos.core import (
    Agenda,
    Commitment,
    NotYetKnown,
    Observation,
    Point,
    Series,
    Stage,
    Step,
    View,
    amount_id,
    stage_id,
)


class Outcome(StrEnum):
    """What became of a commitment by the day that it was due, and after."""

    KEPT = "kept"
    LATE = "late"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that was due: by the first day that was named, and when it was done.

    `done` is None where what was promised with that day is not delivered in full, and
    `withdrawn` says that it was taken back.
    `evidence` are its stages.
    """

    commitment: Commitment
    due: date
    done: date | None
    withdrawn: bool
    evidence: tuple[Observation, ...]

    @property
    def outcome(self) -> Outcome:
        """Say what became of it."""
        if self.done is None:
            return Outcome.WITHDRAWN if self.withdrawn else Outcome.OPEN
        return Outcome.KEPT if self.done <= self.due else Outcome.LATE

    def late(self, today: date) -> int:
        """Count the days beyond the one it was due on, up to today if it is open."""
        return max(0, ((self.done or today) - self.due).days)


def promises(view: View, agenda: Agenda) -> Sequence[Promise]:
    """Give every commitment that was due by a view's day, by its due day."""
    today = view.as_of.date()
    steps: dict[str, list[Step]] = {}
    for step in view.steps():
        steps.setdefault(step.commitment, []).append(step)
    found = (_promise(view, agenda.commitments[k], v) for k, v in steps.items())
    due = (p for p in found if p is not None and p.due < today)
    return sorted(due, key=lambda p: (p.due, p.commitment.id))


def _promise(view: View, one: Commitment, steps: Sequence[Step]) -> Promise | None:
    named = next((s for s in steps if s.due is not None), None)
    if named is None or named.due is None:
        return None
    promised, given = _points(view, one, False), _points(view, one, True)
    meant = promised.get(named.period.start)
    done = _done(steps, given, meant.value if meant else 0.0)
    stages = view.series(stage_id(one.id))
    evidence = tuple(o for p in stages for o in p.evidence)
    return Promise(one, named.due, done, steps[-1].stage is None, evidence)


def _points(view: View, one: Commitment, delivered: bool) -> Mapping[date, Point]:
    """Give the amounts of a commitment by the day of their step."""
    if one.unit is None:
        return {}
    try:
        series: Series = view.series(amount_id(one.id, delivered=delivered))
    except NotYetKnown:
        return {}
    return {p.period.start: p for p in series}


def _done(
    steps: Iterable[Step], given: Mapping[date, Point], wanted: float
) -> date | None:
    """Give the day on which all of it was delivered, as far as amounts say."""
    for step in steps:
        if step.stage is Stage.DELIVERED:
            told = given.get(step.period.start)
            if told is None or told.value >= wanted:
                return step.period.start
    return None
