"""Sums of money, which may be written in more numbers than one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from polemos.claims.reading._currencies import fold
from polemos.claims.reading._money import REACH, money, name_behind
from polemos.claims.reading._numeral import Form, Numeral

_ONE, _TENTH, _CENT = Decimal(1), Decimal("0.1"), Decimal("0.01")
_BETWEEN = re.compile(r"(?:between|from|從|由|自|介於)\W*$", re.IGNORECASE)
_AND = re.compile(r" {0,2}+(?:and |又|零|, ?)?")
_BARE_AND = re.compile(r" (?:and )?")
# A bare number ends a sum (15 dollars and 50) only where its clause ends too.
_CLAUSE_ENDS = re.compile(r" ?(?:[.,;:!?)。，；！？、）的]|$|(?:and|more)\b)")
_SPOKEN = "元塊角毛"
_WHOLE = 100  # cents of a dollar
_DIGIT = 10


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money at `text[start:end]`, in units of `code`, of one or more numerals.

    `low`, `high` and `step` are those of a Numeral.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    step: Decimal
    code: str


def moneys(text: str, numerals: Sequence[Numeral], yuan: str = "TWD") -> list[Amount]:
    """Give the sums of money of a text, whose numerals are given in order.

    A subunit joins its unit (5 dollars and 30 cents, 三元五角), as does the bare number
    of speech (15 dollars 50, 三塊五). Numerals within a sum's span are used up by it.
    """
    found: list[Amount] = []
    floor, place = 0, _ONE
    for n in numerals:
        if n.start < floor or n.form not in (Form.NUMBER, Form.FRACTION):
            continue
        if found and (more := joined(text, found[-1], place, n)):
            found[-1], place = more
        elif m := money(text, n.start, n.end, yuan, floor):
            low, high = sorted((n.low * m.worth, n.high * m.worth))
            place = abs(m.worth)
            found.append(Amount(m.start, m.end, low, high, n.step * place, m.code))
        else:
            continue
        floor = found[-1].end
    return found


def joined(
    text: str, last: Amount, place: Decimal, n: Numeral
) -> tuple[Amount, Decimal] | None:
    """Add a number to the sum before it, whose last unit is worth `place`."""
    whole = last.low == last.high and last.low > 0 and last.step == place <= _ONE
    if not whole or n.low != n.high or not 0 < n.low < _WHOLE or n.low % 1:
        return None
    between = fold(text[last.end : min(n.start, last.end + REACH)])
    word, end = name_behind(text, n.end), n.end
    if word and last.code in word.unit.codes and word.unit.worth < place:
        if not _AND.fullmatch(between):
            return None
        worth, end = word.unit.worth, word.end
    elif word or not _CLAUSE_ENDS.match(fold(text[end : end + 6])):
        return None
    elif fold(text[last.end - 1]) in _SPOKEN and not between and n.low < _DIGIT:
        worth = place * _TENTH
    elif (
        _BARE_AND.fullmatch(between)
        and (place == _ONE or n.low < _DIGIT)
        and not _BETWEEN.search(text, max(0, last.start - _DIGIT), last.start)
    ):
        worth = _CENT
    else:
        return None
    value = last.low + n.low * worth
    return Amount(last.start, end, value, value, worth, last.code), worth
