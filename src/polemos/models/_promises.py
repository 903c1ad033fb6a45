"""Which commitments were due, and which of them were kept, late, or are still open."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from statistics import median

from polemos.core import (
    Agenda,
    Commitment,
    NotYetKnown,
    Observation,
    Period,
    Point,
    Series,
    Stage,
    Step,
    Text,
    Unit,
    View,
    amount_id,
    stage_id,
)
from polemos.models._derived import Derived

_COUNT, _DAYS = Unit("commitments"), Unit("days")
_NOBODY = Text("nothing was due yet", "尚無到期的承諾")
_DUE = (
    "Commitments whose day was named, by the first day that was; delivered in part "
    "counts as open"
)


class Outcome(StrEnum):
    """What became of a commitment by the day that it was due, and after."""

    KEPT = "kept"
    LATE = "late"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


_OVERDUE = (Outcome.LATE, Outcome.OPEN)
_OUTCOMES = {
    Outcome.KEPT: Text("kept in time", "如期兌現"),
    Outcome.LATE: Text("kept late", "逾期兌現"),
    Outcome.OPEN: Text("overdue and open", "逾期未兌現"),
    Outcome.WITHDRAWN: Text("taken back", "收回"),
}


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


_Lazy = Callable[[], Sequence[Promise]]  # found when they are asked for


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


def from_promises(
    agenda: Agenda, due: _Lazy, today: date
) -> Iterator[tuple[str, Derived]]:
    """Count by outcome, of all and of each actor, and tell days overdue."""
    for outcome, words in _OUTCOMES.items():
        every = Text(
            f"Commitments that were due: {words.en}", f"到期的承諾：{words.zh}"
        )
        of = partial(_of, due, None)
        points, uses = partial(_count, of, outcome, today), partial(_stages, of)
        yield f"due.{outcome}", Derived(every, _DUE, points, uses, _COUNT)
        for key, who in agenda.actors.items():
            title = Text(f"{who.en}: {every.en}", f"{who.zh}：{every.zh}")
            of = partial(_of, due, key)
            points, uses = partial(_count, of, outcome, today), partial(_stages, of)
            yield f"due.{outcome}@{key}", Derived(title, _DUE, points, uses, _COUNT)
    for key, who in agenda.actors.items():
        title = Text(f"{who.en}: days overdue, median", f"{who.zh}：逾期日數中位數")
        of = partial(_of, due, key)
        points, uses = partial(_delay, of, today), partial(_stages, of)
        yield f"delay@{key}", Derived(title, _DUE, points, uses, _DAYS)
    for one in agenda.commitments.values():
        title = Text(f"{one.name.en}: days overdue", f"{one.name.zh}：逾期日數")
        points = partial(_overdue, due, one.id, today)
        uses = partial(iter, (stage_id(one.id),))
        yield f"overdue.{one.id}", Derived(title, _DUE, points, uses, _DAYS)


def _of(due: _Lazy, actor: str | None) -> Sequence[Promise]:
    """Give what was due of an actor, or of all; NotYetKnown if nothing was."""
    found = [p for p in due() if actor is None or actor in p.commitment.actors]
    if not found:
        raise NotYetKnown(f"nothing of {actor or 'anybody'} was due", _NOBODY)
    return found


def _stages(of: _Lazy) -> Iterator[str]:
    for p in of():
        yield stage_id(p.commitment.id)


def _count(of: _Lazy, outcome: Outcome, today: date) -> Iterator[Point]:
    found = of()
    yield _point(float(sum(p.outcome is outcome for p in found)), found, today)


def _delay(of: _Lazy, today: date) -> Iterator[Point]:
    found = of()
    days = [p.late(today) for p in found if p.outcome in _OVERDUE]
    if days:
        yield _point(float(median(days)), found, today)


def _overdue(due: _Lazy, key: str, today: date) -> Iterator[Point]:
    for p in due():
        if p.commitment.id == key and p.outcome in _OVERDUE:
            yield _point(float(p.late(today)), [p], today)


def _point(value: float, of: Sequence[Promise], today: date) -> Point:
    evidence = tuple(dict.fromkeys(o for p in of for o in p.evidence))
    known = max(o.known_at for o in evidence)
    return Point(Period.day(today), value, known, evidence=evidence)
