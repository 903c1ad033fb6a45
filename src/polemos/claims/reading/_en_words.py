"""The words and shapes of English numbers, for lower-case text behind `PAD`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from polemos.claims.reading._currencies import NAMES
from polemos.claims.reading._latin import trie


class Kind:
    """What a token can be to the grammar; no Enum, which is slow to look up."""

    DIGITS = "digits"  # with its scale: 21, 1,200, 1.5bn
    SLASHED = "slashed"  # 1/3, ⅔
    UNIT = "unit"  # zero to nineteen
    TENS = "tens"
    HUNDRED = "hundred"
    SCALE = "scale"  # thousand and up
    DOZEN = "dozen"
    TEN = "ten"  # "tens", known only in "tens of thousands"
    ORDINAL = "ordinal"  # what can stand below the line: third, half, hundredths
    VAGUE = "vague"  # several, a few, a couple of
    SIGN = "sign"
    MULTIPLE = "multiple"  # doubled, twice, threefold


@dataclass(slots=True)
class Token:
    """A word or a group of digits; `end` is without the form (percent, times)."""

    start: int
    end: int
    kind: str
    value: Decimal
    step: Decimal = Decimal(1)
    scale: Decimal = Decimal(1)
    word: str = ""
    article: bool = False
    plural: bool = False
    form: str | None = None
    form_end: int = 0


UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9}
_SCALES |= {"trillion": 12, "quadrillion": 15}
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth", *(unit + "th" for unit in UNITS[13:])),
)
_SHORT = {"k": 3, "g": 9, "m": 6, "b": 9, "mm": 6, "mil": 6, "mn": 6, "mln": 6}
_SHORT |= {"bn": 9, "bln": 9, "tn": 12, "trn": 12, "tln": 12, "t": 12}
_DOZENS = ("dozen", "dozens", "doz", "dozs", "dz", "dzs")
_MULTIPLES: dict[str, Decimal | int] = {
    **dict.fromkeys(("doubled", "doubles", "doubling", "double", "twice"), 2),
    **dict.fromkeys(("tripled", "triples", "tripling", "triple", "trebled"), 3),
    **dict.fromkeys(("quadrupled", "quadruples", "quadrupling", "quadruple"), 4),
    "quintupled": 5,
    "halved": Decimal("0.5"),
}
VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5)}
VULGAR |= {"⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6)}
VULGAR |= {"⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}


def _vocabulary() -> dict[str, tuple[str, Decimal]]:
    words: dict[str, tuple[str, Decimal]] = {}

    def put(kind: str, value: Decimal | int, *names: str) -> None:
        words.update((name, (kind, Decimal(value))) for name in names)

    for n, name in enumerate(UNITS):
        put(Kind.UNIT, n, name)
        put(Kind.MULTIPLE, n, name + "fold")
    put(Kind.UNIT, 0, "nought", "naught")
    for n, name in enumerate(TENS, 2):
        put(Kind.TENS, n * 10, name)
        put(Kind.ORDINAL, n * 10, name[:-1] + "ieth", name[:-1] + "ieths")
    put(Kind.HUNDRED, 100, "hundred", "hundreds")
    put(Kind.ORDINAL, 100, "hundredth", "hundredths")
    put(Kind.MULTIPLE, 100, "hundredfold")
    for name, power in _SCALES.items():
        put(Kind.SCALE, 10**power, name, name + "s")
        put(Kind.ORDINAL, 10**power, name + "th", name + "ths")
    for n, name in enumerate(ORDINALS, 1):
        put(Kind.ORDINAL, n, name, name + "s")
    put(Kind.ORDINAL, 2, "half", "halves")
    put(Kind.ORDINAL, 4, "quarter", "quarters")
    put(Kind.DOZEN, 12, *_DOZENS)
    put(Kind.TEN, 10, "tens")
    put(Kind.VAGUE, 10, "several", "few")
    put(Kind.VAGUE, 3, "couple", "couple of")
    put(Kind.SIGN, -1, "minus", "negative")
    for name, times in _MULTIPLES.items():
        put(Kind.MULTIPLE, times, name)
    for sign, (over, under) in VULGAR.items():
        put(Kind.SLASHED, Decimal(over) / under, sign)
    return words


WORDS = _vocabulary()
SUFFIXES = {
    **{name: Decimal(10) ** power for name, power in _SHORT.items()},
    **{name: value for name, (kind, value) in WORDS.items() if kind is Kind.SCALE},
    **dict.fromkeys(("hundred", "hundreds"), Decimal(100)),
    **dict.fromkeys(_DOZENS, Decimal(12)),
}
# Codes of money that may be glued to a number: DKK40bn, 50EUR.
CODES = frozenset(
    name
    for name, unit in NAMES.items()
    if unit.first and name.isascii() and name.isalpha() and len(name) == len("usd")
)
_CODE = trie(CODES)
# Money in front of a number, or of the number that opens its range.
MONEY = re.compile(
    rf"(?:[$€£¥₽₴]|(?<![a-z]){_CODE})\s?"
    r"(?:[0-9][0-9.,]*+[a-z]{0,3}\s?(?:-|–|to|and)\s?)?\Z"
)
PAD = (
    "\n\n\n\n\n"  # in front of a text, so that five characters can always be looked at
)

_END = r"(?![a-z0-9_])"
_FORM = (
    r"(?:[\s-]{0,3}(?P<NAME>[%％](?:[\s-]points?)?"
    r"|(?:per\s?cent(?:age)?s?(?:[\s-]points?)?|pct|ppts?|pp|times|fold|x)"
    rf"{_END}|p\.p\.))?"
)
# "half a percentage point": only of a fraction, which the reader of the run minds
_PART_FORM = r"(?:\s(?:of\s)?an?(?=\sper\s?cent))?" + _FORM.replace("NAME", "told")
DIGITS = re.compile(
    rf"(?:(?<![a-z0-9_])|(?<=[^a-z]{_CODE})|(?<=[^a-z]m{_CODE}))"
    r"(?P<chain>[0-9]++(?:[ \xa0\u2009\u202f][0-9]{3}(?![0-9]))*(?:[.,/][0-9]++)*)"
    r"(?P<vulgar>[" + "".join(VULGAR) + "])?"
    r"(?P<power>e[-+]?[0-9]{1,2}" + _END + r"|\^[-+\u2212]{0,2}[0-9]{1,2}" + _END + ""
    r"|\s?[x×]\s?10\^[-+\u2212]?[0-9]{1,2}" + _END + ")?"
    r"(?:[\s-]{0,4}(?P<scale>" + trie(SUFFIXES) + ")" + _END + ")?"
    "" + _FORM.replace("NAME", "form") + "(?P<glued>[a-z_][a-z0-9_]*+)?"
)
WORD = re.compile(f"(?<![a-z])(?P<word>{trie(WORDS)}){_END}{_PART_FORM}")
# Numbers in an address are no quantities. Each pattern begins with plain characters.
_ADDRESSES = {
    "://": re.compile(r"https?://\S++"),
    "www.": re.compile(r"www\.\S++"),
    "data:": re.compile(r"data:[a-z]++/\S++"),
}
_FILLING = "x"  # no word or number is found in it

_AN = re.compile(r"(?<![a-z0-9_])an?\s{1,3}\Z")
_WIDEST_ARTICLE = 6

# Each begins with one plain character, to which the engine runs quickly.
_A_RUN = re.compile(b"00*+")
_NAMED_RUN = re.compile(b"00*+(?: 0++)*(?: {0,4}+([a-z^]))?")
_THOUSANDS = b" 000"
LEXICON = frozenset(word.encode() for word in WORDS if word.isalpha())
_NEAR = 24  # characters around a word in which it may have digits


def without_addresses(low: str) -> str:
    """Fill up the addresses of a text."""
    for sign, address in _ADDRESSES.items():
        if sign in low:
            low = address.sub(lambda m: _FILLING * len(m[0]), low)
    return low


def places(
    low: str, mask: bytes, words: Iterable[tuple[int, bytes]], *, beside_chinese: bool
) -> list[int]:
    """Give where a number may begin, in order: at a digit, a word or ½.

    `beside_chinese` leaves out digits that no letters are near to.
    """
    found = [at for at, word in words if word in LEXICON]
    if not low.isascii():
        for sign in VULGAR:
            at = low.find(sign)
            while at >= 0:
                found.append(at)
                at = low.find(sign, at + 1)
    parts = [(0, len(mask))]
    if beside_chinese:
        parts = [(max(at - _NEAR, 0), at + _NEAR) for at in found]
        parts += [
            m.span()
            for m in _NAMED_RUN.finditer(mask)
            if m.lastindex or _THOUSANDS in m[0]
        ]
    for part in parts:
        found += [m.start() for m in _A_RUN.finditer(mask, *part)]
    return sorted(set(found)) if beside_chinese else sorted(found)


def worded(m: re.Match[str], low: str) -> Token:
    """Make a token of a match of `WORD`."""
    word, start = m["word"], m.start()
    kind, value = WORDS[word]
    ahead = article(low, start - 1)
    plural = word[-1] == "s" and kind is not Kind.UNIT
    step = Decimal(10) if kind is Kind.TENS else Decimal(1)
    if kind is Kind.SLASHED:
        step /= VULGAR[word][1]
    start, end = start - ahead, m.end("word")
    token = Token(start, end, kind, value, step, Decimal(1), word, ahead > 0, plural)
    token.form, token.form_end = m["told"], m.end("told")
    return token


def article(low: str, at: int) -> int:
    """Count the characters of "a " or "an " before a word behind the blank at `at`."""
    if low[at - 1] not in "an \n":
        return 0
    m = _AN.search(low, max(0, at - _WIDEST_ARTICLE), at + 1)
    return len(m[0]) if m else 0
