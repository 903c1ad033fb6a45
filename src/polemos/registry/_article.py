"""The claims of a checked article: those of its numbers that can be watched."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import isclose

from polemos.claims import Checked, Kind, Plain, Row, check, stated
from polemos.claims.reading import Comparator
from polemos.core import Claim, Finding, Lang, Relation, Verdict, View, printable

_SIMPLE = {
    Comparator.EQ: Relation.IS,
    Comparator.UP_TO: Relation.IS,
    Comparator.APPROX: Relation.ABOUT,
}
_RELATED = (Kind.RATIO, Kind.COMPARISON, Kind.SUPERLATIVE)
_WORD = re.compile(r"[a-zA-Z0-9]{2}")
_ROUND = 20  # characters of its sentence that are kept on either side of a number


class Left(StrEnum):
    """Why a quantity is not kept as a claim."""

    UNBOUND = "not bound to a series"
    UNKNOWN = "nothing known that day speaks to it"
    RELATED = "a ratio, a comparison or a record, no value of one series"
    SUMMED = "worked out over several periods of a series"


def claims_of(
    checked: Checked, words: Plain, source: str, view: View, lang: Lang
) -> tuple[list[Finding], Counter[Left]]:
    """Give what was found of an article's claims, and count why others are left out.

    A claim is pinned to the series, period and base it was judged by. One that gives
    a range is two, an `over` and an `under`. `view` is of now or then.
    """
    world = view.at(checked.as_of)
    asked = _Asked(checked, words, source, lang)
    kept: list[Finding] = []
    left: Counter[Left] = Counter()
    for row in checked.rows:
        if row.kind in (Kind.DATE, Kind.DURATION):
            continue
        found = _why_not(row) or _found(row, asked, world)
        if isinstance(found, Left):
            left[found] += 1
        else:
            kept += found
    return kept, left


@dataclass(frozen=True, slots=True)
class _Asked:
    checked: Checked
    words: Plain
    source: str
    lang: Lang

    @property
    def moment(self) -> datetime:
        return self.checked.as_of

    def quoted(self, start: int, end: int) -> str:
        """Quote a number with what stands around it in its sentence, on one line."""
        reading = self.checked.reading
        first, last = reading.sentences.span(reading.sentences.index(start))
        a, b = max(first, start - _ROUND), min(max(last, end), end + _ROUND)
        while a > first and _WORD.match(reading.text[a - 1 : a + 1]):
            a -= 1  # words are not cut
        while b < last and _WORD.match(reading.text[b - 1 : b + 1]):
            b += 1
        text = printable(reading.text[a:b])
        return f"{'…' * (a > first)}{text}{'…' * (b < last)}"

    def line(self, start: int) -> int:
        """Give the line of the source on which a quantity of the text stands."""
        place, _ = self.words.span(start, start + 1)
        return self.source.count("\n", 0, place) + 1


def _why_not(row: Row) -> Left | None:
    if row.then.verdict is Verdict.UNBOUND or row.bound is None:
        return Left.UNBOUND
    if row.kind in _RELATED:
        return Left.RELATED
    return Left.UNKNOWN if row.then.best is None else None


def _found(row: Row, asked: _Asked, world: View) -> list[Finding] | Left:
    """Judge a row by its claims: what they make of it must be what the check made."""
    found = []
    for claim, actual in _claims(row, asked):
        one = check(claim, world)
        if one.actual is None or not isclose(one.actual, actual):
            return Left.SUMMED
        note = row.then.note.in_(asked.lang) if row.then.note else ""
        found.append(replace(one, verdict=row.then.verdict, note=note))
    return found or Left.UNBOUND


def _claims(row: Row, asked: _Asked) -> Iterator[tuple[Claim, float]]:
    """Turn a row into claims in the unit of its series, each with what was found."""
    bound, best, q = row.bound, row.then.best, row.quantity
    if bound is None or best is None:
        return
    said = stated(bound, best)
    held = _SIMPLE.get(said.comparator)
    ends = (
        [(held, said.value, "")]
        if held is not None
        else [(Relation.OVER, said.low, ".over"), (Relation.UNDER, said.high, ".under")]
    )
    for relation, value, suffix in ends:
        if value is not None:
            claim = Claim(
                f"c{q.start:05d}{suffix}",
                asked.quoted(q.start, q.end),
                value,
                said.step,
                best.unit,
                best.way.series,
                best.point.period,
                best.way.how,
                best.base,
                relation,
                lang=asked.lang,
                where=f"line {asked.line(q.start)}",
            )
            yield claim, best.point.value
