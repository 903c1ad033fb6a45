"""Fractions in English words: two-thirds, 3 million and a half, one in five."""

import re
from dataclasses import dataclass
from decimal import Decimal

from polemos.claims.reading._en_cardinal import Cardinal, Run, cardinal
from polemos.claims.reading._en_words import Kind

_ONE = Decimal(1)
_TEN = Decimal(10)
_HUNDRED = Decimal(100)
_TIED = ("", "-", "and")
_LONGEST = 16  # tokens of one fraction

# "a third" is a share before these, and before anything that is no word; before
# another word it counts off: a third country.
_SHARE = re.compile(
    r"(?!\s+[a-z])|\s+(?:of|to|in|by|from|since|less|more|lower|higher|larger|smaller"
    r"|bigger|dearer|cheaper|faster|slower"
    r"|fewer|the|its|their|over|as|than|and|or|but|was|were|is|are|have|has|had"
    r"|who|which|that|on|at|for|compared|below|above|between|during|after|before|this"
    r"|last|while|when|went|came|said|would|will|if|so|because|through|under)\b"
)
_PART_OF = re.compile(
    r"\s+(?:of\s+(?!growth|contraction|decline|recession|[0-9]{4}\b)|less|more|lower"
    r"|higher|larger|smaller|bigger|dearer|cheaper|faster|slower|fewer|as)"
)
_MEASURED = re.compile(
    r"(?:\A\s*|\b(?:by|than|about|around|roughly|some|nearly|almost|only|just|to|least"
    r"|most|approximately|up|under|over|is|was|are|were|and)\s+)\Z"
)
_QUARTERS_OF_YEARS = re.compile(
    r"\s+(?:in a row|running|later|earlier|ago|before"
    r"|of\s+(?:growth|contraction|decline|recession|[0-9]{4}\b))"
)
_CALENDAR = re.compile(
    r"\b(?:last|past|next|first|previous|consecutive|successive|straight|for|in|recent"
    r"|these|those|following|every)\s+\Z"
)
_HALF_OF_TIME = re.compile(
    r"\b(?:first|second|other|latter|former|last|better|back|1st|2nd)[\s-]\Z"
)
_HALF_WORD = re.compile(
    r"-(?!million|billion|trillion|dozen|percent|per\b)[a-z]|\s+past\b"
)
_TIME = re.compile(
    r"[\s-]+(?:consecutive\s+|more\s+)?(?:second|minute|hour|day|night|week|month|quarter"
    r"|year|decade)s?\b"
)
_WORD = re.compile(r"\s+[a-z]")
_WINDOW = 24  # characters in front that are looked at
_YEAR = range(1900, 2101)
_EVERY = frozenset((*range(1, 11), 100, 1000, 10_000, 100_000))  # "nine in ten"
_NEVER_ALONE = frozenset(("first", "firsts", "second", "seconds"))
_SCALES = (Kind.HUNDRED, Kind.SCALE, Kind.DOZEN)


@dataclass(slots=True)
class Part:
    """A fraction or a mixed number of `run.tokens[…:end]`."""

    end: int
    value: Decimal
    step: Decimal  # 0 for a bare fraction: no digit says how exact it is
    bare: bool


def fraction(run: Run, at: int, stop: int, low: str) -> Part | None:
    """Read a fraction or a mixed number that begins at a token."""
    last = _ordinal(run, at, stop)
    if last is None:
        return None
    tokens = run.tokens
    if last == at + 1 and tokens[last].kind is Kind.SLASHED:
        return _mixed(run, at, last, last, stop) if run.joins[last] == "" else None
    for k in range(last, at, -1):
        if run.joins[k] == "and":
            mixed = _mixed(run, at, k, last, stop)
            return mixed or _simple(run, at, last, stop, low)
    return _simple(run, at, last, stop, low)


def out_of(run: Run, over: Cardinal, stop: int, low: str) -> Part | None:
    """Read "one in five", "two out of three" and "2000 over 3" on from the first."""
    if over.end >= stop or run.joins[over.end] not in ("over", "out of", "in"):
        return None
    under = cardinal(run, over.end, stop)
    if under is None or under.value <= 0 or run.tokens[over.end - 1].form:
        return None
    last = run.tokens[under.end - 1]
    if not (over.integral and under.integral) or _TIME.match(low, last.end):
        return None
    how = run.joins[over.end]
    if how == "over":
        stands = not _WORD.match(low, last.end)
    else:
        stands = over.value < under.value
    if how == "in":  # "four in 24 attacks" counts
        year = last.kind is Kind.DIGITS and int(under.value) in _YEAR
        stands &= not year and (over.value == 1 or under.value in _EVERY)
    if not stands:
        return None
    return Part(under.end, over.value / under.value, Decimal(0), True)


def _ordinal(run: Run, at: int, stop: int) -> int | None:
    """Find the first token that can end a fraction, with all before it tied."""
    for k in range(at, min(stop, at + _LONGEST)):
        if k > at and run.kind(k, stop, _TIED) is None:
            return None
        if run.tokens[k].kind in (Kind.ORDINAL, Kind.SLASHED):
            return k
    return None


