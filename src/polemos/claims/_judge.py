"""The verdict on one quantity: what was worked out against what is written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from polemos.claims._bound import Bound, Kind
from polemos.claims._fits import (
    FLIPPED,
    Stated,
    fits,
    negated,
    plainly,
    reach_of,
    shifted,
)
from polemos.claims._recompute import Asked, Worked, work_out
from polemos.claims._revised import Revisions, revision
from polemos.claims.reading import Change, Comparator, Modality, Quantity, WhenKind
from polemos.core import (
    HELD,
    Observation,
    Point,
    Reckoning,
    Step,
    Text,
    Verdict,
    View,
)

_C = Comparator
_ADDED = re.compile(r"(?<![翻增加])倍(?!增)")
_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)
_MOST_REVISED = Decimal("0.5")  # as a share of the value


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a value may be from what is written, in the unit of the value.

    By half of the last written digit, and by what its publisher is known to revise.
    """

    digit: float
    revision: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict as of one moment, and what it rests on.

    `best` is the value it was judged by, `rivals` the others of the same definition,
    `others` those of other definitions. `material`: the sentence's point falls.
    `tolerance` is that of `best`; None where no number was held to a value. Of a plan,
    `steps` are what was known of it, oldest first, and `amount` the newest sum.
    """

    verdict: Verdict
    best: Worked | None = None
    rivals: tuple[Worked, ...] = ()
    others: tuple[Worked, ...] = ()
    note: Text | None = None
    material: bool = False
    tolerance: Tolerance | None = None
    steps: tuple[Step, ...] = ()
    amount: Point | None = None

    @property
    def evidence(self) -> tuple[Observation, ...]:
        """Give the observations it rests on, or else those that come near."""
        if self.amount is not None:
            return self.amount.evidence
        works = (self.best,) if self.best else (*self.rivals, *self.others)
        return tuple(dict.fromkeys(o for w in works for o in w.evidence))


def judge(
    bound: Bound, view: View, known: Revisions, asked: Asked, months: int = 0
) -> Judgement:
    """Judge a bound quantity by what is known at the moment of a view.

    `months` is the length that the words give a growth (年增 is 12), or 0.
    """
    if bound.reason is not None:
        return Judgement(Verdict.UNBOUND, note=bound.reason)
    q = bound.quantity
    if bound.entry is not None:
        # A rate is decided before it is in force.
        decided = q.change is not Change.NONE or asked.decides
        lead = bound.entry.lead if decided else 0
        asked = replace(asked, base=bound.entry.base, lead=lead)
    if q.past and not q.when and asked.pin is None:
        return Judgement(Verdict.UNSUPPORTED, note=_ONCE)
    judged = []
    for part in bound.parts:
        works, other = (
            [w for way in ways for w in work_out(q, way, view, asked, months)]
            for ways in (part.ways, part.other)
        )
        judged.append(_part(bound, known, works, other))
    worst = max(judged, key=lambda j: _gravity(j.verdict))
    if len(judged) > 1:
        rest = tuple(j.best for j in judged if j is not worst and j.best)
        worst = replace(worst, rivals=(*worst.rivals, *rest))
    if worst.best is not None:
        worst = replace(worst, tolerance=_tolerance(bound, worst.best, known))
    return worst


def _tolerance(bound: Bound, w: Worked, known: Revisions) -> Tolerance:
    return Tolerance(float(reach_of(stated(bound, w))), revision(w, known))


def _gravity(verdict: Verdict) -> int:
    """Rank what a part came to: what is off outweighs what is not known."""
    if verdict in HELD:
        return 0
    return 1 if verdict in (Verdict.UNSUPPORTED, Verdict.UNBOUND) else 2


def _part(
    bound: Bound, known: Revisions, works: Sequence[Worked], other: Sequence[Worked]
) -> Judgement:
    main = [w for w in works if w.main]
    rest = [*(w for w in works if not w.main), *other]
    if not main and not rest:
        return Judgement(Verdict.UNSUPPORTED, note=_NOTHING)
    held = {id(w): held_by(bound, w, known) for w in (*main, *rest)}
    for word in HELD:
        for w in main:
            if held[id(w)] is word:
                return Judgement(word, w, _but(main, w), tuple(rest))
    for w in rest:
        if held[id(w)] is Verdict.HOLDS and _tells(bound, w):
            note = _definition(w)
            first = main[0] if main else None
            return Judgement(
                Verdict.STAGE_OVERSTATED if w.way.stage else Verdict.WRONG_DEFINITION,
                w,
                tuple(main),
                _but(rest, w),
                note,
                material=first is None or _matters(bound, first),
            )
    if not main:
        return Judgement(Verdict.UNSUPPORTED, None, (), tuple(rest), _NOTHING)
    best = min(main, key=lambda w: _gap(bound, w))
    if _of_another(bound, best):
        return Judgement(Verdict.UNBOUND, None, (), tuple(main), _SOMETHING_ELSE)
    return Judgement(
        Verdict.OFF,
        best,
        _but(main, best),
        tuple(rest),
        material=_matters(bound, best),
    )


def _tells(bound: Bound, w: Worked) -> bool:
    """Say whether it tells anything that a value of another definition fits.

    Most values are over, or under, most numbers: one that is far off tells nothing.
    """
    s = stated(bound, w)
    if s.comparator not in FLIPPED or s.value is None:
        return True
    return abs(value_of(w) - s.value) <= abs(s.value) * _NEAR


_NEAR = Decimal("0.2")
_FAR = 4  # times; what is further off, and by no power of ten, is of another thing
_POWER = Decimal("0.03")  # how near to a power of ten a slip of scale must be
_SOMETHING_ELSE = Text(
    "what the words seem to name is so far from this number that it must be of "
    "something else",
    "與字面所指的量相差太遠，說的應是另一回事",
)


def _of_another(bound: Bound, w: Worked) -> bool:
    """Say whether a loose binding is so far off that it must be of another thing.

    A slip of scale (億 for 兆) is off by a power of ten, and is the sentence's own.
    """
    s, actual = stated(bound, w), value_of(w)
    if not bound.loose or not s.value or bound.kind is Kind.SHARE:
        return False
    ratio = actual / s.value
    if Decimal(1) / _FAR <= ratio <= _FAR:
        return False
    if ratio <= 0:
        return bound.kind in (Kind.LEVEL, Kind.CHANGE_TO)
    power = Decimal(10) ** round(ratio.log10())
    return abs(ratio / power - 1) > _POWER


_ONCE = Text(
    "an earlier value, of a time that the text does not tell",
    "較早的數值，文中沒有說是什麼時候",
)
_NOTHING = Text(
    "nothing that was known then speaks of that period", "當時沒有資料涵蓋這段期間"
)


def _definition(w: Worked) -> Text:
    if w.way.name is not None:
        return w.way.name
    if w.base is not None:
        return Text(f"counted from {w.base}", f"以 {w.base} 為起點")
    return Text(f"as of {w.point.period}", f"以 {w.point.period} 計")


def _but(works: Iterable[Worked], one: Worked) -> tuple[Worked, ...]:
    return tuple(w for w in works if w is not one)


# -- the arithmetic --------------------------------------------------------------------


def held_by(bound: Bound, w: Worked, known: Revisions) -> Verdict:
    """Say whether a value bears out what is written: holds, rounds or off."""
    actual, written = value_of(w), stated(bound, w)
    verdict = fits(written, actual, Decimal(0), _interval(w))
    if verdict is Verdict.HOLDS:
        return verdict
    if fits(written, actual, abs(actual) * _MOST_REVISED, _interval(w)) is Verdict.OFF:
        return verdict  # too far for any revision: not worth reading all tellings
    slack = Decimal(repr(revision(w, known)))
    return fits(written, actual, slack, _interval(w))


def value_of(w: Worked) -> Decimal:
    """Give the worked-out value as the decimal that its binary fraction shows."""
    return Decimal(repr(w.point.value))


def _interval(w: Worked) -> tuple[Decimal, Decimal] | None:
    """Give the two ends where a publisher gave ends and no number between them."""
    if not w.point.ends_only:
        return None
    return Decimal(repr(w.point.low)), Decimal(repr(w.point.high))


def stated(bound: Bound, w: Worked) -> Stated:
    """Turn what is written into the unit of the series, and into its sense.

    What is gone becomes what is left, a deficit a balance, a fall a negative change.
    """
    q = bound.quantity
    factor = _factor(q, w)
    value, low, high = (
        None if x is None else x * factor for x in (q.value, q.low, q.high)
    )
    plain = plainly(q)
    made = replace(
        plain,
        value=value,
        low=low,
        high=high,
        step=q.step * factor,
        rounded=plain.rounded * factor,
    )
    added = q.change is Change.BY and _ADDED.search(q.surface)  # 增加兩倍 is 200 % more
    if q.unit == "ratio" and not added:
        made = shifted(made, -_HUNDRED)
    if bound.used:
        return shifted(negated(made), _HUNDRED)
    how = w.way.how
    deficit = bound.entry is not None and bound.entry.deficit
    lacking = deficit and how is not Reckoning.GROWTH  # the growth of a lack is one
    moved = how is not Reckoning.LEVEL or (bound.entry is not None and bound.entry.rate)
    falls = moved and q.change is Change.BY and q.direction < 0
    return negated(made) if lacking != falls else made


def _factor(q: Quantity, w: Worked) -> Decimal:
    match q.unit:
        case "percent" | "points":
            return Decimal(1)
        case "ratio":
            return _HUNDRED
        case "basis points":
            return 1 / _HUNDRED
    return Decimal(10) ** -w.unit.power


def as_written(bound: Bound) -> tuple[Decimal | None, Decimal | None]:
    """Give the ends that a quantity allows at its last digit, what is gone as left."""
    q = bound.quantity
    s = plainly(q)
    if bound.used:
        s = shifted(negated(s), _HUNDRED)
    if s.comparator in (_C.EQ, _C.UP_TO, _C.APPROX) and s.value is not None:
        return s.value - reach_of(s), s.value + reach_of(s)
    return s.low, s.high


def _gap(bound: Bound, w: Worked) -> Decimal:
    s, actual = stated(bound, w), value_of(w)
    ends = [x for x in (s.low, s.high) if x is not None]
    return min((abs(actual - x) for x in ends), default=Decimal(0))


def _matters(bound: Bound, w: Worked) -> bool:
    """Say whether a slip takes the sentence's point away.

    It does where the sentence compares (over, under), and where a number is off by
    more than a tenth of itself.
    """
    s = stated(bound, w)
    if s.comparator in FLIPPED or s.value is None:
        return True
    return abs(value_of(w) - s.value) > abs(s.value) * _TENTH


def moving(bound: Bound) -> bool:
    """Say whether a sentence speaks of the present, and so of later days too."""
    q = bound.quantity
    level = bound.kind in (Kind.LEVEL, Kind.CHANGE_TO, Kind.SHARE, Kind.COUNT)
    dated = any(w.kind in (WhenKind.AT, WhenKind.UNTIL) for w in q.when)
    moved = bound.entry is not None and bound.entry.moved
    return level and not dated and not moved and q.modality is not Modality.FORECAST
