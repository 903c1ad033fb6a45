"""Models of bargaining: each is the baseline of the next, and the mean of them all."""

from polemos.models.bargaining._crisis import (
    Offer,
    Range,
    bargaining_range,
    best_demand,
    first_share,
    is_committed,
)
from polemos.models.bargaining._expected_utility import Round, expected_utility
from polemos.models.bargaining._mean import weighted_mean, weighted_median
from polemos.models.bargaining._nash import NoDeal, nash, surplus
from polemos.models.bargaining._power import banzhaf, shapley_shubik
from polemos.models.bargaining._smp import (
    Choice,
    Game,
    Meeting,
    Rules,
    Spread,
    Table,
    Thirds,
    Victory,
    Vote,
    play,
)
from polemos.models.bargaining._table import table

__all__ = [
    "Choice",
    "Game",
    "Meeting",
    "NoDeal",
    "Offer",
    "Range",
    "Round",
    "Rules",
    "Spread",
    "Table",
    "Thirds",
    "Victory",
    "Vote",
    "banzhaf",
    "bargaining_range",
    "best_demand",
    "expected_utility",
    "first_share",
    "is_committed",
    "nash",
    "play",
    "shapley_shubik",
    "surplus",
    "table",
    "weighted_mean",
    "weighted_median",
]