def _mixed(run: Run, at: int, middle: int, last: int, stop: int) -> Part | None:
    """Read "one million and a half": a whole number and a proper fraction."""
    whole = cardinal(run, at, middle)
    ratio = _ratio(run, middle, last)
    if whole is None or whole.end != middle or ratio is None or not whole.integral:
        return None
    over, under = ratio
    if not 0 < over < under:
        return None
    end, scale = _scale(run, last + 1, stop)
    sign = -1 if run.tokens[at].value < 0 else 1
    if whole.scale > _HUNDRED:  # the fraction is of the million, or of its own
        scale = scale or whole.scale
        return Part(
            end, whole.value + sign * over * scale / under, scale / under, False
        )
    scale = scale or _ONE
    value = (whole.value + sign * over / under) * scale
    return Part(end, value, scale / under, False)


def _simple(run: Run, at: int, last: int, stop: int, low: str) -> Part | None:
    ratio = _ratio(run, at, last)
    if ratio is None:
        return None
    over, under = ratio
    end, scale = _scale(run, last + 1, stop)
    if scale is not None:
        return Part(end, over * scale / under, scale / under, False)
    if not _shares(run, at, last, low):
        return None
    return Part(end, over / under, Decimal(0), True)


def _scale(run: Run, at: int, stop: int) -> tuple[int, Decimal | None]:
    """Read the million of "half a million" and "two thirds of a million"."""
    scale = None
    while (kind := run.kind(at, stop, ("", "-", "of"))) in _SCALES:
        token = run.tokens[at]
        if token.plural or (run.joins[at] == "of" and not token.article):
            break
        if scale is not None and (kind is not Kind.SCALE or token.article):
            break
        scale = token.value * (scale or _ONE)
        at += 1
    return at, scale


def _ratio(run: Run, at: int, last: int) -> tuple[Decimal, Decimal] | None:
    """Read numerator and denominator of `run.tokens[at : last + 1]`.

    The longest denominator counts: "one hundred thirty fifths" is 100/35.
    """
    token = run.tokens[last]
    if token.kind is Kind.SLASHED:
        return (token.value / token.step, 1 / token.step) if at == last else None
    halved = at == last and token.word in ("half", "quarter")
    if (run.tokens[at].article or halved) and not token.plural:
        under = _denominator(run, at, last)
        if under is not None:
            return _ONE, under
    if any(t.kind is Kind.DIGITS for t in run.tokens[at:last]):
        return None  # "100 millionths" are counted
    for k in range(at + 1, last + 1):
        under = _denominator(run, k, last)
        if under is None or run.joins[k] == "and" or _splits(run, k):
            continue
        over = cardinal(run, at, k)
        if over is not None and over.end == k and (token.plural or over.value == 1):
            return over.value, under
    return None


def _denominator(run: Run, at: int, last: int) -> Decimal | None:
    """Read "third", "twenty-firsts" or "one hundred and fifth"."""
    token = run.tokens[last]
    if at == last:
        return token.value if token.word not in _NEVER_ALONE else None
    if run.tokens[at].kind not in (Kind.UNIT, Kind.TENS):
        return None
    ahead = cardinal(run, at, last)
    if ahead is None or ahead.end != last:
        return None
    if run.tokens[last - 1].kind is Kind.TENS:
        fits = token.value < _TEN and run.joins[last] != "and"
    else:
        fits = run.tokens[last - 1].kind in _SCALES and token.value < _HUNDRED
    return ahead.value + token.value if fits else None


def _splits(run: Run, at: int) -> bool:
    """Whether a hyphen binds a token to the one before: ninety-five."""
    token = run.tokens[at]
    unit = token.kind in (Kind.UNIT, Kind.ORDINAL) and token.value < _TEN
    tens = run.tokens[at - 1].kind is Kind.TENS
    return tens and unit and run.joins[at] == "-"


def _shares(run: Run, at: int, last: int, low: str) -> bool:
    """Whether a fraction is one by the words around it, no ordinal and no time."""
    token = run.tokens[last]
    if (
        token.kind is Kind.SLASHED
        or token.form
        or (run.joins[last] == "-" and last > at)
    ):
        return True
    start, end = run.tokens[at].start, token.end
    ahead = max(0, start - _WINDOW), start
    match token.word:
        case "half":
            before = _HALF_OF_TIME.search(low, *ahead)
            return not before and not _HALF_WORD.match(low, end)
        case "quarter":
            if _QUARTERS_OF_YEARS.match(low, end) or (last == at and not token.article):
                return False
            return bool(_PART_OF.match(low, end) or _MEASURED.search(low, *ahead))
        case "quarters":
            before = _CALENDAR.search(low, *ahead)
            return not before and not _QUARTERS_OF_YEARS.match(low, end)
    return token.plural or _SHARE.match(low, end) is not None
