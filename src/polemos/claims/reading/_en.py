"""Find the numerals of an English text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal

from polemos.claims.reading._en_cardinal import Run, cardinal, pointed
from polemos.claims.reading._en_digits import LEADS, number
from polemos.claims.reading._en_digits import tokens as digit_tokens
from polemos.claims.reading._en_fraction import Part, fraction, out_of
from polemos.claims.reading._en_times import changes, multiplies
from polemos.claims.reading._en_words import (
    DIGITS,
    PAD,
    WORD,
    WORDS,
    Kind,
    Token,
    article,
    places,
    worded,
)
from polemos.claims.reading._english import English
from polemos.claims.reading._numeral import Form, Numeral

_FACTORS = (Kind.HUNDRED, Kind.SCALE, Kind.DOZEN)
_ZERO = Decimal(0)
_ONE = Decimal(1)
_TEN = Decimal(10)
_PAD = len(PAD)
_JOINS = {"": "", "-": "-", "\u2011": "-", "\u2010": "-"} | {
    word: word for word in ("and", "point", "over", "out of", "in", "of")
}
_DIVIDED = ("over", "out of", "in")  # all that ties a plain number to another
# What may stand between two tokens, with the article and the signs that belong to one.
_TIE = re.compile(
    r"(?:\s|[-\u2010\u2011])*(?:(?:and|point|over|out\sof|in|of)\s++)?(?:an?\s++)?"
    r"[-.+\u2212$€£¥₽₴]*+"
)
_NUMBER, _FRACTION = Form.NUMBER, Form.FRACTION
_WIDEST_JOIN = 12  # characters between two tokens of a number
_LONGEST_RUN = 64  # tokens; no number is longer
_PRONOUN = ("the ", "this ", "that ", "which ")  # "the one" is nobody's number
_OF_ONE = (*_PRONOUN, "a ", "an ", "a\n", "an\n")
_LEADING = re.compile(r"\s*per\s?cents?\s+of\s+(?=\S)", re.IGNORECASE)
_ALONE = re.compile(r"\s*[-\u2212]\s+(?=[0-9])")
_OPENED = re.compile(r"\bbetween\s+[$€£¥₽]?\Z")
_OPENED_WINDOW = 12


def find(english: English, *, beside_chinese: bool = False) -> list[Numeral]:
    """Give every numeral of a text, in order; never fails, in linear time.

    `beside_chinese` leaves out plain digits, for a text whose numerals are read as
    Chinese as well: only what has English words is told.
    """
    text, low = english.text, english.low
    found: list[Numeral] = []
    run = Run([], [])
    end = 0
    ahead = places(low, english.mask, english.words, beside_chinese=beside_chinese)
    for i, at in enumerate(ahead):
        if at < end:
            continue
        if run.tokens and at - end > _WIDEST_JOIN:
            found += _told(run, low)
            run = Run([], [])
        figures = low[at] < ":"
        m = DIGITS.match(low, at) if figures else WORD.match(low, at)
        if m is None or (at == end and not figures):
            continue
        end = m.end()
        if not run.tokens and _ends(low, end, ahead, i) and _lonely(m, low, found):
            continue
        for token in digit_tokens(m, low, text) if figures else (worded(m, low),):
            join = _joined(run, token, low)
            if run.tokens and join is None:
                found += _told(run, low)
                run = Run([], [])
            run.tokens.append(token)
            run.joins.append(join)
    if run.tokens:
        found += _told(run, low)
    if found:
        _first(found, text)
    return found


def _ends(low: str, end: int, ahead: list[int], i: int) -> bool:
    """Whether nothing ties a number to where the next may begin."""
    i = bisect_left(ahead, end, i)
    if i == len(ahead) or ahead[i] - end > _WIDEST_JOIN:
        return True
    return _TIE.fullmatch(low, end, ahead[i]) is None


def _lonely(m: re.Match[str], low: str, found: list[Numeral]) -> bool:
    """Read plain digits or a word with nothing to join; False for anything else."""
    at, kind = m.start(), m.lastgroup
    if kind == "chain":
        read = number(m[0]) if low[at - 1] not in LEADS else None
        if read is None or read[0] is not Kind.DIGITS:
            return False
        _, value, step = read
    elif kind == "word":
        word, step = m[0], _ONE
        kind, value = WORDS[word]
        if kind is not Kind.UNIT:
            # "the second army": prose has many ordinals alone, and they count nothing
            ordinal = kind is Kind.ORDINAL and word != "half"
            return ordinal and not article(low, at - 1)
        if word == "one" and low.endswith(_OF_ONE, 0, at):
            return low.endswith(_PRONOUN, 0, at)
    else:
        return False
    found.append(Numeral(at - _PAD, m.end() - _PAD, value, value, step, _NUMBER))
    return True


def _told(run: Run, low: str) -> Iterable[Numeral]:
    token = run.tokens[0]
    if len(run.tokens) > 1 or token.kind is not Kind.DIGITS:
        return _read(run, low)
    worth = token.value, token.value
    return (_numeral((token, token), worth, token.step, low),)


def _joined(run: Run, token: Token, low: str) -> str | None:
    """Give what ties a token to the run before it; None where nothing does."""
    if not run.tokens or len(run.tokens) == _LONGEST_RUN:
        return None
    last = run.tokens[-1]
    gap = low[last.form_end if last.form else last.end : token.start]
    if gap == " ":
        join: str | None = ""
    elif len(gap) > _WIDEST_JOIN or gap.count("\n") > 1:
        return None
    else:
        join = _JOINS.get(" ".join(gap.split()))
    if token.kind is last.kind is Kind.DIGITS and last.scale == 1:
        return join if join in _DIVIDED else None
    return join


def _read(run: Run, low: str) -> Iterator[Numeral]:
    tokens = run.tokens
    at, stop = 0, len(tokens)
    kinds = {token.kind for token in tokens}
    divided = not kinds.isdisjoint((Kind.ORDINAL, Kind.SLASHED))
    while at < stop:
        first, sign = tokens[at], _ONE
        if first.kind is Kind.SIGN:
            at, sign = at + 1, -_ONE
            if at == stop or run.joins[at] != "":
                continue
        if first.kind is Kind.MULTIPLE:
            if (times := _multiple(first, low)) is not None:
                yield times
            at += 1
            continue
        spans = first.plural or first.kind is Kind.VAGUE
        if spans and (vague := _vague(run, at, stop)) is not None:
            at, a, b = vague
            yield _numeral((first, tokens[at - 1]), (a, b), _ZERO, low)
            continue
        part = fraction(run, at, stop, low) if divided else None
        if part is None:
            opened = max(0, first.start - _OPENED_WINDOW), first.start
            number = cardinal(run, at, stop, bool(_OPENED.search(low, *opened)))
            if number is None:
                at += 1
                continue
            number = pointed(run, number, stop)
            if _counts_off(run, number.end, stop):
                at = number.end + 1
                continue
            part = out_of(run, number, stop, low) or Part(
                number.end, number.value, number.step, False
            )
        lone = part.end == at + 1 and first.word == "one" and not first.article
        if not (lone and not first.form and low.endswith(_PRONOUN, 0, first.start)):
            value = part.value * sign
            form = _FRACTION if part.bare and abs(value) < 1 else _NUMBER
            last = tokens[part.end - 1]
            yield _numeral((first, last), (value, value), part.step, low, form)
        at = part.end


def _numeral(
    span: tuple[Token, Token],
    worth: tuple[Decimal, Decimal],
    step: Decimal,
    low: str,
    form: Form = _NUMBER,
) -> Numeral:
    """Close a numeral with the percent sign or the "times" behind it, if any."""
    first, last = span
    end, told = last.end, last.form
    if told is not None:
        if told[0] in "p%％":
            points = "point" in told or told[:2] in ("pp", "p.")
            form, end = Form.POINTS if points else Form.PERCENT, last.form_end
        elif (
            told != "times"
            or last.step < 1
            or multiplies(low, first.start, last.form_end)
        ):
            form, end = Form.TIMES, last.form_end
    start = first.start - _PAD
    return Numeral(start, end - _PAD, *worth, step, form)


def _multiple(token: Token, low: str) -> Numeral | None:
    """Read doubled, twice and threefold; "twice a week" is no multiple."""
    word, end, value = token.word, token.end, token.value
    if not changes(word, low, end):
        return None
    step = _ONE if word.endswith("fold") else _ZERO
    start = end - len(word)
    return Numeral(start - _PAD, end - _PAD, value, value, step, Form.TIMES)


def _vague(run: Run, at: int, stop: int) -> tuple[int, Decimal, Decimal] | None:
    """Read "several hundred thousand", "tens of thousands", "dozens" as a range."""
    first = run.tokens[at]
    end, scale, most = at + 1, _ONE, _TEN
    of = first.kind is not Kind.VAGUE
    if not of:
        most = first.value
    elif first.plural and not first.article and first.kind in (*_FACTORS, Kind.TEN):
        scale = first.value
    else:
        return None
    while run.kind(end, stop, ("of",) if of else ("", "-")) in _FACTORS:
        token = run.tokens[end]
        if token.article or (of and not token.plural):
            break
        scale *= token.value
        end += 1
    if end == at + 1 and first.kind in (Kind.VAGUE, Kind.TEN):
        return None
    if run.tokens[end - 1].kind is Kind.DOZEN and most == _TEN:
        return end, 2 * scale, scale / 12 * 100
    return end, 2 * scale, most * scale


def _counts_off(run: Run, at: int, stop: int) -> bool:
    """Whether the number is the head of an ordinal: twenty-first, hundred and fifth."""
    if at >= stop or run.kind(at, stop, ("", "-", "and")) is not Kind.ORDINAL:
        return False
    token, before = run.tokens[at], run.tokens[at - 1].kind
    if token.plural or token.word in ("half", "quarter"):
        return False
    tens = before is Kind.TENS and token.value < _TEN
    return tens or (before in (Kind.HUNDRED, Kind.SCALE) and token.value < 100)  # noqa: PLR2004


def _first(found: list[Numeral], text: str) -> None:
    """Take into the first numeral what only stands at the very start of a text."""
    first = found[0]
    m = _LEADING.match(text)
    if m is not None and m.end() == first.start and first.form is Form.NUMBER:
        start = len(text) - len(text.lstrip())
        found[0] = Numeral(
            start, first.end, first.low, first.high, first.step, Form.PERCENT
        )
    m = _ALONE.match(text)
    if m is not None and m.end() == first.start and not text[first.end :].strip():
        start = len(text) - len(text.lstrip())
        found[0] = Numeral(
            start, first.end, -first.low, -first.high, first.step, first.form
        )
