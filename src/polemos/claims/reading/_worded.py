"""Claims that are made without a number: a majority, a record, a comparison."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Saying(StrEnum):
    """What the words claim."""

    MAJORITY = "majority"  # 大多, mostly: more than half
    SUPERLATIVE = "superlative"  # 從未見過, a record: none was higher (lower) before
    EXCEEDS = "exceeds"  # 遠超, far above: this is more (less) than that
    RANKING = "ranking"  # 最多, the most: nobody's is more (less)
    TREND = "trend"  # 枯竭, drying up: most of it is gone


@dataclass(frozen=True, slots=True)
class Worded:
    """Words at `text[start:end]` that claim something of an amount.

    `sign` is -1 for less, lower, least.
    """

    start: int
    end: int
    saying: Saying
    sign: int = 1


_S = Saying
# A number behind such words makes them a comparator of it, and no claim of their own.
_NO_NUMBER = (
    r"(?!\s?(?:了|約|近)?\s?(?:[A-Z$€£¥₽]{1,3}\s?)?[\d一二兩三四五六七八九十百千數半])"
)
_NO_DIGIT = r"(?!\s+[\d$€£])"
_IN_TIME = (
    r"(?:\s\w+){0,4}?\s(?:since|ever|on record|recorded|to date"
    r"|in (?:\w+ ){0,3}(?:years?|decades?|months?)|of any (?:year|month|week)"
    r"|in any (?:single )?(?:year|month|week)"
    r"|of the (?:whole |entire )?(?:war|century))"
)
_FIRST = (
    "highest|largest|biggest|fastest|most|steepest|worst|dearest|bloodiest|deadliest"
    "|heaviest"
    "|costliest|strongest"
)
_LAST = "lowest|smallest|slowest|weakest|cheapest|fewest"


def _record(zh: str, end: str, en: str, word: str) -> str:
    """Write the words for a record: the characters of 最, 新高 or 新低, and English."""
    return (
        rf"(?:歷史|歷年|歷來|史上|有紀錄以來|以來)(?:單[月日季])?的?(?:最[{zh}]|新{end}|{end}點)"
        rf"|創下?[^，。]{{0,6}}新{end}"
        rf"|(?:record|all-time|historic) {word}"
        rf"|(?:the |its |their |a )?(?:{en}){_IN_TIME}"
    )


_WORDS: tuple[tuple[Saying, int, str], ...] = (
    (
        _S.SUPERLATIVE,
        1,
        _record("高大多快重貴慘嚴", "高", _FIRST, "high")
        + r"|從未見過|前所未見|前所未有|史無前例|unprecedented|record level"
        r"|never (?:before )?(?:seen|been (?:so )?high(?:er)?)"
        r"|(?:hit|reached|set) a (?:fresh |new )?record|a (?:new|fresh) record"
        r"|\ba record(?=\s[\d$€£₽])",
    ),
    (
        _S.SUPERLATIVE,
        -1,
        _record("低小少慢弱輕便", "低", _LAST, "low")
        + "|(?:fewer|less|lower) than (?:on|in|at) any",
    ),
    (
        _S.MAJORITY,
        1,
        r"絕大多數|大多數?|大部分|多數|大半|\bmostly\b|\bmost of\b|the majority of"
        r"|the bulk of",
    ),
    (
        _S.EXCEEDS,
        1,
        rf"(?:遠遠?(?:超過?|高於|大於|多於)|超過|高於|多於|大於|凌駕|勝過){_NO_NUMBER}"
        r"|(?:(?:far |well |much )(?:above|exceed(?:s|ed|ing)?"
        r"|(?:more|higher|larger) than)|outstrip(?:s|ped)?|dwarf(?:s|ed|ing)?"
        r"|outweigh(?:s|ed)?|overt(?:akes?|ook|aken)"
        r"|surpass(?:es|ed)?|outsp(?:ent|ends?)|outgave|exceed(?:s|ed)?"
        r"|(?:has given|gave) more|(?:is|was|are|were) (?:higher|larger|greater|more)"
        rf" than){_NO_DIGIT}",
    ),
    (
        _S.EXCEEDS,
        -1,
        rf"(?:遠|還)?(?:低於|少於|不及|小於|不如){_NO_NUMBER}"
        r"|(?:(?:far |well |much )(?:below|(?:less|lower|smaller) than)"
        rf"|(?:is|was|are|were) (?:lower|smaller|less|fewer) than){_NO_DIGIT}",
    ),
    (
        _S.RANKING,
        1,
        r"最多(?!\s?\d)|之冠|居冠|最大的?(?:單一)?(?:援助|捐助|出資)[國者方]"
        r"|(?:paid|gave|given|done|contributed|spent|provided) the most"
        r"|(?:largest|biggest|most generous) (?:single )?"
        r"(?:donor|backer|contributor|supporter)",
    ),
    (_S.RANKING, -1, r"[出給]得?最少|(?:paid|gave|given|contributed) the least"),
    (
        _S.TREND,
        -1,
        r"枯竭|耗盡|見底|掏空|燒光|用罄|\bdr(?:ying|ied|ies) up\b|\bdwindling\b"
        r"|\brun(?:s|ning)? (?:out|dry)\b|\b(?:depleted|exhausted)\b|\bused up\b",
    ),
)
_ANY = re.compile(
    "|".join(f"(?P<w{i}>{words})" for i, (_, _, words) in enumerate(_WORDS)),
    re.IGNORECASE,
)


def worded(text: str) -> Iterator[Worded]:
    """Give the claims that a text makes in words alone, in order."""
    for m in _ANY.finditer(text):
        saying, sign, _ = _WORDS[int((m.lastgroup or "w0")[1:])]
        yield Worded(m.start(), m.end(), saying, sign)
