"""Units and how quantities live in time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from polemos.core.errors import UnitMismatch

_POWERS = {"": 0, "k": 3, "mn": 6, "bn": 9, "trn": 12}
_PREFIX = {power: prefix for prefix, power in _POWERS.items()}


class Measure(StrEnum):
    """How a quantity lives in time; it decides which arithmetic is honest."""

    STOCK = "stock"  # a level at the end of its period; aggregates by the last
    FLOW = "flow"  # an amount during its period; aggregates by the sum
    CUMULATIVE = "cumulative"  # a running total; its difference is a flow
    RATE = "rate"  # a ratio or a price; never summed


@dataclass(frozen=True, slots=True)
class Unit:
    """A base code and a power of ten: `bn RUB` is RUB at 9. Currencies never convert.

    Codes in use: percent, points (percentage points), ratio, vehicles, persons, km²,
    weapons, missiles, events, sites, USD/barrel, tonnes, and ISO 4217 currencies.
    """

    code: str
    power: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `bn RUB`, `percent`, `km²`."""
        head, _, rest = text.partition(" ")
        if rest and head in _POWERS:
            return cls(rest, _POWERS[head])
        return cls(text)

    def __str__(self) -> str:
        """Write it the way `parse` reads it."""
        return f"{_PREFIX[self.power]} {self.code}".strip()

    def factor(self, to: "Unit") -> float:
        """Give the exact factor that turns a value in this unit into one in `to`."""
        if self.code != to.code:
            raise UnitMismatch(f"expected a unit of {to.code}, found {self}")
        return 10.0 ** (self.power - to.power)


PERCENT = Unit("percent")
POINTS = Unit("points")
RATIO = Unit("ratio")
