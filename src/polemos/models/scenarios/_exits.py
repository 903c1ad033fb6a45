"""How rulers who have held on for long lose power: a rate from dated tenures.

A ruler is in the ledger if he headed an autocracy without a throne, of one man, one
party or an army, in a state of its own; if he came to power between 1920 and 2010; and
if he held it for fifteen years. Where those who code regimes differ on whether most of
his time was an autocracy, he is left out. He enters with the first of the offices he
ruled by, of state, government or the ruling party, and not before independence; he left
when he held none of state and government (in a communist state, of the party) any more,
also where he ruled on through an heir. Those who serve still are not left out: their
years count until the last day they were known to serve, and no longer.

Since nobody is in it who fell sooner, years before the fifteenth are of those who were
bound to survive them; they are never counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import expm1
from typing import Literal

from polemos.core import EXITS, SERVING, NotYetKnown, Text, WarError

FLOOR = 15.0  # years that everyone in the ledger has held power for
WIDTH = (5.0, 10.0)  # of the window of tenure: years before and after the one asked
Kind = Literal["forced", "died", "left"]
KINDS: Mapping[Kind, tuple[str, ...]] = {
    "forced": ("ousted", "killed"),
    "died": ("died",),
    "left": ("resigned", "lost"),
}
_YEAR = 365.25  # days
_PRIOR = 0.5  # Jeffreys: what is known of a rate before anything is seen
_ENDS = (0.1, 0.9)  # of the interval: the middle four fifths
_NOBODY = Text("no ruler has held on so long", "無人在位如此之久")


@dataclass(frozen=True, slots=True)
class Spell:
    """One ruler's time in power, seen until `left`.

    Of one who still serves `left` is the last day he was known to.
    """

    entered: date
    left: date
    how: str

    def __post_init__(self) -> None:
        """Refuse an end before the beginning and an end that is not in `EXITS`."""
        if self.how not in EXITS:
            raise WarError(f"expected how of {', '.join(EXITS)}, found {self.how!r}")
        if self.left < self.entered:
            raise WarError(
                f"expected left on {self.entered} or later, found {self.left}"
            )

    @property
    def tenure(self) -> float:
        """Give the years he was seen in power."""
        return (self.left - self.entered).days / _YEAR


@dataclass(frozen=True, slots=True)
class Rate:
    """How often rulers of that tenure lost power: exits over years at risk.

    `window` is the tenure counted, in years; `rulers` how many were seen in it.
    """

    window: tuple[float, float]
    rulers: int
    years: float
    forced: int
    died: int
    left: int

    @property
    def exits(self) -> int:
        """Give how many lost power, in whatever way."""
        return self.forced + self.died + self.left

    @property
    def mean(self) -> float:
        """Give the mean of the yearly rate."""
        return self._told(self.exits)[1]

    @property
    def interval(self) -> tuple[float, float]:
        """Give the ends between which the yearly rate is with chance 0.8."""
        low, _, high = self._told(self.exits)
        return low, high

    def of(self, kind: Kind) -> tuple[float, float, float]:
        """Give low, mean and high of the rate of one kind.

        An exit of another kind only ends the time at risk.
        """
        counts = {"forced": self.forced, "died": self.died, "left": self.left}
        return self._told(counts[kind])

    def _told(self, exits: int) -> tuple[float, float, float]:
        from scipy.special import gammaincinv  # slow to import

        seen = exits + _PRIOR
        low, high = (float(gammaincinv(seen, end)) / self.years for end in _ENDS)
        return low, seen / self.years, high


def as_of(spells: Iterable[Spell], day: date) -> tuple[Spell, ...]:
    """Give what was known by the end of a day: who left later still served then."""
    return tuple(
        Spell(s.entered, day, SERVING) if s.left > day else s
        for s in spells
        if s.entered <= day
    )


def exit_rate(
    spells: Iterable[Spell], after: float, width: tuple[float, float] = WIDTH
) -> Rate:
    """Give the yearly rate of losing power for those who have held it `after` years.

    It is taken as constant over a window of tenure, `width` years before and after, no
    part of it before `FLOOR`, and estimated by exits over years at risk with Jeffreys'
    prior. Give the tenures of others: one's own years so far are of who asks because he
    is still there.
    """
    low, high = max(after - width[0], FLOOR), after + width[1]
    if low >= high:
        raise NotYetKnown(
            f"expected a window that ends after {FLOOR:g} years, found {high:g}",
            _NOBODY,
        )
    seen = [s for s in spells if s.tenure > low]
    years = sum(min(s.tenure, high) - low for s in seen)
    if not years:
        raise NotYetKnown(
            f"expected a ruler seen after {low:.1f} years in power, found none", _NOBODY
        )
    ends = Counter(s.how for s in seen if s.tenure <= high)
    told = {kind: sum(ends[how] for how in hows) for kind, hows in KINDS.items()}
    return Rate((low, high), len(seen), years, **told)


def chance(rate: float, days: float) -> float:
    """Give the chance that what happens at a yearly rate does within so many days."""
    return -expm1(-rate * days / _YEAR)
