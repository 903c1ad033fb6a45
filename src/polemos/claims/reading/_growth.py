"""Over how long a growth is told by its own words: 年增, month on month."""

import re

_MONTHS: dict[int, str] = {
    12: r"年增|年減|同比|同期|較去年同期|與去年同期|比去年同期|較上年|比前一年|較前一年"
    r"|year[- ]on[- ]year|year[- ]over[- ]year|y/y|yoy|on the year|from a year (?:earlier|ago|before)"
    r"|(?:than|compared with) a year (?:earlier|ago|before)|annual(?:ly|ised)?|in a year|a year earlier",
    3: r"季增|季減|quarter[- ]on[- ]quarter|q/q",
    1: r"月增|月減|環比|較上月|比上個?月|month[- ]on[- ]month|month[- ]over[- ]month|m/m|mom|on the month"
    r"|from the previous month|from a month earlier",
}
_WORDS = re.compile(
    "|".join(f"(?P<m{months}>{words})" for months, words in _MONTHS.items()),
    re.IGNORECASE,
)


def growth_months(text: str, span: tuple[int, int], clause: tuple[int, int]) -> int:
    """Give over how many months the words of a number's clause say it grew, or 0."""
    ahead = list(_WORDS.finditer(text, clause[0], span[0]))
    m = ahead[-1] if ahead else _WORDS.search(text, span[1], clause[1])
    return int((m.lastgroup or "m0")[1:]) if m else 0
