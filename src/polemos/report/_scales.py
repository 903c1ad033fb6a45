"""What charts measure with: ticks, pixels, the width of words, labels kept apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import ceil, floor, log10

from polemos.core import Lang
from polemos.report import _say

LINE = 14  # pixels from one line of a label to the next, at FONT
FONT = 11
_WIDE = "\u2e80"  # from here on characters are as wide as they are high
_NARROW = set(" .,:;'|ijl()[]!")
# What a line is not broken within: a word, a short bracket, a mark and what it closes.
_PIECE = re.compile(
    r"(?:（[^（）]{1,9}）|[「『]*[^\x00-\u2e7f]|[\x00-\u2e7f]+? |[\x00-\u2e7f]+)"
    r"[，。、；：）」』！？％]*"
)
_QUARTERS = (1, 4, 7, 10)
_HALVES = (1, 7)


@dataclass(frozen=True, slots=True)
class Scale:
    """A run of values laid on a run of pixels, upside down as screens are."""

    low: float
    high: float
    height: float
    ticks: tuple[float, ...]

    def px(self, value: float) -> float:
        """Give the pixels from the top."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.height * (1 - share), 1)

    @property
    def format(self) -> str:
        """Give the d3 format that shows the ticks without idle decimals."""
        step = Decimal(repr(self.ticks[1])) - Decimal(repr(self.ticks[0]))
        exponent = step.normalize().as_tuple().exponent
        return f",.{max(0, -int(exponent))}f"


def scale(
    values: Sequence[float], height: float, *, zero: bool, count: int = 4
) -> Scale:
    """Choose round ticks that span the values; from zero if asked."""
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - abs(low or 1) / 2, high + abs(high or 1) / 2
    raw = (high - low) / count
    base = 10.0 ** floor(log10(raw))
    step = next(base * m for m in (1, 2, 2.5, 5, 10) if base * m >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(round(i * step, 10) for i in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], height, ticks)


def width(text: str, size: float = FONT) -> float:
    """Estimate the width of a line of words in pixels, rather too wide."""
    ems = 0.0
    for c in text:
        if c >= _WIDE:
            ems += 1.0
        elif c in _NARROW:
            ems += 0.32
        elif c.isupper() or c in "mw%+\u2212—":
            ems += 0.75
        else:
            ems += 0.58
    return ems * size


def wrap(text: str, limit: float, size: float = FONT) -> list[str]:
    """Break a label into lines: at spaces, or anywhere between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width((line + piece).rstrip(), size) > limit:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()]


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def apart(
    wanted: Sequence[float], sizes: Sequence[float], height: float
) -> list[float]:
    """Move label centres as little as needed so that none overlaps and all fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    tops: list[float] = []
    edge = 0.0
    for i in order:
        edge = max(edge, wanted[i] - sizes[i] / 2)
        tops.append(edge)
        edge += sizes[i]
    floor_ = max(height, sum(sizes))
    for place in reversed(range(len(order))):
        tops[place] = min(tops[place], floor_ - sizes[order[place]])
        floor_ = tops[place]
    out = [0.0] * len(wanted)
    for place, i in enumerate(order):
        out[i] = round(tops[place] + sizes[i] / 2, 1)
    return out


def stamp(day: date) -> int:
    """Give the milliseconds that Vega knows a day by."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def time_ticks(first: date, last: date, lang: Lang) -> dict[int, str]:
    """Choose days for the ticks of a time axis, each with its label."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 30:  # noqa: PLR2004 two and a half years
        every = 1 if months <= 12 * 9 else 2 if months <= 12 * 18 else 5
        days = [date(y, 1, 1) for y in range(first.year, last.year + 1)]
        return {
            stamp(d): _say.year(d, lang)
            for d in days
            if first <= d <= last and d.year % every == 0
        }
    wanted = _HALVES if months > 18 else _QUARTERS if months > 7 else range(1, 13)  # noqa: PLR2004
    days = [
        date(y, m, 1)
        for y in range(first.year, last.year + 1)
        for m in wanted
        if first <= date(y, m, 1) <= last
    ]
    return {
        stamp(d): _say.month(d, lang) if d.month == 1 or i == 0 else _short(d, lang)
        for i, d in enumerate(days)
    }


def _short(day: date, lang: Lang) -> str:
    return f"{day.month}月" if lang == "zh" else f"{day:%b}"
