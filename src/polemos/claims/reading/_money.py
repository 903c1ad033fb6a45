"""The currency that a number of a text is in, by the words on both sides of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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

REACH = 32  # characters around a name that are looked at
_HAN = re.compile(r"[\u3400-\u9fff]")
_SPACE = re.compile(r"\s{0,2}+\Z")
_GAP = re.compile(r"[-‐‑]|\s{0,2}+(?:of\s|[多餘余來来+]\s?)?")
_NUMBER_ENDS = re.compile(
    r"[0-9０-９零〇一二兩两三四五六七八九十百千萬万億亿兆](\s{0,2}+)\Z"
)
_NUMBER_BEGINS = re.compile(r"(\s{0,2}+)[0-9０-９]")
_YEAR_ENDS = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}\s{0,2}+\Z")
_SIGN = re.compile(r"(?:^|[\s(（:：,，。])[-−－負负]\Z")
_SIGNED = re.compile(r"[-−－–][^\d\s]{1,4}+ ?(?=\d)")
_SCALE = re.compile(r"\s?(m|b|t)(?:illion|rillion|ln|n|rn)(?![a-z])", re.IGNORECASE)
_RENMINBI = re.compile(r"人民幣[^元台臺美歐日。；\n]*$")  # 人民幣只剩 1640 億元
_CODE = 3
_HYPHENS = ("-", "‐", "‑")
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
        "[素論悖旦帥宵]|方程|宇宙|對立|[一二三]次|化(?![解為學])|件(?!事)|首(?![度次波批])"
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


@dataclass(slots=True)
class _Node:
    """A step of a trie of names: where each next character leads, what ends here."""

    to: dict[str, "_Node"] = field(default_factory=dict)
    name: str = ""


def _trie(names: Iterable[str], step: int) -> _Node:
    """Make a trie of the names, read forwards (step 1) or backwards (step -1)."""
    root = _Node()
    for name in names:
        node = root
        for character in name[::step]:
            node = node.to.setdefault(character, _Node())
        node.name = name
    return root


_AHEAD = _trie((name for name, unit in NAMES.items() if unit.first), -1)
_BEHIND = _trie(NAMES, 1)


def _longest_first(node: _Node, characters: str) -> list[str]:
    """Give the names that the characters begin with, along a trie."""
    names: list[str] = []
    for character in characters:
        following = node.to.get(fold(character))
        if following is None:
            break
        node = following
        if node.name:
            names.insert(0, node.name)
    return names


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
    gap = _SPACE.search(text, max(floor, start - 2), start)
    stop = gap.start() if gap else start
    if stop <= floor or text.count("\n", stop, start) > 1:
        return None
    for name in _longest_first(_AHEAD, text[max(floor, stop - REACH) : stop][::-1]):
        unit, at = NAMES[name], stop - len(name)
        if _glued(text[max(floor, at - 1) : at], name[0]):
            continue
        if not _exact(unit, text[at:stop]):
            continue
        symbol = not name[-1].isalpha()
        if not symbol and _COUNT.match(fold(text[end : end + 2])):
            return None
        near = _NUMBER_ENDS.search(text, max(floor, at - 3), at)
        tie = near is not None and len(near[1]) <= start - stop
        year = tie and _YEAR_ENDS.search(text, max(floor, at - 7), at)
        if tie and not year and not (symbol and alone):
            return None
        return Word(at, stop, name, unit, tie)
    return None


def name_behind(text: str, end: int) -> Word | None:
    """Find the name that begins behind a number."""
    gap = _GAP.match(text, end)
    at = gap.end() if gap else end
    if at == len(text) or text.count("\n", end, at) > 1:
        return None
    for name in _longest_first(_BEHIND, text[at : at + REACH]):
        unit, stop = NAMES[name], at + len(name)
        if _glued(text[stop : stop + 1], name[-1]):
            continue
        if not _exact(unit, text[at:stop]):
            continue
        guard = _GUARDS.get(name, _GUARDS.get(name[-1]))
        if guard and guard.match(fold(text[stop : stop + REACH])):
            return None
        if text[end:at] in _HYPHENS and (name == "pound" or not name[0].isalpha()):
            return None  # a 500-pound bomb, $5-$10
        other = _NUMBER_BEGINS.match(text, stop)
        if other and unit.first and len(other[1]) < at - end:
            return None  # 3 USD50 cards
        return _spelled_out(text, Word(at, stop, name, unit, other is not None))
    return None


def _spelled_out(text: str, word: Word) -> Word:
    """Take in what is said behind the name: 元人民幣, USD million."""
    if word.unit.code == YUAN and _HAN.match(text, word.end):
        whose = name_behind(text, word.end)
        if whose and whose.unit.code != YUAN and whose.unit.first:
            return whose
    is_code = len(word.name) == _CODE and word.name == word.unit.code.lower()
    if is_code and (scale := _SCALE.match(text, word.end)):
        unit = replace(word.unit, worth=Decimal(10) ** _POWERS[scale[1].lower()])
        return word._replace(end=scale.end(), unit=unit)
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
    if word.unit.code != YUAN:
        return word.unit.code
    named = _RENMINBI.search(text, max(0, word.start - REACH), word.start)
    return "CNY" if named else yuan
