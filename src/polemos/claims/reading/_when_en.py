"""Dates, periods and lengths of time in English."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from polemos.claims.reading import _calendar as cal
from polemos.claims.reading._calendar import Kind, Told, When
from polemos.claims.reading._en_words import PAD
from polemos.claims.reading._english import English
from polemos.claims.reading._when_en_words import (
    BACK,
    BARE_MONTH,
    DATE,
    DAYS,
    HELD,
    LEAD,
    LENGTH,
    MONTHS,
    ON,
    ORDINALS,
    PARTS,
    RANGE,
    STEPS,
    WAR,
    WEEKDAYS,
    anchors,
    count_of,
)
from polemos.core import Period

_BACK = 48  # characters
# Words that make no date of a unit, read backwards: the week, of the year; but one
# that ends is a length: the year to June.
_IDLE = re.compile(
    rf"(?:\s(?:{'|'.join(w[::-1] for w in ('of', 'the', 'in', 'and'))}))*"
)
_CLOSES = re.compile(r"[a-z]+\s(?:to|end(?:ed|ing))\s")
# A word that a phrase may begin with.
_WORD = re.compile(r"(?<![a-z0-9])(?!(?:of|at|and|couple|quarter)\b)[a-z0-9]")
_DATE_ONLY = re.compile(DATE, re.X)
_CHAIN = re.compile(r",?\s?(?:and|or|to|versus|vs\.?|than\sin)?\s?")
_UNITS = {"deca": ("years", 10), "cent": ("years", 100), "quar": ("months", 3)}


@lru_cache(maxsize=8)
def _phrase(names: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    return re.compile(
        rf"(?:since\s(?:the\s)?(?P<name>{every})\b|(?P<war>{WAR})"
        rf"|(?P<length>{LENGTH})|{LEAD}{DATE})",
        re.X,
    )


def read(english: English, told: Told) -> list[When]:
    """Give what the English of a text says of time."""
    phrase = _phrase(tuple(name for name, _ in told.names if name.isascii()))
    low = english.low[len(PAD) :]
    backwards, size = low[::-1], len(low)
    found: list[When] = []
    done = 0
    for at, unit in anchors(english.low, english.mask, english.words):
        if at < done:
            continue
        back = BACK.match(backwards, size - at, size - at + _BACK)
        assert back is not None
        if unit and _IDLE.fullmatch(back[0]) and not _CLOSES.match(low, at):
            continue
        first = max(size - back.end(), done)
        starts = (m.start() for m in _WORD.finditer(low, first, at + (not unit)))
        for start in starts if first < at else (at,):
            m = phrase.match(low, start)
            if not m or m.end() <= at:
                continue
            try:
                when = _when(m, low, told, found)
            except (ValueError, ArithmeticError):  # no day of the calendar
                done = m.end()
                break
            if when and _capital(m, english.text):
                found.append(when)
                done = max(m.end(), when.end)
            if when or m["length"]:
                break
    return found


def _capital(m: re.Match[str], text: str) -> bool:
    """Tell a month from "may" and "march"."""
    name = m["m"]
    return not name or bool(BARE_MONTH.fullmatch(name)) or text[m.start("m")].isupper()


def _when(m: re.Match[str], text: str, told: Told, found: list[When]) -> When | None:
    if m["war"] or m["name"]:
        first = dict(told.names)[m["name"]] if m["name"] else told.began
        return When(*m.span(), told.since(first), Kind.SINCE) if first else None
    if m["length"]:
        return _length(m, text, told)
    body = m.end("lead") + 1 if m["lead"] else m.start()
    return _date(m, text, told, body) if _is_date(m, text, body, found) else None


def _date(m: re.Match[str], text: str, told: Told, body: int) -> When | None:
    lead = m["lead"] or ""
    period, end = _joined(m, text, told, between=lead == "between")
    if end > m.end():
        return When(m.start(), end, period)
    on = ON.match(text, end) if lead == "from" else None
    if lead == "since" or on:
        ends = PARTS.get(_edge(m)) == "end"
        since = told.since(period.last if ends else period.start)
        return When(m.start(), on.end() if on else end, since, Kind.SINCE)
    if lead in ("", "from", "between"):
        return When(body, end, period)
    if lead == "to" and m["year"]:  # "rose to 2024" is a count
        return None
    if m["the_year"] and PARTS.get(_edge(m)) == "end":  # it looks ahead
        period = Period.month(told.written.year, 12)
    return When(m.start(), end, period, Kind.UNTIL)


def _is_date(m: re.Match[str], text: str, body: int, found: list[When]) -> bool:
    """Tell a year from a count and May from "may", by the words before."""
    month, year, lead, edge = m.group("m", "year", "lead", "edge")
    if month and not edge and not any(m.group("d0", "e0")) and not _dated(m):
        return bool(BARE_MONTH.fullmatch(month) or lead or _held(text, body))
    if any(m.group("half", "h")):
        return _dated(m) or bool(m["the"])
    if not year or edge or lead or m["fiscal"]:
        return True
    chained = found and _CHAIN.fullmatch(text, found[-1].end, body)
    return bool(chained or _held(text, body))


def _held(text: str, at: int) -> bool:
    return bool(HELD.search(text, max(at - 14, 0), at))


def _edge(m: re.Match[str]) -> str:
    words = re.findall("[a-z]+", m["edge"] or "")
    return next((w for w in words if w in PARTS), "")


def _dated(m: re.Match[str]) -> bool:
    """Tell whether a date says its year."""
    return any(m.group("y", "rel", "nth", "yb", "yc", "year", "iy"))


def _joined(
    m: re.Match[str], text: str, told: Told, *, between: bool
) -> tuple[Period, int]:
    """Read a date, and the one it runs to if there is one; give where they end."""
    period = _period(m, told, told.written)
    to = RANGE.match(text, m.end())
    if not to or (to["and"] and not between):
        return period, m.end()
    other = _DATE_ONLY.match(text, to.end())
    if not other or (other["m"] and m["year"]):
        return period, m.end()
    floating = bool(other["m"] or other["ord"] or other["q"]) and not _dated(other)
    by = period.start + timedelta(days=364) if floating else told.written
    last = _period(other, told, by)
    if not _dated(m) and _dated(other):
        period = _period(m, told, last.start)
    if last.end <= period.start:
        return period, m.end()
    return Period(period.start, last.end), other.end()


def _period(m: re.Match[str], told: Told, by: date) -> Period:
    key = m[0], by
    if key not in told.read:
        whole = _whole(m, told.written, by)
        told.read[key] = cal.edge(whole, PARTS[_edge(m)]) if m["edge"] else whole
    return told.read[key]


def _whole(m: re.Match[str], written: date, by: date) -> Period:
    if m["iy"]:
        return Period.day(date(int(m["iy"]), int(m["im"]), int(m["id"])))
    if m["y0"] or m["year"]:
        return _years(m)
    if m["the_year"]:
        if PARTS.get(_edge(m)) == "end":
            return cal.newest(lambda y: cal.edge(Period.year(y), "end"), by)
        return Period.year(written.year)
    if any(m.group("m", "ord", "q", "h", "half", "pb", "pc")):
        return _of_year(m, written, by)
    return _relative(m, written)


def _years(m: re.Match[str]) -> Period:
    """Read 2025, 2024–25, 2022–2024, and 2025-01, which is a month."""
    if m["year"]:
        return Period.year(int(m["year"]))
    first, last = int(m["y0"]), int(m["y1"])
    if len(m["y1"]) == len("25"):
        if last <= min(first % 100, 12):
            return Period.month(first, last)
        last += first // 100 * 100
    return Period(Period.year(first).start, Period.year(last).end)


def _of_year(m: re.Match[str], written: date, by: date) -> Period:
    if year := m["y"] or m["yb"] or m["yc"]:
        number = int(year)
        return _part(m, number + 2000 if len(year) == len("25") else number)
    if m["rel"] or m["the"]:
        return _part(m, written.year + STEPS[(m["rel"] or m["the"])])
    if not m["nth"]:
        return cal.newest(lambda y: _part(m, y), by)
    word = m["nth"]
    if word == "this":
        return _part(m, written.year)
    if word == "next":
        now = _part(m, written.year)
        return now if now.start > written else _part(m, written.year + 1)
    before = Period.month(written.year, written.month).start - timedelta(days=1)
    return cal.newest(lambda y: _part(m, y), before)


def _part(m: re.Match[str], year: int) -> Period:
    """Read what part of a year is meant."""
    if m["m"]:
        month = MONTHS.index(m["m"][:3]) + 1
        first, last = m["d0"] or m["e0"], m["d1"] or m["e1"]
        if not first:
            return Period.month(year, month)
        end = Period.day(date(year, month, int(last or first))).end
        return Period(date(year, month, int(first)), end)
    code = m["pb"] or m["pc"] or ""
    number = int(code.strip("qh") or m["q"] or m["h"] or 0)
    if word := m["ord"] or m["half"]:
        number = ORDINALS[word]
    if m["half"] or m["h"] or "h" in code:
        return cal.months(year, *((1, 6) if number == 1 else (7, 12)))
    return Period.quarter(year, number)


def _relative(m: re.Match[str], written: date) -> Period:
    if m["weekday"]:
        return cal.weekday(written, WEEKDAYS.index(m["weekday"]))
    if m["day"]:
        return Period.day(written + timedelta(days=DAYS[m["day"]]))
    if m["decade"]:
        return cal.decade(int(m["decade"]))
    if m["century"]:
        return cal.century(int(m["century"]))
    steps, unit = STEPS[m["step"]], m["unit"]
    if unit in WEEKDAYS:
        found = cal.weekday(written, WEEKDAYS.index(unit))
        late = steps == 1 or (steps == 0 and found.start < cal.week(written, 0).start)
        again = steps == -1 and found.start == written
        return found.shifted(days=7 * (late - again))
    return cal.stepped(unit, written, steps)


def _length(m: re.Match[str], text: str, told: Told) -> When | None:
    word = " ".join((m["n"] or "").replace("-", " ").split())
    way, lead = m["way"] or "", m["before"] or ""
    held = way or lead or m["ago"] or m["more2"]
    if m["earlier"] or (word in ("a", "an") and not held):
        return None  # a rate: 3 million a year, up 5% from a year earlier
    if m["ago"] and lead in ("from", "than", "on", "versus"):
        return None
    name = m["u"]
    unit, times = _UNITS.get(name[:4], (name + "s", 1))
    count = count_of(word or "one") if word or not m["s"] else None
    if count is not None:
        count = (count + (Decimal("0.5") if m["more"] or m["more2"] else 0)) * times
    least = Decimal(3 * times) if count is None else count  # "several" is three
    if not least:
        return None
    begin = next(m.start(k) for k in ("way", "n", "u") if m[k])
    if m["ago"]:
        ago = cal.ago(told.written, least, unit)
        return When(begin, m.end(), ago, Kind.AT, count, unit)
    if m["ends"]:
        last = _DATE_ONLY.match(text, m.end())
        if last and (last["m"] or _dated(last)):
            closes = _period(last, told, told.written).end
            exact = Period(cal.moved(closes, -least, unit), closes)
            return When(begin, last.end(), exact, Kind.SPAN, count, unit)
    ahead = way in ("next", "coming", "following") or bool(m["later"])
    period = cal.span(told.written, least, unit, ahead=ahead)
    end = m.start("ends") if m["ends"] else m.end()
    named = way and not word and not m["s"]
    return When(begin, end, period, Kind.AT if named else Kind.SPAN, count, unit)
