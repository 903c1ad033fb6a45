"""The day that a text says it was written."""

import re
from collections.abc import Iterator
from datetime import date

_LINES = 40
_TOP = 12  # lines among which a day that stands alone is the day of writing
_LONGEST = 400  # characters of a line that are looked at
_MONTHS = {
    name: i + 1
    for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())
}
_MONTH = (
    r"(?P<name{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:(?P<y1>20\d\d|19\d\d)\s?(?P<by>[-/.年])\s?(?P<m1>\d{1,2})\s?[-/.月]\s?"
    r"(?P<d1>\d{1,2})(?!\d)"
    r"|民國\s?(?P<roc>\d{2,3})\s?年\s?(?P<m4>\d{1,2})\s?月\s?(?P<d4>\d{1,2})"
    rf"|(?<!\d)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format(2)},?\s+(?P<y2>20\d\d|19\d\d)"
    rf"|{_MONTH.format(3)}\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>20\d\d|19\d\d))"
)
_LABEL = (
    r"(?:發布|發佈|發表|刊登|刊載|出刊|撰稿|撰寫|寫作|日期"
    r"|\b(?:published|posted|date[ds]?|written|issued|datepublished|pubdate"
    r"|article:published_time)\b)"
)
_FILLED = (
    r"(?:時間|日期|日|於|time\b|on\b|at\b|by\s[^\d\n:]{1,40}?|[\s:：|\"'=*_]){0,9}?"
)
# a label begins its line or has a colon: what a body tells of others' dates has neither
_LABELLED = re.compile(
    rf"(?:^[^\w\n]{{0,9}}{_LABEL}|{_LABEL}(?:時間|日期|日|\s?time|\s?on)?\s?[:：=])"
    rf"{_FILLED}(?:\b(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{_DAY}",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^[\s>#*_(（\[-]*(?:(?:by\s+)?[^\d\n]{0,40}[,，|｜·/—–-]\s*|by\s+[^\d\n]{0,40}"
    r"|[\u3400-\u9fff]{1,8}(?:社|報|網|訊|導|電|刊)\s*)?"
    rf"(?:\b(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{_DAY}"
    r"(?:\s?日)?[T\s,，]*(?:\d{1,2}:\d\d(?::\d\d)?\S{0,6}(?:\s?[ap]m)?)?"
    r"\s*(?:[|｜·/—–-][^\d\n]{0,40}|[)）\]*_.]{0,4})\s*$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    rf"(?:datePublished|pubdate|published_time|datetime)[\"'\s:=a-z]{{1,40}}{_DAY}",
    re.IGNORECASE,
)
_HEAD = 200_000  # characters of a page in which what is told of it stands


def written_on(text: str) -> date | None:
    """Find the day that the first lines of a text say it was written, if they do.

    A labelled day comes first, then one that stands alone or with an author's name.
    """
    lines = [line[:_LONGEST] for line in _first(text)]
    for line in lines:
        for found in _LABELLED.finditer(line):
            if (day := _day(found)) is not None:
                return day
    for line in [line for line in lines if line.strip()][:_TOP]:
        alone = _ALONE.match(line)
        if alone is not None and (day := _day(alone)) is not None:
            return day
    return None


def published_on(page: str) -> date | None:
    """Find the day that the markup of a page says it was published, if it does."""
    for found in _UNDER.finditer(page[:_HEAD]):
        if (day := _day(found)) is not None:
            return day
    return None


def _first(text: str) -> Iterator[str]:
    start = 0
    for _ in range(_LINES):
        end = text.find("\n", start)
        yield text[start : len(text) if end < 0 else end]
        if end < 0:
            return
        start = end + 1


def _day(m: re.Match[str]) -> date | None:
    for year, month, day, before in (
        (m["y1"], m["m1"], m["d1"], 0),
        (m["y2"], m["name2"], m["d2"], 0),
        (m["y3"], m["name3"], m["d3"], 0),
        (m["roc"], m["m4"], m["d4"], 1911),
    ):
        if year is not None:
            number = _MONTHS.get(month[:3].lower()) or int(month)
            try:
                return date(int(year) + before, number, int(day))
            except ValueError:  # 31 February
                return None
    return None
