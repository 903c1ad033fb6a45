"""Dates, periods and lengths of time in the Chinese of Taiwan."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from polemos.claims.reading import _calendar as cal
from polemos.claims.reading._calendar import Kind, Told, When
from polemos.core import Period

# A phrase ends on one of these, or soon after one.
_ANCHOR = re.compile(
    "[年月週周季紀號日天期拜]|來(?<=以來)|截(?=[至止])|今(?<=[至迄]今)"
)
_BACK = 18  # characters of a phrase before its first anchor, at the most
_STARTS = "年週周截"  # those that a phrase may begin with
_WAR_BACK = 30  # the same of the war and what has a name
_BEFORE = (  # what they may be
    "0123456789０１２３４５６７８９.〇零○一二兩三四五六七八九十百千廿卅去今明昨前後大上下這本"
    "個第過近最好數幾多半民國自從打截止至直到在未來往接的首星禮世餘 -–—~～〜/Q"
)

_DIGITS = "〇零○一二兩三四五六七八九"
_VALUE = dict(
    zip("〇零○一二兩三四五六七八九", (0, 0, 0, 1, 2, 2, *range(3, 10)), strict=True)
)
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_N = rf"(?:\d{{1,4}}|[{_DIGITS}十百千廿卅]{{1,7}})"
_TO = r"\s?[-–—~～〜至到]\s?"
_RELATIVE = dict(大前年=-3, 前年=-2, 去年=-1, 今年=0, 本年=0, 明年=1, 後年=2)
_STEPS = {"上上": -2, "上": -1, "這": 0, "本": 0, "下": 1, "下下": 2}
_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "後": 2}
_WEEKDAYS = "一二三四五六日天"
_PARTS = {"底": "end", "末": "end", "初": "start", "中": "mid"}
_PARTS |= {"上旬": "early", "中旬": "mid", "下旬": "late"}
_PART = r"底|末|初(?!期)|中(?![\u4e00-\u9fff])"


def _year(k: str) -> str:
    """Write a year; the groups of the second place it stands in end on `k`."""
    return rf"""(?:
      (?:民國|民国)\s?(?P<roc{k}>{_N})\s?年
    | (?:(?<![\d.,A-Za-z])(?P<y0{k}>[12]\d{{3}})\s?年?{_TO})?
      (?<![\d.,A-Za-z])(?P<year{k}>[12]\d{{3}}|(?<=\d\d\d\d[-–—~～〜至到])\d\d|[一二][{_DIGITS}]{{3}})
      \s?(?:年度?(?!代)|(?=第\s?[一二三四1-4]\s?季|Q[1-4]|[上下]半年))
    | (?P<rel{k}>大?前年|[去今本明後]年)(?!度?級)
    )"""


_DATE = rf"""
    (?<![\w./=&-])(?P<iy>[12]\d{{3}})(?P<isep>[-/])(?P<im>\d{{1,2}})(?P=isep)(?P<id>\d{{1,2}})(?![\d/-])
  | (?:{_year("")}\s?)?+(?:
      (?P<half>[上下])半年
    | 第\s?(?P<q>[一二三四1-4])\s?季度?(?!賽) | (?<![A-Za-z])Q(?P<qq>[1-4])(?!\w) | (?P<q1>首)季
    | (?P<mrel>上上個月|上個月|上月|本月|這個月|下個月|下月)(?P<mrp>底|初|[上中下]旬)?
    | (?<![\d第{_DIGITS}十.])(?:(?P<m0>{_N})(?:\s?月份?)?{_TO})?(?P<m>{_N})\s?月份?
      (?:\s?(?:(?P<d0>{_N})\s?[日號]?{_TO})?(?P<d>{_N})\s?[日號]|\s?(?P<mp>[上中下]旬|{_PART}))?
    | (?<![\d數幾多半{_DIGITS}十百千])(?:(?<=年)|年)(?P<yp>{_PART})
    | (?<=年)\s?(?P<yp2>{_PART})
    | (?<=年)\s?前\s?(?P<first>{_N})\s?(?:個(?P<mm>月)|季)
    )
  | {_year("2")}
  | (?P<wk>上上|下下|[上這本下])[一個]?(?:週|周|星期|禮拜)(?P<wd>末|[{_WEEKDAYS}])?(?!邊|恩|遭)
  | (?<![每逢個上下這本{_DIGITS}\d])(?:[週周]|星期|禮拜)(?P<day>[{_WEEKDAYS}])(?!次|般)
  | (?P<qrel>[上這本下])一?季(?!節)
  | (?P<dr>大?前|[昨今明後])[天日晚](?!氣|然|空|報)
  | (?<![\d.,:：月{_DIGITS}十])(?P<bare>\d{{1,2}}|[二三]?十[{_DIGITS}]|[二三]十)\s?日
    (?![\u4e00-\u9fff]?[圓元幣本內後前來間均產軍方線])
  | (?:(?P<c0>{_N})\s?世紀)?(?<![\d.])(?P<dec>\d0|[1-9]\d\d0|[二三四五六七八九]十)\s?年代
  | (?<![\d第])(?P<cent>{_N}|[本這上]個?)\s?世紀
