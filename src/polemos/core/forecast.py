"""What a model said would be, in hubverse's columns."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite

from polemos.core.errors import ExpectationError
from polemos.core.time import Period, utc


class OutputType(StrEnum):
    """What the value of a forecast is, as hubverse names it."""

    QUANTILE = "quantile"  # `output_type_id` is the level, such as "0.025"
    PMF = "pmf"  # `output_type_id` is the outcome, the value its probability


@dataclass(frozen=True, slots=True)
class Forecast:
    """One number of one forecast, issued once and never edited.

    `model` bears its version; `origin` is the last day whose knowledge it used; the
    value is in the unit of the series, or a probability. `snapshot` is the SHA-256 of
    the file in which it was issued.
    """

    model: str
    series: str
    origin: date
    period: Period
    output_type: OutputType
    output_type_id: str
    value: float
    known_at: datetime
    snapshot: str

    def __post_init__(self) -> None:
        """Refuse a forecast of the past, and a level or a chance outside 0 to 1."""
        where = f"{self.model} {self.series} {self.period}"
        if self.origin >= self.period.end:
            raise ExpectationError(
                f"{where}: expected an origin before the period is over, found "
                f"{self.origin}"
            )
        if utc(self.known_at).date() < self.origin:
            raise ExpectationError(
                f"{where}: expected to be issued from its origin {self.origin} on, "
                f"found {self.known_at:%F}"
            )
        chance = (
            float(self.output_type_id)
            if self.output_type is OutputType.QUANTILE
            else self.value
        )
        if not isfinite(self.value) or not 0 <= chance <= 1:
            raise ExpectationError(
                f"{where}: expected a number with a level or a chance of 0 to 1, found "
                f"{self.value} at {self.output_type_id}"
            )
