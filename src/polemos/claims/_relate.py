"""Ratios: one number of a text over another, one actor's over another's."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations as combinations_of

from polemos.claims._bind import Binder
from polemos.claims._bound import Bound, Kind, Way
from polemos.claims._fits import fits, negated, plainly, reach_of
from polemos.claims._judge import Judgement, Tolerance
from polemos.claims._lexicon import Entry, combinations
from polemos.claims._recompute import Asked, Worked, work_out
from polemos.claims._revised import Revisions, revision
from polemos.claims._stood import sides_stood
from polemos.claims.reading import Change, Form, Quantity
from polemos.core import (
    HELD,
    PERCENT,
    RATIO,
    Reckoning,
    Text,
    Unit,
    UnknownSeries,
    Verdict,
    View,
    join,
)

_MOST = 12  # numbers of a sentence that are tried against each other
_HUNDRED = Decimal(100)
_MORE = re.compile(
    r"高出|多出|多了|低了|少了|\b(?:more|less|higher|lower) than", re.IGNORECASE
)
_THERE = re.compile(
    r"\s?(?:as )?(?:many|much|large|big)?\s?(?:on|in|among|for|of) the", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio that a text states, and its two sides.

    Either two numbers of the text (`numbers`), or the values that a slot takes on both
    sides (`slot`, `sides`) of an entry, or a number and an entry (`numbers` holds one).
    """

    quantity: Quantity
    entry: Entry | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    slot: str = ""
    sides: tuple[str, str] = ("", "")
    numbers: tuple[Bound, ...] = ()


def bind_ratio(
    q: Quantity, bound: Bound, binder: Binder, bounds: Sequence[Bound]
) -> Ratio | None:
    """Find the two sides of a ratio that no series tells by itself, or None."""
    fraction = q.form is Form.FRACTION
    if not (fraction or q.unit == "ratio" or _than(q, binder)):
        return None
    if bound.parts and not _than(q, binder):
        return None
    begin, stop = binder.reading.sentences.span(binder.reading.sentences.index(q.start))
    near = [
        b
        for b in _beside(bounds, begin, stop)
        if b.quantity.value is not None
        and b.quantity.form in (Form.NUMBER, Form.PERCENT)
        and b.quantity.start != q.start
    ]
    by_unit: dict[str, list[Bound]] = {}
    for b in near:
        by_unit.setdefault(b.quantity.unit, []).append(b)
    if not _than(q, binder):
        for pair in by_unit.values():
            if len(pair) >= 2:  # noqa: PLR2004 a ratio has two sides
                return Ratio(q, numbers=tuple(pair[:2]))
    sides = _two_actors(q, binder, begin, stop)
    if sides is not None or _than(q, binder):
        return sides
    return _against_entry(q, binder, near)


def divides(q: Quantity, binder: Binder, bounds: Sequence[Bound]) -> Judgement | None:
    """Give the judgement that a share is what two numbers of its sentence make.

    None where they do not: what the store says of it then stands.
    """
    if q.form not in (Form.PERCENT, Form.FRACTION) or q.value is None:
        return None
    cut = binder.reading.sentences
    begin, stop = cut.span(cut.index(q.start))
    near = [
        b
        for b in _beside(bounds, begin, stop)
        if b.quantity.value and b.quantity.form is Form.NUMBER
    ]
    for a, b in combinations_of(near, 2):
        if a.quantity.unit == b.quantity.unit:
            ratio = Ratio(q, numbers=(a, b))
            judged = _by_arithmetic(ratio)
            if judged.verdict is Verdict.HOLDS:
                return judged
    return None


def _beside(bounds: Sequence[Bound], begin: int, stop: int) -> Sequence[Bound]:
    """Give the first numbers of a stretch of the text."""
    i = bisect_left(bounds, begin, key=lambda b: b.quantity.start)
    near = bounds[i : i + _MOST]
    return [b for b in near if b.quantity.start < stop]


def _than(q: Quantity, binder: Binder) -> bool:
    """Say whether a percentage tells how much more one is: 比…高出三成."""
    if q.form is not Form.PERCENT or q.change is not Change.BY:
        return False
    text = binder.reading.text
    clause = binder.reading.clauses.span(binder.reading.clauses.index(q.start))
    return _MORE.search(text, *clause) is not None and not q.against


def _two_actors(q: Quantity, binder: Binder, begin: int, stop: int) -> Ratio | None:
    parts = binder.reading.clauses
    clause = parts.span(parts.index(q.start))
    for _, mention, entry, values in binder.meant(q):
        if not begin <= mention.start < stop:
            break
        for slot in entry.sides:
            pair = _pair(*binder.named(q, slot, *clause)) or _pair(
                *binder.named(q, slot, begin, stop)
            )
            if pair is not None:
                if _THERE.match(binder.reading.text, q.end):
                    pair = pair[1], pair[0]
                return Ratio(q, entry, tuple(values.items()), slot, pair)
    return None


def _pair(left: Sequence[str], right: Sequence[str]) -> tuple[str, str] | None:
    """Give the two sides in the order of the sentence: A is twice B, A 是 B 的兩倍."""
    if left and right and right[0] != left[-1]:
        return left[-1], right[0]
    apart = [v for i, v in enumerate(left) if not i or v != left[i - 1]]
    if len(apart) >= 2:  # noqa: PLR2004 two actors, the nearest two
        return apart[-2], apart[-1]
    return None