"""
_LENGTH = rf"""
    (?<![第每\d.,A-Za-z-])(?P<way>過去|最近|近|這|未來|今後|往後|接下來)?的?\s?
    (?:(?P<vague>好幾十|數十|幾十|數百|好幾|數|幾|十幾|十多|[兩三][三四五]|多)|(?P<n>\d{{1,4}}(?:\.\d{{1,2}})?|{_N})|(?<![上下前後大多])(?P<half0>半))
    \s?[多餘來]?\s?
    (?P<unit>年(?![代級輕份齡紀底初度增減報均末薪產息率])|個[多半]?月|個?(?:星期|禮拜)|[週周](?![年邊圍刊期遭轉恩])
      |天(?![然空氣候堂際文王才津線])|日(?=[內來間後]))
    (?P<more>半)?\s?(?P<then>(?:之|以)?後|以來|來(?!自|到|臨)|前(?!線|進|景|往|途|所)|之前|以前|內|間)?
"""
_WAR = r"""
    (?:(?<![\u4e00-\u9fff])|(?<=[自從在於超過比較與和是為場次該且但而及的]))
    (?:(?:俄烏|烏俄)戰(?=開|爆|[\u4e00-\u9fff]{0,4}以來)
    |(?:俄烏|烏俄|俄羅斯|俄國|俄軍|普丁)?\s?的?(?:全面|大舉|對烏克蘭|對烏)*(?:戰爭|戰事|衝突|開戰|入侵|侵略|侵烏))
    (?:烏克蘭|行動|全面|戰爭)*(?:開始|爆發|開打|發生|展開)?(?:之後|以後|後)?\s?(?:以來|至今|迄今|以降)
