"""A number as it stands in a text, before the words around it are read."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ALWAYS_OPEN = "24/7"  # no fraction and no number


class Form(StrEnum):
    """What a numeral is by its own words."""

    NUMBER = "number"
    PERCENT = "percent"  # 19.2%, 百分之二十一點五, 三成五: the value is 19.2, 21.5, 35
    POINTS = "points"  # percentage points, 個百分點
    FRACTION = "fraction"  # 三分之二, two-thirds, half, 過半: the value is below 1
    TIMES = "ratio"  # 2 倍, threefold, doubled: what it is now over what it was


@dataclass(slots=True)  # not frozen: that takes five times as long to make
class Numeral:
    """One number at `text[start:end]`.

    `low` and `high` are equal where one value is written; words such as 數十萬 or
    "hundreds of thousands" span a range. `step` is the worth of the last written digit,
    0 where no digit says how exact it is (two-thirds, 數十萬). The sign and the percent
    sign belong to the span; comparator, currency and what is counted do not.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    step: Decimal
    form: Form = Form.NUMBER
