"""The numbers of a checked text as print: what is written, and what was worked out."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from html import escape

from polemos.claims import Kind, Row, Tolerance, Worked
from polemos.core import LANGS, PERCENT, POINTS, Lang, Reckoning, Text, Unit
from polemos.report import _say
from polemos.report._checked_words import HELD, KINDS, SENSES, WORDS, Sense
from polemos.report._page import CODES
from polemos.report._words import CURRENCIES, FORMS, SCALED

_MOVES = (Reckoning.CHANGE, Reckoning.GROWTH)
_MOST = 2  # decimals; no written number is printed with more
_COUNTED = 100  # what is counted is printed whole from here
_NARROW = ("percent", "points", "ratio")


def both(text: Text) -> str:
    """Write words in both languages, of which the page shows one."""
    return each(lambda lang: escape(text.in_(lang)))


def each(told: Callable[[Lang], str], tag: str = "span") -> str:
    """Write an element for each language; `told` gives its markup."""
    return "".join(
        f'<{tag} class="{lang}" lang="{CODES[lang]}">{told(lang)}</{tag}>'
        for lang in LANGS
    )


def in_bold(said: Iterable[Text]) -> set[str]:
    """Give the characters of words, and of all verdicts, units and magnitudes."""
    texts = (*said, *(s.name for s in SENSES.values()), *CURRENCIES.values())
    told = [text.in_(lang) for text in texts for lang in LANGS]
    told += [form.many for forms in FORMS.values() for form in forms.values()]
    told += [word for words in _say.MAGNITUDES.values() for _, word in words]
    return set("".join(told))


def sign(sense: Sense) -> str:
    """Draw the sign of a verdict; its name stands beside it in words."""
    return (
        f'<svg class="s {sense.tone}" viewBox="0 0 12 12" aria-hidden="true">'
        f'<path d="{sense.sign}"/></svg>'
    )


def value(w: Worked, row: Row, lang: Lang) -> str:
    """Print a worked-out value, a digit finer than what is written."""
    moved = w.way.how in _MOVES and row.kind is not Kind.SUPERLATIVE
    return number(w.point.value, unit_of(w), row, lang, "+" if moved else "")


def interval(w: Worked, row: Row, lang: Lang) -> str:
    """Print the publisher's interval, or nothing."""
    low, high = w.point.low, w.point.high
    if low is None and high is None:
        return ""
    unit = unit_of(w)
    ends = [number(end, unit, row, lang) for end in (low, high) if end is not None]
    if low is not None and high is not None:
        return ("{} 至 {}" if lang == "zh" else "{} to {}").format(*ends)
    if lang == "zh":
        return f"{'至少' if high is None else '至多'} {ends[0]}"
    return f"{'at least' if high is None else 'at most'} {ends[0]}"


def tolerance(told: Tolerance, w: Worked, row: Row, lang: Lang) -> str:
    """Print how far the value may be from what is written, and by what right."""
    unit = unit_of(w)
    unit = POINTS if unit == PERCENT else unit
    parts = [
        f"±{number(by, unit, row, lang)}{WORDS[why].in_(lang)}"
        for by, why in ((told.digit, "digit"), (told.revision, "revisions"))
        if by
    ]
    return ("；" if lang == "zh" else "; ").join(parts) or WORDS["exact"].in_(lang)


def unit_of(w: Worked) -> Unit:
    """Give the unit of a worked-out value: percent change by percentage points."""
    if w.way.how is Reckoning.CHANGE and w.unit == PERCENT:
        return POINTS
    return w.unit


def number(value: float, unit: Unit, row: Row, lang: Lang, mark: str = "") -> str:
    """Print a number of a series with its unit."""
    return _say.quantity(value, unit, lang, _digits(value, unit, row), mark).text


def scaled(unit: Unit, most: float, lang: Lang) -> tuple[float, str]:
    """Give the factor that brings `most` to a handy size, and that unit in words."""
    power, word = unit.power, ""
    if unit.code in SCALED and (unit.code != "persons" or lang == "zh"):
        worth = abs(most) * 10.0**unit.power
        known = _say.MAGNITUDES[lang]
        power, word = next(m for m in known if worth >= 10.0 ** m[0] or not m[0])
    words = _say.form_of(unit, lang).many.format(word.strip())
    return 10.0 ** (unit.power - power), " ".join(words.split())


def _digits(value: float, unit: Unit, row: Row) -> int:
    if unit.code in SCALED:
        return 1
    if unit.code in _NARROW:
        return 2 if 0 < row.quantity.step < 1 else 1
    return 0 if abs(value) >= _COUNTED or value == int(value) else 2


def written(row: Row, lang: Lang) -> str:
    """Say how a quantity was read: what sort of claim, how held, the number."""
    q = row.quantity
    sort = KINDS[row.kind].in_(lang)
    ends = [x for x in ((q.low, q.high) if q.value is None else (q.value,)) if x]
    if not ends or (q.unit and not _sayable(q.unit)):
        return sort
    told = [_plain(x, q.unit, lang) for x in ends]
    held = HELD["range"] if len(told) > 1 else HELD[q.comparator.value]
    if len(told) == 1 and q.comparator.value == "range":
        held = HELD["ge" if q.low is not None else "le"]
    stop = "，" if lang == "zh" else ", "
    return sort + stop + held.in_(lang).format(*told)


def _sayable(code: str) -> bool:
    return code in CURRENCIES or code in FORMS


def _plain(x: Decimal, code: str, lang: Lang) -> str:
    exponent = x.normalize().as_tuple().exponent
    digits = min(_MOST, max(0, -int(exponent)))
    if _sayable(code):
        return _say.quantity(float(x), Unit(code), lang, digits).text
    return _say.number(float(x), digits).text


def verdict(row: Row, lang: Lang, *, now: bool = False) -> str:
    """Name a verdict."""
    return SENSES[(row.now if now else row.then).verdict].name.in_(lang)


def word(key: str, lang: Lang) -> str:
    """Give a word of the page as markup."""
    return escape(WORDS[key].in_(lang))


def stop(lang: Lang) -> str:
    """Give what stands between a name and what it names."""
    return "：" if lang == "zh" else ": "


def iso(when: date) -> str:
    """Write a day for a table."""
    return when.isoformat()
