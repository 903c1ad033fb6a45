"""Two numerals that are the ends of one range: 10% 至 12%, $210 to $250 billion."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from polemos.claims.reading._change import change
from polemos.claims.reading._money import money
from polemos.claims.reading._numeral import Form, Numeral
from polemos.claims.reading._units import counted

_SCALES: Mapping[str, int] = {
    **{"千": 3, "萬": 4, "万": 4, "億": 8, "亿": 8, "萬億": 12, "兆": 12},
    **{"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    **{"k": 3, "m": 6, "mn": 6, "mln": 6, "b": 9, "bn": 9, "bln": 9},
    **{"t": 12, "tn": 12, "trn": 12},
}
_SCALE = re.compile(r"(?:萬億|[千萬万億亿兆]|[A-Za-z]+)$")
_GAP = 10  # characters between the two ends
_JOINED = re.compile(
    r"(?P<unit>[^\d\s]{0,4}?)\s?(?P<word>至|到|~|～|-|–|—|to|and|與|和)\s?"
    r"(?:[$€£¥₽]|US\$|NT\$|\+)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:between|介於|介乎|在)\s?[$€£¥₽]?\s?$", re.IGNORECASE)
_FROM = re.compile(r"(?:from|從|由|自)\s?[$€£¥₽]?\s?$", re.IGNORECASE)
_BY = re.compile(r"\bby\s$", re.IGNORECASE)
_VERBS = tuple("增升降減漲跌調升擴縮滑攀飆回變")
_MOVES = re.compile(
    r"doubl|tripl|r[io]se|fell|grew|increas|declin|drop|climb|widen|narrow|cut|rais|lower",
    re.IGNORECASE,
)
_FAR = 60
_REACH = 14  # characters before the first end that say what the two are


def is_range(text: str, a: Numeral, b: Numeral, yuan: str) -> bool:
    """Say whether two numerals that follow each other are the ends of a range."""
    if b.start > a.end + _GAP or a.low != a.high:
        return False
    if a.form is not Form.NUMBER and a.form is not b.form:
        return False  # fell 6.8% to $300 billion
    gap = _JOINED.fullmatch(text, a.end, b.start)
    if (
        gap is None
        or gap["unit"].endswith(_VERBS)
        or _is_moved(text, a, gap["word"].lower())
    ):
        return False
    if gap["unit"] and not (money(text, a.start, a.end, yuan) or counted(text, a.end)):
        return False
    if "\n" in gap[0] and not gap["word"].isalnum():
        return False  # two items of a list
    low, high = shared(text, a, b)
    return low.high <= high.low


def _is_moved(text: str, a: Numeral, word: str) -> bool:
    """Say whether what stands before two numbers makes them other than a range.

    Rose from 10 to 21 tells a base and a level, cut by 2% to 18% a move and a level; of
    "and" only what stands "between" is one.
    """
    begin = max(0, a.start - _REACH)
    if word in ("and", "與", "和"):
        return _BETWEEN.search(text, begin, a.start) is None
    if _BY.search(text, begin, a.start):
        return True
    m = _FROM.search(text, begin, a.start)
    if m is None:
        return False
    # In English "from A to B" is a move, but where nothing moves: between is a range.
    moved = change(text, m.start(), a.end)[1] != 0
    return moved or _MOVES.search(text, max(0, a.start - _FAR), m.start()) is not None


def shared(text: str, a: Numeral, b: Numeral) -> tuple[Numeral, Numeral]:
    """Give the first end of a range what only the second spells out: scale, percent."""
    if a.form is Form.NUMBER and b.form in (Form.PERCENT, Form.POINTS):
        return replace(a, form=b.form), b
    own, scale = (_SCALE.search(text[n.start : n.end]) for n in (a, b))
    power = _SCALES.get(scale[0].lower() if scale else "", 0)
    if own is None and power:
        by = Decimal(10) ** power
        if a.low * by <= b.high:
            return replace(a, low=a.low * by, high=a.high * by, step=a.step * by), b
    return a, b
