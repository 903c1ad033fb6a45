"""The words and patterns of English dates, for text in lower case."""

import re
from collections.abc import Iterable
from decimal import Decimal

from polemos.claims.reading._en_words import ORDINALS as CARDINAL_ORDINALS
from polemos.claims.reading._en_words import PAD, TENS, UNITS, WORDS
from polemos.claims.reading._latin import trie

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
MONTHS = [name[:3] for name in _MONTHS]
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTS = UNITS[1:]
ORDINALS = dict(zip(CARDINAL_ORDINALS[:4], range(1, 5), strict=True))
ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4, "final": 4, "latter": 2}
STEPS = {"last": -1, "previous": -1, "this": 0, "current": 0, "the": 0, "next": 1}
STEPS |= {"coming": 1}
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
PARTS = {"end": "end", "close": "end", "start": "start", "beginning": "start"}
PARTS |= {"middle": "mid", "mid": "mid", "early": "early", "late": "late"}

_M = r"""(?:jan(?:uary|\b\.?)|feb(?:ruary|\b\.?)|ma(?:y|rch|r\b\.?)|apr(?:il|\b\.?)
    |jun(?:e|\b\.?)|jul(?:y|\b\.?)|aug(?:ust|\b\.?)|sep(?:tember|t?\b\.?)|oct(?:ober|\b\.?)
    |nov(?:ember|\b\.?)|dec(?:ember|\b\.?))(?!\w)"""
# Names that are no other word, and need no preposition to be a month.
BARE_MONTH = re.compile("|".join(m for m in _MONTHS if m not in ("march", "may")))
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"[12]\d{3}(?!\d|[.,]\d|\s?%)"
_NTH = r"(?:st|nd|rd|th)?"
_TO = r"\s?(?:[–—-]|to|and)\s?"

_FIRST = (  # the words that a phrase may have before its anchor
    "end close start beginning middle early late mid"
    " since by up until till as of at to through from between before the in"
    " over for during within after than on versus past last previous preceding recent"
    " next coming following this current first second third fourth final latter half"
    " quarter a an few several many couple dozens and fiscal fy"
).split()
# Read backwards from an anchor: how far back its phrase may begin.
BACK = re.compile(
    rf"(?:[\s,–—-]{{1,2}}(?:(?:ts|dn|dr|ht)?(?:\d{{3}},)?\d{{1,4}}(?:\.\d{{1,4}})?"
    rf"|{trie(w[::-1] for w in (*_FIRST, *_COUNTS, *TENS))})(?![a-z\d]))*"
)
# The word of a phrase that costs least to look for.
_SINGLE = ("year", "month", "week", "day", "quarter", "decade", "century")
_UNITS = (*_SINGLE, *(unit + "s" for unit in _SINGLE[:-1]), "centuries")
_ALONE = frozenset(unit.encode() for unit in _UNITS)
LEXICON = frozenset(
    word.encode()
    for word in (
        *(*_UNITS, *WEEKDAYS, *DAYS, *MONTHS, *_MONTHS, "sept"),
        *("weekend", "since", "q0", "h0", "fy0000"),
    )
)
_FIGURES = re.compile(b"0(?:000|[qh]0|q)")
_YEARS = ("18", "19", "20")
_PAD = len(PAD)
_JOINED = frozenset("-/q")  # to a year of a date

DATE = rf"""(?:
    (?<![a-z0-9./=&-])(?P<iy>[12]\d{{3}})(?P<isep>[-/])(?P<im>\d{{1,2}})(?P=isep)
      (?P<id>\d{{1,2}})(?![a-z0-9/-])
  | (?P<edge>(?:the\s)?(?:end|close|start|beginning|middle)\s(?:of\s)?(?:the\s)?
      |end-|mid-?\s?|(?:early|late)(?:-|\s(?:in\s)?))?(?:
      (?:
        (?:{_DAY},?\s)?(?P<nth>last|this|next)?(?(nth)\s|)
        (?:(?:the\s)?(?<![\d.,:$€£/-])(?P<d0>\d\d?){_NTH}
          (?:{_TO}(?P<d1>\d\d?){_NTH})?\s(?:of\s)?)?
        (?P<m>{_M})
        (?(d0)|(?:\s(?:the\s)?(?P<e0>\d\d?){_NTH}(?![\d%]|[.,]\d|\s(?:[mb]illion|per))
          (?:\s?(?:[–—-]|to)\s?(?P<e1>\d\d?){_NTH}(?![\d%]|[.,]\d))?)?)
      | (?:the\s)?(?P<ord>first|second|third|fourth|final|1st|2nd|3rd|4th
          |last(?=\squarter\sof\b))[\s-]quarter
      | q(?P<q>[1-4])(?!\w)
      | (?:the\s)?(?P<half>first|second|latter|last|1st|2nd)\shalf
      | h(?P<h>[12])(?!\w)
      )
      (?:,?\s?(?:of\s|in\s)?(?:(?P<y>(?<=[\s,-]){_YEAR})
        |(?<=\s)(?:(?P<rel>last|this|next)|(?P<the>the))\syear\b))?
    | (?P<yb>{_YEAR})[\s-]?(?P<pb>q[1-4]|h[12])(?![a-z0-9])
    | (?P<pc>[1-4]q|[12]h)[\s-]?(?P<yc>\d{{4}}|\d\d)\b
    | (?P<step>last|previous|this|current|next|coming)\s(?P<unit>year|month|weekend|week
      |quarter|decade|century|{_DAY})(?!\w|-)
    | (?P<weekday>{_DAY})(?!\w)
    | (?P<day>yesterday|today|tomorrow)\b
    | (?:the\s)?(?P<decade>1[89]\d0|20\d0)s\b
    | (?:the\s)?(?P<century>\d\d?)(?:st|nd|rd|th)[\s-]century\b
    | (?<![\d.,$€£/=-])(?P<y0>[12]\d{{3}})\s?[–—-]\s?(?P<y1>[12]\d{{3}}|\d\d)
      (?![\w%]|[.,–-]\w)
    | (?(edge)(?P<the_year>year)\b|(?!))
    | (?P<fiscal>fy\s?)?(?(edge)|(?<![\d.,$€£/=-]))(?P<year>{_YEAR})(?![\w–-])
    )
)"""
LEAD = r"""(?:(?P<lead>since|by|up\suntil|until|till|as\s(?:of|at)|to|through|from
    |between|before)\s)?"""
