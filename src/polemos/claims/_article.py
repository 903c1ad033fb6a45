"""A whole text: every quantity read, bound and judged, then and now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from polemos.claims._bind import Binder, Bound, Kind
from polemos.claims._consistency import Conflict, conflicts
from polemos.claims._judge import Judgement, judge, moving
from polemos.claims._lexicon import Lexicon
from polemos.claims._pledge import judge_pledge
from polemos.claims._recompute import Asked, work_out
from polemos.claims._said import as_quantity, bind_said, judge_said, kind_of
from polemos.claims.reading import (
    Comparator,
    Form,
    Modality,
    Quantity,
    Reading,
    When,
    WhenKind,
    growth_months,
    read,
    worded,
)
from polemos.core import Period, Text, Verdict, View, end_of_day

_HELD = (Verdict.HOLDS, Verdict.ROUNDS)
_DURATION_DAYS = {"years": 365.25, "months": 30.4375, "weeks": 7.0, "days": 1.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity of a text with its verdicts."""

    quantity: Quantity
    kind: Kind
    bound: Bound | None
    then: Judgement
    now: Judgement
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was checked: what was read, what holds, and what contradicts.

    Offsets of rows are those of `reading.text`.
    """

    as_of: datetime
    now: datetime
    reading: Reading
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]


def check_text(
    text: str,
    view: View,
    lexicon: Lexicon,
    written: date,
    began: date,
    *,
    mega: bool = False,
    yuan: str = "TWD",
) -> Checked:
    """Hold a text's numbers to what was known when it was written, and to the view."""
    reading = read(text, written, began, lexicon.events, mega=mega, yuan=yuan)
    moment = min(end_of_day(written), view.as_of)
    before = view if moment == view.as_of else view.at(moment)
    asked = Asked(written, began)
    binder = Binder(reading, lexicon, view)
    bounds = [binder.bind(q) for q in reading.quantities]
    rows = [_row(b, reading, before, view, asked) for b in bounds]
    rows += _said_rows(reading, binder, bounds, before, view, asked)
    rows += [_dated(w, text) for w in reading.whens]
    rows.sort(key=lambda r: (r.quantity.start, r.quantity.end))
    found = conflicts(rows)
    return Checked(moment, view.as_of, reading, _contradicted(rows, found), found)


def _row(bound: Bound, reading: Reading, before: View, view: View, asked: Asked) -> Row:
    q, text = bound.quantity, reading.text
    clause = reading.clauses.span(reading.clauses.index(q.start))
    if q.unit in _DURATION_DAYS:
        return _duration(bound, text, asked)
    if bound.pledge is not None:
        told = judge_pledge(bound, before.as_of.date())
        now = judge_pledge(bound, view.as_of.date())
        return Row(q, Kind.PLAN, bound, told, now)
    months = growth_months(text, (q.start, q.end), clause)
    then = judge(bound, before, asked, months)
    fixed = bound if moving(bound) else _fixed(bound, before, asked, months)
    now = then if before is view else judge(fixed, view, asked, months)
    if q.modality is Modality.FORECAST and then.verdict is not Verdict.UNBOUND:
        then = Judgement(Verdict.UNSUPPORTED, note=_AHEAD)
    if then.verdict in _HELD and now.verdict not in (*_HELD, Verdict.UNSUPPORTED):
        now = replace(now, verdict=Verdict.OUTDATED)
    names = {w.series: None for part in bound.parts for w in part.ways or part.other}
    return Row(q, bound.kind, bound, then, now, tuple(names))


_AHEAD = Text(
    "a forecast: not known yet when it was written", "屬預測，寫作當時尚無結果"
)


def _fixed(bound: Bound, before: View, asked: Asked, months: int) -> Bound:
    """Pin a claim about no named period to the one that was newest when it was written."""
    q = bound.quantity
    if any(w.kind in (WhenKind.AT, WhenKind.UNTIL) for w in q.when):
        return bound
    for part in bound.parts:
        for way in part.ways:
            works = work_out(q, way, before, asked, months)
            if works:
                period = works[0].point.period
                pin = When(q.start, q.start, period, WhenKind.UNTIL)
                return replace(bound, quantity=replace(q, when=(*q.when, pin)))
    return bound


