"""Write numbers and dates the way each language does; the one place that rounds."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from polemos.core import EditionError, Lang, Period, Unit
from polemos.report._words import CURRENCIES, FORMS, SCALED, Form

MINUS = "\u2212"
MAGNITUDES: dict[Lang, tuple[tuple[int, str], ...]] = {
    "en": ((12, " trillion"), (9, " billion"), (6, " million"), (0, "")),
    "zh": ((12, " 兆"), (8, " 億"), (4, " 萬"), (0, "")),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DIGITS = 60
_PLACES = 3  # a word of magnitude takes no more decimals than this
_MANY = 100_000  # people are counted in ten thousands from here


@dataclass(frozen=True, slots=True)
class Said:
    """A number as printed: `stated` and `step` are in the unit it was asked in.

    `scale` turns `stated` into what the text spells out.
    """

    text: str
    stated: Decimal
    step: Decimal
    scale: Decimal = Decimal(1)


def number(value: float, digits: int = 0, sign: str = "") -> Said:
    """Write a plain number with thousands separated."""
    step = Decimal(10) ** -digits
    stated = _rounded(Decimal(repr(value)), step)
    return Said(_signed(stated, f"{abs(stated):,.{digits}f}", sign), stated, step)


def quantity(
    value: float, unit: Unit, lang: Lang, digits: int = 0, sign: str = ""
) -> Said:
    """Write a number with its word of magnitude and its unit."""
    worth = Decimal(10) ** unit.power
    whole = Decimal(repr(value)) * worth
    form = form_of(unit, lang)
    if unit.code in SCALED:
        stated, step, figures = _scaled(whole, lang, digits, unit)
    else:
        step = Decimal(10) ** -digits * worth
        stated = _rounded(whole, step)
        figures = f"{abs(stated):,.{max(0, digits - unit.power)}f}"
    words = form.one if abs(stated) == 1 and not digits else form.many
    if words[0].isascii():  # −USD 3 a barrel, but 每桶 −3 美元
        text = _signed(stated, words.format(figures), sign)
    else:
        text = words.format(_signed(stated, figures, sign))
    return Said(text, stated / worth, step / worth, worth)


def form_of(unit: Unit, lang: Lang) -> Form:
    """Give the words of a unit, or say which unit still needs them."""
    if unit.code in CURRENCIES:
        name = CURRENCIES[unit.code].in_(lang)
        return Form(f"{{}}{name}") if lang == "zh" else Form(f"{name} {{}}")
    if unit.code not in FORMS:
        raise EditionError(
            f"expected a unit with words in report/_words.py, found {unit.code!r}"
        )
    return FORMS[unit.code][lang]


def _scaled(
    whole: Decimal, lang: Lang, digits: int, unit: Unit
) -> tuple[Decimal, Decimal, str]:
    """Round once, by the English word of magnitude, so that both languages agree."""
    power = _power(whole)
    if unit.code == "persons":
        power, digits = (4, digits) if abs(whole) >= _MANY else (0, 0)
    elif power and abs(whole) < 10 * Decimal(10) ** power:
        digits = max(digits, 1)  # 4 trillion says too little; 3.8 does not
    step = Decimal(10) ** (power - digits)
    stated = _rounded(whole, step)
    if _power(stated) > _power(whole) and unit.code != "persons":
        return _scaled(stated, lang, digits, unit)  # 999.96 billion is 1.0 trillion
    if unit.code == "persons" and lang == "en":
        return stated, step, f"{abs(stated):,.0f}"
    fine = int(step.log10())  # the power of the last digit that is printed
    power, word = next(
        (p, w)
        for p, w in MAGNITUDES[lang]
        if not p or (abs(stated) >= Decimal(10) ** p and p - fine <= _PLACES)
    )
    mantissa = abs(stated) / Decimal(10) ** power
    gap = " " if lang == "zh" and not power else ""
    figures = f"{mantissa:,.{max(0, power - fine) if stated else 0}f}"
    if unit.code == "persons" and "." in figures:  # 60 萬, as 600,000 shows no place
        figures = figures.rstrip("0").rstrip(".")
    return stated, step, f"{figures}{word}{gap}"


def _power(whole: Decimal) -> int:
    return next(
        p for p, _ in MAGNITUDES["en"] if not p or abs(whole) >= Decimal(10) ** p
    )


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    with localcontext(prec=_DIGITS):  # a number of forty digits is printed too
        return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _signed(stated: Decimal, text: str, sign: str) -> str:
    if sign == "abs" or not stated:
        return text
    if stated < 0:
        return MINUS + text
    return "+" + text if sign == "+" else text


def day(when: date, lang: Lang) -> str:
    """Write a date: 2026年8月24日, 24 August 2026."""
    if lang == "zh":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def month(when: date, lang: Lang) -> str:
    """Write a month: 2026年8月, August 2026."""
    if lang == "zh":
        return f"{when.year}年{when.month}月"
    return f"{_MONTHS[when.month - 1]} {when.year}"


def span(first: date, last: date, lang: Lang) -> str:
    """Write from which month to which, naming a year that they share once."""
    a, b = month(first, lang), month(last, lang)
    if a == b:
        return a
    if lang == "zh":
        return f"{a}至{last.month}月" if first.year == last.year else f"{a}至{b}"
    return f"{a.split()[0] if first.year == last.year else a} to {b}"


def year(when: date, lang: Lang) -> str:
    """Write a year: 2026年, 2026."""
    return f"{when.year}年" if lang == "zh" else str(when.year)


def period(p: Period, lang: Lang) -> str:
    """Write a period by its length: a day, a month, a year, or from when to when."""
    if p.days == 1:
        return day(p.start, lang)
    if p == Period.month(p.start.year, p.start.month):
        return month(p.start, lang)
    if p == Period.year(p.start.year):
        return year(p.start, lang)
    if p.start.day == 1 and p.end.day == 1:
        return span(p.start, p.last, lang)
    to = "至" if lang == "zh" else " to "
    return f"{day(p.start, lang)}{to}{day(p.last, lang)}"
