"""What a source yields: rows that say what, about when, and since when we know."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from polemos.core.errors import ExpectationError
from polemos.core.time import Period, utc


class KnownBy(StrEnum):
    """How we know when a value became known."""

    PUBLISHED = "published"  # the publisher's own release time
    ASSUMED = "assumed_release_date"  # period end plus the documented release lag
    FETCHED = "fetched"  # when we first saw it


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one series for one period, as stated at one moment.

    `value` is None when the publisher took the number back; `low` and `high` are the
    publisher's own interval; where there is only that, `value` is its lower end.
    `snapshot` is the SHA-256 of the bytes it was read from.
    """

    series: str
    period: Period
    value: float | None
    known_at: datetime
    snapshot: str
    low: float | None = None
    high: float | None = None
    known_by: KnownBy = KnownBy.FETCHED

    def __post_init__(self) -> None:
        """Refuse a naive clock, a number known before its time, a crossed interval."""
        if utc(self.known_at).date() < self.period.start:
            raise ExpectationError(
                f"{self.series} {self.period}: expected no moment before the period "
                f"begins, found {self.known_at:%Y-%m-%d}"
            )
        if self.value is not None:
            low = self.value if self.low is None else self.low
            high = self.value if self.high is None else self.high
            if not low <= self.value <= high:
                raise ExpectationError(
                    f"{self.series} {self.period}: expected low <= value <= high, "
                    f"found {self.low}, {self.value}, {self.high}"
                )

    def __hash__(self) -> int:
        """Tell apart by what hashes fast: evidence is joined all day long."""
        return hash((self.series, self.period.start, self.known_at))


@dataclass(frozen=True, slots=True)
class Area:
    """One hexagon of a layer that changed: from `since` on it is inside, or is not.

    `cell` is an H3 index as 15 hexadecimal digits. A layer is `control.map@WHO`.
    """

    layer: str
    cell: str
    since: date
    inside: bool
    known_at: datetime
    snapshot: str

    def __post_init__(self) -> None:
        """Refuse a naive clock."""
        utc(self.known_at)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, verbatim, in the language it was said in."""

    id: str
    speaker: str
    said_on: date
    text: str
    lang: str
    url: str
    known_at: datetime
    snapshot: str

    def __post_init__(self) -> None:
        """Refuse a naive clock."""
        utc(self.known_at)
