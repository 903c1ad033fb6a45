"""Who keeps what was promised: commitments that were due, one by one and by actor."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from polemos.core import Agenda, NotYetKnown, Text
from polemos.models import Negotiating, Outcome, Promise, Weighing
from polemos.report import _say
from polemos.report._desk import Desk, Fact, gather
from polemos.report._figure import Cell, Num, Quote, Table

_LISTED = 12
_NO_TABLE = Text("this war follows no negotiating table", "本戰爭未設談判桌帳冊")
_NO_OUTLOOK = Text("this war has no scenarios", "本戰爭未設情境")
_OUTCOMES = tuple(Outcome)
_DONE = {
    Outcome.KEPT: Text("in time", "如期"),
    Outcome.OPEN: Text("not yet", "尚未"),
    Outcome.WITHDRAWN: Text("taken back", "收回"),
}
_WORDS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve"),
)
_NUMBERS = "零一二三四五六七八九十"


def counted(number: int) -> Text:
    """Write a small number in words, as a sentence without a source for it may."""
    if number >= len(_WORDS):
        return Text("more than a dozen", "十多")
    zh = _NUMBERS[number] if number <= 10 else f"十{_NUMBERS[number - 10]}"  # noqa: PLR2004
    return Text(_WORDS[number], "兩" if number == 2 else zh)  # noqa: PLR2004


def day_words(day: date) -> Text:
    """Write a date in both languages."""
    return Text(_say.day(day, "en"), _say.day(day, "zh"))


def table_of(desk: Desk) -> Negotiating:
    """Find the view that answers for the table, beneath those that wrap it.

    NotYetKnown for a war that follows none.
    """
    view: object = desk.view
    while view is not None and not isinstance(view, Negotiating):
        view = getattr(view, "base", None)
    if view is None:
        raise NotYetKnown(_NO_TABLE.en, _NO_TABLE)
    return view


def outlook_of(desk: Desk) -> Weighing:
    """Find the view that answers for scenarios, beneath those that wrap it.

    NotYetKnown for a war that has none.
    """
    view: object = desk.view
    while view is not None and not isinstance(view, Weighing):
        view = getattr(view, "base", None)
    if view is None:
        raise NotYetKnown(_NO_OUTLOOK.en, _NO_OUTLOOK)
    return view


def due(desk: Desk, agenda: Agenda) -> tuple[Table | None, int]:
    """List what was due, the longest overdue first; count what is open."""
    today = desk.day
    every = list(table_of(desk).promises)
    every.sort(key=lambda p: (p.outcome is not Outcome.OPEN, -p.late(today), p.due))
    rows = [_promise(desk, agenda, p) for p in every[:_LISTED]]
    late = sum(p.outcome is Outcome.OPEN for p in every)
    if not rows:
        return None, late
    head = (
        Text("Commitment", "承諾"),
        Text("Due", "期限"),
        Text("Delivered", "兌現"),
        Text("Days late", "逾期日數"),
    )
    return Table(head, tuple(rows)), late


def _promise(desk: Desk, agenda: Agenda, p: Promise) -> tuple[Cell, ...]:
    one, who = p.commitment, agenda.named(p.commitment.actors)
    overdue = gather(x=partial(desk.last, f"table/overdue.{one.id}")).get("x")
    done: Cell = _DONE.get(p.outcome)
    if p.outcome is Outcome.LATE and p.done is not None:
        done = Quote(day_words(p.done))
    return (
        Text(f"{who.en}: {one.name.en}", f"{who.zh}：{one.name.zh}"),
        Quote(day_words(p.due)),
        done,
        Num(overdue) if overdue else Text("—", "—"),
    )


def kept(desk: Desk, agenda: Agenda) -> Table | None:
    """Count by actor what was due, and what became of it."""
    rows: list[tuple[Cell, ...]] = []
    for actor in agenda.actors:
        facts = _facts(desk, actor)
        if facts:
            cells: Sequence[Cell] = [Num(f) for f in facts]
            rows.append((agenda.named([actor]), *cells))
    if not rows:
        return None
    head = (
        Text("Who promised", "承諾者"),
        Text("In time", "如期"),
        Text("Late", "逾期完成"),
        Text("Open", "逾期未完成"),
        Text("Taken back", "收回"),
    )
    return Table(head, tuple(rows))


def _facts(desk: Desk, actor: str) -> list[Fact]:
    made = gather(
        **{o: partial(desk.last, f"table/due.{o}@{actor}") for o in _OUTCOMES}
    )
    return [made[o] for o in _OUTCOMES] if len(made) == len(_OUTCOMES) else []
