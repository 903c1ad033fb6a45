"""Who keeps what was promised: commitments that were due, by actor."""

from collections.abc import Sequence
from functools import partial

from polemos.core import Agenda, Text
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Table

_OUTCOMES = ("kept", "late", "open")


def kept(desk: Desk, agenda: Agenda) -> Table | None:
    """Count by actor what was due: kept in time, kept late, and still open."""
    rows: list[tuple[Cell, ...]] = []
    for actor in agenda.actors:
        facts = _facts(desk, actor)
        if facts:
            delay = gather(x=partial(desk.last, f"table/delay@{actor}")).get("x")
            cells: Sequence[Cell] = [Num(f) for f in facts]
            rows.append((agenda.named([actor]), *cells, Num(delay) if delay else None))
    if not rows:
        return None
    head = (
        Text("Who promised", "承諾者"),
        Text("Kept in time", "如期"),
        Text("Late", "逾期完成"),
        Text("Still open", "逾期未完成"),
        Text("Median days late", "逾期日數中位數"),
    )
    return Table(head, tuple(rows))


def _facts(desk: Desk, actor: str) -> list[Fact]:
    made = gather(
        **{o: partial(desk.last, f"table/due.{o}@{actor}") for o in _OUTCOMES}
    )
    return [made[o] for o in _OUTCOMES] if len(made) == len(_OUTCOMES) else []