def _against_entry(q: Quantity, binder: Binder, near: Sequence[Bound]) -> Ratio | None:
    for _, _, entry, values in binder.meant(q):
        codes = {
            binder.view.spec(s).unit.code
            for d in entry.series
            for s, _ in combinations(d, values)
            if _known(binder.view, s)
        }
        for b in near:
            other = b.entry is not entry or b.quantity.when != q.when
            if b.quantity.unit in codes and other:
                return Ratio(q, entry, tuple(values.items()), numbers=(b,))
    return None


def _known(view: View, name: str) -> bool:
    try:
        view.spec(name)
    except UnknownSeries:
        return False
    return True


# -- judging ---------------------------------------------------------------------------


def judge_ratio(ratio: Ratio, view: View, known: Revisions, asked: Asked) -> Judgement:
    """Judge a ratio by what is known as of a view, or by the text's own numbers."""
    if len(ratio.numbers) == 2:  # noqa: PLR2004
        return _by_arithmetic(ratio)
    works = list(
        _over_entry(ratio, view, asked) if ratio.numbers else _actors(ratio, view)
    )
    if not works:
        return Judgement(Verdict.UNSUPPORTED)
    stated = plainly(ratio.quantity)
    if ratio.quantity.form is Form.PERCENT and ratio.quantity.direction < 0:
        stated = negated(stated)
    revised = [revision(w, known) for w in works]
    held = [
        fits(stated, Decimal(repr(w.point.value)), Decimal(repr(by)))
        for w, by in zip(works, revised, strict=True)
    ]
    verdict = next((v for v in HELD if v in held), Verdict.OFF)
    at = held.index(verdict)
    return Judgement(
        verdict,
        works[at],
        (*works[:at], *works[at + 1 :]),
        material=verdict is Verdict.OFF,
        tolerance=Tolerance(float(reach_of(stated)), revised[at]),
    )


def _by_arithmetic(ratio: Ratio) -> Judgement:
    """Divide the text's own numbers; what does not come out contradicts the text."""
    a, b = (abs(x.quantity.value or Decimal(0)) for x in ratio.numbers)
    low, high = min(a, b), max(a, b)
    if not low:
        return Judgement(Verdict.UNSUPPORTED)
    q = ratio.quantity
    if q.change is Change.BY:  # from the first to the second, up or down
        from_second = ratio.numbers[1].quantity.past  # to 40 from 30
        value = (a / b if from_second else b / a) - 1
        values = [value * _HUNDRED * q.direction]
    elif q.unit == "ratio":  # 10, then 30, three times as much
        values = [a / b, b / a]
    else:
        values = [low / high * _HUNDRED]
    verdicts = [fits(plainly(q), value, Decimal(0)) for value in values]
    right = [v for v, verdict in zip(values, verdicts, strict=True) if verdict in HELD]
    value = (right or values)[0]
    said = [x.quantity.surface for x in ratio.numbers]
    unit = "" if ratio.quantity.unit == "ratio" else "%"
    note = Text(
        f"{said[0]} and {said[1]} of the text make {value:.3g}{unit}",
        f"文中的「{said[0]}」與「{said[1]}」算出 {value:.3g}{unit}",
    )
    if not right:
        return Judgement(Verdict.CONTRADICTS_ITSELF, note=note, material=True)
    return Judgement(Verdict.HOLDS, note=note)


def _scaled(ratio: Ratio, value: float) -> tuple[float, Unit]:
    if ratio.quantity.unit == "ratio":
        return value, RATIO
    if ratio.quantity.form is Form.PERCENT:
        return (value - 1) * 100, PERCENT
    return value * 100, PERCENT


def _actors(ratio: Ratio, view: View) -> Iterator[Worked]:
    if ratio.entry is None:
        return
    about = next(
        (w.period for w in ratio.quantity.when if w.kind.value != "span"), None
    )
    for d in (*ratio.entry.named, *ratio.entry.series):
        two = sides_stood(
            *(d, dict(ratio.values), view),
            slot=ratio.slot,
            sides=ratio.sides,
            about=about,
        )
        if two is not None and two[2].value:
            way, p, q = two
            value, unit = _scaled(ratio, p.value / q.value)
            yield Worked(way, join(p.period, value, (p, q)), unit)


def _over_entry(ratio: Ratio, view: View, asked: Asked) -> Iterator[Worked]:
    """Divide a series by a number of the text, or the other way round."""
    if ratio.entry is None:
        return
    beside = ratio.numbers[0].quantity
    asking = ratio.quantity._replace(when=ratio.quantity.when or beside.when)
    for d in ratio.entry.series:
        for name, _ in combinations(d, dict(ratio.values)):
            for w in work_out(asking, Way(name, Reckoning.LEVEL, d.name), view, asked):
                whole = abs(w.point.value) * 10 ** float(w.unit.power)
                part = abs(float(beside.value or 0))
                if not whole or not part:
                    continue
                low, high = sorted((whole, part))
                larger = ratio.quantity.unit == "ratio"
                value, unit = _scaled(ratio, high / low if larger else low / high)
                yield replace(
                    w, point=join(w.point.period, value, (w.point,)), unit=unit
                )


def kind_of_ratio(ratio: Ratio) -> Kind:
    """Say what sort of claim a ratio is."""
    return Kind.RATIO if ratio.numbers or ratio.slot else Kind.COMPARISON
