"""What a Chinese numeral is worth, once its own characters are all that is left."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from polemos.claims.reading._numeral import ALWAYS_OPEN, Form

Worth = tuple[Decimal, Decimal, Decimal, Form]
_Span = tuple[Decimal, Decimal, Decimal]  # low, high, step

_ZERO = Decimal(0)
_ONE = Decimal(1)
_TWO = Decimal(2)
_NINE = Decimal(9)
_TEN = Decimal(10)
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_TENTH = Decimal("0.1")
_NOTHING = (_ZERO, _ZERO, _ZERO)

# Every spelling becomes one; 餘 and 多 say "more than" and are read elsewhere.
_SAME = str.maketrans(
    {
        **dict(zip("０１２３４５６７８９．－＋／％", "0123456789.-+/%", strict=True)),
        **dict(
            zip(
                "壹貳贰弍叁叄弎參参肆伍陸陆柒捌玖",
                "一二二二三三三三三四五六六七八九",
                strict=True,
            )
        ),
        **dict(zip("兩两倆〇○拾佰仟萬億", "二二二零零十百千万亿", strict=True)),
        **dict(zip("−負负﹪點數数幾個", "---%点几几几个", strict=True)),
        **dict(zip("ＥEｅＫKｋＭ", "eeekkkM", strict=True)),
        **{"廿": "二十", "卅": "三十", "卌": "四十"},
        **dict.fromkeys("餘余多來来 \u3000\xa0,，", ""),
    }
)
_FIGURES = "零一二三四五六七八九"
_AS_ARABIC = str.maketrans(_FIGURES, "0123456789")
_SMALL = {"十": _TEN, "百": _HUNDRED, "千": Decimal(1000)}
_BIG = {"万": Decimal(10**4), "亿": Decimal(10**8), "京": Decimal(10**16)}
_TAIWAN = _SMALL | _BIG | {"兆": Decimal(10**12)}
_MAINLAND = _SMALL | _BIG | {"兆": Decimal(10**6)}
_EXPONENTS = {"k": 3, "M": 6}

_SIGN = re.compile(r"(?<!e)[-+]")
_PIECE = re.compile(r"[0-9]*\.?[0-9]+|[一二三四五六七八九]+|.")
_ARABIC = re.compile(r"([0-9]*\.?[0-9]+)(?:([kM])|e([-+]?[0-9]+))?")
_POINT = re.compile(r"(.+)点([零一二三四五六七八九]+)([十百千万亿兆京]*)")
_ENDING = re.compile(r"(.+?)(%|‰|个?百分点|倍半?|)")
_WORDED = re.compile(
    r"(一?半几?)|几以(.+)[计計]|(?:翻了?|加|倍增)(?:([1-9一二三四五六七八九])?番|倍)?"
)
_TENTHS = re.compile(r"(.+)成(.?)")
_PARTS = re.compile(r"(?:(.+)又)?(.+)分之(.+)")
_FORMS = {
    **{"": Form.NUMBER, "%": Form.PERCENT, "‰": Form.PERCENT, "倍": Form.TIMES},
    **{"百分点": Form.POINTS, "个百分点": Form.POINTS},
}
_ROUND = 3  # as many zeros at the end of an Arabic number, or more, are rounding


@lru_cache(maxsize=1 << 13)
def worth(surface: str, mega: bool) -> Worth | None:
    """Give low, high, step and form of a numeral as written; None where it is none."""
    units = _MAINLAND if mega else _TAIWAN
    said = surface.translate(_SAME)
    read = _slashed(surface) if "/" in said else _read(_SIGN.sub("", said), units)
    if read is None or _SIGN.findall(said).count("-") % 2 == 0:
        return read
    low, high, step, form = read
    return -high, -low, step, form


def _slashed(surface: str) -> Worth | None:
    """Read 1/3 and 1 2/3."""
    *whole, over, under = surface.replace("／", " ").replace("/", " ").split()
    figures = [Decimal(part.translate(_SAME).lstrip("+-")) for part in (over, under)]
    if not figures[1] or surface == ALWAYS_OPEN:
        return None
    added = Decimal(whole[0].translate(_SAME).lstrip("+-")) if whole else _ZERO
    value = added + figures[0] / figures[1]
    return _fraction(value, value)


def _fraction(low: Decimal, high: Decimal) -> Worth:
    return low, high, _ZERO, Form.FRACTION if high < 1 else Form.NUMBER


def _read(said: str, units: Mapping[str, Decimal]) -> Worth | None:
    """Read what has lost its sign and its variants."""
    if match := _WORDED.fullmatch(said):
        return _worded(match, units)
    if match := _TENTHS.fullmatch(said):
        return _tenths(match[1], match[2], units)
    if match := _PARTS.fullmatch(said):
        return _parts(match[1], match[2], match[3], units)
    match = _ENDING.fullmatch(said)
    span = _number(match[1], units) if match else None
    if match is None or span is None:
        return None
    low, high, step = span
    if match[2] == "倍半":
        return low + _HALF, high + _HALF, _HALF, Form.TIMES
    by = _TENTH if match[2] == "‰" else _ONE
    return low * by, high * by, step * by, _FORMS[match[2]]


def _worded(match: re.Match[str], units: Mapping[str, Decimal]) -> Worth:
    """Read 一半, 數以千計, and 翻兩番, of which each 番 is a doubling."""
    half, thousands, doublings = match.groups()
    if half:
        return _fraction(_HALF, _HALF)
    if thousands:
        by = _product(thousands, units)
        return _TWO * by, _TEN * by, _ZERO, Form.NUMBER
    times = _TWO ** int(doublings.translate(_AS_ARABIC) if doublings else 1)
    return times, times, _ONE, Form.TIMES


def _tenths(tenths: str, more: str, units: Mapping[str, Decimal]) -> Worth | None:
    """Read 三成五 as 35 percent."""
    span = (_HALF, _HALF, _HALF) if tenths == "半" else _number(tenths, units)
    if span is None:
        return None
    low, high, step = (part * _TEN for part in span)
    if more == "半":
        more, step = "5", Decimal(5)
    elif more:
        step = _ONE
    added = Decimal(more.translate(_AS_ARABIC) or 0)
    return low + added, high + added, step, Form.PERCENT


def _parts(
    whole: str | None, under: str, over: str, units: Mapping[str, Decimal]
) -> Worth | None:
    """Read 三分之二; where the whole is a bare 百, 千 or 萬, it is a percentage."""
    if whole is None and not under.strip("百千万亿"):
        by, above = _product(under, units), _number(over, units)
        if above is None:
            return None
        low, high, step = (part * _HUNDRED / by for part in above)
        return low, high, step, Form.PERCENT
    below, above = _number(under, units), _number(over, units)
    added = _number(whole, units) if whole else (_ZERO, _ZERO, _ZERO)
    if below is None or above is None or added is None or not below[0]:
        return None
    low, high = above[0] / below[1], above[1] / below[0]
    return _fraction(added[0] + low, added[1] + high)


def _product(bare: str, units: Mapping[str, Decimal]) -> Decimal:
    by = _ONE
    for unit in bare:
        by *= units[unit]
    return by


def _number(said: str, units: Mapping[str, Decimal]) -> _Span | None:
    if said == "半百":
        return Decimal(50), Decimal(50), _ZERO
    if match := _ARABIC.fullmatch(said):
        low, high, step = _arabic(match[1])
        power = _EXPONENTS[match[2]] if match[2] else int(match[3] or 0)
        return low.scaleb(power), high.scaleb(power), step.scaleb(power)
    if match := _POINT.fullmatch(said):
        head = _number(match[1], units)
        if head is None:
            return None
        by, places = _product(match[3], units), -len(match[2])
        part = Decimal(match[2].translate(_AS_ARABIC)).scaleb(places)
        step = _ONE.scaleb(places) * by
        return (head[0] + part) * by, (head[1] + part) * by, step
    if len(said) > 1 and not said.strip(_FIGURES):
        return _row(said.translate(_AS_ARABIC))
    return _count(said, units)


def _arabic(figures: str) -> _Span:
    """Give an Arabic number; many zeros at its end are taken for rounding."""
    value = Decimal(figures)
    places = len(figures.partition(".")[2])
    if places:
        return value, value, _ONE.scaleb(-places)
    zeros = len(figures) - len(figures.rstrip("0"))
    return value, value, _ONE.scaleb(zeros if value and zeros >= _ROUND else 0)


def _row(figures: str) -> _Span | None:
    """Give a row of Chinese digits: 二〇二五; two neighbours are a range, 三五 also."""
    if len(figures) > 2:  # noqa: PLR2004
        return _arabic(figures)
    low, high = (Decimal(figure) for figure in figures)
    if low == high:  # 九九, 三三兩兩
        return None
    if "0" not in figures and (high - low == 1 or figures == "35"):
        return low, high, _ONE
    return _arabic(figures)


def _count(said: str, units: Mapping[str, Decimal]) -> _Span | None:
    """Read 四億五千六百四十二萬零一十五 from left to right.

    `groups` holds what a big unit has closed, `section` what stands since then and
    `last` the digits that no unit has taken up yet.
    """
    groups: list[tuple[Decimal, Decimal, Decimal]] = []  # unit, low, high
    section, last, step, unit = (_ZERO, _ZERO), _NOTHING, _ONE, _ONE
    pieces = _PIECE.findall(said)
    for place, piece in enumerate(pieces):
        if piece in _SMALL:
            unit = units[piece]
            low, high, digit = last if last[1] else (_ONE, _ONE, _ONE)
            section = section[0] + low * unit, section[1] + high * unit
            last, step = _NOTHING, digit * unit
        elif piece in units:
            unit = units[piece]
            low, high = section[0] + last[0], section[1] + last[1]
            while groups and groups[-1][0] <= unit:
                _, more_low, more_high = groups.pop()
                low, high = low + more_low, high + more_high
            if place == 0:  # 萬億 alone
                low = high = _ONE
            groups.append((unit, low * unit, high * unit))
            step = (step if last is _NOTHING else last[2]) * unit
            section, last = (_ZERO, _ZERO), _NOTHING
        elif piece == "零":
            unit = _ONE  # what follows is no short form
        elif piece == "几":
            ones = (section[1] or last[1]) and _SMALL.keys().isdisjoint(
                pieces[place:][1:2]
            )
            some = (_ONE, _NINE) if ones else (_TWO, _TEN)  # 十幾, 幾十
            last = last[0] + some[0], last[1] + some[1], _ZERO
        else:
            figures = piece.translate(_AS_ARABIC)
            chinese = figures != piece and len(piece) > 1
            read = _row(figures) if chinese else _arabic(figures)
            if read is None:
                return None
            last = read
    if last[1] and unit > _TEN and len(pieces[-1]) == 1:
        low, high, digit = (part * unit / _TEN for part in last)  # 三千五
        last = low, high, digit
    low = section[0] + last[0] + sum((group[1] for group in groups), _ZERO)
    high = section[1] + last[1] + sum((group[2] for group in groups), _ZERO)
    if "几" in said:
        return low, high, _ZERO
    return low, high, step if last is _NOTHING else last[2]
