"""Hold a value to a written number: to the digits it is written to, and no further."""

from dataclasses import dataclass, replace
from decimal import Decimal

from polemos.claims.reading import Comparator, Form, Quantity
from polemos.core import Verdict

_C = Comparator
FLIPPED = {_C.LT: _C.GT, _C.GT: _C.LT, _C.LE: _C.GE, _C.GE: _C.LE}
_FIFTH = 5
_TENTH = 10  # percent; and one of so many parts
_LONGEST = 20  # digits of a number that is still divided
_KEPT = 2  # digits of a rounded number, at least
_HALF = Decimal("0.5")
_NOISE = Decimal("1e-9")  # what binary fractions lose, as a share of the value


@dataclass(frozen=True, slots=True)
class Stated:
    """What is written, in the unit and the sense of what was worked out.

    `rounded` is how far a number whose last digits are 0 may be from what it was
    rounded from: half of its last digit that is not 0, with two digits kept at least.
    `words` says that no digit was written, as in two-thirds, 兩成 or 三倍: what is told
    so coarsely is not cut off besides.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    comparator: Comparator
    words: bool = False
    rounded: Decimal = Decimal(0)


def plainly(q: Quantity) -> Stated:
    """Give what is written as it stands."""
    coarse = q.form is Form.PERCENT and q.step >= _TENTH
    times = q.form is Form.TIMES and q.step >= _HALF
    words = q.form is Form.FRACTION or coarse or times
    return Stated(q.value, q.low, q.high, q.step, q.comparator, words, _rounded(q))


def _rounded(q: Quantity) -> Decimal:
    if q.value is None or q.step < 1 or q.value.adjusted() > _LONGEST:
        return Decimal(0)
    if q.value % q.step:
        return Decimal(0)
    digits = str(int(abs(q.value) / q.step))
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - _KEPT)
    return q.step * 10**zeros / 2 if zeros > 0 else Decimal(0)


def negated(s: Stated) -> Stated:
    """Turn it about zero, and over into under."""

    def neg(x: Decimal | None) -> Decimal | None:
        return None if x is None else -x

    comparator = FLIPPED.get(s.comparator, s.comparator)
    return replace(
        s,
        value=neg(s.value),
        low=neg(s.high),
        high=neg(s.low),
        comparator=comparator,
    )


def shifted(s: Stated, by: Decimal) -> Stated:
    """Move it by an amount."""

    def add(x: Decimal | None) -> Decimal | None:
        return None if x is None else x + by

    return replace(s, value=add(s.value), low=add(s.low), high=add(s.high))


def fits(
    s: Stated,
    actual: Decimal,
    slack: Decimal,
    interval: tuple[Decimal, Decimal] | None = None,
) -> Verdict:
    """Hold a value to what is written: half the last digit and `slack`, no more.

    ROUNDS is less than one unit of the last digit away, a tenth of the number at most,
    as when digits are cut off; or what the zeros at the end of a number leave open.
    """
    bottom, top = interval or (actual, actual)
    reach, noise = reach_of(s), abs(actual) * _NOISE
    if s.comparator in (_C.LT, _C.GT):
        slack += reach - noise  # 21 is not over 21
        return _within(s, bottom - slack, top + slack, strict=True)
    slack += noise
    if s.comparator is _C.APPROX_BELOW and s.value is not None:
        finer = s.step / 2 if s.step < reach else Decimal(0)
        less, more = (reach, finer) if s.value > 0 else (finer, reach)
        below = replace(s, low=s.value - less, high=s.value + more)
        return _within(below, bottom - slack, top + slack, strict=False)
    if s.comparator in FLIPPED or s.value is None:
        slack += reach
        return _within(s, bottom - slack, top + slack, strict=False)
    if bottom - slack - reach <= s.value <= top + slack + reach:
        return Verdict.HOLDS
    step = max(min(2 * reach, abs(s.value) / _TENTH), s.rounded)
    near = bottom - step < s.value < top + step and not s.words
    return Verdict.ROUNDS if near and s.comparator is not _C.APPROX else Verdict.OFF


def reach_of(s: Stated) -> Decimal:
    """Give how far a value may be from what is written: half of its last digit.

    Of "about" and "nearly" that is the last digit which is not 0, a tenth of the number
    at most: nearly 20 is 18 to 20. "About" gives no less than the number alone does.
    The ends of a range are told to their last digits; "more than" gives nothing.
    """
    if s.value is None:
        return s.step / 2
    if s.comparator in FLIPPED:
        return Decimal(0)
    if s.comparator is _C.APPROX_BELOW:
        return _significant(s) / 2
    if s.comparator is _C.APPROX:
        return max(s.step, _significant(s)) / 2
    return s.step / 2


def _within(s: Stated, bottom: Decimal, top: Decimal, *, strict: bool) -> Verdict:
    over = s.low is None or (top > s.low if strict else top >= s.low)
    under = s.high is None or (bottom < s.high if strict else bottom <= s.high)
    return Verdict.HOLDS if over and under else Verdict.OFF


def _significant(s: Stated) -> Decimal:
    """Give the worth of the last digit that is not 0, a fifth of the value at most.

    About 20 is 18 to 22, and about 850 is 845 to 855.
    """
    if not s.value:
        return s.step
    digits = s.value.normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    return min(max(s.step, Decimal(10) ** exponent), abs(s.value) / _FIFTH)
