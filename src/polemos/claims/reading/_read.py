"""One pass over a text: numerals, dates, and what the words around each make of it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from polemos.claims.reading import _en, _when, _zh
from polemos.claims.reading._clauses import Clauses, Sentences
from polemos.claims.reading._compose import is_article, length, quantities
from polemos.claims.reading._english import English
from polemos.claims.reading._names import is_name
from polemos.claims.reading._numeral import Form, Numeral
from polemos.claims.reading._placing import placed
from polemos.claims.reading._quantity import Quantity
from polemos.claims.reading._script import is_simplified
from polemos.claims.reading._when import Kind, When
from polemos.core import Period

_AND = re.compile(r"\s?(?:and|to|through|&|–|-|至|到|與|和|、)\s?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Reading:
    """The quantities and the dates of a text, and where its parts begin and end."""

    text: str
    quantities: tuple[Quantity, ...]
    whens: tuple[When, ...]
    sentences: Sentences
    clauses: Clauses


def read(
    text: str,
    written: date,
    began: date | None = None,
    events: Mapping[str, date] | None = None,
    *,
    mega: bool | None = None,
    yuan: str | None = None,
) -> Reading:
    """Read every quantity of a text that was written on a day, in linear time.

    `began` is the day that 開戰 and "the war began" mean, `events` other days by their
    names. `mega` reads 兆 as a million, `yuan` is the currency that 元 means: as the
    characters of the text say, where neither is given.
    """
    mainland = is_simplified(text)
    mega = mainland if mega is None else mega
    yuan = yuan or ("CNY" if mainland else "TWD")
    english = English(text)
    numerals = _numerals(english, mega=mega)
    parts_of = _Spans((n.start, n.end) for n in numerals if n.form is Form.FRACTION)
    whens = tuple(
        w
        for w in _when.find(english, written, began, events or {})
        if w.kind is not Kind.SPAN or not parts_of.holds(w.start, w.end)
    )
    whens = tuple(_joined(text, whens))
    cut = Sentences(text)
    parts = Clauses(text, cut)
    taken = _Spans((w.start, w.end) for w in whens)
    found = [
        n
        for n in numerals
        if not is_article(text, n)
        and not taken.holds(n.start, n.end)
        and not is_name(text, n.start, n.end)
    ]
    lengths = [w for w in whens if w.kind is Kind.SPAN and w.length is not None]
    made = [*quantities(text, found, yuan), *(length(text, w) for w in lengths)]
    made.sort(key=lambda q: q.start)
    told = tuple(placed(text, made, whens, (cut, parts), written))
    return Reading(text, told, whens, cut, parts)


def _joined(text: str, whens: Sequence[When]) -> Iterator[When]:
    """Make one period of two months, quarters or years that follow each other.

    January and February, 2022 至 2024 年.
    """
    held: When | None = None
    for told in whens:
        w = _as_year(told)
        if (
            held is not None
            and held.kind is w.kind is Kind.AT
            and held.period.end == w.period.start
            and _AND.fullmatch(text, held.end, w.start)
        ):
            period = Period(held.period.start, w.period.end)
            held = held._replace(end=w.end, period=period)
            continue
        if held is not None:
            yield held
        held = w
    if held is not None:
        yield held


def _as_year(w: When) -> When:
    """Read "2021 年" behind another word as the year that it is, and no length."""
    if w.kind is not Kind.SPAN or w.unit != "years" or w.length is None:
        return w
    if not _FIRST_YEAR <= w.length <= _LAST_YEAR:
        return w
    return w._replace(kind=Kind.AT, period=Period.year(int(w.length)), length=None)


class _Spans:
    """Spans that may overlap, asked whether one of them holds a place."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, start: int, end: int) -> bool:
        """Say whether one of them meets `start:end`."""
        i = bisect_right(self._starts, end - 1) - 1
        return i >= 0 and self._ends[i] > start


def _numerals(english: English, *, mega: bool) -> list[Numeral]:
    """Merge what both languages find; where two overlap the longer stays."""
    both: list[Numeral] = []
    if not english.text.isascii() and _CJK.search(english.text):
        both += _zh.find(english.text, mega=mega, articles=False)
    if not both or english.counts:
        both += _en.find(english, beside_chinese=bool(both))
    both.sort(key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for n in both:
        if kept and n.start < kept[-1].end:
            if n.end - n.start > kept[-1].end - kept[-1].start:
                kept[-1] = n
            continue
        kept.append(n)
    return kept
