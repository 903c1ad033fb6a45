"""The words that say how a number is held: at least, nearly, 逾, 不到."""

import re
from collections.abc import Mapping

from polemos.claims.reading._quantity import Comparator

_C = Comparator
# Words that stand before a number, in both languages; looked up, the longest first.
_BEFORE: Mapping[Comparator, tuple[str, str]] = {
    _C.GE: (
        "至少 上 不少於 不低於 不下 不下於 起碼 最少 ≥ ≧",
        "at least, no fewer than, no less than, not less than, a minimum of, minimum",
    ),
    _C.LE: (
        "至多 最多 不超過 未超過 不逾 不多於 不高於 頂多 上限 ≤ ≦",
        "at most, no more than, not more than, not exceeding, a maximum of, maximum,"
        "capped at, a cap of",
    ),
    _C.UP_TO: (
        "高達 多達 大達 達到 可達",
        "up to, as much as, as many as, as high as, as large as",
    ),
    _C.LT: (
        "不到 不足 未滿 未達 低於 少於 小於 不及 跌破 降破 < ＜",
        "less than, fewer than, under, below, short of, lower than, smaller than",
    ),
    _C.APPROX_BELOW: (
        "將近 接近 逼近 幾近 趨近 幾乎 近",
        "nearly, almost, close to, just under, just below, just short of, approaching,"
        "nearing, not quite, a little under",
    ),
    _C.GT: (
        "超過 超出 高於 多於 大於 突破 跨越 衝破 逾 破 > ＞",
        "more than, over, above, exceeding, exceed, exceeds, exceeded, upward of,"
        "upwards of, north of, topped, topping, tops, surpassed, surpasses, surpassing,"
        "surpass, in excess of, greater than, higher than, well over, just over, past",
    ),
    _C.APPROX: (
        "大約 約莫 大概 大致 粗估 約略 約 ~ ～ ≈",
        "approximately, about, around, roughly, some, circa, c., ca., ~, ≈,"
        "an estimated, in the region of, something like",
    ),
    # No comparators, though they end in one.
    _C.EQ: ("", "add up to, adds up to, added up to, adding up to, comes up to"),
}
_ZH = {word: c for c, (zh, _) in _BEFORE.items() for word in zh.split()}
_EN = {word.strip(): c for c, (_, en) in _BEFORE.items() for word in en.split(",")}
_ZH_LONGEST, _EN_WORDS = max(map(len, _ZH)), 4
_FILLERS_ZH = ("了", "為", "有", "是")
_FILLERS_EN = frozenset({"the", "a", "an", "of"})
# Most numbers have none before them, which the last word or character tells.
_ZH_ENDS = frozenset({*_FILLERS_ZH, *(word[-1] for word in _ZH)})
_EN_ENDS = _FILLERS_EN | {word.rsplit(" ", 1)[-1] for word in _EN}
_AFTER: Mapping[Comparator, tuple[str, str]] = {
    _C.LT: (r"不到|以下|未滿", r"or (?:less|fewer|lower)"),
    _C.GE: ("", r"or (?:more|higher)|\+|plus\b"),
    _C.GT: (r"以上|之上|有餘|[多餘](?!年來)", r"-odd\b|and counting"),
    _C.APPROX: (r"左右|上下|之譜|前後|許", r"or so\b|or thereabouts"),
}
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
_NOUN = re.compile(
    "不超過|至多|不到|不及|不足|低於|少於|超過|逾|高於|多於|將近|接近|大約|約"
)


def before(text: str, at: int) -> tuple[Comparator, int] | None:
    """Give the comparator whose words end at `at`, and where they begin."""
    begin = max(0, at - _WINDOW)
    words = text[begin:at].rstrip(' \u00a0\n「"')
    if not words:
        return None
    if words[-1].isalpha() and words[-1].isascii():
        if words.rsplit(None, 1)[-1].lower() not in _EN_ENDS:
            return None
        found = _english(words.lower().replace("\n", " "))
    elif words[-1] in _ZH_ENDS:
        found = _chinese(words)
    else:
        return None
    if found is None:
        return None
    comparator, end, length = found
    start = begin + end - length
    if comparator is _C.EQ or (words.endswith("上") and text[at] not in _HUNDREDS):
        return None
    return comparator, start


def _chinese(words: str) -> tuple[Comparator, int, int] | None:
    end = len(words)
    if words[-1] in _FILLERS_ZH and end > 1:
        end -= 1
    for length in range(min(_ZH_LONGEST, end), 0, -1):
        if (c := _ZH.get(words[end - length : end])) is not None:
            return c, end, length
    return None


def _english(words: str) -> tuple[Comparator, int, int] | None:
    told = words.rsplit(" ", _EN_WORDS)
    if told[-1] == "the" and told[-2:-1] == ["than"]:
        return None  # less than the 9 trillion of 2023: a comparison with that
    if told[-1] in _FILLERS_EN:
        words = words[: -len(told[-1])].rstrip()
        told = words.rsplit(" ", _EN_WORDS)
    for first in range(max(0, len(told) - _EN_WORDS), len(told)):
        phrase = " ".join(told[first:])
        if (c := _EN.get(phrase)) is not None:
            return c, len(words), len(phrase)
    return None


def over_noun(text: str, begin: int, at: int) -> Comparator | None:
    """Give the comparator before a fraction's noun, which ends in 的: 不到訂購量的一半.

    `begin` is where the clause begins.
    """
    found = _NOUN.findall(text, begin, at)
    return _ZH[found[-1]] if found else None


def after(text: str, at: int) -> tuple[Comparator, int] | None:
    """Give the comparator whose words begin at `at`, and where they end."""
    if m := _BEHIND.match(text, at):
        return Comparator[m.lastgroup or ""], m.end()
    return None
