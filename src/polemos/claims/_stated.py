"""Read a written number of either language back, with how exactly it was written."""

import re
from dataclasses import dataclass
from decimal import Decimal

# What multiplies a number, in each language. The reader needs no other word: a unit
# is known from the claim.
SCALES = {
    "萬": 4,
    "百萬": 6,
    "億": 8,
    "兆": 12,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
}
_ROUND = 3  # so many trailing zeros and more are taken as rounding, not as digits
_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212])?(?:[A-Z]{3}\s)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)"
    rf"(?P<rest>\.\d+)?\s?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})?"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value, and the worth of the last digit that it was written to."""

    value: Decimal
    step: Decimal


def read(text: str) -> tuple[Stated, ...]:
    """Give every number of a text, English or Traditional Chinese."""
    return tuple(_stated(m) for m in _NUMBER.finditer(text))


def _stated(m: re.Match[str]) -> Stated:
    digits = m["digits"].replace(",", "")
    scale = Decimal(10) ** SCALES.get(m["scale"] or "", 0)
    value = Decimal(digits + (m["rest"] or "")) * scale
    places = len(m["rest"]) - 1 if m["rest"] else 0
    zeros = len(digits) - len(digits.rstrip("0")) if not places else 0
    exponent = zeros if zeros >= _ROUND and value else -places
    negative = m["sign"] in ("-", "\u2212")
    return Stated(-value if negative else value, Decimal(10) ** exponent * scale)
