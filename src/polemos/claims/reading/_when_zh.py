"""Dates, periods and lengths of time in the Chinese of Taiwan."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from polemos.claims.reading import _calendar as cal
from polemos.claims.reading._calendar import Kind, Told, When
from polemos.claims.reading._when_zh_words import (
    ANCHOR,
    ANCHORS,
    BACK,
    BEFORE,
    DATE_ONLY,
    DAYS,
    OF_WAR,
    PARTS,
    PHRASE,
    RANGE,
    RELATIVE,
    STARTS,
    STEPS,
    TAIL,
    WAR,
    WAR_BACK,
    WEEKDAYS,
)
from polemos.claims.reading._zh_worth import worth
from polemos.core import Period


@lru_cache(maxsize=8)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    named = rf"(?P<name>{every})(?:之後|以後|後)?\s?(?:以來|至今|迄今|以降)"
    return re.compile(rf"(?:自從?|從|打從)?(?:{named}|{WAR})", re.X)


def read(text: str, told: Told) -> list[When]:
    """Give what the Chinese of a text says of time."""
    if not any(character in text for character in ANCHORS):
        return []
    named = _named(tuple(name for name, _ in told.names if not name.isascii()))
    found: list[When] = []
    done = 0
    for anchor in ANCHOR.finditer(text):
        at = anchor.start()
        if at < done:
            continue
        if anchor[0] in "來今":
            m = named.search(text, max(at - WAR_BACK, done), at + 1)
            if m and (when := _since_event(m, told)):
                found.append(when)
                done = when.end
            continue
        low = max(at - BACK, done)
        first = low + len(text[low:at].rstrip(BEFORE))
        for start in range(first, at + (anchor[0] in STARTS)):
            m = PHRASE.match(text, start)
            if not m or m.end() <= at:
                continue
            try:
                when = _when(m, text, told)
            except (ValueError, ArithmeticError):  # no day of the calendar
                when = None
            done = m.end()
            if when:
                found.append(when)
                done = max(done, when.end)
            break
    return found


def _since_event(m: re.Match[str], told: Told) -> When | None:
    first = dict(told.names)[m["name"]] if m["name"] else told.began
    if not first or first > told.written:
        return None
    return When(m.start(), m.end(), told.since(first), Kind.SINCE)


def _when(m: re.Match[str], text: str, told: Told) -> When | None:
    body, lead = m.end("lead"), ""
    if m["lead"]:
        lead = next((k for k in ("since", "from", "until", "in") if m[k]), "")
    while text[body].isspace():
        body += 1
    return _length(m, body, told) if m["length"] else _date(m, text, told, lead, body)


def _date(m: re.Match[str], text: str, told: Told, lead: str, body: int) -> When:
    period, end = _joined(m, text, told)
    joined = end > m.end()
    begin = m.start() if lead in ("since", "from", "until") else body
    tail = TAIL.match(text, end)
    if tail and tail["within"]:
        return When(body, tail.end(), period)
    late = tail and tail["since"] and (lead in ("since", "from") or not _far(tail))
    if late or (lead == "since" and not joined):
        end = tail.end() if tail and late else end
        return When(begin, end, told.since(_first(m, period)), Kind.SINCE)
    if tail and tail["until"]:
        if m["yp"] and not _said_year(m):  # 年底前 looks ahead
            period = _part(m, told.written.year, told.written.year)
        return When(begin, tail.end(), period, Kind.UNTIL)
    if lead == "until" and not joined:
        return When(begin, end, period, Kind.UNTIL)
    return When(begin if joined else body, end, period)


def _far(tail: re.Match[str]) -> bool:
    """Tell whether words but those of war stand between the date and its 以來."""
    words = tail["since"]
    return len(words) > len("以來") and not OF_WAR.search(words)


def _first(m: re.Match[str], period: Period) -> date:
    """Give the day that "since" counts from: of an end, the last."""
    ends = any(m[k] in ("底", "末") for k in ("yp", "yp2", "mp", "mrp"))
    return period.last if ends else period.start


def _joined(m: re.Match[str], text: str, told: Told) -> tuple[Period, int]:
    """Read a date, and the one it runs to if there is one; give where they end."""
    period = _period(m, told, told.written)
    to = RANGE.match(text, m.end())
    other = DATE_ONLY.match(text, to.end()) if to else None
    if not other:
        return period, m.end()
    by = period.start + timedelta(days=364)  # the first such period from then on
    last = _period(other, told, by)
    if not _dated(m) and _dated(other):
        period = _period(m, told, last.start)
    if last.end <= period.start:
        return period, m.end()
    return Period(period.start, last.end), other.end()


def _dated(m: re.Match[str]) -> bool:
    """Tell whether a date says its year."""
    return _said_year(m) or not (m["bare"] or _of_some_year(m))


def _said_year(m: re.Match[str]) -> bool:
    return any(m.group("year", "rel", "roc", "year2", "rel2", "roc2"))


def _of_some_year(m: re.Match[str]) -> bool:
    """Tell whether a date is a part of a year: 3 月, 年底, 當年前九個月."""
    return any(m.group("half", "q", "qq", "q1", "m", "yp", "yp2", "first"))


def _period(m: re.Match[str], told: Told, by: date) -> Period:
    key = m[0], by
    if key not in told.read:
        told.read[key] = _whole(m, told, by)
    return told.read[key]


def _whole(m: re.Match[str], told: Told, by: date) -> Period:
    if m["iy"]:
        return Period.day(date(int(m["iy"]), int(m["im"]), int(m["id"])))
    if _said_year(m):
        return _in_years(m, told.written)
    if m["bare"]:
        return cal.day_of_month(_int(m["bare"]), by)
    if _of_some_year(m):
        return cal.newest(lambda year: _part(m, year, year), by)
    return _relative(m, told.written)


def _in_years(m: re.Match[str], written: date) -> Period:
    k = "" if m["year"] or m["rel"] or m["roc"] else "2"
    if m["roc" + k]:
        year = _int(m["roc" + k]) + 1911
    elif m["rel" + k]:
        year = written.year + RELATIVE[m["rel" + k]]
    else:
        year = _int(m["year" + k])
    first = int(m["y0" + k] or year)
    if len(m["year" + k] or "") == len("25"):
        year += first // 100 * 100
    return _part(m, first, year)


def _part(m: re.Match[str], first: int, year: int) -> Period:
    """Read what part of a year is meant, or the years from `first` to `year`."""
    if m["half"]:
        return cal.months(year, *((1, 6) if m["half"] == "上" else (7, 12)))
    if m["q"] or m["qq"] or m["q1"]:
        return Period.quarter(year, _int(m["q"] or m["qq"] or "1"))
    if m["first"]:
        return cal.months(year, 1, _int(m["first"]) * (1 if m["mm"] else 3))
    if m["m"]:
        month = _int(m["m"])
        if m["d"]:
            last = Period.day(date(year, month, _int(m["d"])))
            return Period(date(year, month, _int(m["d0"] or m["d"])), last.end)
        whole = cal.months(year, _int(m["m0"] or m["m"]), month)
        return cal.edge(whole, PARTS[m["mp"]]) if m["mp"] else whole
    whole = Period(Period.year(first).start, Period.year(year).end)
    part = m["yp"] or m["yp2"]
    return cal.edge(whole, PARTS[part]) if part else whole


def _relative(m: re.Match[str], written: date) -> Period:
    if m["wk"]:
        return _in_week(m, written)
    if m["day"]:
        return cal.weekday(written, min(WEEKDAYS.index(m["day"]), 6))
    if m["qrel"]:
        return cal.stepped("quarter", written, STEPS[m["qrel"]])
    if m["dr"]:
        return Period.day(written + timedelta(days=DAYS[m["dr"]]))
    if m["mrel"]:
        month = cal.stepped("month", written, STEPS[m["mrel"].rstrip("個月")])
        return cal.edge(month, PARTS[m["mrp"]]) if m["mrp"] else month
    return _in_century(m, written)


def _in_week(m: re.Match[str], written: date) -> Period:
    steps = STEPS[m["wk"]]
    if m["wd"] == "末":
        return cal.stepped("weekend", written, steps)
    week = cal.stepped("week", written, steps)
    if not m["wd"]:
        return week
    number = min(WEEKDAYS.index(m["wd"]), 6)  # 日 and 天 are both Sunday
    return Period.day(week.start + timedelta(days=number))


def _in_century(m: re.Match[str], written: date) -> Period:
    if word := m["dec"]:
        year = _int(word)
        if m["c0"]:
            year += 100 * (_int(m["c0"]) - 1)
        elif len(word) < len("1990"):  # the newest such decade
            year += (written.year - year) // 100 * 100
        return cal.decade(year)
    word = m["cent"].rstrip("個")
    if word in STEPS:
        return cal.stepped("century", written, STEPS[word])
    return cal.century(_int(word))


def _length(m: re.Match[str], begin: int, told: Told) -> When | None:
    unit = {"年": "years", "個": "months", "天": "days", "日": "days"}.get(
        m["unit"][0], "weeks"
    )
    if "月" not in m["unit"] and m["unit"][0] == "個":
        unit = "weeks"
    count = None
    least = Decimal(3)  # what "several" comes to
    if m["n"]:
        count = least = _count(m["n"])
    elif m["half0"]:
        count = least = Decimal("0.5")
    elif m["vague"]:
        least = Decimal(10 if m["vague"] in ("十幾", "十多") else least)
        least *= 10 if m["vague"].endswith("十") else 100 if "百" in m["vague"] else 1
    if (m["more"] or "半" in m["unit"]) and count is not None:
        count = least = count + Decimal("0.5")
    if not least:
        return None
    then, way = m["then"] or "", m["way"] or ""
    if then.endswith("前"):
        ago = cal.ago(told.written, least, unit)
        return When(begin, m.end(), ago, Kind.AT, count, unit)
    ahead = then.endswith("後") or way in ("未來", "今後", "往後", "接下來")
    period = cal.span(told.written, least, unit, ahead=ahead)
    named = way in ("過去", "最近", "近", "這") and count == 1
    kind = Kind.AT if named else Kind.SPAN
    return When(begin, m.end(), period, kind, count, unit)


def _count(word: str) -> Decimal:
    """Read 24, 1.5, 二十四, 廿四, 二〇二五."""
    read = worth(word, mega=False)
    if read is None:
        raise ValueError(f"no numeral: {word}")
    return read[0]


def _int(word: str) -> int:
    return int(_count(word))
