"""The words that say how a number is held: at least, nearly, 逾, 不到."""

import re
from collections.abc import Mapping

from polemos.claims.reading._quantity import Comparator

_C = Comparator
# Longer words come first where one begins with another: 不少於 is not 少於.
_BEFORE: Mapping[Comparator, tuple[str, str]] = {
    _C.GE: (
        r"至少|上|不少於|不低於|不下於?|起碼|最少|[≥≧]",
        r"at least|no fewer than|no less than|not less than|a minimum of|minimum",
    ),
    _C.LE: (
        r"至多|最多|不超過|不逾|不多於|不高於|頂多|上限為?|[≤≦]",
        r"at most|no more than|not more than|not exceeding|a maximum of|maximum|capped at"
        r"|a cap of",
    ),
    _C.UP_TO: (
        r"(?:高|多|大)達|達到|可達",
        r"(?<!add )(?<!adds )(?<!added )(?<!adding )(?<!comes )(?<!came )up to|as (?:much|many|high|large) as|as high as",
    ),
    _C.LT: (
        r"不到|不足|未滿|未達|低於|少於|小於|不及|[<＜]",
        r"less than|fewer than|under|below|short of|lower than|smaller than",
    ),
    _C.APPROX_BELOW: (
        r"將近|接近|逼近|幾近|趨近|幾乎|近",
        r"nearly|almost|close to|just under|just below|just short of|approaching|nearing"
        r"|not quite|a little under",
    ),
    _C.GT: (
        r"超過|超出|高於|多於|大於|突破|跨越|衝破|(?<!不)逾|破|[>＞]",
        r"more than|over|above|exceeding|exceeds?|exceeded|upwards? of|north of|topp(?:ed|ing)"
        r"|tops|surpass(?:ed|es|ing)?|in excess of|greater than|higher than|well over"
        r"|just over",
    ),
    _C.APPROX: (
        r"大約|約莫|大概|大致|粗估|約略|約|[~～≈]",
        r"approximately|about|around|roughly|some|circa|c\.|ca\.|~|≈|an estimated"
        r"|in the region of|something like|or so",
    ),
}
_AFTER: Mapping[Comparator, tuple[str, str]] = {
    _C.LT: (r"不到|以下|未滿", r"or (?:less|fewer|lower)"),
    _C.GE: ("", r"or (?:more|higher)|\+|plus\b"),
    _C.GT: (r"以上|之上|有餘|[多餘](?!年來)", r"-odd\b|and counting"),
    _C.APPROX: (r"左右|上下|之譜|前後|許", r"or so\b|or thereabouts"),
}
_NAMES = tuple(_BEFORE)
_AHEAD = re.compile(
    "(?:"
    + "|".join(
        rf"(?P<c{i}>{zh}|(?<![A-Za-z])(?:{en}))"
        for i, (zh, en) in enumerate(_BEFORE.values())
    )
    + r")(?:了|為|有|是|the|an?|of)?[\s「\"]{0,2}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\s-]?(?:"
    + "|".join(
        f"(?P<{c.name}>{'|'.join(w for w in words if w)})"
        for c, words in _AFTER.items()
    )
    + ")",
    re.IGNORECASE,
)
_WINDOW = 26
_HUNDREDS = ("百", "千", "萬")
_OVER = {
    _C.LE: "le",
    _C.LT: "lt",
    _C.GT: "gt",
    _C.APPROX: "approx",
    _C.APPROX_BELOW: "near",
}
_NOUN = re.compile(
    r"(?P<le>不超過|至多)|(?P<lt>不到|不及|不足|低於|少於)|(?P<gt>超過|逾|高於|多於)"
    r"|(?P<near>將近|接近)|(?P<approx>大約|約)"
)


def before(text: str, at: int) -> tuple[Comparator, int] | None:
    """Give the comparator whose words end at `at`, and where they begin."""
    m = _AHEAD.search(text, max(0, at - _WINDOW), at)
    if m is None or (m[0].strip() == "上" and text[at : at + 1] not in _HUNDREDS):
        return None
    return _NAMES[int((m.lastgroup or "c0")[1:])], m.start()


def over_noun(text: str, begin: int, at: int) -> Comparator | None:
    """Give the comparator before a fraction's noun: 不到訂購量的一半, under a third.

    `begin` is where the clause begins; the noun ends in 的 or in "of".
    """
    if not text.endswith("的", begin, at):
        return None
    last = None
    for last in _NOUN.finditer(text, begin, at):
        pass
    if last is None:
        return None
    return next(c for c, word in _OVER.items() if last.lastgroup == word)


def after(text: str, at: int) -> tuple[Comparator, int] | None:
    """Give the comparator whose words begin at `at`, and where they end."""
    if m := _BEHIND.match(text, at):
        return Comparator[m.lastgroup or ""], m.end()
    return None
