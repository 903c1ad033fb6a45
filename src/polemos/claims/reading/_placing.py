"""Which dates speak of a quantity, and whether it is a fact, a plan or a forecast."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from polemos.claims.reading._clauses import Clauses, Sentences
from polemos.claims.reading._modality import Told
from polemos.claims.reading._quantity import Change, Modality, Quantity
from polemos.claims.reading._when import Kind, When

# What stands before the time a change is counted from: 比 8 月, on the year before.
_BASE = re.compile(
    r"(?:[比較](?:[^，,。；;\d]{0,8}[的前時])?|相較於?|相比於?|對比"
    r"|than(?: in| at| on)?(?: the end of)?|from"
    r"|compared (?:with|to)|against|on the|over|above|below|versus|vs\.?"
    r"|same (?:months|period|quarter) of)\s?(?:the )?$",
    re.IGNORECASE,
)
# What stands behind it: 與去年 5 月的高峰相比.
_COMPARED = re.compile(r"的?[^，,。；;\d]{0,6}相?比(?![重例率])")
# What stands before a number that something came from, or that it once was.
_PAST = re.compile(
    r"(?=[從由低高不較曾一fopva])(?:從|由(?!於)|低於|高於|不及|較|曾經?|一度"
    r"|\b(?:from|once|peaked|peak of|high of|versus|(?<!set )against))"
    r"[^，,。；;!?\d]{0,10}(?:\d{1,4}\s?[年月]\s?){0,2}[^，,。；;!?\d]{0,6}$",
    re.IGNORECASE,
)
_REACH = 34
_GLUED, _PREPOSED = 3, 16
_OF = re.compile(r"\s?的?\s?")
_BEHIND = re.compile(
    r"\s?[（(]|\s(?:in|of|at|on|by|for|during)?\s?(?:the )?"
    r"(?:(?:end|start|middle) of )?(?:early |late )?",
    re.IGNORECASE,
)
_IN = 4  # characters of the preposition before a date
_DATES = 3  # so many dates on each side of a quantity may speak of it


def placed(
    text: str,
    made: Sequence[Quantity],
    whens: Sequence[When],
    cuts: tuple[Sentences, Clauses],
    written: date,
) -> Iterator[Quantity]:
    """Add the dates that speak of each quantity, nearest first, and what is meant."""
    cut, parts = cuts
    sentence, told, dates = (0, -1), Told.of(text, 0, 0), list(whens[:0])
    starts, before = [w.start for w in whens], tuple(whens[:0])
    for k, q in enumerate(made):
        span = cut.span(cut.index(q.start))
        if span != sentence:
            sentence, told = span, Told.of(text, *span)
            i, j = (bisect_left(starts, at) for at in span)
            dates, before = list(whens[i:j]), ()
        modality, stage = told.at(q.start, q.end)
        past = q.change is not Change.BY and (
            _PAST.search(text, max(span[0], q.start - _REACH), q.start) is not None
        )
        if not dates and modality is Modality.FACT and not past:
            yield q
            continue
        owners = [_owner(text, w, made, k) for w in dates]
        own = [w for w, owner in zip(dates, owners, strict=True) if owner == k]
        free = [w for w, owner in zip(dates, owners, strict=True) if owner is None]
        english = text[max(0, q.start - 4) : q.end + 4].isascii()
        if not english:  # a Chinese date stands before what it dates: 去年 20%
            stop = parts.span(parts.index(q.start))[1]
            free = [w for w in free if w.start < stop]
        near = _near(q, own or free) if not past else own
        bases = [w for w in near if w not in own and _is_base(text, w)]
        if modality is Modality.FACT:  # what is to come is another clause's
            near = [w for w in near if w.period.start <= written]
        when = _spoken_of(
            q, [w for w in near if w not in bases], parts, english=english
        )
        if bases and not when:  # 117 in April, 14% more than in March
            when = before
        before = when
        yield q._replace(
            when=when,
            against=_spoken_of(q, bases, parts, english=english)[:1],
            modality=modality,
            stage=stage,
            past=past,
        )


def _owner(text: str, w: When, made: Sequence[Quantity], i: int) -> int | None:
    """Give which of a quantity and its neighbours a date is glued to, or None."""
    for k in range(max(0, i - 2), min(len(made), i + 3)):
        q = made[k]
        if 0 <= q.start - w.end <= _GLUED and _OF.fullmatch(text, w.end, q.start):
            return k
        if 0 <= w.start - q.end <= _PREPOSED and _BEHIND.fullmatch(
            text, q.end, w.start
        ):
            return k
    return None


def _is_base(text: str, w: When) -> bool:
    """Say whether a date is what something is compared with."""
    if w.kind is Kind.SPAN:
        return False
    if _COMPARED.match(text, w.end):
        return True
    return _BASE.search(text, max(0, w.start - 20), w.start) is not None


def _spoken_of(
    q: Quantity, near: Sequence[When], parts: Clauses, *, english: bool
) -> tuple[When, ...]:
    """Keep the dates of the quantity's own clause, or of the nearest, one before first.

    The nearest in characters comes first.
    """
    if not near:
        return ()
    clause = parts.index(q.start)

    def away(w: When) -> tuple[bool, int]:
        clauses = parts.index(w.start) - clause
        return clauses > 0, abs(clauses)

    def gap(w: When) -> int:
        if w.start >= q.end:  # English puts a date behind: 131 in June
            return w.start - q.end - (_IN if english else 0)
        return q.start - w.end

    nearest = min(map(away, near))
    kept = [w for w in near if away(w) == nearest]
    return tuple(sorted(kept, key=gap))


def _near(q: Quantity, dates: Sequence[When]) -> list[When]:
    """Give up to three dates before a quantity and three behind it in its sentence."""
    i = bisect_left(dates, q.start, key=lambda w: w.start)
    around = dates[max(0, i - _DATES) : i + _DATES]
    return [w for w in around if not (q.start <= w.start and w.end <= q.end)]
