"""What two sides could divide and not fight over, and what is risked by asking more.

Fearon 1995, International Organization 49(3): 379-414; Powell 2006, ibid. 60: 169-203;
Rubinstein 1982, Econometrica 50: 97-109. Shares of what is at stake, 0 to 1.
"""

from typing import NamedTuple


class Range(NamedTuple):
    """The divisions, as shares of the first side, that neither would fight over."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Give the even split of what fighting would waste: Nash's solution."""
        return (self.low + self.high) / 2


class Offer(NamedTuple):
    """What the first side does best to demand, and the chance that it is refused."""

    demand: float
    war: float


def bargaining_range(wins: float, costs: tuple[float, float]) -> Range | None:
    """Give the peaceful divisions; None where there are none.

    `wins` is the chance that the first side wins, `costs` what fighting costs each of
    both, as shares of what is at stake. Of negative costs, which stand for a value put
    on fighting itself, nothing may be left to divide.
    """
    _refuse(wins)
    low, high = max(0.0, wins - costs[0]), min(1.0, wins + costs[1])
    return Range(low, high) if low <= high else None


def best_demand(wins: float, cost: float, most: float) -> Offer:
    """Give what the first side demands if it knows the other's cost only to a range.

    The other's cost is even between 0 and `most`; `cost` is the first side's own. To
    ask more gains more and is refused more often: the risk-return trade-off.
    """
    _refuse(wins)
    if not cost >= 0 or not most > 0:
        raise ValueError(f"expected costs of 0 and above, found {cost} and {most}")
    more = max(0.0, (most - cost) / 2)  # asked beyond what the first side expects
    demand = min(1.0, wins + more)
    return Offer(demand, min(1.0, (demand - wins) / most))


def is_committed(shift: float, costs: tuple[float, float], patience: float) -> bool:
    """Say whether a deal holds though the chance to win will shift by `shift`.

    It does not where what is to be gained by fighting now, `patience` times the shift,
    is more than fighting wastes (Powell 2006).
    """
    return patience * abs(shift) <= sum(costs)


def first_share(patience: tuple[float, float]) -> float:
    """Give the share of who offers first, if offers alternate without end.

    `patience` is what a share is worth to each if it comes a round later, 0 to 1.
    """
    first, second = patience
    if not (0 <= first < 1 and 0 <= second < 1):
        raise ValueError(f"expected patience of 0 up to 1, found {first} and {second}")
    return (1 - second) / (1 - first * second)


def _refuse(wins: float) -> None:
    if not 0 <= wins <= 1:
        raise ValueError(f"expected a chance of 0 to 1, found {wins}")
