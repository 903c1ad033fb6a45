"""One entry of the page of corrections, in both languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from polemos.core import (
    PERCENT,
    POINTS,
    Claim,
    Finding,
    Lang,
    Observation,
    Reckoning,
    Text,
    Unit,
    UnknownSeries,
    View,
)
from polemos.registry import Correction
from polemos.report import _say
from polemos.report._checked_say import both, each, sign
from polemos.report._checked_words import SENSES, WORDS
from polemos.report._page import CODES
from polemos.report._words import SCALED

CORRECTED: Mapping[str, Text] = {
    "title": Text("Corrections", "更正紀錄"),
    "none": Text(
        "Nothing that was published here has been known otherwise since.",
        "已登錄的數字，至今沒有一項因資料修訂而改變。",
    ),
    "how": Text("How this page is made", "本頁如何產生"),
    "rule": Text(
        "Each number of a kept document is worked out again, of the same series and "
        "the same period, from what is known later. It is listed here where the "
        "verdict is another, or where the value moved by half of the last digit "
        "written. Entries are added and none is taken away; corrections.csv has them "
        "all with their rows.",
        "已登錄文件裡的每個數字，都以同一序列、同一期間，用後來所知的資料重算。判定改變，"
        "或數值移動達所寫末位的半個單位，就列在這裡。條目只增不減；全部條目與所據資料列"
        "見 corrections.csv。",
    ),
    "of": Text("as of", "資料截至"),
    "line": Text("line {}", "第 {} 行"),
    "gone": Text("no value", "已無數值"),
    "untold": Text(
        "No publisher told it anew: this version works it out otherwise.",
        "並非發布者修訂：本版的算法不同。",
    ),
}
_LINE = "line "
_ENDS = {
    Reckoning.LOW: Text("lower end", "區間下限"),
    Reckoning.HIGH: Text("upper end", "區間上限"),
}
_MOVES = (Reckoning.CHANGE, Reckoning.GROWTH)
_MOST = 3  # decimals


def alike(found: Iterable[Correction]) -> Iterator[list[Correction]]:
    """Put together what one document says of one thing, in several places."""
    by: dict[tuple[object, ...], list[Correction]] = {}
    for c in found:
        claim, values = c.claim, (c.was.actual, c.now.actual)
        key = (claim.series, claim.period, claim.how, claim.base, claim.stated)
        by.setdefault((c.document.id, *key, claim.unit, *values), []).append(c)
    yield from by.values()


def entry(same: Sequence[Correction], view: View) -> str:
    """Write one entry: what a document says, and what was and is found of it."""
    c = same[0]
    quotes = "".join(
        f"<blockquote{_lang(lang)}>{escape(text)}</blockquote>"
        for text, lang in {x.claim.text: x.claim.lang for x in same}.items()
    )
    falls = f'<p class="falls">{both(WORDS["material"])}</p>' if c.material else ""
    return (
        f'<article class="one"><p class="from">{each(lambda x: _from(same, x))}</p>'
        f'{quotes}<p class="about">{each(lambda x: _about(c.claim, view, x))}</p>'
        f'<p class="moved">{_found(c, c.was)}<span aria-hidden="true">→</span>'
        f'{_found(c, c.now)}</p>{falls}<p class="by">'
        f"{each(lambda x: escape(_by(c, view, x)))}</p></article>"
    )


def _lang(lang: Lang | None) -> str:
    return f' lang="{CODES[lang]}"' if lang else ""


def _from(same: Sequence[Correction], lang: Lang) -> str:
    c = same[0]
    places = dict.fromkeys(_where(one.claim.where, lang) for one in same)
    parts = (
        f"<b>{escape(c.document.name)}</b>",
        f"{WORDS['written'].in_(lang)} "
        f"<time>{_say.day(c.first.known_at.date(), lang)}</time>",
        escape(("、" if lang == "zh" else ", ").join(filter(None, places))),
    )
    return " · ".join(filter(None, parts))


def _where(place: str, lang: Lang) -> str:
    if place.startswith(_LINE):
        return CORRECTED["line"].in_(lang).format(place.removeprefix(_LINE))
    return place


def _about(claim: Claim, view: View, lang: Lang) -> str:
    try:
        title = view.spec(claim.series).title.in_(lang)
    except UnknownSeries:  # it was made by an older version
        title = claim.series
    period = _say.period(claim.period, lang)
    if claim.base is not None:
        base = f"{WORDS['base'].in_(lang)} {_say.period(claim.base, lang)}"
        period += f"{'，' if lang == 'zh' else ', '}{base}"
    if claim.how in _ENDS:
        period += f"{'，' if lang == 'zh' else ', '}{_ENDS[claim.how].in_(lang)}"
    return escape(f"{title}（{period}）" if lang == "zh" else f"{title} ({period})")


def _found(c: Correction, finding: Finding) -> str:
    sense = SENSES[finding.verdict]
    told = each(lambda lang: escape(_value(c.claim, finding.actual, lang)))
    return (
        f'<span><b>{told}</b> <span class="v {sense.tone}">{sign(sense)}'
        f"{both(sense.name)}</span></span>"
    )


def _value(claim: Claim, value: float | None, lang: Lang) -> str:
    """Print a value a digit finer than what is written."""
    if value is None:
        return CORRECTED["gone"].in_(lang)
    unit = claim.unit
    if claim.how is Reckoning.CHANGE and unit == PERCENT:
        unit = POINTS
    mark = "+" if claim.how in _MOVES else ""
    return _printed(value, unit, claim, lang, mark)


def _printed(value: float, unit: Unit, claim: Claim, lang: Lang, mark: str) -> str:
    exponent = claim.step.normalize().as_tuple().exponent
    digits = min(_MOST, max(0, 1 - int(exponent)))
    if unit.code in SCALED:
        digits = 1 if unit.code == "persons" else 2
    return _say.quantity(value, unit, lang, digits, mark).text


def _by(c: Correction, view: View, lang: Lang) -> str:
    """Say since when it is known, and by whose row."""
    row = c.row
    if row is None:
        return CORRECTED["untold"].in_(lang)
    who = view.source(row.series).provider.name.in_(lang)
    day = _say.day(row.known_at.date(), lang)
    told = "" if _itself(c) else _told(row, view, lang)
    if lang == "zh":
        return f"{day}得知，{who}{told}。{row.series}"
    return f"Known on {day}, {who}{told}. {row.series}"


def _itself(c: Correction) -> bool:
    """Say whether the row is the very value that the claim states."""
    told = c.row and (c.row.series, c.row.period)
    return c.claim.how is Reckoning.LEVEL and told == (c.claim.series, c.claim.period)


def _told(row: Observation, view: View, lang: Lang) -> str:
    """Tell a row: what it is of, when, and its value."""
    spec, period = view.spec(row.series), _say.period(row.period, lang)
    value = (
        CORRECTED["gone"].in_(lang)
        if row.value is None
        else _say.quantity(row.value, spec.unit, lang, 2).text
    )
    title = spec.title.in_(lang)
    if lang == "zh":
        return f"：{title}（{period}）{value}"
    return f": {title} ({period}) {value}"
