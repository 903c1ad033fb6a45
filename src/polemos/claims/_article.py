"""A whole text: every quantity read, bound and judged, then and now."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from polemos.claims._bind import Binder
from polemos.claims._bound import Bound, Kind
from polemos.claims._consistency import conflicts
from polemos.claims._fits import fits, plainly
from polemos.claims._judge import Judgement, judge, moving
from polemos.claims._lexicon import Lexicon
from polemos.claims._pledge import judge_pledge, steps_of
from polemos.claims._recompute import Asked
from polemos.claims._relate import bind_ratio, divides, judge_ratio, kind_of_ratio
from polemos.claims._revised import Revisions
from polemos.claims._row import Checked, Conflict, Row
from polemos.claims._said import Times, bind_said, in_words, kind_of
from polemos.claims._sayings import judge_said
from polemos.claims.reading import (
    Change,
    Comparator,
    Form,
    Modality,
    Quantity,
    Reading,
    Saying,
    When,
    WhenKind,
    Worded,
    growth_months,
    read,
    worded,
)
from polemos.core import HELD, Period, Step, Text, Verdict, View, end_of_day

_BEFORE_WAR = re.compile(
    r"(?<![挑停決])戰前|入侵前|開戰之初|before the (?:war|invasion)"
    r"|pre-?(?:war|invasion)",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"[升降]息|[調推][升降高低上]|\b(?:rais|cut|hik|lower|lift)", re.IGNORECASE
)
_PRE_WAR_BEHIND = re.compile(
    r"\s?(?:before the (?:war|invasion)|pre-?war)", re.IGNORECASE
)
_PRE_WAR_AHEAD = re.compile(
    r"(?<![挑停決])戰前的?[^\d]{0,12}$"
    r"|(?:before the (?:war|invasion)|pre-?war)[^\d]{0,60}$",
    re.IGNORECASE,
)
_OF_WAR = re.compile(
    r"戰爭|開戰|戰事|參戰|烏戰|打了|入侵|的仗|\bwars?\b|\binvasion\b|\bfighting\b",
    re.IGNORECASE,
)
# A length of the war's beginning, or of the time between it and something else.
_PART_OF_WAR_AHEAD = re.compile(r"[頭前首]$|\b(?:first|last|opening)\s$", re.IGNORECASE)
_PART_OF_WAR_BEHIND = re.compile(
    r"[之以]?[後前內]|\s(?:after|before|into|later|earlier)\b", re.IGNORECASE
)
_LENGTHS = {"years": "年", "months": "個月", "weeks": "週", "days": "天"}
_DURATION_DAYS = {"years": 365.25, "months": 30.4375, "weeks": 7.0, "days": 1.0}


def check_text(
    text: str,
    view: View,
    lexicon: Lexicon,
    written: date,
    began: date,
    *,
    mega: bool | None = None,
    yuan: str | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Checked:
    """Hold a text's numbers to what was known when it was written, and to the view.

    `progress` is told how many of how many numbers are judged.
    """
    reading = read(text, written, began, lexicon.events, mega=mega, yuan=yuan)
    moment = min(end_of_day(written), view.as_of)
    before = view if moment == view.as_of else view.at(moment)
    reader = _Reader(
        reading,
        Binder(reading, lexicon, view),
        (before, Revisions(before)),
        (view, Revisions(view)),
        Asked(written, began),
    )
    rows = sorted(
        reader.rows(progress), key=lambda r: (r.quantity.start, r.quantity.end)
    )
    found = conflicts(rows)
    return Checked(moment, view.as_of, reading, _contradicted(rows, found), found)


@dataclass(frozen=True)
class _Reader:
    """One reading between two moments, each with what publishers revised by then."""

    reading: Reading
    binder: Binder
    then: tuple[View, Revisions]
    now: tuple[View, Revisions]
    asked: Asked

    def rows(self, progress: Callable[[int, int], None]) -> Iterator[Row]:
        """Judge the numbers, then what is said in words, then list the dates."""
        bounds = [self.binder.bind(q) for q in self.reading.quantities]
        made = []
        for i, bound in enumerate(bounds):
            progress(i, len(bounds))
            if (row := self._row(bound, bounds)) is not None:
                made.append(row)
        yield from made
        yield from self._said(
            bounds, [(r.quantity.start, r.quantity.end) for r in made]
        )
        for w in self.reading.whens:
            yield _dated(w, self.reading.text)

    def _row(self, bound: Bound, bounds: Sequence[Bound]) -> Row | None:
        q = bound.quantity
        if q.unit in _DURATION_DAYS:
            return _duration(bound, self.reading, self.asked)
        if bound.pledge is not None:
            then, now = (
                judge_pledge(bound, view, steps)
                for (view, _), steps in zip(self._moments, self._steps, strict=True)
            )
            return Row(q, Kind.PLAN, bound, then, now)
        ratio = bind_ratio(q, bound, self.binder, bounds)
        if ratio is not None:
            then, now = (judge_ratio(ratio, *m, self.asked) for m in self._moments)
            of = Bound(q, kind_of_ratio(ratio), ratio.entry)
            return Row(q, of.kind, of, then, _aged(then, now), _ids(then))
        clauses = self.reading.clauses
        clause = clauses.span(clauses.index(q.start))
        months = growth_months(self.reading.text, (q.start, q.end), clause)
        sentences = self.reading.sentences
        sentence = sentences.span(sentences.index(q.start))
        asked = replace(
            self.asked,
            from_war=_BEFORE_WAR.search(self.reading.text, *clause) is not None,
            decides=_DECIDES.search(self.reading.text, *sentence) is not None,
            pin=self._before_war(bound),
        )
        then = judge(bound, *self.then, asked, months)
        unknown = then.verdict in (Verdict.UNSUPPORTED, Verdict.UNBOUND)
        if unknown and (sum_ := divides(q, self.binder, bounds)):
            return Row(q, Kind.RATIO, Bound(q, Kind.RATIO, bound.entry), sum_, sum_)
        lasts = moving(bound) and then.verdict in HELD and asked.pin is None
        open_ended = not _dated_by(q) or any(
            w.period.end > self.asked.written for w in q.when
        )
        ahead = q.modality is Modality.FORECAST
        if not lasts and not ahead and open_ended and then.best is not None:
            asked = replace(asked, pin=then.best.point.period)
        now = judge(bound, *self.now, asked, months)
        if q.modality is Modality.FORECAST and then.verdict is not Verdict.UNBOUND:
            then = Judgement(Verdict.UNSUPPORTED, note=_AHEAD)
        names = [w.series for p in bound.parts for w in p.ways or p.other]
        ids = tuple(dict.fromkeys(names))
        return Row(q, bound.kind, bound, then, _aged(then, now), ids)

    def _before_war(self, bound: Bound) -> Period | None:
        """Give the last month before the war for a level that is told of it."""
        q, text = bound.quantity, self.reading.text
        clause = self.reading.clauses.span(self.reading.clauses.index(q.start))
        behind = _PRE_WAR_BEHIND.match(text, q.end)
        ahead = _PRE_WAR_AHEAD.search(text, clause[0], q.start)
        if q.change is not Change.NONE or q.when:
            return None
        if q.unit in ("percent", "points", "ratio") or not (behind or ahead):
            return None
        base = bound.entry.base if bound.entry else None
        return base or Period.month_before(self.asked.began.replace(day=1))

    @property
    def _moments(self) -> tuple[tuple[View, Revisions], ...]:
        return self.then, self.now

    @cached_property
    def _steps(self) -> Sequence[Mapping[str, Sequence[Step]]]:
        """Give what both moments know of commitments, asked of the store once."""
        return [steps_of(view) for view, _ in self._moments]

    def _said(
        self, bounds: Sequence[Bound], taken: Sequence[tuple[int, int]]
    ) -> Iterator[Row]:
        """Judge the claims made in words; a record is listed even of the unknown."""
        text = self.reading.text
        for w in worded(text):
            i = bisect_left(taken, (w.start, w.start))
            near = taken[max(0, i - 1) : i + 1]
            if any(start < w.end and w.start < end for start, end in near):
                continue
            said = bind_said(w, self.binder, bounds, self._times(w))
            if said is None:
                if w.saying is Saying.SUPERLATIVE:
                    q = in_words(w, text)
                    bound = Bound(q, Kind.SUPERLATIVE, reason=_NO_RECORD)
                    told = Judgement(Verdict.UNBOUND, note=_NO_RECORD)
                    yield Row(q, Kind.SUPERLATIVE, bound, told, told)
                continue
            then, now = (judge_said(said, m[0], self.asked) for m in self._moments)
            q = in_words(w, text)
            if then.best is not None and not q.unit:
                q = q._replace(unit=then.best.unit.code)
            bound = Bound(q, kind_of(said), said.entry)
            yield Row(q, bound.kind, bound, then, _aged(then, now), _ids(then))

    def _times(self, w: Worded) -> Times:
        """Read since when and about when the sentence of such words speaks."""
        reading = self.reading
        span = reading.sentences.span(reading.sentences.index(w.start))
        since = about = None
        whens = reading.whens
        first = bisect_left(whens, span[0], key=lambda when: when.start)
        for when in whens[first:]:
            if when.start >= span[1]:
                break
            within = when.start < w.end and w.start < when.end
            if when.kind is WhenKind.SINCE and since is None:
                since = _after(when, reading.text)
            elif when.kind is WhenKind.SPAN and since is None and within:
                since = when.period.start  # the cheapest in four years
            elif when.kind in (WhenKind.AT, WhenKind.UNTIL) and about is None:
                about = when.period
        if about is None and w.saying is not Saying.MAJORITY:
            about = Period.day(self.asked.written)  # later records undo nothing
        months = growth_months(reading.text, (w.start, w.end), span)
        if not months and "year" in reading.text[w.start : w.end].split():
            months = 12
        return Times(about, since, months)


_NO_RECORD = Text("a record of nothing that is measured here", "無可核算的紀錄")


def _dated_by(q: Quantity) -> bool:
    return any(w.kind in (WhenKind.AT, WhenKind.UNTIL) for w in q.when)


def _aged(then: Judgement, now: Judgement) -> Judgement:
    """Call outdated what held and holds no longer."""
    if then.verdict not in HELD or now.verdict in (*HELD, Verdict.UNSUPPORTED):
        return now
    if now.verdict is Verdict.WRONG_DEFINITION and now.rivals:  # it fits by chance
        best, *rivals = now.rivals
        now = replace(now, best=best, rivals=tuple(rivals), note=None)
    return replace(now, verdict=Verdict.OUTDATED)


def _ids(told: Judgement) -> tuple[str, ...]:
    works = (told.best, *told.rivals)
    return tuple(dict.fromkeys(w.way.series for w in works if w is not None))


_AHEAD = Text(
    "a forecast: not known yet when it was written", "屬預測，寫作當時尚無結果"
)


def _duration(bound: Bound, reading: Reading, asked: Asked) -> Row | None:
    """Hold a length of time to the length of the war; any other is but a date."""
    q = bound.quantity
    far = 20 if q.surface.isascii() else 12
    around = reading.text[max(0, q.start - far) : q.end + far]
    text = reading.text
    apart = _PART_OF_WAR_AHEAD.search(text, max(0, q.start - far), q.start)
    apart = apart or _PART_OF_WAR_BEHIND.match(text, q.end)
    if apart or _OF_WAR.search(around) is None:
        return None
    days = (asked.written - asked.began).days
    actual = Decimal(repr(round(days / _DURATION_DAYS[q.unit], 2)))
    verdict = fits(plainly(q), actual, Decimal(0))
    note = Text(
        f"{actual} {q.unit} since {asked.began}",
        f"自 {asked.began} 起 {actual} {_LENGTHS[q.unit]}",
    )
    told = Judgement(verdict, note=note, material=verdict is Verdict.OFF)
    return Row(q, Kind.DURATION, None, told, told)


_MONTH = re.compile(
    r"\d\s?月|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec", re.IGNORECASE
)


def _after(w: When, text: str) -> date:
    """Give the day behind the month or year that a record is counted since.

    The highest since July was higher in July.
    """
    said, start = text[w.start : w.end], w.period.start
    if _MONTH.search(said):
        return Period.month(start.year, start.month).end
    if str(start.year) in said:
        return Period.year(start.year).end
    return start


def _dated(w: When, text: str) -> Row:
    note = Text(f"a date: {w.period}", f"日期：{w.period}")
    q = Quantity(
        *(w.start, w.end, text[w.start : w.end].strip(), None, None, None, Decimal(0)),
        *(Comparator.EQ, "date", Form.NUMBER),
        when=(w,),
    )
    quiet = Judgement(Verdict.UNBOUND, note=note)
    return Row(q, Kind.DATE, None, quiet, quiet)


def _loose(q: Quantity) -> bool:
    """Say whether a quantity gives a range or an end, and not one number."""
    return q.value is None or q.low != q.high


def _contradicted(rows: Sequence[Row], found: Sequence[Conflict]) -> tuple[Row, ...]:
    """Give the vaguer side of a contradiction its verdict: the other has its own."""
    vague = {c.vague: c for c in found}
    out = []
    for r in rows:
        at = (r.quantity.start, r.quantity.end)
        if at in vague and r.then.verdict not in HELD and _loose(r.quantity):
            told = replace(
                r.then,
                verdict=Verdict.CONTRADICTS_ITSELF,
                note=vague[at].note,
                material=True,
            )
            now = replace(r.now, verdict=told.verdict, note=told.note, material=True)
            out.append(replace(r, then=told, now=now))
        else:
            out.append(r)
    return tuple(out)
