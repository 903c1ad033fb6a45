"""Over how long a growth is told by its own words: 年增, month on month."""

import re

_MONTHS: dict[int, str] = {
    12: r"年增|年減|同比|同期|去年同月|較上年|[比較]前一年|y/y|yoy|on the year"
    r"|year[- ]o(?:n|ver)[- ]year|(?:from|than|compared with|on) a year"
    r" (?:earlier|ago|before)"
    r"|a year earlier|annual(?:ly|ised)?|in a year",
    3: r"季增|季減|quarter[- ]on[- ]quarter|q/q",
    1: r"月增|月減|環比|單月|[較比]上個?月|m/m|on the month"
    r"|month[- ]o(?:n|ver)[- ]month|from (?:the previous month|a month earlier)",
}
_FAR = 80  # characters of a clause on each side of a number
_WORDS = re.compile(
    "|".join(f"(?P<m{months}>{words})" for months, words in _MONTHS.items()),
    re.IGNORECASE,
)


def growth_months(text: str, span: tuple[int, int], clause: tuple[int, int]) -> int:
    """Give over how many months the words of a number's clause say it grew, or 0."""
    begin, stop = max(clause[0], span[0] - _FAR), min(clause[1], span[1] + _FAR)
    ahead = list(_WORDS.finditer(text, begin, span[0]))
    m = ahead[-1] if ahead else _WORDS.search(text, span[1], stop)
    return int((m.lastgroup or "m0")[1:]) if m else 0
