"""What is counted or measured, by the words that follow a number."""

import re
from collections.abc import Mapping
from typing import NamedTuple

# Each unit with its words in both languages; English nouns are given in the singular.
_WORDS: Mapping[str, tuple[str, str]] = {
    "persons": (
        "名|人|位|員",
        "soldier|troop|people|person|man|men|personnel|casualt(?:y|ies)|fatalit(?:y|ies)"
        "|death|dead|killed|wounded|(?-i:[A-Z][a-z]+(?:ian|an)(?=s))|recruit|fighter|serviceman|servicemen|body|bodies",
    ),
    "vehicles": (
        "輛|部|台",
        "tank|vehicle|carrier|truck|ifv|apc|afv|mbt|bmp|armou?red vehicle",
    ),
    "weapons": (
        "門|枚|套",
        "gun|howitzer|piece|missile|drone|weapon|launcher|munition",
    ),
    "shells": ("發", "shell|round"),
    "aircraft": ("架", "aircraft|plane|jet|helicopter"),
    "ships": ("艘", "ship|vessel|warship"),
    "km²": (
        "平方公里|平方千米",
        r"km²|km2|sq\.? ?km|square[ -]kilomet(?:re|er)|sq\. kilomet(?:re|er)",
    ),
    "mi²": ("平方英里|平方哩", r"square[ -]mile|sq\.? ?mi"),
    "km": ("公里|千米", "km|kilomet(?:re|er)"),
    "tonnes": ("公噸|噸", "tonne|metric ton|ton"),
    "barrels": ("桶", "barrel|bbl"),
    "sites": ("處|座", "site|deposit|mine"),
    "states": ("國|個國家", "countr(?:y|ies)|state|nation"),
    "votes": ("票", "vote"),
    "orders": ("筆|張", "order|contract"),
    "years": ("年|個年頭|載", "year|yr"),
    "months": ("個月", "month"),
    "weeks": ("週|個星期|星期|個禮拜", "week"),
    "days": ("天|日", "day"),
    "basis points": ("個基點|基點", r"basis point|bp|bps"),
    "TIV": ("TIV", "TIV"),
    "GW": ("GW|吉瓦", "GW|gigawatt"),
    "MW": ("MW|百萬瓦", "MW|megawatt"),
    "hours": ("小時|個鐘頭", "hour|hr"),
}
DURATIONS = frozenset({"years", "months", "weeks", "days"})
# A price is in a currency for one of these.
_PER = {
    "barrel": r"(?:每|一)?桶|(?:an?|per) barrel|/ ?(?:bbl|barrel)",
    "ounce": r"盎司|(?:an?|per) (?:troy )?ounce|/ ?oz",
    "tonne": r"(?:每|一)?公?噸|(?:an?|per) (?:metric )?tonne?|/ ?t\b",
}
_GAP = r"[\s\u00a0-]?"
_ALL = re.compile(
    _GAP
    + "(?:"
    + "|".join(
        f"(?P<u{i}>(?:{zh})|(?:{en})(?:s|es)?(?![A-Za-z]))"
        for i, (zh, en) in enumerate(_WORDS.values())
    )
    + ")",
    re.IGNORECASE,
)
_NAMES = tuple(_WORDS)
_RATE = re.compile(
    r"[\s]?(?:" + "|".join(f"(?P<{k}>{v})" for k, v in _PER.items()) + ")", re.I
)
_RATE_BEFORE = re.compile(r"每(?P<what>桶|盎司|公?噸)[^\d，,。；;]{0,6}$")
_EACH = {"桶": "barrel", "盎司": "ounce", "噸": "tonne", "公噸": "tonne"}
_ADJECTIVES = re.compile(r"[\s\u00a0](?:[A-Za-z]{3,14}[\s-]){1,2}?(?=[A-Za-z])")


class Counted(NamedTuple):
    """A unit and where its words end."""

    unit: str
    end: int


def counted(text: str, at: int) -> Counted | None:
    """Give what is counted by the words at `at`, an adjective or two between allowed."""
    if m := _ALL.match(text, at):
        return Counted(_NAMES[int((m.lastgroup or "u0")[1:])], m.end())
    return None


def counted_after_adjectives(text: str, at: int) -> Counted | None:
    """Give what is counted behind up to two English adjectives: 3,000 Russian tanks."""
    if gap := _ADJECTIVES.match(text, at):
        return counted(text, gap.end() - 1) or _second(text, gap.end())
    return None


def _second(text: str, at: int) -> Counted | None:
    if gap := _ADJECTIVES.match(text, at - 1):
        return counted(text, gap.end() - 1)
    return None


def priced(text: str, start: int, end: int) -> Counted | None:
    """Give for what a sum of money is the price: `barrel`, `ounce`, `tonne`."""
    if m := _RATE.match(text, end):
        return Counted(m.lastgroup or "", m.end())
    if m := _RATE_BEFORE.search(text, max(0, start - 10), start):
        return Counted(_EACH[m["what"]], end)
    return None