"""
_LEAD = r"""(?:(?P<since>(?<!來)自從?(?!己|由|我|然)|打從)|(?P<from>從)
    |(?P<until>截至|截止[到至]?|直[到至]|(?<![回提談看達得想說遇感])到|(?<![甚乃以直])至(?!少|多|於))
    |(?P<in>在))?+\s?"""
_RANGE = re.compile(_TO)
_TAIL = re.compile(
    r"\s?(?:(?P<since>[^\s\d，。、；：！？,;:!?（）()]{0,16}?(?:以來|以降)|至今|迄今"
    r"|起(?![碼初源來])|開始(?!的))"
    r"|(?P<until>為止|止(?=[，。,)）])|(?:之前|以前|前)(?![線進景往途所瞻總外國蘇半]))"
    r"|(?P<within>之間|間))"
)
_OF_WAR = re.compile("戰|侵|爆發")
_DATE_ONLY = re.compile(_DATE, re.X)
_PHRASE = re.compile(rf"{_LEAD}(?:{_DATE}|(?P<length>{_LENGTH}))", re.X)


@lru_cache(maxsize=8)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    named = rf"(?P<name>{every})(?:之後|以後|後)?\s?(?:以來|至今|迄今|以降)"
    return re.compile(rf"(?:自從?|從|打從)?(?:{named}|{_WAR})", re.X)


def read(text: str, told: Told) -> list[When]:
    """Give what the Chinese of a text says of time."""
    if text.isascii():
        return []
    named = _named(tuple(name for name, _ in told.names if not name.isascii()))
    found: list[When] = []
    done = 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        if at < done:
            continue
        if anchor[0] in "來今":
            m = named.search(text, max(at - _WAR_BACK, done), at + 1)
            if m and (when := _since_event(m, told)):
                found.append(when)
                done = when.end
            continue
        low = max(at - _BACK, done)
        first = low + len(text[low:at].rstrip(_BEFORE))
        for start in range(first, at + (anchor[0] in _STARTS)):
            m = _PHRASE.match(text, start)
            if not m or m.end() <= at:
                continue
            try:
                when = _when(m, text, told)
            except (ValueError, OverflowError):  # no day of the calendar
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
    begin, end = m.span()
    lead = next((k for k in ("since", "from", "until", "in") if m[k]), "")
    body = begin if not lead else m.end(lead)
    body += len(text[body:end]) - len(text[body:end].lstrip())
    if m["length"]:
        return _length(m, body, told)
    period, end = _joined(m, text, told)
    tail = _TAIL.match(text, end)
    if tail and tail["within"]:
        return When(body, tail.end(), period)
    joined = end > m.end()
    if tail and tail["since"] and (lead in ("since", "from") or not _far(tail)):
        return _since(When(begin, tail.end(), period), m, told)
    if lead == "since" and not joined:
        return _since(When(begin, end, period), m, told)
    if tail and tail["until"]:
        if m["yp"] and not _said_year(m):  # 年底前 looks ahead
            period = _part(m, told.written.year, told.written.year)
        return When(begin if lead == "until" else body, tail.end(), period, Kind.UNTIL)
    if lead == "until" and not joined:
        return When(begin, end, period, Kind.UNTIL)
    return When(begin if joined and lead in ("since", "from") else body, end, period)


def _far(tail: re.Match[str]) -> bool:
    """Tell whether words but those of war stand between the date and its 以來."""
    words = tail["since"]
    return len(words) > len("以來") and not _OF_WAR.search(words)


def _since(w: When, m: re.Match[str], told: Told) -> When:
    ends = any(m[k] in ("底", "末") for k in ("yp", "yp2", "mp", "mrp"))
    first = w.period.last if ends else w.period.start
    return When(w.start, w.end, told.since(first), Kind.SINCE)


def _joined(m: re.Match[str], text: str, told: Told) -> tuple[Period, int]:
    """Read a date, and the one it runs to if there is one; give where they end."""
    period = _period(m, told, told.written)
    to = _RANGE.match(text, m.end())
    other = _DATE_ONLY.match(text, to.end()) if to else None
    if not other:
        return period, m.end()
    within_a_year = Period.year(period.start.year + 1).start - timedelta(days=1)
    by = _shifted_year(period.start) if not _dated(other) else within_a_year
    last = _period(other, told, by)
    if not _dated(m) and _dated(other):
        period = _period(m, told, last.start)
    if last.end <= period.start:
        return period, m.end()
    return Period(period.start, last.end), other.end()


def _shifted_year(day: date) -> date:
    return day + timedelta(days=364)


def _dated(m: re.Match[str]) -> bool:
    """Tell whether a date says its year."""
    free = ("half", "q", "qq", "q1", "m", "yp", "bare")
    return _said_year(m) or not any(m[k] for k in free)


def _said_year(m: re.Match[str]) -> bool:
    return any(m[k] for k in ("year", "rel", "roc", "year2", "rel2", "roc2"))


def _period(m: re.Match[str], told: Told, by: date) -> Period:
    if m["iy"]:
        return Period.day(date(int(m["iy"]), int(m["im"]), int(m["id"])))
    if _said_year(m):
        return _in_years(m, told.written)
    if m["bare"]:
        return cal.day_of_month(_int(m["bare"]), by)
    if any(m[k] for k in ("half", "q", "qq", "q1", "m", "yp")):
        return cal.newest(lambda year: _part(m, year, year), by)
    return _relative(m, told.written)


def _in_years(m: re.Match[str], written: date) -> Period:
    k = "" if m["year"] or m["rel"] or m["roc"] else "2"
    if m["roc" + k]:
        year = _int(m["roc" + k]) + 1911
    elif m["rel" + k]:
        year = written.year + _RELATIVE[m["rel" + k]]
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
        return cal.edge(whole, _PARTS[m["mp"]]) if m["mp"] else whole
    whole = Period(Period.year(first).start, Period.year(year).end)
    part = m["yp"] or m["yp2"]
    return cal.edge(whole, _PARTS[part]) if part else whole


def _relative(m: re.Match[str], written: date) -> Period:
    if m["wk"]:
        steps = _STEPS[m["wk"]]
        if m["wd"] == "末":
            return cal.weekend(written, steps)
        week = cal.week(written, steps)
        if not m["wd"]:
            return week
        number = min(_WEEKDAYS.index(m["wd"]), 6)
        return Period.day(week.start + timedelta(days=number))
    if m["day"]:
        return cal.weekday(written, min(_WEEKDAYS.index(m["day"]), 6))
    if m["qrel"]:
        return cal.quarter(written, _STEPS[m["qrel"]])
    if m["dr"]:
        return Period.day(written + timedelta(days=_DAYS[m["dr"]]))
    if m["mrel"]:
        steps = _STEPS[m["mrel"].rstrip("個月")]
        month = Period.month(written.year, written.month).shifted(months=steps)
        return cal.edge(month, _PARTS[m["mrp"]]) if m["mrp"] else month
    now = (written.year + 99) // 100
    if m["dec"]:
        year = _int(m["dec"])
        if len(m["dec"]) < len("1990"):
            hundred = (
                _int(m["c0"]) - 1 if m["c0"] else (now - 1 if year < 30 else now - 2)
            )  # noqa: PLR2004, E501
            year += hundred * 100
        return cal.decade(year)
    word = m["cent"].rstrip("個")
    return cal.century(now + _STEPS[word] if word in _STEPS else _int(word))


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
        return When(begin, m.end(), cal.ago(told.written, least, unit), Kind.AT)
    ahead = then.endswith("後") or way in ("未來", "今後", "往後", "接下來")
    period = cal.span(told.written, least, unit, ahead=ahead)
    named = way in ("過去", "最近", "近", "這") and count == 1
    kind = Kind.AT if named else Kind.SPAN
    return When(begin, m.end(), period, kind, count, unit)


def _count(word: str) -> Decimal:
    return Decimal(word) if "." in word else Decimal(_int(word))


def _int(word: str) -> int:
    """Read 24, 二十四, 廿四, 二〇二五."""
    if word.isdecimal():
        return int(word)
    if not set(word) & (_UNITS.keys() | _TENS.keys()):
        return int("".join(str(_VALUE[c]) for c in word))
    total = digit = 0
    for c in word:
        if c in _VALUE:
            digit = _VALUE[c]
        else:
            total += _TENS.get(c, 0) or (digit or 1) * _UNITS[c]
            digit = 0
    return total + digit
