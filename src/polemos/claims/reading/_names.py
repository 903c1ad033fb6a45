"""Numerals that are part of a name, and so no quantity: M2, T-72, 第二季, a link."""

import re

_REACH = 48  # characters on each side that a name may take
# What a name is made of, together with the numeral: no spaces, no Chinese.
_LEFT = re.compile(r"[!-~]*\Z")
_RIGHT = re.compile(r"[!-~]*")
_ADDRESS = re.compile(r"://|www\.|@\w|^data:|^mailto:")
_MODEL = re.compile(
    r"(?:[A-Z][A-Za-z]{0,7}|[A-Z]{1,6})-?\d+[A-Za-z]{0,3}\d{0,2}(?:[-/.]\d+)*"
    r"|\d{1,2}[A-Z]{1,3}\d{1,3}[A-Z]?"  # 2S19, 9K720
)
_MONEY = re.compile(
    r"(?:EUR|USD|RUB|TWD|NT|US|HK|CNY|RMB|GBP|JPY|UAH|PLN|CHF|SEK|[A-Z]{2}K)-?\d"
)
_CLOSING = ("", ".", ",", ";", "?", "!")
_TRIM = "()[]{}<>\"'`*_,;:!?."
_PHONE = re.compile(
    r"(?:\+?\d{1,3}[-\s])?(?:\(0?\d{1,4}\)[-\s]?|0\d{1,3}-)\d{3,4}-?\d{3,4}\b"
)
_VERSION = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,}")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_NOTE = re.compile(r"\[\^?\d{1,3}\]")
_AHEAD = re.compile(
    r"(?:第|兌|對|表|圖|頁|附錄|#)\s?\Z"
    r"|(?:[Tt]able|[Ff]igure|[Ff]ig\.|[Cc]hart|[Pp]age|[Nn]o\.|[Pp]art|[Cc]hapter"
    r"|[Ss]ection|[Aa]rticle|[Rr]esolution)\s?\Z"
)
_AHEAD_ENDS = frozenset("第兌對表圖頁錄#e.trn")  # what any of those ends on
_PAIR = re.compile(
    r"\s?(?:美元|歐元|美金|人民幣|元|dollar|euro)\s?(?:只|可|能|約|大約)?(?:兌|換|合|等於|=|buys|bought)"
)
_PART_OF = re.compile(r"[\s-](?:percentage[\s-])?point\b|\s?世紀|英熱|[\s-]century")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEAR = re.compile(r"\s(?:levels?|prices?|figures?|highs?|lows?|peaks?)\b")
_LIST = re.compile(r"(?:\A|\n)[ \t]*[#>]*[ \t]*(?:[*-][ \t]+)?(?:\d+\.)*\Z")
_POINT = re.compile(r"(?:[.、)）/](?!\d)|\.\d)")
_POINTS = re.compile(r"[.,]")
_DIGITS = 3  # a list counts no further


def is_name(text: str, start: int, end: int) -> bool:
    """Say whether the numeral at `text[start:end]` belongs to a name.

    It looks at what is glued to the numeral, and at the word before it.
    """
    ahead = text[max(0, start - _REACH) : start]
    behind = text[end : end + _REACH]
    numeral = text[start:end]
    one = numeral in ("1", "１", "一")
    if ahead.rstrip()[-1:] in _AHEAD_ENDS and (m := _AHEAD.search(ahead[-12:])):
        bare = _POINTS.sub("", numeral).isnumeric()  # "part 56% down" is no section
        if bare and (one or m[0].strip() not in ("兌", "對")):
            return True
    pair = one and _PAIR.match(behind)  # 1 美元換 51 盧布: told by the other number
    if pair or _PART_OF.match(behind) or _is_item(ahead, numeral, behind):
        return True
    if _OF_YEAR.match(behind) and _YEAR.fullmatch(numeral):
        return True
    glued = "!" <= ahead[-1:] <= "~" or "!" <= behind[:1] <= "~"
    return glued and _is_glued(numeral, ahead, behind)


def _is_glued(numeral: str, ahead: str, behind: str) -> bool:
    """Say whether what is glued to a numeral makes a name: T-72, a link, 10:30."""
    left = _LEFT.search(ahead) if ahead else None
    right = _RIGHT.match(behind)
    before = left[0] if left else ""
    after = right[0] if right else ""
    if not before and after in _CLOSING:
        return False
    glued = before + numeral + after
    token = glued.strip(_TRIM)
    if _MODEL.fullmatch(token) and not _MONEY.match(token):
        return True
    whole = any(form.fullmatch(token) for form in (_VERSION, _ORDINAL, _CLOCK))
    return whole or any(form.search(glued) for form in (_ADDRESS, _NOTE, _PHONE))


def _is_item(ahead: str, numeral: str, behind: str) -> bool:
    """Say whether the numeral opens an item of a list, or a heading: 1. or 2.1."""
    if not behind[:1] or behind[0] not in ".、)）/":
        return False
    return bool(
        _LIST.search(ahead) and _POINT.match(behind) and len(numeral) <= _DIGITS
    )
