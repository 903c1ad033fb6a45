"""The verbs and nouns of change: whether a number says by how much, or to where."""

import re

from polemos.claims.reading._quantity import Change

# Verbs that move up and down; what follows them says whether by how much or to where.
_UP_ZH = (
    "增加|增長|回補|補進|成長|年增率?|月增率?|上升|上漲|升高|升息|攀升|飆升|飆漲|飆|攀|回升|擴大|擴張|上調|調升"
    "|調高|多出|多了|高出|[暴激大遞新擴]增|漲|升|增"
)
_DOWN_ZH = (
    "減少|下降|下跌|下滑|縮減|萎縮|衰退|縮水|降息|下調|調降|調低|縮小|[銳驟大遞]減|驟降|年減率?"
    "|月減率?|流失|蒸發|少了|暴跌|跌|降|減|滑|縮"
)
_UP_EN = (
    "rose|risen|rises?|rising|grew|grown|grows?|growing|increased?|increases|increasing|"
    "jumped|jumps?|surged?|surges|soared|climbed|climbs?|gained|gains?|expanded|swelled|"
    "added|up|raised|raises?|hiked|widened|ballooned|spiked|advanced|higher|more|growth|"
    "accelerated|picked up|quickened|lifted|doubled|outgrew"
)
_DOWN_EN = (
    "fell|fallen|falls?|falling|dropped|drops?|declined?|declines|declining|decreased?|"
    "shrank|shrunk|shrinks?|lost|lower(?:ed)?|cut|cuts|down|plunged|slumped|contracted|"
    "narrowed|slid|dipped|tumbled|sank|fewer|less|smaller|reduced|slipped|eased|slowed|"
    "cooled|retreated|dwindled|evaporated|lightened"
)
_ZH = re.compile(
    rf"(?:(?P<up>{_UP_ZH})|(?P<down>{_DOWN_ZH}))(?:幅度?|率|額|總額|規模|金額)?"
    r"(?P<rest>[^，,。；;！？!?\n\d]{0,10})$"
)
_TO_ZH = re.compile(r"[至到回成](?:了|近|約|逾|大約|將近|接近|不到|超過|\s)*$")
_EN = re.compile(
    rf"(?<![A-Za-z])(?:(?P<up>{_UP_EN})|(?P<down>{_DOWN_EN}))(?![A-Za-z])"
    r"(?P<rest>[^.;,\n\d$€£₽]{0,34})$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?<![A-Za-z])(?:to|at|reaching|hitting|past)(?![A-Za-z])[^\d]{0,22}$",
    re.IGNORECASE,
)
_BY_EN = re.compile(
    r"(?:\s(?:by|of|in|a|an|the|some|about|around|roughly|nearly|almost|over|more|than|"
    r"sharply|further|another|just|only|value|total|real|terms|[a-z]+ly))*+\s?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?<![A-Za-z])from\s(?:[a-z]+\s){0,2}$|[從由自]\s?$", re.IGNORECASE)
_BEHIND_ZH = re.compile(
    r"的?(?:(?P<up>增幅|漲幅|成長|增長|升幅|增量|增加)|(?P<down>降幅|跌幅|減幅|縮減|下滑|衰退|減少))"
)
_BEHIND_EN = re.compile(
    r"\s(?:(?:annual|yearly|year-on-year|monthly|net|real|nominal|overall|cumulative)\s)?"
    r"(?:(?P<up>growth|increase|rise|jump|gain|surge|expansion|hike|more|higher|larger|"
    r"up)|(?P<down>decline|drop|fall|decrease|cut|contraction|fewer|less|lower|smaller|"
    r"down|loss))(?![A-Za-z])",
    re.IGNORECASE,
)
_WINDOW = 44


def change(text: str, start: int, end: int) -> tuple[Change, int]:
    """Say whether the number at `text[start:end]` is a change, and of which sign.

    `start` is where the comparator begins, `end` where the unit ends.
    """
    begin = max(0, start - _WINDOW)
    if _FROM.search(text, begin, start):
        return Change.NONE, 0
    if m := _ZH.search(text, begin, start):
        moved = Change.TO if _TO_ZH.search(m["rest"]) else Change.BY
        return moved, 1 if m["up"] else -1
    if m := _EN.search(text, begin, start):
        sign = 1 if m["up"] else -1
        if _TO.search(m["rest"]):
            return Change.TO, sign
        if _BY_EN.match(m["rest"]):
            return Change.BY, sign
    for behind in (_BEHIND_ZH, _BEHIND_EN):
        if m := behind.match(text, end):
            return Change.BY, 1 if m["up"] else -1
    return Change.NONE, 0
