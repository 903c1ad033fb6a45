"""The door as charts and tables use it."""

from dataclasses import dataclass

from polemos.core import Unit
from polemos.report._desk import Fact
from polemos.report._door import Door


@dataclass(frozen=True, slots=True)
class Teller:
    """The door as one figure or table uses it: numbers in, words out, claims logged."""

    door: Door
    where: str
    terse: bool = False

    def __call__(
        self, fact: Fact, digits: int, sign: str = "", unit: Unit | None = None
    ) -> str:
        """Give a number alone."""
        return self.door.told(fact, digits, sign, unit, self.where)[0]

    def whole(self, fact: Fact, digits: int) -> str:
        """Give a number with its magnitude and unit."""
        return self.door.told_whole(fact, digits, self.where)[0]
