"""The verbs and nouns of change: whether a number says by how much, or to where."""

import re

from polemos.claims.reading._quantity import Change

# Verbs that move up and down; what follows them says whether by how much or to where.
_UP_ZH = (
    "增加|增長|回補|補進|成長|年增率?|月增率?|上升|上漲|升高|升息|攀升|飆升"
    "|飆漲|飆|攀"
    "|高了|回升|擴大|擴張|膨脹|上調|調升|調高|多出|多了|高出|貴了|添了|衝高"
    "|[暴激大遞新擴]增"
    "|漲|升|增"
)
_DOWN_ZH = (
    "減少|低了|低出|下降|下跌|下滑|縮減|萎縮|衰退|縮水|降息|下調|調降|調低|縮小|[銳驟大遞]減|驟降"
    "|年減率?|月減率?|流失|蒸發|少了|便宜了|縮了|掉了|滑落|暴跌|跌|降|減|滑|縮"
)
_UP_EN = frozenset(
    "rose risen rise rises rising grew grown grow grows growing increase increased "
    "increases increasing jumped jump jumps surge surged surges soared climb climbed "
    "climbs gain gained gains expanded swelled added up raise raised raises hiked "
    "widened ballooned spiked advanced higher more growth accelerated quickened lifted "
    "dearer larger doubled outgrew picked".split()
)
_DOWN_EN = frozenset(
    "fell fallen fall falls falling dropped drop drops decline declined declines "
    "declining decrease decreased shrank shrunk shrink shrinks lost lower lowered cut "
    "cuts down plunged slumped contracted narrowed slid dipped tumbled sank fewer less "
    "smaller reduced slipped eased slowed cooled retreated dwindled evaporated "
    "lightened melted cheaper".split()
)


def _first(words: str) -> str:
    """Give the characters that the words begin with: to look for those is quicker."""
    every = (word.strip("[").split("]")[0] for word in words.split("|"))
    return "".join(w if f"[{w}]" in words else w[0] for w in every)


# Right before the number alone: 比去年多 16%.
_MORE_ZH, _LESS_ZH = r"(?<![許大很太眾最增])多(?=\s?$)", r"(?<![至最不缺減])少(?=\s?$)"
_ZH = re.compile(
    rf"(?=[{_first(f'{_UP_ZH}|{_DOWN_ZH}')}多少])"
    rf"(?:(?P<up>{_UP_ZH}|{_MORE_ZH})|(?P<down>{_DOWN_ZH}|{_LESS_ZH}))(?:幅度?|率|額|總額|規模|金額)?"
    r"(?P<rest>[^，,。；;！？!?\n\d]{0,10})$"
)
_TO_ZH = re.compile(
    r"[至到回成為](?:每[^\d，,]{1,8}|了|近|約|逾|大約|將近|接近|不到|超過|\s)*$"
)
_TO_EN = frozenset({"to", "at", "reaching", "hitting", "past"})
# What may stand between a verb and the amount of its move.
_BY_EN = frozenset(
    "by of in a an the some about around roughly nearly almost over more than sharply "
    "further another just only value total real terms up down least most".split()
)
_FROM_ZH = "從由自"
_WORDS = re.compile("[A-Za-z]+")
_STOP = re.compile(r"[.;,:\n\d$€£₽]")
_PARTICLES = frozenset({"up", "down"})
# Verbs with which those say nothing of a move: adds up to, brought down 92%.
_PHRASAL = frozenset(
    "add adds added adding come comes came make makes made set brought bring shot "
    "shoot put give gave given".split()
)
_BY_WORDS = 3
_FROM_WORDS = 3
_BEHIND_ZH = re.compile(
    r"的?(?:(?P<up>增幅|漲幅|成長|增長|升幅|增量|增加)|(?P<down>降幅|跌幅|減幅|縮減|下滑|衰退|減少))"
)
_OFF = r"(?= (?:on|from)|[,.;)])"  # up on the year, and not up to December
_BEHIND_EN = re.compile(
    r"\s(?:(?:annual|yearly|year-on-year|monthly|net|real|nominal|overall|cumulative)\s)?"
    rf"(?:(?P<up>growth|increase|rise|jump|gain|surge|expansion|hike|more|higher|up{_OFF}|dearer"
    r"|larger|bigger)|(?P<down>decline|drop|fall|decrease|cut|contraction|fewer|less|lower"
    rf"|smaller|loss|cheaper|down{_OFF}))(?![A-Za-z])",
    re.IGNORECASE,
)
_FAR_ZH, _FAR_EN = 18, 44


def change(text: str, start: int, end: int) -> tuple[Change, int]:
    """Say whether the number at `text[start:end]` is a change, and of which sign.

    `start` is where the comparator begins, `end` where the unit ends.
    """
    ahead = text[max(0, start - _FAR_EN) : start]
    last = ahead.rstrip()[-1:]
    if last in _FROM_ZH and last:
        return Change.NONE, 0
    if not last.isascii() and (m := _ZH.search(ahead, max(0, len(ahead) - _FAR_ZH))):
        moved = Change.TO if _TO_ZH.search(m["rest"]) else Change.BY
        return moved, 1 if m["up"] else -1
    if last.isascii() and (told := _english(ahead)) is not None:
        return told
    for behind in (_BEHIND_ZH, _BEHIND_EN):
        if m := behind.match(text, end):
            return Change.BY, 1 if m["up"] else -1
    return Change.NONE, 0


def _english(ahead: str) -> tuple[Change, int] | None:
    """Read the words from the last stop to the number."""
    words = _WORDS.findall(_STOP.split(ahead)[-1].lower())
    if "from" in words[-_FROM_WORDS:] or words[-2:] == ["than", "the"]:
        return Change.NONE, 0
    for i, word in enumerate(words):
        sign = (word in _UP_EN) - (word in _DOWN_EN)
        if not sign or (word in _PARTICLES and i and words[i - 1] in _PHRASAL):
            continue
        rest = words[i + 1 :]
        if not _TO_EN.isdisjoint(rest):
            return Change.TO, sign
        by = "by" in rest[-_BY_WORDS:]  # cut its key rate by about 1 point
        if by or all(w in _BY_EN or w.endswith("ly") for w in rest):
            return Change.BY, sign
    return None
