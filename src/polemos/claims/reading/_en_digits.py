"""What a group of English digits is worth: 1,200, 1.5bn, 12 500, 1/3, 1.3x10^6."""

import re
from decimal import Decimal
from functools import lru_cache

from polemos.claims.reading._en_words import (
    CODES,
    MONEY,
    PAD,
    SUFFIXES,
    VULGAR,
    Kind,
    Token,
)
from polemos.claims.reading._numeral import ALWAYS_OPEN

_PAD = len(PAD)
_LONGEST = 40  # digits; a longer run is a key or a card, and no number
_LONGEST_CHAIN = 60  # digits, commas and strokes; a longer one is a table or an address
_ROUND = 3  # so many trailing zeros and more are taken as rounding, not as digits
_ONE = Decimal(1)
_STEPS = {n: Decimal(1).scaleb(n) for n in range(-_LONGEST_CHAIN, _LONGEST + 1)}
# One number, and what of it is grouping and what decimals; anything else with commas
# and points in it is a list, a date or an address.
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \xa0\u2009\u202f][0-9]{3})+(?:[.,][0-9]{1,2})?")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_COMMA = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?:[0-9]{1,2}|[0-9]{4,})")
_GROUPING = str.maketrans("", "", ", \xa0\u2009\u202f")
_RATIO = re.compile(r"([0-9]{1,3})/([0-9]{1,3}|10{3,6})")
_PART = re.compile(r"[0-9.,]*[0-9]")  # of a chain with blanks and strokes
_PIECE = re.compile(r"[0-9]+")
_POWER = re.compile(r"(?P<how>[e^]|\s?[x×]\s?10\^)(?P<sign>[-+\u2212]*)(?P<digits>\d+)")
_SIGNS = {"-": -1, "\u2212": -1, "+": 1}
LEADS = frozenset(".-\u2212+$€£¥₽₴")
_MONEY_WINDOW = 20  # characters in front that may hold a currency and an opened range
_ALWAYS = SUFFIXES.keys() - {"m", "mm", "b", "g", "t"}
_ONLY_MONEY = frozenset(("t", "mm"))
# Millions against metres: behind the m stands what is paid, or things in the plural.
_COUNTED = re.compile(
    r"\s(?:(?!(?:wide|long|deep|high|tall|thick|away|apart|below|above|from|of|to|in|at"
    r"|by|on|off|and|or|for|with|than|near|into|over|under|behind|between|the|a|an|range"
    r"|radius|north|south|east|west|across|is|was|has|as|its|this)\b)[a-z]++[\s-])?"
    r"(?:(?!(?:across|is|was|has|as|its|this|less|plus|always|perhaps|towards|metres"
    r"|meters)\b)[a-z]+[a-rt-z]s|people|men|women|children|personnel|yuan|yen|won|zloty"
    r"|rand|euro|baht)\b"
)


def tokens(m: re.Match[str], low: str, text: str) -> list[Token]:
    """Give the numbers of a match of digits; none where a unit is glued to it.

    `low` is `text` in lower case behind `PAD`.
    """
    start, end = m.span("chain")
    part, power, word, form, glued = m.group(
        "vulgar", "power", "scale", "form", "glued"
    )
    scaled = word is not None and (word in _ALWAYS or _scales(word, m, low, text))
    if word is None:
        stuck = glued is not None and power is None and form is None
        if stuck and not (glued in CODES and text[m.start("glued") - _PAD].isupper()):
            return []
    elif not scaled:
        if m.start("scale") == end:
            return []
        form = None
    if form == "x" and low[m.start("form") - 1].isspace():
        form = None
    chain = low[start:end]
    if chain == ALWAYS_OPEN:
        return []
    if (read := number(chain)) is not None:
        found = [Token(start, end, *read)]
    else:
        found = _apart(chain, start)
    if not found:
        return found
    last = found[-1]
    if last.kind is Kind.DIGITS and (part or power or scaled):
        _grow(last, m, scaled)
    if form is not None:
        last.form, last.form_end = form, m.end("form")
    if low[start - 1] in LEADS:
        _lead(found[0], low, len(found) == 1)
    return found


def _grow(token: Token, m: re.Match[str], scaled: bool) -> None:
    """Add ½ and multiply by powers and scale words that stand behind the digits."""
    if (part := m["vulgar"]) is not None:
        over, under = VULGAR[part]
        token.value, token.step = token.value + Decimal(over) / under, _ONE / under
        token.end += 1
    factor = _ONE
    if (power := m["power"]) is not None:
        factor, token.end = _raise(token, power), m.end("power")
    if scaled:
        token.scale, token.end = SUFFIXES[m["scale"]], m.end("scale")
        factor *= token.scale
    token.value, token.step = token.value * factor, token.step * factor


