"""What is read of one quantity of a text."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from polemos.claims.reading._numeral import Form
from polemos.claims.reading._when import When
from polemos.core import Stage


class Comparator(StrEnum):
    """How the sentence holds its number."""

    EQ = "eq"
    APPROX = "approx"  # 約, about
    LT = "lt"  # 不到, less than
    LE = "le"  # 至多, at most
    GT = "gt"  # 逾, more than
    GE = "ge"  # 至少, at least
    APPROX_BELOW = "approx_below"  # 近, nearly
    UP_TO = "up_to"  # 高達, as much as: the number is reached, and is much
    RANGE = "range"  # 10% 至 12%, hundreds of thousands


class Change(StrEnum):
    """Whether the number is a level, or how far one moved, or where it came to."""

    NONE = "none"
    BY = "by"
    TO = "to"


class Modality(StrEnum):
    """Whether the sentence tells what is, or what somebody means to do or expects."""

    FACT = "fact"
    PLAN = "plan"
    FORECAST = "forecast"
    QUOTE = "quote"


class Quantity(NamedTuple):
    """One quantity at `text[start:end]`, comparator and unit within the span.

    `low` and `high` are the ends of what the words allow, in `unit`; None is an open
    end. `value` is the number that is written, None where words give only a range.
    `step` is the worth of the last written digit. `unit` is `percent`, `points`,
    `ratio`, an ISO 4217 code, what is counted (`persons`, `km²`, `years`), or "" where
    the text names none. `direction` is the sign of a change: 1, -1, or 0. `when` is the
    time it is about, nearest first; `against` the time it is compared with. `past` says
    that it is what something came from, or once was: of its own time, or of none told.
    """

    start: int
    end: int
    surface: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    comparator: Comparator
    unit: str
    form: Form
    change: Change = Change.NONE
    direction: int = 0
    share: bool = False
    modality: Modality = Modality.FACT
    stage: Stage | None = None
    when: tuple[When, ...] = ()
    against: tuple[When, ...] = ()
    past: bool = False
