"""Make a quantity of a numeral, by the words that stand before and behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from polemos.claims.reading import _comparator
from polemos.claims.reading._change import change
from polemos.claims.reading._money import money
from polemos.claims.reading._numeral import Form, Numeral
from polemos.claims.reading._quantity import Change, Comparator, Quantity
from polemos.claims.reading._ranges import is_range, shared
from polemos.claims.reading._sums import Amount, joined
from polemos.claims.reading._units import DURATIONS, counted, priced
from polemos.claims.reading._when import When
from polemos.claims.reading._zh import AFTER_FEW

_C = Comparator
_MORE = re.compile(r"[多餘](?!年來)")  # 六成多, 150 多萬
_DIGIT = re.compile(r"[\d一二兩三四五六七八九十]|(?<![A-Za-z])[a-z]", re.IGNORECASE)
_WORD_ONLY = re.compile(r"[^\d０-９]+")
_SHARE_BEHIND = re.compile(
    r"\s?(?:of\s(?!about|around|some|the\s(?:year|month))"
    r"|的(?!增|漲|降|跌|成長|速度|水準|目標|利率|幅度))"
)
_SHARE_AHEAD = re.compile(
    r"(?=[占佔比份其的sam])(?:占|佔|比重|比例|比率|份額|其中|的|share of|accounts? for"
    r"|accounted for|ma[kd]e up)[^\d，,。；;\n]{0,10}$",
    re.IGNORECASE,
)
_REACH = 24  # characters before a share that say what it is of
_RATE_STEP = re.compile(r"\s?碼(?!頭)")
_RATE_MOVED = re.compile(r"[升降息調][了\s]{0,2}$")
_DIGITS = frozenset("0123456789０１２３４５６７８９+-−－")
_AFTER_FEW = frozenset(AFTER_FEW)
_MONEYS = tuple(
    "dollar euro rouble ruble pound yuan yen won hryvnia crown krone zloty cent "
    "US".split()
)
_EDGE = re.compile(r"(?:below|under|above|past)\b", re.IGNORECASE)
_ROUND = re.compile(r"[+-]?[1-9](?:,?000)+")
_NEXT = 8  # characters between a sum and its subunits
_OF_FORM = {
    Form.NUMBER: "",
    Form.PERCENT: "percent",
    Form.POINTS: "points",
    Form.FRACTION: "percent",
    Form.TIMES: "ratio",
}
_FEW, _MANY = 10, 100  # words for less than these are mostly articles: 一個, one of
_HALF, _QUARTER = Decimal("0.5"), Decimal("0.25")
_HUNDRED = Decimal(100)
_TOLD_IN_TENTHS = Decimal(10)  # percent; a fraction in words is told to no finer step
_ADJECTIVES = 2  # so many may stand between a number and its noun: 3,000 lost tanks
_CLAUSE = 30  # characters that are looked back for the noun of a fraction


def is_article(text: str, n: Numeral) -> bool:
    """Say at a glance that a small number in words is none: 一個, one of, 兩國.

    What may follow one that counts is money, a scale, or 碼.
    """
    if n.form is not Form.NUMBER or n.high >= _FEW or text[n.start] in _DIGITS:
        return False
    if text[n.end - 1].isascii():
        return not text[n.end : n.end + _REACH].lstrip(" -").startswith(_MONEYS)
    return text[n.end : n.end + 1] not in _AFTER_FEW


def quantities(text: str, numerals: Sequence[Numeral], yuan: str) -> Iterator[Quantity]:
    """Make quantities of numerals in order, joining the two ends of a range.

    A sum told in units and subunits (三元五角) is one too.
    """
    i = 0
    while i < len(numerals):
        n, following = numerals[i], numerals[i + 1] if i + 1 < len(numerals) else None
        ranged = following is not None and is_range(text, n, following, yuan)
        draft = _Draft.of(text, n, following if ranged else None)
        draft.measure(text, yuan)
        i += 2 if ranged else 1
        while i < len(numerals) and draft.take(text, numerals[i]):
            i += 1
        if draft.is_meant(text):
            yield draft.made(text)


def length(text: str, w: When) -> Quantity:
    """Make a quantity of a length of time."""
    count = w.length or Decimal(0)
    digit = _DIGIT.search(text, w.start, w.end)
    ahead = _comparator.before(text, digit.start() if digit else w.start)
    comparator, start = (_C.EQ, w.start) if ahead is None else ahead
    low, high = _bounds(count, count, comparator)
    start = min(start, w.start)
    return Quantity(
        *(start, w.end, text[start : w.end], count, low, high),
        *(Decimal(1), comparator, w.unit, Form.NUMBER),
    )


@dataclass(slots=True)
class _Draft:
    """A numeral, or the two of a range, while the words around it are read."""

    numerals: tuple[Numeral, ...]
    start: int
    end: int
    low: Decimal
    high: Decimal
    step: Decimal
    form: Form
    unit: str = ""
    place: Decimal = Decimal(0)
    ahead: tuple[Comparator, int] | None = None
    behind: tuple[Comparator, int] | None = None

    @classmethod
    def of(cls, text: str, n: Numeral, upper: Numeral | None) -> "_Draft":
        """Begin with the numbers, shares in percent."""
        a, b = (n, n) if upper is None else shared(text, n, upper)
        low, high, step = a.low, b.high, max(a.step, b.step)
        unit = _OF_FORM[b.form]
        if b.form is Form.FRACTION:
            low, high, step = low * _HUNDRED, high * _HUNDRED, _TOLD_IN_TENTHS
        elif b.form is Form.TIMES:
            step = step or _HALF
        if _ROUND.fullmatch(text, n.start, b.end):
            step /= 10  # 1,000,000 is told to its second digit
        numerals = (n,) if upper is None else (n, upper)
        return cls(numerals, n.start, b.end, low, high, step, b.form, unit)

    def measure(self, text: str, yuan: str) -> None:
        """Read the currency or what is counted, and the comparators around it."""
        more = _MORE.search(text, self.start, self.end + 1)
        self.ahead = _comparator.before(text, self.start)
        if not self.unit:
            self._price(text, yuan)
        if _RATE_STEP.match(text, self.end) and _RATE_MOVED.search(
            text, max(0, self.start - 3), self.start
        ):
            self._scale(_QUARTER)  # 降息一碼 is a quarter of a point
            self.unit, self.end = "points", text.index("碼", self.end) + 1
        self.behind = _comparator.after(text, self.end)
        if not self.unit:
            at = self.behind[1] if self.behind else self.end
            if (c := counted(text, at, _ADJECTIVES)) is not None:
                self.unit, self.end = c
                if self.unit == "basis points":
                    self.unit = "points"
                    self._scale(1 / _HUNDRED)
                self.behind = self.behind or _comparator.after(text, self.end)
        if self.behind is None and more is not None:
            self.behind = _C.GT, self.end

    def _price(self, text: str, yuan: str) -> None:
        start = self.start
        for n in self.numerals:
            if (m := money(text, n.start, n.end, yuan)) is not None:
                self.unit = m.code
                self.start, self.end = min(self.start, m.start), max(self.end, m.end)
                self._scale(m.worth)
                self.step, self.place = abs(self.step), abs(m.worth)
        if self.unit and (per := priced(text, self.start, self.end)) is not None:
            self.unit, self.end = f"{self.unit}/{per.unit}", per.end
        if self.start != start:
            self.ahead = _comparator.before(text, self.start) or self.ahead

    def take(self, text: str, n: Numeral) -> bool:
        """Add the subunits that follow a sum of money: 5 dollars and 30 cents."""
        if not self.place or n.start - self.end > _NEXT:
            return False
        sum_ = Amount(
            *(self.start, self.end, self.low, self.high, self.step, self.unit)
        )
        more = joined(text, sum_, self.place, n)
        if more is None:
            return False
        made, self.place = more
        self.end, self.low, self.high, self.step = (
            made.end,
            made.low,
            made.high,
            made.step,
        )
        self.behind = _comparator.after(text, self.end)
        return True

    def _scale(self, by: Decimal) -> None:
        self.low, self.high = sorted((self.low * by, self.high * by))
        self.step *= by

    def is_meant(self, text: str) -> bool:
        """Say whether it is meant as a quantity, and not as an article or a date."""
        if self.unit in DURATIONS:  # what is no date already: 0 days
            return _WORD_ONLY.fullmatch(text, self.start, self.end) is None
        exact = self.form is not Form.NUMBER or self.unit == "points"
        if exact or self.unit.isupper() or "/" in self.unit:
            return True
        n = self.numerals[0]
        if _WORD_ONLY.fullmatch(text, n.start, n.end) is None:
            return True
        named = self.unit or self.ahead or self.behind  # 兩國, one vehicle, 一個
        return self.high >= (_FEW if named else _MANY)

    def _is_edge(self, text: str) -> bool:
        """Say whether the comparator is where something came to: below, above."""
        return self.ahead is not None and _EDGE.match(text, self.ahead[1]) is not None

    def made(self, text: str) -> Quantity:
        """Give the quantity."""
        spread = self.low != self.high
        comparator, start, end = _C.RANGE if spread else _C.EQ, self.start, self.end
        if self.ahead is not None:
            start = min(start, self.ahead[1])
        if self.behind is not None:
            end = max(end, self.behind[1])
        held = self.ahead or self.behind
        if held is not None and not spread:
            comparator = held[0]
        part = self.form in (Form.PERCENT, Form.FRACTION)
        noun = self.form is not Form.NUMBER and text.endswith("的", 0, start)
        if comparator is _C.EQ and noun:
            clause = _clause_start(text, start)
            comparator = _comparator.over_noun(text, clause, start) or comparator
        moved, sign = change(text, start, end)
        if moved is Change.BY and self._is_edge(text):
            moved = Change.TO  # fell below 10% is a level
        if self.form is Form.FRACTION and noun:
            moved, sign = Change.NONE, 0  # 增速的四分之一 is a part, not a move
        low, high = _bounds(self.low, self.high, comparator)
        # By place, which is several times as quick as by name.
        return Quantity(
            *(start, end, text[start:end], None if spread else self.low, low, high),
            *(self.step, comparator, self.unit, self.form, moved, sign),
            part and _is_share(text, start, end),
        )


def _is_share(text: str, start: int, end: int) -> bool:
    if _SHARE_BEHIND.match(text, end):
        return True
    return _SHARE_AHEAD.search(text, max(0, start - _REACH), start) is not None


def _clause_start(text: str, at: int) -> int:
    begin = max(0, at - _CLAUSE)
    return max(begin, *(text.rfind(c, begin, at) + 1 for c in "，,。；;"))


def _bounds(
    low: Decimal, high: Decimal, comparator: Comparator
) -> tuple[Decimal | None, Decimal | None]:
    """Give what the words allow: an end that they leave open is None."""
    match comparator:
        case _C.LT | _C.LE | _C.UP_TO | _C.APPROX_BELOW:
            return None, high
        case _C.GT | _C.GE:
            return low, None
    return low, high
