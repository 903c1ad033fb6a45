"""What home was promised and waits for: how far it has come, and how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from polemos.core import Agenda, Stage, Step, Text, amount_id
from polemos.models import Outcome
from polemos.report._desk import Desk, gather
from polemos.report._figure import Cell, Num, Quote, Table, Whole
from polemos.report.sections._kept import table_of
from polemos.report.sections.week import STAGES, stage_words

_LISTED, _UNDATED = 3, 1  # commitments with a day, and without one
_DASH = Text("—", "—")


@dataclass(frozen=True)
class Waiting:
    """What was promised to home and has not come in full, and how much has."""

    table: Table | None
    promised: int
    open: int
    late: int


def waiting(desk: Desk) -> Waiting:
    """List what home waits for: the longest overdue first, then what is due next.

    Of what has no day the newest comes last.
    """
    view, home = table_of(desk), desk.war.role("home")
    steps: dict[str, list[Step]] = {}
    for step in view.steps():
        if home.id in view.agenda.commitments[step.commitment].to:
            steps.setdefault(step.commitment, []).append(step)
    left = {k: told for k, told in steps.items() if not _over(desk, told[-1])}
    overdue = {
        p.commitment.id: p.late(desk.day)
        for p in view.promises
        if p.commitment.id in left and p.outcome is Outcome.OPEN
    }

    def rank(key: str) -> tuple[object, ...]:
        days = [s.due for s in left[key] if s.due]
        newest = left[key][-1].period.start.toordinal()
        return (-overdue.get(key, 0), days[-1:], -newest, key)

    ranked = sorted(left, key=rank)
    dated = [k for k in ranked if any(s.due for s in left[k])]
    others = [k for k in ranked if k not in dated]
    chosen = [*dated[:_LISTED], *others[:_UNDATED]]
    rows = tuple(_row(desk, view.agenda, left[k], k in overdue) for k in chosen)
    head = (
        Text(f"Promised to {home.name.en}", f"對{home.name.zh}的承諾"),
        Text("Stage", "階段"),
        Text("Promised", "數量"),
        Text("Come", "已到"),
        Text("Due in", "期限（年）"),
        Text("Days late", "逾期日數"),
    )
    table = Table(head, rows) if rows else None
    return Waiting(table, len(steps), len(left), len(overdue))


def _over(desk: Desk, last: Step) -> bool:
    """Say whether it is over: delivered in full, or taken back."""
    return last.stage is None or stage_words(desk, last) == STAGES[Stage.DELIVERED]


def _row(
    desk: Desk, agenda: Agenda, told: Sequence[Step], overdue: bool
) -> tuple[Cell, ...]:
    one = agenda.commitments[told[-1].commitment]
    sums = gather(
        promised=partial(desk.last, amount_id(one.id)),
        come=partial(desk.last, amount_id(one.id, delivered=True)),
    )
    if overdue:
        sums |= gather(late=partial(desk.last, f"table/overdue.{one.id}"))
    days = [s.due for s in told if s.due]
    return (
        one.name,
        stage_words(desk, told[-1]),
        Whole(sums["promised"]) if "promised" in sums else _DASH,
        Num(sums["come"]) if "come" in sums else _DASH,
        Quote(_moved(days[0], days[-1])) if days else _DASH,
        Num(sums["late"]) if "late" in sums else _DASH,
    )


def _moved(first: date, last: date) -> Text:
    """Name the year that was named first, and the one that holds now if it is not."""
    told = f"{first.year}" if first == last else f"{first.year}→{last.year}"
    return Text(told, told)
