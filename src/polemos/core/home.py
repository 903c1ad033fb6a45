"""What a war means for home: channels that it comes by, and options of home's own."""

from dataclasses import dataclass
from enum import StrEnum

from polemos.core.text import Text
from polemos.core.unit import Unit

EFFECT = Unit("effect")  # from -2, far worse for home, to 2, far better
SIDES = ("home", "patron", "rival")  # roles; the first two are who deals
# What is told of home's exposure, each by a series that `exposures.csv` names: goods
# deficits of the patron over twelve months (with home, with the rival) and over the
# year, what the two sides' books differ by; chips by destination; arms; spending.
EXPOSURES = (
    *("twelve", "twelve_rival", "deficit", "mirror"),
    *("chips", "chips_patron", "share_patron", "share_rival"),
    *("orders", "ordered", "delivered", "delivered_share", "backlog", "age"),
    *("burden", "energy"),
)
CARES = tuple(f"care.{side}" for side in SIDES)


class Ask(StrEnum):
    """What is judged of an option besides where each side wants it, and how much.

    `now` is where it lies, `without` where it would without a deal, if elsewhere;
    `cost` is in percent of the product of home a year, for all that lies ahead of it;
    `reversible` is 1 for what can be undone at once, 0 for what never can.
    """

    NOW = "now"
    WITHOUT = "without"
    COST = "cost"
    REVERSIBLE = "reversible"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way by which a war bears on home; `text` says what is better."""

    id: str
    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Option:
    """Something that home could do, offer or ask for, between two poles."""

    id: str
    name: Text
    low: Text
    high: Text
    text: Text
