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
    """Words at `text[start:end]` that claim something of an amount; `sign` is -1 for
    less, lower, least."""

    start: int
    end: int
    saying: Saying
    sign: int = 1


_S = Saying
_NUMBER_NEXT = (
    r"(?!\s?(?:了|約|近)?\s?(?:[A-Z$€£¥₽]{1,3}\s?)?[\d一二兩三四五六七八九十百千數半])"
)
_WORDS: tuple[tuple[Saying, int, str], ...] = (
    (
        _S.SUPERLATIVE,
        1,
        r"從未見過|前所未見|前所未有|史無前例|創下?(?:歷史|歷年|開戰以來|[^，。]{0,6})?新高|歷(?:史|年|來)(?:最高|新高)"
        r"|有史以來最(?:高|大|多)|以來(?:的)?(?:最[高大多快重貴慘]|新高|最嚴重|高點)|有紀錄以來最[高大多快]|創(?:下)?(?:開戰以來)?新高|史上最(?:高|大|多)"
        r"|(?:record|all-time|historic) high|never (?:before )?(?:seen|been (?:so )?high(?:er)?)"
        r"|unprecedented|(?:the |its |their |a )?(?:highest|largest|biggest|fastest|most|steepest|worst|dearest|bloodiest|deadliest|costliest|strongest)"
        r"(?:\s\w+){0,4}?\s(?:since|in (?:more than )?(?:\w+ )?(?:years?|decades?|months?)|ever|on record|"
        r"of the (?:whole |entire )?(?:war|century)|(?:ever )?(?:on record|recorded)|to date)|hit a (?:fresh |new )?record|reached a record|a (?:new|fresh) record|record level",
    ),
    (
        _S.SUPERLATIVE,
        -1,
        r"創下?(?:歷史|歷年|開戰以來|[^，。]{0,6})?新低|歷(?:史|年|來)(?:最低|新低)|以來(?:的)?(?:最[低小少慢弱輕]|新低|低點)|有紀錄以來最[低小少慢]"
        r"|史上最(?:低|少)|(?:record|all-time|historic) low|(?:the |its |their )?(?:lowest|smallest|slowest|weakest|cheapest|"
        r"fewest)(?:\s\w+){0,4}?\s(?:since|in (?:more than )?(?:\w+ )?(?:years?|decades?|months?)|ever|on record)|(?:fewer|less|lower) than (?:on|in|at) any",
    ),
    (
        _S.MAJORITY,
        1,
        r"絕大多數|大多數?|大部分|多數|大半|\bmostly\b|\bmost of\b|the majority of|the bulk of",
    ),
    (
        _S.EXCEEDS,
        1,
        rf"遠遠?(?:超過?|高於|大於|多於){_NUMBER_NEXT}|(?:超過|高於|多於|大於|凌駕|勝過){_NUMBER_NEXT}"
        r"|(?:far |well |much )(?:above|exceed(?:s|ed|ing)?|more than|higher than|larger than)(?!\s+[\d$€£])"
        r"|(?:outstrip(?:s|ped)?|dwarf(?:s|ed|ing)?|outweigh(?:s|ed)?|overt(?:akes?|ook|aken)|surpass(?:es|ed)?|outsp(?:ent|ends?)|outgave"
        r"|exceed(?:s|ed)?|has given more|gave more|(?:is|was|are|were) (?:higher|larger|greater|more) than)"
        r"(?!\s+[\d$€£])",
    ),
    (
        _S.EXCEEDS,
        -1,
        rf"(?:遠|還)?(?:低於|少於|不及|小於|不如){_NUMBER_NEXT}"
        r"|(?:far |well |much )(?:below|less than|lower than|smaller than)(?!\s+[\d$€£])"
        r"|(?:is|was|are|were) (?:lower|smaller|less|fewer) than(?!\s+[\d$€£])",
    ),
    (
        _S.RANKING,
        1,
        r"最多(?!\s?\d)|最大(?:的)?(?:單一)?(?:援助|捐助|出資)[國者方]|(?:paid|gave|given|done|contributed|spent|provided) the most"
        r"|(?:the |is |was )?(?:largest|biggest) (?:single )?(?:donor|backer|contributor|supporter)",
    ),
    (_S.RANKING, -1, r"(?:出|給)得?最少|(?:paid|gave|given|contributed) the least"),
    (
        _S.TREND,
        -1,
        r"枯竭|耗盡|見底|掏空|燒光|用罄|\bdr(?:ying|ied|ies) up\b|\brunning (?:out|dry)\b|\brun(?:s)? dry\b"
        r"|\b(?:nearly )?(?:depleted|exhausted)\b|\bdwindling\b|\bused up\b",
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
