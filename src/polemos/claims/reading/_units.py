"""What is counted or measured, by the words that follow a number."""

import re
from collections.abc import Mapping
from typing import NamedTuple

# Each unit with its words in both languages; English nouns are given in the singular.
_WORDS: Mapping[str, tuple[str, str]] = {
    "persons": (
        "名 人 位 員",
        "soldier, troop, troops, people, person, man, men, personnel, casualty,"
        "fatality, death, dead, killed, wounded, recruit, fighter, serviceman,"
        "servicemen, body",
    ),
    "vehicles": (
        "輛 部 台",
        "tank, vehicle, carrier, truck, ifv, apc, afv, mbt, bmp",
    ),
    "weapons": (
        "門 枚 套 件",
        "gun, howitzer, missile, drone, weapon, launcher, munition",
    ),
    "shells": ("發", "shell, round"),
    "aircraft": ("架", "aircraft, plane, jet, helicopter"),
    "ships": ("艘", "ship, vessel, warship"),
    "km²": (
        "平方公里 平方千米",
        "km², km2, sq km, sq. km, sqkm, square kilometre, square kilometer,"
        "square-kilometre, square-kilometer",
    ),
    "mi²": ("平方英里 平方哩", "square mile, square-mile, sq mi"),
    "km": ("公里 千米", "km, kilometre, kilometer"),
    "tonnes": ("公噸 噸", "tonne, metric ton, ton"),
    "barrels": ("桶", "barrel, bbl"),
    "sites": ("處 座", "site, deposit, mine"),
    "states": ("國 個國家", "country, state, nation"),
    "votes": ("票", "vote"),
    "orders": ("筆 張", "order, contract"),
    "years": ("年 個年頭 載", "year, yr"),
    "months": ("個月", "month"),
    "weeks": ("週 個星期 星期 個禮拜", "week"),
    "days": ("天 日", "day"),
    "hours": ("小時 個鐘頭", "hour, hr"),
    "basis points": ("個基點 基點", "basis point, bp, bps"),
    "TIV": ("", "tiv"),
    "GW": ("吉瓦", "gw, gigawatt"),
    "MW": ("百萬瓦", "mw, megawatt"),
}
DURATIONS = frozenset({"years", "months", "weeks", "days"})


def _plurals(noun: str) -> tuple[str, ...]:
    if noun.endswith("y"):
        return noun, noun[:-1] + "ies", noun + "s"
    return noun, noun + "s", noun + "es"


_ZH = {word: unit for unit, (zh, _) in _WORDS.items() for word in zh.split()}
_EN = {
    form: unit
    for unit, (_, en) in _WORDS.items()
    for noun in en.split(",")
    for form in _plurals(noun.strip())
}
_LONGEST = max(map(len, _ZH))
_NOUN = re.compile(
    r"[\s\u00a0-]?((?:square|sq\.?|metric|basis)[\s-][A-Za-z]+|[A-Za-z]+[²2]?)(?![A-Za-z])"
)
_PEOPLE = re.compile(r"[A-Z][a-z]+(?:ian|an)s")  # 300,000 of a nation
# A price is in a currency for one of these.
_PER = {
    "barrel": r"(?:每|一)?桶|(?:an?|per) barrel|/ ?(?:bbl|barrel)",
    "ounce": r"盎司|(?:an?|per) (?:troy )?ounce|/ ?oz",
    "mmbtu": r"(?:每)?百萬英熱單位?|(?:per|an?) (?:mmbtu|million BTU)|/ ?mmbtu",
    "tonne": r"(?:每|一)?公?噸|(?:an?|per) (?:metric )?tonne?|/ ?t\b",
}
_RATE = re.compile(
    r"[\s]?(?:" + "|".join(f"(?P<{k}>{v})" for k, v in _PER.items()) + ")",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    r"每(?P<what>桶|盎司|公?噸|百萬英熱單?位?)[^\d，,。；;]{0,6}$"
)
_EACH = {
    "百萬英熱單位": "mmbtu",
    "百萬英熱": "mmbtu",
    "桶": "barrel",
    "盎司": "ounce",
    "噸": "tonne",
    "公噸": "tonne",
}


class Counted(NamedTuple):
    """A unit and where its words end."""

    unit: str
    end: int


def counted(text: str, at: int, adjectives: int = 0) -> Counted | None:
    """Give what is counted by the words at `at`.

    So many English adjectives may stand between: 3,000 lost tanks.
    """
    first = text[at : at + 1]
    if first in (" ", "\u00a0", "\n", "-"):
        first = text[at + 1 : at + 2]
        begin = at + 1
    else:
        begin = at
    if not first.isascii():
        for length in range(min(_LONGEST, len(text) - begin), 0, -1):
            if (unit := _ZH.get(text[begin : begin + length])) is not None:
                return Counted(unit, begin + length)
        return None
    for _ in range(adjectives + 1):
        m = _NOUN.match(text, at)
        if m is None:
            return None
        noun = " ".join(m[1].replace("-", " ").split())
        if (unit := _EN.get(noun.lower())) is not None:
            return Counted(unit, m.end())
        if _PEOPLE.fullmatch(noun):
            return Counted("persons", m.end())
        at = m.end()
    return None


def priced(text: str, start: int, end: int) -> Counted | None:
    """Give for what a sum of money is the price: `barrel`, `ounce`, `tonne`."""
    if m := _RATE.match(text, end):
        return Counted(m.lastgroup or "", m.end())
    if m := _RATE_BEFORE.search(text, max(0, start - 14), start):
        return Counted(_EACH[m["what"]], end)
    return None
