"""One pass over a text: numerals, and what the words around each make of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from polemos.claims.reading import _comparator, _en, _when, _zh
from polemos.claims.reading._change import change
from polemos.claims.reading._comparator import over_noun
from polemos.claims.reading._clauses import Clauses, Sentences
from polemos.claims.reading._modality import Told
from polemos.claims.reading._money import money
from polemos.claims.reading._names import is_name
from polemos.claims.reading._numeral import Form, Numeral
from polemos.claims.reading._quantity import (
    Change,
    Comparator,
    Modality,
    Quantity,
)
from polemos.claims.reading._units import (
    DURATIONS,
    counted,
    counted_after_adjectives,
    priced,
)
from polemos.claims.reading._when import Kind, When

_C = Comparator
_CJK = re.compile(r"[\u3400-\u9fff]")
# Without one of these a Chinese text holds no number that is told in English.
_ENGLISH = re.compile(
    r"[mbt]illion|[mbt](?:r?n|ln)\b|\d ?[kmbt]\b|percent|per cent|thousand|hundred|dozen"
    r"|half|third|quarter|\bt(?:wo|en|hree|wice)\b|\bfive\b|\bone\b",
    re.IGNORECASE,
)
_SCALE_WORDS: Mapping[str, int] = {
    **{"千": 3, "萬": 4, "万": 4, "億": 8, "亿": 8, "萬億": 12, "兆": 12},
    **{"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    **{"k": 3, "m": 6, "mn": 6, "mln": 6, "b": 9, "bn": 9, "bln": 9},
    **{"t": 12, "tn": 12, "trn": 12},
}
_MORE = re.compile(r"[多餘](?!年來)")  # 六成多, 150 多萬
_SCALE = re.compile(r"(?:萬億|[千萬万億亿兆]|[A-Za-z]+)$")
_JOINED = re.compile(
    r"(?P<words>[^\d\s]{0,4}?)\s?(?:至|到|~|～|-|–|—|to|and|與|和)\s?(?:[$€£¥₽]|US\$|NT\$|\+)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:between|介於|介乎|在)\s?[$€£¥₽]?\s?$", re.IGNORECASE)
_MOVED = re.compile(r"(?:from|從|由|自)\s?[$€£¥₽]?\s?$", re.IGNORECASE)
_DIGIT = re.compile(r"[\d一二兩三四五六七八九十]|(?<![A-Za-z])[a-z]", re.IGNORECASE)
_WORD_ONLY = re.compile(r"[^\d０-９]+")
_SHARE_BEHIND = re.compile(
    r"\s?(?:of\s(?!about|around|some|the\s(?:year|month))|的(?!增|漲|降|跌|成長|速度|水準|目標|利率|幅度))"
)
_SHARE_AHEAD = re.compile(
    r"(?:占|佔|比重|比例|比率|份額|其中|的|share of|accounts? for|accounted for|make up|made up)"
    r"[^\d，,。；;\n]{0,10}$",
    re.IGNORECASE,
)
_FEW, _MANY = 10, 100  # words for less than these are mostly articles: 一個, one of
_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_TOLD_IN_TENTHS = Decimal(10)  # percent; a fraction in words is told to no finer step
# What stands before the time that a change is counted from: 比 8 月, on the year before.
_BASE = re.compile(
    r"(?:[比較跟]|相較於?|相比於?|對比|than(?: in| at| on)?(?: the end of)?|from|compared (?:with|to)"
    r"|against|on the|over|above|below|versus|vs\.?)\s?(?:the )?$",
    re.IGNORECASE,
)
_DATES = 3  # so many dates on each side of a quantity may speak of it


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
    mega: bool = False,
    yuan: str = "TWD",
) -> Reading:
    """Read every quantity of a text that was written on a day, in linear time.

    `began` is the day that 開戰 and "the war began" mean, `events` other days by their
    names. `mega` reads 兆 as a million; `yuan` is the currency that 元 means.
    """
    numerals = _numerals(text, mega=mega)
    parts_of = _Spans((n.start, n.end) for n in numerals if n.form is Form.FRACTION)
    whens = tuple(
        w
        for w in _when.find(text, written, began, events or {})
        if w.kind is not Kind.SPAN or not parts_of.holds(w.start, w.end)
    )
    cut = Sentences(text)
    parts = Clauses(text, cut)
    taken = _Spans((w.start, w.end) for w in whens)
    found = [
        n
        for n in numerals
        if not taken.holds(n.start, n.end) and not is_name(text, n.start, n.end)
    ]
    lengths = [w for w in whens if w.kind is Kind.SPAN and w.count is not None]
    made = [*_quantities(text, found, yuan), *(_length(text, w) for w in lengths)]
    made.sort(key=lambda q: q.start)
    placed = tuple(_placed(text, made, whens, (cut, parts), written))
    return Reading(text, placed, whens, cut, parts)


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
        i = bisect_right(self._starts, end - 1) - 1
        return i >= 0 and self._ends[i] > start


def _numerals(text: str, *, mega: bool) -> list[Numeral]:
    """Merge what both languages find; where two overlap the longer stays."""
    both: list[Numeral] = []
    if _CJK.search(text):
        both += _zh.find(text, mega=mega)
    if not both or _ENGLISH.search(text):
        both += _en.find(text)
    both.sort(key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for n in both:
        if kept and n.start < kept[-1].end:
            if n.end - n.start > kept[-1].end - kept[-1].start:
                kept[-1] = n
            continue
        kept.append(n)
    return kept


def _quantities(
    text: str, numerals: Sequence[Numeral], yuan: str
) -> Iterator[Quantity]:
    """Make quantities of numerals, joining the two ends of a range."""
    skip = False
    for n, following in pairwise([*numerals, None]):
        if n is None or skip:
            skip = False
            continue
        high = following if following and _is_range(text, n, following, yuan) else None
        skip = high is not None
        if (made := _quantity(text, n, high, yuan)) is not None:
            yield made


def _is_range(text: str, a: Numeral, b: Numeral, yuan: str) -> bool:
    if not a.end <= b.start <= a.end + 10 or a.low != a.high:
        return False
    gap = _JOINED.fullmatch(text, a.end, b.start)
    if gap is None:
        return False
    if (
        gap["words"]
        and money(text, a.start, a.end, yuan) is None
        and not counted(text, a.end)
    ):
        return False
    word = text[a.end + len(gap["words"]) : b.start].strip().lower()
    begin = max(0, a.start - 14)
    if word in ("and", "與", "和") and not _BETWEEN.search(text, begin, a.start):
        return False
    if _MOVED.search(text, begin, a.start):
        return (
            change(text, a.start, a.end)[1] == 0
            and not change(text, _moved_at(text, a), a.end)[1]
        )
    low, high = _shared(text, a, b)
    return low.high <= high.low


def _moved_at(text: str, a: Numeral) -> int:
    m = _MOVED.search(text, max(0, a.start - 14), a.start)
    return m.start() if m else a.start


def _shared(text: str, a: Numeral, b: Numeral) -> tuple[Numeral, Numeral]:
    """Give the first end of a range what only the second spells out: scale, percent."""
    if a.form is Form.NUMBER and b.form in (Form.PERCENT, Form.POINTS):
        return replace(a, form=b.form), b
    own, scale = (_SCALE.search(text[n.start : n.end]) for n in (a, b))
    power = _SCALE_WORDS.get(scale[0].lower() if scale else "", 0)
    if own is None and power:
        by = Decimal(10) ** power
        if a.low * by <= b.high:
            return replace(a, low=a.low * by, high=a.high * by, step=a.step * by), b
    return a, b


def _quantity(
    text: str, n: Numeral, upper: Numeral | None, yuan: str
) -> Quantity | None:
    low, high = _shared(text, n, upper) if upper else (n, n)
    start, end, unit, step = n.start, high.end, "", max(low.step, high.step)
    form = high.form
    ends = low.low, high.high
    match form:
        case Form.PERCENT | Form.FRACTION:
            unit = "percent"
        case Form.POINTS | Form.TIMES:
            unit = form.value
    if form is Form.FRACTION:
        ends = ends[0] * _HUNDRED, ends[1] * _HUNDRED
        step = _TOLD_IN_TENTHS
    elif form is Form.TIMES and not step:
        step = _HALF
    ahead = _comparator.before(text, start)
    more = _MORE.search(text, n.start, high.end) or _MORE.match(text, high.end)
    if not unit:
        sums = [money(text, x.start, x.end, yuan) for x in (n, upper) if x is not None]
        for m in sums:
            if m is not None:
                unit, start, end = m.code, min(start, m.start), max(end, m.end)
                if m.worth != 1:
                    ends, step = (ends[0] * m.worth, ends[1] * m.worth), step * m.worth
        if unit and (per := priced(text, start, end)):
            unit, end = f"{unit}/{per.unit}", per.end
        ahead = _comparator.before(text, start) or ahead
    behind = _comparator.after(text, end)
    if not unit and (
        c := counted(text, behind[1] if behind else end)
        or counted_after_adjectives(text, end)
    ):
        unit, end = c.unit, c.end
        behind = behind or _comparator.after(text, end)
    if unit in DURATIONS or not _meant(text, n, ends, unit, ahead, behind):
        return None
    if behind is None and more is not None:
        behind = _C.GT, end
    comparator, start, end = _held(ends, ahead, behind, start, end)
    if comparator is _C.EQ and form in (Form.FRACTION, Form.PERCENT, Form.TIMES):
        comparator = over_noun(text, _clause_start(text, start), start) or comparator
    moved, sign = change(text, start, end)
    if form is Form.FRACTION and text.endswith("的", 0, start):
        moved, sign = Change.NONE, 0  # 增速的四分之一 is a part, not a move
    bounds = _bounds(ends, comparator)
    return Quantity(
        start=start,
        end=end,
        surface=text[start:end],
        value=ends[0] if ends[0] == ends[1] else None,
        low=bounds[0],
        high=bounds[1],
        step=step,
        comparator=comparator,
        unit=unit,
        form=form,
        change=moved,
        direction=sign,
        share=form in (Form.PERCENT, Form.FRACTION)
        and bool(
            _SHARE_BEHIND.match(text, end)
            or _SHARE_AHEAD.search(text, max(0, start - 24), start)
        ),
    )


def _clause_start(text: str, at: int) -> int:
    """Give where the clause before a place begins, at most thirty characters back."""
    begin = max(0, at - 30)
    return max(begin, *(text.rfind(c, begin, at) + 1 for c in "，,。；;"))


def _meant(
    text: str,
    n: Numeral,
    ends: tuple[Decimal, Decimal],
    unit: str,
    ahead: object,
    behind: object,
) -> bool:
    """Say whether a numeral is meant as a quantity, and not as an article or a name."""
    if n.form is not Form.NUMBER or unit.isupper() or "/" in unit:
        return True
    if _WORD_ONLY.fullmatch(text, n.start, n.end) is None:
        return True
    least = _FEW if unit or ahead or behind else _MANY  # 兩國, one vehicle, 一個
    return ends[1] >= least


def _held(
    ends: tuple[Decimal, Decimal],
    ahead: tuple[Comparator, int] | None,
    behind: tuple[Comparator, int] | None,
    start: int,
    end: int,
) -> tuple[Comparator, int, int]:
    """Choose the comparator, and take its words into the span."""
    spread = ends[0] != ends[1]
    kind = _C.RANGE if spread else _C.EQ
    if ahead is not None:
        kind, start = (kind if spread else ahead[0]), ahead[1]
    if behind is not None:
        kind = kind if spread or ahead is not None else behind[0]
        end = behind[1]
    return kind, start, end


def _bounds(
    ends: tuple[Decimal, Decimal], comparator: Comparator
) -> tuple[Decimal | None, Decimal | None]:
    low, high = ends
    match comparator:
        case _C.LT | _C.LE | _C.UP_TO | _C.APPROX_BELOW:
            return None, high
        case _C.GT | _C.GE:
            return low, None
    return low, high


def _length(text: str, w: When) -> Quantity:
    """Make a quantity of a length of time."""
    digits = _DIGIT.search(text, w.start, w.end)
    ahead = _comparator.before(text, digits.start() if digits else w.start)
    count = w.count or Decimal(0)
    comparator, start, end = _held((count, count), ahead, None, w.start, w.end)
    low, high = _bounds((count, count), comparator)
    return Quantity(
        *(start, end, text[start:end], count, low, high),
        *(Decimal(1), comparator, w.unit, Form.NUMBER),
    )


def _placed(
    text: str,
    made: Sequence[Quantity],
    whens: Sequence[When],
    cuts: tuple[Sentences, Clauses],
    written: date,
) -> Iterator[Quantity]:
    """Add the dates that speak of each quantity, nearest first, and what is meant."""
    cut, parts = cuts
    sentence, told = (0, -1), Told.of(text, 0, 0)
    for q in made:
        span = cut.span(cut.index(q.start))
        if span != sentence:
            sentence, told = span, Told.of(text, *span)
        modality, stage = told.at(q.start, q.end)
        near = _near(q, whens, sentence)
        bases = [w for w in near if _is_base(text, w)]
        if modality is Modality.FACT:  # what is to come is another clause's
            near = [w for w in near if w.period.start <= written]
        about = _spoken_of(q, [w for w in near if w not in bases], parts)
        against = _spoken_of(q, bases, parts)[:1]
        yield replace(q, when=about, against=against, modality=modality, stage=stage)


def _is_base(text: str, w: When) -> bool:
    """Say whether a date is what something is compared with."""
    if w.kind is Kind.SPAN:
        return False
    return _BASE.search(text, max(0, w.start - 16), w.start) is not None


def _spoken_of(q: Quantity, near: Sequence[When], parts: Clauses) -> tuple[When, ...]:
    """Keep the dates of the quantity's own clause, or of the nearest, one before first.

    The nearest in characters comes first.
    """
    if not near:
        return ()
    clause = parts.index(q.start)

    def away(w: When) -> tuple[bool, int]:
        clauses = parts.index(w.start) - clause
        return clauses > 0, abs(clauses)

    nearest = min(map(away, near))
    kept = [w for w in near if away(w) == nearest]
    return tuple(sorted(kept, key=lambda w: max(w.start - q.end, q.start - w.end, 0)))


def _near(q: Quantity, whens: Sequence[When], sentence: tuple[int, int]) -> list[When]:
    """Give up to three dates before a quantity and three behind it in its sentence."""
    i = bisect_left(whens, q.start, key=lambda w: w.start)
    around = whens[max(0, i - _DATES) : i + _DATES]
    return [
        w
        for w in around
        if sentence[0] <= w.start < sentence[1]
        and not (q.start <= w.start and w.end <= q.end)
    ]
