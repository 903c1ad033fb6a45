"""A line that a series may cross, and a band that it must leave to be back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from polemos.core import Text, WarError


class Side(StrEnum):
    """Which side of the line is worth an alert."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One line of one series, in its unit.

    It is crossed on reaching `value`, and over once the series has come back by `band`:
    a figure that trembles on the line tells of it once.
    """

    id: str
    series: str
    side: Side
    value: float
    band: float
    name: Text

    @classmethod
    def parse(cls, raw: Mapping[str, Any], where: str) -> Self:
        """Read one from a war's `alerts.toml`; WarError says what is wrong."""
        kinds: dict[str, Any] = {
            "id": str,
            "series": str,
            "band": (int, float),
            "name": dict,
        }
        sides = [s for s in Side if s.value in raw]
        wrong = [k for k, kind in kinds.items() if not isinstance(raw.get(k), kind)]
        strange = set(raw) - {*kinds, *Side}
        if wrong or strange or len(sides) != 1 or set(raw["name"]) != {"en", "zh"}:
            raise WarError(
                f"{where}: expected id, series, band, name = {{ en, zh }} and one of "
                f"above and below, found {dict(raw)}"
            )
        value, band = raw[sides[0].value], raw["band"]
        if not isinstance(value, int | float) or band < 0:
            raise WarError(
                f"{where} {raw['id']}: expected numbers and a band from 0, found "
                f"{value!r} and {band!r}"
            )
        name = Text(raw["name"]["en"], raw["name"]["zh"])
        return cls(raw["id"], raw["series"], sides[0], value, band, name)

    def crossed(self, value: float, *, raised: bool) -> bool:
        """Say whether a value is across; one `raised` is until it is past the band."""
        slack = self.band if raised else 0.0
        if self.side is Side.ABOVE:
            return value >= self.value - slack
        return value <= self.value + slack