def _duration(bound: Bound, text: str, asked: Asked) -> Row:
    """Hold a length of time to the length of the war, where the sentence speaks of it."""
    q = bound.quantity
    near = text[max(0, q.start - 12) : q.end + 12]
    if not any(word in near for word in ("戰", "war", "invasion", "入侵")):
        note = Text(
            "a length of time, of nothing measured here", "一段時間，無可核算的量"
        )
        quiet = Judgement(Verdict.UNBOUND, note=note)
        return Row(q, Kind.DURATION, None, quiet, quiet)
    days = (asked.written - asked.began).days
    actual = Decimal(repr(round(days / _DURATION_DAYS[q.unit], 2)))
    stated = q.value or Decimal(0)
    verdict = Verdict.HOLDS if abs(actual - stated) <= q.step / 2 else Verdict.OFF
    note = Text(
        f"{actual} {q.unit} since {asked.began}",
        f"自 {asked.began} 起 {actual}（{q.unit}）",
    )
    told = Judgement(verdict, note=note, material=verdict is Verdict.OFF)
    return Row(q, Kind.DURATION, None, told, told)


def _said_rows(
    reading: Reading,
    binder: Binder,
    bounds: Sequence[Bound],
    before: View,
    view: View,
    asked: Asked,
) -> Iterator[Row]:
    """Judge the claims that are made in words, where they are about something known."""
    taken = [(q.start, q.end) for q in reading.quantities]
    for w in worded(reading.text):
        if any(start < w.end and w.start < end for start, end in taken):
            continue
        since, about = _dates(reading, w.start)
        said = bind_said(w, binder, bounds, since, about)
        if said is None:
            continue
        then = judge_said(said, before, asked)
        now = then if before is view else judge_said(said, view, asked)
        if then.verdict in _HELD and now.verdict not in (*_HELD, Verdict.UNSUPPORTED):
            now = replace(now, verdict=Verdict.OUTDATED)
        q = as_quantity(said, reading.text)
        bound = Bound(q, kind_of(said), said.entry)
        names = [then.best, *then.rivals]
        ids = tuple(dict.fromkeys(w.way.series for w in names if w is not None))
        yield Row(q, kind_of(said), bound, then, now, ids)


def _dates(reading: Reading, at: int) -> tuple[date | None, Period | None]:
    begin, stop = reading.sentences.span(reading.sentences.index(at))
    since = about = None
    for w in reading.whens:
        if begin <= w.start < stop:
            if w.kind is WhenKind.SINCE and since is None:
                since = w.period.start
            elif w.kind in (WhenKind.AT, WhenKind.UNTIL) and about is None:
                about = w.period
    return since, about


def _dated(w: When, text: str) -> Row:
    note = Text(f"a date: {w.period}", f"日期：{w.period}")
    q = Quantity(
        *(w.start, w.end, text[w.start : w.end].strip(), None, None, None, Decimal(0)),
        *(Comparator.EQ, "date", Form.NUMBER),
        when=(w,),
    )
    quiet = Judgement(Verdict.UNBOUND, note=note)
    return Row(q, Kind.DATE, None, quiet, quiet)


def _contradicted(rows: Sequence[Row], found: Sequence[Conflict]) -> tuple[Row, ...]:
    """Give the vaguer side of a contradiction its verdict: the other has its own."""
    vague = {c.vague: c for c in found}
    out = []
    for r in rows:
        at = (r.quantity.start, r.quantity.end)
        if at in vague:
            told = replace(
                r.then,
                verdict=Verdict.CONTRADICTS_ITSELF,
                note=vague[at].note,
                material=True,
            )
            out.append(replace(r, then=told, now=replace(told, best=r.now.best)))
        else:
            out.append(r)
    return tuple(out)