def _apart(chain: str, start: int) -> list[Token]:
    """Read digits, commas, points, blanks and strokes that are no number together."""
    if len(chain) > _LONGEST_CHAIN or chain.isdigit():
        return []
    found: list[Token] = []
    for part in _PART.finditer(chain):
        at = start + part.start()
        if (read := number(part[0])) is not None:
            found.append(Token(at, at + len(part[0]), *read))
            continue
        for piece in _PIECE.finditer(part[0]):
            if (read := number(piece[0])) is not None:
                where = at + piece.start()
                found.append(Token(where, where + len(piece[0]), *read))
    return found


@lru_cache(maxsize=1 << 13)
def number(chain: str) -> tuple[str, Decimal, Decimal] | None:
    """Read one number with the worth of its last digit; None where it is none."""
    if chain.isdigit():
        return _whole(chain) if len(chain) <= _LONGEST else None
    if len(chain) > _LONGEST_CHAIN:
        return None
    if _ENGLISH.fullmatch(chain) or _INDIAN.fullmatch(chain):
        plain = chain.replace(",", "")
    elif ratio := _RATIO.fullmatch(chain):
        over, under = Decimal(ratio[1]), Decimal(ratio[2])
        return (Kind.SLASHED, over / under, 1 / under) if under else None
    elif _SPACED.fullmatch(chain):
        plain = chain.replace(",", ".").translate(_GROUPING)
    elif _POINTS.fullmatch(chain):
        plain = chain.replace(".", "")
    elif _COMMA.fullmatch(chain):
        plain = chain.replace(".", "").replace(",", ".")
    else:
        return None
    point = plain.find(".")
    if point < 0:
        return _whole(plain)
    return Kind.DIGITS, Decimal(plain), _STEPS[point + 1 - len(plain)]


def _whole(digits: str) -> tuple[str, Decimal, Decimal]:
    value = Decimal(digits)
    if digits[-_ROUND:] != "0" * _ROUND or not value:
        return Kind.DIGITS, value, _ONE
    return Kind.DIGITS, value, _STEPS[len(digits) - len(digits.rstrip("0"))]


def _raise(base: Token, power: str) -> Decimal:
    """Give what 1.3 is multiplied by in 1.3e6 and 1.3x10^6, and 2.5 in 2.5^-1."""
    m = _POWER.fullmatch(power)
    assert m is not None
    negative = m["sign"] in ("-", "\u2212")
    exponent = -int(m["digits"]) if negative else int(m["digits"])
    if m["how"] != "^":
        return Decimal(1).scaleb(exponent)
    return base.value ** (exponent - 1) if base.value else _ONE


def _lead(token: Token, low: str, alone: bool) -> None:
    """Take the sign and the point in front of a number into it."""
    start = token.start
    if alone and low[start - 1] == "." and not low[start - 2].isalnum():
        digits = low[start : token.end]
        if token.kind is Kind.DIGITS and (bare := _PIECE.match(digits)):
            places = len(bare[0])
            if token.end == start + places or token.scale is not _ONE:
                step = token.scale.scaleb(-places)
                token.value, token.step = Decimal(bare[0]) * step, step
                start -= 1
    sign, ahead = low[start - 1], low[start - 2]
    if sign in _SIGNS:
        dash = (
            ahead.isalnum() or ahead in "-)%" or (ahead == " " and _closes(low, start))
        )
        phone = sign == "+" and low[token.end : token.end + 1] == "-"
        if not dash and not phone:
            token.value *= _SIGNS[sign]
            start -= 1
    elif sign in "$€£¥₽₴" and ahead in "-\u2212" and not low[start - 3].isalnum():
        token.value = -token.value
        start -= 2
    token.start = start


def _closes(low: str, start: int) -> bool:
    """Whether a number ends before the blank before the sign, as in "5 -10"."""
    return low[start - 3].isdigit() or low[start - 3] == "%"


def _scales(word: str, m: re.Match[str], low: str, text: str) -> bool:
    """Whether a letter behind digits multiplies them, and is no unit."""
    at, end = m.start("scale"), m.end("chain")
    if "-" in low[end:at]:
        return False
    large = text[at - _PAD].isupper()
    if word in ("m", "mm") and large:
        return True
    if word == "g":  # 5G is a network
        return large and (at > end or end - m.start() > 1)
    if MONEY.search(low, max(0, m.start() - _MONEY_WINDOW), m.start()):
        return True
    if word in _ONLY_MONEY or at > end:
        return False
    return word == "b" or _COUNTED.match(low, m.end("scale")) is not None
