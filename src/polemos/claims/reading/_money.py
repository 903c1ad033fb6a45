"""The currency that a number of a text is in, by the words on both sides of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple
from unicodedata import normalize

from polemos.claims.reading._currencies import (
    DOLLARS,
    NAMES,
    YEN_SIGN,
    YUAN,
    Unit,
    fold,
)

REACH = 32  # characters looked at on each side
_HAN = re.compile(r"[\u3400-\u9fff]")
_GAP = re.compile(r"-| {0,2}+(?:[多餘來+] ?)?+")
_NUMBER_ENDS = re.compile(r"[0-9零〇一二兩三四五六七八九十百千萬億兆]( {0,2}+)$")
_NUMBER_BEGINS = re.compile(r"( {0,2}+)[0-9]")
_YEAR_ENDS = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2} {0,2}+$")
_SIGN = re.compile(r"(?:^|[\s(（:：,，。])[-−－負负]$")
_SIGNED = re.compile(r"[-−－–][^\d\s]{1,4}+ ?(?=\d)")
_SCALE = re.compile(r" ?(m|b|t)(?:illion|rillion|ln|n|rn)(?![a-z])")
_POWERS = {"m": 6, "b": 9, "t": 12}
# Behind a number that a word of money stands before: no sum, but a day or a count.
_COUNT = re.compile(r" ?[年月日號時週周天季名人家個%倍成度次點期]")
_POUND = re.compile(
    r"[ -](?:of (?:\w+ )?(?:explosive|tnt|ordnance|ammunition|munition|bomb|fuel|thrust"
    r"|payload|cargo|weapon|force)|(?:\w+ )?(?:bomb|warhead|shell|explosive)"
    r"|per (?:sq|cubic)|heav)| ?\(\d"
)
# What makes the name before it, or a name that ends so, another thing than money.
_GUARDS: Mapping[str, re.Pattern[str]] = {
    "元": re.compile(
        "[素論旦帥宵]|方程|宇宙|對立|[一二三]次|化(?![解為學])|件(?!事)|首(?![度次波批])"
        "|月(?![租費繳付薪])|區(?!間)|集團|老(?:院|級)"
    ),
    "塊": re.compile(
        r"(?![錢半美台人新港日以左呢吧嗎到至零一二兩三四五六七八九])[\u3400-\u9fff]"
    ),
    "馬克": re.compile("[思宏龍吐杯沁西]"),
    "euro": re.compile(r"[ -](?:zone|area|countr|member|state)"),
    "won": re.compile(
        r" (?:the|an|by|their|his|her|its|back|no|a(?! (?:year|month|day|share)))\b"
    ),
    "pound": _POUND,
    "pounds": _POUND,
}


def _by_length(ends: Iterable[tuple[str, str]]) -> Mapping[str, tuple[int, ...]]:
    """Give, by the character that names begin or end with, their lengths from long."""
    lengths = defaultdict(set)
    for end, name in ends:
        lengths[end].add(len(name))
    return {end: tuple(sorted(found, reverse=True)) for end, found in lengths.items()}


_AHEAD = _by_length((name[-1], name) for name, unit in NAMES.items() if unit.first)
_BEHIND = _by_length((name[0], name) for name in NAMES)


@dataclass(frozen=True, slots=True)
class Money:
    """The currency of a number: `text[start:end]` holds the number and the words.

    `code` is ISO 4217 (BTC for bitcoin). The sum is the number times `worth`: 1, or
    0.01 for cents, 1,000,000 for MUSD, and below 0 where the sign is before the symbol
    (-$5). The span may hold 多 and 餘 between number and currency (5 億多美元).
    """

    start: int
    end: int
    code: str
    worth: Decimal = Decimal(1)


class Word(NamedTuple):
    """A name of money at `text[start:end]`."""

    start: int
    end: int
    name: str
    unit: Unit
    next_to_other: bool  # another number is as near to it


def money(
    text: str, start: int, end: int, yuan: str = "TWD", floor: int = 0
) -> Money | None:
    """Give the currency of the number at `text[start:end]`, None where it has none.

    `yuan` is the code of 元 and 塊. Words before `floor` belong to something else. A
    ¥ is CNY near Chinese words and JPY elsewhere; of the countries that share a name
    ($, pounds, crowns) the first in the table of currencies is meant. Constant time.
    """
    behind = name_behind(text, end)
    if (
        behind
        and (behind.next_to_other and behind.unit.first)
        and _YEAR_ENDS.search(text, max(0, start - 1), end)
    ):
        behind = None  # in 2024 USD 50 bn was paid
    if signed := _SIGNED.match(text, start, end):  # -$5 is a number as a whole
        ahead = _ahead(text, signed.end(), end, start + 1, alone=True)
    else:
        ahead = _ahead(text, start, end, floor, alone=behind is None)
    if behind and behind.unit.tail:
        behind = None
    if ahead and behind and not _agree(ahead, behind):
        behind = None
    word = behind if ahead is None or (behind and _tells_more(ahead, behind)) else ahead
    if word is None:
        return None
    code = _code(text, word, yuan)
    last = behind.end if behind else end
    if ahead is None:
        return Money(start, last, code, word.unit.worth)
    begin, worth = min(start, ahead.start), ahead.unit.worth
    if begin > floor and _SIGN.search(text, max(0, begin - 2), begin):
        return Money(begin - 1, last, code, -worth)
    return Money(begin, last, code, worth)


def _ahead(text: str, start: int, end: int, floor: int, *, alone: bool) -> Word | None:
    """Find the name that ends before a number; `alone` if none stands behind it."""
    begin = max(floor, start - REACH)
    head = fold(text[begin:start])
    cut = head.rstrip(" ")
    gap = len(head) - len(cut)
    if not cut or gap > 2 or text.count("\n", start - gap, start) > 1:  # noqa: PLR2004
        return None
    for n in _AHEAD.get(cut[-1], ()):
        name, before = cut[-n:], cut[:-n]
        unit = NAMES.get(name)
        if unit is None or len(name) < n or _glued(before[-1:], name[0]):
            continue
        at = begin + len(before)
        if not unit.first or not _exact(unit, text[at : at + n]):
            continue
        symbol = not name[-1].isalpha()
        if not symbol and _COUNT.match(fold(text[end : end + 2])):
            return None
        near = _NUMBER_ENDS.search(before)
        tie = near is not None and len(near[1]) <= gap
        if tie and not (symbol and alone) and not _YEAR_ENDS.search(before):
            return None
        return Word(at, at + n, name, unit, tie)
    return None


def name_behind(text: str, end: int) -> Word | None:
    """Find the name that begins behind a number."""
    tail = fold(text[end : end + REACH])
    space = _GAP.match(tail)
    gap = space.end() if space else 0
    if gap == len(tail) or text.count("\n", end, end + gap) > 1:
        return None
    for n in _BEHIND.get(tail[gap], ()):
        stop = gap + n
        name, after = tail[gap:stop], tail[stop : stop + 1]
        unit = NAMES.get(name)
        if unit is None or len(name) < n or _glued(after, name[-1]):
            continue
        if not _exact(unit, text[end + gap : end + stop]):
            continue
        guard = _GUARDS.get(name, _GUARDS.get(name[-1]))
        if guard and guard.match(tail, stop):
            return None
        if tail[:gap] == "-" and (name == "pound" or not name[0].isalpha()):
            return None  # a 500-pound bomb, $5-$10
        other = _NUMBER_BEGINS.match(tail, stop)
        if other and unit.first and len(other[1]) < gap:
            return None  # 3 USD50 cards
        word = Word(end + gap, end + stop, name, unit, other is not None)
        return _spelled_out(text, word, tail[stop:])
    return None


def _spelled_out(text: str, word: Word, rest: str) -> Word:
    """Take in what is said behind the name: 元人民幣, USD million."""
    if word.unit.code == YUAN and _HAN.match(rest):
        whose = name_behind(text, word.end)
        if whose and whose.unit.code != YUAN and whose.unit.first:
            return whose
    is_code = word.name.isascii() and word.name == word.unit.code.lower()
    if is_code and (scale := _SCALE.match(rest)):
        unit = replace(word.unit, worth=Decimal(10) ** _POWERS[scale[1]])
        return word._replace(end=word.end + scale.end(), unit=unit)
    return word


def _exact(unit: Unit, written: str) -> bool:
    return not unit.exact or normalize("NFKC", written) == unit.exact


def _glued(neighbour: str, edge: str) -> bool:
    """Say whether a name is part of a longer word, by the character at its edge."""
    if not (neighbour.isascii() and neighbour.isalnum()):
        return False
    return (edge.isascii() and edge.isalnum()) or neighbour.isalpha()


def _agree(ahead: Word, behind: Word) -> bool:
    """Say whether the words on both sides speak of the same money: NT$ 50 元."""
    if behind.unit.code == YUAN:
        return True
    same = ahead.unit.code == behind.unit.code or _tells_more(ahead, behind)
    return same and not behind.next_to_other


def _tells_more(ahead: Word, behind: Word) -> bool:
    """Say whether the word behind tells which dollar or yen the sign before is."""
    code = behind.unit.code
    if ahead.name == YEN_SIGN:
        return code in ("JPY", "CNY")
    return ahead.name in ("$", "dollar") and (code == YUAN or code in DOLLARS)


def _code(text: str, word: Word, yuan: str) -> str:
    if word.unit.code == YEN_SIGN:
        begin = max(0, word.start - REACH)
        return "CNY" if _HAN.search(text, begin, word.end + REACH) else "JPY"
    return yuan if word.unit.code == YUAN else word.unit.code
