"""The words that say how a number is held: at least, nearly, 逾, 不到."""

import re
from collections.abc import Mapping

from polemos.claims.reading._quantity import Comparator

_C = Comparator
# Longer words come first where one begins with another: 不少於 is not 少於.
_BEFORE: Mapping[Comparator, tuple[str, str]] = {
    _C.GE: (
        r"至少|不少於|不低於|不下於?|起碼|最少|[≥≧]",
        r"at least|no fewer than|no less than|not less than|a minimum of|minimum",
    ),
    _C.LE: (
        r"至多|最多|不超過|不逾|不多於|不高於|頂多|上限為?|[≤≦]",
        r"at most|no more than|not more than|not exceeding|a maximum of|maximum|capped at"
        r"|a cap of",
    ),
    _C.UP_TO: (
        r"(?:高|多|大)達|達到|可達",
        r"up to|as (?:much|many|high|large) as|as high as",
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
        r"超過|超出|高於|多於|大於|突破|跨越|衝破|(?<!不)逾|破|上(?=[百千萬億兆])|[>＞]",
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


def before(text: str, at: int) -> tuple[Comparator, int] | None:
    """Give the comparator whose words end at `at`, and where they begin."""
    if m := _AHEAD.search(text, max(0, at - _WINDOW), at):
        return _NAMES[int((m.lastgroup or "c0")[1:])], m.start()
    return None


def after(text: str, at: int) -> tuple[Comparator, int] | None:
    """Give the comparator whose words begin at `at`, and where they end."""
    if m := _BEHIND.match(text, at):
        return Comparator[m.lastgroup or ""], m.end()
    return None