LENGTH = rf"""
    (?:(?P<before>over|for|in|during|within|after|from|than|on|versus)\s)?(?:the\s)?
    (?:(?P<way>past|last|previous|preceding|recent|next|coming|following)\s)?
    (?:(?P<n>(?<![\d.,$€£-])(?:\d,\d{{3}}|\d{{1,4}}(?:\.\d\d?)?)
      |(?:{trie(TENS)})(?:[\s-](?:{trie(_COUNTS[:9])}))?|{trie(_COUNTS)}
      |several|a\sfew|few|many|dozens\sof|a\scouple\sof|half\san?|an?)
      (?:[\s-]|(?<=\d)(?=[ymwd]))|(?<=past\s)|(?<=recent\s)
      |(?<=the\s)(?=(?:year|quarter|month|week)\s(?:to|end(?:ed|ing))\s))
    (?P<more>and\sa\shalf\s)?
    (?P<u>year|month|week|day|decade|quarter|centur(?:y|ie))(?P<s>s)?
    (?![\w]|-on-|[\s-]olds?\b|-(?:end|to))(?P<more2>\sand\sa\shalf)?
    (?:(?P<ago>\sago)|(?P<later>\slater)|(?P<earlier>\s(?:earlier|before|prior)))?\b
    (?P<ends>\s(?:to|ending|ended|through)\s(?:in\s|on\s)?)?
"""
WAR = r"""
    since\s(?:the\s(?:start|beginning|outbreak|onset|launch)\sof\s)?(?:
      (?:the|its|his|(?:russia|moscow|putin|the\skremlin)['’]s)\s
      (?:(?:full-scale|large-scale|all-out|russian|current|ukraine|2022)\s){0,3}
      (?:war|invasion|conflict|fighting|hostilities)\b
      (?!\s(?:in|on|of|against|with|between)\s(?!ukraine))
      (?:\s(?:in|on|of|against)\sukraine)?
      (?:\s(?:began|started|broke\sout|erupted))?
    | (?:russia|moscow|putin|russian\s(?:forces|troops))\s(?:first\s)?
      (?:invaded|(?:launched|began|started)\s(?:its|the|his|a)\s
        (?:(?:full-scale|large-scale|all-out)\s)?(?:war|invasion))\b
      (?!\s(?:in|on|of|against)\s(?!ukraine))(?!\s(?:georgia|georgian|chechnya|crimea)\b)
      (?:\s(?:of\s|on\s|against\s)?ukraine\b)?
    )
"""
# What makes four digits a year and "May" a month.
HELD = re.compile(
    r"(?:\b(?:in|since|by|during|of|from|for|until|till|through|throughout|before|after"
    r"|between|than|the|its|last|next|this|late|early|on|fiscal|year)\s|['’]s\s|\()\Z",
)
RANGE = re.compile(r"\s?[–—-]\s?|\s(?:to|through|until|till|(?P<and>and))\s(?:the\s)?")
ON = re.compile(r"\s?,?\son(?:wards?)?\b(?!\s(?:the|an?|\w+day)\b)")


def anchors(
    low: str, mask: bytes, words: Iterable[tuple[int, bytes]]
) -> list[tuple[int, bool]]:
    """Give where a word stands that a phrase is built about, in order.

    With each, whether it is a unit of time, which means nothing alone.
    """
    found = [
        (at - _PAD, word in _ALONE)
        for at, word in words
        if word in LEXICON and not "\u3400" <= low[at - 1] <= "\u9fff"
    ]
    figures = [m.start() for m in _FIGURES.finditer(mask)]
    found += [(at - _PAD, False) for at in figures if _is_year(low, at)]
    found.sort()
    return found


def _is_year(low: str, at: int) -> bool:
    """Whether figures are a year, or a quarter or a half of one (1Q24)."""
    before, year = low[at - 1], low[at + 1].isdecimal()
    if before.isdecimal() or "a" <= before <= "z":
        return False
    if "\u3400" <= before <= "\u9fff":  # where only figures are read: 於2024Q4
        return year and low.startswith("20", at) and low[at + 4 : at + 5] in _JOINED
    return not year or low.startswith(_YEARS, at)


def count_of(word: str) -> Decimal | None:
    """Read 3, three, twenty-four, half a; None for several."""
    if word[0].isdecimal():
        return Decimal(word.replace(",", ""))
    if word in ("half a", "half an"):
        return Decimal("0.5")
    parts = word.split()
    if parts[0] in _COUNTS or parts[0] in TENS:
        return sum((WORDS[p][1] for p in parts), Decimal(0))
    return Decimal(1) if word in ("a", "an") else None
